"""In which encoding a file of text was written: by its mark, as UTF-8, or by the letters that come out."""

import codecs
import re
from collections.abc import Callable

from kvit.core.errors import Refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_OURS = "ąćęłńóśźż ăâîşţșț áéíóúñüºª¿¡ äöüß"
_NEIGHBOURS = "àâçèêëîïôùûœ čďěňřšťůýž őű"
_MARKS_OF_TEXT = "€„”“’‘–—…§°£«»\u00a0№´"
_CYRILLIC = re.compile("[А-Яа-яЁёЍѝ]")
_WORD = re.compile(r"[^\W\d_]+")


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Refuses `table.not_text`, `table.encoding_unknown`."""
    for mark, name in _MARKS:
        if content.startswith(mark) and (len(mark) > 2 or _has_halves(content)):
            return _strictly(content, name), name
    if b"\0" in content:
        return _without_mark(content)
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return _by_letters(content)


_OF_DOS = ("cp850", "cp852")
"""What some banks of Spain and Poland still write."""


def decoded_of_bank(content: bytes) -> str:
    """The text of a bank's file of fixed fields: as `decoded`, or in the letters of DOS where these make better words.

    Refuses as `decoded`.
    """
    text, encoding = decoded(content)
    if encoding.startswith("utf"):
        return text
    return max(text, *(content.decode(name) for name in _OF_DOS), key=lambda one: _tidy(one[:50_000]))


def _tidy(text: str) -> int:
    """How many words with an accent have letters of ours and one case, less those that do not and strange marks."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    marks = [letter for letter in text if letter > "\x7f" and not letter.isalpha() and letter not in _MARKS_OF_TEXT]
    return sum(1 if _is_ours(word) else -1 for word in words) - len(marks)


def _is_ours(word: str) -> bool:
    has_one_case = word.islower() or word.isupper() or word.istitle()
    return has_one_case and all(
        letter < "\x7f" or letter.lower() in _OURS or _CYRILLIC.match(letter) is not None for letter in word
    )


def _has_halves(content: bytes) -> bool:
    """Whether there are first halves of letters behind a mark of UTF-16, which is "яю" or "юя" in Cyrillic letters."""
    return len(content) == 2 or re.search(b"[\x00-\x08]", content) is not None


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        raise Refused("table.encoding_unknown", encoding=name) from None


def _without_mark(content: bytes) -> tuple[str, str]:
    """UTF-16 that does not say so: in one order of its bytes nearly all letters are Latin or Cyrillic ones."""
    for name in ("utf-16-le", "utf-16-be"):
        if len(content) % 2 == 0:
            known = len(
                re.findall("[\t\r\n -\u017f\u0218-\u021b\u0400-\u04ff]", content[:4000].decode(name, "replace"))
            )
            if known * 2 >= len(content[:4000]) * 9 // 10:
                return _strictly(content, name), name
    raise Refused("table.not_text")


def _by_letters(content: bytes) -> tuple[str, str]:
    """Of the encodings with one byte a letter, the one whose letters make words of our languages."""
    scored: list[tuple[int, int, str, str]] = []
    for rank, (name, score) in enumerate(_EIGHT_BITS):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if re.search("[\x80-\x9f]", text):
            continue
        scored.append((score(text[:50_000]), -rank, name, text))
    if not scored:
        raise Refused("table.encoding_unknown", encoding="?")
    best = max(scored)
    return best[3], best[2]


def _latin(text: str) -> int:
    points = sum(_letter(letter) for letter in text if letter > "\x7f")
    # Accents stand alone between plain letters; four in a row are another alphabet read wrongly.
    points -= 4 * sum(len(run) for run in re.findall("[\u00c0-\u024f]{4,}", text))
    # The same byte is the ñ of Spanish and the ń of Polish, the º of Spanish and the ş of old Romanian.
    points += len(re.findall("ñ[aeiouáéíóú]", text.lower())) + len(re.findall("ń(?![aeiouyąęó])", text.lower()))
    points += 2 * len(re.findall(r"\b[nN][º]|[0-9][ºª]", text)) - 2 * len(re.findall(r"\bN[ş]|[0-9][şŞ]", text))
    points += 2 * len(re.findall("[a-z]ş|ş[a-z]", text)) - 3 * len(re.findall("[a-z][º¿¡]|[a-z]ª[a-z]", text))
    return points


def _letter(letter: str) -> int:
    low = letter.lower()
    if low in _OURS:
        return 3
    if low in _NEIGHBOURS:
        return 2
    if letter in _MARKS_OF_TEXT:
        return 1
    return -2 if letter.isalpha() else -3


def _cyrillic(text: str) -> int:
    points = 0
    for word in _WORD.findall(text):
        cyrillic = len(_CYRILLIC.findall(word))
        if cyrillic == 0:
            continue
        # A word has one alphabet, and small letters follow a capital or all are capitals.
        tidy = cyrillic == len(word) and (word.islower() or word.isupper() or word.istitle())
        points += 4 * cyrillic if tidy else -4 * cyrillic
    return points + sum(_letter(letter) for letter in text if letter in _MARKS_OF_TEXT)


_EIGHT_BITS: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("cp1252", _latin),
    ("cp1250", _latin),
    ("cp1251", _cyrillic),
    ("iso8859-2", _latin),
)
