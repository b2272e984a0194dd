"""What would be sent, to whom, when, in which language, if nobody paid; by the very rules that send. Writes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from kvit.companies.models import Company
from kvit.core import dunning
from kvit.core.dunning import Outcome, Step
from kvit.core.errors import Refused
from kvit.dunning import mails, situation
from kvit.dunning.situation import Situation
from kvit.parties import correspondence
from kvit.parties.models import Party

MOST_DAYS = 90


@dataclass(frozen=True)
class Planned:
    """One message of the calendar."""

    on: date
    party: Party
    language: str
    channel: str
    tone: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Stopped:
    """A document whose turn comes, and what holds it back from that day on."""

    on: date
    party: Party
    step: Step


@dataclass(frozen=True)
class Simulation:
    """The calendar of some days, and the rows that it speaks of."""

    since: date
    until: date
    planned: list[Planned]
    held: list[Stopped]
    found: Situation


def simulate(company: Company, *, days: int, on: date, party: Party | None = None) -> Simulation:
    """The next days from today on, every procedure taken as if it were on. Refuses `reminder.bad_days`."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused("reminder.bad_days", days=days, most=MOST_DAYS)
    found = situation.of(company, party=party, as_if_on=True)
    until = on + timedelta(days=days - 1)
    planned: list[Planned] = []
    held: dict[tuple[int, int], Stopped] = {}
    for debtor in found.debtors:
        one = found.parties[debtor.key]
        for day, outcome in dunning.calendar(debtor, since=on, until=until, bank_on=found.bank_on):
            if outcome.steps:
                planned.append(_planned(company, one, outcome, on=day))
            for step in outcome.held:
                held.setdefault((step.owed.key, step.level.position), Stopped(day, one, step))
    planned.sort(key=lambda message: (message.on, message.party.name, message.party.pk))
    return Simulation(on, until, planned, sorted(held.values(), key=lambda one: (one.on, one.party.name)), found)


def _planned(company: Company, party: Party, outcome: Outcome, *, on: date) -> Planned:
    language = correspondence.language_of(company, party)
    return Planned(on, party, language, outcome.way.channel, mails.tone_of(outcome), outcome.steps)
