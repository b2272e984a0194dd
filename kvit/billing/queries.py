"""Reading schedules: the list, one, what each made, what waits for a person's word."""

from django.db.models import QuerySet

from kvit.billing.models import Schedule, ScheduleRun
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.tables import Page, page


def find(company: Company, public_id: str) -> Schedule:
    """The schedule of that id. Refuses `schedule.unknown`."""
    row = Schedule.objects.filter(company=company, public_id=public_id).select_related("party").first()
    if row is None:
        raise Refused("schedule.unknown", schedule=public_id[:60])
    return row


def listed(company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = "") -> Page[Schedule]:
    """A page of schedules by name; `status` narrows it to active, paused or ended ones."""
    found = Schedule.objects.filter(company=company).select_related("party")
    if status:
        found = found.filter(status=status)
    return page(found, "name", "id", size=size, after=after, before=before)


def made(company: Company, schedule: Schedule, *, n: int = 24) -> list[ScheduleRun]:
    """What the schedule made of its periods, the latest first."""
    runs = ScheduleRun.objects.filter(company=company, schedule=schedule).select_related("invoice")
    return list(runs.order_by("-period_from", "-pk")[:n])


def asked(company: Company, schedule: Schedule | None = None) -> QuerySet[ScheduleRun]:
    """The periods that a standstill left behind and that wait for a word, of all or of one, the oldest first."""
    runs = ScheduleRun.objects.filter(company=company, status="asked", **({"schedule": schedule} if schedule else {}))
    return runs.select_related("schedule", "schedule__party").order_by("period_from", "pk")


def failing(company: Company) -> QuerySet[Schedule]:
    """The active schedules that could not be billed at the last look, with the refusal's code and facts."""
    found = Schedule.objects.filter(company=company, status="active").exclude(failure="")
    return found.select_related("party").order_by("failed_on", "pk")
