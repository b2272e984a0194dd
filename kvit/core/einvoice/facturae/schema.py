"""Kvit's own reading of the Facturae schema: what the official one would refuse is a finding `XSD`, and where.

Versions 3.2 and 3.2.1 are judged by the shapes of 3.2.2, which only widened them; what 3.2.2 added passes in them too.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.facturae.codes import CORRECTION_METHODS, REASONS
from kvit.core.einvoice.facturae.shapes import CODES, SHAPES
from kvit.core.errors import Finding

VERSIONS = {
    "http://www.facturae.es/Facturae/2009/v3.2/Facturae": "3.2",
    "http://www.facturae.es/Facturae/2014/v3.2.1/Facturae": "3.2.1",
    "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml": "3.2.2",
}
"""The namespace of the root element and the version it stands for; no other element has a namespace."""

SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
ROOT = "Facturae"
XSD = "XSD"
MOST = 50
"""Findings; who gets so much wrong is told enough."""

_SPACE = " \t\r\n"
_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_TOKEN = re.compile(r"(\w+)(?::([\w.#]+))?")
_LENGTH = re.compile(r"(\d*)\.\.(\d+)(#?)")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN", re.ASCII)
_LONG = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?", re.ASCII)
_PATTERNS = {
    "d2": re.compile(r"-?\d+\.\d{2}", re.ASCII),
    "d8": re.compile(r"-?\d+(?:\.\d{1,8})?", re.ASCII),
    "5#": re.compile(r"\d{5}"),
    "6#": re.compile(r"\d{6}", re.ASCII),
}
_TEXTS = {"ReasonDescription": frozenset(REASONS.values())} | {
    "CorrectionMethodDescription": frozenset(CORRECTION_METHODS.values())
}


class Shape:
    """The children that a type may have: in which order, and of which type each is."""

    def __init__(self, model: str) -> None:
        self.types = {name: kind or name for name, kind in _TOKEN.findall(model)}
        self.required = [part for part in model.split() if _TOKEN.fullmatch(part)]
        pattern = _TOKEN.sub(lambda token: f"(?:{token[1]} )", model).replace("ANY", r"[^ ]+")
        self.order = re.compile(pattern.replace(") ", ")").replace(")? ", ")?").replace(" (", "("))


@lru_cache(maxsize=1)
def shapes() -> dict[str, Shape]:
    """Every type that has children, by its name."""
    joined = re.sub(r"\n {8}", " ", SHAPES)
    return {name: Shape(model) for name, _, model in (line.strip().partition(" = ") for line in joined.split("\n"))}


def structure(root: etree._Element) -> list[Finding]:
    """What the schema would refuse in the document: order, presence, code lists, lengths and forms."""
    found = []
    for finding in _inside(root, ROOT, f"/{ROOT}"):
        found.append(finding)
        if len(found) == MOST:
            break
    return found


def _inside(element: etree._Element, kind: str, place: str) -> Iterator[Finding]:
    if kind == "signature":
        return
    if any(not str(name).startswith(_SCHEMA_INSTANCE) for name in element.attrib):
        yield breach(XSD, place, value=str(list(element.attrib)[0])[:80], kind="without attributes")
    shape = shapes().get(kind)
    if shape is None:
        yield from _value(element, kind, place)
        return
    texts = [element.text, *(child.tail for child in element)]
    if any(text and text.strip(_SPACE) for text in texts):
        yield breach(XSD, place, value="".join(map(str, filter(None, texts))).strip()[:80], kind="without text")
    yield from _order(element, shape, place)
    if kind == "Extensions":
        return
    counted: dict[str, int] = {}
    for child in element:
        name = _name(child)
        counted[name] = counted.get(name, 0) + 1
        if name in shape.types:
            step = f"{name}[{counted[name]}]" if counted[name] > 1 else name
            yield from _inside(child, shape.types[name], f"{place}/{step}")


def _order(element: etree._Element, shape: Shape, place: str) -> Iterator[Finding]:
    names = [_name(child) for child in element]
    if shape.order.fullmatch("".join(f"{name} " for name in names)):
        return
    strange = next((name for name in names if name not in shape.types), None)
    missing = next((part.partition(":")[0] for part in shape.required if part.partition(":")[0] not in names), None)
    if strange:
        yield breach(XSD, f"{place}/{strange}", value=strange, kind="there")
    elif missing:
        yield breach(XSD, f"{place}/{missing}", value=missing, kind="there")
    else:
        yield breach(XSD, place, value=" ".join(names)[:200], kind="in order")


def _name(element: etree._Element) -> str:
    tag = str(element.tag)
    return "Signature" if tag == SIGNATURE else tag.replace(" ", "_")


def _value(element: etree._Element, kind: str, place: str) -> Iterator[Finding]:
    text = "".join(map(str, element.itertext()))
    if len(element) or not _is_of(kind, text, element):
        yield breach(XSD, place, value=text[:80], kind=kind)


def _is_of(kind: str, text: str, element: etree._Element) -> bool:
    length = _LENGTH.fullmatch(kind)
    if length:
        digits = not length[3] or re.fullmatch("[0-9]*", text) is not None
        return int(length[1] or 0) <= len(text) <= int(length[2]) and digits
    if kind in _PATTERNS:
        spread = text.strip(_SPACE) if kind.startswith("d") else text
        return _PATTERNS[kind].fullmatch(spread) is not None
    if kind in CODES:
        return text in CODES[kind]
    if kind in _TEXTS:
        return text in _TEXTS[kind]
    if kind == "SchemaVersion":
        return (text or "3.2.2") == VERSIONS.get(str(etree.QName(element.getroottree().getroot()).namespace))
    return KINDS[kind](text)


def _is_day(text: str) -> bool:
    day = _DAY.fullmatch(text.strip(_SPACE))
    if not day:
        return False
    try:
        date(int(day[1]) % 9999 or 4, int(day[2]), int(day[3]))
    except ValueError:
        return False
    return int(day[1]) != 0


KINDS: dict[str, Callable[[str], bool]] = {
    "string": lambda text: True,
    "double": lambda text: _NUMBER.fullmatch(text.strip(_SPACE)) is not None,
    "long": lambda text: _LONG.fullmatch(text.strip(_SPACE)) is not None,
    "date": _is_day,
}
"""How a value of a kind without a list, length or pattern is recognised."""
