"""Kvit's own rules of the Romanian e-invoice: RO_CIUS 1.0.1 by the ministry's rules 1.0.9, on the elements of UBL.

`check` is what Romania adds to EN 16931; `release.adapted` is EN 16931 in the release that Romania judges by.
`docs/rules/cius-ro.md` names the laws and what the sheet leaves open.
"""

from lxml import etree

from kvit.core.einvoice.cius_ro import lengths
from kvit.core.einvoice.cius_ro.document import DOCUMENT, SPECIFICATION
from kvit.core.errors import Finding

CODES = DOCUMENT.codes | lengths.CODES
"""Every rule that is here."""

__all__ = ["CODES", "SPECIFICATION", "check"]


def check(root: etree._Element) -> list[Finding]:
    """Every finding of the Romanian rules; those of EN 16931 are asked apart."""
    return DOCUMENT.check(root) + lengths.check(root)
