"""Kvit's own verdict on a UBL document: its structure, its elements by the binding, its terms by the rules."""

import re

from lxml import etree

from kvit.core.einvoice import rules, structure, ubl_read, xml
from kvit.core.einvoice.ubl_node import is_unreadable
from kvit.core.einvoice.ubl_shapes import UBL
from kvit.core.errors import Finding

CONTEXTS = {
    "cac:LegalMonetaryTotal": frozenset(
        {"BR-12", "BR-13", "BR-14", "BR-15", "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-16"}
    ),
    "cac:AccountingSupplierParty": frozenset({"BR-CO-26"}),
}
"""Rules that the sheet asks of an element only where it is; where it is not, the schema refuses the document."""

PRESENCE = (
    (re.compile(r"/\w+/cbc:IssueDate"), "BR-03", "issued_on"),
    (re.compile(r"/\w+/cac:LegalMonetaryTotal/cbc:LineExtensionAmount"), "BR-12", "totals/line_total_sum"),
    (re.compile(r"/\w+/cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"), "BR-13", "totals/total_without_vat"),
    (re.compile(r"/\w+/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"), "BR-14", "totals/total_with_vat"),
    (re.compile(r"/\w+/cac:LegalMonetaryTotal/cbc:PayableAmount"), "BR-15", "totals/payable"),
    (re.compile(r"/\w+/cac:\w+Line(?:\[(\d+)\])?/cbc:\w+edQuantity"), "BR-22", "lines/*/quantity"),
    (re.compile(r"/\w+/cac:\w+Line(?:\[(\d+)\])?/cbc:LineExtensionAmount"), "BR-24", "lines/*/net"),
    (re.compile(r"/\w+/cac:\w+Line(?:\[(\d+)\])?/cac:Price/cbc:PriceAmount"), "BR-26", "lines/*/price/net"),
)
"""A term that stands there but cannot be read is not missing: its place in UBL, the rule of its presence, its place."""


def check(content: bytes) -> list[Finding]:
    """Every finding, errors and warnings. Refuses what `ubl_read.inspect` refuses."""
    return check_tree(xml.parse(content))


def check_tree(root: etree._Element) -> list[Finding]:
    """As `check`, of a document that is parsed."""
    reading = ubl_read.of_tree(root)
    absent = {rule for element in reading.absent for rule in CONTEXTS.get(element, ())}
    unreadable = {found for finding in reading.findings if is_unreadable(finding) for found in _presence(finding.place)}
    found = [
        finding
        for finding in rules.check(reading.invoice)
        if finding.rule not in absent and (finding.rule, finding.place) not in unreadable
    ]
    known = {finding.rule for finding in found}
    shape = structure.besides(reading.findings, UBL.check(root, etree.QName(root).localname))
    return [finding for finding in reading.findings if finding.rule not in known] + found + shape


def _presence(place: str) -> list[tuple[str, str]]:
    matches = ((pattern.fullmatch(place), rule, term) for pattern, rule, term in PRESENCE)
    return [
        (rule, term.replace("*", match[1] or "1") if match.groups() else term) for match, rule, term in matches if match
    ]
