"""Allowances and charges: BR-31 to BR-33, BR-36 to BR-38, BR-41 to BR-44, BR-CO-21 to BR-CO-24.

BR-CO-05 to BR-CO-08 (reason and reason code mean the same) can be judged by no machine; the sheet passes them, too.
"""

from collections.abc import Iterator, Sequence

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Adjustment, Invoice
from kvit.core.errors import Finding

ON_DOCUMENT = {
    "allowances": ("BR-31", "BR-32", "BR-33", "BR-CO-21"),
    "charges": ("BR-36", "BR-37", "BR-38", "BR-CO-22"),
}
"""The rules for amount, VAT category, and (twice) reason."""

ON_LINE = {"allowances": ("BR-41", "BR-42", "BR-CO-23"), "charges": ("BR-43", "BR-44", "BR-CO-24")}
"""The rules for amount and (twice) reason."""


def check(invoice: Invoice) -> Iterator[Finding]:
    """Each allowance and charge, of the document and of its lines."""
    for kind, (amount, category, *reason) in ON_DOCUMENT.items():
        adjustments: Sequence[Adjustment] = getattr(invoice, kind)
        for index, one in enumerate(adjustments, 1):
            if one.vat_category is None:
                yield breach(category, f"{kind}/{index}/vat_category")
            yield from _amount_and_reason(one, f"{kind}/{index}", amount, reason)
    for number, line in enumerate(invoice.lines, 1):
        for kind, (amount, *reason) in ON_LINE.items():
            for index, one in enumerate(getattr(line, kind), 1):
                yield from _amount_and_reason(one, f"lines/{number}/{kind}/{index}", amount, reason)


def _amount_and_reason(one: Adjustment, place: str, amount: str, reason: list[str]) -> Iterator[Finding]:
    if one.amount is None:
        yield breach(amount, f"{place}/amount")
    if one.reason is None and one.reason_code is None:
        for rule in reason:
            yield breach(rule, f"{place}/reason")
