"""The rules of the UBL binding (UBL-SR, UBL-DT and what else needs the tree): a term may stand once, amounts name
their currency, files name their type. `docs/rules/en16931.md` lists what is left to the official sheet.
"""

import re
from collections import Counter
from itertools import islice

from lxml import etree

from kvit.core.einvoice import codes
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.coded import MOST, unlisted
from kvit.core.einvoice.ubl_elements import CAC, CBC, SEPA
from kvit.core.einvoice.ubl_node import SPACE, place
from kvit.core.errors import Finding

_PREFIXES = {"cac": CAC, "cbc": CBC}
_SELLER = "/*/cac:AccountingSupplierParty/cac:Party"
_BUYER = "/*/cac:AccountingCustomerParty/cac:Party"
_IS_SEPA = f"translate(@schemeID, 'sepa', 'SEPA') = '{SEPA}'"
_LINE = "//cac:InvoiceLine|//cac:CreditNoteLine"
_IS_VAT = "[translate(normalize-space(cac:TaxScheme/cbc:ID), 'vat', 'VAT') = 'VAT']"
_IS_OTHER = "[cac:TaxScheme][not(translate(normalize-space(cac:TaxScheme/cbc:ID), 'vat', 'VAT') = 'VAT')]"

AT_MOST_ONE: tuple[tuple[str, str, str], ...] = (
    ("UBL-SR-01", "/*", "cac:ContractDocumentReference/cbc:ID"),
    ("UBL-SR-02", "/*", "cac:ReceiptDocumentReference/cbc:ID"),
    ("UBL-SR-03", "/*", "cac:DespatchDocumentReference/cbc:ID"),
    ("UBL-SR-04", "/*", "cac:AdditionalDocumentReference[cbc:DocumentTypeCode = '130']/cbc:ID"),
    ("UBL-SR-05", "/*", "cac:PaymentTerms/cbc:Note"),
    ("UBL-SR-06", "//cac:BillingReference", "cac:InvoiceDocumentReference"),
    ("UBL-SR-08", "/*", "cac:InvoicePeriod"),
    ("UBL-SR-09", _SELLER, "cac:PartyLegalEntity/cbc:RegistrationName"),
    ("UBL-SR-10", _SELLER, "cac:PartyName/cbc:Name"),
    ("UBL-SR-11", _SELLER, "cac:PartyLegalEntity/cbc:CompanyID"),
    ("UBL-SR-12", _SELLER, f"cac:PartyTaxScheme{_IS_VAT}/cbc:CompanyID"),
    ("UBL-SR-13", _SELLER, f"cac:PartyTaxScheme{_IS_OTHER}/cbc:CompanyID"),
    ("UBL-SR-14", _SELLER, "cac:PartyLegalEntity/cbc:CompanyLegalForm"),
    ("UBL-SR-15", _BUYER, "cac:PartyLegalEntity/cbc:RegistrationName"),
    ("UBL-SR-16", _BUYER, "cac:PartyIdentification/cbc:ID"),
    ("UBL-SR-17", _BUYER, "cac:PartyLegalEntity/cbc:CompanyID"),
    ("UBL-SR-18", _BUYER, f"cac:PartyTaxScheme{_IS_VAT}/cbc:CompanyID"),
    ("UBL-SR-19", "//cac:PayeeParty", "cac:PartyName/cbc:Name"),
    ("UBL-SR-20", "//cac:PayeeParty", f"cac:PartyIdentification/cbc:ID[@schemeID][not({_IS_SEPA})]"),
    ("UBL-SR-21", "//cac:PayeeParty", "cac:PartyLegalEntity/cbc:CompanyID"),
    ("UBL-SR-22", "//cac:TaxRepresentativeParty", "cac:PartyName/cbc:Name"),
    ("UBL-SR-23", "//cac:TaxRepresentativeParty", "cac:PartyTaxScheme/cbc:CompanyID"),
    ("UBL-SR-24", "/*", "cac:Delivery"),
    ("UBL-SR-25", "//cac:Delivery", "cac:DeliveryParty/cac:PartyName/cbc:Name"),
    ("UBL-SR-26", "//cac:PaymentMeans", "cbc:PaymentID"),
    ("UBL-SR-27", "//cac:PaymentMeans", "cbc:PaymentMeansCode"),
    ("UBL-SR-28", "//cac:PaymentMeans", "cac:PaymentMandate/cbc:ID"),
    ("UBL-SR-29", "/*", f".//cac:PartyIdentification/cbc:ID[{_IS_SEPA}]"),
    ("UBL-SR-30", "//cac:AllowanceCharge[cbc:ChargeIndicator = 'false']", "cbc:AllowanceChargeReason"),
    ("UBL-SR-31", "//cac:AllowanceCharge[cbc:ChargeIndicator = 'true']", "cbc:AllowanceChargeReason"),
    ("UBL-SR-32", "//cac:TaxSubtotal", "cac:TaxCategory/cbc:TaxExemptionReason"),
    ("UBL-SR-33", "//cac:AdditionalDocumentReference", "cbc:DocumentDescription"),
    ("UBL-SR-34", _LINE, "cbc:Note"),
    ("UBL-SR-35", _LINE, "cac:OrderLineReference/cbc:LineID"),
    ("UBL-SR-36", _LINE, "cac:InvoicePeriod"),
    ("UBL-SR-37", _LINE, "cac:Price/cac:AllowanceCharge/cbc:Amount"),
    ("UBL-SR-39", "/*", "cac:ProjectReference/cbc:ID"),
    ("UBL-SR-40", _BUYER, "cac:PartyName/cbc:Name"),
    ("UBL-SR-45", "/*", "cac:PaymentMeans/cbc:PaymentDueDate"),
    ("UBL-SR-46", "/*", "cac:PaymentMeans/cbc:PaymentMeansCode/@name"),
    ("UBL-SR-49", "/*", "cac:InvoicePeriod/cbc:DescriptionCode"),
    ("UBL-SR-50", _LINE, "cac:Item/cbc:Description"),
    ("UBL-SR-51", "//cac:PostalAddress|//cac:Address", "cac:AddressLine"),
    ("UBL-SR-52", _LINE, "cac:DocumentReference"),
    ("UBL-SR-54", "/*", "cac:PaymentMeans/cac:CardAccount"),
    ("UBL-SR-55", "/*", "cac:PaymentMeans/cac:PaymentMandate"),
    ("UBL-SR-56", "/*", "cac:OriginatorDocumentReference/cbc:ID"),
)
"""Rule, where it looks, and what may be found there once."""

NEVER: tuple[tuple[str, str], ...] = (
    ("UBL-SR-07", "//cac:BillingReference[not(cac:InvoiceDocumentReference/cbc:ID)]"),
    ("UBL-SR-42", f"{_SELLER}[count(cac:PartyTaxScheme) > 2]"),
    (
        "UBL-SR-43",
        "//cac:AdditionalDocumentReference[not(cbc:DocumentTypeCode = '130')]"
        "[not(local-name(/*) = 'CreditNote' and cbc:DocumentTypeCode = '50')]"
        "[cbc:ID/@schemeID or cbc:DocumentTypeCode]",
    ),
    ("UBL-SR-44", "/*[(.//cbc:PaymentID)[1] != .//cbc:PaymentID]"),
    ("UBL-SR-47", "/*[(.//cbc:PaymentMeansCode)[1] != .//cbc:PaymentMeansCode]"),
    (
        "UBL-SR-48",
        "//cac:InvoiceLine[count(cac:Item/cac:ClassifiedTaxCategory) != 1]"
        "|//cac:CreditNoteLine[count(cac:Item/cac:ClassifiedTaxCategory) != 1]",
    ),
    ("UBL-SR-53", "//cac:PartyTaxScheme[not(cac:TaxScheme/cbc:ID) or not(cbc:CompanyID)]"),
    ("UBL-CR-666", "//cac:AdditionalDocumentReference[cbc:DocumentTypeCode = '130'][cac:Attachment]"),
    ("UBL-CR-673", "//cac:AdditionalDocumentReference[cbc:DocumentTypeCode = '130'][cbc:DocumentDescription]"),
    ("UBL-DT-06", "//cbc:EmbeddedDocumentBinaryObject[not(@mimeCode)]"),
    ("UBL-DT-07", "//cbc:EmbeddedDocumentBinaryObject[not(@filename)]"),
    (  # a standard category of another tax counts for this one rule, and the model does not hold it
        "BR-S-01",
        "/*[boolean(.//cac:AllowanceCharge/cac:TaxCategory[normalize-space(cbc:ID) = 'S'] or "
        ".//cac:ClassifiedTaxCategory[normalize-space(cbc:ID) = 'S'])"
        " != boolean(cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory[normalize-space(cbc:ID) = 'S'])]",
    ),
    ("BR-49", "//cac:PaymentMeans[not(cbc:PaymentMeansCode)]"),
    (
        "BR-61",
        "/*/cac:PaymentMeans[normalize-space(cbc:PaymentMeansCode) = '30' or "
        "normalize-space(cbc:PaymentMeansCode) = '58'][not(cac:PayeeFinancialAccount/cbc:ID)]",
    ),
)
"""Rule, and what may never be found: also what the model takes for granted."""

CODED: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("BR-CL-01", "//cbc:InvoiceTypeCode", codes.INVOICE_TYPES),
    ("BR-CL-01", "//cbc:CreditNoteTypeCode", codes.CREDIT_NOTE_TYPES),
    ("BR-CL-06", "//cac:InvoicePeriod/cbc:DescriptionCode", codes.TAX_POINT_CODES),
    ("BR-CL-10", f"//cac:PartyIdentification/cbc:ID/@schemeID[. != '{SEPA}']", codes.IDENTIFIER_SCHEMES),
    ("BR-CL-11", "//cac:PartyLegalEntity/cbc:CompanyID/@schemeID", codes.IDENTIFIER_SCHEMES),
    ("BR-CL-13", "//cbc:ItemClassificationCode/@listID", codes.CLASSIFICATION_SCHEMES),
    ("BR-CL-14", "//cac:Country/cbc:IdentificationCode", codes.COUNTRIES),
    ("BR-CL-15", "//cac:OriginCountry/cbc:IdentificationCode", codes.COUNTRIES),
    ("BR-CL-16", "//cac:PaymentMeans/cbc:PaymentMeansCode", codes.PAYMENT_MEANS),
    ("BR-CL-17", "//cac:TaxCategory/cbc:ID", codes.VAT_CATEGORIES),
    ("BR-CL-18", "//cac:ClassifiedTaxCategory/cbc:ID", codes.VAT_CATEGORIES),
    ("BR-CL-21", "//cac:StandardItemIdentification/cbc:ID/@schemeID", codes.IDENTIFIER_SCHEMES),
    ("BR-CL-23", "//cbc:InvoicedQuantity/@unitCode|//cbc:CreditedQuantity/@unitCode", codes.UNITS),
    ("BR-CL-23", "//cbc:BaseQuantity/@unitCode", codes.UNITS),
    ("BR-CL-25", "//cbc:EndpointID/@schemeID", codes.ELECTRONIC_ADDRESS_SCHEMES),
    ("BR-CL-26", "//cac:DeliveryLocation/cbc:ID/@schemeID", codes.IDENTIFIER_SCHEMES),
)
"""Rule, codes wherever they stand, their list: the model holds one of each, a document may repeat what it may not."""

AMOUNTS = frozenset(
    f"{{{CBC}}}{name}Amount"
    for name in ("", "Base", "Price", "Tax", "Taxable", "LineExtension", "TaxExclusive", "TaxInclusive")
    + ("AllowanceTotal", "ChargeTotal", "Prepaid", "PayableRounding", "Payable")
)
"""The amounts whose currency BR-CL-03 looks at."""


def _counted(where: str, what: str) -> str:
    return "|".join(f"{one}[count({what}) > 1]" for one in where.split("|"))


_CHECKS = tuple(
    (rule, etree.XPath(path, namespaces=_PREFIXES))
    for rule, path in (*((rule, _counted(where, what)) for rule, where, what in AT_MOST_ONE), *NEVER)
)


_ON_LINE = re.compile(r"/\w+/cac:\w+Line(?:\[(\d+)\])?")
_VAT_IDS = etree.XPath(f"//cac:PartyTaxScheme{_IS_VAT}/cbc:CompanyID", namespaces=_PREFIXES)

_CODED = tuple((rule, etree.XPath(path, namespaces=_PREFIXES), allowed) for rule, path, allowed in CODED)


def check(root: etree._Element) -> list[Finding]:
    """The findings of the binding; the model's own are `rules.check`."""
    found = []
    for rule, path in _CHECKS:
        nodes = path(root)
        assert isinstance(nodes, list)
        found += [_breach(rule, place(element)) for element in nodes[:MOST] if isinstance(element, etree._Element)]
    return found + unlisted(root, _CODED) + _vat_totals(root) + _amounts(root) + _prefixes(root)


def _breach(rule: str, where: str) -> Finding:
    line = _ON_LINE.match(where)
    return breach(rule, where, line=int(line[1] or 1)) if line else breach(rule, where)


def _prefixes(root: etree._Element) -> list[Finding]:
    """BR-CO-09 looks at every VAT registration, the model at the first of seller, buyer and tax representative."""
    held = _VAT_IDS(root)
    assert isinstance(held, list)
    elements = [one for one in held if isinstance(one, etree._Element)]
    wrong = [one for one in elements if _text(one)[:2] not in codes.VAT_PREFIXES]
    return [breach("BR-CO-09", place(one), vat_id=_text(one)) for one in wrong[:MOST]]


def _vat_totals(root: etree._Element) -> list[Finding]:
    """BR-CO-15 wants exactly one total in the currency of the document, which the model takes for granted."""
    currency = root.find(f"{{{CBC}}}DocumentCurrencyCode")
    if currency is None:
        return []
    totals = Counter(one.get("currencyID") for one in root.findall(f"{{{CAC}}}TaxTotal/{{{CBC}}}TaxAmount"))
    times = totals[_text(currency)]
    return [] if times == 1 else [breach("BR-CO-15", "totals/total_vat", currency=_text(currency), times=times)]


def _amounts(root: etree._Element) -> list[Finding]:
    """BR-CL-03: every amount names a currency; UBL-DT-01: two decimals at most, except in prices."""
    amounts = [one for one in root.iter(f"{{{CBC}}}*") if str(one.tag).endswith("Amount")]
    marked = ((one, str(one.get("currencyID") or "").strip(SPACE)) for one in amounts if str(one.tag) in AMOUNTS)
    odd = (breach("BR-CL-03", place(one), code=code) for one, code in marked if code not in codes.CURRENCIES)
    long = (one for one in amounts if len((one.text or "").partition(".")[2]) > 2 and not _is_price(one))
    fine = (breach("UBL-DT-01", place(one), value=_text(one)) for one in long)
    return [*islice(odd, MOST), *islice(fine, MOST)]


def _is_price(element: etree._Element) -> bool:
    above = [str(one.tag) for one in element.iterancestors()][:2]
    return str(element.tag).endswith("PriceAmount") or above == [f"{{{CAC}}}AllowanceCharge", f"{{{CAC}}}Price"]


def _text(element: etree._Element) -> str:
    return (element.text or "").strip(SPACE)
