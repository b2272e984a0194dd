"""Reminders that wait for a person: a task for each customer, for who looks after them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.core import dunning
from kvit.core.dunning import Outcome
from kvit.core.permissions import Actor
from kvit.dunning.situation import Situation
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

KIND = "reminder.due"


@transaction.atomic
def put(company: Company, found: Situation, outcomes: Sequence[Outcome], *, by: Actor, on: date) -> list[Party]:
    """A task for each customer to whom something may go today; tasks whose reason is gone are closed.

    A task stays over days on which nobody works.
    """
    parties = [found.parties[outcome.debtor.key] for outcome in outcomes]
    resting = [one.key for one in found.debtors if dunning.rests(on, country=one.country)]
    keep = {_key(party) for party in parties} | {_key(found.parties[key]) for key in resting}
    waiting = Task.objects.filter(company=company, kind=KIND, status="open").values_list("key", flat=True)
    tasks.close(company, sorted(set(waiting) - keep), by=by, on=on)
    for party, outcome in zip(parties, outcomes, strict=True):
        case = Case(
            kind=KIND,
            key=_key(party),
            subject_kind="party",
            subject_id=party.pk,
            subject_public_id=party.public_id,
            facts={"customer": party.name, "documents": _numbers(found, outcome)},
        )
        tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, party))
    return parties


def close(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Somebody sent, skipped or took over."""
    tasks.close(company, [_key(party)], by=by, on=on)


def _key(party: Party) -> str:
    return case_key(KIND, party.public_id)


def _numbers(found: Situation, outcome: Outcome) -> str:
    return ", ".join(found.items[step.owed.key].document_number for step in outcome.steps)[:200]
