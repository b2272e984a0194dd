"""The bills and suppliers' credit notes booked in the month: each line in euro with its VAT, as the journal has it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from kvit.core import purchase_vat
from kvit.core.formats.bg_purchase_ledger import DOCUMENTS
from kvit.core.formats.saft_bg import codes
from kvit.core.formats.saft_bg.facts import Amount, Invoice, InvoiceLine, Tax, Totals
from kvit.core.money import decimals
from kvit.core.postings import Rate
from kvit.ledger.models import Account, Entry
from kvit.payables.models import Bill, BillLine, BillVat
from kvit.reports.saft import master
from kvit.reports.saft.invoices import levelled
from kvit.reports.saft.partners import address_of_party, number_of
from kvit.reports.saft.span import Span

ZERO = Decimal(0)
AT_ONCE = 500
NO_LINE = "Отстъпки, надбавки и друго по фактурата"
"""What the breakdown of a bill holds beyond its lines."""


def totals(span: Span) -> Totals:
    """How many bills, and their costs in euro: bills on the debit side, credit notes on the credit side."""
    sides = {True: ZERO, False: ZERO}
    rows = BillVat.objects.filter(company=span.company, bill__in=_of_month(span).order_by()).select_related("bill")
    for row in rows.iterator(chunk_size=2000):
        base, vat = _worth(span, row)
        sides[_is_debit(row.bill)] += base if _is_ours(span, row.bill) else base + vat
    return Totals(_of_month(span).count(), sides[True], sides[False])


def purchases(span: Span) -> Iterator[Invoice]:
    """Every bill of the month by the day of its entry."""
    by_role = dict(Account.objects.filter(company=span.company).exclude(role="").values_list("role", "code"))
    accounts = (codes.standard_account(by_role["payable"]), codes.standard_account(by_role["expense"]))
    chunk: list[Bill] = []
    found = _of_month(span).select_related("party").prefetch_related("lines", "vat_totals")
    for row in found.iterator(chunk_size=AT_ONCE):
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield from _purchases(span, chunk, accounts)
            chunk = []
    yield from _purchases(span, chunk, accounts)


def treatments(span: Span) -> set[tuple[str, Decimal]]:
    """Category and rate of the VAT of ours in the month's bills."""
    rows = BillVat.objects.filter(company=span.company, bill__in=_of_month(span).order_by()).select_related("bill")
    found = rows.iterator(chunk_size=2000)
    return {(row.category, row.rate.normalize()) for row in found if row.amount and _is_ours(span, row.bill)}


def _of_month(span: Span) -> "QuerySet[Bill]":
    return Bill.objects.filter(
        company=span.company, status="approved", approved_on__gte=span.since, approved_on__lte=span.until
    ).order_by("approved_on", "pk")


def _purchases(span: Span, rows: Sequence[Bill], accounts: tuple[str, str]) -> Iterator[Invoice]:
    payable, expense = accounts
    entries = Entry.objects.filter(
        company=span.company, document_kind="bill", document_id__in=[row.pk for row in rows], reverses=None
    )
    booked = dict(entries.values_list("document_id", "public_id"))
    for row in rows:
        assert row.party is not None and row.issued_on is not None, "the database holds no approved bill without"
        yield Invoice(
            number=row.number,
            kind=DOCUMENTS[row.kind],
            issued_on=row.issued_on,
            customer=number_of(row.party),
            customer_name=str(row.supplier.get("name", "")),
            address=address_of_party(row.party),
            standard_account=payable,
            entry=booked.get(row.pk, "0"),
            is_debit=_is_debit(row),
            lines=tuple(line for group in row.vat_totals.all() for line in _lines(span, row, group, account=expense)),
            posted_on=row.approved_on,
        )


def _lines(span: Span, row: Bill, group: BillVat, *, account: str) -> Iterator[InvoiceLine]:
    """The lines of one treatment; with what stands on none of them they come to its base."""
    parts = sorted(
        (one for one in row.lines.all() if (one.vat_category, one.vat_rate) == (group.category, group.rate)),
        key=lambda one: one.position,
    )
    beyond = group.base - sum((one.net for one in parts), ZERO)
    nets = [one.net for one in parts] + ([beyond] if beyond or not parts else [])
    base, vat = _worth(span, group)
    cost, tax = (base, vat) if _is_ours(span, row) else (base + vat, ZERO)
    weight = sum(nets, ZERO)
    share = [net / weight if weight else ZERO for net in nets]
    in_currency = group.base if _is_ours(span, row) else group.base + group.amount
    digits = decimals(row.currency)
    costs = levelled([cost * one for one in share], cost, 2)
    taxes = levelled([tax * one for one in share], tax, 2)
    shown = levelled([in_currency * one for one in share], in_currency, digits)
    taxes_shown = levelled(
        [(group.amount if tax else ZERO) * one for one in share], group.amount if tax else ZERO, digits
    )
    rate = group.rate if tax else ZERO
    code = codes.tax_code("S" if rate else group.category, rate)
    for at, (one_cost, one_tax) in enumerate(zip(costs, taxes, strict=True)):
        amount = Amount(one_cost, row.currency, shown[at])
        told = Tax(codes.VAT, code, Amount(one_tax, row.currency, taxes_shown[at]), percentage=rate, base=one_cost)
        yield _line(row, parts[at] if at < len(parts) else None, account=account, amount=amount, tax=told)


def _line(row: Bill, part: BillLine | None, *, account: str, amount: Amount, tax: Tax) -> InvoiceLine:
    assert row.issued_on is not None
    unit = (part.unit if part else "") or master.EXTRA_UNIT
    quantity = part.quantity if part else Decimal(1)
    return InvoiceLine(
        standard_account=account,
        product=master.unlisted(unit),
        is_service=True,
        name=(part.name if part else "") or NO_LINE,
        quantity=quantity,
        unit=unit,
        unit_price=amount.base / quantity if quantity else amount.base,
        tax_point_on=row.issued_on,
        amount=amount,
        tax=tax,
        corrects=row.preceding if row.kind == "credit_note" else "",
    )


def _worth(span: Span, row: BillVat) -> tuple[Decimal, Decimal]:
    """Base and VAT in euro, as they were booked."""
    rate = Rate(row.bill.currency, span.company.currency, Decimal(1) if row.bill.rate is None else row.bill.rate)
    return rate.worth(row.base), rate.worth(row.amount)


def _is_ours(span: Span, bill: Bill) -> bool:
    """Whether its VAT is input VAT here; another state's is part of the cost."""
    return purchase_vat.seller_of(bill.supplier) in ("", span.company.country)


def _is_debit(bill: Bill) -> bool:
    return bill.kind == "bill"
