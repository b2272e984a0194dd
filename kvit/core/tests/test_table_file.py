"""Spreadsheets and texts alike: the kind is told by what is inside, numbers and days keep their own kinds."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from kvit.core.errors import Refused
from kvit.core.formats.table_file import read_table
from kvit.core.parsing.layouts import INVOICES
from kvit.core.parsing.tables import rows_of, understand

EXTRAS = Path(__file__).parents[3] / "tests" / "golden" / "xls" / "extras.xls"


def xlsx(*rows, above=0):
    """A workbook with these rows; days are written as Excel writes them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("empty")
    sheet = book.add_worksheet("list")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for at, row in enumerate(rows, above):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()), day)
            elif value is not None:
                sheet.write(at, column, value)
    book.close()
    return file.getvalue()


def ods(*rows):
    """The smallest OpenDocument table."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="{"float" if isinstance(v, int | float) else "string"}"'
            + (f' office:value="{v}"' if isinstance(v, int | float) else "")
            + f"><text:p>{v}</text:p></table:table-cell>"
            for v in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="A">{cells}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml", f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'
        )
    return file.getvalue()


def refusal(content):
    with pytest.raises(Refused) as refused:
        read_table(content)
    return refused.value


def test_a_workbook_keeps_numbers_days_and_texts_apart():
    sheet = read_table(xlsx(["number", "date", "total"], ["F1", dt.date(2026, 3, 5), 49.9]))
    assert sheet.encoding == "xlsx"
    assert sheet.rows[1] == ["F1", dt.date(2026, 3, 5), Decimal("49.9")]


def test_numbers_are_what_the_person_saw():
    assert read_table(xlsx([0.1 + 0.2, 1.005, 1234567890123.0, 7900770])).rows[0] == [
        Decimal("0.3"),
        Decimal("1.005"),
        Decimal("1234567890123"),
        Decimal("7900770"),
    ]


def test_rows_are_counted_as_the_person_sees_them():
    sheet = read_table(xlsx(["number", "customer", "date", "total"], ["F1", "Alfa", dt.date(2026, 3, 5), 9.5], above=3))
    found = list(rows_of(sheet, INVOICES, understood=understand(sheet, INVOICES)))
    assert [row.number for row in found] == [5]
    assert found[0].values["total"] == Decimal("9.5")


def test_a_number_of_an_invoice_in_a_number_cell_has_no_decimals():
    sheet = read_table(xlsx(["number", "customer", "date", "total"], [7900770, 12.0, dt.date(2026, 3, 5), 9.5]))
    row = next(rows_of(sheet, INVOICES, understood=understand(sheet, INVOICES)))
    assert (row.values["number"], row.values["customer_name"]) == ("7900770", "12")


def test_days_typed_as_text_into_a_workbook_are_read_as_those_of_a_text_file():
    sheet = read_table(xlsx(["number", "customer", "date", "total"], ["F1", "Alfa", "03/04/2026", "9,50"]))
    with pytest.raises(Refused) as refused:
        understand(sheet, INVOICES)
    assert refused.value.code == "table.dates_ambiguous"


def test_a_workbook_of_before_2007_is_read():
    """`tests/golden/xls/extras.xls` was written by xlwt: a title, an empty row, headings, two rows."""
    sheet = read_table(EXTRAS.read_bytes())
    assert (sheet.encoding, len(sheet.rows)) == ("xls", 5)
    assert sheet.rows[3][:4] == [dt.date(2026, 3, 20), Decimal(1210), "RON", "Țigla și Fiii SRL"]
    assert refusal(EXTRAS.read_bytes()[:2500]).code == "table.locked", "what is damaged looks like what is locked"


def test_an_opendocument_table_is_read():
    sheet = read_table(ods(["number", "total"], ["F1", 49.9]))
    assert (sheet.encoding, sheet.rows) == ("ods", [["number", "total"], ["F1", Decimal("49.9")]])


def test_the_kind_is_told_by_what_is_inside():
    assert read_table(b"number;total\nF1;9,50\n").separator == ";"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table.empty"),
        (b"  \n ", "table.empty"),
        (xlsx([None]), "table.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "table.locked"),
        (b"%PDF-1.7\n", "table.no_table"),
        (b"\x89PNG\r\n\x1a\n", "table.no_table"),
        (b'<?xml version="1.0"?><a/>', "table.no_table"),
        (b'{"a": 1}', "table.no_table"),
        (b"PK\x03\x04" + b"x" * 100, "table.unreadable"),
        (xlsx(["a"])[:-200], "table.unreadable"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content, code):
    assert refusal(content).code == code


def test_an_archive_of_other_things_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("../../etc/passwd", "root")
    assert refusal(file.getvalue()).code == "table.no_table"


def test_a_package_that_unpacks_to_too_much_is_refused_by_its_own_list():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(210):
                part.write(b"0" * 1024 * 1024)
    assert len(file.getvalue()) < 1024 * 1024
    assert refusal(file.getvalue()).code == "table.too_large"
