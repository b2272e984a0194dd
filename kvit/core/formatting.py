"""How numbers, money and dates are written for people, by the server alone.

Always grouped, four-digit years, days and months with two digits, U+00A0 and never U+202F: browsers and libraries
disagree about all four. Money, dates and what `format_entry` writes are read back by `kvit.core.parsing` as the same
value.
"""

from datetime import date
from decimal import Decimal

from kvit.core.languages import NO_BREAK_SPACE, Language, language_of
from kvit.core.money import Money, decimals

MINUS = "\u2212"
"""The minus of the screens. Documents write the plain hyphen, so that a copied figure pastes as a number."""


def format_number(value: Decimal, language: str, *, places: int = 0, minus: str = MINUS) -> str:
    """The exact value, grouped, with at least `places` decimals; nothing is rounded away.

    Three decimals that were not asked for become four, since `1.234` can be read two ways.
    """
    return _number(value, language_of(language), places, minus)


def format_entry(value: Decimal, language: str, *, least: int = 0) -> str:
    """What a text field holds: not grouped, so that it can be read one way only, with at least so many decimals."""
    tongue = language_of(language)
    whole, fraction = _parts(value, least)
    return ("-" if value < 0 else "") + whole + (tongue.decimal_mark + fraction if fraction else "")


def format_money(money: Money, language: str, *, minus: str = MINUS) -> str:
    """The amount with at least the decimals of its currency, and the currency: `1.234,50 RON`, `€1,234.50`."""
    tongue = language_of(language)
    digits = decimals(money.currency)
    sign = tongue.signs.get(money.currency, money.currency)
    if tongue.code == "en" and sign != money.currency:
        before = minus if money.amount < 0 else ""
        return before + sign + _number(abs(money.amount), tongue, digits, minus)
    return _number(money.amount, tongue, digits, minus) + NO_BREAK_SPACE + sign


def format_amount(money: Money, language: str, *, minus: str = MINUS) -> str:
    """The amount alone, for columns whose head names the currency."""
    return _number(money.amount, language_of(language), decimals(money.currency), minus)


def format_percent(rate: Decimal, language: str, *, minus: str = MINUS) -> str:
    """A rate as a percent: `Decimal("19.5")` is `19,5 %` in Romanian and `19.5%` in English."""
    tongue = language_of(language)
    return _number(rate, tongue, 0, minus) + tongue.percent


def format_exact(value: Decimal, *, places: int = 0) -> str:
    """For programs: `1234.50`, with at least `places` decimals; nothing is rounded away and never an exponent."""
    shortest = (value + 0).normalize()
    exponent = shortest.as_tuple().exponent
    assert isinstance(exponent, int), "an amount is a finite number"
    return f"{shortest:.{max(places, -exponent)}f}"


def format_plain(amount: Decimal, currency: str) -> str:
    """For programs: the amount with at least the decimals of its currency, `1234.50`."""
    return format_exact(amount, places=decimals(currency))


def format_date(day: date, language: str) -> str:
    """Of fixed width, for tables and documents: `05.03.2026`, in Spanish and English `05/03/2026`."""
    mark = language_of(language).date_mark
    return f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year:04d}"


def format_date_long(day: date, language: str) -> str:
    """For prose: `5 martie 2026`, `5 de marzo de 2026`."""
    tongue = language_of(language)
    parts = (str(day.day), tongue.months[day.month - 1], f"{day.year:04d}")
    return tongue.between.join(parts) + tongue.behind_year


def format_month(day: date, language: str) -> str:
    """The month alone: `martie`, in Polish `marzec` and not `marca`."""
    tongue = language_of(language)
    return (tongue.months_alone or tongue.months)[day.month - 1]


def format_date_understood(day: date, language: str) -> str:
    """With the weekday, to show beside a field what was understood: `Thu 5 Mar 2026`."""
    tongue = language_of(language)
    return f"{tongue.short_days[day.weekday()]} {day.day} {tongue.short_months[day.month - 1]} {day.year:04d}"


def _number(value: Decimal, tongue: Language, places: int, minus: str) -> str:
    whole, fraction = _parts(value, places)
    grouped = f"{int(whole):,}".replace(",", tongue.group_mark)
    before = minus if value < 0 else ""
    return before + grouped + (tongue.decimal_mark + fraction if fraction else "")


def _parts(value: Decimal, places: int) -> tuple[str, str]:
    whole, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(places, "0")
    if len(fraction) == 3 and places != 3 and len(whole) <= 3 and whole != "0":
        fraction += "0"
    return whole, fraction
