"""Bulgaria's VAT purchase ledger of a month: suppliers' documents and our protocols as the authority names them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import self_charge
from kvit.core.calendar import end_of_month
from kvit.core.countries.self_charge import LAWS
from kvit.core.errors import Fact, Finding
from kvit.core.formats import bg_purchase_ledger, bg_vat_ledger
from kvit.core.formats.bg_vat_ledger import Row
from kvit.core.permissions import Actor
from kvit.payables import self_charges
from kvit.payables.models import Bill
from kvit.reports import bg_ledger, purchase_vat
from kvit.reports.purchase_vat import PurchaseLine

ZERO = Decimal(0)
LATEST = 12
"""So many months after that of the document its tax credit can be used (ЗДДС чл. 124, ал. 4)."""


@dataclass(frozen=True)
class Purchases:
    """The month's records in the order of the file, and what is to be looked at before it is filed."""

    first: date
    currency: str
    rows: list[Row]
    findings: list[Finding]


def of_month(company: Company, first: date) -> Purchases:
    """The ledger of the month that begins with `first`: what was booked in it, and our protocols of it.

    What a supplier abroad sent stands there by its protocol alone. Refuses `authority.not_bulgarian`.
    """
    bg_ledger.require_bulgarian(company)
    since, until = first.replace(day=1), end_of_month(first)
    bought = purchase_vat.bought(company, since=since, until=until)
    charged = purchase_vat.self_charged(company, since=since, until=until)
    documents = defaultdict[str, list[PurchaseLine]](list)
    for line in [*bought, *charged]:
        if line.self_charge or (line.country in ("", "BG") and line.category != "AE"):
            documents[line.self_charge or line.bill].append(line)
    goods = purchase_vat.goods_of(company, [lines[0].bill for lines in documents.values()])
    rows = [_row(company, lines, goods=goods.get(lines[0].bill, ""), first=since) for lines in documents.values()]
    rows.sort(key=lambda row: (row.issued_on, row.number))
    found = [*_of_company(company), *_of_documents(documents.values()), *_not_charged(company, since, until)]
    return Purchases(since, bg_vat_ledger.currency_of(since), rows, found)


def file_of(company: Company, first: date, *, by: Actor) -> bytes:
    """POKUPKI.TXT of the month. Refuses `authority.findings` while something in it is wrong, and what is denied."""
    require(by, "report.export", company)
    ledger = of_month(company, first)
    bg_ledger.require_no_errors(ledger.findings)
    return bg_purchase_ledger.write(ledger.rows, vat_id=company.vat_id, first=ledger.first)


def _row(company: Company, lines: Sequence[PurchaseLine], *, goods: str, first: date) -> Row:
    head, amounts = lines[0], dict[str, Decimal]()
    for line in lines:
        where = bg_purchase_ledger.columns(line.vat, line.deductible)
        for column, amount in ((where.base, line.base), (where.vat, line.vat)):
            told = bg_vat_ledger.declared(amount, currency=company.currency, first=first)
            amounts[column] = amounts.get(column, ZERO) + told
    return Row(
        document=bg_vat_ledger.PROTOCOL if head.self_charge else bg_purchase_ledger.DOCUMENTS[head.kind],
        number=head.number,
        issued_on=head.issued_on,
        partner_id=head.vat_id,
        partner=head.supplier,
        goods=goods,
        amounts=amounts,
    )


def _of_company(company: Company) -> list[Finding]:
    return [] if company.vat_id else [Finding("bg_ledger.no_vat_number", "seller/vat_id")]


def _of_documents(documents: Iterable[Sequence[PurchaseLine]]) -> list[Finding]:
    """What is missing of a document, or belongs to another month (ЗДДС чл. 86, ал. 2; чл. 124, ал. 4 и 5)."""
    found = []
    for lines in documents:
        line, place = lines[0], f"bill/{lines[0].bill}"
        told: dict[str, Fact] = {"number": line.number, "supplier": line.supplier}
        if not line.vat_id:
            found.append(Finding("bg_purchases.no_partner_number", place, "warning", facts=told))
        if any(one.treatment == "domestic" for one in lines):
            found.append(Finding("bg_purchases.domestic", place, facts=told))
        if line.self_charge:
            is_late = line.issued_on > self_charge.until(LAWS["BG"], line.tax_point_on)
            if is_late and line.issued_on.replace(day=1) != line.tax_point_on.replace(day=1):
                found.append(Finding("bg_purchases.protocol_late", place, "warning", facts=told))
            continue
        if _months(line.issued_on, line.counts_on) > LATEST:
            found.append(Finding("bg_purchases.too_late", place, "warning", facts=told))
        if line.kind == "credit_note" and line.counts_on.replace(day=1) != line.issued_on.replace(day=1):
            found.append(Finding("bg_purchases.note_of_other_month", place, "warning", facts=told))
    return found


def _months(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month


def _not_charged(company: Company, since: date, until: date) -> list[Finding]:
    """Bills of the month whose buyer owes VAT that nobody charged yet."""
    rows = Bill.objects.filter(company=company, status="approved", self_charge=None)
    found = []
    for bill in rows.filter(approved_on__gte=since, approved_on__lte=until).order_by("pk"):
        if self_charges.wanted(bill):
            told: dict[str, Fact] = {"number": bill.number, "supplier": str(bill.supplier.get("name", ""))}
            found.append(Finding("bg_purchases.not_charged", f"bill/{bill.public_id}", "warning", facts=told))
    return found
