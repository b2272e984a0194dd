"""How one UBL 2.1 element is spelled: names, escaping, and the pieces that several parts of a document share."""

import re
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.model import Address, Adjustment, Identifier, Period

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
EXT = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
ROOTS = {
    "Invoice": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "CreditNote": "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
}
SEPA = "SEPA"
"""The scheme under which UBL keeps the bank assigned creditor identifier (BT-90) among a party's identifiers."""

_MARKUP = re.compile(r'[&<>"\r\n\t]').search
_IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}


def escaped(value: str) -> str:
    """The text as it stands between two tags; read back, it is the same text."""
    return value.translate(_IN_TEXT) if _MARKUP(value) else value


def attribute(name: str, value: str | None) -> str:
    """An attribute with the space before it, or nothing."""
    if value is None:
        return ""
    return f' {name}="{value.translate(_IN_ATTRIBUTE) if _MARKUP(value) else value}"'


def text(tag: str, value: str | None) -> str:
    """A basic element with a text, or nothing."""
    return "" if value is None else f"<cbc:{tag}>{escaped(value)}</cbc:{tag}>\n"


def number(tag: str, value: Decimal | None) -> str:
    """A basic element with a plain number, or nothing."""
    return "" if value is None else f"<cbc:{tag}>{value:f}</cbc:{tag}>\n"


def day(tag: str, value: date | None) -> str:
    """A basic element with a date, or nothing."""
    return "" if value is None else f"<cbc:{tag}>{value.isoformat()}</cbc:{tag}>\n"


def money(tag: str, value: Decimal | None, currency: str | None) -> str:
    """A basic element with an amount, or nothing."""
    return "" if value is None else f'<cbc:{tag} currencyID="{currency or ""}">{value:f}</cbc:{tag}>\n'


def identifier(tag: str, value: Identifier | None) -> str:
    """A basic element with an identifier and its scheme, or nothing."""
    if value is None:
        return ""
    return f"<cbc:{tag}{attribute('schemeID', value.scheme)}>{escaped(value.value)}</cbc:{tag}>\n"


def wrapped(tag: str, content: str) -> str:
    """An aggregate around its content, or nothing around nothing."""
    return f"<cac:{tag}>\n{content}</cac:{tag}>\n" if content else ""


def reference(tag: str, value: str | None) -> str:
    """A document reference that is a number alone."""
    return "" if value is None else f"<cac:{tag}><cbc:ID>{escaped(value)}</cbc:ID></cac:{tag}>\n"


def address(tag: str, value: Address | None) -> str:
    """A postal address; one without any part is still there, empty."""
    if value is None:
        return ""
    line_3 = "" if value.line_3 is None else f"<cac:AddressLine>{text('Line', value.line_3)}</cac:AddressLine>\n"
    country = (
        "" if value.country is None else f"<cac:Country>{text('IdentificationCode', value.country)}</cac:Country>\n"
    )
    return (
        f"<cac:{tag}>\n{text('StreetName', value.line_1)}{text('AdditionalStreetName', value.line_2)}"
        f"{text('CityName', value.city)}{text('PostalZone', value.post_code)}"
        f"{text('CountrySubentity', value.subdivision)}{line_3}{country}</cac:{tag}>\n"
    )


def period(value: Period | None, tax_point_code: str | None = None) -> str:
    """A period, with the code for the tax point (BT-8) that UBL keeps in it."""
    if value is None:
        return wrapped("InvoicePeriod", text("DescriptionCode", tax_point_code))
    return (
        f"<cac:InvoicePeriod>\n{day('StartDate', value.start_on)}{day('EndDate', value.end_on)}"
        f"{text('DescriptionCode', tax_point_code)}</cac:InvoicePeriod>\n"
    )


def tax_scheme(content: str, scheme: str = "VAT") -> str:
    """A category or registration with the tax it belongs to."""
    return f"{content}<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme>"


def tax_category(tag: str, category: str | None, rate: Decimal | None) -> str:
    """The VAT category and rate of a line, allowance or charge, or nothing."""
    if category is None and rate is None:
        return ""
    return f"<cac:{tag}>{tax_scheme(text('ID', category) + number('Percent', rate))}</cac:{tag}>\n"


def adjustments(allowances: tuple[Adjustment, ...], charges: tuple[Adjustment, ...], currency: str | None) -> str:
    """Allowances, then charges, of the document or of a line."""
    marked = [("false", item) for item in allowances] + [("true", item) for item in charges]
    return "".join(
        f"<cac:AllowanceCharge>\n<cbc:ChargeIndicator>{mark}</cbc:ChargeIndicator>\n"
        f"{text('AllowanceChargeReasonCode', item.reason_code)}{text('AllowanceChargeReason', item.reason)}"
        f"{number('MultiplierFactorNumeric', item.percent)}{money('Amount', item.amount, currency)}"
        f"{money('BaseAmount', item.base, currency)}"
        f"{tax_category('TaxCategory', item.vat_category, item.vat_rate)}</cac:AllowanceCharge>\n"
        for mark, item in marked
    )
