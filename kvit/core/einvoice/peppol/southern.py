"""National rules of Peppol for sellers in Italy, Greece and the Netherlands (IT-R, GR-R, NL-R)."""

import re

from lxml import etree

from kvit.core.einvoice import check_digits
from kvit.core.einvoice.element_rules import BUYER, SELLER, Rule, Sheet, at, child, children, raw, root_of, squeezed
from kvit.core.einvoice.peppol.countries import is_vat

# -- Italy

_ITALIAN_CODE = "[A-Z0-9]{11,16}"

ITALY = Sheet(
    at(
        "//cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID) != 'VAT']",
        Rule("IT-R-001", lambda one: check_digits.shaped(squeezed(child(one, "cbc:CompanyID")), _ITALIAN_CODE)),
    ),
    at(
        "//cac:AccountingSupplierParty/cac:Party",
        Rule("IT-R-002", "cac:PostalAddress/cbc:StreetName"),
        Rule("IT-R-003", "cac:PostalAddress/cbc:CityName"),
        Rule("IT-R-004", "cac:PostalAddress/cbc:PostalZone"),
    ),
)

# -- Greece: the number of a document is six parts with | between them (AADE, myDATA)

_GREEK_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(0?[1-9]|1[0-2])[-\\/ ]?(19|20)[0-9]{2}")
_GREEK_TYPES = frozenset({"1.1", "1.6", "2.1", "2.4", "5.1", "5.2"})
_MARK, _LINK = "##M.AR.K##", "##INVOICE|URL##"
_GREEK_SCHEME = "9933"


def _part(number: etree._Element, position: int) -> str:
    parts = raw(number).split("|")
    return parts[position - 1] if len(parts) >= position else ""


def _seller_tin(number: etree._Element) -> bool:
    tin, root = _part(number, 1), root_of(number)
    held = [
        raw(child(one, "cbc:CompanyID"))[2:11]
        for party in (SELLER.removeprefix("/*/"), "cac:TaxRepresentativeParty")
        for one in children(root, f"{party}/cac:PartyTaxScheme")
        if is_vat(one)
    ]
    return len(tin.strip()) == 9 and check_digits.greek(tin) and tin in held


def _issue_day(number: etree._Element) -> bool:
    stated, issued = _part(number, 2), raw(child(root_of(number), "cbc:IssueDate")).split("-")
    return _GREEK_DAY.match(stated) is not None and stated.split("/")[:3] == list(reversed(issued[:3]))


def _greek_vat(text: str) -> bool:
    return text.startswith("EL") and check_digits.greek(text[2:])


def _one_greek_vat(party: etree._Element) -> bool:
    held = [
        raw(child(one, "cbc:CompanyID"))
        for one in children(party, "cac:PartyTaxScheme")
        if squeezed(child(one, "cac:TaxScheme/cbc:ID")) == "VAT" and child(one, "cbc:CompanyID") is not None
    ]
    return len(held) == 1 and _greek_vat(held[0])


def _greek_address(element: etree._Element) -> bool:
    return element.get("schemeID") == _GREEK_SCHEME and check_digits.greek(raw(element))


def _described(text: str) -> str:
    return f"cac:AdditionalDocumentReference[cbc:DocumentDescription = '{text}']"


GREECE = Sheet(
    at(
        "/*/cbc:ID",
        Rule("GR-R-001-1", lambda number: raw(number).count("|") == 5),
        Rule("GR-R-001-2", _seller_tin),
        Rule("GR-R-001-3", _issue_day),
        Rule("GR-R-001-4", lambda number: check_digits.whole_number(_part(number, 3))),
        Rule("GR-R-001-5", lambda number: _part(number, 4) in _GREEK_TYPES),
        Rule("GR-R-001-6", lambda number: _part(number, 5) != ""),
        Rule("GR-R-001-7", lambda number: _part(number, 6) != ""),
    ),
    at(
        "//cac:AccountingSupplierParty/cac:Party",
        Rule("GR-R-002", "string-length(cac:PartyName/cbc:Name) > 0"),
        Rule("GR-S-011", _one_greek_vat, "warning"),
    ),
    at(
        "//cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme"
        "[normalize-space(cac:TaxScheme/cbc:ID) = 'VAT']/cbc:CompanyID",
        Rule("GR-R-003", lambda element: _greek_vat(raw(element))),
    ),
    at(
        f"/*/{_described(_LINK)}",
        Rule("GR-R-008-3", "string-length(normalize-space(cac:Attachment/cac:ExternalReference/cbc:URI)) > 0"),
    ),
    at("//cac:AccountingCustomerParty/cac:Party", Rule("GR-R-005", "string-length(cac:PartyName/cbc:Name) > 0")),
)
IN_GREECE = Sheet(
    at(
        "/*",
        Rule("GR-R-004-1", f"count({_described(_MARK)}) = 1"),
        Rule("GR-S-008-1", f"count({_described(_LINK)}) = 1", "warning"),
        Rule("GR-R-008-2", f"count({_described(_LINK)}) <= 1"),
    ),
    at(
        f"//{_described(_MARK)}/cbc:ID",
        Rule("GR-R-004-2", lambda element: raw(element)[:1] in set("123456789")),
    ),
)
GREEK_ADDRESS = Sheet(
    at("//cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", Rule("GR-R-009", _greek_address)),
)
AMONG_GREEKS = Sheet(
    at("//cac:AccountingCustomerParty/cac:Party", Rule("GR-R-006", _one_greek_vat)),
    at("//cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", Rule("GR-R-010", _greek_address)),
)

# -- the Netherlands

_DUTCH_ADDRESS = "cbc:StreetName and cbc:CityName and cbc:PostalZone"
_DUTCH_MEANS = frozenset({"30", "48", "49", "57", "58", "59"})


def _dutch_register(element: etree._Element) -> bool:
    """The number of the chamber of commerce (KVK) or of a public body (OIN)."""
    return bool({"0106", "0190"} & set((element.get("schemeID") or "").split(" "))) and squeezed(element) != ""


NETHERLANDS = Sheet(
    at("//cbc:CreditNoteTypeCode", Rule("NL-R-001", "/*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")),
    at("//cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", Rule("NL-R-002", _DUTCH_ADDRESS)),
    at(
        "//cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID",
        Rule("NL-R-003", _dutch_register),
    ),
    at(
        "//cac:LegalMonetaryTotal",
        Rule(
            "NL-R-007",
            "(/inv:Invoice and cbc:PayableAmount <= 0) or (/cn:CreditNote and cbc:PayableAmount >= 0)"
            " or //cac:PaymentMeans",
        ),
    ),
    at("//cac:OrderLineReference/cbc:LineID", Rule("NL-R-009", "/*/cac:OrderReference/cbc:ID")),
)
AMONG_DUTCH = Sheet(
    at(f"{BUYER}/cac:PostalAddress", Rule("NL-R-004", _DUTCH_ADDRESS)),
    at(f"{BUYER}/cac:PartyLegalEntity/cbc:CompanyID", Rule("NL-R-005", _dutch_register)),
    at(
        "//cac:PaymentMeans",
        Rule("NL-R-008", lambda means: squeezed(child(means, "cbc:PaymentMeansCode")) in _DUTCH_MEANS),
    ),
)
DUTCH_REPRESENTATIVE = Sheet(
    at("//cac:TaxRepresentativeParty/cac:PostalAddress", Rule("NL-R-006", _DUTCH_ADDRESS)),
)
