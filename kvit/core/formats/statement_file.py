"""A bank statement in whatever file it comes: camt, MT940, Norma 43 by what they begin with, else a table."""

from collections.abc import Mapping

from kvit.core.formats import camt, mt940, norma43, statement_csv
from kvit.core.formats.statement import Statement
from kvit.core.formats.table_file import read_table
from kvit.core.parsing.columns import MARKS, ORDERS
from kvit.core.parsing.delimited import MOST_CELLS
from kvit.core.parsing.tables import Chosen


def read(
    content: bytes,
    *,
    account: str = "",
    currency: str = "",
    dates: str = "",
    decimals: str = "",
    columns: Mapping[str, str] | None = None,
    has_headings: bool = True,
    most_cells: int = MOST_CELLS,
) -> list[Statement]:
    """The statements in the file. `dates`, `decimals`, `columns`, `has_headings` are what a person chose for a table.

    Refuses what the `parse` of each format and `read_table` refuse.
    """
    begin = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000]
    if begin.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<")):
        return camt.parse(content)
    if norma43.is_norma43(begin):
        return norma43.parse(content)
    if mt940.is_mt940(begin):
        return mt940.parse(content, currency=currency)
    chosen = Chosen(
        dates=next((order for order in ORDERS if order == dates), None),
        decimals=next((mark for mark in MARKS if mark == decimals), None),
        columns=columns or {},
        has_headings=has_headings,
    )
    sheet = read_table(content, most_cells=most_cells)
    return statement_csv.parse(sheet, chosen=chosen, account=account, currency=currency)
