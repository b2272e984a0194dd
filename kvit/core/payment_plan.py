"""Which bills to pay when, and which discounts to take, without going below the floor: `docs/rules/payment-days.md`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.payment_day import BankDays, NotTaken, Owed, Way, ways_to_save, when_due

MOST_LOOKS = 5_000
"""Looks at combinations of offers, and three more for each bill; a plan that stops there says so."""


@dataclass(frozen=True)
class Forecast:
    """The balance to begin with, what else is expected to come and go each day, and the floor the company sets."""

    opening: Money
    flows: Mapping[date, Money]
    floor: Money


@dataclass(frozen=True)
class Held:
    """A bill that cannot be paid when it is due without going below the floor: when, and by how much."""

    key: str
    due_on: date
    short_on: date
    lacks: Money


@dataclass(frozen=True)
class Plan:
    """What to pay on which day, what is held, which offers were left, what is earned, and the lowest balance."""

    ways: tuple[Way, ...]
    held: tuple[Held, ...]
    left: tuple[NotTaken, ...]
    earns: Money
    lowest: Money
    lowest_on: date
    saw_all: bool


def plan(
    bills: Sequence[Owed], forecast: Forecast, *, first: date, bank: BankDays, least: Decimal = Decimal(0)
) -> Plan:
    """The plan that earns most; `least` is the yearly return in percent below which an offer is not worth it.

    Each bill once, by its key. Refuses `money.mixed_currencies`.
    """
    assert len({bill.key for bill in bills}) == len(bills), "two bills of one key"
    currency = forecast.opening.currency
    for other in (forecast.floor, *forecast.flows.values(), *(bill.balance for bill in bills)):
        if other.currency != currency:
            raise Refused("money.mixed_currencies", one=currency, other=other.currency)
    usual = {bill.key: when_due(bill, first=first, bank=bank) for bill in bills}
    days = _Days.of(forecast, first=first, until=max((way.on for way in usual.values()), default=first))
    in_order = sorted(bills, key=lambda bill: (bill.due_on, bill.key))
    short = [bill for bill in in_order if not days.put(usual[bill.key])]
    paid = [bill for bill in in_order if bill not in short]
    offers = {bill.key: ways_to_save(bill, first=first, bank=bank, least=least) for bill in bills}
    search = _Search(days, usual, [[way for _, way in offers[bill.key][0]] for bill in paid if offers[bill.key][0]])
    taken = search.best()
    days = search.days_with(taken)
    still_short = [bill for bill in short if not days.put(usual[bill.key])]
    held = [_held(bill, usual[bill.key], days) for bill in still_short]
    ways = [taken.get(bill.key, usual[bill.key]) for bill in in_order if bill not in still_short]
    left = [one for _, others in offers.values() for one in others]
    left += [
        NotTaken(key, offer, "other_taken" if key in taken else "floor")
        for key, (open_ways, _) in offers.items()
        for offer, way in open_ways
        if taken.get(key) != way
    ]
    lowest = min(range(len(days.balances)), key=lambda at: days.balances[at])
    return Plan(
        ways=tuple(sorted(ways, key=lambda way: (way.on, way.key))),
        held=tuple(held),
        left=tuple(left),
        earns=Money(sum((way.saves.amount for way in taken.values()), Decimal(0)), currency),
        lowest=Money(days.balances[lowest], currency),
        lowest_on=first + timedelta(days=lowest),
        saw_all=search.saw_all,
    )


def _held(bill: Owed, way: Way, days: "_Days") -> Held:
    at, balance = days.lowest_since(way.on)
    lacks = days.floor - (balance - way.pays.amount)
    return Held(bill.key, bill.due_on, days.first + timedelta(days=at), Money(lacks, bill.balance.currency))


@dataclass
class _Days:
    """The balance at the end of each day from the first on."""

    first: date
    balances: list[Decimal]
    floor: Decimal

    @classmethod
    def of(cls, forecast: Forecast, *, first: date, until: date) -> "_Days":
        last = max([until, *forecast.flows])
        balances, balance = [], forecast.opening.amount
        for at in range((last - first).days + 1):
            flow = forecast.flows.get(first + timedelta(days=at))
            balance += flow.amount if flow else 0
            balances.append(balance)
        return cls(first, balances, forecast.floor.amount)

    def at(self, day: date) -> int:
        return (day - self.first).days

    def lowest_since(self, day: date) -> tuple[int, Decimal]:
        """The place and the lowest balance from that day on."""
        at = min(range(self.at(day), len(self.balances)), key=lambda one: self.balances[one])
        return at, self.balances[at]

    def put(self, way: Way) -> bool:
        """Pays it, if no day from then on goes below the floor; whether it did."""
        if self.lowest_since(way.on)[1] - way.pays.amount < self.floor:
            return False
        self.move(way, -1)
        return True

    def move(self, way: Way, sign: int) -> None:
        """Takes what is paid out of every balance from its day on (-1), or gives it back (1)."""
        for at in range(self.at(way.on), len(self.balances)):
            self.balances[at] += sign * way.pays.amount


@dataclass
class _Search:
    """The offers that earn most together, of one for each bill: every branch, but for those that cannot win."""

    days: _Days
    usual: Mapping[str, Way]
    choices: list[list[Way]]
    saw_all: bool = True

    def best(self) -> dict[str, Way]:
        """The offers to take, by the key of their bill."""
        self.choices.sort(key=lambda ways: -ways[0].saves.amount / ways[0].pays.amount)
        # a day that is below the floor before anything is paid may stay so, and may not get worse
        limits = [min(balance, self.days.floor) for balance in self.days.balances]
        hopes = self._hopes()
        best: dict[str, Way] = {}
        most, looks = Decimal(0), 0
        chosen: list[Way | None] = []
        branches = [self._branches(0)]
        while branches:
            if len(chosen) == len(branches):
                self._take(chosen.pop(), -1)
            try:
                chosen.append(next(branches[-1]))
            except StopIteration:
                branches.pop()
                continue
            self._take(chosen[-1], 1)
            looks += 1
            self.saw_all = looks <= MOST_LOOKS + 3 * len(self.choices)  # always enough to reach an end
            earned = sum((way.saves.amount for way in chosen if way), Decimal(0))
            hope, adds = hopes[len(chosen)]
            if not self.saw_all or earned + hope <= most:
                continue
            if any(one + add < limit for one, add, limit in zip(self.days.balances, adds, limits, strict=True)):
                continue
            if len(chosen) < len(self.choices):
                branches.append(self._branches(len(chosen)))
            else:
                best, most = {way.key: way for way in chosen if way}, earned
        return best

    def days_with(self, taken: Mapping[str, Way]) -> _Days:
        """The balances with these offers taken."""
        days = _Days(self.days.first, list(self.days.balances), self.days.floor)
        for key, way in taken.items():
            days.move(self.usual[key], 1)
            days.move(way, -1)
        return days

    def _branches(self, place: int) -> Iterator[Way | None]:
        """The offers of the bill at that place, the best first, and none of them."""
        if self.choices:
            yield from (*self.choices[place], None)

    def _take(self, way: Way | None, sign: int) -> None:
        """Pays by this way and not by the usual one (1), or the other way round (-1)."""
        if way:
            self.days.move(self.usual[way.key], sign)
            self.days.move(way, -sign)

    def _hopes(self) -> list[tuple[Decimal, list[Decimal]]]:
        """For the bills from each place on: the most they can earn, and the most they can add to each day."""
        hopes = [(Decimal(0), [Decimal(0)] * len(self.days.balances))]
        for ways in reversed(self.choices):
            earns, adds = hopes[-1]
            since = self.days.at(self.usual[ways[0].key].on)
            most = ways[0].saves.amount
            hopes.append((earns + most, [one + (most if at >= since else 0) for at, one in enumerate(adds)]))
        return hopes[::-1]
