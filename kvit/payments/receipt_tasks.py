"""Receipts that wait for a person: one task for all of them, for the first owner."""

from datetime import date

from django.db import transaction

from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.payments import receipts
from kvit.payments.models import Payment
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

KIND = "receipt.due"


@transaction.atomic
def run(company: Company, *, on: date) -> list[Payment]:
    """On `suggest`, the task to mail the receipts that wait; closed once none does. Who dismissed it is asked again
    when other money came."""
    is_asked = autopilot.level(company, receipts.AUTOMATION) == autopilot.SUGGEST
    rows = receipts.waiting(company, on=on) if is_asked else []
    by, key = automation(receipts.AUTOMATION, company), case_key(KIND)
    if not rows:
        tasks.close(company, [key], by=by, on=on)
        return []
    last = Task.objects.filter(company=company, key=key).order_by("pk").last()
    newest = max(row.pk for row in rows)
    if last is not None and last.status == "dismissed" and int(last.facts["newest"]) >= newest:
        return []
    names = ", ".join(sorted({row.party.name for row in rows}))[:200]
    case = Case(
        kind=KIND,
        key=key,
        subject_kind="company",
        subject_id=company.pk,
        subject_public_id=company.public_id,
        facts={"count": len(rows), "customer": names, "newest": newest},
    )
    tasks.open(company, case, by=by, on=on)
    return rows
