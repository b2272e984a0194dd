"""Takes a company's logo in: drawings are kept as drawings once they are harmless, photographs are drawn anew."""

import json
import struct

import typst
from lxml import etree

from kvit.archive.appearance import Logo
from kvit.core.einvoice import xml
from kvit.core.errors import Refused

LARGEST_FILE = 2_000_000
LARGEST_SIDE = 6000
"""Pixels: a picture may be small as a file and fill the memory when it is unpacked."""
WIDTH_MM, HEIGHT_MM = 77.5, 14.0
DOTS_PER_INCH = 300

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
DRAWN = SHAPES | {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "style"}
LEFT_OUT = frozenset({"title", "desc", "metadata"})


def take(content: bytes) -> Logo:
    """The logo in a file of SVG, PNG or JPEG, told by its first bytes and not by its name.

    Refuses `logo.too_large`, `logo.too_many_dots`, `logo.unknown_format`, `logo.unreadable`, `logo.not_allowed` for a
    drawing with scripts, text, pictures or anything from outside, and what `xml.parse` refuses. Run it in the sandbox:
    the file is a stranger's.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("logo.too_large", limit=LARGEST_FILE // 1_000_000)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return redrawn(content, "png", size=png_size(content))
    if content.startswith(b"\xff\xd8\xff"):
        return redrawn(content, "jpg", size=jpeg_size(content))
    if b"<svg" in content[:4000]:
        return drawing(content)
    raise Refused("logo.unknown_format", known=["SVG", "PNG", "JPEG"])


def redrawn(content: bytes, form: str, *, size: tuple[int, int]) -> Logo:
    """The picture decoded and drawn anew, so that nothing but its dots is kept: no metadata, no hidden parts."""
    width, height = size
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise Refused("logo.too_many_dots", limit=LARGEST_SIDE)
    scale = min(WIDTH_MM / width, HEIGHT_MM / height)
    page = (
        f"#set page(width: {width * scale}mm, height: {height * scale}mm, margin: 0pt, fill: none)\n"
        f'#image(bytes(json(bytes(sys.inputs.dots))), format: "{form}", width: 100%, height: 100%)'
    )
    dots = min(float(DOTS_PER_INCH), 25.4 / scale)
    try:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        drawn = typst.compile(
            page.encode(),
            format="png",
            ppi=dots,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"dots": json.dumps(list(content))},
        )
    except typst.TypstError as problem:
        raise Refused("logo.unreadable") from problem
    return Logo("png", bytes(drawn))


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header."""
    if len(content) < 24 or content[12:16] != b"IHDR":
        raise Refused("logo.unreadable")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the first frame header (SOF0 to SOF15 but DHT, JPG and DAC)."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise Refused("logo.unreadable")


def drawing(content: bytes) -> Logo:
    """The SVG with only what draws left in it. Anything that runs, refers outside or is text refuses the whole file."""
    root = xml.parse(content)
    if root.tag != f"{{{SVG}}}svg":
        raise Refused("logo.unreadable")
    for element in list(root.iter()):
        clean_element(element)
    etree.cleanup_namespaces(root)
    cleaned = etree.tostring(root)
    try:
        typst.compile(
            b'#image(bytes(sys.inputs.svg), format: "svg")', format="png", ppi=20, sys_inputs={"svg": cleaned.decode()}
        )
    except typst.TypstError as problem:
        raise Refused("logo.unreadable") from problem
    return Logo("svg", cleaned)


def clean_element(element: etree._Element) -> None:
    """Drop an editor's own notes, refuse what is not a drawing, and look at every attribute."""
    name = etree.QName(element)
    parent = element.getparent()
    if name.namespace != SVG or name.localname in LEFT_OUT:
        if parent is not None:
            parent.remove(element)
        return
    if name.localname not in DRAWN:
        raise Refused("logo.not_allowed", what=f"<{name.localname}>")
    if name.localname == "style":
        refuse_reference(element.text or "", where="<style>")
    for key, value in ((str(key), str(value)) for key, value in list(element.attrib.items())):
        attribute = etree.QName(key)
        if attribute.namespace and key != XLINK_HREF:
            del element.attrib[key]
            continue
        if attribute.localname.lower().startswith("on"):
            raise Refused("logo.not_allowed", what=attribute.localname)
        if attribute.localname == "href" and not value.startswith("#"):
            raise Refused("logo.not_allowed", what="href")
        refuse_reference(value, where=attribute.localname)


def refuse_reference(text: str, *, where: str) -> None:
    """Refuse style that could fetch or run: an escape, an import, or a url() that is not of this file."""
    low = "".join(text.lower().split())
    if "\\" in low or "@" in low or "javascript:" in low or "expression(" in low:
        raise Refused("logo.not_allowed", what=where)
    for after in low.split("url(")[1:]:
        if not after.lstrip("'\"").startswith("#"):
            raise Refused("logo.not_allowed", what=where)
