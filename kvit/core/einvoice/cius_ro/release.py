"""EN 16931 as the Romanian sheet 1.0.9 has it: an older release, where it judges otherwise than the present one.

ANAF refuses what its sheet refuses, so a document for Romania is asked what that sheet asks. Rules were renamed since,
a few added, blank texts judged more strictly and code lists changed; everything else is the same in both.
"""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from kvit.core.einvoice.cius_ro import codes
from kvit.core.einvoice.element_rules import PREFIXES, SELLER, Rule, Sheet, Test, at, child, squeezed
from kvit.core.einvoice.ubl_elements import SEPA
from kvit.core.errors import Finding

RENAMED = {"UBL-SR-54": "BR-66", "UBL-SR-55": "BR-67"} | {
    f"BR-{present}-{number:02}": f"BR-{before}-{number:02}"
    for present, before in (("AF", "IG"), ("AG", "IP"))
    for number in range(1, 11)
}
"""The name now, and the one before."""

LATER = frozenset({"UBL-SR-51", "UBL-SR-52", "UBL-SR-53", "UBL-SR-56"})
"""Rules that came later."""

MISPLACED = frozenset({"UBL-SR-22", "UBL-SR-23"})
"""Rules that look where nothing can stand."""


def _listed(allowed: frozenset[str], attribute: str = "") -> Test:
    def holds(element: etree._Element) -> bool:
        code = element.get(attribute, "") if attribute else squeezed(element)
        return str(code).strip() in allowed

    return holds


def _identifier_scheme(element: etree._Element) -> bool:
    """A bank's creditor identifier (SEPA) is the seller's or the payee's."""
    if _listed(codes.IDENTIFIER_SCHEMES, "schemeID")(element):
        return True
    above = {etree.QName(one).localname for one in element.iterancestors()}
    is_sepa = str(element.get("schemeID")).strip() == SEPA
    return is_sepa and bool(above & {"AccountingSupplierParty", "PayeeParty"})


def _written(path: str) -> str:
    return f"string({path}) != ''"


_ITS_COUNTRY = "cac:Country/cbc:IdentificationCode"
_OBJECT = "[cbc:DocumentTypeCode = '130']/cbc:ID[@schemeID]"

SHEET = Sheet(
    at(
        "/*",
        Rule("BR-01", _written("cbc:CustomizationID")),
        Rule("BR-02", _written("cbc:ID")),
        Rule("BR-03", _written("cbc:IssueDate")),
        Rule("BR-04", f"{_written('cbc:InvoiceTypeCode')} or {_written('cbc:CreditNoteTypeCode')}"),
        Rule("BR-05", _written("cbc:DocumentCurrencyCode")),
        Rule("BR-06", _written(f"{SELLER}/cac:PartyLegalEntity/cbc:RegistrationName")),
        Rule("BR-07", _written("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName")),
    ),
    at("//cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", Rule("BR-09", _written(_ITS_COUNTRY))),
    at("//cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", Rule("BR-11", _written(_ITS_COUNTRY))),
    at("//cac:TaxRepresentativeParty", Rule("BR-18", _written("cac:PartyName/cbc:Name"))),
    at("//cac:TaxRepresentativeParty/cac:PostalAddress", Rule("BR-20", _written(_ITS_COUNTRY))),
    at(
        "//cac:InvoiceLine|//cac:CreditNoteLine",
        Rule("BR-21", _written("cbc:ID")),
        Rule("BR-25", _written("cac:Item/cbc:Name")),
    ),
    at("//cbc:PriceAmount", Rule("BR-27", ". >= 0")),
    at(
        "//cac:PaymentMeans[cbc:PaymentMeansCode = '30' or cbc:PaymentMeansCode = '58']/cac:PayeeFinancialAccount",
        Rule("BR-50", _written("cbc:ID")),
    ),
    at("//cac:AdditionalDocumentReference", Rule("BR-52", _written("cbc:ID"))),
    at(
        "/inv:Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount",
        Rule("BR-CO-25", "not(. > 0) or //cbc:DueDate or //cac:PaymentTerms/cbc:Note"),
    ),
    at("//cbc:InvoiceTypeCode", Rule("BR-CL-01", _listed(codes.ALL_INVOICE_TYPES))),
    at("//cbc:CreditNoteTypeCode", Rule("BR-CL-01", _listed(codes.ALL_CREDIT_NOTE_TYPES))),
    at("//*[@currencyID]", Rule("BR-CL-03", _listed(codes.CURRENCIES, "currencyID"))),
    at("//cbc:DocumentCurrencyCode", Rule("BR-CL-04", _listed(codes.CURRENCIES))),
    at("//cbc:TaxCurrencyCode", Rule("BR-CL-05", _listed(codes.CURRENCIES))),
    at(
        f"//cac:AdditionalDocumentReference{_OBJECT}|//cac:DocumentReference{_OBJECT}",
        Rule("BR-CL-07", _listed(codes.OBJECT_SCHEMES, "schemeID")),
    ),
    at("//cac:PartyIdentification/cbc:ID[@schemeID]", Rule("BR-CL-10", _identifier_scheme)),
    at(
        "//cac:PartyLegalEntity/cbc:CompanyID[@schemeID]",
        Rule("BR-CL-11", _listed(codes.IDENTIFIER_SCHEMES, "schemeID")),
    ),
    at(
        "//cac:CommodityClassification/cbc:ItemClassificationCode[@listID]",
        Rule("BR-CL-13", _listed(codes.CLASSIFICATION_SCHEMES, "listID")),
    ),
    at("//cac:PaymentMeans/cbc:PaymentMeansCode", Rule("BR-CL-16", _listed(codes.PAYMENT_MEANS))),
    at(
        "//cac:AllowanceCharge[cbc:ChargeIndicator = 'true' or cbc:ChargeIndicator = '1']"
        "/cbc:AllowanceChargeReasonCode",
        Rule("BR-CL-20", _listed(codes.CHARGE_REASONS)),
    ),
    at(
        "//cac:StandardItemIdentification/cbc:ID[@schemeID]",
        Rule("BR-CL-21", _listed(codes.IDENTIFIER_SCHEMES, "schemeID")),
    ),
    at(
        "//cbc:TaxExemptionReasonCode",
        Rule("BR-CL-22", lambda element: squeezed(element).upper() in codes.EXEMPTION_CODES),
    ),
    at("//*[@unitCode]", Rule("BR-CL-23", _listed(codes.UNITS, "unitCode"))),
    at("//cbc:EndpointID[@schemeID]", Rule("BR-CL-25", _listed(codes.ELECTRONIC_ADDRESS_SCHEMES, "schemeID"))),
    at(
        "//cac:DeliveryLocation/cbc:ID[@schemeID]",
        Rule("BR-CL-26", _listed(codes.IDENTIFIER_SCHEMES, "schemeID")),
    ),
)
"""What is asked otherwise; the findings of the present release under these codes do not count."""

_TYPED = etree.XPath("//cac:AdditionalDocumentReference[cbc:DocumentTypeCode]", namespaces=PREFIXES)


def adapted(findings: Sequence[Finding], root: etree._Element) -> list[Finding]:
    """The findings of the present release as that of the Romanian sheet has them."""
    gone = SHEET.codes | LATER | MISPLACED
    if child(root, f"{SELLER.removeprefix('/*/')}/cac:PartyIdentification/cbc:ID") is not None:
        gone |= {"BR-CO-26"}
    if not _TYPED(root):
        gone |= {"UBL-SR-43"}
    kept = [finding for finding in findings if finding.rule not in gone]
    return SHEET.check(root) + [replace(one, rule=RENAMED.get(one.rule, one.rule)) for one in kept]
