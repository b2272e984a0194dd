"""The accounts customers are known to pay from."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from kvit.companies.models import Company
from kvit.core.formats.statement import account_of
from kvit.parties.models import KnownIban, Party


def learn(company: Company, party: Party, *, iban: str, on: date, told: bool = False) -> None:
    """Remember that this customer pays from this account; `told`: the customer's own data say so, not a match."""
    account = account_of(iban)
    if 5 <= len(account) <= 34:
        held = KnownIban.objects.select_for_update()
        row, is_new = held.get_or_create(
            company=company, party=party, iban=account, defaults={"learned_on": on, "is_told": told}
        )
        if told and not is_new and not row.is_told:
            KnownIban.objects.filter(pk=row.pk).update(is_told=True)


def forget(company: Company, party: Party, *, iban: str, unless: Callable[[], bool]) -> None:
    """What a match taught is not remembered any more, `unless` another still says so: asked under lock, so that none
    says it meanwhile. What the customer's own data say stays.
    """
    held = KnownIban.objects.select_for_update()
    row = held.filter(company=company, party=party, iban=account_of(iban), is_told=False).first()
    if row is not None and not unless():
        row.delete()


def known(company: Company) -> dict[str, list[str]]:
    """By account, the public ids of those who pay from it."""
    found: dict[str, list[str]] = defaultdict(list)
    for iban, party in KnownIban.objects.filter(company=company).values_list("iban", "party__public_id"):
        found[iban].append(party)
    return dict(found)
