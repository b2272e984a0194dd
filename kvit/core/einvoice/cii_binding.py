"""What the CII sheet asks of elements: the rules of the binding, and those of EN 16931 that it words differently.

The rules about sums are `cii_sums`; `docs/rules/cii.md` says where the sheet differs between CII and UBL.
"""

import re

from lxml import etree

from kvit.core.einvoice import codes
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.cii_binding_rules import (
    AGREEMENT,
    AT_MOST_ONE,
    DELIVERY,
    EXACTLY_ONE,
    LINE,
    MEANS,
    NEVER,
    SETTLEMENT,
)
from kvit.core.einvoice.cii_elements import QDT, RAM, RSM, TAX_POINT_CODES, UDT
from kvit.core.einvoice.coded import MOST, unlisted
from kvit.core.einvoice.ubl_node import SPACE, place
from kvit.core.errors import Fact, Finding

_PREFIXES = {"rsm": RSM, "ram": RAM, "udt": UDT, "qdt": QDT}
_VAT = "translate(ram:TypeCode, 'vat', 'VAT') = 'VAT'"
_VAT_NUMBER = "ram:SpecifiedTaxRegistration/ram:ID[@schemeID = 'VA']"
_SELLER = f"{AGREEMENT}/ram:SellerTradeParty"
_ASKED = f"[not({_VAT} and (ram:CategoryCode = 'L' or ram:CategoryCode = 'M' or ram:CategoryCode = 'O'))]"
"""The groups of the breakdown of which the sheet asks BR-45 to 48, BR-CO-03 and 17, BR-DEC-19 and 20."""

_OTHERS = f"{SETTLEMENT}/ram:ApplicableTradeTax[ram:CategoryCode = 'O'][{_VAT}]"
_BACKWARDS = (
    "[ram:StartDateTime and ram:EndDateTime][not(ram:EndDateTime/udt:DateTimeString[@format = '102'] >= "
    "ram:StartDateTime/udt:DateTimeString[@format = '102'])]"
)

REWORDED: tuple[tuple[str, str], ...] = (
    ("BR-03", "/*[not(normalize-space(rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString[@format = '102']))]"),
    (
        "BR-17",
        f"//ram:PayeeTradeParty[not(ram:Name) or ram:Name = {_SELLER}/ram:Name or ram:ID = {_SELLER}/ram:ID or "
        f"ram:SpecifiedLegalOrganization/ram:ID = {_SELLER}/ram:SpecifiedLegalOrganization/ram:ID]",
    ),
    ("BR-29", f"{SETTLEMENT}/ram:BillingSpecifiedPeriod{_BACKWARDS}"),
    ("BR-30", f"{LINE}/ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod{_BACKWARDS}"),
    ("BR-CO-19", f"{SETTLEMENT}/ram:BillingSpecifiedPeriod[not(ram:StartDateTime or ram:EndDateTime)]"),
    (
        "BR-CO-20",
        "//ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod[not(ram:StartDateTime or ram:EndDateTime)]",
    ),
    ("BR-49", f"{MEANS}[not(ram:TypeCode)]"),
    (
        "BR-50",
        f"{MEANS}[ram:TypeCode = '30' or ram:TypeCode = '58']/ram:PayeePartyCreditorFinancialAccount"
        "[not(normalize-space(ram:IBANID) or normalize-space(ram:ProprietaryID))]",
    ),
    ("BR-51", "//ram:ApplicableTradeSettlementFinancialCard[string-length(normalize-space(ram:ID)) > 10]"),
    ("BR-52", "//ram:AdditionalReferencedDocument[not(normalize-space(ram:IssuerAssignedID))]"),
    ("BR-55", f"{SETTLEMENT}/ram:InvoiceReferencedDocument[not(normalize-space(ram:IssuerAssignedID))]"),
    ("BR-56", f"//ram:SellerTaxRepresentativeTradeParty[not(normalize-space({_VAT_NUMBER}))]"),
    (
        "BR-57",
        f"{DELIVERY}/ram:ShipToTradeParty/ram:PostalTradeAddress[not(normalize-space(ram:CountryID))]",
    ),
    (
        "BR-62",
        f"{_SELLER}[ram:URIUniversalCommunication]"
        "[not(normalize-space(ram:URIUniversalCommunication[1]/ram:URIID/@schemeID))]",
    ),
    (
        "BR-63",
        f"{AGREEMENT}/ram:BuyerTradeParty[ram:URIUniversalCommunication]"
        "[not(normalize-space(ram:URIUniversalCommunication[1]/ram:URIID/@schemeID))]",
    ),
    (
        "BR-64",
        f"{LINE}/ram:SpecifiedTradeProduct[ram:GlobalID][not(normalize-space(ram:GlobalID/@schemeID))]",
    ),
    (
        "BR-65",
        "//ram:DesignatedProductClassification[ram:ClassCode][not(normalize-space(ram:ClassCode/@listID))]",
    ),
    ("BR-CO-03", f"{SETTLEMENT}/ram:ApplicableTradeTax{_ASKED}[//ram:TaxPointDate and //ram:DueDateTypeCode]"),
    (
        "BR-CO-26",
        "//ram:SellerTradeParty[not(ram:ID or ram:GlobalID or ram:SpecifiedLegalOrganization/ram:ID or "
        f"{_VAT_NUMBER})]",
    ),
    (
        "BR-IC-11",
        f"{SETTLEMENT}/ram:ApplicableTradeTax[ram:CategoryCode = 'K'][{_VAT}][not({DELIVERY}/"
        "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString or "
        "../ram:BillingSpecifiedPeriod/ram:StartDateTime or ../ram:BillingSpecifiedPeriod/ram:EndDateTime)]",
    ),
    (
        "BR-IC-12",
        f"{SETTLEMENT}/ram:ApplicableTradeTax[ram:CategoryCode = 'K'][{_VAT}]"
        f"[not({DELIVERY}/ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID)]",
    ),
    ("BR-O-11", f"{_OTHERS}[//ram:ApplicableTradeTax[ram:CategoryCode != 'O']]"),
    ("BR-O-12", f"{_OTHERS}[//ram:ApplicableTradeTax[ram:CategoryCode != 'O']]"),
    ("BR-O-13", f"{_OTHERS}[//ram:CategoryTradeTax[ram:CategoryCode != 'O']]"),
    ("BR-O-14", f"{_OTHERS}[//ram:CategoryTradeTax[ram:CategoryCode != 'O']]"),
    ("BR-B-01", "/*[//ram:CategoryCode = 'B'][//ram:CountryID != 'IT']"),
    ("BR-B-02", "/*[//ram:CategoryCode = 'B'][//ram:CategoryCode = 'S']"),
)
"""Rules of EN 16931 as the sheet asks them of CII, where that differs from what it asks of UBL."""

COUNTRIES = codes.COUNTRIES - {"SS"} | {"AN"}
NOTE_SUBJECTS = codes.NOTE_SUBJECTS | {
    *("BAT", "BAU", "BAV", "BAW", "BAX", "BAY", "BAZ", "BBA", "BBB"),
    *("BMF", "BMG", "BMH", "CCJ", "CCK", "CCL", "CCM", "CCN", "CCO"),
}
"""Two lists that the sheets of release 1.3.16 have in two editions: this is the one for CII."""

_LISTED = "//ram:GlobalID[not(ancestor::ram:SpecifiedTradeProduct) and not(ancestor::ram:ShipToTradeParty)]/@schemeID"
_ALLOWANCE = "//ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator[. = 'false' or . = '0']]"
_CHARGE = "//ram:SpecifiedTradeAllowanceCharge[ram:ChargeIndicator/udt:Indicator[. = 'true' or . = '1']]"

CODED: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("BR-CL-01", "/*/rsm:ExchangedDocument/ram:TypeCode", codes.INVOICE_TYPES | codes.CREDIT_NOTE_TYPES),
    ("BR-CL-03", "//ram:TaxTotalAmount/@currencyID", codes.CURRENCIES),
    ("BR-CL-04", "//ram:InvoiceCurrencyCode", codes.CURRENCIES),
    ("BR-CL-05", "//ram:TaxCurrencyCode", codes.CURRENCIES),
    ("BR-CL-06", "//ram:DueDateTypeCode", frozenset(TAX_POINT_CODES.values())),
    ("BR-CL-07", "//ram:ReferenceTypeCode", codes.OBJECT_SCHEMES),
    ("BR-CL-08", "//ram:SubjectCode", NOTE_SUBJECTS),
    ("BR-CL-10", _LISTED, codes.IDENTIFIER_SCHEMES),
    ("BR-CL-11", "//ram:ID[not(ancestor::ram:SpecifiedTaxRegistration)]/@schemeID", codes.IDENTIFIER_SCHEMES),
    ("BR-CL-13", "//ram:ClassCode/@listID", codes.CLASSIFICATION_SCHEMES),
    ("BR-CL-14", "//ram:CountryID", COUNTRIES),
    ("BR-CL-15", "//ram:OriginTradeCountry/ram:ID", COUNTRIES),
    ("BR-CL-16", f"{MEANS}/ram:TypeCode", codes.PAYMENT_MEANS),
    ("BR-CL-17", "//ram:CategoryTradeTax/ram:CategoryCode", codes.VAT_CATEGORIES),
    ("BR-CL-18", "//ram:ApplicableTradeTax/ram:CategoryCode", codes.VAT_CATEGORIES),
    ("BR-CL-19", f"{_ALLOWANCE}/ram:ReasonCode", codes.ALLOWANCE_REASONS),
    ("BR-CL-20", f"{_CHARGE}/ram:ReasonCode", codes.CHARGE_REASONS),
    ("BR-CL-21", "//ram:SpecifiedTradeProduct/ram:GlobalID/@schemeID", codes.IDENTIFIER_SCHEMES),
    ("BR-CL-22", "//ram:ExemptionReasonCode", codes.EXEMPTION_CODES),
    ("BR-CL-23", "//ram:BasisQuantity/@unitCode|//ram:BilledQuantity/@unitCode", codes.UNITS),
    ("BR-CL-24", "//ram:AttachmentBinaryObject/@mimeCode", codes.MIME_CODES),
    ("BR-CL-25", "//ram:URIUniversalCommunication/ram:URIID/@schemeID", codes.ELECTRONIC_ADDRESS_SCHEMES),
    (
        "BR-CL-26",
        "//ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID/@schemeID",
        codes.IDENTIFIER_SCHEMES,
    ),
)
"""Rule, codes wherever they stand, their list."""

_UPPER = frozenset({"BR-CL-22"})
"""The one list whose codes are compared in capitals."""

GROUPS = (
    ("BR-S-01", "S"),
    ("BR-AF-01", "L"),
    ("BR-AG-01", "M"),
    ("BR-Z-01", "Z"),
    ("BR-E-01", "E"),
    ("BR-AE-01", "AE"),
    ("BR-IC-01", "K"),
    ("BR-G-01", "G"),
    ("BR-O-01", "O"),
)
"""Rule 01 of each category: how often it stands on lines, in the breakdown, and on allowances and charges."""


def _grouped(code: str) -> str:
    """What the sheet refuses: it asks one thing of categories by rate, another of those alike, a third of O."""
    marked = f"[ram:CategoryCode = '{code}']"
    line = f"count(//ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax{marked})"
    head = f"count(//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax{marked})"
    other = f"count(//ram:CategoryTradeTax{marked})"
    if code in ("S", "L", "M"):
        return f"/*[{line} and {line} + {head} < 2 or {other} and {other} + {head} < 2]"
    there = head if code == "O" else f"({line} or {other} or {head})"
    return f"/*[{there} and not({head} = 1 and ({line} or {other}))]"


def _each(where: str, what: str) -> str:
    return "|".join(f"{one}[{what}]" for one in where.split("|"))


_CHECKS = tuple(
    (rule, etree.XPath(path, namespaces=_PREFIXES))
    for rule, path in (
        *((rule, _each(where, f"count({what}) > 1")) for rule, where, what in AT_MOST_ONE),
        *((rule, _each(where, f"count({what}) != 1")) for rule, where, what in EXACTLY_ONE),
        *((rule, _each(where, what)) for where, rules in NEVER for rule, what in rules),
        *REWORDED,
        *((rule, _grouped(code)) for rule, code in GROUPS),
    )
)
_CODED = tuple((rule, etree.XPath(path, namespaces=_PREFIXES), allowed) for rule, path, allowed in CODED)
_VAT_NUMBERS = etree.XPath("//ram:SpecifiedTaxRegistration/ram:ID[@schemeID = 'VA']", namespaces=_PREFIXES)
_DAYS = etree.XPath("//udt:DateTimeString[@format = '102']", namespaces=_PREFIXES)
_DAY = re.compile(r"[0-9]{4}(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])\Z")
_ON_LINE = re.compile(r"/rsm:\w+/rsm:\w+/ram:\w+LineItem(?:\[(\d+)\])?")


def check(root: etree._Element) -> list[Finding]:
    """The findings of the elements; those of the terms are `rules.check`, those of the sums `cii_sums.check`."""
    found = [_breach(rule, element) for rule, path in _CHECKS for element in _elements(path, root)[:MOST]]
    found += unlisted(root, _CODED, in_capitals=_UPPER)
    wrong = [one for one in _elements(_VAT_NUMBERS, root) if _text(one)[:2] not in COUNTRIES | {"EL"}]
    found += [breach("BR-CO-09", place(one), vat_id=_text(one)) for one in wrong[:MOST]]
    found += [
        breach("CII-DT-097", place(one), value=_text(one)[:80])
        for one in [one for one in _elements(_DAYS, root) if not _DAY.match(_text(one))][:MOST]
    ]
    return found


def _elements(path: etree.XPath, root: etree._Element) -> list[etree._Element]:
    nodes = path(root)
    assert isinstance(nodes, list)
    return [one for one in nodes if isinstance(one, etree._Element)]


def _breach(rule: str, element: etree._Element) -> Finding:
    where = place(element)
    line = _ON_LINE.match(where)
    days = {
        name: _text(day)
        for name, end in (("start", "StartDateTime"), ("end", "EndDateTime"))
        if (day := element.find(f"{{{RAM}}}{end}/{{{UDT}}}DateTimeString")) is not None
    }
    facts: dict[str, Fact] = {**days, "line": int(line[1] or 1)} if line else {**days}
    return Finding(rule, where, "error", facts)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip(SPACE)
