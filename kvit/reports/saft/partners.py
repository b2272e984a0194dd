"""Who a row is about: the number, the address and the balances of customers and suppliers."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from kvit.core.formats.saft_bg import codes
from kvit.core.formats.saft_bg.facts import NOBODY, Address, Partner
from kvit.ledger.models import Account, EntryLine
from kvit.parties.models import Party
from kvit.reports.saft.span import Span

CUSTOMERS = ("receivable", "customer_credit")
SUPPLIERS = ("payable",)
"""The accounts on which customers and suppliers stand."""
ZERO = Decimal(0)
AT_ONCE = 500


def number_of(party: Party | None) -> str:
    """The number by which the file names the party."""
    if party is None:
        return NOBODY
    names = ("country", "vat_id", "register_id", "tax_id")
    facts = {name: getattr(party, name) for name in names}
    return codes.partner_number(facts, fallback=party.public_id, is_person=not party.is_business)


def address_of(facts: Mapping[str, str]) -> Address:
    """The address of a snapshot."""
    return Address(
        town=facts.get("town", ""),
        country=facts.get("country", ""),
        street=facts.get("street", ""),
        building=facts.get("building", ""),
        post_code=facts.get("post_code", ""),
        region=facts.get("region", ""),
    )


def address_of_party(party: Party) -> Address:
    """The address as it is known today."""
    names = ("town", "country", "street", "building", "post_code", "region")
    return address_of({name: getattr(party, name) for name in names})


def standing_on(span: Span, roles: Sequence[str]) -> Iterator[Partner]:
    """Everybody with something on these accounts before or in the month, and their balance on each."""
    accounts = {one.pk: one for one in Account.objects.filter(company=span.company, role__in=roles)}
    chunk: list[dict[str, Any]] = []
    for row in _balances(span, roles).iterator(chunk_size=AT_ONCE):
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield from _partners(chunk, accounts)
            chunk = []
    yield from _partners(chunk, accounts)


def parties(span: Span, roles: Sequence[str]) -> "QuerySet[Party]":
    """The parties behind `standing_on`."""
    return Party.objects.filter(company=span.company, pk__in=_balances(span, roles).values("party_id"))


def _balances(span: Span, roles: Sequence[str]) -> "QuerySet[EntryLine, Any]":
    lines = EntryLine.objects.filter(
        company=span.company, account__role__in=roles, party__isnull=False, entry__posted_on__lte=span.until
    )
    before = Q(entry__posted_on__lt=span.since)
    sums = lines.values("party_id", "account_id").annotate(
        opening=Sum("base_amount", filter=before), closing=Sum("base_amount")
    )
    moved = lines.filter(~before).values("party_id")
    return sums.filter(~Q(closing=0) | Q(party_id__in=moved)).order_by("party_id", "account_id")


def _partners(rows: list[dict[str, Any]], accounts: Mapping[int, Account]) -> Iterator[Partner]:
    known = Party.objects.in_bulk([row["party_id"] for row in rows])
    for row in rows:
        party = known[row["party_id"]]
        yield Partner(
            number=number_of(party),
            name=party.name,
            address=address_of_party(party),
            vat_id=party.vat_id,
            standard_account=codes.standard_account(accounts[row["account_id"]].code),
            opening=row["opening"] or ZERO,
            closing=row["closing"] or ZERO,
        )
