"""Tables of what becomes an invoice by the calendar: schedules, and what each made of a period."""

from datetime import time

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.tables import PublicIdField


class Schedule(models.Model):
    """An invoice that comes back: its rhythm (`core.schedule.Recurrence`), and the draft to make of each period.

    `next_on` is the first day of the first period that no run has taken; null once there is none.
    """

    public_id = PublicIdField(prefix="sch")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="schedules")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="schedules")
    name = models.CharField(max_length=100)
    status = models.CharField(max_length=8, default="active")
    every = models.IntegerField(default=1)
    unit = models.CharField(max_length=8)
    anchor_on = models.DateField()
    ends_on = models.DateField(null=True)
    count = models.IntegerField(null=True)
    end_of_month = models.BooleanField(default=False)
    clock = models.TimeField(default=time(6))
    draft = models.JSONField()
    level = models.CharField(max_length=8, default="draft")
    catch_up = models.CharField(max_length=5, default="make")
    next_on = models.DateField(null=True)
    failed_on = models.DateField(null=True)
    failure = models.CharField(max_length=60, blank=True)
    failure_facts = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="schedule_status", condition=Q(status__in=["active", "paused", "ended"])),
            models.CheckConstraint(
                name="schedule_unit", condition=Q(unit__in=["day", "week", "month", "quarter", "year"])
            ),
            models.CheckConstraint(name="schedule_level", condition=Q(level__in=["draft", "issue"])),
            models.CheckConstraint(name="schedule_catch_up", condition=Q(catch_up__in=["make", "ask"])),
        ]
        indexes = [
            models.Index(fields=["company", "next_on", "id"], name="schedule_due", condition=Q(status="active")),
            models.Index(fields=["company", "party"], name="schedule_of_party"),
        ]


class ScheduleRun(models.Model):
    """What a schedule made of one period. The key stands once: nobody can bill a period twice.

    `asked` waits for a person, who makes or skips it. `to_issue`: the autopilot has yet to issue the draft; what kept
    it from doing so is the `refusal`, and then a person goes on.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="runs")
    period_from = models.DateField()
    period_to = models.DateField()
    status = models.CharField(max_length=8)
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, null=True, related_name="made_by_schedule")
    to_issue = models.BooleanField(default=False)
    refusal = models.CharField(max_length=60, blank=True)
    refusal_facts = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    run_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period_from", "period_to"], name="schedule_run_once"),
            models.CheckConstraint(name="schedule_run_status", condition=Q(status__in=["asked", "made", "skipped"])),
            models.CheckConstraint(name="schedule_run_days", condition=Q(period_to__gte=models.F("period_from"))),
            models.CheckConstraint(
                name="schedule_run_invoice",
                condition=Q(status="made") | Q(invoice__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "id"], name="schedule_run_asked", condition=Q(status="asked")),
            models.Index(fields=["company", "id"], name="schedule_run_to_issue", condition=Q(to_issue=True)),
        ]
