"""The end of an answer's task is the end of the answer, and the other way round."""

from collections.abc import Callable

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.reply_lifecycle import CUSTOMER_REPLY
from kvit.events.models import Event
from kvit.replies import acts
from kvit.replies.models import CustomerReply
from kvit.tasks.models import Task

VERBS = {"done": "finish", "dismissed": "dismiss"}


def on_task(event: Event) -> Callable[[], None] | None:
    """What follows when somebody works on a task: its answer ends, opens, or changes owner and day as the task does."""
    company = Company.objects.get(pk=event.company_id or 0)
    task = Task.objects.filter(company=company, pk=event.subject_id, subject_kind="customer_reply").first()
    return None if task is None else lambda: _follow(company, task, event)


def _follow(company: Company, task: Task, event: Event) -> None:
    reply = CustomerReply.objects.get(company=company, pk=task.subject_id)
    row = acts.locked(company, reply)
    by = automation(acts.AUTOMATION, company)
    current = Task.objects.filter(company=company, key=task.key).select_related("owner").order_by("-pk").first()
    if current is None or current.pk != task.pk:  # it was given another task meanwhile
        return
    if current.owner is not None and (row.owner_id, row.due_on) != (current.owner_id, current.due_on):
        row.owner, row.due_on = current.owner, current.due_on
        row.save(update_fields=["owner", "due_on"])
    is_open = row.status == CUSTOMER_REPLY.first
    if current.status == "open" and not is_open:
        acts.reopen(row, by=by, on=event.acted_on)
    elif current.status != "open" and is_open:
        acts.close(row, VERBS[current.status], by=by, on=event.acted_on, reason=event.reason)
