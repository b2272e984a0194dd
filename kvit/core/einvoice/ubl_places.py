"""Where in the model an element of UBL stands, so that a finding on the XML points at a field of the form."""

import re

_STEPS = (
    # longest first: how the path of an element begins, and what that is in the model
    ("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", "seller/address"),
    ("cac:AccountingSupplierParty/cac:Party/cac:Contact", "seller/contact"),
    ("cac:AccountingSupplierParty/cac:Party", "seller"),
    ("cac:AccountingSupplierParty", "seller"),
    ("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", "buyer/address"),
    ("cac:AccountingCustomerParty/cac:Party/cac:Contact", "buyer/contact"),
    ("cac:AccountingCustomerParty/cac:Party", "buyer"),
    ("cac:AccountingCustomerParty", "buyer"),
    ("cac:TaxRepresentativeParty/cac:PostalAddress", "tax_representative/address"),
    ("cac:TaxRepresentativeParty", "tax_representative"),
    ("cac:PayeeParty", "payee"),
    ("cac:Delivery/cac:DeliveryLocation/cac:Address", "delivery/address"),
    ("cac:Delivery", "delivery"),
    ("cac:PaymentMeans", "payment"),
    ("cac:PaymentTerms", "payment_terms"),
    ("cac:LegalMonetaryTotal", "totals"),
    ("cac:TaxTotal", "vat_breakdown"),
    ("cac:BillingReference", "preceding_invoices"),
    ("cac:AdditionalDocumentReference", "supporting_documents"),
    ("cac:AllowanceCharge", "allowances"),
    ("cac:OrderReference", "order_ref"),
    ("cac:ContractDocumentReference", "contract_ref"),
    ("cac:InvoicePeriod", "period"),
    ("cbc:Note", "notes"),
    ("cbc:ID", "number"),
    ("cbc:IssueDate", "issued_on"),
    ("cbc:DueDate", "due_on"),
    ("cbc:InvoiceTypeCode", "type_code"),
    ("cbc:CreditNoteTypeCode", "type_code"),
    ("cbc:TaxCurrencyCode", "vat_currency"),
    ("cbc:AccountingCost", "buyer_accounting_ref"),
)
_LEAVES = {
    "cbc:StreetName": "line_1",
    "cbc:AdditionalStreetName": "line_2",
    "cbc:Line": "line_3",
    "cbc:CityName": "city",
    "cbc:PostalZone": "post_code",
    "cbc:CountrySubentity": "subdivision",
    "cbc:IdentificationCode": "country",
    "cbc:EndpointID": "electronic_address",
    "cbc:RegistrationName": "name",
    "cbc:Telephone": "telephone",
    "cbc:ElectronicMail": "email",
    "cbc:PaymentMeansCode": "means_code",
}
_LINE_LEAVES = {"cac:Item/cbc:Name": "item/name", "cac:Item/cbc:Description": "item/description", "cbc:Note": "note"}
_COUNTED = re.compile(r"\[\d+\]")
_LINE = re.compile(r"cac:(?:Invoice|CreditNote)Line(?:\[(\d+)\])?/?(.*)")


OF_RULE = {
    # rules that are asked of the whole document and mean one field of it
    "BR-01": "specification_id",
    "BR-02": "number",
    "BR-03": "issued_on",
    "BR-04": "type_code",
    "BR-05": "currency",
    "BR-06": "seller/name",
    "BR-07": "buyer/name",
    "BR-18": "tax_representative/name",
    "BR-CO-25": "due_on",
    "BR-09": "seller/address/country",
    "BR-11": "buyer/address/country",
    "BR-20": "tax_representative/address/country",
    "BR-RO-001": "specification_id",
    "BR-RO-010": "number",
    "BR-RO-030": "vat_currency",
    "BR-RO-A020": "notes",
    "BR-RO-065": "seller/vat_id",
    "BR-RO-120": "buyer/legal_registration",
    "BR-RO-081": "seller/address/line_1",
    "BR-RO-082": "buyer/address/line_1",
    "BR-RO-091": "seller/address/city",
    "BR-RO-092": "buyer/address/city",
    "BR-RO-100": "seller/address/city",
    "BR-RO-101": "buyer/address/city",
    "BR-RO-110": "seller/address/subdivision",
    "BR-RO-111": "buyer/address/subdivision",
    "BR-RO-140": "tax_representative/address/line_1",
    "BR-RO-150": "tax_representative/address/city",
    "BR-RO-160": "tax_representative/address/city",
    "BR-RO-170": "tax_representative/address/subdivision",
    "BR-RO-180": "delivery/address/line_1",
    "BR-RO-201": "delivery/address/city",
    "BR-RO-202": "delivery/address/city",
    "BR-RO-211": "delivery/address/subdivision",
    "BR-RO-212": "delivery/address/subdivision",
    "PEPPOL-EN16931-R001": "process_type",
    "PEPPOL-EN16931-R007": "process_type",
    "PEPPOL-EN16931-R002": "notes",
    "PEPPOL-EN16931-R003": "buyer_reference",
    "PEPPOL-EN16931-R004": "specification_id",
    "PEPPOL-EN16931-R005": "vat_currency",
    "PEPPOL-EN16931-R010": "buyer/electronic_address",
    "PEPPOL-EN16931-R020": "seller/electronic_address",
    "PEPPOL-EN16931-R053": "vat_breakdown",
    "PEPPOL-EN16931-R054": "totals/total_vat_accounting",
    "PEPPOL-EN16931-R055": "totals/total_vat_accounting",
}


def term(rule: str, place: str) -> str:
    """The field of the model for a finding at `/Invoice/cac:…`; a place that is none of UBL's stays as it is."""
    if not place.startswith(("/Invoice", "/CreditNote")):
        return place
    return OF_RULE.get(rule) or _of_element(place)


def _of_element(place: str) -> str:
    path = place.strip("/").partition("/")[2]
    line = _LINE.fullmatch(path)
    if line:
        field = _LINE_LEAVES.get(_COUNTED.sub("", line[2]), "")
        return f"lines/{line[1] or 1}" + (f"/{field}" if field else "")
    plain = _COUNTED.sub("", path)
    for start, field in _STEPS:
        if plain == start or plain.startswith(f"{start}/"):
            leaf = _LEAVES.get(plain.rpartition("/")[2], "") if "/" in plain else ""
            return f"{field}/{leaf}" if leaf and not field.endswith(leaf) else field
    return plain or "/"
