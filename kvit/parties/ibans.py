"""The accounts customers are known to pay from."""

from collections import defaultdict
from datetime import date

from kvit.companies.models import Company
from kvit.core.formats.statement import account_of
from kvit.parties.models import KnownIban, Party


def learn(company: Company, party: Party, *, iban: str, on: date) -> None:
    """Remember that this customer pays from this account."""
    account = account_of(iban)
    if 5 <= len(account) <= 34:
        KnownIban.objects.get_or_create(company=company, party=party, iban=account, defaults={"learned_on": on})


def known(company: Company) -> dict[str, list[str]]:
    """By account, the public ids of those who pay from it."""
    found: dict[str, list[str]] = defaultdict(list)
    for iban, party in KnownIban.objects.filter(company=company).values_list("iban", "party__public_id"):
        found[iban].append(party)
    return dict(found)
