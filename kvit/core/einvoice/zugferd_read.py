"""Reads ZUGFeRD 1 (CrossIndustryDocument 1p0, of 2014) into the model: what suppliers still send, and nobody writes.

It is an older edition of the same vocabulary, so its elements are given the names of CII D16B and read by `cii_read`.
No rules of EN 16931 were made for it: what it lacks is not a fault, and no official sheet judges it.
"""

from lxml import etree

from kvit.core.einvoice import cii_read, xml
from kvit.core.einvoice.cii_elements import QDT, RAM, RSM, UDT
from kvit.core.einvoice.model import Invoice
from kvit.core.errors import Refused

ROOT = "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument"

_SPACES = {
    "urn:ferd:CrossIndustryDocument:invoice:1p0": RSM,
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12": RAM,
    "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15": UDT,
    "urn:un:unece:uncefact:data:standard:QualifiedDataType:12": QDT,
}
_NAMES = {
    "CrossIndustryDocument": "CrossIndustryInvoice",
    "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}
_SUMS = "SpecifiedTradeSettlementMonetarySummation"


def read(content: bytes) -> Invoice:
    """The model. Refuses what `xml.parse` refuses, `xml.not_cii`, and `xml.unreadable` for a value of no kind."""
    root = xml.parse(content)
    if root.tag != ROOT:
        raise Refused("xml.not_cii", root=etree.QName(root).localname)
    return cii_read.read(etree.tostring(_renamed(root)))


def _renamed(root: etree._Element) -> etree._Element:
    """The document under the names of D16B; what has none there stays and is not read."""
    for element in root.iter():
        name = etree.QName(element)
        above = element.getparent()
        parent = etree.QName(above).localname if above is not None else ""
        local = _local(name.localname, parent)
        element.tag = f"{{{_SPACES.get(name.namespace or '', name.namespace)}}}{local}"
    return root


def _local(name: str, parent: str) -> str:
    """The name in D16B; `parent` has its own already, since parents come first."""
    if name == _SUMS:
        place = "Line" if parent == "SpecifiedLineTradeSettlement" else "Header"
        return f"SpecifiedTradeSettlement{place}MonetarySummation"
    if parent.endswith("ReferencedDocument"):
        return {"ID": "IssuerAssignedID", "IssueDateTime": "FormattedIssueDateTime"}.get(name, name)
    return _NAMES.get(name, name)
