"""Kvit's own EN 16931 rules (release 1.3.16), on the model: what is wrong, by the rule's own code, and where.

They run while a draft is edited, on documents with anything missing. The official sheet judges the XML; a document on
which the two disagree is held, and the disagreement is a defect of these rules. `docs/rules/en16931.md` says what is
here and what is left to the sheet.
"""

from decimal import Context, localcontext

from kvit.core.einvoice.model import Invoice
from kvit.core.einvoice.rules import (
    adjustments,
    code_lists,
    decimals,
    document,
    lines,
    parties,
    payment,
    totals,
    vat_amounts,
    vat_parties,
    vat_rates,
)
from kvit.core.errors import Finding

FAMILIES = (
    document,
    parties,
    payment,
    lines,
    adjustments,
    totals,
    vat_parties,
    vat_rates,
    vat_amounts,
    code_lists,
    decimals,
)


def check(invoice: Invoice) -> list[Finding]:
    """Every finding, in the order of the families; an empty list is a document that keeps every rule."""
    with localcontext(Context(prec=100)):  # products of long amounts stay exact
        return [finding for family in FAMILIES for finding in family.check(invoice)]
