"""Sets a page as PDF/A-3b with Typst: finished strings in, bytes out; only our layout and the fonts are read."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from kvit.archive import arabic
from kvit.archive.fonts import BUNDLED, missing_characters
from kvit.core.errors import Refused

LAYOUT = Path(__file__).parent / "typst"
STANDARD: Literal["a-3b"] = "a-3b"
"""ISO 19005-3, level B: the archive form that may carry other files."""

Page = dict[str, Any]

_setting = threading.Lock()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; `relation` is PDF 2.0's AFRelationship: how the file relates to what is printed."""

    name: str
    content: bytes
    mime: str
    relation: Literal["source", "data", "alternative", "supplement"] = "alternative"


def pdf(page: Page, *, attachments: Sequence[Attachment] = (), font_dirs: Sequence[str] = ()) -> bytes:
    """The page as PDF/A-3b with the files inside; the same page gives the same bytes (its date is the document's).

    `page` is what `kvit.archive.pages` makes. `font_dirs` are folders with further fonts (KVIT_FONT_DIR).
    Refuses `font.missing_character`, naming the characters, when no font can set one: drafts are checked for it before.
    """
    plain = json.dumps(page, ensure_ascii=False)
    joined = arabic.shaped(plain)
    inputs = {"json": joined, "attachments": json.dumps([attached(file) for file in attachments], ensure_ascii=False)}
    if joined != plain:
        inputs["joined"] = "yes"
    try:
        with _setting:
            made = compiler(tuple(font_dirs)).compile(sys_inputs=inputs, pdf_standards=STANDARD)
    except typst.TypstError as problem:
        missing = missing_characters(visible_text(page), font_dirs)
        if missing:
            raise Refused("font.missing_character", characters=missing) from problem
        raise
    assert isinstance(made, bytes)
    return made


def picture(page: Page, *, font_dirs: Sequence[str] = ()) -> bytes:
    """The first sheet of the page as SVG, for looking at on a screen. Refuses as `pdf` does."""
    plain = json.dumps(page, ensure_ascii=False)
    joined = arabic.shaped(plain)
    inputs = {"json": joined, "attachments": "[]"} | ({"joined": "yes"} if joined != plain else {})
    try:
        with _setting:
            made = compiler(tuple(font_dirs)).compile(sys_inputs=inputs, format="svg")
    except typst.TypstError as problem:
        compiler.cache_clear()
        missing = missing_characters(visible_text(page), font_dirs)
        if missing:
            raise Refused("font.missing_character", characters=missing) from problem
        raise
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    return first


@lru_cache(maxsize=2)
def compiler(font_dirs: tuple[str, ...]) -> typst.Compiler:
    """The one compiler this process keeps: fonts are read and the layout parsed once. No system fonts, no packages."""
    nowhere = str(LAYOUT / "packages")
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*BUNDLED, *map(str, font_dirs)]
    )
    return typst.Compiler(
        str(LAYOUT / "document.typ"),
        root=str(LAYOUT),
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )


def attached(file: Attachment) -> dict[str, object]:
    """The file as JSON: text stays text, anything else becomes a list of byte values."""
    try:
        content: str | list[int] = file.content.decode("utf-8")
    except UnicodeDecodeError:
        content = list(file.content)
    return {"name": file.name, "content": content, "mime": file.mime, "relation": file.relation}


NOT_PRINTED = frozenset({"style", "svg", "qr", "alt", "qr_alt", "lang", "key", "align", "attachments", "region"})


def visible_text(value: object) -> str:
    """Every string of the page that is printed, one to a line; pictures, keys and language codes left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(visible_text(part) for name, part in value.items() if name not in NOT_PRINTED)
    if isinstance(value, list | tuple):
        return "\n".join(visible_text(part) for part in value)
    return ""
