"""What RO_CIUS 1.0.1 wants of a document and its addresses: BR-RO-001 to 212, BR-RO-A*, BR-RO-DT* (rules 1.0.9).

OUG 120/2021 art. 3 and OMF 1366/2021: the Romanian specification of EN 16931, by which ANAF judges.
"""

from lxml import etree

from kvit.core.einvoice.cius_ro.codes import BUCHAREST, COUNTIES, CREDIT_NOTE_TYPES, INVOICE_TYPES, SECTORS
from kvit.core.einvoice.codes import TAX_POINT_CODES
from kvit.core.einvoice.element_rules import BUYER, SELLER, Rule, Sheet, at, child, children, raw, squeezed
from kvit.core.einvoice.peppol.code_lists import is_day

SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1"
"""BT-24 of every document for RO e-Factura."""

MOST_NOTES = 20
MOST_PRECEDING = 500
TAXED = frozenset({"S", "Z", "E", "AE", "K", "G", "L", "M"})
"""Categories under which the parties must be registered (BR-RO-065, BR-RO-120)."""

_SELLER, _BUYER = SELLER.removeprefix("/*/"), BUYER.removeprefix("/*/")
_REGISTRATION = "cac:PartyTaxScheme/cbc:CompanyID"


def _has_county(address: etree._Element | None) -> bool:
    """A Romanian address names its county by ISO 3166-2."""
    return not _is_romanian(address) or squeezed(_part(address, "CountrySubentity")) in COUNTIES


def _has_sector(address: etree._Element | None) -> bool:
    """In Bucharest the town is the sector."""
    if not _is_romanian(address) or squeezed(_part(address, "CountrySubentity")) != BUCHAREST:
        return True
    return squeezed(_part(address, "CityName")) in SECTORS


def _is_romanian(address: etree._Element | None) -> bool:
    return address is not None and squeezed(child(address, "cac:Country/cbc:IdentificationCode")) == "RO"


def _part(address: etree._Element | None, name: str) -> etree._Element | None:
    return None if address is None else child(address, f"cbc:{name}")


def _stands(path: str) -> str:
    return f"boolean({path}[normalize-space()])"


def _is_taxed(document: etree._Element) -> bool:
    """Whether an allowance, a charge or the line of an invoice is in such a category."""
    for one in children(document, "cac:AllowanceCharge"):
        indicator = raw(child(one, "cbc:ChargeIndicator"))
        for category in children(one, "cac:TaxCategory"):
            is_vat = indicator == "true" or raw(child(category, "cac:TaxScheme/cbc:ID")) == "VAT"
            if indicator in {"true", "false"} and is_vat and raw(child(category, "cbc:ID")) in TAXED:
                return True
    lines = children(document, "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID")
    return any(raw(one) in TAXED for one in lines)


def _seller_is_registered(document: etree._Element) -> bool:
    if not _is_taxed(document) or child(document, f"cac:TaxRepresentativeParty/{_REGISTRATION}") is not None:
        return True
    return any(squeezed(one) for one in children(document, f"{_SELLER}/{_REGISTRATION}"))


def _buyer_is_known(document: etree._Element) -> bool:
    if not _is_taxed(document) or child(document, f"{_BUYER}/cac:PartyLegalEntity/cbc:CompanyID") is not None:
        return True
    return any(squeezed(one) for one in children(document, f"{_BUYER}/{_REGISTRATION}"))


def _vat_in_lei(document: etree._Element) -> bool:
    codes = (child(document, "cbc:TaxCurrencyCode"), child(document, "cbc:DocumentCurrencyCode"))
    return "RON" in {squeezed(one) for one in codes}


def _address_of(path: str) -> tuple[Rule, ...]:
    rules = {_SELLER: ("BR-RO-100", "BR-RO-110"), _BUYER: ("BR-RO-101", "BR-RO-111")}[path]
    return (
        Rule(rules[0], lambda document: _has_sector(child(document, f"{path}/cac:PostalAddress"))),
        Rule(rules[1], lambda document: _has_county(child(document, f"{path}/cac:PostalAddress"))),
    )


DATES = {
    "BR-RO-DT001": "IssueDate",
    "BR-RO-DT002": "TaxPointDate",
    "BR-RO-DT003": "DueDate",
    "BR-RO-DT003_CN": "PaymentDueDate",
    "BR-RO-DT004": "ActualDeliveryDate",
    "BR-RO-DT005": "StartDate",
    "BR-RO-DT006": "EndDate",
}

DOCUMENT = Sheet(
    *(at(f"//cbc:{name}", Rule(rule, is_day)) for rule, name in DATES.items()),
    at("//cbc:InvoiceTypeCode", Rule("BR-RO-020_1", lambda element: squeezed(element) in INVOICE_TYPES)),
    at("//cbc:CreditNoteTypeCode", Rule("BR-RO-020_2", lambda element: squeezed(element) in CREDIT_NOTE_TYPES)),
    at("//cac:InvoicePeriod/cbc:DescriptionCode", Rule("BR-RO-040", lambda one: squeezed(one) in TAX_POINT_CODES)),
    at("//cac:BillingReference", Rule("BR-RO-A500", f"count(cac:InvoiceDocumentReference) <= {MOST_PRECEDING}")),
    at(
        "/*",
        Rule("BR-RO-001", f"cbc:CustomizationID = '{SPECIFICATION}'"),
        Rule("BR-RO-A020", f"count(cbc:Note) <= {MOST_NOTES}"),
        Rule("BR-RO-010", lambda document: any(one in "0123456789" for one in squeezed(child(document, "cbc:ID")))),
        Rule("BR-RO-030", _vat_in_lei),
        Rule("BR-RO-065", _seller_is_registered),
        Rule("BR-RO-081", _stands(f"{SELLER}/cac:PostalAddress/cbc:StreetName")),
        Rule("BR-RO-082", _stands(f"{BUYER}/cac:PostalAddress/cbc:StreetName")),
        Rule("BR-RO-091", _stands(f"{SELLER}/cac:PostalAddress/cbc:CityName")),
        Rule("BR-RO-092", _stands(f"{BUYER}/cac:PostalAddress/cbc:CityName")),
        *_address_of(_SELLER),
        *_address_of(_BUYER),
        Rule("BR-RO-120", _buyer_is_known),
    ),
    at(
        "/*/cac:TaxRepresentativeParty/cac:PostalAddress",
        Rule("BR-RO-140", _stands("cbc:StreetName")),
        Rule("BR-RO-150", _stands("cbc:CityName")),
        Rule("BR-RO-160", _has_sector),
        Rule("BR-RO-170", _has_county),
    ),
    at(
        "/*/cac:Delivery/cac:DeliveryLocation/cac:Address",
        Rule("BR-RO-180", _stands("cbc:StreetName")),
        Rule("BR-RO-201", _stands("cbc:CityName")),
        Rule("BR-RO-202", _has_sector),
        Rule("BR-RO-211", _stands("cbc:CountrySubentity")),
        Rule("BR-RO-212", _has_county),
    ),
)
