"""Whether identifiers of firms are what their registers give out, as the rules of Peppol look at them.

A function takes the text as it stands in the document and says yes or no. Check digits: GS1 General Specifications
7.9 (GLN), Brønnøysund (NO), KBO (BE), Skatteverket SKV 709 (SE), Australian Business Register (AU), AADE (GR).
"""

import re
from decimal import Decimal

_CF = re.compile(r"[A-Za-z]{6}[+-]?[0-9]{1,2}[A-Za-z][0-9]{2}...[0-9][A-Za-z]\Z")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Za-z0-9]{0,30}\Z")
_PATTERNS: dict[str, re.Pattern[str]] = {}


def digits(text: str, length: int | None = None) -> bool:
    """Nothing but the digits 0 to 9, so many of them."""
    return text.isascii() and text.isdigit() and length in (None, len(text))


def is_number(text: str) -> bool:
    """A number as XML Schema writes a double, white space around it allowed."""
    return _NUMBER.match(text.strip()) is not None


def gln(text: str) -> bool:
    """A GS1 number of any length: weights 3 and 1 from the right, to the next ten."""
    if not digits(text):
        return False
    total = sum(int(one) * (3, 1)[index % 2] for index, one in enumerate(reversed(text[:-1])))
    return -total % 10 == int(text[-1])


def norwegian(text: str) -> bool:
    """An organisation number: nine digits, weights 2 to 7 from the right, modulo 11."""
    if not digits(text, 9) or int(text) == 0:
        return False
    total = sum(int(one) * (index % 6 + 2) for index, one in enumerate(reversed(text[:-1])))
    return -total % 11 == int(text[-1])


def danish_cvr(text: str) -> bool:
    """Eight digits, with DK before them or not."""
    return digits(text, 8) or danish_se(text)


def danish_se(text: str) -> bool:
    """DK and eight digits."""
    return text.startswith("DK") and digits(text[2:], 8)


def danish_p(text: str) -> bool:
    """A production unit: ten digits."""
    return digits(text, 10)


def belgian(text: str) -> bool:
    """An enterprise number: ten digits, the last two make the first eight a multiple of 97."""
    return digits(text, 10) and 97 - int(text[:8]) % 97 == int(text[8:])


def italian_office(text: str) -> bool:
    """The code of a public office (IPA): six letters or digits."""
    return len(text) == 6 and text.isascii() and text.isalnum()


def italian_person(text: str) -> bool:
    """A codice fiscale: sixteen characters in their order, or eleven digits."""
    return _CF.match(text) is not None if len(text) == 16 else digits(text, 11)


def italian_vat(text: str) -> bool:
    """A partita IVA, where the text starts with IT: eleven digits by Luhn; another country's is not looked at."""
    return text[:2] not in {"IT", "it"} or (digits(text[2:], 11) and luhn(text[2:]))


def luhn(text: str) -> bool:
    """Every second digit from the right doubled and its digits added, to a multiple of ten (ISO/IEC 7812-1)."""
    doubled = [int(one) * (1, 2)[index % 2] for index, one in enumerate(reversed(text))]
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def swedish(text: str) -> bool:
    """An organisation number: the first ten digits by Luhn; how long it is, other rules say."""
    return digits(text) and len(text) >= 10 and luhn(text[:10])


def swedish_address(text: str) -> bool:
    """An organisation number of ten digits."""
    return digits(text, 10) and swedish(text)


def australian(text: str) -> bool:
    """An ABN: eleven digits, the first less one, their weighted sum a multiple of 89."""
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    if not digits(text, 11):
        return False
    return (sum(int(one) * weight for one, weight in zip(text, weights, strict=True)) - 10) % 89 == 0


def greek(text: str) -> bool:
    """A TIN (AFM): nine digits, the first eight by powers of two, modulo 11, ten counting as nought."""
    if not digits(text[:9], 9):
        return False
    return sum(int(one) * (256 >> index) for index, one in enumerate(text[:8])) % 11 % 10 == int(text[8])


def dutch_vat(text: str) -> bool:
    """NL, nine digits, B, two digits."""
    return shaped(text, "NL[0-9]{9}B[0-9]{2}")


def iban(text: str) -> bool:
    """Country, check digits and account, modulo 97 (ISO 13616); white space in it is not counted."""
    packed = "".join(text.split())
    if _IBAN.match(packed) is None:
        return False
    turned = packed[4:] + packed[:4]
    return int("".join(_letter(one) for one in turned)) % 97 == 1


def _letter(one: str) -> str:
    """A digit itself, a letter as its place after nine; the rule counts small letters by their code, as it stands."""
    return one if one.isdigit() else str(ord(one) - 55)


def shaped(text: str, pattern: str) -> bool:
    """The whole text as the pattern wants it."""
    if pattern not in _PATTERNS:
        _PATTERNS[pattern] = re.compile(pattern)
    return _PATTERNS[pattern].fullmatch(text) is not None


def whole_number(text: str) -> bool:
    """A whole number, nought or more."""
    return shaped(text.strip(), r"\+?[0-9]+|-0+")


def within(value: Decimal, of: Decimal, *, slack: str) -> bool:
    """Whether two amounts differ by no more than the slack."""
    return abs(value - of) <= Decimal(slack)
