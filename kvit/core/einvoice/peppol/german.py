"""National rules of Peppol between firms in Germany (DE-R), which follow XRechnung."""

import re

from lxml import etree

from kvit.core.einvoice import check_digits
from kvit.core.einvoice.element_rules import BUYER, SELLER, Rule, Sheet, at, child, children, raw, squeezed

_TAXED = frozenset({"S", "Z", "E", "AE", "K", "G", "L", "M"})
_TYPES = frozenset({"326", "380", "384", "389", "381", "875", "876", "877"})
_DISCOUNT = re.compile(
    r"(?:^|\r?\n)#(?:SKONTO)#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#\Z"
)
_AFTER_DISCOUNT = re.compile(r"\s*\n")
_MAIL = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+")
_LINK = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_REFERENCE = "cac:AdditionalDocumentReference"
_FILE = f"{_REFERENCE}/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"


def stands(path: str) -> str:
    """An element that is there with something in it."""
    return f"boolean({path}[normalize-space()])"


def _taxed_categories(document: etree._Element) -> bool:
    adjusted = (
        category
        for one in children(document, "cac:AllowanceCharge")
        if raw(child(one, "cbc:ChargeIndicator")) in {"true", "false"}
        for category in children(one, "cac:TaxCategory/cbc:ID")
    )
    lines = (
        category
        for name in ("cac:InvoiceLine", "cac:CreditNoteLine")
        for category in children(document, f"{name}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID")
    )
    return any(raw(one) in _TAXED for one in (*adjusted, *lines))


def _seller_is_registered(document: etree._Element) -> bool:
    if not _taxed_categories(document) or child(document, "cac:TaxRepresentativeParty") is not None:
        return True
    held = children(document, f"{SELLER.removeprefix('/*/')}/cac:PartyTaxScheme/cbc:CompanyID")
    return any(squeezed(one) for one in held)


def _discounts_are_written(document: etree._Element) -> bool:
    """Each line of the terms that starts with # is a discount as XRechnung writes it, and a line break ends it."""
    for terms in children(document, "cac:PaymentTerms"):
        note = raw(child(terms, "cbc:Note"))
        marked = [line for line in re.split(r"\r?\n", note) if line.strip().startswith("#")]
        if not marked:
            continue
        last = re.split(r"#.+#", note)[-1]
        if not all(_DISCOUNT.search(line.strip()) for line in marked) or not _AFTER_DISCOUNT.match(last):
            return False
    return True


def _files_have_own_names(document: etree._Element) -> bool:
    names = [one.get("filename") for one in children(document, _FILE)]
    named = [name for name in names if name is not None]
    return len(named) == len(set(named))


def _type_is_usual(document: etree._Element) -> bool:
    return any(squeezed(child(document, f"cbc:{name}TypeCode")) in _TYPES for name in ("Invoice", "CreditNote"))


def _corrects_something(document: etree._Element) -> bool:
    codes = {squeezed(child(document, f"cbc:{name}TypeCode")) for name in ("Invoice", "CreditNote")}
    return "384" not in codes or child(document, "cac:BillingReference/cac:InvoiceDocumentReference") is not None


def _account(path: str, code: str) -> Rule:
    rule = {"58": "DE-R-019", "59": "DE-R-020"}[code]

    def holds(means: etree._Element) -> bool:
        return squeezed(child(means, "cbc:PaymentMeansCode")) != code or check_digits.iban(raw(child(means, path)))

    return Rule(rule, holds, "warning")


def _paid_by(*codes: str) -> str:
    asked = " or ".join(f"normalize-space(cbc:PaymentMeansCode) = '{code}'" for code in codes)
    return f"/*/cac:PaymentMeans[{asked}]"


def _alone(one: str, *others: str) -> tuple[str, str]:
    return f"cac:{one}", " and ".join(f"not(cac:{other})" for other in others)


_TRANSFER = _alone("PayeeFinancialAccount", "CardAccount", "PaymentMandate")
_CARD = _alone("CardAccount", "PayeeFinancialAccount", "PaymentMandate")
_DEBIT = _alone("PaymentMandate", "PayeeFinancialAccount", "CardAccount")

AMONG_GERMANS = Sheet(
    at(
        "/*",
        Rule("DE-R-001", "cac:PaymentMeans"),
        Rule("DE-R-015", stands("cbc:BuyerReference")),
        Rule("DE-R-016", _seller_is_registered),
        Rule("DE-R-017", _type_is_usual, "warning"),
        Rule("DE-R-018", _discounts_are_written),
        Rule("DE-R-022", _files_have_own_names),
        Rule("DE-R-026", _corrects_something, "warning"),
        Rule(
            "DE-R-030",
            "not(cac:PaymentMeans/cac:PaymentMandate)"
            " or cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID[@schemeID = 'SEPA']"
            " or cac:PayeeParty/cac:PartyIdentification/cbc:ID[@schemeID = 'SEPA']",
        ),
        Rule(
            "DE-R-031",
            "not(cac:PaymentMeans/cac:PaymentMandate)"
            " or cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID",
        ),
    ),
    at(
        f"/*/{_REFERENCE}/cac:Attachment/cac:ExternalReference",
        Rule("DE-R-T02", lambda one: _LINK.match(raw(child(one, "cbc:URI"))) is not None, "warning"),
    ),
    at("/*/cac:AccountingSupplierParty", Rule("DE-R-002", "cac:Party/cac:Contact")),
    at(
        f"{SELLER}/cac:PostalAddress",
        Rule("DE-R-003", stands("cbc:CityName")),
        Rule("DE-R-004", stands("cbc:PostalZone")),
    ),
    at(
        f"{SELLER}/cac:Contact",
        Rule("DE-R-005", stands("cbc:Name")),
        Rule("DE-R-006", stands("cbc:Telephone")),
        Rule("DE-R-007", stands("cbc:ElectronicMail")),
        Rule("DE-R-027", lambda one: _has_three_digits(squeezed(child(one, "cbc:Telephone"))), "warning"),
        Rule(
            "DE-R-028",
            lambda one: _MAIL.fullmatch(squeezed(child(one, "cbc:ElectronicMail"))) is not None,
            "warning",
        ),
    ),
    at(
        f"{BUYER}/cac:PostalAddress",
        Rule("DE-R-008", stands("cbc:CityName")),
        Rule("DE-R-009", stands("cbc:PostalZone")),
    ),
    at(
        "/*/cac:Delivery/cac:DeliveryLocation/cac:Address",
        Rule("DE-R-010", stands("cbc:CityName")),
        Rule("DE-R-011", stands("cbc:PostalZone")),
    ),
    at(
        _paid_by("30", "58"),
        _account("cac:PayeeFinancialAccount/cbc:ID", "58"),
        Rule("DE-R-023-1", _TRANSFER[0]),
        Rule("DE-R-023-2", _TRANSFER[1]),
    ),
    at(_paid_by("48", "54", "55"), Rule("DE-R-024-1", _CARD[0]), Rule("DE-R-024-2", _CARD[1])),
    at(
        _paid_by("59"),
        _account("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID", "59"),
        Rule("DE-R-025-1", _DEBIT[0]),
        Rule("DE-R-025-2", _DEBIT[1]),
    ),
    at("/*/cac:TaxTotal/cac:TaxSubtotal", Rule("DE-R-014", stands("cac:TaxCategory/cbc:Percent"))),
)


def _has_three_digits(text: str) -> bool:
    return sum(one in "0123456789" for one in text) >= 3
