"""The attachment of an invoice in print: named values and tables under the lines (ustawa o VAT art. 106gba)."""

from collections.abc import Mapping, Sequence
from typing import Any

from kvit.archive.pages.text import plain, prose

Table = dict[str, object]
FIGURES = frozenset({"int", "dec"})
OTHERS, NAME, WIDEST, GAP, LETTER, SMALL = 126, 70, 30, 3.0, 1.75, 1.5
"""Millimetres: all columns but the first together, the name of a value, the widest other, the gap between two, and
a letter of a cell and of a head."""


def tables(blocks: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Each block of the attachment as tables of the page: its values, its paragraphs, then its own tables."""
    found: list[Table] = []
    for block in blocks:
        values = [{"name": prose(one["name"]), "item": prose(one["value"])} for one in block["facts"]]
        columns = [_column("name", "", NAME, "left"), _column("item", "", None, "left")]
        rows = [*values, *({"group": prose(text)} for text in block["text"])]
        found.append({"title": plain(block["heading"]) or None, "columns": columns, "rows": rows})
        found += [_table(one) for one in block["tables"]]
    return found


def _table(kept: Mapping[str, Any]) -> Table:
    """A row of one cell heads those after it; named values of the table stand beneath it, its sums are strong."""
    heads = kept["columns"]
    cells = [row for row in [*kept["rows"], kept["sums"]] if len(row) == len(heads)]
    needed = [_needed(head["name"], [row[at] for row in cells]) for at, head in enumerate(heads)][1:]
    share = min(1.0, OTHERS / (sum(needed) or OTHERS))
    columns = [
        _column(f"c{at}", plain(head["name"]), width, "right" if head["kind"] in FIGURES else "left")
        for at, (head, width) in enumerate(zip(heads, [None, *(one * share for one in needed)], strict=True))
    ]
    rows = [{"group": prose(row[0])} if len(row) == 1 < len(heads) else _row(row) for row in kept["rows"]]
    rows += [{**_row(kept["sums"]), "strong": True}] if kept["sums"] else []
    rows += [{"group": f"{prose(one['name'])}: {prose(one['value'])}"} for one in kept["facts"]]
    return {"title": plain(kept["title"]) or None, "columns": columns, "rows": rows}


def _needed(label: str, cells: Sequence[str]) -> float:
    """Millimetres in which the longest word of the head and the longest cell stand, the gap to the next one too."""
    words = [SMALL * len(word) for word in label.split()]
    return min(WIDEST, GAP + max([*words, *(LETTER * len(cell) for cell in cells)], default=0.0))


def _row(cells: Sequence[str]) -> dict[str, object]:
    return {f"c{at}": prose(cell) for at, cell in enumerate(cells)}


def _column(key: str, label: str, width: float | None, align: str) -> dict[str, object]:
    return {"key": key, "label": label, "width": width, "align": align}
