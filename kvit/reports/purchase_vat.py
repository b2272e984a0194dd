"""The VAT purchase journal: booked bills by category and rate, and what we charged ourselves, in our currency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import purchase_vat
from kvit.core.postings import Rate
from kvit.core.self_charge import CATEGORIES
from kvit.payables import self_charge_queries
from kvit.payables.models import BillLine, BillVat, SelfChargeVat
from kvit.reports.vat import JournalLine

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class PurchaseLine:
    """What a bill has under one treatment, or we charged ourselves on it; below zero for a credit note.

    `counts_on` is the day of its entry, `number` that of the document, ours where we drew one up. `self_charge` is
    empty for what the supplier charged, and `treatment` with it.
    """

    number: str
    kind: str
    bill: str
    self_charge: str
    issued_on: date
    tax_point_on: date
    counts_on: date
    supplier: str
    vat_id: str
    country: str
    category: str
    treatment: str
    rate: Decimal
    base: Decimal
    vat: Decimal
    deductible: Decimal


@dataclass(frozen=True)
class PurchaseSum:
    """What the bills of a period come to under one treatment."""

    category: str
    rate: Decimal
    base: Decimal
    vat: Decimal
    deductible: Decimal
    documents: int


def bought(company: Company, *, since: date, until: date) -> list[PurchaseLine]:
    """Every bill and credit note booked in the period, in the order of its entry; VAT is what it says."""
    rows = BillVat.objects.filter(
        company=company, bill__status="approved", bill__approved_on__gte=since, bill__approved_on__lte=until
    )
    found = rows.select_related("bill").order_by("bill__approved_on", "bill_id", "pk")
    return [_of_bill(company, row) for row in found.iterator(chunk_size=2000)]


def self_charged(company: Company, *, since: date, until: date) -> list[PurchaseLine]:
    """The VAT that we charged ourselves and that counts in the period: output VAT, and input VAT of the same amount."""
    found = self_charge_queries.charged_in(company, since=since, until=until)
    return [_of_self_charge(row) for row in found.iterator(chunk_size=2000)]


def summed(lines: Iterable[PurchaseLine]) -> list[PurchaseSum]:
    """The journal's sums by category and rate."""
    groups: dict[tuple[str, Decimal], list[PurchaseLine]] = {}
    for line in lines:
        groups.setdefault((line.category, line.rate.normalize()), []).append(line)
    return [
        PurchaseSum(category, rate, *_totals(found), len({(line.bill, line.self_charge) for line in found}))
        for (category, rate), found in sorted(groups.items(), key=lambda pair: (pair[0][0], -pair[0][1]))
    ]


def output_vat(sold: Sequence[JournalLine], charged: Sequence[PurchaseLine]) -> Decimal:
    """What is owed before anything is deducted: of the sales, and what we charged ourselves."""
    return sum((line.vat for line in sold), ZERO) + sum((line.vat for line in charged), ZERO)


def input_vat(*journals: Sequence[PurchaseLine]) -> Decimal:
    """The input VAT of the lines together."""
    return sum((line.deductible for lines in journals for line in lines), ZERO)


def goods_of(company: Company, bills: Sequence[str]) -> dict[str, str]:
    """What each bill is about, in the words of its first line."""
    lines = BillLine.objects.filter(company=company, bill__public_id__in=bills, position=1)
    return dict(lines.values_list("bill__public_id", "name"))


def _totals(lines: Sequence[PurchaseLine]) -> tuple[Decimal, Decimal, Decimal]:
    return (
        sum((line.base for line in lines), ZERO),
        sum((line.vat for line in lines), ZERO),
        sum((line.deductible for line in lines), ZERO),
    )


def _of_bill(company: Company, row: BillVat) -> PurchaseLine:
    bill = row.bill
    assert bill.issued_on is not None and bill.approved_on is not None, "the database holds no approved bill without"
    sign = -1 if bill.kind == "credit_note" else 1
    exchange = Rate(bill.currency, company.currency, Decimal(1) if bill.rate is None else bill.rate)
    vat, seller = sign * exchange.worth(row.amount), purchase_vat.seller_of(bill.supplier)
    return PurchaseLine(
        number=bill.number,
        kind=bill.kind,
        bill=bill.public_id,
        self_charge="",
        issued_on=bill.issued_on,
        tax_point_on=bill.issued_on,
        counts_on=bill.approved_on,
        supplier=bill.supplier.get("name", ""),
        vat_id=bill.supplier.get("vat_id", ""),
        country=seller,
        category=row.category,
        treatment="",
        rate=row.rate,
        base=sign * exchange.worth(row.base),
        vat=vat,
        deductible=purchase_vat.deductible(vat, seller=seller, buyer=company.country),
    )


def _of_self_charge(row: SelfChargeVat) -> PurchaseLine:
    made = row.self_charge
    bill = made.bill
    return PurchaseLine(
        number=made.number or bill.number,
        kind=bill.kind,
        bill=bill.public_id,
        self_charge=made.public_id,
        issued_on=made.issued_on,
        tax_point_on=made.tax_point_on,
        counts_on=made.counts_on,
        supplier=bill.supplier.get("name", ""),
        vat_id=bill.supplier.get("vat_id", ""),
        country=purchase_vat.seller_of(bill.supplier),
        category=CATEGORIES[row.treatment],
        treatment=row.treatment,
        rate=row.rate,
        base=row.base,
        vat=row.vat,
        deductible=row.vat,
    )
