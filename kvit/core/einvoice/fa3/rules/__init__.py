"""Kvit's own checks of FA(3) that its schema leaves out: what contradicts itself, the law, or KSeF.

An error is a contradiction within the document, or what the law or KSeF plainly refuses; a warning is what a person has
to look at, because KSeF takes it and real documents have it. `docs/rules/fa3.md` lists every rule with its source.
"""

from kvit.core.einvoice.fa3.document import Faktura
from kvit.core.einvoice.fa3.rules import (
    accounts,
    advances,
    annotations,
    corrections,
    days,
    lines,
    numbers,
    roles,
    sums,
)
from kvit.core.errors import Finding

FAMILIES = (numbers, roles, days, lines, sums, annotations, corrections, advances, accounts)


def check(document: Faktura) -> list[Finding]:
    """Every finding on a document; one that lacks its part `Fa` has none here, because the schema refuses it."""
    if document.fa is None:
        return []
    return [finding for family in FAMILIES for finding in family.check(document, document.fa)]
