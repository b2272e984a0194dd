"""Tax withheld from suppliers by quarter, as it falls due with their payments: Spain's modelos 111 and 190.

Rule: docs/rules/withheld-tax.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from kvit.companies.models import Company
from kvit.core import withheld_tax
from kvit.core.formatting import format_plain
from kvit.core.money import decimals
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving
from kvit.payables import booking
from kvit.payables.models import Bill

ZERO = Decimal(0)


@dataclass(frozen=True)
class Withheld:
    """What was paid to a supplier in a quarter, without VAT and before the tax was kept back, and that tax.

    Both in the company's currency; a credit note takes off.
    """

    supplier: Party
    quarter: str
    base: Decimal
    tax: Decimal


def of(company: Company, *, since: date, until: date) -> list[Withheld]:
    """By quarter and supplier, what fell due by payments and settlements from the first day to the last."""
    sums: dict[tuple[str, int], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    parties: dict[int, Party] = {}
    bills = Bill.objects.filter(company=company, status="approved", withheld__gt=0).select_related("party__merged_into")
    by_id = {row.pk: row for row in bills}
    items = OpenItem.objects.filter(company=company, document_kind="bill", document_id__in=list(by_id), part=1)
    settled = _settled(company, items)
    for item in items.order_by("pk"):
        bill = by_id[item.document_id]
        assert bill.party is not None, "the database holds no approved bill without its supplier"
        party = surviving(bill.party)
        parties[party.pk] = party
        for day, base, tax in _paid(company, bill, settled[item.pk]):
            if since <= day <= until:
                found = sums[f"{day.year}-Q{(day.month + 2) // 3}", party.pk]
                found[0], found[1] = found[0] + base, found[1] + tax
    rows = [Withheld(parties[key], quarter, base, tax) for (quarter, key), (base, tax) in sums.items()]
    return sorted(rows, key=lambda row: (row.quarter, row.supplier.name, row.supplier.pk))


def outside(company: Company, *, since: date, until: date) -> dict[str, object]:
    """The report as programs see it, with the sums of its quarters."""
    rows = of(company, since=since, until=until)
    quarters: dict[str, Decimal] = {}
    for row in rows:
        quarters[row.quarter] = quarters.get(row.quarter, ZERO) + row.tax
    return {
        "since": since,
        "until": until,
        "currency": company.currency,
        "quarters": {name: format_plain(tax, company.currency) for name, tax in quarters.items()},
        "rows": [
            {
                "quarter": row.quarter,
                "supplier": row.supplier.public_id,
                "name": row.supplier.name,
                "tax_number": row.supplier.vat_id or row.supplier.tax_id,
                "base": format_plain(row.base, company.currency),
                "tax": format_plain(row.tax, company.currency),
            }
            for row in rows
        ],
    }


def _settled(company: Company, items: QuerySet[OpenItem]) -> dict[int, list[tuple[date, Decimal]]]:
    """By item, on which day how much of it was paid or settled, the earlier first."""
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    made = Allocation.objects.filter(Q(item__in=items) | Q(against__in=items), company=company)
    made = made.filter(undoes=None, undone_by=None).order_by("allocated_on", "pk")
    for one, other, day, amount in made.values_list("item_id", "against_id", "allocated_on", "amount"):
        found[one].append((day, amount))
        found[other].append((day, amount))
    return found


def _paid(company: Company, bill: Bill, settled: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal, Decimal]]:
    """The days on which it was paid or settled, each with its part of base and tax; below zero of a credit note."""
    assert bill.payable is not None, "the database holds no approved bill without it"
    rate = booking.rate_of(company, bill)
    sign = -1 if bill.kind == "credit_note" else 1
    how = {"owed": bill.payable, "paid": [amount for _, amount in settled], "digits": decimals(company.currency)}
    bases = withheld_tax.shares(rate.worth(bill.net or ZERO), **how)
    taxes = withheld_tax.shares(rate.worth(bill.withheld), **how)
    return [(day, sign * base, sign * tax) for (day, _), base, tax in zip(settled, bases, taxes, strict=True)]
