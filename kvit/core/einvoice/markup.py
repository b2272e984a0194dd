"""How XML is spelled in a format without name spaces inside: elements, groups, and the bytes of the whole."""

from datetime import date
from decimal import Decimal

from kvit.core.einvoice.ubl_elements import escaped
from kvit.core.errors import Refused

_CONTROL = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D))


def element(tag: str, value: str | date | Decimal | None) -> str:
    """An element with a text, a date or a plain number; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"<{tag}>{value:f}</{tag}>\n"
    return f"<{tag}>{value.isoformat() if isinstance(value, date) else escaped(value)}</{tag}>\n"


def group(tag: str, content: str) -> str:
    """An element around others, or nothing around nothing."""
    return f"<{tag}>\n{content}</{tag}>\n" if content else ""


def encoded(document: str) -> bytes:
    """The document in UTF-8. Refuses `xml.bad_character` for what no XML can hold."""
    try:
        content = document.encode()
    except UnicodeEncodeError as error:
        raise Refused("xml.bad_character", character=repr(document[error.start])) from error
    if (
        len(content.translate(None, _CONTROL)) != len(content)
        or b"\xef\xbf\xbe" in content
        or b"\xef\xbf\xbf" in content
    ):
        found = next(one for one in document if one < " " and one not in "\t\n\r" or one in "\ufffe\uffff")
        raise Refused("xml.bad_character", character=repr(found))
    return content
