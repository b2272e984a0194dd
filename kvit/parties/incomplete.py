"""Customers that an import made by name alone: one task for all of them, open while there is one."""

from collections.abc import Callable

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.events.models import Event
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.tasks import Case

KIND = "customer.incomplete"


def watch(event: Event) -> Callable[[], None] | None:
    """What follows when customers came or changed: the task is opened or closed by how things stand now."""
    company = Company.objects.get(pk=event.company_id or 0)
    return lambda: _look(company, event)


def _look(company: Company, event: Event) -> None:
    by = automation("tasks", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    waiting = Party.objects.filter(company=company, incomplete=True, archived_at=None, merged_into=None)
    if waiting.exists():
        case = Case(
            kind=KIND,
            key=KIND,
            subject_kind="company",
            subject_id=company.pk,
            subject_public_id=company.public_id,
        )
        tasks.open(company, case, by=by, on=event.acted_on)
    else:
        tasks.close(company, [KIND], by=by, on=event.acted_on)
