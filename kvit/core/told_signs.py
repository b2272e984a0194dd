"""By which signs two messages of a bank tell the same movement, the surest first (docs/rules/notices.md)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kvit.core.formats.statement import StatementLine, bare

SHORTEST_TEXT = 4
Keys = Iterable[tuple[str, object]]


@dataclass(frozen=True)
class Sign:
    """A way in which two lines are the same, and marks of a line: only lines that share one are held together.

    `looks_for` are the marks of the line that came, `bears` those of the lines that are there.
    """

    is_same: Callable[[StatementLine, StatementLine], bool]
    looks_for: Callable[[StatementLine], Keys]
    bears: Callable[[StatementLine], Keys]


def same_day(a: StatementLine, b: StatementLine) -> bool:
    """Whether the two share the day on which they were booked, or that from which they count."""
    return a.booked_on == b.booked_on or (a.value_on is not None and a.value_on == b.value_on)


def differ(a: str, b: str) -> bool:
    """Whether both say something, and not the same."""
    return bool(a and b) and bare(a) != bare(b)


def alike(a: str, b: str) -> bool:
    """Whether both say the same, and something."""
    return bool(a and b) and bare(a) == bare(b)


def within(a: str, b: str) -> bool:
    """Whether one holds the other, which is long enough to tell something."""
    short, long = sorted((bare(a), bare(b)), key=len)
    return len(short) >= SHORTEST_TEXT and short in long


def _by_reference(a: StatementLine, b: StatementLine) -> bool:
    is_named = bool(set(a.references) & set(b.references))
    is_announced = (a.told_in and a.told_in == b.message) or (b.told_in and b.told_in == a.message)
    is_same = is_named or (is_announced and not contradict(a, b))
    return bool(is_same) and not differ(a.end_to_end_id, b.end_to_end_id)


def _by_end_to_end(a: StatementLine, b: StatementLine) -> bool:
    named = [part.end_to_end_id for part in a.parts if part.end_to_end_id]
    others = [part.end_to_end_id for part in b.parts if part.end_to_end_id]
    is_same = (a.end_to_end_id and a.end_to_end_id == b.end_to_end_id) or (named and sorted(named) == sorted(others))
    return bool(is_same) and same_day(a, b)


def _by_equal_text(a: StatementLine, b: StatementLine) -> bool:
    """Two payments of one customer on a day are told apart by what they are for, whatever their order."""
    return alike(a.remittance, b.remittance) and same_day(a, b) and not contradict(a, b)


def _by_text(a: StatementLine, b: StatementLine) -> bool:
    return within(a.remittance, b.remittance) and same_day(a, b) and not contradict(a, b)


def _by_signs(a: StatementLine, b: StatementLine) -> bool:
    is_like = (
        alike(a.counterparty_iban, b.counterparty_iban)
        or alike(a.structured_reference, b.structured_reference)
        or alike(a.batch, b.batch)
        or alike(a.entry_reference, b.entry_reference)
        or within(a.remittance, b.remittance)
        or within(a.counterparty_name, b.counterparty_name)
    )
    return is_like and same_day(a, b) and not contradict(a, b)


def _marks(line: StatementLine) -> Keys:
    yield from (("reference", each) for each in line.references)
    yield ("message", line.message)
    yield ("told in", line.told_in)


def _looked_for_marks(line: StatementLine) -> Keys:
    yield from (("reference", each) for each in line.references)
    if line.told_in:
        yield ("message", line.told_in)
    if line.message:
        yield ("told in", line.message)


def _end_to_end(line: StatementLine) -> Keys:
    if line.end_to_end_id:
        yield ("end to end", line.end_to_end_id)
    named = sorted(part.end_to_end_id for part in line.parts if part.end_to_end_id)
    if named:
        yield ("of the parts", tuple(named))


def _days(line: StatementLine) -> Keys:
    yield ("booked", line.booked_on)
    if line.value_on is not None:
        yield ("value", line.value_on)


def _texts(line: StatementLine) -> Keys:
    if text := bare(line.remittance):
        yield from ((day, (at, text)) for day, at in _days(line))


def days_and_ids(line: StatementLine) -> Keys:
    """By what a line may be like another one: its days, and its end-to-end id on any day."""
    yield from _days(line)
    if line.end_to_end_id:
        yield ("end to end", bare(line.end_to_end_id))


SIGNS = (
    Sign(_by_reference, _looked_for_marks, _marks),
    Sign(_by_end_to_end, _end_to_end, _end_to_end),
    Sign(_by_equal_text, _texts, _texts),
    Sign(_by_text, _days, _days),
    Sign(_by_signs, _days, _days),
)
"""The surest first."""


def contradict(a: StatementLine, b: StatementLine) -> bool:
    """Whether the two are told to be different movements."""
    is_marked = bool(a.references and b.references) and not set(a.references) & set(b.references)
    has_other_words = bool(a.remittance and b.remittance and a.counterparty_name and b.counterparty_name) and not (
        within(a.remittance, b.remittance) or within(a.counterparty_name, b.counterparty_name)
    )
    return (
        is_marked
        or has_other_words
        or differ(a.counterparty_iban, b.counterparty_iban)
        or differ(a.end_to_end_id, b.end_to_end_id)
        or differ(a.structured_reference, b.structured_reference)
    )
