"""The one door through which XML comes in: no DOCTYPE, no entities, no network, bounded size and depth, one reading.

A document says its encoding once. One that says two things, or says one and is another, is refused: it could be read
two ways. What is refused, and why, is in `docs/rules/en16931.md`.
"""

import codecs
import re

from lxml import etree

from kvit.core.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
"""The largest document; attachments included, the networks allow less."""

MAX_MARKS = 1_000_000
"""The most tags in a document: a few thousand lines with every term filled take less."""

MAX_ATTRIBUTES = 100
"""The most attributes on one element; UBL knows about ten."""

_BOMS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED = {"utf-8", "utf-16", "ascii", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-15"} | {
    "cp1250",
    "cp1251",
    "cp1252",
}
_DECLARED = re.compile(rb"""\A<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARED_TEXT = re.compile(r"""\A<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SPACE = re.compile(r"[ \t\r\n]*")
_CROWDED = etree.XPath(f"boolean(//*[count(@*) > {MAX_ATTRIBUTES}])")


def parse(content: bytes) -> etree._Element:
    """The root of the document, without comments and processing instructions.

    Refuses `xml.too_big`, `xml.too_many_elements`, `xml.too_many_attributes`, `xml.too_deep`, `xml.wrong_encoding`,
    `xml.encoding_lies`, `xml.doctype`, `xml.bad_character` and `xml.malformed`.
    """
    if len(content) > MAX_BYTES:
        raise Refused("xml.too_big", bytes=len(content), limit=MAX_BYTES)
    text = _decoded(content)
    if "\x00" in text:
        raise Refused("xml.bad_character", character="'\\x00'")
    if text.count("<") > 2 * MAX_MARKS:
        raise Refused("xml.too_many_elements", limit=MAX_MARKS)
    _refuse_doctype(text)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error
    except (UnicodeError, ValueError) as error:
        raise Refused("xml.malformed", line=0, reason=str(error)[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:  # the prolog was walked already: a second lock
        raise Refused("xml.doctype")
    if _CROWDED(root):
        raise Refused("xml.too_many_attributes", limit=MAX_ATTRIBUTES)
    return root


def _refusal(error: etree.XMLSyntaxError) -> Refused:
    reason = str(error.msg or "")
    if "depth" in reason.lower():
        return Refused("xml.too_deep")
    return Refused("xml.malformed", line=int(error.lineno or 0), reason=reason[:200])


def _decoded(content: bytes) -> str:
    """The text, by the one encoding that the document states (its mark, its declaration, or UTF-8)."""
    marked = next(((name, bom) for bom, name in _BOMS if content.startswith(bom)), None)
    if marked:
        name, bom = marked
        text = _strictly(content[len(bom) :] if name == "utf-8" else content, name)
        declared = _DECLARED_TEXT.match(text)
        if declared and not _known(declared[1]).startswith(name):
            raise Refused("xml.encoding_lies", declared=declared[1], found=name)
        return text
    stated = _DECLARED.match(content)
    name = _known(stated[1].decode("ascii")) if stated else "utf-8"
    if name == "utf-16":  # its own rule: never without a mark
        raise Refused("xml.encoding_lies", declared="UTF-16", found="no byte order mark")
    text = _strictly(content, name)
    if name not in ("utf-8", "ascii") and not content.isascii() and _reads_as_utf8(content):
        raise Refused("xml.encoding_lies", declared=name, found="utf-8")
    return text


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = declared
    if name in ("utf-16-le", "utf-16-be"):
        name = "utf-16"
    if name not in _ALLOWED:
        raise Refused("xml.wrong_encoding", encoding=declared)
    return name


def _strictly(content: bytes, name: str) -> str:
    if not name:
        raise Refused("xml.wrong_encoding", encoding="UTF-32")
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise Refused("xml.wrong_encoding", encoding=name) from error


def _reads_as_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_doctype(text: str) -> None:
    """Walks the prolog (declaration, comments, instructions); a DOCTYPE can stand nowhere else."""
    at = 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        else:
            break
        if end < 0:
            return  # malformed: the parser says where
        at = end + 2
        at += text.startswith(">", at)
    if text.startswith("<!", at):
        raise Refused("xml.doctype")
