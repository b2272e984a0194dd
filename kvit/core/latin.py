"""Texts in the letters that banks take (EPC217-08), readable for a person: `docs/rules/latin-letters.md`."""

import unicodedata

LOST = "?"
"""What stands for a letter that cannot be spelled."""

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /-?:().,'+")

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъьюя"
_SPELLED = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya"
BULGARIAN = dict(zip(_LETTERS, _SPELLED.split(), strict=True))
"""The letters of the Закон за транслитерацията (the streamlined system)."""

THE_STATE = ("българия", "bulgaria")

_WHOLE = {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
_MARKS = {
    **dict.fromkeys('"„“”‟«»‚‘’‛`´', "'"),
    **dict.fromkeys("_‐‑‒–—―−~", "-"),
    **dict.fromkeys("[{<", "("),
    **dict.fromkeys("]}>", ")"),
    **dict.fromkeys("!#$%*=@\\^|•·", "."),
    "&": "+",
    ";": ",",
    "€": "EUR",
    "¿": "",
    "¡": "",
}


def latin(text: str, *, keep: frozenset[str] = frozenset()) -> str:
    """The text in the letters of the SEPA set, blanks put together; `?` for what has no such letter.

    Letters of `keep` stay as they are, for a bank that takes those of its country too.
    """
    composed = unicodedata.normalize("NFC", text)
    spelled = [one if one in keep else _spelled(composed, at) for at, one in enumerate(composed)]
    return " ".join("".join(spelled).split())


def cut(text: str, longest: int) -> str:
    """The text in the letters of the SEPA set, at most so many of them."""
    return latin(text)[:longest].rstrip()


def letters_lost(text: str) -> bool:
    """Whether something of the text has no letter in the SEPA set."""
    return latin(text).count(LOST) > text.count(LOST)


def _spelled(text: str, at: int) -> str:
    letter = text[at]
    if letter in ALLOWED:
        return letter
    low = letter.lower()
    known = _bulgarian(text, at) if low in BULGARIAN else _WHOLE.get(low)
    if known is not None:
        return known if letter == low else _capital(known, text, at)
    if letter in _MARKS:
        return _MARKS[letter]
    if letter.isspace() or unicodedata.category(letter) == "Cc":
        return " "
    pieces = unicodedata.normalize("NFKD", letter)
    if all(unicodedata.combining(piece) or unicodedata.category(piece) == "Cf" for piece in pieces):
        return ""
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    """A part of a decomposed letter: its marks go, what is no part of the set is lost."""
    if unicodedata.combining(piece):
        return ""
    if piece in ALLOWED or piece in _MARKS:
        return _MARKS.get(piece, piece)
    low = piece.lower()
    known = BULGARIAN.get(low) or _WHOLE.get(low, LOST)
    return known if piece == low else known[:1].upper() + known[1:]


def _bulgarian(text: str, at: int) -> str:
    """The letter by the law, with its two exceptions: the end „ия“ and the name of the state."""
    low = text[at].lower()
    start, end = _word(text, at)
    if text[start:end].lower() == THE_STATE[0]:
        return THE_STATE[1][at - start]
    if low == "я" and at == end - 1 and at > start and text[at - 1].lower() == "и":
        return "a"
    return BULGARIAN[low]


def _word(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _capital(known: str, text: str, at: int) -> str:
    """Щ is `Sht` before small letters and alone, `SHT` in a word of capitals."""
    start, end = _word(text, at)
    word = text[start:end]
    return known.upper() if len(word) > 1 and word.isupper() else known[:1].upper() + known[1:]
