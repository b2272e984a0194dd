"""How the file is spelled: elements in the schema's name space, texts cut to its lengths, amounts with two decimals."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

from kvit.core.formats.saft_bg.facts import Address, Amount, Tax
from kvit.core.money import round_half_up

NAMESPACE = "mf:nra:dgti:dxxxx:declaration:v1"
"""As the schema spells it. It is a URI, and what the authority's sample declares beside it is left out."""

CODE, SHORT, MIDDLE, NAME, LONG = 9, 18, 35, 70, 256
"""The schema's lengths: SAFcodeType, SAFshorttextType, SAFmiddle1textType, SAFmiddle2textType, SAFlongtextType."""

REMEMBERED = 2000
"""How many spelled elements are kept at hand: accounts, codes and names come again and again."""

_UNREADABLE = dict.fromkeys(range(32), " ") | dict.fromkeys((0xFFFE, 0xFFFF), " ")


@lru_cache(maxsize=REMEMBERED)
def text(tag: str, value: str, longest: int) -> str:
    """An element with a text, cut to the schema's length; characters that no XML holds become blanks."""
    told = " ".join(value.translate(_UNREADABLE).encode("utf-8", "replace").decode().split())[:longest].rstrip()
    return f"<{tag}>{escape(told)}</{tag}>"


def day(tag: str, value: date) -> str:
    """An element with a day."""
    return f"<{tag}>{value.isoformat()}</{tag}>"


def number(tag: str, value: Decimal | int, digits: int = 0) -> str:
    """An element with a number of so many decimals, rounded half up."""
    told = round_half_up(Decimal(value), digits) + 0  # + 0: no minus before nothing
    return f"<{tag}>{told:f}</{tag}>"


def money(tag: str, value: Decimal) -> str:
    """An element with an amount (SAFmonetaryType)."""
    return number(tag, value, 2)


def group(tag: str, *content: str) -> str:
    """An element around others."""
    return f"<{tag}>{''.join(content)}</{tag}>"


def amount(tag: str, value: Amount) -> str:
    """AmountStructure. The rate has four decimals and stands where another currency was agreed."""
    rate = ""
    if value.currency != "EUR" and value.in_currency:
        rate = number("ExchangeRate", abs(value.base / value.in_currency), 4)
    return group(
        tag,
        money("Amount", value.base),
        text("CurrencyCode", value.currency, 3),
        money("CurrencyAmount", value.in_currency),
        rate,
    )


@lru_cache(maxsize=REMEMBERED)
def tax(value: Tax) -> str:
    """TaxInformation; empty codes where a row bears no tax, as in the authority's sample."""
    percentage = number("TaxPercentage", value.percentage, 2) if value.percentage is not None else ""
    base = money("TaxBase", value.base) if value.base is not None else ""
    return group(
        "TaxInformation",
        text("TaxType", value.kind, CODE),
        text("TaxCode", value.code, CODE),
        percentage,
        base,
        amount("TaxAmount", value.amount),
    )


def address(tag: str, value: Address, *, kind: str) -> str:
    """AddressStructure: parts that are not known are left out, but for town and country."""
    parts = (
        ("StreetName", value.street, NAME),
        ("Number", value.building, SHORT),
        ("City", value.town or "-", MIDDLE),
        ("PostalCode", value.post_code, SHORT),
        ("Region", value.region, MIDDLE),
        ("Country", value.country or "BG", 2),
    )
    told = [text(name, part, longest) for name, part, longest in parts if part]
    return group(tag, *told, f"<AddressType>{kind}</AddressType>")


def balances(opening: Decimal, closing: Decimal) -> str:
    """Opening and closing balance, each on its side; nothing stands on the debit side."""
    sides = []
    for when, value in (("Opening", opening), ("Closing", closing)):
        side = "Credit" if value < 0 else "Debit"
        sides.append(money(f"{when}{side}Balance", abs(value)))
    return "".join(sides)


def side(is_debit: bool) -> str:
    """DebitCreditIndicator."""
    return f"<DebitCreditIndicator>{'D' if is_debit else 'C'}</DebitCreditIndicator>"
