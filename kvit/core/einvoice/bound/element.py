"""A dataclass as an element of a schema: its fields are the element's children, in the schema's order.

`read` takes any tree: what does not fit the schema becomes a finding under the rule `XSD`, what can be read is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, field, fields
from functools import lru_cache
from typing import Any, TypeVar

from lxml import etree

from kvit.core.einvoice.bound import content as models
from kvit.core.einvoice.bound.simple import Fixed, Simple
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.ubl_elements import attribute as written_attribute
from kvit.core.einvoice.ubl_elements import escaped
from kvit.core.errors import Finding

XSD = "XSD"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
SHOWN = 80
T = TypeVar("T")
Bound = Mapping[str, Field[Any]]
_MODELS: dict[type, str] = {}


def content(model: str) -> Callable[[type[T]], type[T]]:
    """Marks a dataclass as the element whose content model this is (`content.parsed`)."""

    def marked(cls: type[T]) -> type[T]:
        _MODELS[cls] = model
        return cls

    return marked


def term(name: str, kind: Simple | type, default: object = None) -> Any:
    """A field for a child that stands once or not at all."""
    return field(default=default, metadata={"name": name, "kind": kind})


def terms(name: str, kind: Simple | type) -> Any:
    """A field for a child that may stand several times."""
    return field(default=(), metadata={"name": name, "kind": kind, "many": True})


def attribute(name: str, kind: Simple) -> Any:
    """A field for an attribute of the element, which must be there."""
    return field(default=None, metadata={"name": name, "kind": kind, "attribute": True})


def model_of(cls: type) -> str:
    """The content model that the class was marked with."""
    return _MODELS[cls]


@lru_cache(maxsize=256)
def _bound(cls: Any) -> Bound:
    return {one.metadata["name"]: one for one in fields(cls) if "attribute" not in one.metadata}


@lru_cache(maxsize=256)
def _attributes(cls: Any) -> Bound:
    return {one.metadata["name"]: one for one in fields(cls) if "attribute" in one.metadata}


def read(element: etree._Element, cls: type[T], *, found: list[Finding]) -> T:
    """The element as an instance; what the schema would refuse is added to `found`."""
    known = _bound(cls)
    values: dict[str, Any] = dict.fromkeys((one.name for one in known.values() if "many" not in one.metadata), None)
    _read_attributes(element, cls, values=values, found=found)
    state: models.Model | None = models.parsed(_MODELS[cls])
    space = f"{{{etree.QName(element).namespace}}}"
    if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        found.append(_wrong(element, "", "no text of its own"))
    for child in element:
        name = str(child.tag).removeprefix(space)
        bound = known.get(name) if str(child.tag).startswith(space) else None
        if state is not None:
            rest = models.after(state, name) if bound else None
            if rest is None:
                found.append(_wrong(child, name, _or(models.expected(state))))
            state = rest
        if bound is not None:
            _take(child, bound, values=values, found=found)
    if state is not None and not models.is_complete(state):
        found.append(_missing(element, _or(models.expected(state))))
    return cls(**values)


def _take(child: etree._Element, bound: Field[Any], *, values: dict[str, Any], found: list[Finding]) -> None:
    kind = bound.metadata["kind"]
    value = read(child, kind, found=found) if isinstance(kind, type) else _leaf(child, kind, found=found)
    if "many" in bound.metadata:
        values[bound.name] = (*values.get(bound.name, ()), value)
    elif values[bound.name] is None:
        values[bound.name] = value


def _read_attributes(element: etree._Element, cls: type, *, values: dict[str, Any], found: list[Finding]) -> None:
    known = _attributes(cls)
    _refuse_attributes(element, set(known), found=found)
    for name, bound in known.items():
        given = element.get(name)
        kind: Simple = bound.metadata["kind"]
        values[bound.name] = None if given is None else kind.read(given)
        if values[bound.name] is None:
            found.append(_wrong(element, given or "", f"{name}: {kind.meaning}"))


def _refuse_attributes(element: etree._Element, known: set[str], *, found: list[Finding]) -> None:
    for name in map(str, element.keys()):
        if name not in known and (not name.startswith(XSI) or name == f"{XSI}nil"):
            found.append(_wrong(element, name, "no such attribute"))


def _leaf(element: etree._Element, kind: Simple, *, found: list[Finding]) -> Any:
    wanted = kind.attributes if isinstance(kind, Fixed) else {}
    _refuse_attributes(element, set(wanted), found=found)
    for name, given in wanted.items():
        if element.get(name) != given:
            found.append(_wrong(element, element.get(name) or "", f"{name}={given}"))
    text = element.text or ""
    value = None if len(element) else kind.read(text)
    if value is None:
        found.append(_wrong(element, text, kind.meaning))
    return value


def _wrong(element: etree._Element, value: str, kind: str) -> Finding:
    return breach(XSD, place(element), value=value[:SHOWN], kind=kind)


def _missing(element: etree._Element, kind: str) -> Finding:
    return breach(XSD, place(element), value="", kind=f"{kind} inside it")


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(names) if names else "nothing more"


def place(element: etree._Element) -> str:
    """The path of the element by local names, counted where it has brothers: `/Faktura/Fa/FaWiersz[2]`."""
    steps = []
    at: etree._Element | None = element
    while at is not None:
        above = at.getparent()
        brothers = [one for one in above if one.tag == at.tag] if above is not None else [at]
        name = etree.QName(at).localname
        steps.append(name if len(brothers) == 1 else f"{name}[{brothers.index(at) + 1}]")
        at = above
    return "/" + "/".join(reversed(steps))


def write(tag: str, value: Any, *, marks: str = "") -> str:
    """The element as text, without a declaration; `marks` are attributes that are written as they are."""
    parts = [f"<{tag}{marks}{_written_attributes(value)}>"]
    for name, bound in _bound(type(value)).items():
        held = getattr(value, bound.name)
        kind = bound.metadata["kind"]
        for one in held if "many" in bound.metadata else () if held is None else (held,):
            parts.append(write(name, one) if isinstance(kind, type) else _written(name, one, kind))
    return "".join([*parts, f"</{tag}>"])


def _written(name: str, value: Any, kind: Simple) -> str:
    fixed = kind.attributes if isinstance(kind, Fixed) else {}
    marks = "".join(written_attribute(key, given) for key, given in fixed.items())
    return f"<{name}{marks}>{escaped(kind.write(value))}</{name}>"


def _written_attributes(value: Any) -> str:
    held = ((name, getattr(value, bound.name)) for name, bound in _attributes(type(value)).items())
    return "".join(written_attribute(name, given) for name, given in held)
