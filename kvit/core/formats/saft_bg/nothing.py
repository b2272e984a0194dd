"""Rows that stand for none: the schema wants one at least in every section (docs/rules/saft-bg.md)."""

from datetime import date

from kvit.core.formats.saft_bg.facts import (
    NO_TAX,
    NOBODY,
    ZERO,
    Address,
    Amount,
    Entry,
    EntryLine,
    Invoice,
    InvoiceLine,
    Payment,
    PaymentLine,
)

NOTHING = Amount(ZERO)
NOWHERE = Address("-", "BG")
NO_TEXT = "-"


def an_entry(first: date) -> Entry:
    """An entry of nothing on the first of the month."""
    line = EntryLine("411", "411", NOBODY, "", NO_TEXT, True, NOTHING)
    return Entry(NOBODY, first, first, NO_TEXT, NOBODY, (line,))


def an_invoice(first: date) -> Invoice:
    """A document of nothing on the first of the month."""
    line = InvoiceLine("702", NOBODY, True, NO_TEXT, ZERO, "C62", ZERO, first, NOTHING, NO_TAX)
    return Invoice(NOBODY, "01", first, NOBODY, NO_TEXT, NOWHERE, "411", NOBODY, False, (line,))


def a_payment(first: date) -> Payment:
    """A payment of nothing on the first of the month."""
    return Payment(NOBODY, NOBODY, first, "03", NO_TEXT, ZERO, (PaymentLine("503", NOBODY, NO_TEXT, True, NOTHING),))
