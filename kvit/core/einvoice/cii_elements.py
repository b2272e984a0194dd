"""How one CII D16B element is spelled: names, and the pieces that several parts of a document share."""

from datetime import date
from decimal import Decimal

from kvit.core.einvoice.model import Address, Adjustment, Identifier, Period
from kvit.core.einvoice.ubl_elements import attribute, escaped

RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"

TENDER, OBJECT, SUPPORTING = "50", "130", "916"
"""What CII calls the three kinds of one reference (UNTDID 1001): BT-17, BT-18 and BT-128, BG-24."""

TAX_POINT_CODES = {"3": "5", "35": "29", "432": "72"}
"""BT-8: the standard takes UNTDID 2005, CII UNTDID 2475 for the same three days."""


def text(tag: str, value: str | None) -> str:
    """An element with a text, or nothing."""
    return "" if value is None else f"<ram:{tag}>{escaped(value)}</ram:{tag}>\n"


def plain(value: Decimal) -> str:
    """The number without exponent; minus zero as zero, which the official sheet does not take for equal."""
    return f"{value if value else abs(value):f}"


def number(tag: str, value: Decimal | None) -> str:
    """An element with a plain number, or nothing. Amounts name no currency but the totals of VAT (CII-DT-031)."""
    return "" if value is None else f"<ram:{tag}>{plain(value)}</ram:{tag}>\n"


def day(tag: str, value: date | None, kind: str = "udt:DateTimeString") -> str:
    """An element with a date in format 102 (CCYYMMDD), or nothing."""
    if value is None:
        return ""
    written = value.isoformat().replace("-", "")
    return f'<ram:{tag}><{kind} format="102">{written}</{kind}></ram:{tag}>\n'


def quantity(tag: str, value: Decimal | None, unit: str | None) -> str:
    """An element with a quantity and its unit, or nothing."""
    return "" if value is None else f"<ram:{tag}{attribute('unitCode', unit)}>{plain(value)}</ram:{tag}>\n"


def identifier(tag: str, value: Identifier | None) -> str:
    """An element with an identifier and its scheme, or nothing."""
    if value is None:
        return ""
    return f"<ram:{tag}{attribute('schemeID', value.scheme)}>{escaped(value.value)}</ram:{tag}>\n"


def identifiers(values: tuple[Identifier, ...]) -> str:
    """The identifiers of a party or place: those of nobody's list, then those of one (GlobalID)."""
    return "".join(identifier("ID", one) for one in values if one.scheme is None) + "".join(
        identifier("GlobalID", one) for one in values if one.scheme is not None
    )


def within(tag: str, content: str) -> str:
    """An aggregate around its content, empty if there is none."""
    return f"<ram:{tag}>\n{content}</ram:{tag}>\n"


def wrapped(tag: str, content: str) -> str:
    """An aggregate around its content, or nothing around nothing."""
    return within(tag, content) if content else ""


def reference(tag: str, value: str | None) -> str:
    """A document reference that is a number alone."""
    return wrapped(tag, text("IssuerAssignedID", value))


def typed_reference(value: str | None, type_code: str, kind: str | None = None) -> str:
    """A tender (BT-17) or invoiced object (BT-18, 128) among the additional documents, or nothing."""
    if value is None:
        return ""
    content = text("IssuerAssignedID", value) + text("TypeCode", type_code) + text("ReferenceTypeCode", kind)
    return within("AdditionalReferencedDocument", content)


def address(value: Address | None) -> str:
    """A postal address; one without any part is still there, empty."""
    if value is None:
        return ""
    return within(
        "PostalTradeAddress",
        f"{text('PostcodeCode', value.post_code)}{text('LineOne', value.line_1)}{text('LineTwo', value.line_2)}"
        f"{text('LineThree', value.line_3)}{text('CityName', value.city)}{text('CountryID', value.country)}"
        f"{text('CountrySubDivisionName', value.subdivision)}",
    )


def period(value: Period | None) -> str:
    """A period of the document or of a line; one without any day is still there, empty."""
    if value is None:
        return ""
    return within("BillingSpecifiedPeriod", day("StartDateTime", value.start_on) + day("EndDateTime", value.end_on))


def tax_category(tag: str, category: str | None, rate: Decimal | None) -> str:
    """The VAT category and rate of a line, allowance or charge, or nothing."""
    content = text("CategoryCode", category) + number("RateApplicablePercent", rate)
    return within(tag, "<ram:TypeCode>VAT</ram:TypeCode>\n" + content) if content else ""


def adjustments(allowances: tuple[Adjustment, ...], charges: tuple[Adjustment, ...]) -> str:
    """Allowances, then charges, of the document or of a line."""
    marked = [("false", item) for item in allowances] + [("true", item) for item in charges]
    return "".join(
        within(
            "SpecifiedTradeAllowanceCharge",
            f"{indicator(mark)}{number('CalculationPercent', item.percent)}{number('BasisAmount', item.base)}"
            f"{number('ActualAmount', item.amount)}{text('ReasonCode', item.reason_code)}{text('Reason', item.reason)}"
            f"{tax_category('CategoryTradeTax', item.vat_category, item.vat_rate)}",
        )
        for mark, item in marked
    )


def indicator(mark: str) -> str:
    """Whether it is a charge (`true`) or an allowance (`false`)."""
    return f"<ram:ChargeIndicator><udt:Indicator>{mark}</udt:Indicator></ram:ChargeIndicator>\n"
