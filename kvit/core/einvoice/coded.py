"""Codes of a document that stand on no list, whatever the syntax they are written in."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.ubl_node import SPACE, place
from kvit.core.errors import Finding

MOST = 100
"""Findings of one rule; who breaks it more often is told enough, and finding the place of each takes time."""


def unlisted(
    root: etree._Element,
    lists: Iterable[tuple[str, etree.XPath, frozenset[str]]],
    *,
    in_capitals: frozenset[str] = frozenset(),
) -> list[Finding]:
    """A finding for each code, of an element or an attribute, that its rule's list does not hold (BR-CL)."""
    found: list[Finding] = []
    for rule, path, allowed in lists:
        values = path(root)
        assert isinstance(values, list)
        wrong = (
            breach(rule, place(element), code=code)
            for element, code in _coded(values)
            if (code.upper() if rule in in_capitals else code) not in allowed
        )
        found += islice(wrong, MOST)
    return found


def _coded(values: list[Any]) -> Iterator[tuple[etree._Element, str]]:
    """Elements or attributes: where each stands, and its code."""
    for value in values:
        is_element = isinstance(value, etree._Element)
        text = value.text or "" if is_element else str(value)
        yield value if is_element else value.getparent(), text.strip(SPACE)
