"""Understanding a whole file before a row of it is taken: its headings, its order of dates, its decimal mark.

Rule and examples: docs/rules/reading-amounts-and-dates.md. What a file leaves open a person chooses, in `Chosen`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kvit.core.errors import Finding, Refused
from kvit.core.parsing.columns import (
    Place,
    amount_meanings,
    cell_text,
    date_order,
    day_meanings,
    decimal_mark,
)
from kvit.core.parsing.dates import Order
from kvit.core.parsing.delimited import Cell, Sheet
from kvit.core.parsing.fields import Field, Layout, heading, heading_currency
from kvit.core.parsing.numbers import MOST_WHOLE_DIGITS, Mark

Value = str | Decimal | date | None
Way = TypeVar("Way", bound=str)
Meant = TypeVar("Meant", date, Decimal)
HEADINGS_WITHIN = 30
"""Rows in which the headings are looked for; banks write their own words above them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person decided where the file alone can be read two ways: headings by field, order, mark."""

    dates: Order | None = None
    decimals: Mark | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """A heading or the number of a column, from 1; empty for a field that the file does not have."""
    has_headings: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """How a file was read. `columns` names the heading of each field, `ignored` the headings that name none."""

    dates: Order | None
    decimals: Mark | None
    encoding: str
    columns: dict[str, str]
    ignored: tuple[str, ...]
    currency: str
    """The currency that the heading of an amount names, or nothing."""
    places: dict[str, int]
    """The position of each field, from 0."""
    heading_row: int
    """The row of the headings, from 0."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a person counts them, what its fields hold, and what could not be read."""

    number: int
    values: dict[str, Value]
    rejected: tuple[Finding, ...]


def understand(sheet: Sheet, layout: Layout, *, chosen: Chosen | None = None) -> Understood:
    """How to read the file for what the layout needs.

    Refuses `table.no_headings`, `table.column_missing`, `table.column_twice`, `table.column_unknown`, and what can be
    read two ways: `table.dates_ambiguous`, `table.dates_mixed`, `table.decimals_ambiguous`, `table.decimals_mixed`.
    """
    chosen = chosen or Chosen()
    row = _heading_row(sheet, layout, chosen) if chosen.has_headings else -1
    headings = [cell_text(cell) for cell in sheet.rows[row]] if row >= 0 else [""] * max(map(len, sheet.rows))
    places = assign(headings, layout, chosen=chosen)
    missing = [" / ".join(group) for group in layout.needed if not places.keys() & set(group)]
    if missing:
        raise Refused("table.column_missing", missing=missing, headings=[each for each in headings if each][:40])
    named = {name: headings[at] or str(at + 1) for name, at in places.items()}
    days = [
        Place(number, named[each.name], text, day_meanings(text))
        for each, number, text in _texts(sheet, layout, places=places, after=row, kinds=("day",))
    ]
    amounts = [
        Place(number, named[each.name], text, amount_meanings(text))
        for each, number, text in _texts(sheet, layout, places=places, after=row, kinds=("amount", "number"))
    ]
    currencies = {
        heading_currency(named[each.name])[1] for each in layout.fields if each.kind == "amount" and each.name in named
    }
    return Understood(
        dates=chosen.dates or date_order(days),
        decimals=chosen.decimals or decimal_mark(amounts),
        encoding=sheet.encoding,
        columns=named,
        ignored=tuple(each for at, each in enumerate(headings) if each and at not in places.values()),
        currency=next(iter(currencies - {""})) if len(currencies - {""}) == 1 else "",
        places=places,
        heading_row=row,
    )


def rows_of(sheet: Sheet, layout: Layout, *, understood: Understood) -> Iterator[Row]:
    """The rows below the headings that hold anything, each read or with its findings."""
    for number, cells in enumerate(sheet.rows[understood.heading_row + 1 :], understood.heading_row + 2):
        if not any(cell_text(cell) for cell in cells):
            continue
        values: dict[str, Value] = {}
        rejected: list[Finding] = []
        for each in layout.fields:
            at = understood.places.get(each.name)
            if at is None:
                continue
            cell = cells[at] if at < len(cells) else None
            try:
                values[each.name] = read_cell(cell, each, understood=understood)
            except Refused as refused:
                values[each.name] = None
                facts = {"value": cell_text(cell)[:60]}
                rejected.append(Finding(refused.code, understood.columns[each.name], "error", {**facts}))
        yield Row(number, values, tuple(rejected))


def read_cell(cell: Cell, field: Field, *, understood: Understood) -> Value:
    """What one cell holds, or nothing. Refuses `cell.not_a_day`, `cell.not_an_amount`, `cell.too_large`."""
    text = cell_text(cell)
    if not text:
        return None
    if field.kind == "text":
        return text
    if field.kind == "day":
        if isinstance(cell, date):
            return cell
        day = _meaning(day_meanings(text), understood.dates)
        if day is None:
            raise Refused("cell.not_a_day")
        return day
    amount = cell if isinstance(cell, Decimal) else _meaning(amount_meanings(text), understood.decimals)
    if amount is None:
        raise Refused("cell.not_an_amount")
    if abs(amount) >= Decimal(10) ** MOST_WHOLE_DIGITS:
        raise Refused("cell.too_large")
    return amount


def assign(headings: list[str], layout: Layout, *, chosen: Chosen) -> dict[str, int]:
    """The position of each field, by the surest heading; a person's choice first. Refuses `table.column_twice`."""
    places = {name: _chosen_place(headings, name, choice, layout) for name, choice in chosen.columns.items() if choice}
    given_up = {name for name, choice in chosen.columns.items() if not choice}
    found = sorted(
        (each.headings.index(word), at, each.name)
        for at, text in enumerate(headings)
        for each in layout.fields
        if each.name not in places.keys() | given_up and at not in places.values()
        if (word := _word(text, each)) is not None
    )
    ranks: dict[str, int] = {}
    for rank, at, name in found:
        if name in ranks and ranks[name] == rank and at not in places.values():
            both = [headings[places[name]], headings[at]]
            raise Refused("table.column_twice", field=name, headings=both)
        if name not in places and at not in places.values():
            places[name], ranks[name] = at, rank
    return places


def _word(text: str, field: Field) -> str | None:
    """The heading of the field that the text is, without the currency behind it or with it."""
    return next((word for word in (heading(text), heading_currency(text)[0]) if word in field.headings), None)


def _chosen_place(headings: list[str], name: str, choice: str, layout: Layout) -> int:
    if name not in {each.name for each in layout.fields}:
        raise Refused("table.column_unknown", column=name, headings=[each.name for each in layout.fields])
    wanted = heading(choice)
    for at, text in enumerate(headings):
        if heading(text) == wanted:
            return at
    if choice.isdecimal() and 1 <= int(choice) <= len(headings):
        return int(choice) - 1
    raise Refused("table.column_unknown", column=choice, headings=[each for each in headings if each][:40])


def _heading_row(sheet: Sheet, layout: Layout, chosen: Chosen) -> int:
    """The first row that names everything needed, or the one that names most."""
    best, most = -1, 0
    unknown: Refused | None = None
    for number, cells in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        texts = [cell_text(cell) for cell in cells]
        try:
            names = assign(texts, layout, chosen=chosen).keys()
        except Refused as refused:
            if refused.code == "table.column_twice":
                return number
            unknown = unknown or refused
            continue
        if all(names & set(group) for group in layout.needed):
            return number
        if len(names) > most:
            best, most = number, len(names)
    if most < min(2, len(layout.needed)):
        if unknown is not None:
            raise unknown
        raise Refused("table.no_headings", wanted=[" / ".join(group) for group in layout.needed])
    return best


def _texts(
    sheet: Sheet, layout: Layout, *, places: dict[str, int], after: int, kinds: tuple[str, ...]
) -> Iterator[tuple[Field, int, str]]:
    """The texts in columns of these kinds, with field and row; numbers and days of a spreadsheet need no reading."""
    wanted = [(each, places[each.name]) for each in layout.fields if each.kind in kinds and each.name in places]
    for number, cells in enumerate(sheet.rows[after + 1 :], after + 2):
        for each, at in wanted:
            cell = cells[at] if at < len(cells) else None
            if isinstance(cell, str) and cell.strip():
                yield each, number, cell


def _meaning(meanings: Mapping[Way, Meant], way: Way | None) -> Meant | None:
    """The meaning by the way chosen for the file; where the file needed none, the only one there is."""
    if way is not None:
        return meanings.get(way)
    return next(iter(meanings.values()), None)
