"""Who has to approve a thing, who may on a day, and when it has waited too long (`docs/rules/approval.md`).

People are numbers of users; `people` gives the role that each has in the company today, and nobody else is asked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kvit.core.calendar import add_working_days
from kvit.core.errors import Refused

Need = Literal["any", "all"]
ANY_SUBJECT = ""
ZERO = Decimal(0)


@dataclass(frozen=True)
class Group:
    """People by name, and all who have one of the roles."""

    people: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()

    def seats(self, people: Mapping[int, str], *, without: Collection[int] = ()) -> tuple["Seat", ...]:
        """A seat for each of them who is there; by name where both name them."""
        named = [Seat(person) for person in sorted(self.people & people.keys())]
        by_role = [Seat(person, role) for person, role in sorted(people.items()) if role in self.roles]
        return tuple(
            seat
            for seat in [*named, *(seat for seat in by_role if seat.person not in self.people)]
            if seat.person not in without
        )


@dataclass(frozen=True)
class Seat:
    """Somebody who is asked; through a role only as long as they have it."""

    person: int
    role: str = ""

    def is_held(self, people: Mapping[int, str]) -> bool:
        """Whether they are here and, where it came from a role, still have it."""
        return self.person in people and self.role in ("", people[self.person])


@dataclass(frozen=True, kw_only=True)
class Step:
    """Who is asked at a position; one position's steps at the same time. Days are working days."""

    position: int
    group: Group
    need: Need = "any"
    remind_days: int = 1
    escalate_days: int = 3
    escalate_to: Group = field(default_factory=Group)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What must be asked, and when: empty conditions hold for everything. `least` is in the company's currency."""

    id: str
    position: int
    steps: tuple[Step, ...]
    subject_kind: str = ANY_SUBJECT
    least: Decimal = ZERO
    period_days: int = 30
    categories: frozenset[str] = frozenset()
    suppliers: frozenset[str] = frozenset()
    cost_centres: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is to be approved, for how much in the company's currency, and what was asked for that supplier before.

    Nobody in `kept_out` gets a seat: the requester, and who has another duty about it (`core/duties.py`).
    """

    kind: str
    kept_out: frozenset[int]
    amount: Decimal
    supplier: str = ""
    category: str = ""
    cost_centre: str = ""
    earlier: tuple[tuple[date, Decimal], ...] = ()

    def counted(self, days: int, *, on: date) -> Decimal:
        """The amount with what was asked in the days before: a split bill counts whole, and credits lessen nothing."""
        since = on - timedelta(days=days)
        return self.amount + sum((amount for day, amount in self.earlier if since <= day <= on and amount > 0), ZERO)


@dataclass(frozen=True)
class Absence:
    """Somebody is away on these days, both included, and who acts for them up to which amount (None: any)."""

    person: int
    first: date
    last: date
    substitute: int | None = None
    ceiling: Decimal | None = None

    def covers(self, day: date) -> bool:
        """Whether they are away on the day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Asked:
    """A step with its seats."""

    step: Step
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Route:
    """The policy that holds, what was counted against its amount, and who is asked, by position."""

    policy: Policy
    counted: Decimal
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Way:
    """How a person comes to a seat; `in_name_of` is its person, where that is somebody else."""

    seat: Seat
    in_name_of: int | None = None


def route(subject: Subject, policies: Iterable[Policy], *, people: Mapping[int, str], on: date) -> Route:
    """Who is asked. Refuses `policy.missing` where no policy holds, `approval.nobody` where a step finds nobody.

    Absences change who may answer on a day (`way_to`), never who is asked.
    """
    policy = next((one for one in sorted(policies, key=_position) if _holds(one, subject, on=on)), None)
    if policy is None:
        raise Refused("policy.missing", kind=subject.kind)
    asked = []
    for step in sorted(policy.steps, key=lambda step: step.position):
        seats = step.group.seats(people, without=subject.kept_out)
        if not seats:
            raise Refused("approval.nobody", step=step.position)
        asked.append(Asked(step, seats))
    return Route(policy, subject.counted(policy.period_days, on=on), tuple(asked))


def _position(policy: Policy) -> int:
    return policy.position


def _holds(policy: Policy, subject: Subject, *, on: date) -> bool:
    conditions = (
        (policy.categories, subject.category),
        (policy.suppliers, subject.supplier),
        (policy.cost_centres, subject.cost_centre),
    )
    return (
        policy.subject_kind in (ANY_SUBJECT, subject.kind)
        and all(not wanted or given in wanted for wanted, given in conditions)
        and (policy.least <= ZERO or subject.counted(policy.period_days, on=on) >= policy.least)
    )


def stand_in(
    person: int, absences: Sequence[Absence], *, amount: Decimal, without: Collection[int], on: date
) -> int | None:
    """Who acts for somebody on the day: along their stand-ins to the first who is here; None where there is none.

    A link whose ceiling is below the amount ends the chain; those in `without` are passed over, to their own.
    """
    seen = {person}
    while True:
        away = next((one for one in absences if one.person == person and one.covers(on)), None)
        if away is None or away.substitute is None or away.substitute in seen:
            return None
        if away.ceiling is not None and amount > away.ceiling:
            return None
        person = away.substitute
        seen.add(person)
        is_away = any(one.person == person and one.covers(on) for one in absences)
        if not is_away and person not in without:
            return person


def way_to(
    person: int,
    open_seats: Sequence[Seat],
    *,
    asked: Collection[int],
    requester: int,
    absences: Sequence[Absence],
    amount: Decimal,
    people: Mapping[int, str],
    escalation: Sequence[Seat] = (),
    on: date,
) -> Way | None:
    """How the person may answer one of the open seats on the day: their own, for somebody away, or by escalation.

    `asked` are all who have a seat in the request or have answered it: none of them stands in for another, so that
    two seats are two people. None where there is no way, and always for the requester.
    """
    if person == requester or person not in people:
        return None
    held = [seat for seat in open_seats if seat.is_held(people)]
    for seat in held:
        if seat.person == person:
            return Way(seat)
    for seat in held:
        if stand_in(seat.person, absences, amount=amount, without=asked, on=on) == person:
            return Way(seat, in_name_of=seat.person)
    escalated = any(seat.person == person and seat.is_held(people) for seat in escalation)
    if escalated and open_seats and person not in asked:
        return Way(open_seats[0], in_name_of=open_seats[0].person)
    return None


def is_settled(need: Need, *, seats: int, given: int) -> bool:
    """Whether so many yeses of so many seats are enough."""
    return given >= (1 if need == "any" else seats)


def due_on(since: date, days: int, closed: frozenset[date]) -> date:
    """The day on which a step that waits since a day is reminded of or escalated: after so many working days."""
    return add_working_days(since, days + 1, closed)
