"""Labels where they stand on the rows of a bill, and which value of a kind belongs to which of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from kvit.core.reading.labels import MOST_WORDS, PLAIN, STRONG, Meaning, long_labels, meanings
from kvit.core.reading.rows import CELL, Row, Span, bare

SCANNED_ALIKE = 88
"""Of 100: a label of seven letters with one of them taken for another is still that label."""

BELOW = 280
"""How far under its label a value may stand, in hundredths of the height of the label."""

SAME_CELL, SAME_ROW, ROW_BEFORE, UNDER = 100, 95, 45, 80
"""How near a value is to its label, of 100; the third for all but the last of several amounts on its row."""


@dataclass(frozen=True)
class Label:
    """A label on a row, and what it means."""

    span: Span
    meaning: Meaning

    @property
    def field(self) -> str:
        return self.meaning.field

    @property
    def weight(self) -> int:
        return self.meaning.weight


class Placed(Protocol):
    """A value that was found somewhere."""

    @property
    def span(self) -> Span: ...


V = TypeVar("V", bound=Placed)


@dataclass(frozen=True)
class Sheet:
    """The rows of all pages, with the labels on each of them."""

    rows: tuple[Row, ...]
    labels: tuple[tuple[Label, ...], ...]

    def of(self, *fields: str) -> list[tuple[int, Label]]:
        """The labels of the fields with the index of their row."""
        return [(at, label) for at, on_row in enumerate(self.labels) for label in on_row if label.field in fields]

    def below(self, at: int) -> Iterator[tuple[int, Row]]:
        """The rows under the row of that index on its page, near enough to be headed by it."""
        row = self.rows[at]
        for index in range(at + 1, min(at + 8, len(self.rows))):
            under = self.rows[index]
            if under.page != row.page or (under.top - row.bottom) * 100 > BELOW * row.size:
                return
            yield index, under

    def is_labelled(self, at: int, span: Span) -> bool:
        """Whether a label stands in the same cell before the span."""
        before = self.rows[at].text[: span.start]
        cell = before.rfind(CELL) + 1
        return any(cell <= label.span.start < span.start for label in self.labels[at])


def sheet_of(rows: Sequence[Row], *, scanned: bool) -> Sheet:
    """The rows with their labels; of a scan, long labels may have a letter wrong."""
    return Sheet(tuple(rows), tuple(tuple(_said(labels_of(row, scanned=scanned))) for row in rows))


def _said(labels: Iterable[Label]) -> Iterator[Label]:
    """The labels with what is around them: `Nr.` in a title is the bill's, `le` behind `payable` names nothing."""
    before: Label | None = None
    for label in labels:
        text = label.span.row.text
        cell = text[text.rfind(CELL, 0, label.span.start) + 1 : label.span.start]
        if (
            before
            and label.field == "vat"
            and before.field in SUMS
            and _qualifies(text[before.span.end : label.span.start])
        ):
            continue
        if before and label.field == "due_on" and before.field in DATES - {"due_on"} and bare(label.span.text) in _TO:
            continue
        if label.weight == PLAIN and label.field in ("number", "issued_on"):
            between = text[before.span.end : label.span.start].strip(" :") if before else "-"
            if before and not between and before.field in DATES and label.field == "issued_on":
                continue
            titled = bare(cell)
            if (label.field == "number" and _is_title(titled)) or (
                before and before.field == "number" and _is_near(label, before)
            ):
                label = Label(label.span, replace(label.meaning, weight=STRONG))
        before = label
        yield label


SUMS = frozenset({"net", "gross", "payable"})
_QUALIFIES = re.compile(
    r" ?(?:\(|\(?(?:inkl|exkl|incl|excl|inc|exc|ohne|mit|cu|fara|fără|с|без|con|sin|bez|z|hors)\b\.? ?)", re.I
)


def _qualifies(between: str) -> bool:
    """Whether the VAT behind only says what the sum is: `Brutto (inkl. USt.)`."""
    return _QUALIFIES.fullmatch(between) is not None


DATES = frozenset({"issued_on", "due_on", "other_date"})
_TO = frozenset({"biszum", "bis"})
"""Behind a first day these words end a period, and are no due day."""

_TITLES = (
    "rechnung",
    "gutschrift",
    "invoice",
    "creditnote",
    "factur",
    "avoir",
    "фактур",
    "известие",
    "faktur",
    "fattura",
)


def _is_title(letters: str) -> bool:
    return len(letters) <= 40 and any(title in letters for title in _TITLES)


def _is_near(label: Label, number: Label) -> bool:
    """Whether the day's word stands right behind the bill's number: `Nr. 4711 vom`."""
    between = label.span.row.text[number.span.end : label.span.start]
    return label.field == "issued_on" and len(between) <= 30 and CELL not in between and any(map(str.isdigit, between))


def labels_of(row: Row, *, scanned: bool) -> Iterator[Label]:
    """The labels of the row from left to right, each as long as it can be, none across a wide gap."""
    bares = [bare(word.text) for word in row.words]
    at = 0
    while at < len(bares):
        taken = 1
        for count in range(_reach(row, at), 0, -1):
            meaning = _meaning("".join(bares[at : at + count]), scanned=scanned) if bares[at] else None
            if meaning is not None:
                end = row.starts[at + count - 1] + len(row.words[at + count - 1].text)
                yield Label(Span(row, row.starts[at], end), meaning)
                taken = count
                break
        at += taken


def _reach(row: Row, at: int) -> int:
    """How many words from that one stand in its cell, no more than a label has."""
    count = 1
    while count < MOST_WORDS and at + count < len(row.words):
        before = row.words[at + count - 1]
        if row.parts(at + count - 1) or before.text.endswith(":"):
            break
        count += 1
    return count


def _meaning(letters: str, *, scanned: bool) -> Meaning | None:
    known = meanings().get(letters)
    if known is not None or not scanned or len(letters) < 7:
        return known
    alike = process.extractOne(letters, long_labels(), scorer=fuzz.ratio, score_cutoff=SCANNED_ALIKE)
    same_length = alike is not None and abs(len(alike[0]) - len(letters)) <= 1
    return meanings()[alike[0]] if alike and same_length else None


@dataclass(frozen=True)
class Pair(Generic[V]):
    """A value with a label that claims it, and how near they stand."""

    value: V
    label: Label
    nearness: int

    @property
    def score(self) -> int:
        return self.label.weight * self.nearness


def pairs(sheet: Sheet, found: Sequence[V], fields: Sequence[str], *, every: bool = False) -> list[Pair[V]]:
    """Values that labels of the fields claim: to their right up to the next label, else the nearest one below.

    With `every`, all values to the right are given; the last is the nearest, for sums stand at the end of a row.
    """
    by_row: dict[int, list[V]] = {}
    rows = {id(row): index for index, row in enumerate(sheet.rows)}
    for value in found:
        by_row.setdefault(rows[id(value.span.row)], []).append(value)
    given: list[Pair[V]] = []
    for at, label in sheet.of(*fields):
        right = _right(sheet, by_row.get(at, []), label=label, at=at)
        if right and every:
            given += [Pair(value, label, SAME_ROW if value is right[-1] else ROW_BEFORE) for value in right]
        elif right:
            in_cell = CELL not in label.span.row.text[label.span.end : right[0].span.start]
            given.append(Pair(right[0], label, SAME_CELL if in_cell else SAME_ROW))
        else:
            under = list(_under(sheet, by_row, label=label, at=at))
            given += under if every else under[:1]
    return given


def _right(sheet: Sheet, on_row: list[V], *, label: Label, at: int) -> list[V]:
    """The values of the row behind the label that no other label stands before."""
    stops = [
        other.span.start
        for other in sheet.labels[at]
        if other.span.start >= label.span.end and not (other.field == label.field and other.weight < label.weight)
    ]
    stop = min(stops, default=len(label.span.row.text))
    return sorted(
        (value for value in on_row if label.span.end <= value.span.start < stop), key=lambda each: each.span.start
    )


def _under(sheet: Sheet, by_row: dict[int, list[V]], *, label: Label, at: int) -> Iterator[Pair[V]]:
    """The values under the label, in its column and without a label of their own, each near the one above it."""
    last, near = sheet.rows[at], at
    for index in range(at + 1, min(at + 40, len(sheet.rows))):
        row = sheet.rows[index]
        if row.page != last.page or (row.top - sheet.rows[near].bottom) * 100 > BELOW * last.size:
            return
        for value in by_row.get(index, []):
            if in_column(label.span, value.span) and not sheet.is_labelled(index, value.span):
                yield Pair(value, label, UNDER)
                near = index


def in_column(above: Span, under: Span) -> bool:
    """Whether the two stand over one another: they overlap, or begin or end at the same place."""
    slack = above.row.size
    overlap = min(above.right, under.right) - max(above.left, under.left)
    return overlap > 0 or abs(above.left - under.left) < slack or abs(above.right - under.right) < slack
