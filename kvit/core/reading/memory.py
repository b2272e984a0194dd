"""What a person corrected on a bill of a supplier, so that the next one from it is read right.

A correction becomes a hint: the words beside or above the right value, where the value stands from them, and its place
on the page. What is the same on every bill of a supplier (its name, VAT number, currency) is remembered as it is; an
account never is, for who changes an account on a bill is what must be seen. Days between issue and due day are a hint.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kvit.core.reading import bills
from kvit.core.reading.facts import NAMES, Fact, Reading, Value
from kvit.core.reading.labelling import in_column
from kvit.core.reading.pages import Page
from kvit.core.reading.rows import CELL, Row, Span, bare

AMOUNTS = frozenset({"net", "vat", "gross", "payable"})
FIXED = frozenset({"seller_name", "seller_vat_id", "currency"})
MOST_LABEL_WORDS = 5
MOST_TERM = 180
UNPROVEN = Decimal("0.85")
"""The most confidence in amounts that do not add up."""

NEAR = 400
"""Tenths of a point: how far from its remembered place a value without words may stand."""

Side = Literal["right", "below", "page", "fixed", "days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Where one field stands on the bills of one supplier.

    `label` are the bare letters of its words, `nth` which of several alike; `behind` how many amounts follow
    it in its column, for sums end one; `words` how many the value has;
    `left` and `top` its place on the page; `fixed` the value itself, `days` the term, for those two sides.
    """

    field: str
    side: Side
    label: str = ""
    nth: int = 0
    behind: int = 0
    words: int = 1
    page: int = 1
    left: int = 0
    top: int = 0
    fixed: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """The hints for one supplier, known by its VAT number or IBAN."""

    supplier: str
    hints: tuple[Hint, ...]

    def with_hint(self, hint: Hint) -> "Memory":
        """The memory with the hint in the place of an older one for its field."""
        return replace(self, hints=(*(known for known in self.hints if known.field != hint.field), hint))


def of_supplier(memories: Sequence[Memory], reading: Reading) -> Memory | None:
    """The memory of the supplier whose bill was read: by an id read as its own, else by any on the page."""
    known = {memory.supplier: memory for memory in memories}
    return next((known[number] for number in reading.suppliers if number in known), None)


def learned(pages: Sequence[Page], reading: Reading, *, field: str, value: Value) -> Hint | None:
    """The hint that would have found the right value on these pages; none where it cannot be told.

    `reading` is what was read of them, its issue day right.
    """
    if field in FIXED:
        return Hint(field=field, side="fixed", fixed=str(value))
    found = bills.seen(pages, source=reading.source)
    spans = list(_spans(found, field, value))
    hints = [hint for span in spans if (hint := _hint(found, field, span))]
    if hints:
        return max(hints, key=lambda hint: (hint.side != "page", hint.side == "right", len(hint.label)))
    issued_on = reading.value("issued_on")
    if field == "due_on" and isinstance(value, date) and isinstance(issued_on, date):
        days = (value - issued_on).days
        return Hint(field=field, side="days", days=days) if 0 <= days <= MOST_TERM else None
    return None


def applied(memory: Memory, pages: Sequence[Page], reading: Reading) -> Reading:
    """The reading with what the memory finds. A fact that it finds is sure where its words stand there once."""
    found = bills.seen(pages, source=reading.source)
    facts = {fact.name: fact for fact in reading.facts}
    for hint in sorted(memory.hints, key=lambda each: each.side == "days"):
        fact = _fact(found, hint, facts)
        if fact is not None:
            facts[hint.field] = fact
    if _add_up({fact.name: fact for fact in reading.facts}) and not _add_up(facts):
        facts |= {fact.name: fact for fact in reading.facts if fact.name in AMOUNTS}
    summed = _adding_up(facts)
    ordered = tuple(sorted(summed, key=lambda fact: NAMES.index(fact.name)))
    unproven = any(fact.name == "gross" and not fact.sure for fact in ordered)
    findings = tuple(
        finding
        for finding in reading.findings
        if not (finding.rule == "bill.not_found" and finding.place in facts)
        and not (finding.rule == "bill.sums_unproven" and not unproven)
    )
    return replace(reading, facts=ordered, findings=findings)


def _adding_up(facts: dict[str, Fact]) -> Iterator[Fact]:
    """Amounts that a memory gave are sure only together: net + VAT = total (EN 16931 BR-CO-15)."""
    add_up = _add_up(facts)
    for fact in facts.values():
        if isinstance(fact.value, Decimal) and not add_up:
            yield replace(fact, sure=False, confidence=min(fact.confidence, UNPROVEN))
        else:
            yield fact


def _add_up(facts: Mapping[str, Fact]) -> bool:
    net, vat, gross = (facts[name].value if name in facts else None for name in ("net", "vat", "gross"))
    are_amounts = isinstance(net, Decimal) and isinstance(vat, Decimal) and isinstance(gross, Decimal)
    return are_amounts and net + vat == gross  # type: ignore[operator]


def _fact(found: bills.Seen, hint: Hint, facts: dict[str, Fact]) -> Fact | None:
    if hint.side == "fixed":
        read = facts.get(hint.field)
        # What the page itself says otherwise is for a person: a supplier may bill in another currency, or be another.
        doubted = hint.field == "currency" or (hint.field == "seller_vat_id" and read is not None and read.sure)
        agrees = read is None or read.value == hint.fixed or not doubted
        fact = found.fact(hint.field, hint.fixed, confidence=97 if agrees else 80, sure=agrees, span=None)
        return replace(fact, page=read.page, box=read.box) if read is not None and agrees else fact
    if hint.side == "days":
        issued_on = facts["issued_on"].value if "issued_on" in facts else None
        if not isinstance(issued_on, date):
            return None
        due_on = issued_on + timedelta(days=hint.days)
        return found.fact("due_on", due_on, confidence=90, sure=facts["issued_on"].sure, span=None)
    placed = _nearest(found, hint) if hint.side == "page" else _beside(found, hint)
    if placed is None:
        return None
    value, span, alone = placed
    return found.fact(hint.field, value, confidence=97 if alone else 80, sure=alone, span=span)


def _spans(found: bills.Seen, field: str, value: Value) -> Iterator[Span]:
    """Where the value stands on the pages, however it is written."""
    for each, span in _values(found, field):
        if each == value:
            yield span
    if field in ("number", "order_ref"):
        yield from _written(found, str(value))


def _values(found: bills.Seen, field: str) -> Iterator[tuple[Value, Span]]:
    """Everything on the pages that is of the kind of the field."""
    if field in ("issued_on", "due_on"):
        for day in found.days:
            yield day.value, day.span
    elif field == "iban":
        for account in found.accounts:
            yield account.value, account.span
    elif field == "buyer_vat_id":
        for number in found.vat_ids:
            yield number.value, number.span
    elif field not in ("number", "order_ref"):
        for amount in found.amounts:
            yield amount.value, amount.span


def _written(found: bills.Seen, value: str) -> Iterator[Span]:
    """Runs of words of a row that make up the value, blanks and marks no matter."""
    letters = bare(value)
    for row in found.sheet.rows:
        for first in range(len(row.words)):
            for count in range(1, min(5, len(row.words) - first) + 1):
                if bare("".join(word.text for word in row.words[first : first + count])) == letters:
                    last = first + count - 1
                    yield Span(row, row.starts[first], row.starts[last] + len(row.words[last].text))


def _hint(found: bills.Seen, field: str, span: Span) -> Hint | None:
    """The words beside the span, else above it, else its place."""
    place = {"field": field, "words": len(span.words), "page": span.row.page}
    place |= {"left": span.left, "top": span.row.top}
    label = _words_before(span)
    side: Side = "right"
    if not label:
        label, side = _words_above(found, span), "below"
    if not label:
        return Hint(side="page", **place)  # type: ignore[arg-type]
    alike = list(_labels(found, label))
    reached = [index for index, at in enumerate(alike) if _claims(found, at, span, side)]
    if not reached:
        return Hint(side="page", **place)  # type: ignore[arg-type]
    claimed = [each for _, each in _values(found, field) if _claims(found, alike[reached[0]], each, side)]
    behind = len(claimed) - 1 - claimed.index(span) if side == "below" and span in claimed else 0
    return Hint(side=side, label=label, nth=reached[0], behind=behind, **place)  # type: ignore[arg-type]


def _words_before(span: Span) -> str:
    """The bare letters of the words before the value: its cell's, or those of the cell before it."""
    before = span.row.text[: span.start].rstrip(" ")
    cells = [cell for cell in before.split(CELL) if cell.strip()]
    words = cells[-1].split() if cells else []
    while words and any(letter.isdigit() for letter in words[-1]):  # a rate between the words and the amount
        words.pop()
    taken: list[str] = []
    for word in reversed(words[-MOST_LABEL_WORDS:]):
        if any(letter.isdigit() for letter in word):
            break
        taken.insert(0, word)
    return bare("".join(taken))


def _words_above(found: bills.Seen, span: Span) -> str:
    at = found.sheet.rows.index(span.row)
    for above in range(at - 1, max(at - 6, -1), -1):
        row = found.sheet.rows[above]
        for cell in _cells(row):
            if row.page == span.row.page and in_column(cell, span) and not any(map(str.isdigit, cell.text)):
                return bare(cell.text)
    return ""


def _cells(row: Row) -> Iterator[Span]:
    start = 0
    for part in row.text.split(CELL):
        if part:
            yield Span(row, start, start + len(part))
        start += len(part) + 1


def _labels(found: bills.Seen, label: str) -> Iterator[tuple[int, Span]]:
    """Everywhere that these letters stand as whole words of one cell."""
    for at, row in enumerate(found.sheet.rows):
        for first in range(len(row.words)):
            letters = ""
            for last in range(first, min(first + MOST_LABEL_WORDS + 3, len(row.words))):
                letters += bare(row.words[last].text)
                if letters == label:
                    yield at, Span(row, row.starts[first], row.starts[last] + len(row.words[last].text))
                    break
                if not label.startswith(letters):
                    break


def _claims(found: bills.Seen, at: tuple[int, Span], span: Span, side: Side) -> bool:
    """Whether the words at that place are those of the span."""
    index, label = at
    if side == "right":
        return label.row is span.row and label.end <= span.start
    return (
        span.row.page == label.row.page and span.row.top >= label.row.bottom - label.row.size and in_column(label, span)
    )


def _beside(found: bills.Seen, hint: Hint) -> tuple[Value, Span, bool] | None:
    """The value beside the remembered words, and whether they stand there once."""
    labels = list(_labels(found, hint.label))
    if not labels:
        return None
    at = labels[min(hint.nth, len(labels) - 1)]
    if hint.field in ("number", "order_ref"):
        read = _words_at(found, at, hint)
        return (read.text.replace(CELL, " ").strip(" :"), read, len(labels) == 1) if read else None
    claimed = [(value, span) for value, span in _values(found, hint.field) if _claims(found, at, span, hint.side)]
    if not claimed:
        return None
    if hint.side == "below" and hint.field in AMOUNTS:
        value, span = claimed[-1 - hint.behind] if hint.behind < len(claimed) else claimed[0]
    else:
        value, span = min(claimed, key=lambda each: (each[1].row.top - at[1].row.top, abs(each[1].left - hint.left)))
    return value, span, len(labels) == 1


def _words_at(found: bills.Seen, at: tuple[int, Span], hint: Hint) -> Span | None:
    """As many words as the value had, right behind or right below the remembered ones."""
    index, label = at
    if hint.side == "right":
        words = [number for number, start in enumerate(label.row.starts) if start >= label.end]
        row = label.row
    else:
        below = ((under, row) for under, row in found.sheet.below(index))
        row, words = next(
            (
                (row, inside)
                for _, row in below
                for cell in _cells(row)
                if in_column(label, cell)
                and (inside := [number for number, start in enumerate(row.starts) if cell.start <= start < cell.end])
            ),
            (label.row, []),
        )
    words = [number for number in words if bare(row.words[number].text)][: hint.words]
    if not words or not any(letter.isdigit() for number in words for letter in row.words[number].text):
        return None
    return Span(row, row.starts[words[0]], row.starts[words[-1]] + len(row.words[words[-1]].text))


def _nearest(found: bills.Seen, hint: Hint) -> tuple[Value, Span, bool] | None:
    """The value of the kind nearest to the remembered place; never alone in being meant."""
    if hint.field in ("number", "order_ref"):
        return None
    near = [
        (abs(span.left - hint.left) + abs(span.row.top - hint.top), index, value, span)
        for index, (value, span) in enumerate(_values(found, hint.field))
        if span.row.page == hint.page
    ]
    if not near or min(near)[0] > NEAR:
        return None
    _, _, value, span = min(near, key=lambda each: each[:2])
    return value, span, False
