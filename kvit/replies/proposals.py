"""An answer that waits for a person: whose it is, until when, and the task that says so."""

from datetime import date

from django.db import connection

from kvit.companies import whose
from kvit.core import calendar
from kvit.core.permissions import Actor
from kvit.parties import correspondence
from kvit.replies.models import CustomerReply
from kvit.replies.threads import Thread
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.kinds import KINDS
from kvit.tasks.tasks import Case

UNTHREADED = "reply.unthreaded"


def lay(row: CustomerReply, thread: Thread, *, on: date) -> None:
    """To that customer and document; its owner is who looks after them, and its day that of its kind. Not saved."""
    company = row.company
    row.threaded_by, row.is_known = thread.by, thread.is_known
    row.party, row.invoice, row.answered = thread.party, thread.invoice, thread.answered or row.answered
    row.owner = correspondence.responsible(company, row.party) if row.party else whose.first_owner(company)
    row.due_on = calendar.due_date_in(company.country, on, days=KINDS[kind(row)].days)


def put(row: CustomerReply, *, by: Actor, on: date) -> None:
    """The task of the open answer, in the caller's transaction."""
    assert connection.in_atomic_block, "a task is opened in the transaction of its reason"
    case = Case(
        kind=kind(row),
        key=case_key("reply", row.public_id),
        subject_kind="customer_reply",
        subject_id=row.pk,
        subject_public_id=row.public_id,
        facts=facts(row) | {"code": "reply.says", "code_facts": {"words": row.words[:200]}},
    )
    tasks.open(row.company, case, by=by, on=on, owner=row.owner)


def close(row: CustomerReply, *, by: Actor, on: date) -> None:
    """Nothing is to do about it any more."""
    tasks.close(row.company, [case_key("reply", row.public_id)], by=by, on=on)


def kind(row: CustomerReply) -> str:
    """The kind of its task: by what it wants, or to find out whose it is."""
    return f"reply.{row.want}" if row.party is not None else UNTHREADED


def facts(row: CustomerReply) -> dict[str, object]:
    """What its task and its events tell."""
    told: dict[str, object] = {
        "sender": row.sender or (row.party.name if row.party is not None else "?"),
        "subject": row.subject,
        "about": row.invoice.number if row.invoice is not None and row.invoice.number else row.subject or "?",
    }
    if row.party is not None:
        told |= {"customer": row.party.name, "party": row.party.public_id}
    return told | {"responsible": row.owner.public_id}
