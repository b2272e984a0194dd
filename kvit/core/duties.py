"""Which duties about one document are never one person's (`docs/rules/approval.md`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Duty = Literal["create_supplier", "enter", "approve", "release", "reconcile"]
DUTIES: tuple[Duty, ...] = ("create_supplier", "enter", "approve", "release", "reconcile")
"""Each is kept apart from every other; there are no roles here, so that none is above it."""


@dataclass(frozen=True)
class Act:
    """A duty done by a person, with the one in whose name they stood in; each behind a key has an act of their own."""

    duty: Duty
    person: int
    in_name_of: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """All whose act it is."""
        return frozenset({self.person} if self.in_name_of is None else {self.person, self.in_name_of})


@dataclass(frozen=True)
class Conflict:
    """One person with two duties, in the order of `DUTIES`."""

    person: int
    duties: tuple[Duty, Duty]


def conflict(acts: Iterable[Act]) -> list[Conflict]:
    """Who did two duties, among the acts about one document: a stand-in's acts are also those of the other."""
    done = {(person, act.duty) for act in acts for person in act.people}
    return [
        Conflict(person, (one, other))
        for person in sorted({person for person, _ in done})
        for at, one in enumerate(DUTIES)
        for other in DUTIES[at + 1 :]
        if {(person, one), (person, other)} <= done
    ]
