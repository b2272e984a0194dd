"""Bulgaria's VAT purchase ledger as the authority takes it: POKUPKI.TXT (ППЗДДС, чл. 113 и приложение № 12).

Its records begin like those of the sales ledger; seven amounts and two blanks follow. `docs/rules/bg-vat-ledger.md`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from kvit.core.formats import bg_vat_ledger
from kvit.core.formats.bg_vat_ledger import ENCODING, END, Columns, Row

FILE_NAME = "POKUPKI.TXT"
ZERO = Decimal(0)

DOCUMENTS = {"bill": "01", "credit_note": "03"}
"""Вид на документа of what suppliers send; the protocol is `bg_vat_ledger.PROTOCOL`."""

AMOUNTS = ("30", "31", "41", "32", "42", "43", "44")
"""Base without credit or without VAT; base and VAT with full credit, with partial credit; чл. 73, ал. 8; triangular."""

RETURN_CELLS = ("30", "31", "41", "32", "42", "43")
"""Cells of section B of the VAT return (справка-декларация) that are the sums of a column."""


def columns(vat: Decimal, deductible: Decimal) -> Columns:
    """Where a treatment stands: its base in 31 and its VAT in 41 where all of it is tax credit, else all in 30."""
    return Columns("31", "41") if vat and vat == deductible else Columns("30", "30")


def write(rows: Iterable[Row], *, vat_id: str, first: date) -> bytes:
    """The file of the month that begins with `first`, records numbered from 1; empty where nothing was bought.

    Refuses `bg_ledger.too_long` where a number or amount does not fit: it may not be cut.
    """
    records = [record(row, vat_id=vat_id, first=first, position=i) for i, row in enumerate(rows, start=1)]
    return "".join(one + END for one in records).encode(ENCODING)


def record(row: Row, *, vat_id: str, first: date, position: int) -> str:
    """One record of 274 characters."""
    amounts = [bg_vat_ledger.cell(f"03-{column}", row.amounts.get(column, ZERO)) for column in AMOUNTS]
    head = bg_vat_ledger.head(row, "03", vat_id=vat_id, first=first, position=position)
    return "".join([head, *amounts, "  "])  # two blanks: 03-45, чл. 163а


def return_cells(rows: Sequence[Row], *, sales_vat: Decimal) -> dict[str, Decimal]:
    """The purchase cells and the result: 40 is the tax credit (41 and 43), 50 what is to be paid, 60 to be got back.

    Without partial credit: the coefficient of чл. 73 (cell 33) has nothing to be multiplied with.
    """
    cells = {cell: sum((row.amounts.get(cell, ZERO) for row in rows), ZERO) for cell in RETURN_CELLS}
    credit = cells["41"] + cells["43"]
    result = sales_vat - credit
    return {**cells, "40": credit, "50": max(result, ZERO), "60": max(-result, ZERO)}
