"""Which characters the fonts on board can set, read from the fonts' own character tables (docs/rules/fonts.md)."""

import struct
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic

from kvit.core.errors import Finding, Refused

BUNDLED = tuple(
    str(Path(str(package.__file__)).parent / "files") for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
)
"""The folders of Noto Sans (Latin, Greek, Cyrillic) and Noto Sans Arabic."""

FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")
DRAWS_NOTHING = frozenset(
    {0x09, 0x0A, 0x0D, 0xAD, 0x034F, 0x061C, 0xFEFF, 0x2028, 0x2029}
    | set(range(0x200B, 0x2010))
    | set(range(0x202A, 0x202F))
    | set(range(0x2060, 0x2070))
    | set(range(0xFE00, 0xFE10))
)
"""Line ends, soft hyphens, joiners, direction marks and variation selectors: no font needs a glyph for them."""

UNICODE_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of the character tables that are keyed by Unicode, the fullest first."""


def missing_characters(text: str, font_dirs: Sequence[str] = ()) -> list[str]:
    """The characters of the text that no font can set, each once, in the order of the text.

    `font_dirs` are further folders with fonts (KVIT_FONT_DIR); the bundled ones are always searched.
    """
    if text.isascii() and text.isprintable():
        return []
    known = covered(tuple(font_dirs))
    seen = dict.fromkeys(unicodedata.normalize("NFC", text))
    return [character for character in seen if ord(character) not in known and ord(character) not in DRAWS_NOTHING]


def check_characters(document: object, *, font_dirs: Sequence[str] = (), place: str = "") -> list[Finding]:
    """A finding for each text of a draft that holds a character without a font; nothing fails later for it.

    `document` is a value of the invoice model, or any part of one; places read like `lines/2/item/name`, from one.
    """
    if isinstance(document, str):
        missing = missing_characters(document, font_dirs)
        return [Finding("font.missing_character", place, "error", {"characters": missing})] if missing else []
    parts: Iterable[tuple[str, object]] = ()
    if isinstance(document, list | tuple):
        parts = ((str(at), part) for at, part in enumerate(document, start=1))
    elif names := getattr(document, "__dataclass_fields__", None):
        parts = ((name, getattr(document, name)) for name in names)
    found: list[Finding] = []
    for name, part in parts:
        if part is not None and part != ():
            found += check_characters(part, font_dirs=font_dirs, place=f"{place}/{name}" if place else name)
    return found


@lru_cache(maxsize=8)
def covered(font_dirs: tuple[str, ...]) -> frozenset[int]:
    """Every code point that a font in the bundled folders or in these has a glyph for."""
    found: set[int] = set()
    for path in font_files((*BUNDLED, *font_dirs)):
        found |= characters_of(path)
    return frozenset(found)


def font_files(folders: Iterable[str]) -> list[Path]:
    """The font files in the folders and below, in a fixed order. Refuses a folder that is not there."""
    files: list[Path] = []
    for folder in folders:
        if not Path(folder).is_dir():
            raise Refused("font.no_folder", folder=str(folder))
        files += [path for path in Path(folder).rglob("*") if path.suffix.lower() in FONT_FILES]
    return sorted(files)


def characters_of(path: Path) -> set[int]:
    """The code points of one font file, of every face in it when it is a collection. Refuses a broken file."""
    data = path.read_bytes()
    try:
        starts = [0]
        if data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", data, 8)
            starts = list(struct.unpack_from(f">{count}I", data, 12))
        return set().union(*(face_characters(data, start) for start in starts))
    except (struct.error, KeyError) as problem:
        raise Refused("font.unreadable", file=path.name) from problem


def face_characters(data: bytes, start: int) -> set[int]:
    """The code points of the face whose table directory begins at `start`."""
    (count,) = struct.unpack_from(">H", data, start + 4)
    tables = {
        tag: offset for tag, _, offset, _ in struct.iter_unpack(">4sIII", data[start + 12 : start + 12 + 16 * count])
    }
    cmap = tables[b"cmap"]
    (listed,) = struct.unpack_from(">H", data, cmap + 2)
    subtables = {}
    for place in range(cmap + 4, cmap + 4 + 8 * listed, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, place)
        subtables[platform, encoding] = cmap + offset
    for key in UNICODE_TABLES:
        if key in subtables:
            return subtable_characters(data, subtables[key])
    return set()


def subtable_characters(data: bytes, at: int) -> set[int]:
    """The code points in one character table, format 4 (the basic plane) or 12 (all of Unicode)."""
    (form,) = struct.unpack_from(">H", data, at)
    if form == 12:
        return segmented_coverage(data, at)
    if form == 4:
        return delta_coverage(data, at)
    return set()


def segmented_coverage(data: bytes, at: int) -> set[int]:
    """Format 12: groups of first code point, last code point, first glyph."""
    (groups,) = struct.unpack_from(">I", data, at + 12)
    found: set[int] = set()
    for first, last, glyph in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups]):
        found.update(range(first + (1 if glyph == 0 else 0), last + 1))
    return found


def delta_coverage(data: bytes, at: int) -> set[int]:
    """Format 4: segments whose glyph is the code point plus a delta, or is looked up in an array."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    found: set[int] = set()
    for index in range(count):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = offsets_at + 2 * index + offsets[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", data, place)
                if glyph == 0:
                    continue
            if (glyph + deltas[index]) & 0xFFFF:
                found.add(code)
    return found
