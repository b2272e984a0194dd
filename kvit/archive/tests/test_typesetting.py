"""A page becomes PDF/A-3b: literal text, files inside, the same bytes each time."""

import hashlib
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kvit
from kvit.archive.arabic import shaped
from kvit.archive.fonts import covered, missing_characters
from kvit.archive.tests.paper import copied, embedded, reader, squeezed
from kvit.archive.typesetting import Attachment, pdf, visible_text
from kvit.core.errors import Refused

XML = '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice><Note>Ștefan Щ ć ñ شركة</Note></Invoice>\n'.encode()


def page(**more: object) -> dict:
    return {
        "lang": "ro",
        "style": {"accent": "#0b5a4a"},
        "labels": {"page": "Pagina {n} din {m}"},
        "seller": {"name": "Atelierul SRL", "lines": ["Str. Cuptorarilor 14"], "ids": [["CIF", "RO45182735"]]},
        "return_lines": ["Atelierul SRL, 400123 Cluj-Napoca"],
        "title": "Factură",
        "number": "KV-2026-00001",
        "issued": [2026, 3, 1],
        "facts": [["Data emiterii", "01.03.2026"]],
        "footer": "Atelierul SRL",
        "to": {"name": "Librăria Ștefan SRL", "lines": ["Iași"]},
        **more,
    }


def test_it_is_pdf_a_3b_tagged_and_says_so():
    made = reader(pdf(page()))
    root = made.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "ro"
    assert made.metadata.title == "Factură KV-2026-00001"
    assert "<xmp:ModifyDate>2026-03-01T00:00:00Z</xmp:ModifyDate>" in metadata, "the bytes would follow the clock"
    for sheet in made.pages:
        for font in sheet["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"]), "a font is not embedded"


def test_the_e_invoice_is_inside_byte_by_byte():
    files = [
        Attachment("KV-2026-00001.xml", XML, "application/xml", "alternative"),
        Attachment("plan.bin", bytes(range(256)), "application/octet-stream", "supplement"),
    ]
    assert embedded(pdf(page(), attachments=files)) == {
        "KV-2026-00001.xml": (XML, "application/xml", "Alternative"),
        "plan.bin": (bytes(range(256)), "application/octet-stream", "Supplement"),
    }


def test_the_same_page_gives_the_same_bytes_in_another_process():
    program = (
        "import sys, json, hashlib; from kvit.archive.typesetting import pdf, Attachment; "
        "page = json.load(sys.stdin); xml = bytes.fromhex(page.pop('xml')); "
        "print(hashlib.sha256(pdf(page, attachments=[Attachment('a.xml', xml, 'application/xml')])).hexdigest())"
    )
    here = hashlib.sha256(pdf(page(), attachments=[Attachment("a.xml", XML, "application/xml")])).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps({**page(), "xml": XML.hex()}),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(kvit.__file__).parent.parent,
        env={"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "PATH": ""},
    ).stdout.strip()
    assert here == there
    assert pdf(page()) != pdf(page(number="KV-2026-00002"))


@pytest.mark.parametrize(
    "text",
    [
        "#panic() #import \"a\" $x$ \\ *no bold* _no slant_ `code` <label> @ref // no comment /* none */",
        '"quoted" \\n \\u{41} #(1+1) #sys.inputs [a] {b} = Heading',
        "#read(\"/etc/passwd\") #eval(\"1\") #include \"kvit.typ\"",
    ],
)  # fmt: skip
def test_a_note_with_typst_code_stays_a_note(text):
    assert squeezed(text) in copied(pdf(page(intro=[text], title=text)))


def test_a_character_without_a_font_is_a_refusal_and_the_next_document_is_made():
    with pytest.raises(Refused) as refused:
        pdf(page(intro=["שלום 中"]))
    assert refused.value.code == "font.missing_character"
    assert refused.value.facts == {"characters": ["ש", "ל", "ו", "ם", "中"]}
    assert "KV-2026-00001" in copied(pdf(page()))


def test_pain_19_arabic_names_are_joined_and_copy_out():
    name = "شركة النور للتجارة بيت"
    made = copied(pdf(page(intro=[name], to={"name": name, "lines": ["Dubai 12"]})))
    assert made.count(name) == 2


def test_the_forms_of_arabic_letters_follow_their_neighbours():
    assert shaped("بيت") == "\ufe91\ufef4\ufe96"  # beginning, middle, end
    assert shaped("دار") == "\ufea9\ufe8d\ufead"  # none of the three joins the next
    assert shaped("ب") == "\ufe8f"
    assert shaped("بَيت") == "\ufe91\u064e\ufef4\ufe96"  # a vowel sign does not part two letters
    assert shaped("Ștefan Щ") == "Ștefan Щ"


def test_many_threads_share_the_one_compiler():
    made: dict[int, bytes] = {}

    def work(number: int) -> None:
        made[number] = pdf(page(number=f"KV-{number}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [f"KV-{number}" in copied(made[number]) for number in range(8)] == [True] * 8


def test_what_is_not_printed_is_not_checked_for_fonts():
    told = visible_text({"lang": "中", "top_code": {"svg": "中", "title": "QR", "alt": "中"}, "facts": [["a", "b"]]})
    assert told.split() == ["QR", "a", "b"]


printable = st.sampled_from(sorted(chr(point) for point in covered(()) if 0x20 < point < 0xD800))


@settings(max_examples=25)
@given(st.text(printable, min_size=1, max_size=60))
def test_whatever_the_fonts_cover_is_set(text):
    assert missing_characters(text) == []
    assert pdf(page(intro=[text])).startswith(b"%PDF-1.7")
