"""The signs and words by which people name a currency beside an amount."""

from babel.core import get_global

SIGNS: dict[str, frozenset[str]] = {
    sign: frozenset(currencies.split())
    for sign, currencies in {
        "€": "EUR",
        "euro": "EUR",
        "euros": "EUR",
        "евро": "EUR",
        "lei": "RON MDL",
        "leu": "RON MDL",
        "zł": "PLN",
        "zl": "PLN",
        "złotych": "PLN",
        "лв.": "BGN",
        "лв": "BGN",
        "лева": "BGN",
        "£": "GBP",
        "us$": "USD",
        "$": "USD CAD AUD NZD SGD HKD MXN ARS CLP COP",
        "s/": "PEN",
        "¥": "JPY CNY",
        "kč": "CZK",
        "ft": "HUF",
        "kr": "SEK NOK DKK",
        "fr.": "CHF",
    }.items()
}

_BY_LENGTH = sorted(SIGNS, key=len, reverse=True)


def part_currency(text: str) -> tuple[str, frozenset[str]]:
    """The text without the one currency written before or after it, and what that can stand for: none when absent."""
    low = text.lower()
    for sign in _BY_LENGTH:
        if low.endswith(sign):
            return text[: -len(sign)].rstrip(), SIGNS[sign]
        if low.startswith(sign):
            return text[len(sign) :].lstrip(), SIGNS[sign]
    known = get_global("all_currencies")
    if text[-3:].upper() in known and not text[-4:-3].isalpha():
        return text[:-3].rstrip(), frozenset({text[-3:].upper()})
    if text[:3].upper() in known and not text[3:4].isalpha():
        return text[3:].lstrip(), frozenset({text[:3].upper()})
    return text, frozenset()
