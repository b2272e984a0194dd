"""The letters of a file, whatever wrote them: spreadsheets of Windows, banks of the nineties, a phone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.parsing.delimited import read_text
from kvit.core.parsing.texts import decoded

POLISH = "Numer faktury;Nabywca;Kwota\n1;Zażółć gęślą jaźń Sp. z o.o., Łódź;1,50\n"
ROMANIAN = "Număr factură;Preşedinţie;Bucureşti\nŢara;Ştefan cel Mare\n"
BULGARIAN = "Номер;Клиент;Сума\n1;Алфа ООД;ФАКТУРА № 5\n"
SPANISH = "Número;Cliente;Año\n1;Señor Peña, España;Nº 5\n"
GERMAN = "Buchungstag;Währung;Empfänger\n1;EUR;Müller Straße\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        ("Gdańsk;Poznań;Toruń\n", "cp1250"),
        (ROMANIAN, "cp1250"),
        (ROMANIAN, "iso8859-2"),
        (BULGARIAN, "cp1251"),
        ("дата;сума;ДДС\nFaktura 12;Ромб ЕООД SRL\n", "cp1251"),
        (SPANISH, "cp1252"),
        ("MUÑOZ;ESPAÑA;CAÑÓN;NIÑO\n", "cp1252"),
        ("Peña;3ª\n", "latin-1"),
        (GERMAN, "cp1252"),
        ("Libellé;Débit;Crédit;Référence\n", "cp1252"),
    ],
)
def test_letters_of_one_byte_are_told_by_the_words_they_make(text, encoding):
    assert decoded(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [POLISH, ROMANIAN, BULGARIAN, SPANISH, "plain;words\n"])
def test_unicode_is_read_with_and_without_its_mark(text, encoding):
    assert decoded(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "content", [b"\0" * 100, b"\xff\xfe\x00\xd8\x00\xd8", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256))]
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(Refused) as refused:
        decoded(content)
    assert refused.value.code in ("table.not_text", "table.encoding_unknown")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_rows_of_one_width(separator):
    rows = [["a", "b, c; d", "1"], ["e", "f", "2"], ["g", "h", "3"]]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    sheet = read_text(text.encode())
    assert sheet.separator == separator
    assert sheet.rows == rows


def test_a_spreadsheet_may_name_its_separator_in_the_first_row():
    assert read_text(b"sep=|\na|b,c\n").rows == [["a", "b,c"]]


def test_decimal_commas_do_not_part_columns():
    assert read_text(b"date;amount\n02.03.2026;1,50\n03.03.2026;2,75\n").rows[1] == ["02.03.2026", "1,50"]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["юни;юли\n", "Ținut;1\n", "a;b\n", "юя\n"])
def test_a_mark_of_utf_16_is_believed_where_letters_have_two_halves(order, text):
    mark = "\ufeff".encode(order)
    assert decoded(mark + text.encode(order)) == (text, "utf-16")


def test_an_empty_file_is_refused():
    for content in (b"", b"\n\n", b" ; ; \n", b"\xef\xbb\xbf"):
        with pytest.raises(Refused) as refused:
            read_text(content)
        assert refused.value.code == "table.empty"


def test_more_cells_than_allowed_are_refused():
    with pytest.raises(Refused) as refused:
        read_text(b"a;b\n" * 100, most_cells=150)
    assert refused.value.code == "table.too_large"


@given(
    st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъьюя ", min_size=3, max_size=40).filter(
        lambda text: len(text.strip()) > 2
    )
)
@example("юяаа")
@example("яюбилей")
def test_bulgarian_words_in_the_encoding_of_windows_are_read(text):
    assert decoded(text.encode("cp1251"))[0] == text
