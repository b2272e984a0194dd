"""Who is reminded of what on a day, and what holds a reminder back (`docs/rules/reminders.md`).

One place decides for the day's sending and for the simulator. It says what may go; it never sends.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kvit.core.calendar import closed_days, is_working_day
from kvit.core.countries.zones import zone_of
from kvit.core.money import Money
from kvit.core.reaching import LETTER, Reach, Way, tried, way, why_not

BETWEEN = timedelta(days=3)
"""So long a customer who was written to is left alone, whatever else falls due: nobody is pestered."""

NOTICE, FRIENDLY, FIRM, LAST = TONES = ("notice", "friendly", "firm", "last")
"""A word before the due day, and the three tones after it. A final demand is another thing: a formal act."""

CREDIT, BANK_OLD, BANK_NEVER, NO_ADDRESS = "credit", "bank_old", "bank_never", "no_address"
HOLD, PROMISE, TAKEN_OVER, DISPUTE, PLAN = "hold", "promise", "taken_over", "dispute", "plan"
IN_FLIGHT, REJECTED, CORRECTION, UNDELIVERED = "in_flight", "rejected", "correction", "undelivered"
PAYING, COLLECTING, CHARGEBACK, GIVEN_BACK = "paying", "collecting", "chargeback", "given_back"
TO_POST, CHARGING = "to_post", "charging"
BRAKES = (
    IN_FLIGHT, PAYING, COLLECTING, CHARGING, CHARGEBACK, GIVEN_BACK, CREDIT, HOLD, PROMISE, TAKEN_OVER, DISPUTE, PLAN,
    BANK_OLD, BANK_NEVER, REJECTED, CORRECTION, UNDELIVERED, TO_POST, NO_ADDRESS,
)  # fmt: skip
"""Every reason for which a reminder is held back; each has its words in `kvit/wording/reminders.py`."""


@dataclass(frozen=True)
class Level:
    """One step of a procedure: so many days after the due day, before it where below zero, in that tone and way.

    `shift` moves its day for a customer's habit (`core.habits`); its `days` stay what the procedure says.
    """

    position: int
    days: int
    tone: str
    channel: str = "email"
    shift: int = 0


@dataclass(frozen=True)
class Procedure:
    """The levels in their order, how old the bank's figures may be (None: they are not looked at), and the hours.

    `by_habit`: days and tones follow how each customer pays (`core.habits`).
    """

    key: int
    levels: tuple[Level, ...]
    bank_days: int | None = None
    from_hour: int = 9
    until_hour: int = 18
    by_habit: bool = False


@dataclass(frozen=True)
class Brake:
    """Why nothing is sent: until the day, which it includes, or until it is lifted."""

    reason: str
    until: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def holds(self, on: date) -> bool:
        """Whether it holds on the day."""
        return self.until is None or on <= self.until


@dataclass(frozen=True)
class Told:
    """A level that was sent, or that a person skipped, on that day; `days` are those that it had then."""

    position: int
    days: int
    on: date


@dataclass(frozen=True)
class Owed:
    """What is asked for of one document, by which procedure it is reminded, what was done, what holds it back.

    `disputed` is owed beside the balance and not asked for (`docs/rules/disputes.md`).
    """

    key: int
    due_on: date
    balance: Money
    procedure: Procedure
    told: tuple[Told, ...] = ()
    brakes: tuple[Brake, ...] = ()
    disputed: Money | None = None


@dataclass(frozen=True)
class Debtor:
    """A customer with all that is owed, the credits that we owe back, when we last wrote, and how they pay.

    `habit` is empty where no procedure asks for it.
    """

    key: int
    country: str
    owed: tuple[Owed, ...]
    credits: tuple[Money, ...] = ()
    brakes: tuple[Brake, ...] = ()
    written_on: date | None = None
    habit: str = ""
    reach: Reach = Reach()


@dataclass(frozen=True)
class Step:
    """A document at the level whose turn it is, since that day; held back while there are brakes."""

    owed: Owed
    level: Level
    since: date
    brakes: tuple[Brake, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a customer is told in one message on the day, by which channel, and what is held back."""

    debtor: Debtor
    steps: tuple[Step, ...] = ()
    held: tuple[Step, ...] = ()
    way: Way = Way()


def next_level(owed: Owed, *, on: date) -> tuple[Level, date] | None:
    """The level that comes next, and the first day for it; None where all had their turn.

    Levels come in order and once: neither the place nor the day of one that was told comes again, also where another
    was put before it since. A word before the due day has no place after it. The next one keeps the distance that the
    procedure has between the two, however late the one before it went.
    """
    done = max(owed.told, key=lambda one: one.position, default=None)
    shifts = {level.position: level.shift for level in owed.procedure.levels}
    for level in owed.procedure.levels:
        if done is not None and (level.position <= done.position or level.days <= done.days):
            continue
        if level.days <= 0 and on > owed.due_on:
            continue
        since = owed.due_on + timedelta(days=level.days + level.shift)
        if done is not None:
            apart = level.days + level.shift - done.days - shifts.get(done.position, 0)
            since = max(since, done.on + timedelta(days=apart))
        return level, since
    return None


def outcome(debtor: Debtor, *, on: date, bank_on: date | None) -> Outcome:
    """What the customer is told on the day, and what is held back, with every reason.

    `bank_on` is the last day that the bank's figures reach, None where there are none. On a day without work, and
    while we wrote a short time ago, nothing is due: it moves to the next day that serves. Whom no channel of the levels
    reaches, nor one that stands in for it, is held back for that alone.
    """
    if rests(on, country=debtor.country) or _just_written(debtor, on):
        return Outcome(debtor)
    covered = _covered(debtor)
    due: list[Step] = []
    held: list[Step] = []
    for owed in debtor.owed:
        coming = next_level(owed, on=on) if owed.balance.amount > 0 else None
        if coming is None or coming[1] > on:
            continue
        brakes = _brakes(debtor, owed, covered=covered, on=on, bank_on=bank_on)
        (held if brakes else due).append(Step(owed, coming[0], coming[1], tuple(brakes)))
    found = way_for(debtor, due, on=on) if due else Way()
    if found is None:
        return Outcome(debtor, (), (*held, *(replace(step, brakes=(_unreached(debtor, due, on=on),)) for step in due)))
    return Outcome(debtor, tuple(due), tuple(held), found)


def way_for(debtor: Debtor, steps: Sequence[Step], *, on: date, is_quiet: bool = False) -> Way | None:
    """The channel of the one message of these steps: as the sharpest of them says, else what reaches the customer."""
    return way(_wanted(steps), debtor.reach, posts=_posts(steps), on=on, is_quiet=is_quiet)


def held(debtor: Debtor, *, on: date, bank_on: date | None) -> dict[int, list[Brake]]:
    """What holds each document back on the day, by its key: every reason, also those of the whole customer."""
    covered = _covered(debtor)
    return {owed.key: _brakes(debtor, owed, covered=covered, on=on, bank_on=bank_on) for owed in debtor.owed}


def free(debtor: Debtor, *, on: date, bank_on: date | None) -> set[int]:
    """The documents, by their keys, of which something may be said on the day: nothing holds them back."""
    brakes = held(debtor, on=on, bank_on=bank_on)
    return {owed.key for owed in debtor.owed if owed.procedure.levels and not brakes[owed.key]}


def calendar(debtor: Debtor, *, since: date, until: date, bank_on: date | None) -> Iterator[tuple[date, Outcome]]:
    """Day by day what would go if nobody paid; what holds back today holds until the day it names.

    The bank's figures are taken to be as fresh on each day as they are on the first.
    """
    age = since - bank_on if bank_on is not None else None
    day = since
    while day <= until:
        found = outcome(debtor, on=day, bank_on=day - age if age is not None else None)
        if found.steps or found.held:
            yield day, found
        if found.steps:
            debtor = _after(debtor, found.steps, on=day)
        day += timedelta(days=1)


def asked_for(balance: Money, disputed: Money | None) -> tuple[Money, tuple[Brake, ...]]:
    """What of an open balance may be asked for beside what is disputed of it; all of it, held back, where nothing is
    left to ask for."""
    if disputed is None:
        return balance, ()
    if disputed >= balance:
        return balance, (Brake(DISPUTE),)
    return balance - disputed, ()


def rests(on: date, *, country: str) -> bool:
    """Whether nobody works on that day where the customer is: Saturday, Sunday, a public holiday."""
    return not is_working_day(on, closed_days(country, since=on, until=on))


def is_quiet(procedure: Procedure, at: datetime, *, country: str, zone: str) -> bool:
    """Whether the moment lies outside the procedure's hours where the customer is, else in the zone that is ours."""
    hour = at.astimezone(zone_of(country, otherwise=zone)).hour
    return not procedure.from_hour <= hour < procedure.until_hour


def _wanted(steps: Sequence[Step]) -> list[str]:
    """The channels of the levels, the sharpest tone's first."""
    sharpest = sorted(steps, key=lambda step: -TONES.index(step.level.tone))
    return [step.level.channel for step in sharpest]


def _posts(steps: Sequence[Step]) -> bool:
    return any(level.channel == LETTER for step in steps for level in step.owed.procedure.levels)


def _unreached(debtor: Debtor, steps: Sequence[Step], *, on: date) -> Brake:
    channels = tried(_wanted(steps), posts=_posts(steps))
    return Brake(NO_ADDRESS, facts={"tried": {one: why_not(one, debtor.reach, on=on) for one in channels}})


def _just_written(debtor: Debtor, on: date) -> bool:
    return debtor.written_on is not None and on - debtor.written_on < BETWEEN


def _covered(debtor: Debtor) -> set[int]:
    """The documents that the customer's credits would pay whole, the oldest due first, each in its currency."""
    left = dict[str, Money]()
    for credit in debtor.credits:
        left[credit.currency] = left.get(credit.currency, Money.zero(credit.currency)) + credit
    covered = set()
    for owed in sorted(debtor.owed, key=lambda one: (one.due_on, one.key)):
        have = left.get(owed.balance.currency)
        if have is None or have < owed.balance:
            left.pop(owed.balance.currency, None)
            continue
        left[owed.balance.currency] = have - owed.balance
        covered.add(owed.key)
    return covered


def _brakes(debtor: Debtor, owed: Owed, *, covered: Set[int], on: date, bank_on: date | None) -> list[Brake]:
    brakes = [brake for brake in (*debtor.brakes, *owed.brakes) if brake.holds(on)]
    brakes += [Brake(CREDIT)] if owed.key in covered else []
    return brakes + _bank(owed.procedure, on=on, bank_on=bank_on)


def _bank(procedure: Procedure, *, on: date, bank_on: date | None) -> list[Brake]:
    if procedure.bank_days is None:
        return []
    if bank_on is None:
        return [Brake(BANK_NEVER)]
    if (on - bank_on).days > procedure.bank_days:
        return [Brake(BANK_OLD, facts={"since": bank_on.isoformat(), "days": procedure.bank_days})]
    return []


def _after(debtor: Debtor, steps: Sequence[Step], *, on: date) -> Debtor:
    told = {step.owed.key: Told(step.level.position, step.level.days, on) for step in steps}
    owed = tuple(replace(one, told=(*one.told, told[one.key])) if one.key in told else one for one in debtor.owed)
    return replace(debtor, owed=owed, written_on=on)
