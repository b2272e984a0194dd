"""Short messages and spoken calls: when they may go, and how an amount is written so that it is spoken right.

`docs/rules/texts.md`. A telephone disturbs more than a mail, so its hours are narrower.
"""

from datetime import date, datetime
from decimal import Decimal

from babel.numbers import format_currency

from kvit.core.countries.zones import zone_of
from kvit.core.dunning import rests
from kvit.core.money import Money, decimals

LONGEST = 600
"""So many characters a text has at most: four parts of a short message in Cyrillic are long enough."""

INSTEAD = "instead"
"""The occasion of a text that goes in place of a mail that came back, and of a mail in place of a text."""

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€")
"""The alphabet of a short message (3GPP TS 23.038, 6.2.1), and what takes two places in it. With any other letter the
whole of it goes in UCS-2, where less than half as much fits."""
MOST_PARTS = 6
"""So many parts a message with a link has at most: each is paid for."""
CUT = "..."

USUAL = (9, 18)
ALLOWED: dict[str, tuple[tuple[date, int, int], ...]] = {
    "ES": ((date(2014, 6, 13), 9, 21),),
    "RO": ((date(2016, 9, 30), 9, 20),),
}
"""By country of the customer, from a day on: not before and not after these hours. Spain: RDL 1/2007 art. 96.2 (calls
that sell); Romania: OUG 52/2016 (collecting consumers' credits). Neither binds a seller who reminds of his own invoice;
we keep them all the same. Elsewhere, and before, `USUAL`: no law names hours there, this is our own measure."""
LOCALES = {"en": "en_GB"}


def hours(country: str, *, on: date) -> tuple[int, int]:
    """The hours of the customer's country in which a telephone may ring: from the first until before the second."""
    rows = [(first, last) for since, first, last in ALLOWED.get(country, ()) if since <= on]
    return rows[-1] if rows else USUAL


def is_quiet(at: datetime, *, country: str, zone: str) -> bool:
    """Whether no telephone may ring at the moment where the customer is: a day of rest, too early, too late."""
    there = at.astimezone(zone_of(country, otherwise=zone))
    first, last = hours(country, on=there.date())
    return rests(there.date(), country=country) or not first <= there.hour < last


def parts(text: str) -> int:
    """In how many short messages it goes: 160 places or 153 in each of several, in UCS-2 70 or 67."""
    if all(letter in GSM or letter in TWICE for letter in text):
        places, alone, each = len(text) + sum(letter in TWICE for letter in text), 160, 153
    else:
        places, alone, each = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if places <= alone else -(-places // each)


def with_link(words: str, link: str) -> str:
    """The words and the link behind them, in `MOST_PARTS` parts and `LONGEST` characters at most.

    Too long words are cut, the link never is.
    """
    whole, left = f"{words} {link}", words
    while (len(whole) > LONGEST or parts(whole) > MOST_PARTS) and left:
        left = left[:-1]
        whole = f"{left.rstrip()}{CUT} {link}"
    return whole


def spoken_amount(amount: Money, language: str) -> str:
    """The amount as a voice reads it right: the currency by its name in the right number, thousands not grouped,
    no decimals where there are none: `1234,50 lei românești`, `121 złotych polskich`."""
    exact = amount.rounded().amount
    whole = exact == exact.to_integral_value()
    pattern = "0" if whole else "0." + "0" * decimals(amount.currency)
    return format_currency(
        Decimal(int(exact)) if whole else exact,
        amount.currency,
        format=pattern,
        format_type="name",
        locale=LOCALES.get(language, language),
        currency_digits=False,
    )
