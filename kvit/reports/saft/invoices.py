"""The month's issued documents: each line in euro with its VAT, together what the VAT journal says of the document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from kvit.core.formats.bg_vat_ledger import DOCUMENTS
from kvit.core.formats.saft_bg import codes
from kvit.core.formats.saft_bg.facts import Amount, Invoice, InvoiceLine, Tax, Totals
from kvit.core.money import decimals, round_half_up
from kvit.ledger.models import Account, Entry
from kvit.receivables.models import Invoice as Document
from kvit.receivables.models import InvoiceExtra, InvoiceVat
from kvit.receivables.models import InvoiceLine as Line
from kvit.reports.saft import master
from kvit.reports.saft.partners import address_of, number_of
from kvit.reports.saft.span import Span

ZERO = Decimal(0)
AT_ONCE = 500


@dataclass(frozen=True)
class Accounts:
    """Where documents are booked."""

    receivable: str
    revenue: str


def totals(span: Span) -> Totals:
    """How many documents, and their nets in euro: credit notes on the debit side, all others on the credit side."""
    sides = {True: ZERO, False: ZERO}
    rows = InvoiceVat.objects.filter(company=span.company, invoice__in=_of_month(span).order_by()).select_related(
        "invoice"
    )
    for row in rows.iterator(chunk_size=2000):
        sides[_is_debit(row.invoice)] += _worth(row.base, row.invoice)
    return Totals(_of_month(span).count(), sides[True], sides[False])


def invoices(span: Span) -> Iterator[Invoice]:
    """Every document of the month by day and number."""
    codes_by_role = dict(Account.objects.filter(company=span.company).exclude(role="").values_list("role", "code"))
    accounts = Accounts(
        codes.standard_account(codes_by_role["receivable"]), codes.standard_account(codes_by_role["revenue"])
    )
    found = _of_month(span).select_related("party", "corrects")
    chunk: list[Document] = []
    for row in found.prefetch_related("lines__product", "extras", "vat_totals").iterator(chunk_size=AT_ONCE):
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield from _invoices(span, chunk, accounts)
            chunk = []
    yield from _invoices(span, chunk, accounts)


def _of_month(span: Span) -> "QuerySet[Document]":
    return Document.objects.filter(
        company=span.company, status="issued", issued_on__gte=span.since, issued_on__lte=span.until
    ).order_by("issued_on", "number", "pk")


def _invoices(span: Span, rows: Sequence[Document], accounts: Accounts) -> Iterator[Invoice]:
    booked = dict(
        Entry.objects.filter(
            company=span.company,
            document_kind="invoice",
            document_id__in=[row.pk for row in rows],
            kind__in=list(DOCUMENTS),
            reverses=None,
        ).values_list("document_id", "public_id")
    )
    for row in rows:
        yield Invoice(
            number=row.printed_number,
            kind=DOCUMENTS[row.kind],
            issued_on=row.day,
            customer=number_of(row.party),
            customer_name=row.buyer.get("name", ""),
            address=address_of(row.buyer),
            standard_account=accounts.receivable,
            entry=booked.get(row.pk, "0"),
            is_debit=_is_debit(row),
            lines=tuple(_lines(row, accounts.revenue)),
        )


def _lines(row: Document, revenue: str) -> Iterator[InvoiceLine]:
    """The lines, then allowances and charges; by treatment they come to what the document's breakdown says."""
    lines = sorted(row.lines.all(), key=lambda one: one.position)
    extras = sorted(row.extras.all(), key=lambda one: (one.is_charge, one.position))
    parts: list[Line | InvoiceExtra] = [*lines, *extras]
    told: dict[int, tuple[Amount, Tax]] = {}
    for group in row.vat_totals.all():
        where = [
            i for i, one in enumerate(parts) if (one.vat_category, one.charged_rate) == (group.category, group.rate)
        ]
        told |= dict(zip(where, _shared(row, group, [_net(parts[i]) for i in where]), strict=True))
    for i, part in enumerate(parts):
        amount, tax = told[i]
        yield _line(row, part, revenue=revenue, amount=amount, tax=tax)


def _line(row: Document, part: Line | InvoiceExtra, *, revenue: str, amount: Amount, tax: Tax) -> InvoiceLine:
    is_line = isinstance(part, Line)
    product = part.product if isinstance(part, Line) else None
    unit = part.unit if isinstance(part, Line) else master.EXTRA_UNIT
    price = part.net_price / part.base_quantity if isinstance(part, Line) else amount.in_currency
    corrected = row.corrects.number if row.corrects else ""
    return InvoiceLine(
        standard_account=revenue,
        product=master.code_of(product) if product else master.unlisted(unit),
        is_service=product.is_service if product else True,
        name=part.name if isinstance(part, Line) else part.reason,
        quantity=part.quantity if isinstance(part, Line) else Decimal(1),
        unit=unit,
        unit_price=price * _rate(row),
        tax_point_on=row.tax_point_on or row.delivered_on or row.day,
        amount=amount,
        tax=tax,
        corrects=(corrected or "") if is_line else "",
        reason=row.correction_text,
    )


def _shared(row: Document, group: InvoiceVat, nets: Sequence[Decimal]) -> list[tuple[Amount, Tax]]:
    """Base and VAT of a treatment over its lines, in both currencies, to the last cent."""
    digits = decimals(row.currency)
    vat = group.amount if group.amount_accounting is None else group.amount_accounting
    in_euro = levelled([net * _rate(row) for net in nets], _worth(group.base, row), 2)
    in_currency = levelled(list(nets), group.base, digits)
    weight = sum(nets, ZERO)
    part = [net / weight if weight else ZERO for net in nets]
    vat_in_euro = levelled([vat * one for one in part], vat, 2)
    vat_in_currency = levelled([group.amount * one for one in part], group.amount, digits)
    code = codes.tax_code(group.category, group.rate)
    return [
        (
            Amount(base, row.currency, base_in_currency),
            Tax(codes.VAT, code, Amount(tax, row.currency, tax_in_currency), percentage=group.rate, base=base),
        )
        for base, base_in_currency, tax, tax_in_currency in zip(
            in_euro, in_currency, vat_in_euro, vat_in_currency, strict=True
        )
    ]


def levelled(parts: list[Decimal], whole: Decimal, digits: int) -> list[Decimal]:
    """The parts rounded; what rounding leaves over of the whole goes to the largest."""
    rounded = [round_half_up(part, digits) for part in parts]
    over = whole - sum(rounded, ZERO)
    if over:
        largest = max(range(len(parts)), key=lambda i: abs(parts[i]))
        rounded[largest] += over
    return rounded


def _net(part: Line | InvoiceExtra) -> Decimal:
    return part.net if isinstance(part, Line) or part.is_charge else -part.net


def _rate(row: Document) -> Decimal:
    return Decimal(1) if row.rate is None else row.rate


def _worth(amount: Decimal, row: Document) -> Decimal:
    return round_half_up(amount * _rate(row), 2)


def _is_debit(row: Document) -> bool:
    return row.kind == "credit_note"
