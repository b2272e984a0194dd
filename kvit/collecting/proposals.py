"""Late fees that wait for a person: a task for each customer, for who looks after them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.collecting import owed_fees
from kvit.collecting.models import LateFee
from kvit.collecting.owed_fees import Chargeable
from kvit.companies.models import Company
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

KIND = "late_fee.due"


@transaction.atomic
def put(company: Company, found: Mapping[Party, Sequence[Chargeable]], *, by: Actor, on: date) -> list[Party]:
    """A task for each customer who may be charged; tasks whose reason is gone are closed.

    Who let one pass is asked again once the sum grew, or once something was charged since.
    """
    keep = {case_key(KIND, party.public_id) for party in found}
    waiting = Task.objects.filter(company=company, kind=KIND, status="open").values_list("key", flat=True)
    tasks.close(company, sorted(set(waiting) - keep), by=by, on=on)
    last = {one.key: one for one in Task.objects.filter(company=company, key__in=keep).order_by("pk")}
    asked = []
    for party, mine in found.items():
        key, sums = case_key(KIND, party.public_id), owed_fees.sums(mine)
        if _let_pass(last.get(key), party, sums):
            continue
        case = Case(
            kind=KIND,
            key=key,
            subject_kind="party",
            subject_id=party.pk,
            subject_public_id=party.public_id,
            facts={
                "customer": party.name,
                "amounts": ", ".join(str(one) for one in sums),
                "sums": {one.currency: str(one.amount) for one in sums},
            },
        )
        tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, party))
        asked.append(party)
    return asked


def close(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Somebody charged it."""
    tasks.close(company, [case_key(KIND, party.public_id)], by=by, on=on)


def _let_pass(last: Task | None, party: Party, sums: Sequence[Money]) -> bool:
    if last is None or last.status != "dismissed":
        return False
    before: Mapping[str, str] = last.facts.get("sums", {})
    grew = any(one.amount > Decimal(before.get(one.currency, "0")) for one in sums)
    charged = LateFee.objects.filter(company=last.company_id, party=party, at__gt=last.closed_at)
    return not grew and not charged.exists()
