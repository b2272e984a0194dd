"""One movement told by several messages: statements (camt.053), notices (camt.054), feeds. It counts once.

Each source tells a movement once, but in other words, alone or in a sum. Either the line that is the sum stands, or the
lines that are its parts; what is told again is covered. What cannot be told for sure is left to a person, as a doubt.
Rule and examples: docs/rules/notices.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.formats.statement import FEED, NOTICE, StatementLine, bare
from kvit.core.told_signs import SIGNS, Keys, Sign, alike, contradict, days_and_ids, same_day

OPEN, COVERED = "open", "covered"
WAITING = ("open", "proposed")
SETTLED = ("reconciled", "ignored")
NEAR = timedelta(days=10)
"""A bank's reference is the same movement within so many days; banks use them again."""

LIKE_ANOTHER, SUM_DIFFERS, MAYBE_IN_SUM, MAYBE_SUM = "like_another", "sum_differs", "maybe_in_sum", "maybe_sum"
DOUBTS = (LIKE_ANOTHER, SUM_DIFFERS, MAYBE_IN_SUM, MAYBE_SUM)


@dataclass
class Told:
    """A line as one source told it; `id` grows with arrival. `same_as` is the line that told the movement before,
    `of_sum` the sum that it is a part of. A `doubt` is for a person: nothing is booked by itself.
    """

    id: int
    source: str
    line: StatementLine
    status: str = OPEN
    same_as: int | None = None
    of_sum: int | None = None
    doubt: str = ""
    again: set[str] = field(default_factory=set)
    """The other sources that told the very same."""

    @property
    def is_sum(self) -> bool:
        line = self.line
        return line.transfers > 1 or len(line.parts) > 1 or bool(line.told_in and line.transfers != 1)

    @property
    def may_be_sum(self) -> bool:
        """Banks write sums without saying so."""
        is_named = bool(self.line.end_to_end_id or self.line.counterparty_iban)
        return self.is_sum or (self.line.transfers == 0 and not is_named)

    @property
    def sources(self) -> set[str]:
        return self.again | {self.source}

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED


def judge(lines: Sequence[Told], fresh: Collection[int]) -> None:
    """Say of each line of an account whether it stands, changing `status`, `same_as`, `of_sum` and `doubt` in place.

    `lines` are those near the fresh ones, which have just come, from one source. What is settled stays so.
    """
    known = {one.id: one for one in sorted(lines, key=lambda one: one.id)}
    for one in known.values():
        if one.same_as in known:
            known[one.same_as].again.add(one.source)
    new = [one for one in known.values() if one.id in fresh]
    for sign in SIGNS:
        _pair(new, known, sign)
    _gather(new, known)
    _gather_unnamed(known)
    parts: dict[int, list[Told]] = defaultdict(list)
    for one in known.values():
        if one.of_sum is not None:
            parts[one.of_sum].append(one)
    for whole, its in parts.items():
        if whole in known:
            _weigh(known[whole], its)
    _doubt(new, known)


class Shelf:
    """The lines of an account by amount, currency and marks, so that thousands are found without looking at each."""

    def __init__(self, known: Iterable[Told], bears: Callable[[StatementLine], Keys]) -> None:
        self._places: dict[object, list[Told]] = defaultdict(list)
        for one in known:
            for key in set(bears(one.line)):
                self._places[_worth(one), key].append(one)

    def near(self, one: Told, looks_for: Callable[[StatementLine], Keys]) -> list[Told]:
        """Those that share a mark with the line, in the order in which they came."""
        places = [self._places.get((_worth(one), key), []) for key in set(looks_for(one.line))]
        full = [place for place in places if place]
        if len(full) < 2:
            return full[0] if full else []
        return [found for _, found in sorted({each.id: each for place in full for each in place}.items())]


def _pair(new: Iterable[Told], known: dict[int, Told], sign: Sign) -> None:
    shelf = Shelf(known.values(), sign.bears)
    for one in new:
        if one.same_as is not None:
            continue
        for other in shelf.near(one, sign.looks_for):
            if _may_be_same(one, other) and sign.is_same(one.line, other.line):
                one.same_as, one.status = other.id, COVERED
                other.again.add(one.source)
                break


def _worth(one: Told) -> tuple[Decimal, str]:
    return one.line.amount, one.line.currency


def _may_be_same(one: Told, other: Told) -> bool:
    if other.same_as is not None or one.id <= other.id or other.source == one.source or one.source in other.again:
        return False
    a, b = one.line, other.line
    counts = {a.transfers, b.transfers} - {0}
    return _worth(one) == _worth(other) and abs(a.booked_on - b.booked_on) <= NEAR and len(counts) < 2


def _gather(new: Collection[Told], known: dict[int, Told]) -> None:
    """Parts to the sums that name them, whichever came first."""
    ids = {one.id for one in new}
    sums = sorted(
        (one for one in known.values() if one.may_be_sum),
        key=lambda one: (one.is_sum, abs(one.line.amount)),
        reverse=True,
    )
    named: dict[object, list[int]] = defaultdict(list)
    for at, told in enumerate(sums):
        for key in set(_names_of_parts(told.line)):
            named[key].append(at)
    for part in known.values():
        if part.same_as is not None or part.of_sum is not None or part.is_sum:
            continue
        for at in sorted({at for key in set(_names_of(part.line)) for at in named.get(key, ())}):
            told = sums[at]
            whole = known.get(told.same_as, told) if told.same_as is not None else told
            is_asked = (part.id in ids or told.id in ids) and whole.of_sum is None
            if is_asked and _may_be_part(part, told) and _names(told.line, part.line):
                part.of_sum = whole.id
                break


def _names_of_parts(whole: StatementLine) -> Keys:
    """What a sum calls its parts; a part that is called by none of it is not in it (`_names`)."""
    yield from (("reference", each) for each in whole.references)
    for one in whole.parts:
        yield from (("reference", each) for each in one.references)
        yield ("end to end", bare(one.end_to_end_id))
    yield ("message", whole.told_in)
    yield ("batch", bare(whole.batch))


def _names_of(part: StatementLine) -> Keys:
    yield from (("reference", each) for each in part.references)
    told = (("end to end", bare(part.end_to_end_id)), ("message", part.message), ("batch", bare(part.batch)))
    yield from ((kind, name) for kind, name in told if name)


def _may_be_part(part: Told, whole: Told) -> bool:
    a, b = part.line, whole.line
    return (
        part.sources & whole.sources <= ({NOTICE, FEED} if whole.is_sum else set())
        and (a.amount > 0) == (b.amount > 0)
        and a.currency == b.currency
        and abs(a.amount) < abs(b.amount)
        and abs(a.booked_on - b.booked_on) <= NEAR
    )


def _names(whole: StatementLine, part: StatementLine) -> bool:
    for one in whole.parts:
        is_named = bool(set(one.references) & set(part.references)) or alike(one.end_to_end_id, part.end_to_end_id)
        if is_named and one.amount in (None, part.amount):
            return True
    is_announced = bool(whole.told_in) and whole.told_in == part.message
    return is_announced or bool(set(whole.references) & set(part.references)) or alike(whole.batch, part.batch)


def _gather_unnamed(known: dict[int, Told]) -> None:
    """A sum without any mark is of the day's parts, where it is the only one and they make it to the cent."""
    sums = _unnamed(known)
    days = Counter(_day_of(whole) for whole in sums)
    for whole in sums:
        pool = _pool(whole, known)
        total = sum((part.line.amount for part in pool), Decimal(0))
        is_all = total == whole.line.amount and whole.line.transfers in (0, len(pool)) and not whole.line.references
        if pool and is_all and days[_day_of(whole)] == 1:
            for part in pool:
                part.of_sum = whole.id


def _unnamed(known: dict[int, Told]) -> list[Told]:
    """Sums of which nobody told the parts."""
    named = {one.of_sum for one in known.values()}
    return [
        one
        for one in known.values()
        if one.is_sum and not one.line.parts and one.same_as is None and one.id not in named and not one.again
    ]


def _pool(whole: Told, known: dict[int, Told]) -> list[Told]:
    """The lines of another source that may be in this sum: of the day, and not told by the sum's own source."""
    return [
        one
        for one in known.values()
        if one.same_as is None
        and one.of_sum is None
        and not one.is_sum
        and one.source != whole.source
        and whole.source not in one.again
        and one.line.booked_on == whole.line.booked_on
        and _may_be_part(one, whole)
    ]


def _day_of(one: Told) -> tuple[date, str, bool, str]:
    return one.line.booked_on, one.line.currency, one.line.amount > 0, one.source


def _weigh(whole: Told, parts: list[Told]) -> None:
    """Either the sum stands, or its parts do."""
    if not parts or whole.same_as is not None:
        return
    is_complete = sum((part.line.amount for part in parts), Decimal(0)) == whole.line.amount
    waiting = [part for part in parts if not part.is_settled and not (part.status == COVERED and part.doubt)]
    if whole.is_settled or (not is_complete and whole.status in WAITING and _was_first(whole, parts)):
        for part in waiting:
            part.status, part.doubt = COVERED, ""
        if not whole.is_settled:
            whole.doubt = SUM_DIFFERS if _is_over(whole, parts) else ""
        return
    for part in waiting:
        part.status = OPEN if part.status == COVERED else part.status
        part.doubt = ""
    if is_complete:
        whole.status, whole.doubt = COVERED, ""
    elif whole.status != COVERED:
        whole.doubt = SUM_DIFFERS
    elif _is_over(whole, parts) and waiting:
        waiting[-1].doubt = SUM_DIFFERS


def _was_first(whole: Told, parts: Iterable[Told]) -> bool:
    return all(whole.id < part.id and not part.is_settled for part in parts)


def _is_over(whole: Told, parts: Iterable[Told]) -> bool:
    return abs(sum((part.line.amount for part in parts), Decimal(0))) > abs(whole.line.amount)


def _doubt(new: Collection[Told], known: dict[int, Told]) -> None:
    """What may have been told before, and is not known surely; a doubt whose reason is gone is taken away."""
    ids = {one.id for one in new}
    pools = {whole.id: _pool(whole, known) for whole in _unnamed(known)}
    shelf = Shelf(known.values(), days_and_ids)
    for one in known.values():
        stands = one.status in WAITING and one.same_as is None and one.of_sum is None
        if stands and one.doubt != SUM_DIFFERS and (one.id in ids or one.doubt):
            one.doubt = ""
            if any(_is_like(one, other) for other in shelf.near(one, days_and_ids)):
                one.doubt = LIKE_ANOTHER
            elif any(_holds(known[whole], one) and one in pool for whole, pool in pools.items()):
                one.doubt = MAYBE_IN_SUM
            elif any(part.id < one.id for part in pools.get(one.id, [])):
                one.doubt = MAYBE_SUM


def _holds(whole: Told, one: Told) -> bool:
    """Whether a sum that came before stands, so that its part must not."""
    return whole.id < one.id and whole.status != COVERED and not whole.doubt


def _is_like(one: Told, other: Told) -> bool:
    return (
        _may_be_same(one, other)
        and other.source not in one.again
        and (same_day(one.line, other.line) or alike(one.line.end_to_end_id, other.line.end_to_end_id))
        and not contradict(one.line, other.line)
    )
