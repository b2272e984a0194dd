"""A task for each customer of whom something waits, for who looks after them; closed once its reason is gone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case


@dataclass(frozen=True)
class Waiting:
    """What waits of one customer: its sums by currency, and what the title of the task says of it."""

    party: Party
    sums: Mapping[str, Decimal]
    facts: Mapping[str, object]


def put(
    company: Company,
    kind: str,
    found: Sequence[Waiting],
    *,
    happened: Callable[[Task], bool] = lambda task: False,
    by: Actor,
    on: date,
) -> list[Party]:
    """Open one for each, close those whose reason is gone; gives the customers.

    Who let one pass is asked again once a sum grew, or where something `happened` since.
    """
    with transaction.atomic():
        keys = {one.party.pk: case_key(kind, one.party.public_id) for one in found}
        waiting = Task.objects.filter(company=company, kind=kind, status="open").values_list("key", flat=True)
        tasks.close(company, sorted(set(waiting) - set(keys.values())), by=by, on=on)
        last = {one.key: one for one in Task.objects.filter(company=company, key__in=keys.values()).order_by("pk")}
        asked = []
        for one in found:
            before = last.get(keys[one.party.pk])
            if before is not None and _was_let_pass(before, one.sums) and not happened(before):
                continue
            case = Case(
                kind=kind,
                key=keys[one.party.pk],
                subject_kind="party",
                subject_id=one.party.pk,
                subject_public_id=one.party.public_id,
                facts={**one.facts, "sums": {currency: str(amount) for currency, amount in one.sums.items()}},
            )
            tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, one.party))
            asked.append(one.party)
        return asked


def close(company: Company, kind: str, party: Party, *, by: Actor, on: date) -> None:
    """Somebody did it."""
    tasks.close(company, [case_key(kind, party.public_id)], by=by, on=on)


def _was_let_pass(last: Task, sums: Mapping[str, Decimal]) -> bool:
    before: Mapping[str, str] = last.facts.get("sums", {})
    grew = any(amount > Decimal(before.get(currency, "0")) for currency, amount in sums.items())
    return last.status == "dismissed" and not grew
