"""Entries, sales and purchase invoices, payments: each section with its totals before its rows, proven after them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from kvit.core.errors import Refused
from kvit.core.formats.saft_bg.elements import (
    CODE,
    LONG,
    MIDDLE,
    NAME,
    SHORT,
    address,
    amount,
    day,
    group,
    money,
    number,
    side,
    tax,
    text,
)
from kvit.core.formats.saft_bg.facts import ZERO, Entry, EntryLine, Invoice, InvoiceLine, Payment, Totals
from kvit.core.formats.saft_bg.nothing import a_payment, an_entry, an_invoice

Row = TypeVar("Row", Entry, Invoice, Payment)


@dataclass
class Sums:
    """What was written so far of a section."""

    count: int = 0
    sides: dict[bool, Decimal] = field(default_factory=lambda: {True: ZERO, False: ZERO})

    def take(self, row: Entry | Invoice | Payment) -> None:
        """Count a row and add its lines to their sides."""
        self.count += 1
        for line in row.lines:
            is_debit = row.is_debit if isinstance(row, Invoice) else line.is_debit  # type: ignore[union-attr]
            self.sides[is_debit] += line.amount.base

    @property
    def totals(self) -> Totals:
        return Totals(self.count, self.sides[True], self.sides[False])


def entries(found: Iterable[Entry], *, totals: Totals, first: date) -> Iterator[str]:
    """GeneralLedgerEntries: one journal of all entries. Refuses `saft.moved` where they do not come to the totals."""
    yield "<GeneralLedgerEntries>"
    yield _totals(totals)
    yield "<Journal><JournalID>GL</JournalID><Description>Счетоводни записи</Description><Type>GLEntry</Type>"
    yield from _proven(found, totals=totals, spelled=_entry, nothing=an_entry(first))
    yield "</Journal>"
    yield "</GeneralLedgerEntries>"


def sales(found: Iterable[Invoice], *, totals: Totals, first: date) -> Iterator[str]:
    """SalesInvoices. Refuses `saft.moved` where they do not come to the totals."""
    yield "<SalesInvoices>"
    yield _totals(totals)
    yield from _proven(found, totals=totals, spelled=_invoice, nothing=an_invoice(first))
    yield "</SalesInvoices>"


def payments(found: Iterable[Payment], *, totals: Totals, first: date) -> Iterator[str]:
    """Payments. Refuses `saft.moved` where they do not come to the totals."""
    yield "<Payments>"
    yield _totals(totals)
    yield from _proven(found, totals=totals, spelled=_payment, nothing=a_payment(first))
    yield "</Payments>"


def purchases(found: Iterable[Invoice], *, totals: Totals, first: date) -> Iterator[str]:
    """PurchaseInvoices. Refuses `saft.moved` where they do not come to the totals."""
    nothing = replace(an_invoice(first), standard_account="401")
    yield "<PurchaseInvoices>"
    yield _totals(totals)
    yield from _proven(found, totals=totals, spelled=partial(_invoice, section="Supplier"), nothing=nothing)
    yield "</PurchaseInvoices>"


def _proven(found: Iterable[Row], *, totals: Totals, spelled: Callable[[Row], str], nothing: Row) -> Iterator[str]:
    sums = Sums()
    for row in found:
        sums.take(row)
        yield spelled(row)
    if not sums.count:
        yield spelled(nothing)
    if sums.totals != totals:
        raise Refused("saft.moved")


def _totals(told: Totals) -> str:
    return number("NumberOfEntries", told.count) + money("TotalDebit", told.debit) + money("TotalCredit", told.credit)


def _entry(one: Entry) -> str:
    return group(
        "Transaction",
        text("TransactionID", one.number, NAME),
        number("Period", one.posted_on.month),
        number("PeriodYear", one.posted_on.year),
        day("TransactionDate", one.posted_on),
        "<TransactionType>Normal</TransactionType>",
        text("Description", one.text, LONG),
        day("SystemEntryDate", one.entered_on),
        day("GLPostingDate", one.posted_on),
        text("CustomerID", one.customer, MIDDLE),
        text("SupplierID", one.supplier, MIDDLE),
        *(_entry_line(line, position) for position, line in enumerate(one.lines, start=1)),
    )


def _entry_line(one: EntryLine, position: int) -> str:
    return group(
        "TransactionLine",
        number("RecordID", position),
        text("AccountID", one.standard_account, 5),
        text("TaxpayerAccountID", one.account, MIDDLE),
        text("SourceDocumentID", one.document, MIDDLE) if one.document else "",
        text("CustomerID", one.customer, MIDDLE),
        text("SupplierID", one.supplier, MIDDLE),
        text("Description", one.text, LONG),
        amount("DebitAmount" if one.is_debit else "CreditAmount", one.amount),
        tax(one.tax),
    )


def _invoice(one: Invoice, *, section: str = "Customer") -> str:
    net = sum((line.amount.base for line in one.lines), ZERO)
    vat = sum((line.tax.amount.base for line in one.lines), ZERO)
    who = group(
        f"{section}Info",
        text(f"{section}ID", one.customer, MIDDLE),
        text("Name", one.customer_name, NAME),
        address("BillingAddress", one.address, kind="BillingAddress"),
    )
    return group(
        "Invoice",
        text("InvoiceNo", one.number, NAME),
        who,
        text("AccountID", one.standard_account, 5),
        number("Period", one.booked_on.month),
        number("PeriodYear", one.booked_on.year),
        day("InvoiceDate", one.issued_on),
        text("InvoiceType", one.kind, CODE),
        "<SelfBillingIndicator>N</SelfBillingIndicator>",
        day("GLPostingDate", one.booked_on),
        text("TransactionID", one.entry, NAME),
        *(_invoice_line(line, position, is_debit=one.is_debit) for position, line in enumerate(one.lines, start=1)),
        group("InvoiceDocumentTotals", money("NetTotal", net), money("GrossTotal", net + vat)),
    )


def _invoice_line(one: InvoiceLine, position: int, *, is_debit: bool) -> str:
    corrected = ""
    if one.corrects:
        told = text("Reference", one.corrects, MIDDLE) + (text("Reason", one.reason, LONG) if one.reason else "")
        corrected = group("References", group("CreditNote", told))
    return group(
        "InvoiceLine",
        number("LineNumber", position),
        text("AccountID", one.standard_account, 5),
        text("GoodsServicesID", "02" if one.is_service else "01", CODE),
        text("ProductCode", one.product, NAME),
        text("ProductDescription", one.name, LONG),
        number("Quantity", one.quantity, 6),
        text("InvoiceUOM", one.unit, CODE),
        money("UnitPrice", one.unit_price),
        day("TaxPointDate", one.tax_point_on),
        corrected,
        text("Description", one.name, LONG),
        amount("InvoiceLineAmount", one.amount),
        side(is_debit),
        tax(one.tax),
    )


def _payment(one: Payment) -> str:
    lines = [
        group(
            "PaymentLine",
            number("LineNumber", position),
            text("AccountID", line.standard_account, 5),
            text("CustomerID", line.customer, MIDDLE),
            text("SupplierID", line.supplier, MIDDLE),
            text("Description", line.text, LONG),
            side(line.is_debit),
            amount("PaymentLineAmount", line.amount),
        )
        for position, line in enumerate(one.lines, start=1)
    ]
    return group(
        "Payment",
        text("PaymentRefNo", one.number, MIDDLE),
        number("Period", one.paid_on.month),
        number("PeriodYear", one.paid_on.year),
        text("TransactionID", one.entry, NAME),
        day("TransactionDate", one.paid_on),
        text("PaymentMethod", one.method, SHORT),
        text("Description", one.text, LONG),
        *lines,
        group("PaymentDocumentTotals", money("GrossTotal", one.gross)),
    )
