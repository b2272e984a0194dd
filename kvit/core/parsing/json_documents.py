"""JSON from people and programs, read so that it can mean one thing only."""

import json
from decimal import Decimal

from kvit.core.errors import Refused

MOST_BYTES = 20 * 1024 * 1024
MOST_DIGITS = 40


def read_json(content: bytes) -> object:
    """The document with exact numbers (`Decimal`, never a float).

    Refuses `json.too_big`, `json.not_utf8`, `json.malformed`, and what the standard leaves open: a key given twice
    (`json.key_twice`), NaN and infinities, numbers longer than any amount (`json.number_too_long`), letters that are
    none and that no table can keep (`json.bad_letter`).
    """
    if len(content) > MOST_BYTES:
        raise Refused("json.too_big", bytes=len(content), most=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("json.not_utf8", byte=error.start + 1) from None
    try:
        document = json.loads(
            text,
            parse_float=_number,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
        if "\\u" in text:  # written out, a letter is whole: only an escape can make half of one, or NUL
            _refuse_half_letters(document)
        return document
    except json.JSONDecodeError as error:
        raise Refused("json.malformed", line=error.lineno, column=error.colno, reason=error.msg) from None
    except RecursionError:
        raise Refused("json.too_deep") from None


def _refuse_half_letters(value: object) -> None:
    if isinstance(value, str) and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise Refused("json.bad_letter", value=ascii(value)[:60])
    if isinstance(value, dict):
        for key, part in value.items():
            _refuse_half_letters(key)
            _refuse_half_letters(part)
    if isinstance(value, list):
        for part in value:
            _refuse_half_letters(part)


def _short(digits: str) -> str:
    if len(digits) > MOST_DIGITS:
        raise Refused("json.number_too_long", value=digits[:MOST_DIGITS], most=MOST_DIGITS)
    return digits


def _number(digits: str) -> Decimal:
    return Decimal(_short(digits))


def _whole(digits: str) -> int:
    return int(_short(digits))


def _no_number(word: str) -> object:
    raise Refused("json.no_number", value=word)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Refused("json.key_twice", key=key[:60])
        found[key] = value
    return found
