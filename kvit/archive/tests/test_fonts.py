"""Which characters can be set, told before a document is issued (pain 19)."""

import shutil
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from kvit.archive.fonts import BUNDLED, characters_of, check_characters, covered, font_files, missing_characters
from kvit.archive.tests.invoices import RO
from kvit.core.errors import Finding, Refused

SANS = next(path for path in font_files(BUNDLED) if path.name.startswith("NotoSans[") or path.name == "NotoSans.ttf")


@pytest.mark.parametrize(
    "text",
    [
        "ĂăÂâÎîȘșȚț „ghilimele” 1.234,50 lei",
        "Щъркел, Ѝ ѝ, „кавички“ № 0000000123 г.",
        "Ññ áéíóú ü ¿¡ N.º 3.ª c/ «comillas» €",
        "ĄąĆćĘęŁłŃńÓóŚśŹźŻż zł § 1",
        "“Quotes” – it’s £5 × 2 m² ½ ‰ …",
        "Ελληνική Επωνυμία Α.Ε.",
        "شركة النور للتجارة",
    ],
)
def test_pain_19_names_in_the_five_languages_greek_and_arabic_can_be_set(text):
    assert missing_characters(text) == []


def test_pain_19_hebrew_and_chinese_are_told_one_by_one():
    assert missing_characters("חברה 中文 SRL 中") == ["ח", "ב", "ר", "ה", "中", "文"]


def test_pain_19_a_draft_tells_the_place_of_each_character_that_no_font_can_set():
    """Hebrew and Chinese, in a name and in the second line; the rest of the draft is well."""
    lines = (RO.lines[0], replace(RO.lines[1], item=replace(RO.lines[1].item, description="书架 240 cm")))
    draft = replace(RO, buyer=replace(RO.buyer, name="חברה Ștefan"), lines=lines)
    assert check_characters(draft) == [
        Finding("font.missing_character", "buyer/name", "error", {"characters": ["ח", "ב", "ר", "ה"]}),
        Finding("font.missing_character", "lines/2/item/description", "error", {"characters": ["书", "架"]}),
    ]
    assert check_characters(RO) == []


def test_characters_that_draw_nothing_need_no_font():
    assert missing_characters("a\u200bb\u00ad\u2066c\u2069\n\ufe0f") == []


def test_a_letter_written_as_two_is_the_one_letter():
    assert missing_characters("s\u0326i t\u0326ara\u0306") == []


def test_a_folder_of_the_company_adds_its_letters(tmp_path):
    assert missing_characters("≤") == ["≤"]
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "own.ttf").write_bytes(font_with([0x2264, 0x4E2D]))
    assert missing_characters("≤中文", [str(tmp_path)]) == ["文"]


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(Refused) as refused:
        missing_characters("ă", ["/no/such/folder"])
    assert refused.value.code == "font.no_folder"


def test_a_broken_font_is_named(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(SANS.read_bytes()[:40])
    with pytest.raises(Refused) as refused:
        missing_characters("ă", [str(tmp_path)])
    assert refused.value.code == "font.unreadable"
    assert refused.value.facts == {"file": "broken.ttf"}


def test_a_collection_counts_every_face(tmp_path):
    face = font_with([0x2264])
    head = b"ttcf" + struct.pack(">HHI", 1, 0, 1) + struct.pack(">I", 16)
    moved = bytearray(face)
    for at in range(12, 12 + 16, 16):
        (offset,) = struct.unpack_from(">I", moved, at + 8)
        struct.pack_into(">I", moved, at + 8, offset + 16)
    (tmp_path / "all.ttc").write_bytes(head + bytes(moved))
    assert characters_of(tmp_path / "all.ttc") == {0x2264}


def test_a_table_of_the_basic_plane_is_read(tmp_path):
    """Format 4: A to C by a delta, of D and E only E by the array; a group whose glyph is 0 has none."""
    (tmp_path / "old.otf").write_bytes(face(plane_table()))
    assert characters_of(tmp_path / "old.otf") == {0x41, 0x42, 0x43, 0x45}


def test_glyph_nought_is_no_letter(tmp_path):
    groups = struct.pack(">III", 0x41, 0x43, 0)
    (tmp_path / "a.ttf").write_bytes(face(struct.pack(">HHIII", 12, 0, 28, 0, 1) + groups))
    assert characters_of(tmp_path / "a.ttf") == {0x42, 0x43}


def plane_table() -> bytes:
    """Segments 0x41–0x43 (delta), 0x44–0x45 (array: 0, 7), 0x46 whose delta leads to glyph 0, and the closing one."""
    ends, starts = (0x43, 0x45, 0x46, 0xFFFF), (0x41, 0x44, 0x46, 0xFFFF)
    deltas, offsets = (0x10000 - 0x40, 0, 0x10000 - 0x46, 1), (0, 6, 0, 0)
    body = struct.pack(">4H", *ends) + b"\0\0" + struct.pack(">4H", *starts)
    body += struct.pack(">4H", *deltas) + struct.pack(">4H", *offsets) + struct.pack(">2H", 0, 7)
    return struct.pack(">7H", 4, 14 + len(body), 0, 8, 8, 2, 0) + body


def test_our_reading_of_the_tables_is_the_engines(tmp_path):
    """Every character we call covered is set, and one we call missing is not: asked of the layout engine itself."""
    known = sorted(point for point in covered(()) if point > 0x20 and not 0xD800 <= point < 0xE000)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(BUNDLED))
    (tmp_path / "a.typ").write_text(
        "#set document(date: datetime(year: 2026, month: 1, day: 1))\n"
        '#set text(font: ("Noto Sans", "Noto Sans Arabic"))\n#sys.inputs.text'
    )
    engine = typst.Compiler(str(tmp_path / "a.typ"), root=str(tmp_path), font_paths=fonts, ignore_system_fonts=True)
    text = " ".join(chr(point) for point in known)
    engine.compile(sys_inputs={"text": text}, pdf_standards=["a-3b"], timestamp=0)
    for missing in ("≤", "ש", "中", "→", "✓"):
        assert missing_characters(missing) == [missing]
        with pytest.raises(typst.TypstError, match="could not be displayed"):
            engine.compile(sys_inputs={"text": missing}, pdf_standards=["a-3b"], timestamp=0)


def test_only_fonts_are_taken_from_a_folder(tmp_path):
    (tmp_path / "README.txt").write_text("no font")
    shutil.copy(SANS, tmp_path / "a.TTF")
    assert font_files([str(tmp_path)]) == [Path(tmp_path / "a.TTF")]


def font_with(points: list[int]) -> bytes:
    """The smallest file with a character table of format 12 that has a glyph for these."""
    groups = b"".join(struct.pack(">III", point, point, at) for at, point in enumerate(sorted(points), start=1))
    return face(struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(points)) + groups)


def face(table: bytes) -> bytes:
    """The smallest file around one character table."""
    cmap = struct.pack(">HH", 0, 1) + struct.pack(">HHI", 3, 10, 12) + table
    return struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap
