"""The files inside a PDF (ISO 32000-2, 7.11.4): read in the limited child only, since a PDF may be a bomb."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from kvit.core.einvoice import xml
from kvit.core.errors import Refused

MOST_FILES = 100
"""An invoice brings a few time sheets and one XML."""

LEVELLED = frozenset({"factur-x.xml", "zugferd-invoice.xml"})
"""The names under which Factur-X, ZUGFeRD 2 and ZUGFeRD 1 keep their XML, in small letters."""

_ACTIONS = ("/OpenAction", "/AA")
_DOES = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"})
"""Actions that run, send or open something when the file is opened (ISO 32000-2, 12.6.4)."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_FIELDS_DEEP = 20


def inside(content: bytes) -> list[tuple[str, str, str]]:
    """Every file inside that is XML: name, bytes (as Latin-1, so that they travel), and why it is of no use.

    The last is empty for what its own schema accepts. Refuses `pdf.unreadable`, `pdf.encrypted`, `pdf.script`,
    `pdf.form`, `pdf.program` and `pdf.too_many_files`.
    """
    if b"%PDF-" not in content[:1024]:
        raise Refused("pdf.unreadable")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Refused("pdf.encrypted")
        if _has_script(reader):
            raise Refused("pdf.script")
        if _has_fields(reader):
            raise Refused("pdf.form")
        held = list(_files(reader))
        if any(file.startswith(_PROGRAMS) for _, file in held):
            raise Refused("pdf.program")
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise Refused("pdf.unreadable") from error
    return [(name, file.decode("latin-1"), _flaw(name, file)) for name, file in held if _is_xml(name, file)]


def _is_xml(name: str, content: bytes) -> bool:
    return name.lower().endswith(".xml") or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _flaw(name: str, content: bytes) -> str:
    """Why the file is no document of its format: refused by the door of XML, or by the schema of its level.

    Factur-X and ZUGFeRD 1 narrow CII by a schema for each level; what is not theirs (XRechnung, UBL) is left to the
    judges, and so is a level that the schemas do not know.
    """
    from facturx import get_flavor, get_level, xml_check_xsd

    try:
        root = xml.parse(content)
    except Refused as refused:
        return refused.code
    if name.lower() not in LEVELLED:
        return ""
    try:
        flavor = get_flavor(root)
        level = get_level(root, flavor)
    except Exception:  # the package raises no kind of its own
        return ""
    try:
        xml_check_xsd(root, flavor=flavor, level=level)
    except Exception as error:
        return str(error.__cause__ or error)[:300]
    return ""


def _has_script(reader: PdfReader) -> bool:
    catalog = reader.root_object
    names = catalog.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        return True
    actions = (catalog[name].get_object() for name in _ACTIONS if name in catalog)
    return any(isinstance(one, DictionaryObject) and _DOES & _kinds(one) for one in actions)


def _has_fields(reader: PdfReader) -> bool:
    """Whether the page shows fields of a form: what they say changes from viewer to viewer (A03). Signatures do not."""
    form = reader.root_object.get("/AcroForm")
    fields = form.get_object().get("/Fields", []) if form is not None else []
    return any(_is_field(one.get_object(), depth=0) for one in fields)


def _is_field(field: DictionaryObject, *, depth: int) -> bool:
    """A field that holds a value, itself or below it. Too deep a tree is no honest one."""
    if depth > _FIELDS_DEEP:
        return True
    if field.get("/FT") is not None:
        return str(field["/FT"]) != "/Sig"
    return any(_is_field(one.get_object(), depth=depth + 1) for one in field.get("/Kids", []))


def _kinds(action: DictionaryObject) -> set[Any]:
    """The kind of an action, or of each of a dictionary of them."""
    each = [action, *(value.get_object() for value in action.values())]
    return {one.get("/S") for one in each if isinstance(one, DictionaryObject)}


def _files(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    """The files of the document's tree of names."""
    for count, held in enumerate(reader.attachment_list, 1):
        if count > MOST_FILES:
            raise Refused("pdf.too_many_files", limit=MOST_FILES)
        yield str(held.name), bytes(held.content)
