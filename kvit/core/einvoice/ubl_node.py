"""One element of UBL or CII as the reader sees it: children by name, values by kind, and what could not be read."""

import re
from base64 import b64decode
from datetime import date
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.cii_elements import QDT, RAM, RSM, UDT
from kvit.core.einvoice.model import Identifier
from kvit.core.einvoice.ubl_elements import CAC, CBC, EXT
from kvit.core.errors import Finding

SPACE = " \t\r\n"
MOST_DIGITS = 28
"""Sums of amounts up to this length are exact; no amount of money is longer."""

_PREFIXES = {CAC: "cac:", CBC: "cbc:", EXT: "ext:", RSM: "rsm:", RAM: "ram:", QDT: "qdt:", UDT: "udt:"}
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?\Z")


@lru_cache(maxsize=4096)
def prefixed(tag: str) -> str:
    """The name of an element with the usual prefix of its namespace: `cac:Party`."""
    namespace, _, local = tag[1:].rpartition("}")
    return _PREFIXES.get(namespace, f"{{{namespace}}}") + local


class Node:
    """An element; what cannot be read as its kind goes to the list of findings that all nodes share."""

    __slots__ = ("_children", "element", "found")

    def __init__(self, element: etree._Element, found: list[Finding]) -> None:
        self.element = element
        self.found = found
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            self._children.setdefault(prefixed(str(child.tag)), []).append(child)

    def every(self, name: str) -> "list[Node]":
        """The children of that name (`cac:Party`)."""
        return [Node(child, self.found) for child in self._children.get(name, ())]

    def one(self, *path: str) -> "Node | None":
        """The first child of the first name, its first child of the second, and so on."""
        node: Node | None = self
        for name in path:
            children = node._children.get(name) if node else None
            node = Node(children[0], self.found) if children else None
        return node

    @property
    def value(self) -> str:
        """The text without the white space around it."""
        element = self.element
        whole = (element.text or "") if len(element) == 0 else "".join(map(str, element.itertext()))
        return whole.strip(SPACE)

    def attribute(self, name: str) -> str | None:
        """An attribute without the white space around it."""
        value = self.element.get(name)
        return None if value is None else str(value).strip(SPACE)

    def text(self, *path: str) -> str | None:
        """The text at the path: None where the element is absent, empty where it is empty."""
        node = self.one(*path)
        return None if node is None else node.value

    def identifier(self, *path: str) -> Identifier | None:
        """The identifier at the path with its scheme."""
        node = self.one(*path)
        return None if node is None else Identifier(node.value, node.attribute("schemeID"))

    def number(self, *path: str) -> Decimal | None:
        """The number at the path; what is none is a finding, and absent."""
        node = self.one(*path)
        if node is None:
            return None
        value = node.value
        if _DECIMAL.match(value) and len(value) <= MOST_DIGITS + 2:
            return Decimal(value)
        node.unreadable("a number")
        return None

    def day(self, *path: str) -> date | None:
        """The date at the path, without its time zone; what is none is a finding, and absent."""
        node = self.one(*path)
        if node is None:
            return None
        day = _DAY.match(node.value)
        try:
            if day:
                return date.fromisoformat(day[1])
        except ValueError:
            pass  # the thirtieth of February has the shape of a date
        node.unreadable("a date")
        return None

    def content(self) -> bytes:
        """The file embedded in the element."""
        try:
            return b64decode("".join(self.value.split()), validate=True)
        except ValueError:
            self.unreadable("a file in base64")
            return b""

    def flag(self, name: str) -> bool | None:
        """A yes or no."""
        node = self.one(name)
        if node is None or node.value not in _FLAGS:
            (node or self).unreadable("true or false")
            return None
        return _FLAGS[node.value]

    def unreadable(self, kind: str) -> None:
        """Says that the schema would refuse the value."""
        self.found.append(breach(XSD, place(self.element), value=self.value[:80], kind=kind))


XSD = "XSD"
"""The rule of a finding that the UBL schema would report."""

THERE = "there"
"""The kind of a value whose element is not even there."""


def is_unreadable(finding: Finding) -> bool:
    """Whether the finding is about a value that stands there and is not of its kind."""
    return finding.rule == XSD and finding.facts["kind"] != THERE


_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def place(element: etree._Element) -> str:
    """Where the element stands in the document: `/Invoice/cac:InvoiceLine[2]/cac:Price`."""
    steps = [_step(node) for node in [element, *element.iterancestors()]]
    return "/" + "/".join(reversed(steps))


def _step(element: etree._Element) -> str:
    tag = str(element.tag)
    name = prefixed(tag) if tag[1:].startswith((CAC, CBC)) else etree.QName(element).localname
    before = sum(1 for _ in element.itersiblings(tag, preceding=True))
    return f"{name}[{before + 1}]" if before else name
