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


def inside(content: bytes) -> list[tuple[str, str, str]]:
    """Every file inside that is XML: name, bytes (as Latin-1, so that they travel), and why it is of no use.

    The last is empty for what its own schema accepts. Refuses `pdf.unreadable`, `pdf.encrypted`, `pdf.script` and
    `pdf.too_many_files`.
    """
    if b"%PDF-" not in content[:1024]:
        raise Refused("pdf.unreadable")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Refused("pdf.encrypted")
        if _has_script(reader):
            raise Refused("pdf.script")
        held = list(_files(reader))
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
    return any(isinstance(one, DictionaryObject) and "/JavaScript" in _kinds(one) for one in actions)


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
