"""What an answer tells of a payment: how much, and by which reference of the bank."""

import re

from kvit.core.parsing.numbers import readings

CURRENCIES = {
    "eur": "EUR", "euro": "EUR", "€": "EUR", "ron": "RON", "lei": "RON", "leu": "RON", "bgn": "BGN", "лв": "BGN",
    "лева": "BGN", "lv": "BGN", "pln": "PLN", "zł": "PLN", "zl": "PLN", "złotych": "PLN", "zlotych": "PLN",
    "usd": "USD", "$": "USD", "gbp": "GBP", "£": "GBP",
}  # fmt: skip
_SIGN = "|".join(re.escape(one) for one in sorted(CURRENCIES, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[ .,\u00a0]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_BEHIND = re.compile(rf"(?i)(?<![\w.,])({_NUMBER})\s?({_SIGN})(?!\w)")
_BEFORE = re.compile(rf"(?i)(?<!\w)({_SIGN})\s?({_NUMBER})(?![\w.,]\d)")
_REFERENCE = re.compile(
    r"(?i)\b(?:ref(?:erence|erenc[iy]a|erin[tț]\w+|\.)?|референция|nr\.? ?op|op nr\.?|ordin(?:ul)? de plat[aă] nr\.?|"
    r"numer przelewu|payment id)\s*[:#]?\s*([A-Z0-9][A-Z0-9/-]{2,34})\b"
)


def amount_in(words: str) -> tuple[str, str]:
    """The one amount with its currency, as a plain number; empty where there is none, or more than one reading."""
    found = {(match[1], CURRENCIES[match[2].lower()]) for match in _BEHIND.finditer(words)}
    found |= {(match[2], CURRENCIES[match[1].lower()]) for match in _BEFORE.finditer(words)}
    if len(found) != 1:
        return "", ""
    [(figures, currency)] = found
    values = set(readings(figures.replace("\u00a0", " ")).values())
    return (str(next(iter(values))), currency) if len(values) == 1 else ("", "")


def reference_in(words: str) -> str:
    """The reference that the bank or the payer gave the payment, where one with a figure is told."""
    for match in _REFERENCE.finditer(words):
        if any(letter.isdigit() for letter in match[1]):
            return match[1]
    return ""
