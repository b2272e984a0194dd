"""The number of a bill: what stands behind or under the words for it, and is neither a day nor an amount."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kvit.core.reading.labelling import SAME_CELL, SAME_ROW, UNDER, Label, Pair, Sheet, in_column
from kvit.core.reading.labels import PLAIN
from kvit.core.reading.rows import CELL, Row, Span

_TOKEN = re.compile(r"[^\s\t]+")
_NUMBER = re.compile(r"(?=[^\s]*\d)[\w#][\w/\-.#\\]*[\w]|\d")
_PREFIX = re.compile(r"[^\W\d_]{1,7}[/\-]?|[A-Z]{1,4}\d{0,4}")
_SKIPPED = frozenset(
    {":", "-", "–", "#", "nr", "nr.", "no", "no.", "№", "nº", "n°", ".", "nr:", "no:", "numer", "номер"}
)


@dataclass(frozen=True)
class DocumentNumber:
    """A number as it is written; blanks in it are kept as one."""

    value: str
    span: Span


def numbers_for(sheet: Sheet, *, field: str, apart_from: Sequence[Span]) -> list[Pair[DocumentNumber]]:
    """What can be the number that the field's labels name; the spans of days, amounts and ids are none."""
    found: list[Pair[DocumentNumber]] = []
    for at, label in sheet.of(field):
        right = _behind(sheet, at, label, apart_from)
        if right is not None:
            found.append(right)
            continue
        found += list(_under(sheet, at, label, apart_from))[:1]
    return found


def _behind(sheet: Sheet, at: int, label: Label, apart: Sequence[Span]) -> Pair[DocumentNumber] | None:
    row = label.span.row
    stop = min(
        (other.span.start for other in sheet.labels[at] if other.span.start >= label.span.end), default=len(row.text)
    )
    number = _first(row, label.span.end, stop, apart=apart, strict=label.weight == PLAIN)
    if number is not None:
        gap = row.text[label.span.end : number.span.start]
        return Pair(number, label, SAME_ROW if CELL in gap else SAME_CELL)
    return _with_series(sheet, at, label, apart=apart)


def _with_series(sheet: Sheet, at: int, label: Label, *, apart: Sequence[Span]) -> Pair[DocumentNumber] | None:
    """`Seria ABC nr. 0123`: the letters of the series, and the number behind the next label."""
    row = label.span.row
    stop = min((other.span.start for other in sheet.labels[at] if other.span.start >= label.span.end), default=0)
    series = row.text[label.span.end : stop].strip(" \t:.-")
    following = next((other for other in sheet.labels[at] if other.span.start == stop), None)
    if following is None or following.field != label.field or not re.fullmatch(r"[A-Z][A-Z0-9\-/]{0,9}", series):
        return None
    behind = [other.span.start for other in sheet.labels[at] if other.span.start >= following.span.end]
    number = _first(row, following.span.end, min(behind, default=len(row.text)), apart=apart, strict=False)
    if number is None:
        return None
    start = row.text.index(series, label.span.end)
    joined = DocumentNumber(f"{series} {number.value}", Span(row, start, number.span.end))
    return Pair(joined, Label(label.span, following.meaning), SAME_CELL)


def _under(sheet: Sheet, at: int, label: Label, apart: Sequence[Span]) -> Iterator[Pair[DocumentNumber]]:
    nearer: list[Span] = []
    for index, row in sheet.below(at):
        starts = {other.span.start for other in sheet.labels[index]}
        if any(in_column(label.span, other.span) for other in sheet.labels[index]):
            return
        for cell in cells(row):
            over = min(cell.right, label.span.right) - max(cell.left, label.span.left)
            aligned = over > 0 or abs(cell.left - label.span.left) < row.size
            if not aligned or any(cell.start <= start < cell.end for start in starts):
                continue
            if any(in_column(other, cell) for other in nearer):  # `Customer` heads it, not the title above
                continue
            number = _first(row, cell.start, cell.end, apart=apart, strict=True)
            if number is not None:
                yield Pair(number, label, UNDER)
        nearer += [other.span for other in sheet.labels[index]]


def cells(row: Row) -> list[Span]:
    """The cells of the row, parted by wide gaps."""
    found, start = [], 0
    for part in row.text.split(CELL):
        if part:
            found.append(Span(row, start, start + len(part)))
        start += len(part) + 1
    return found


def _first(row: Row, start: int, stop: int, *, apart: Sequence[Span], strict: bool) -> DocumentNumber | None:
    """The first number between, with a prefix of letters before it and what is joined to it by / or -.

    `strict`: nothing but such a prefix stands before it.
    """
    prefix: re.Match[str] | None = None
    passed = 0
    for token in _TOKEN.finditer(row.text, start, stop):
        text = token[0].strip(":;,()[]*|").rstrip(".")
        begins = token.start() + token[0].find(text) if text else token.start()
        if not text or text.lower() in _SKIPPED:
            continue
        if any(span.row is row and span.start < begins + len(text) and begins < span.end for span in apart):
            return None
        if _NUMBER.fullmatch(text):
            from_prefix = prefix is not None and row.text[prefix.end() : token.start()] in (" ", "")
            first = prefix.start() if prefix is not None and from_prefix else begins
            end = _joined(row, begins + len(text), stop)
            written = row.text[first:end].replace(CELL, " ").strip("#")
            return DocumentNumber(written, Span(row, first, end))
        passed += 1
        if passed > (1 if strict else 3):
            return None
        prefix = token if _PREFIX.fullmatch(token[0]) and token[0].upper() == token[0] else None
        if strict and prefix is None:
            return None
    return None


def _joined(row: Row, end: int, stop: int) -> int:
    """Where the number ends, with the parts that a / or - joins to it: `12 / 2026`."""
    while True:
        match = re.compile(r" ?([/\\\-]) ?(?=\w*\d)[\w/\-]+").match(row.text, end, stop)
        if match is None or (match[0].startswith(" ") and not match[0].startswith((" /", " -"))):
            return end
        end = match.end()
