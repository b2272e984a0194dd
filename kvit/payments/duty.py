"""Who pays a bill, by a run or a set-off, neither entered nor typed nor approved it (`docs/rules/approval.md`)."""

from collections.abc import Iterable
from datetime import date

from kvit.approvals import duties
from kvit.companies.models import Company
from kvit.core.duties import Act
from kvit.payables import facts
from kvit.payables.models import Bill


def release(company: Company, bills: Iterable[Bill], *, person: int, on: date) -> None:
    """The person lets these bills be paid. Refuses `duty.kept_apart`, also for somebody in whose name they acted."""
    for bill in bills:
        acts = [Act("release", person)]
        entered = facts.typists(bill) | ({bill.added_by_id} if bill.added_by_id else set())
        acts += [Act("enter", one) for one in sorted(entered)]
        acts += [Act("approve", bill.approved_by_id)] if bill.approved_by_id else []
        duties.record(company, ("bill", bill.pk), acts=acts, on=on)
