"""Codes of a document that stand on no list, whatever the syntax they are written in."""

from collections.abc import Iterable

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.ubl_node import SPACE, place
from kvit.core.errors import Finding


def unlisted(
    root: etree._Element,
    lists: Iterable[tuple[str, etree.XPath, frozenset[str]]],
    *,
    in_capitals: frozenset[str] = frozenset(),
) -> list[Finding]:
    """A finding for each code, of an element or an attribute, that its rule's list does not hold (BR-CL)."""
    found = []
    for rule, path, allowed in lists:
        values = path(root)
        assert isinstance(values, list)
        for value in values:
            element = value if isinstance(value, etree._Element) else value.getparent()  # type: ignore[union-attr]
            code = (value.text or "" if isinstance(value, etree._Element) else str(value)).strip(SPACE)
            if (code.upper() if rule in in_capitals else code) not in allowed:
                found.append(breach(rule, place(element), code=code))
    return found
