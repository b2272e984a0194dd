"""What became of a document that we asked a network for: it is given back, or it is not."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kvit.core import lifecycle
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.networks.models import Submission
from kvit.networks.outgoing import facts, kept
from kvit.ports.network import Answer

TOLD = {
    "asked": "submission.withdrawal_asked",
    "accepted": "submission.withdrawn",
    "refused": "submission.withdrawal_refused",
}


def note(row: Submission, answer: Answer, *, by: Actor, on: date) -> bool:
    """Write down what became of a document that is wanted back; whether that is news."""
    if answer.withdrawal in ("", row.withdrawal):
        return False
    now = timezone.now()
    with transaction.atomic():
        mine = Submission.objects.select_for_update(of=("self",)).select_related("company").get(pk=row.pk)
        if mine.withdrawal != row.withdrawal:
            return False
        if answer.withdrawal == "accepted" and (mine.status, "withdraw") not in lifecycle.SUBMISSION.moves:
            return False  # first what became of the document itself
        mine.withdrawal = answer.withdrawal
        mine.ask_at, mine.asked = _asked_next(mine, at=now), 0
        if answer.withdrawal == "refused":
            mine.findings = [kept(one) for one in answer.findings]
        if answer.withdrawal == "accepted":
            mine.status = lifecycle.after(lifecycle.SUBMISSION, mine.status, "withdraw")
            mine.settled_at = now
        mine.save()
        events.record(TOLD[answer.withdrawal], mine, by=by, on=on, facts=facts(mine))
    return True


def _asked_next(row: Submission, *, at: datetime) -> datetime | None:
    """When the network is asked about it again; what is settled and not wanted back any more is not."""
    return at if row.withdrawal == "asked" or row.status == "submitted" else None
