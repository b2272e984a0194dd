"""Uploads are read in a limited child: good files come through whole, bombs end there, and nothing hangs."""

import io
import time
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kvit.archive import sandbox_child
from kvit.archive.sandbox import LIMITS, read_statements, read_table, run, run_function
from kvit.archive.sandbox_values import packed, unpacked
from kvit.core.errors import Refused
from kvit.core.formats import camt
from kvit.core.parsing.texts import decoded
from kvit.core.tests.camt_builder import balance, entry, statement, transfer
from kvit.core.tests.camt_builder import camt as camt_file


def workbook(*cells):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for row, column, value in cells:
        sheet.write(row, column, value)
    book.close()
    return file.getvalue()


def workbook_of_one_sheet(content):
    """A workbook whose only sheet is this XML."""
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook((0, 0, "a"))))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for part in source.infolist():
            whole = source.read(part) if part.filename != "xl/worksheets/sheet1.xml" else content
            package.writestr(part.filename, whole)
    return file.getvalue()


def refusal(read, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        read(*args, **kwargs)
    return refused.value


def test_a_table_comes_through_whole():
    sheet = read_table(workbook((0, 0, "number"), (0, 1, "total"), (1, 0, "F1"), (1, 1, 49.9)), "list.xlsx")
    assert [[str(cell) for cell in row] for row in sheet.rows] == [["number", "total"], ["F1", "49.9"]]


def test_statements_come_through_whole():
    content = camt_file(statement(entry(details=transfer("INV-7", name="ALFA")), balances=balance("OPBD", "1.00")))
    assert read_statements(content, "day.xml") == camt.parse(content)


def test_what_a_person_chose_reaches_the_reader():
    text = b"Date,Amount\n03/04/2026,-1.50\n"
    assert refusal(read_statements, text, "a.csv", currency="EUR").code == "table.dates_ambiguous"
    chosen = read_statements(text, "a.csv", currency="EUR", dates="month_first", columns={"amount": "Amount"})
    assert chosen[0].lines[0].booked_on.month == 3


def test_a_refusal_of_the_reader_keeps_its_code_and_facts():
    refused = refusal(read_table, b"%PDF-1.7", "bill.pdf")
    assert (refused.code, refused.facts) == ("table.no_table", {"name": "bill.pdf", "found": "PDF"})


def test_bomb_a_sheet_with_a_cell_in_its_last_corner():
    refused = refusal(read_table, workbook((0, 0, "a"), (1048575, 16383, 1)), "corner.xlsx")
    assert refused.code in ("upload.too_large", "table.too_large")


def test_bomb_a_small_file_that_unpacks_to_a_large_sheet():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_048_577))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    content = workbook_of_one_sheet(head + rows + b"</sheetData></worksheet>")
    started = time.monotonic()
    assert refusal(read_table, content, "bomb.xlsx").code in ("upload.too_large", "table.too_large", "upload.timed_out")
    assert time.monotonic() - started < LIMITS.wall_seconds


def test_bomb_entities_and_depth_in_a_statement():
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Document>&b;</Document>'
    assert refusal(read_statements, laughs, "a.xml").code == "xml.doctype"
    assert refusal(read_statements, b"<a>" * 200_000, "a.xml").code == "xml.too_deep"


def test_a_file_larger_than_allowed_is_not_even_sent():
    small = replace(LIMITS, most_bytes=10)
    assert refusal(read_table, b"a;b\n1;2\n3;4\n", "a.csv", limits=small).code == "upload.too_large"


def test_more_cells_than_allowed_are_refused():
    few = replace(LIMITS, most_cells=3)
    assert refusal(read_table, b"a;b\n1;2\n", "a.csv", limits=few).code == "table.too_large"
    assert refusal(read_table, workbook((9, 9, 1)), "a.xlsx", limits=few).code == "table.too_large"


def test_a_reader_that_never_ends_is_stopped_by_its_processor_time():
    content = b"a;b\n" * 4_000_000
    started = time.monotonic()
    refused = refusal(run, "table", content, name="long.csv", limits=replace(LIMITS, cpu_seconds=1), most_cells=10**9)
    assert refused.code in ("upload.timed_out", "upload.too_large")
    assert time.monotonic() - started < 20


def test_a_reader_that_sleeps_is_stopped_by_the_clock():
    refused = refusal(read_table, b"a;b\n1;2\n", "a.csv", limits=replace(LIMITS, wall_seconds=0))
    assert refused.code == "upload.timed_out"


def test_a_reader_that_wants_too_much_memory_is_stopped():
    wide = b"a;" * 9_000_000
    refused = refusal(
        run, "table", wide, name="wide.csv", limits=replace(LIMITS, memory_bytes=200 << 20), most_cells=10**9
    )
    assert refused.code in ("upload.too_large", "upload.timed_out", "table.unreadable")


def test_the_child_knows_its_tasks_and_no_others():
    assert sorted(sandbox_child.TASKS) == ["function", "mail", "pdf", "statement", "table"]
    refused = refusal(run, "os.system", b"", name="x")
    assert refused.code == "upload.unreadable"


@given(st.binary(max_size=400))
def test_what_travels_comes_back_the_same(content):
    text = content.decode("latin-1")
    value = {"text": text, "list": [1, None, True, (text, content)], "tuple": ()}
    assert unpacked(packed(value)) == value


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}, bytearray(b"x"), lambda: 0])
def test_what_is_not_on_the_list_does_not_travel(value):
    with pytest.raises(TypeError):
        packed(value)


@pytest.mark.parametrize("told", [{"kind": "Popen", "fields": {}}, {"a": 1, "b": 2}, {"eval": "1"}])
def test_what_a_child_gone_bad_invents_is_not_believed(told):
    with pytest.raises((KeyError, ValueError)):
        unpacked(told)


def test_a_function_of_ours_runs_in_the_child_and_none_of_others(tmp_path):
    within = {"cpu_seconds": 5, "wall_seconds": 60, "memory_bytes": 512 << 20}
    assert run_function(decoded, "Ștefan".encode(), name="a.txt", **within) == ("Ștefan", "utf-8")
    other = tmp_path / "other.py"
    other.write_text("def decoded(content): return 'mine'")
    refused = refusal(run, "function", b"", name="x", file=str(other), function="decoded")
    assert refused.code == "upload.unreadable"
