"""Codes and formats that Peppol narrows: PEPPOL-EN16931-CL001 to CL008, P0100 to P0112, F001."""

from datetime import date

from lxml import etree

from kvit.core.einvoice import codes
from kvit.core.einvoice.element_rules import Rule, Sheet, at, child, raw, root_of, squeezed
from kvit.core.einvoice.peppol.countries import are_german
from kvit.core.einvoice.peppol.document import IS_AMOUNT, PROCESSES

INVOICE_TYPES = codes.INVOICE_TYPES & frozenset(
    {"71", "80", "82", "84", "102", "218", "219", "326", "331", "380", "382", "383", "384", "386", "388", "393", "395"}
    | {"553", "575", "623", "780", "817", "870", "875", "876", "877"}
)
CREDIT_NOTE_TYPES = frozenset({"381", "396", "81", "83", "532"})
CURRENCIES = codes.CURRENCIES - {"STD"} | {"STN"}
ADDRESS_SCHEMES = codes.ELECTRONIC_ADDRESS_SCHEMES - frozenset(
    {"0037", "0147", "0154", "0158", "0170", "0177", "0193", "0194", "0202", "0203", "0205", "0212", "0213", "0215"}
    | {"0217", "0219", "0220", "AN", "AQ", "AS", "AU", "EM"}
)
"""The electronic addresses (EAS) under which Peppol has participants."""

CATEGORY_OF = {
    # rule: exemption code, the one VAT category it goes with
    "PEPPOL-EN16931-P0104": ("VATEX-EU-G", "G"),
    "PEPPOL-EN16931-P0105": ("VATEX-EU-O", "O"),
    "PEPPOL-EN16931-P0106": ("VATEX-EU-IC", "K"),
    "PEPPOL-EN16931-P0107": ("VATEX-EU-AE", "AE"),
    "PEPPOL-EN16931-P0108": ("VATEX-EU-D", "E"),
    "PEPPOL-EN16931-P0109": ("VATEX-EU-F", "E"),
    "PEPPOL-EN16931-P0110": ("VATEX-EU-I", "E"),
    "PEPPOL-EN16931-P0111": ("VATEX-EU-J", "E"),
}
_UPPER = "translate(cbc:TaxExemptionReasonCode, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"
_DATES = ("IssueDate", "DueDate", "TaxPointDate", "StartDate", "EndDate", "ActualDeliveryDate")


def is_day(element: etree._Element) -> bool:
    """A calendar day in ten characters, without white space and zone."""
    try:
        return len(raw(element)) == 10 and bool(date.fromisoformat(raw(element)))
    except ValueError:
        return False


def _has_known_profile(element: etree._Element) -> bool:
    return squeezed(child(root_of(element), "cbc:ProfileID")) in PROCESSES


def _german_type(element: etree._Element) -> bool:
    return squeezed(element) not in {"326", "384"} or are_german(root_of(element))


CODE_LISTS = Sheet(
    at(
        "//cbc:EmbeddedDocumentBinaryObject[@mimeCode]",
        Rule("PEPPOL-EN16931-CL001", lambda element: element.get("mimeCode") in codes.MIME_CODES),
    ),
    at(
        "//cac:AllowanceCharge[cbc:ChargeIndicator = 'false']/cbc:AllowanceChargeReasonCode",
        Rule("PEPPOL-EN16931-CL002", lambda element: squeezed(element) in codes.ALLOWANCE_REASONS),
    ),
    at(
        "//cac:AllowanceCharge[cbc:ChargeIndicator = 'true']/cbc:AllowanceChargeReasonCode",
        Rule("PEPPOL-EN16931-CL003", lambda element: squeezed(element) in codes.CHARGE_REASONS),
    ),
    at(
        "//cac:InvoicePeriod/cbc:DescriptionCode",
        Rule("PEPPOL-EN16931-CL006", lambda element: squeezed(element) in codes.TAX_POINT_CODES),
    ),
    at(
        f"//cbc:*[{IS_AMOUNT} or self::cbc:TaxAmount]",
        Rule("PEPPOL-EN16931-CL007", lambda element: element.get("currencyID") in CURRENCIES),
    ),
    at(
        "//cbc:InvoiceTypeCode",
        Rule("PEPPOL-EN16931-P0100", lambda one: squeezed(one) in INVOICE_TYPES or not _has_known_profile(one)),
        Rule("PEPPOL-EN16931-P0112", _german_type),
    ),
    at(
        "//cbc:CreditNoteTypeCode",
        Rule("PEPPOL-EN16931-P0101", lambda one: squeezed(one) in CREDIT_NOTE_TYPES or not _has_known_profile(one)),
    ),
    at(f"//cbc:*[{' or '.join(f'self::cbc:{name}' for name in _DATES)}]", Rule("PEPPOL-EN16931-F001", is_day)),
    at(
        "//cbc:EndpointID[@schemeID]",
        Rule("PEPPOL-EN16931-CL008", lambda element: element.get("schemeID") in ADDRESS_SCHEMES),
    ),
    *(
        at(f"//cac:TaxCategory[{_UPPER} = '{reason}']", Rule(rule, f"normalize-space(cbc:ID) = '{category}'"))
        for rule, (reason, category) in CATEGORY_OF.items()
    ),
)
