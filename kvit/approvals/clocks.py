"""What is due by the day: reminders, and the escalation of steps that waited too long. Twice a day changes nothing."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kvit.approvals import asking, requests
from kvit.approvals.models import Step
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import calendar
from kvit.core.approval import due_on
from kvit.events import events


@dataclass
class Pressed:
    """How many steps were reminded of and escalated."""

    reminded: int = 0
    escalated: int = 0


def run(company: Company, *, on: date) -> Pressed:
    """Remind and escalate what is due, by the working days of the company's country."""
    pressed = Pressed()
    rows = Step.objects.filter(company=company, approval__status="open", settled_on=None).exclude(opened_on=None)
    for step in rows.select_related("approval__company").order_by("pk"):
        since = step.reminded_on or step.opened_on
        assert since is not None and step.opened_on is not None, "only opened steps wait"
        closed = calendar.closed_days(company.country, since=step.opened_on, until=on)
        escalates = bool(step.escalate_people or step.escalate_roles) and step.escalated_on is None
        if escalates and due_on(step.opened_on, step.escalate_days, closed) <= on:
            pressed.escalated += press(company, step, to="escalated", on=on)
        elif due_on(since, step.remind_days, closed) <= on:
            pressed.reminded += press(company, step, to="reminded", on=on)
    return pressed


@transaction.atomic
def press(company: Company, step: Step, *, to: str, on: date) -> bool:
    """Remind of the step or escalate it; not once it was answered, ended or pressed since it was read."""
    if requests.locked(company, step.approval).status != "open":
        return False
    as_read = {"settled_on": None, "reminded_on": step.reminded_on, "escalated_on": step.escalated_on}
    marks = {"reminded_on": on, **({"escalated_on": on} if to == "escalated" else {})}
    if not Step.objects.filter(pk=step.pk, **as_read).update(**marks):
        return False
    if to == "escalated":
        asking.escalate(company, step, on=on)
    else:
        asking.remind(company, step, on=on)
    facts = {"about": step.approval.subject_public_id, "step": step.position}
    events.record(f"approval.{to}", step.approval, by=automation("approvals", company), on=on, facts=facts)
    return True
