"""The rules of the UBL binding (UBL-SR, UBL-DT and what else needs the tree): a term may stand once, amounts name
their currency, files name their type. `docs/rules/en16931.md` lists what is left to the official sheet.
"""

from collections import Counter

from lxml import etree

from kvit.core.einvoice import codes
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.ubl_elements import CAC, CBC, SEPA
from kvit.core.einvoice.ubl_node import SPACE, place
from kvit.core.errors import Finding

_PREFIXES = {"cac": CAC, "cbc": CBC}
_SELLER = "/*/cac:AccountingSupplierParty/cac:Party"
_BUYER = "/*/cac:AccountingCustomerParty/cac:Party"
_IS_SEPA = f"translate(@schemeID, 'sepa', 'SEPA') = '{SEPA}'"
_LINE = "//cac:InvoiceLine|//cac:CreditNoteLine"
_IS_VAT = "[translate(normalize-space(cac:TaxScheme/cbc:ID), 'vat', 'VAT') = 'VAT']"
_IS_OTHER = "[cac:TaxScheme/cbc:ID][not(translate(cac:TaxScheme/cbc:ID, 'vat', 'VAT') = 'VAT')]"

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
    ("BR-32", f"/*/cac:AllowanceCharge[cbc:ChargeIndicator = 'false'][not(cac:TaxCategory{_IS_VAT}/cbc:ID)]"),
    ("BR-37", f"/*/cac:AllowanceCharge[cbc:ChargeIndicator = 'true'][not(cac:TaxCategory{_IS_VAT}/cbc:ID)]"),
    ("BR-47", f"//cac:TaxTotal/cac:TaxSubtotal[not(cac:TaxCategory{_IS_VAT}/cbc:ID)]"),
    (
        "BR-48",
        f"//cac:TaxTotal/cac:TaxSubtotal[not(cac:TaxCategory{_IS_VAT}/cbc:Percent)]"
        f"[not(normalize-space(cac:TaxCategory{_IS_VAT}/cbc:ID) = 'O')]",
    ),
    (
        "BR-CO-04",
        f"//cac:InvoiceLine[not(cac:Item/cac:ClassifiedTaxCategory{_IS_VAT}/cbc:ID)]"
        f"|//cac:CreditNoteLine[not(cac:Item/cac:ClassifiedTaxCategory{_IS_VAT}/cbc:ID)]",
    ),
    (
        "BR-CO-17",
        f"//cac:TaxTotal/cac:TaxSubtotal[not(cac:TaxCategory{_IS_VAT}/cbc:Percent)]"
        "[cbc:TaxAmount >= 0.5 or cbc:TaxAmount < -0.5]",
    ),
    ("BR-49", "//cac:PaymentMeans[not(cbc:PaymentMeansCode)]"),
    (
        "BR-61",
        "/*/cac:PaymentMeans[normalize-space(cbc:PaymentMeansCode) = '30' or "
        "normalize-space(cbc:PaymentMeansCode) = '58'][not(cac:PayeeFinancialAccount/cbc:ID)]",
    ),
)
"""Rule, and what may never be found: also what the model takes for granted, such as that a category is one of VAT."""

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


_VAT_IDS = etree.XPath(f"//cac:PartyTaxScheme{_IS_VAT}/cbc:CompanyID", namespaces=_PREFIXES)


def check(root: etree._Element) -> list[Finding]:
    """The findings of the binding; the model's own are `rules.check`."""
    found = []
    for rule, path in _CHECKS:
        nodes = path(root)
        assert isinstance(nodes, list)
        found += [breach(rule, place(element)) for element in nodes if isinstance(element, etree._Element)]
    return found + _type_code(root) + _vat_totals(root) + _amounts(root) + _categories(root) + _prefixes(root)


def _type_code(root: etree._Element) -> list[Finding]:
    """BR-CL-01 has one list for each of the two elements; the model knows only their union."""
    return [
        breach("BR-CL-01", "type_code", code=_text(one))
        for name, allowed in (("Invoice", codes.INVOICE_TYPES), ("CreditNote", codes.CREDIT_NOTE_TYPES))
        for one in root.findall(f"{{{CBC}}}{name}TypeCode")
        if _text(one) not in allowed
    ]


def _categories(root: etree._Element) -> list[Finding]:
    """BR-CL-17 and 18 look at every category, also below parts that the model does not hold."""
    return [
        breach(rule, place(one), code=_text(one))
        for rule, name in (("BR-CL-17", "TaxCategory"), ("BR-CL-18", "ClassifiedTaxCategory"))
        for one in root.iterfind(f".//{{{CAC}}}{name}/{{{CBC}}}ID")
        if _text(one) not in codes.VAT_CATEGORIES
    ]


def _prefixes(root: etree._Element) -> list[Finding]:
    """BR-CO-09 looks at every VAT registration, the model at the first of seller, buyer and tax representative."""
    held = _VAT_IDS(root)
    assert isinstance(held, list)
    return [
        breach("BR-CO-09", place(one), vat_id=_text(one))
        for one in held
        if isinstance(one, etree._Element) and _text(one)[:2] not in codes.VAT_PREFIXES
    ]


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
    found = []
    for element in root.iter(f"{{{CBC}}}*"):
        tag = str(element.tag)
        if not tag.endswith("Amount"):
            continue
        currency = str(element.get("currencyID") or "").strip(SPACE)
        if tag in AMOUNTS and currency not in codes.CURRENCIES:
            found.append(breach("BR-CL-03", place(element), code=currency))
        if len((element.text or "").partition(".")[2]) > 2 and not _is_price(element):
            found.append(breach("UBL-DT-01", place(element), value=_text(element)))
    return found


def _is_price(element: etree._Element) -> bool:
    above = [str(one.tag) for one in element.iterancestors()][:2]
    return str(element.tag).endswith("PriceAmount") or above == [f"{{{CAC}}}AllowanceCharge", f"{{{CAC}}}Price"]


def _text(element: etree._Element) -> str:
    return (element.text or "").strip(SPACE)
