"""A document against the content models of its schema: order, presence, attributes, and what kind a value is.

A table says for each type which children it has, in the schema's order: `Country = IdentificationCode/code? Name/text?`
is a code and a text, each of which may be absent. Behind the slash stands the kind of a value, or the type where it is
not named like the element; `*` may stand any number of times, `+` once at least, `(A|B)` is one of the two. A type that
the table does not have is not looked into: the official schema judges it. What does not fit is a finding `XSD`.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.ubl_node import SPACE, THERE, XSD, place, prefixed
from kvit.core.errors import Finding

MOST = 50
"""Findings; who gets so much wrong is told enough."""

ONCE, IN_ORDER, KNOWN = "once", "in its place in the order", "an element that may stand here"
"""What a finding says the element should have been; beside `THERE`, and the kinds of values."""

_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_PART = re.compile(r"\(?([^?*+)]+)\)?([?*+]?)")
_CHOSEN = re.compile(r"(?:(\w+):)?(\w+)(?:/(\w+))?")
_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DAY = re.compile(rf"-?(\d{{4,}}-\d\d-\d\d){_ZONE}", re.ASCII)
_TIME = re.compile(rf"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?){_ZONE}", re.ASCII)


def _is_day(text: str) -> bool:
    day = _DAY.fullmatch(text)
    try:
        return day is not None and (len(day[1]) > 10 or bool(date.fromisoformat(day[1])))
    except ValueError:
        return False  # the thirtieth of February has the shape of a date


def _is_moment(text: str) -> bool:
    day, _, time = text.partition("T")
    return _is_day(day) and day[-1:].isdigit() and _TIME.fullmatch(time) is not None


def _is_file(text: str) -> bool:
    try:
        b64decode("".join(text.split()), validate=True)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value: how its text is tested, the attributes that it may have and those that it must have."""

    fits: Callable[[str], bool] | None
    may: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _marks(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCHEME = _marks("schemeID schemeName schemeAgencyID schemeAgencyName schemeVersionID schemeDataURI schemeURI")
LIST = _marks("listID listAgencyID listAgencyName listName listVersionID name languageID listURI listSchemeURI")
CODED = _marks("listID listAgencyID listVersionID listURI name schemeID schemeAgencyID schemeVersionID")
VALUES = {
    "text": Value(None, _marks("languageID languageLocaleID")),
    "id": Value(None, SCHEME),
    "code": Value(None, LIST),
    "coded": Value(None, CODED),
    "number": Value(_is_number, _marks("format")),
    "amount": Value(_is_number, _marks("currencyID currencyCodeListVersionID")),
    "quantity": Value(_is_number, _marks("unitCode unitCodeListID unitCodeListAgencyID unitCodeListAgencyName")),
    "measure": Value(_is_number, _marks("unitCode unitCodeListVersionID")),
    "file": Value(_is_file, _marks("format mimeCode encodingCode characterSetCode uri filename")),
    "day": Value(_is_day),
    "time": Value(lambda text: _TIME.fullmatch(text) is not None),
    "flag": Value(lambda text: text in ("true", "false", "1", "0")),
    "stamp": Value(None, _marks("format")),
    "moment": Value(_is_moment),
}
"""The core component types of UN/CEFACT (CCTS 3.0), on which UBL and CII build. `coded` is a code of a list whose name
a schema may fix: whether it is the right name is left to the official one."""


@dataclass(frozen=True, slots=True)
class Child:
    """One child of a type: its position in the order, its kind or type, whether it may stand again."""

    position: int
    kind: str
    again: bool


class Shapes:
    """The types of one schema. `part` and `leaf` are the usual prefixes of elements with children and with values;
    `must` is what kinds of values ask beyond the common: attributes that have to be there.
    """

    def __init__(self, table: str, *, part: str, leaf: str, must: dict[str, str]) -> None:
        self._part, self._leaf = part, leaf
        self.values = {kind: Value(value.fits, value.may, _marks(must.get(kind, ""))) for kind, value in VALUES.items()}
        self.children: dict[str, dict[str, Child]] = {}
        self.required: dict[str, dict[int, str]] = {}
        for line in re.sub(r"\n {8}", " ", table).strip().split("\n"):
            name, _, model = line.strip().partition(" = ")
            self._add(name, model.split())

    def _add(self, name: str, parts: list[str]) -> None:
        children: dict[str, Child] = {}
        required: dict[int, str] = {}
        for position, part in enumerate(parts):
            held = _PART.fullmatch(part)
            assert held is not None, part
            for prefix, local, kind in _CHOSEN.findall(held[1]):
                usual = self._leaf if kind in VALUES else self._part
                tag = f"{prefix or usual}:{local}"
                children[tag] = Child(position, kind or local, held[2] in ("*", "+"))
                if held[2] not in ("?", "*"):
                    required.setdefault(position, tag)
        self.children[name], self.required[name] = children, required

    def check(self, root: etree._Element, kind: str) -> list[Finding]:
        """What the schema would refuse in the document whose root is of that type."""
        found = []
        for finding in self._inside(root, kind):
            found.append(finding)
            if len(found) == MOST:
                break
        return found

    def _inside(self, element: etree._Element, kind: str) -> Iterator[Finding]:
        if kind in self.values:
            yield from self._value(element, kind)
        elif kind in self.children:
            yield from _marked(element, frozenset(), frozenset())
            texts = [element.text, *(child.tail for child in element)]
            if any(text and text.strip(SPACE) for text in texts):
                yield _wrong(element, value="".join(text or "" for text in texts), kind="no text of its own")
            yield from self._children(element, kind)

    def _children(self, element: etree._Element, kind: str) -> Iterator[Finding]:
        known, missing, last = self.children[kind], dict(self.required[kind]), -1
        for one in element:
            child = known.get(prefixed(str(one.tag)))
            if child is None:
                yield _wrong(one, value="", kind=KNOWN)
                continue
            missing.pop(child.position, None)
            if child.position < last:
                yield _wrong(one, value="", kind=IN_ORDER)
            elif child.position == last and not child.again:
                yield _wrong(one, value="", kind=ONCE)
            last = max(last, child.position)
            yield from self._inside(one, child.kind)
        for name in missing.values():
            yield breach(XSD, f"{place(element)}/{name}", value="", kind=THERE)

    def _value(self, element: etree._Element, kind: str) -> Iterator[Finding]:
        value = self.values[kind]
        yield from _marked(element, value.may, value.must)
        text = (element.text or "").strip(SPACE)
        if len(element) or (value.fits is not None and not value.fits(text)):
            yield _wrong(element, value=text, kind=f"a {kind}")


def besides(found: Sequence[Finding], held: Iterable[Finding]) -> list[Finding]:
    """The findings of `held` at places of which none of `found` says that the schema would refuse them."""
    told = {one.place for one in found if one.rule == XSD}
    return [one for one in held if one.place not in told]


def _marked(element: etree._Element, may: frozenset[str], must: frozenset[str]) -> Iterator[Finding]:
    held = {str(name) for name in element.attrib if not str(name).startswith(_SCHEMA_INSTANCE)}
    for name in sorted(held - may):
        yield _wrong(element, value=name, kind="without this attribute")
    for name in sorted(must - held):
        yield _wrong(element, value="", kind=f"with its {name}")


def _wrong(element: etree._Element, *, value: str, kind: str) -> Finding:
    return breach(XSD, place(element), value=value.strip()[:80], kind=kind)
