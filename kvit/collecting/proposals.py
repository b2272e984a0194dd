"""Late fees that wait for a person: a task for each customer, for who looks after them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from kvit.collecting import owed_fees
from kvit.collecting.owed_fees import Chargeable
from kvit.companies.models import Company
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
    """A task for each customer who may be charged; tasks whose reason is gone are closed."""
    keep = {case_key(KIND, party.public_id) for party in found}
    waiting = Task.objects.filter(company=company, kind=KIND, status="open").values_list("key", flat=True)
    tasks.close(company, sorted(set(waiting) - keep), by=by, on=on)
    for party, mine in found.items():
        case = Case(
            kind=KIND,
            key=case_key(KIND, party.public_id),
            subject_kind="party",
            subject_id=party.pk,
            subject_public_id=party.public_id,
            facts={"customer": party.name, "amounts": ", ".join(str(one) for one in owed_fees.sums(mine))},
        )
        tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, party))
    return list(found)


def close(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Somebody charged it."""
    tasks.close(company, [case_key(KIND, party.public_id)], by=by, on=on)
