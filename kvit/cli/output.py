"""What a command says: one JSON document, or lines for people; refusals on the other channel."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from kvit.core.errors import Refused
from kvit.core.formatting import format_exact

Rows = Sequence[Mapping[str, object]]
Table = tuple[Sequence[str], Rows]
"""Columns, and rows that hold them."""


MARKS = ("- ", *("  ",) * 10_000)
"""What stands before the first line of one of many, and before its other lines."""


def show(document: object, *, table: Table | None = None, as_json: bool, quiet: bool) -> None:
    """The document as JSON, or for people: as the table, else as one `name: value` a line."""
    if as_json:
        sys.stdout.write(written(document) + "\n")
    elif table is not None and not quiet:
        _print_table(*table)
    elif not quiet:
        for line in _lines(document):
            sys.stdout.write(line + "\n")
    sys.stdout.flush()


def written(document: object) -> str:
    """The JSON text: letters as they are, dates in ISO, no number that a reader could round."""
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)


def refuse(refused: Refused, *, as_json: bool) -> None:
    """The refusal on stderr: its sentence, and for programs its code and facts."""
    error = error_of(refused)
    if as_json:
        sys.stderr.write(written({"error": error}) + "\n")
        return
    sys.stderr.write(f"{error['message']} ({error['code']})\n")
    found = error.get("findings")
    for finding in found if isinstance(found, list) else ():
        sys.stderr.write(f"  {finding['rule']} {finding['place']}: {finding['message']}\n")


def fail(code: str, message: str, *, as_json: bool) -> None:
    """What went wrong before there were words for it: the message as it is."""
    if as_json:
        sys.stderr.write(written({"error": {"code": code, "message": message, "facts": {}}}) + "\n")
    else:
        sys.stderr.write(f"{message} ({code})\n")


def error_of(refused: Refused) -> dict[str, object]:
    """Code, sentence and facts of a refusal; each finding in it with its own sentence."""
    from kvit.wording import sentence

    facts = dict(refused.facts)
    found = facts.pop("findings", None)
    error: dict[str, object] = {
        "code": refused.code,
        "message": sentence(refused.code, refused.facts),
        "facts": facts,
    }
    if isinstance(found, list):
        error["findings"] = [{**one, "message": sentence(one["rule"], one["facts"])} for one in found]
    return error


def note(text: str) -> None:
    """A line about progress, beside the answer."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format_exact(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no part of a JSON document")


def _print_table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Aligned on a screen, one line a row; whole when it goes into a pipe."""
    from rich.console import Console
    from rich.table import Table as Grid

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        for line in (columns, *([_cell(row.get(name)) for name in columns] for row in rows)):
            sys.stdout.write("\t".join(line) + "\n")
        return
    grid = Grid(box=None, pad_edge=False)
    for name in columns:
        grid.add_column(name, no_wrap=True, justify="right" if _is_amount(rows, name) else "left")
    for row in rows:
        grid.add_row(*(_cell(row.get(name)) for name in columns))
    console.print(grid, markup=False)


def _is_amount(rows: Sequence[Mapping[str, object]], name: str) -> bool:
    return any(
        str(row.get(name) or "").replace(".", "").lstrip("-").isdigit() and "." in str(row[name]) for row in rows
    )


def _cell(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return _cell(value.get("name") or value.get("message") or written(value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(_plain(value)) if isinstance(value, date | Decimal | Path) else str(value)


def _lines(document: object, indent: str = "") -> list[str]:
    """A document as people read it: names and values, parts set in."""
    if isinstance(document, Mapping):
        found = []
        for name, value in document.items():
            if isinstance(value, Mapping | list) and value:
                found += [f"{indent}{name}:", *_lines(value, indent + "  ")]
            elif value not in (None, "", [], {}):
                found.append(f"{indent}{name}: {_cell(value)}")
        return found
    if isinstance(document, list):
        return [indent + mark + line for one in document for mark, line in zip(MARKS, _lines(one), strict=False)]
    return [indent + _cell(document)]
