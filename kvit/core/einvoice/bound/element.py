"""A dataclass as an element of a schema: its fields are the element's children, in the schema's order.

`read` takes any tree: what does not fit the schema becomes a finding under the rule `XSD`, what can be read is read.
"""

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
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
MOST_FINDINGS = 100
"""More say no more, and finding the place of each takes time."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Element:
    """How one dataclass stands in XML: its content model, its children and its attributes by name."""

    model: str
    children: dict[str, Field[Any]]
    attributes: dict[str, Field[Any]]


_ELEMENTS: dict[type, _Element] = {}


def content(model: str) -> Callable[[type[T]], type[T]]:
    """Marks a dataclass as the element whose content model this is (`content.parsed`)."""

    def marked(cls: type[T]) -> type[T]:
        bound = fields(cls)  # type: ignore[arg-type]  # the mark stands above @dataclass
        _ELEMENTS[cls] = _Element(
            model,
            {one.metadata["name"]: one for one in bound if "attribute" not in one.metadata},
            {one.metadata["name"]: one for one in bound if "attribute" in one.metadata},
        )
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
    return _ELEMENTS[cls].model


def read(element: etree._Element, cls: type[T], *, found: list[Finding]) -> T:
    """The element as an instance; what the schema would refuse is added to `found`."""
    known = _ELEMENTS[cls].children
    values: dict[str, Any] = {one.name: [] if "many" in one.metadata else None for one in known.values()}
    _read_attributes(element, cls, values=values, found=found)
    state: models.Model | None = models.parsed(_ELEMENTS[cls].model)
    space = f"{{{etree.QName(element).namespace}}}"
    if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        _find(found, element, value="", kind="no text of its own")
    for child in element:
        name = str(child.tag).removeprefix(space)
        bound = known.get(name) if str(child.tag).startswith(space) else None
        if state is not None:
            rest = models.after(state, name) if bound else None
            if rest is None:
                _find(found, child, value=name, kind=_or(models.expected(state)))
            state = rest
        if bound is not None:
            _take(child, bound, values=values, found=found)
    if state is not None and not models.is_complete(state):
        _find(found, element, value="", kind=f"{_or(models.expected(state))} inside it")
    return cls(**{name: tuple(held) if isinstance(held, list) else held for name, held in values.items()})


def _take(child: etree._Element, bound: Field[Any], *, values: dict[str, Any], found: list[Finding]) -> None:
    kind = bound.metadata["kind"]
    value = read(child, kind, found=found) if isinstance(kind, type) else _leaf(child, kind, found=found)
    if "many" not in bound.metadata:
        values[bound.name] = value if values[bound.name] is None else values[bound.name]
    elif value is not None:
        values[bound.name].append(value)


def _read_attributes(element: etree._Element, cls: type, *, values: dict[str, Any], found: list[Finding]) -> None:
    known = _ELEMENTS[cls].attributes
    _refuse_attributes(element, set(known), found=found)
    for name, bound in known.items():
        given = element.get(name)
        kind: Simple = bound.metadata["kind"]
        values[bound.name] = None if given is None else kind.read(given)
        if values[bound.name] is None:
            _find(found, element, value=given or "", kind=f"{name}: {kind.meaning}")


def _refuse_attributes(element: etree._Element, known: set[str], *, found: list[Finding]) -> None:
    for name in map(str, element.keys()):
        if name not in known and (not name.startswith(XSI) or name == f"{XSI}nil"):
            _find(found, element, value=name, kind="no such attribute")


def _leaf(element: etree._Element, kind: Simple, *, found: list[Finding]) -> Any:
    wanted = kind.attributes if isinstance(kind, Fixed) else {}
    _refuse_attributes(element, set(wanted), found=found)
    for name, given in wanted.items():
        if element.get(name) != given:
            _find(found, element, value=element.get(name) or "", kind=f"{name}={given}")
    text = element.text or ""
    value = None if len(element) else kind.read(text)
    if value is None:
        _find(found, element, value=text, kind=kind.meaning)
    return value


def _find(found: list[Finding], element: etree._Element, *, value: str, kind: str) -> None:
    if len(found) < MOST_FINDINGS:
        found.append(breach(XSD, place(element), value=value[:SHOWN], kind=kind))


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
    for name, bound in _ELEMENTS[type(value)].children.items():
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
    held = ((name, getattr(value, bound.name)) for name, bound in _ELEMENTS[type(value)].attributes.items())
    return "".join(written_attribute(name, given) for name, given in held)
