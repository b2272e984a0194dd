"""Rows and cells of a text file with a separator: which one, told by what makes rows of one width."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.parsing.texts import decoded

Cell = str | Decimal | date | None
"""A text file has texts only; a spreadsheet also knows numbers and days. None and empty texts are nothing."""

SEPARATORS = ";,\t|"
MOST_CELLS = 2_000_000
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one table as they stand in the file. `encoding` is `xlsx` or `ods` for a spreadsheet."""

    rows: list[list[Cell]]
    encoding: str
    separator: str = ""


def read_text(content: bytes, *, most_cells: int = MOST_CELLS) -> Sheet:
    """The table in a text file. Refuses `table.` `not_text`, `encoding_unknown`, `unreadable`, `empty`, `too_large`."""
    text, encoding = decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], rest
    else:
        separator = _separator(text)
    rows: list[list[Cell]] = []
    cells = 0
    for row in _rows(text, separator):
        cells += len(row)
        if cells > most_cells:
            raise Refused("table.too_large", most=most_cells)
        rows.append([cell.strip() for cell in row])
    if not any(cell for row in rows for cell in row):
        raise Refused("table.empty")
    return Sheet(rows=rows, encoding=encoding, separator=separator)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Refused("table.unreadable", reason=str(error)[:100]) from None


def _separator(text: str) -> str:
    """The separator that gives most rows the same width of two or more; of equals the wider rows."""
    return max(SEPARATORS, key=lambda mark: _fit(text, mark))


def _fit(text: str, mark: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    for number, row in enumerate(_rows(text[:200_000], mark)):
        if number >= _SAMPLE:
            break
        if any(cell.strip() for cell in row):
            widths[len(row)] += 1
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0, 0
    width, count = max(wide.items(), key=lambda each: (each[1], each[0]))
    return count * 100 // widths.total(), width
