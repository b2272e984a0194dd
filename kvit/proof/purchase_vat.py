"""Invariants of what we buy: the VAT purchase journal says what the books say, document by document."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from kvit.companies.models import Company
from kvit.ledger.models import EntryLine
from kvit.payables.models import Bill, SelfCharge
from kvit.reports import purchase_vat

Found = tuple[int, Iterable[str]]
ZERO = Decimal(0)
ALWAYS = {"since": date.min, "until": date.max}


def journal_is_ledger(company: Company) -> Found:
    """Day by day and document by document, the input VAT of the journal is what its entries moved on that account."""
    lines = [*purchase_vat.bought(company, **ALWAYS), *purchase_vat.self_charged(company, **ALWAYS)]
    over: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        over[line.counts_on, line.self_charge or line.bill] += line.deductible
    for day, name, amount in _booked(company, "vat_input"):
        over[day, name] -= amount
    return len(lines), [f"{name} of {day}: {amount} more than booked" for (day, name), amount in over.items() if amount]


def self_charge_is_booked(company: Company) -> Found:
    """What was charged is on the output account too, and nothing of a full deduction is left of the two."""
    lines = purchase_vat.self_charged(company, **ALWAYS)
    over: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        over[line.self_charge] += line.vat
    for _day, name, amount in _booked(company, "vat_output", kinds=("self_charge",)):
        over[name] += amount
    return len(lines), [f"{name}: {amount} more than booked" for name, amount in over.items() if amount]


def _booked(
    company: Company, role: str, *, kinds: tuple[str, ...] = ("bill", "self_charge")
) -> list[tuple[date, str, Decimal]]:
    """What moved on the account of that role, by day and document."""
    names: dict[tuple[str, int], str] = {}
    for kind, model in (("bill", Bill), ("self_charge", SelfCharge)):
        rows = model.objects.filter(company=company).values_list("pk", "public_id")
        names |= {(kind, pk): public_id for pk, public_id in rows}
    moved = EntryLine.objects.filter(company=company, account__role=role, entry__document_kind__in=kinds).order_by()
    keys = ("entry__posted_on", "entry__document_kind", "entry__document_id")
    return [
        (day, names.get((kind, pk), f"{kind} {pk}"), total)
        for day, kind, pk, total in moved.values_list(*keys).annotate(total=Sum("base_amount"))
    ]


INVARIANTS = [
    ("I35", "The VAT purchase journal is the input VAT of the books, document by document.", journal_is_ledger),
    ("I35b", "VAT that we charged ourselves stands on both sides of the books.", self_charge_is_booked),
]
