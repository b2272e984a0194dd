"""Invariants of customers' answers: what waits has a task, and what was taken back holds nothing any more."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from kvit.companies.models import Company
from kvit.core.arrangement_lifecycle import LIVE
from kvit.replies.models import CustomerReply, ReplyAct
from kvit.tasks.models import Task

Found = tuple[int, Iterable[str]]


def asked_for(company: Company) -> Found:
    """Each open answer that was decided about has an open task, and none that is closed has one."""
    waiting = Task.objects.filter(
        company=company, subject_kind="customer_reply", subject_id=OuterRef("pk"), status="open"
    )
    rows = CustomerReply.objects.filter(company=company).annotate(has_task=Exists(waiting))
    decided = ~Q(against=[]) | Exists(ReplyAct.objects.filter(reply=OuterRef("pk")))
    broken = rows.filter(decided, status="open", has_task=False) | rows.exclude(status="open").filter(has_task=True)
    return rows.count(), broken.values_list("public_id", flat=True)


def acted(company: Company) -> Found:
    """Each act has what it did: its pause, mail, dispute or plan; what was undone ended with it."""
    rows = ReplyAct.objects.filter(company=company)
    paused = Q(kind__in=["promise", "hold"])
    broken = rows.filter(paused, pause=None) | rows.filter(kind="send_again", message=None)
    broken = broken | rows.filter(kind="dispute", dispute=None) | rows.filter(kind="plan", plan=None)
    undone = rows.filter(undone_on__isnull=False)
    broken = broken | undone.filter(paused, pause__ended_on=None) | undone.filter(dispute__status="open")
    broken = broken | undone.filter(plan__status__in=LIVE)
    return rows.count(), broken.values_list("public_id", flat=True)


INVARIANTS = [
    ("I41", "Each open answer of a customer has an open task; a closed one has none.", asked_for),
    ("I41a", "What an answer did is there, and what was undone holds nothing back.", acted),
]
