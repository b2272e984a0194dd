"""What was collected of what was due in a month, and whose it is (`docs/rules/collection-targets.md`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from kvit.core.calendar import end_of_month
from kvit.core.money import round_half_up

ZERO = Decimal(0)
Keepers = Sequence[tuple[date, int | None]]
"""Since when who is responsible for a customer, by day; the first since ever. None: nobody is named."""


@dataclass(frozen=True, slots=True)
class Move:
    """What settled a part of a claim on a day. Below zero it takes back what had settled it on the day `undoes_of`."""

    on: date
    amount: Decimal
    is_money: bool
    undoes_of: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A receivable at its worth in the books. No move comes before it was opened."""

    opened_on: date
    due_on: date
    amount: Decimal
    moves: Sequence[Move] = ()
    keepers: Keepers = ((date.min, None),)


@dataclass(slots=True)
class Collected:
    """The figures of one person, or of all, for a month; amounts in company currency."""

    overdue: Decimal = ZERO
    fell_due: Decimal = ZERO
    taken_over: Decimal = ZERO
    collected: Decimal = ZERO
    otherwise: Decimal = ZERO
    left: Decimal = ZERO
    not_overdue: Decimal = ZERO
    """What of `left` is not late yet."""

    def __add__(self, other: "Collected") -> "Collected":
        return Collected(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def share(self) -> Decimal | None:
        """Collected of what could be, in percent; None where nothing could."""
        could = self.overdue + self.fell_due + self.taken_over - self.otherwise - self.not_overdue
        return round_half_up(self.collected * 100 / could, 1) if could > 0 else None


def by_person(claims: Iterable[Claim], *, month: date, until: date) -> dict[int | None, Collected]:
    """Each person's figures for the month that begins on the day, as of `until` in it; None is whom nobody has."""
    books: dict[int | None, Collected] = defaultdict(Collected)
    last = end_of_month(month)
    for claim in claims:
        if claim.due_on <= last and claim.opened_on <= until:
            _Walk(claim, month, until, books).go()
    return dict(books)


def in_all(people: Mapping[int | None, Collected]) -> Collected:
    """The company's figures: everybody's, in which what was handed over is nothing."""
    return sum(people.values(), Collected())


def progress(collected: Decimal, target: Decimal) -> Decimal | None:
    """Collected of the target, in percent; None without one."""
    return round_half_up(collected * 100 / target, 1) if target > 0 else None


def keeper(keepers: Keepers, on: date) -> int | None:
    """Who is responsible on the day."""
    return [who for since, who in keepers if since <= on][-1]


@dataclass(slots=True)
class _Walk:
    """One claim through the days of a month, with who has its customer."""

    claim: Claim
    month: date
    until: date
    books: dict[int | None, Collected]
    who: int | None = None
    balance: Decimal = field(default=ZERO)

    def go(self) -> None:
        claim = self.claim
        start = max(self.month, claim.opened_on)
        self.who = keeper(claim.keepers, start)
        self.balance = claim.amount - sum((one.amount for one in claim.moves if one.on < start), ZERO)
        if max(claim.due_on, claim.opened_on) < self.month:
            self.books[self.who].overdue += self.balance
        else:
            self.books[self.who].fell_due += self.balance
        moves = sorted((one for one in claim.moves if start <= one.on <= self.until), key=lambda one: one.on)
        for move in moves:
            self._pass_on(move.on)
            self._settle(move)
        self._pass_on(self.until)
        self.books[self.who].left += self.balance
        if claim.due_on >= self.until:
            self.books[self.who].not_overdue += self.balance

    def _pass_on(self, day: date) -> None:
        """The customer may have gone to somebody else by the day, and with it all that is open."""
        now = keeper(self.claim.keepers, day)
        self.books[self.who].taken_over -= self.balance
        self.books[now].taken_over += self.balance
        self.who = now

    def _settle(self, move: Move) -> None:
        self.balance -= move.amount
        mine = self.books[self.who]
        if not move.is_money:
            mine.otherwise += move.amount
        elif move.undoes_of is None:
            mine.collected += move.amount
        elif self.claim.due_on > end_of_month(move.undoes_of):
            mine.fell_due -= move.amount
        else:
            credited = self.books[keeper(self.claim.keepers, move.undoes_of)]
            credited.collected += move.amount
            credited.taken_over += move.amount
            mine.taken_over -= move.amount
