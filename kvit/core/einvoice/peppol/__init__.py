"""Kvit's own rules of Peppol BIS Billing 3 (release 2026.5), on the elements of a UBL document, beside EN 16931.

The national rules look at the countries of the parties, each country in its own way; they are here as it has them.
`docs/rules/peppol.md` says what is here and why some places differ from the words of the standard.
"""

from collections.abc import Iterator

from lxml import etree

from kvit.core.einvoice.element_rules import Sheet
from kvit.core.einvoice.peppol import code_lists, countries, german, identifiers, nordic, southern
from kvit.core.einvoice.peppol.code_lists import CODE_LISTS
from kvit.core.einvoice.peppol.document import DOCUMENT, PROCESS, SPECIFICATION
from kvit.core.errors import Finding

SHEETS = (
    *(DOCUMENT, CODE_LISTS, german.AMONG_GERMANS),
    *(nordic.NORWAY, nordic.DENMARK, nordic.AMONG_DANES, nordic.SWEDEN, nordic.ICELAND, nordic.AMONG_ICELANDERS),
    *(southern.ITALY, southern.GREECE, southern.IN_GREECE, southern.GREEK_ADDRESS, southern.AMONG_GREEKS),
    *(southern.NETHERLANDS, southern.AMONG_DUTCH, southern.DUTCH_REPRESENTATIVE),
)
CODES = frozenset().union(identifiers.CODES, *(sheet.codes for sheet in SHEETS))
"""Every rule that is here."""

ADDRESS_SCHEMES = code_lists.ADDRESS_SCHEMES

__all__ = ["ADDRESS_SCHEMES", "CODES", "PROCESS", "SPECIFICATION", "check"]


def check(root: etree._Element) -> list[Finding]:
    """Every finding of Peppol and of the countries of the parties; the rules of EN 16931 are asked apart."""
    found = DOCUMENT.check(root) + list(identifiers.check(root)) + CODE_LISTS.check(root)
    return found + [finding for sheet in _national(root) for finding in sheet.check(root)]


def _national(root: etree._Element) -> Iterator[Sheet]:
    seller, buyer = countries.seller(root), countries.buyer(root)
    at_home = {party: countries.resident(root, party) for party in ("seller", "buyer", "representative")}
    written = {party: countries.written(root, party) for party in ("seller", "buyer")}
    greeks = {"GR", "EL"}
    chosen = (
        (seller == "NO", nordic.NORWAY),
        (written["seller"] == "DK", nordic.DENMARK),
        (written["seller"] == "DK" == written["buyer"], nordic.AMONG_DANES),
        (seller == "IT", southern.ITALY),
        (written["seller"].strip() == "SE", nordic.SWEDEN),
        (seller in greeks, southern.GREECE),
        (seller in greeks and written["seller"] == "GR", southern.IN_GREECE),
        (countries.seller_alone(root) in greeks, southern.GREEK_ADDRESS),
        (seller in greeks and buyer in greeks, southern.AMONG_GREEKS),
        (written["seller"] == "IS", nordic.ICELAND),
        (written["seller"] == "IS" == written["buyer"], nordic.AMONG_ICELANDERS),
        (at_home["seller"] == "NL", southern.NETHERLANDS),
        (at_home["seller"] == "NL" == at_home["buyer"], southern.AMONG_DUTCH),
        (at_home["seller"] == "NL" == at_home["representative"], southern.DUTCH_REPRESENTATIVE),
        (at_home["seller"] == "DE" == at_home["buyer"], german.AMONG_GERMANS),
    )
    return (sheet for asked, sheet in chosen if asked)
