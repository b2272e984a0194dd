"""Late fees that wait for a person: a task for each customer, for who looks after them."""

from collections.abc import Mapping, Sequence
from datetime import date

from kvit.collecting import customer_tasks, owed_fees
from kvit.collecting.customer_tasks import Waiting
from kvit.collecting.models import LateFee
from kvit.collecting.owed_fees import Chargeable
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.parties.models import Party
from kvit.tasks.models import Task

KIND = "late_fee.due"


def put(company: Company, found: Mapping[Party, Sequence[Chargeable]], *, by: Actor, on: date) -> list[Party]:
    """A task for each customer who may be charged; tasks whose reason is gone are closed.

    Who let one pass is asked again once the sum grew, or once something was charged since.
    """

    def was_charged(last: Task) -> bool:
        fees = LateFee.objects.filter(company=company, party=last.subject_id, at__gt=last.closed_at)
        return fees.exists()

    waiting = [_waiting(party, mine) for party, mine in found.items()]
    return customer_tasks.put(company, KIND, waiting, happened=was_charged, by=by, on=on)


def close(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Somebody charged it."""
    customer_tasks.close(company, KIND, party, by=by, on=on)


def _waiting(party: Party, mine: Sequence[Chargeable]) -> Waiting:
    sums = owed_fees.sums(mine)
    facts = {"customer": party.name, "amounts": ", ".join(str(one) for one in sums)}
    return Waiting(party, {one.currency: one.amount for one in sums}, facts)
