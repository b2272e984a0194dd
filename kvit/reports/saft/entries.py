"""The month's entries, and its payments, which are entries too."""

import re
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from kvit.core.errors import Refused
from kvit.core.formats.saft_bg import codes
from kvit.core.formats.saft_bg.facts import (
    NO_TAX,
    NOBODY,
    Amount,
    Entry,
    EntryLine,
    Payment,
    PaymentLine,
    Tax,
    Totals,
)
from kvit.ledger.models import Entry as LedgerEntry
from kvit.ledger.models import EntryLine as LedgerLine
from kvit.payments.models import Payment as PaymentRow
from kvit.reports.saft.partners import SUPPLIERS, number_of
from kvit.reports.saft.span import Span

ZERO = Decimal(0)
AT_ONCE = 500
TAXED = ("vat_output", "vat_output_deferred", "vat_input")
MONEY = ("payment", "refund", "payment_out", "payment_back")
TREATMENT = re.compile(r"([A-Z]{1,2})([0-9.]+)")


def entries(span: Span) -> Iterator[Entry]:
    """Every entry of the month in the order of its day."""
    zone = ZoneInfo(span.company.zone)
    for row in _with_lines(_of_month(span)).iterator(chunk_size=AT_ONCE):
        lines = list(row.lines.all())
        text = f"{codes.ENTRIES.get(row.kind, codes.OTHER_ENTRY)} {row.document_number}".strip()
        yield Entry(
            number=row.public_id,
            entered_on=row.at.astimezone(zone).date(),
            posted_on=row.posted_on,
            text=text,
            customer=next((number for number in map(_customer, lines) if number != NOBODY), NOBODY),
            supplier=next((number for number in map(_supplier, lines) if number != NOBODY), NOBODY),
            lines=tuple(_line(line, row.document_number, text) for line in lines),
        )


def count(span: Span) -> int:
    """How many entries the month has."""
    return _of_month(span).count()


def payments(span: Span) -> Iterator[Payment]:
    """Money of the month by its entries; what was taken back is a row of its own."""
    found = _with_lines(_money(span)).iterator(chunk_size=AT_ONCE)
    chunk: list[LedgerEntry] = []
    for row in found:
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield from _payments(chunk)
            chunk = []
    yield from _payments(chunk)


def payment_totals(span: Span) -> Totals:
    """How many payments, and both sides of their entries."""
    sums = (
        LedgerLine.objects.filter(company=span.company, entry__in=_money(span).order_by())
        .order_by()
        .aggregate(
            entries=Count("entry_id", distinct=True),
            debit=Sum("base_amount", filter=Q(base_amount__gt=0)),
            credit=Sum("base_amount", filter=Q(base_amount__lt=0)),
        )
    )
    return Totals(sums["entries"], sums["debit"] or ZERO, -(sums["credit"] or ZERO))


def _of_month(span: Span) -> "QuerySet[LedgerEntry]":
    return LedgerEntry.objects.filter(
        company=span.company, posted_on__gte=span.since, posted_on__lte=span.until
    ).order_by("posted_on", "pk")


def _money(span: Span) -> "QuerySet[LedgerEntry]":
    return _of_month(span).filter(document_kind="payment", kind__in=MONEY)


def _with_lines(found: "QuerySet[LedgerEntry]") -> "QuerySet[LedgerEntry]":
    return found.prefetch_related("lines__account", "lines__party")


def _line(line: LedgerLine, document: str, text: str) -> EntryLine:
    return EntryLine(
        standard_account=codes.standard_account(line.account.code),
        account=line.account.code,
        customer=_customer(line),
        supplier=_supplier(line),
        document=document,
        text=line.note or text,
        is_debit=_is_debit(line),
        amount=_amount(line),
        tax=_tax(line),
    )


def _customer(line: LedgerLine) -> str:
    return NOBODY if line.account.role in SUPPLIERS else number_of(line.party)


def _supplier(line: LedgerLine) -> str:
    return number_of(line.party) if line.account.role in SUPPLIERS else NOBODY


def _is_debit(line: LedgerLine) -> bool:
    return (line.base_amount or line.amount) > 0


def _amount(line: LedgerLine) -> Amount:
    """The line's amount on its side: not below zero in euro."""
    sign = 1 if _is_debit(line) else -1
    return Amount(sign * line.base_amount, line.currency, sign * line.amount)


def _tax(line: LedgerLine) -> Tax:
    """The VAT that the line books; lines that book none bear none."""
    treatment = TREATMENT.fullmatch(line.vat_code)
    if line.account.role not in TAXED or treatment is None:
        return NO_TAX
    rate = Decimal(treatment[2])
    try:
        code = codes.tax_code("S" if rate else treatment[1], rate)  # what we charge ourselves has a rate too
    except Refused:  # a correction by hand; what documents charge is judged before
        return NO_TAX
    return Tax(codes.VAT, code, _amount(line), percentage=rate)


def _payments(rows: list[LedgerEntry]) -> Iterator[Payment]:
    known = PaymentRow.objects.select_related("party").in_bulk([row.document_id for row in rows])
    for row in rows:
        payment = known[row.document_id]
        number, is_out = number_of(payment.party), row.kind in ("payment_out", "payment_back")
        text = f"{codes.ENTRIES[row.kind]} {payment.reference}".strip()
        lines = tuple(
            PaymentLine(
                codes.standard_account(line.account.code),
                NOBODY if is_out else number,
                text,
                _is_debit(line),
                _amount(line),
                supplier=number if is_out else NOBODY,
            )
            for line in row.lines.all()
        )
        gross = sum((line.amount.base for line in lines if line.is_debit), ZERO)
        method = codes.PAID[payment.method]
        yield Payment(payment.public_id, row.public_id, row.posted_on, method, text, gross, lines)
