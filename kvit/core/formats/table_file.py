"""A table in a file of a person: XLSX, ODS or XLS by what it holds, anything else as text; never by its name.

Only to be called in the limited child process of `kvit.archive.sandbox`: a spreadsheet can be made to unpack to
thousands of times its size.
"""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine as calamine

from kvit.core.errors import Refused
from kvit.core.parsing.delimited import MOST_CELLS, Cell, Sheet, read_text

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
"""The envelope of Excel files of before 2007, and of new ones under a password."""
_NO_WORKBOOK = "Cannot detect"
"""What the reader says of an envelope that holds something else: what a password hides."""
_NO_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
}


def read_table(content: bytes, *, most_cells: int = MOST_CELLS) -> Sheet:
    """The first sheet that holds anything.

    Refuses `table.empty`, `table.too_large`, `table.locked` (a password), `table.no_table` (names what it is instead),
    `table.unreadable`, and what `read_text` refuses.
    """
    if not content.strip():
        raise Refused("table.empty")
    for mark, name in _NO_TABLES.items():
        if content.startswith(mark):
            raise Refused("table.no_table", found=name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<!DOCTYPE", b"<html", b"{")):
        raise Refused("table.no_table", found="XML, HTML, JSON")
    if content.startswith(_OLE):
        return _spreadsheet(content, most_cells, kind="xls")
    if content.startswith(_ZIP):
        return _spreadsheet(content, most_cells, kind=_unpacked_kind(content, most_cells))
    return read_text(content, most_cells=most_cells)


def _spreadsheet(content: bytes, most_cells: int, *, kind: str) -> Sheet:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        for known in book.sheets_metadata:
            if known.visible != calamine.SheetVisibleEnum.Visible or known.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(known.name)
            if sheet.end is None:
                continue
            if (sheet.end[0] + 1) * (sheet.end[1] + 1) > most_cells:
                raise Refused("table.too_large", most=most_cells)
            # What is empty above and to the left is kept, so that rows are counted as the person sees them.
            rows = [[_cell(each) for each in row] for row in sheet.to_python(skip_empty_area=False)]
            if any(cell not in (None, "") for row in rows for cell in row):
                return Sheet(rows=rows, encoding=kind)
    except calamine.PasswordError:
        raise Refused("table.locked") from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError) as error:
        if kind == "xls" and str(error).startswith(_NO_WORKBOOK):
            raise Refused("table.locked") from None
        raise Refused("table.unreadable", reason=str(error)[:100]) from None
    raise Refused("table.empty")


def _unpacked_kind(content: bytes, most_cells: int) -> str:
    """Whether it is a spreadsheet and of a sane size, told from the list of its parts alone."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise Refused("table.unreadable", reason=str(error)[:100]) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("table.too_large", most=most_cells)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise Refused("table.no_table", found="ZIP")


def _cell(value: object) -> Cell:
    """What a cell of a spreadsheet holds. Its numbers are binary: 15 digits are what the person saw."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return Decimal(f"{value:.15g}")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).strip() if value is not None else None
