"""The VAT sales journal: each issued document by category and rate, in company currency."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.money import decimals, round_half_up
from kvit.receivables.models import Invoice, InvoiceVat

ZERO = Decimal(0)


@dataclass(frozen=True)
class JournalLine:
    """A document's base and VAT under one treatment; below zero for a credit note."""

    number: str
    kind: str
    invoice_id: str
    issued_on: date
    tax_point_on: date
    customer: str
    vat_id: str
    country: str
    category: str
    rate: Decimal
    base: Decimal
    vat: Decimal
    on_payment: bool


@dataclass(frozen=True)
class JournalSum:
    """What the documents of a period come to under one treatment."""

    category: str
    rate: Decimal
    base: Decimal
    vat: Decimal
    documents: int


def sales_journal(company: Company, *, since: date, until: date) -> list[JournalLine]:
    """Every document issued in the period, in the order of its number; VAT is what the document prints.

    What takes VAT back counts in the period in which it is issued, and what was annulled is taken back by lines of its
    own on that day: `docs/rules/vat-journal.md`.
    """
    rows = InvoiceVat.objects.filter(company=company, invoice__status="issued").select_related("invoice")
    issued = rows.filter(invoice__issued_on__gte=since, invoice__issued_on__lte=until)
    lines = [_line(company, row) for row in issued.order_by("invoice__issued_on", "invoice_id", "pk").iterator()]
    gone = rows.filter(invoice__annulment__annulled_on__gte=since, invoice__annulment__annulled_on__lte=until)
    for row in gone.select_related("invoice__annulment").order_by("invoice__annulment__annulled_on", "pk"):
        lines.append(_annulled(_line(company, row), on=row.invoice.annulment.annulled_on))
    return lines


def summed(lines: Iterable[JournalLine]) -> list[JournalSum]:
    """The journal's sums by category and rate."""
    groups: dict[tuple[str, Decimal], list[JournalLine]] = {}
    for line in lines:
        groups.setdefault((line.category, line.rate.normalize()), []).append(line)
    return [
        JournalSum(
            category,
            rate,
            sum((line.base for line in found), ZERO),
            sum((line.vat for line in found), ZERO),
            len({line.number for line in found}),
        )
        for (category, rate), found in sorted(groups.items(), key=lambda pair: (pair[0][0], -pair[0][1]))
    ]


def _line(company: Company, row: InvoiceVat) -> JournalLine:
    invoice = row.invoice
    sign = -1 if invoice.kind == "credit_note" else 1
    rate = Decimal(1) if invoice.rate is None else invoice.rate
    base = round_half_up(row.base * rate, decimals(company.currency))
    vat = row.amount if row.amount_accounting is None else row.amount_accounting
    return JournalLine(
        number=invoice.printed_number,
        kind=invoice.kind,
        invoice_id=invoice.public_id,
        issued_on=invoice.day,
        tax_point_on=_tax_point(invoice),
        customer=invoice.buyer.get("name", ""),
        vat_id=invoice.buyer.get("vat_id", ""),
        country=invoice.buyer.get("country", ""),
        category=row.category,
        rate=row.rate,
        base=sign * base,
        vat=sign * vat,
        on_payment=invoice.vat_on_payment,
    )


def _annulled(line: JournalLine, *, on: date) -> JournalLine:
    """What takes the line of an annulled document back, on the day of the annulment."""
    return replace(line, kind="annulment", issued_on=on, tax_point_on=on, base=-line.base, vat=-line.vat)


def _tax_point(invoice: Invoice) -> date:
    """When the VAT of the document counts: the day of the supply; what takes VAT back, on the day it is issued."""
    if invoice.kind == "credit_note" or (invoice.corrects_id is not None and invoice.payable < 0):
        return invoice.day
    return invoice.tax_point_on or invoice.delivered_on or invoice.day
