"""Who pays a bill, by a run or a set-off, neither entered nor typed nor approved it, nor accepted its held rest.

Rule: `docs/rules/approval.md`.
"""

from collections.abc import Iterable
from datetime import date

from kvit.approvals import duties
from kvit.companies import hands
from kvit.companies.models import Company
from kvit.core.duties import Act
from kvit.payables import facts, holds
from kvit.payables.models import Bill


def release(company: Company, bills: Iterable[Bill], *, person: int, on: date) -> None:
    """The person lets these bills be paid. Refuses `duty.kept_apart`, also for somebody in whose name they acted."""
    for bill in bills:
        acts = [Act("release", person)]
        entered = facts.entered_by(bill)
        acts += [Act("enter", one) for one in sorted(entered)]
        acts += [Act("approve", one) for one in sorted(_approved_by(bill) - entered)]
        duties.record(company, ("bill", bill.pk), acts=acts, on=on)


def _approved_by(bill: Bill) -> frozenset[int]:
    """Whose yes it has. Who entered it too, by a key whose maker counted for nothing then, is kept from it as that."""
    yes = hands.acted(bill.company, "bill", bill.pk, names={"bill.approved"})
    return yes.union(holds.accepted_by(bill), () if bill.approved_by_id is None else (bill.approved_by_id,))
