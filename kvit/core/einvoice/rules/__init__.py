"""Kvit's own EN 16931 rules on the semantic model."""

from kvit.core.einvoice.model import Invoice
from kvit.core.errors import Finding


def check(invoice: Invoice) -> list[Finding]:
    """Every rule that the document breaks, with the rule's own code and the place."""
    return [] if invoice.lines else [Finding("BR-16", "lines")]
