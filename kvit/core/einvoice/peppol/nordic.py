"""National rules of Peppol for sellers in Norway, Denmark, Sweden and Iceland (NO-R, DK-R, SE-R, IS-R)."""

from datetime import date
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice import check_digits
from kvit.core.einvoice.element_rules import BUYER, NEVER, SELLER, Rule, Sheet, at, child, children, raw, squeezed

_VAT = "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID) = 'VAT']"
_BANK = "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"
_ACCOUNT = "cac:PayeeFinancialAccount/cbc:ID"


# -- Norway


def _norwegian_vat(party: etree._Element) -> bool:
    held = [
        raw(child(one, "cbc:CompanyID"))
        for one in children(party, "cac:PartyTaxScheme")
        if squeezed(child(one, "cac:TaxScheme/cbc:ID")) == "VAT"
    ]
    norwegian = [one for one in held if one.startswith("NO")]
    return not norwegian or any(
        check_digits.shaped(one[2:], "[0-9]{9}MVA") and check_digits.norwegian(one[2:11]) for one in norwegian
    )


NORWAY = Sheet(
    at(
        "//cac:AccountingSupplierParty/cac:Party",
        Rule(
            "NO-R-002",
            "normalize-space(cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID) = 'TAX']/cbc:CompanyID)"
            " = 'Foretaksregisteret'",
            "warning",
        ),
        Rule("NO-R-001", _norwegian_vat),
    )
)

# -- Denmark

_DANISH_MEANS = frozenset({"1", "10", "31", "42", "48", "49", "50", "58", "59", "93", "97"})
_UNSPSC_VERSIONS = frozenset({"19.05.01", "19.0501", "26.08.01", "26.0801"})


def _means(element: etree._Element) -> str:
    return raw(child(element, "cbc:PaymentMeansCode"))


def _giro_card(means: etree._Element) -> bool:
    if _means(means) != "50":
        return True
    kind = raw(child(means, "cbc:PaymentID"))[:3]
    return kind in {"01#", "04#", "15#"} and check_digits.shaped(raw(child(means, _ACCOUNT)), "[0-9]{7,8}")


def _giro_length(means: etree._Element) -> bool:
    text = raw(child(means, "cbc:PaymentID"))
    return _means(means) != "50" or text[:3] not in {"04#", "15#"} or len(text) == 19


def _fik_card(means: etree._Element) -> bool:
    if _means(means) != "93":
        return True
    return raw(child(means, "cbc:PaymentID"))[:3] in {"71#", "73#", "75#"} and len(raw(child(means, _ACCOUNT))) == 8


def _fik_length(means: etree._Element) -> bool:
    text = raw(child(means, "cbc:PaymentID"))
    return _means(means) != "93" or text[:3] not in {"71#", "75#"} or len(text) in {18, 19}


def _tax_reason(adjustment: etree._Element) -> bool:
    """A ZZZ is a Danish tax: its four digits, or a code and its text with # between."""
    if raw(child(adjustment, "cbc:AllowanceChargeReasonCode")) != "ZZZ":
        return True
    reason = raw(child(adjustment, "cbc:AllowanceChargeReason"))
    packed = squeezed(child(adjustment, "cbc:AllowanceChargeReason"))
    if len(packed) == 4 and check_digits.is_number(reason) and 0 <= Decimal(reason.strip()) <= 9999:
        return True
    return "#" in reason and not reason.startswith("#") and not reason.endswith("#")


def _unspsc_version(line: etree._Element) -> bool:
    held = children(line, "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode")
    if not any(one.get("listID") == "TST" for one in held):
        return True
    return any(one.get("listVersionID") in _UNSPSC_VERSIONS for one in held)


_CVR = (
    "not({0}cac:PartyLegalEntity/cbc:CompanyID)"
    " or normalize-space({0}cac:PartyLegalEntity/cbc:CompanyID/@schemeID) = '0184'"
)

DENMARK = Sheet(
    at(
        "/*",
        Rule("DK-R-002", f"normalize-space({SELLER}/cac:PartyLegalEntity/cbc:CompanyID) != ''"),
        Rule("DK-R-014", _CVR.format(f"{SELLER}/")),
    )
)
AMONG_DANES = Sheet(
    at("/cn:CreditNote", Rule("DK-R-016", "not(number(cac:LegalMonetaryTotal/cbc:PayableAmount) < 0)")),
    at(
        f"{SELLER}/cac:PartyIdentification|{BUYER}/cac:PartyIdentification",
        Rule("DK-R-013", "not(cbc:ID) or normalize-space(cbc:ID/@schemeID) != ''"),
    ),
    at(
        "/inv:Invoice/cac:PaymentMeans",
        Rule("DK-R-005", lambda means: _means(means) in _DANISH_MEANS),
        Rule(
            "DK-R-006",
            "not(cbc:PaymentMeansCode = '31' or cbc:PaymentMeansCode = '42')"
            f" or (normalize-space({_ACCOUNT}) != '' and normalize-space({_BANK}) != '')",
        ),
        Rule(
            "DK-R-007",
            "not(cbc:PaymentMeansCode = '49') or (normalize-space(cac:PaymentMandate/cbc:ID) != ''"
            " and normalize-space(cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID) != '')",
        ),
        Rule("DK-R-008", _giro_card),
        Rule("DK-R-009", _giro_length),
        Rule("DK-R-010", _fik_card),
        Rule("DK-R-011", _fik_length),
    ),
    at(BUYER, Rule("DK-R-017", _CVR.format(""))),
    at("/cn:CreditNote/cac:CreditNoteLine|/inv:Invoice/cac:InvoiceLine", Rule("DK-R-003", _unspsc_version)),
    at("//cac:AllowanceCharge", Rule("DK-R-004", _tax_reason)),
)

# -- Sweden

_IN_SWEDEN = "cac:PostalAddress/cac:Country/cbc:IdentificationCode = 'SE'"
_SWEDISH_VAT = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID = 'VAT'][starts-with(cbc:CompanyID, 'SE')]"
_SELLERS = "//cac:AccountingSupplierParty/cac:Party"
_WITH_VAT = f"{_SELLERS}[{_IN_SWEDEN} and {_SWEDISH_VAT}]"
_SWEDISH_MEANS = f"//cac:PaymentMeans[{_SELLERS}[{_IN_SWEDEN}]]"
_TO_BANK = f"{_SWEDISH_MEANS}[normalize-space(cbc:PaymentMeansCode) = '30']"
F_TAX = "GODKÄND FÖR F-SKATT"


def _vat_number(party: etree._Element) -> str:
    held = [one for one in children(party, "cac:PartyTaxScheme") if raw(child(one, "cac:TaxScheme/cbc:ID")) == "VAT"]
    return raw(child(held[0], "cbc:CompanyID")) if held else ""


def _company_number(entity: etree._Element) -> str:
    return squeezed(child(entity, "cbc:CompanyID"))


SWEDEN = Sheet(
    at(
        _WITH_VAT,
        Rule("SE-R-001", lambda party: len(_vat_number(party).strip()) == 14),
        Rule("SE-R-002", lambda party: check_digits.is_number(_vat_number(party)[2:14])),
    ),
    at(
        f"{_SELLERS}[{_IN_SWEDEN}]/cac:PartyLegalEntity[cbc:CompanyID]",
        Rule("SE-R-003", lambda entity: check_digits.is_number(_company_number(entity))),
        Rule("SE-R-004", lambda entity: len(_company_number(entity)) == 10),
        Rule("SE-R-013", lambda entity: check_digits.swedish(_company_number(entity))),
    ),
    at(
        f"{_SELLERS}[{_IN_SWEDEN} and cac:PartyLegalEntity/cbc:CompanyID]"
        "/cac:PartyTaxScheme[not(translate(normalize-space(cac:TaxScheme/cbc:ID), 'vat', 'VAT') = 'VAT')]"
        "/cbc:CompanyID",
        Rule("SE-R-005", lambda element: squeezed(element).upper() == F_TAX),
    ),
    at(
        f"//cac:TaxCategory[{_WITH_VAT}][cbc:ID = 'S']|//cac:ClassifiedTaxCategory[{_WITH_VAT}][cbc:ID = 'S']",
        Rule("SE-R-006", "number(cbc:Percent) = 25 or number(cbc:Percent) = 12 or number(cbc:Percent) = 6"),
    ),
    at(
        f"{_TO_BANK}[normalize-space({_BANK}) = 'SE:PLUSGIRO']/{_ACCOUNT}",
        Rule("SE-R-007", lambda element: check_digits.is_number(squeezed(element)), "warning"),
        Rule("SE-R-010", lambda element: 2 <= len(squeezed(element)) <= 8, "warning"),
    ),
    at(
        f"{_TO_BANK}[normalize-space({_BANK}) = 'SE:BANKGIRO']/{_ACCOUNT}",
        Rule("SE-R-008", lambda element: check_digits.is_number(squeezed(element)), "warning"),
        Rule("SE-R-009", lambda element: len(squeezed(element)) in {7, 8}, "warning"),
    ),
    at(
        f"{_SWEDISH_MEANS}[cbc:PaymentMeansCode = '50' or cbc:PaymentMeansCode = '56']",
        Rule("SE-R-011", NEVER, "warning"),
    ),
    at(
        f"{_SWEDISH_MEANS}[//cac:AccountingCustomerParty/cac:Party[{_IN_SWEDEN}]][cbc:PaymentMeansCode = '31']",
        Rule("SE-R-012", NEVER, "warning"),
    ),
)

# -- Iceland

_LAST_DAY = "cac:AdditionalDocumentReference[cbc:DocumentDescription = 'EINDAGI']"
_KENNITALA = "{0}cac:PartyLegalEntity/cbc:CompanyID/@schemeID = '0196'"
_PLACE = "{0}cac:PostalAddress/cbc:StreetName and {0}cac:PostalAddress/cbc:PostalZone"


def _final_day(document: etree._Element) -> str | None:
    """The last day to pay (eindagi), which Iceland keeps among the supporting documents."""
    for one in children(document, "cac:AdditionalDocumentReference"):
        if raw(child(one, "cbc:DocumentDescription")) == "EINDAGI":
            return raw(child(one, "cbc:ID"))
    return None


def _is_final_day(document: etree._Element) -> bool:
    day = _final_day(document)
    try:
        return day is None or (len(day) == 10 and bool(date.fromisoformat(day)))
    except ValueError:
        return False


def _due_before_final_day(document: etree._Element) -> bool:
    day, due = _final_day(document), child(document, "cbc:DueDate")
    return day is None or (due is not None and raw(due) <= day)


def _account_of_twelve(code: str) -> str:
    means = f"cac:PaymentMeans[cbc:PaymentMeansCode = '{code}']"
    return f"not({means}) or string-length(normalize-space({means}/{_ACCOUNT})) = 12"


def _icelandic_type(document: etree._Element) -> bool:
    held = (child(document, "cbc:InvoiceTypeCode"), child(document, "cbc:CreditNoteTypeCode"))
    return any(squeezed(one) in {"380", "381"} for one in held)


ICELAND = Sheet(
    at(
        "/*",
        Rule("IS-R-001", _icelandic_type, "warning"),
        Rule("IS-R-002", _KENNITALA.format(f"{SELLER}/")),
        Rule("IS-R-003", _PLACE.format(f"{SELLER}/")),
        Rule("IS-R-006", _account_of_twelve("9")),
        Rule("IS-R-007", _account_of_twelve("42")),
        Rule("IS-R-008", _is_final_day),
        Rule("IS-R-009", f"not({_LAST_DAY}) or cbc:DueDate"),
        Rule("IS-R-010", _due_before_final_day),
    )
)
AMONG_ICELANDERS = Sheet(
    at(
        "/*/cac:AccountingCustomerParty",
        Rule("IS-R-004", _KENNITALA.format("cac:Party/")),
        Rule("IS-R-005", _PLACE.format("cac:Party/")),
    )
)
