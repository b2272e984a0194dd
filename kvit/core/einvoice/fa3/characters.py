"""Which characters an FA(3) document may hold: what XML 1.0 allows (2.2), without what it discourages."""

import re

from kvit.core.errors import Refused

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DISCOURAGED = re.compile(
    "[\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def encoded(text: str) -> bytes:
    """The text in UTF-8. Refuses `xml.bad_character` for a character that no XML can hold."""
    found = _FORBIDDEN.search(text)
    if found:
        raise Refused("xml.bad_character", character=repr(found[0]))
    return text.encode()


def discouraged(text: str) -> str:
    """The first character that KSeF refuses though XML allows it (production since 2026-07-16); empty if none."""
    found = _DISCOURAGED.search(text)
    return found[0] if found else ""
