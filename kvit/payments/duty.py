"""Who pays a bill, by a run or a set-off, neither entered nor typed nor approved it, nor accepted its held rest.

Rule: `docs/rules/approval.md`.
"""

from collections.abc import Iterable
from datetime import date

from kvit.approvals import duties
from kvit.companies.models import Company
from kvit.core.duties import Act
from kvit.payables import facts, holds
from kvit.payables.models import Bill


def release(company: Company, bills: Iterable[Bill], *, person: int, on: date) -> None:
    """The person lets these bills be paid. Refuses `duty.kept_apart`, also for somebody in whose name they acted."""
    for bill in bills:
        acts = [Act("release", person)]
        entered = facts.typists(bill) | ({bill.added_by_id} if bill.added_by_id else set())
        acts += [Act("enter", one) for one in sorted(entered)]
        approved = holds.accepted_by(bill) | ({bill.approved_by_id} if bill.approved_by_id else set())
        acts += [Act("approve", one) for one in sorted(approved)]
        duties.record(company, ("bill", bill.pk), acts=acts, on=on)
