"""What follows when something comes from a supplier: it is taken in, and becomes a bill."""

from collections.abc import Callable

from kvit.archive import files
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.capture.models import CapturedDocument
from kvit.companies.permissions import again, automation, require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.networks.models import Arrival
from kvit.payables import bills
from kvit.payables.models import Bill

AUTOMATION = "read"


def on_received(event: Event) -> Callable[[], None] | None:
    """What a network had for us is taken in like every other file; a trial of its test side is no bill of ours."""
    row = Arrival.objects.select_related("file", "company").filter(pk=event.subject_id).first()
    if row is None or (row.mode == "test" and not row.company.is_test):
        return None
    incoming = Incoming(content=files.read(row.file), name=row.file.name, via="network", sender=row.sender)
    by = automation(AUTOMATION, row.company, reason=f"{row.network} {row.reference}")

    def write() -> None:
        arrivals.take(row.company, incoming, by=by, on=event.acted_on)

    return write


def on_taken(event: Event) -> Callable[[], None] | None:
    """The document is read and becomes a bill, unless who brought it had it read at once.

    It was added by who brought it, whoever reads it: nobody approves a bill of their own through the worker.
    """
    document = CapturedDocument.objects.select_related("file", "company").filter(pk=event.subject_id).first()
    if document is None or hasattr(document, "bill"):
        return None
    by = _who(document, event, verb="bill.add")
    bills.capture(document.company, document, by=by, on=event.acted_on)
    return None


def on_check_asked(event: Event) -> Callable[[], None] | None:
    """Its pages are read and checked anew, in the name of who asked for it; one that was decided since stays."""
    bill = Bill.objects.select_related("company", "document__file").filter(pk=event.subject_id).first()
    if bill is None or "stop" not in lifecycle.verbs_from(lifecycle.BILL, bill.status):
        return None
    by = _who(bill.document, event, verb="bill.check")
    bills.check(bill.company, bill, by=by, on=event.acted_on)
    return None


def _who(document: CapturedDocument, event: Event, *, verb: str) -> Actor:
    """The person or key behind the event, with today's role; Kvit itself for networks and for who left since."""
    try:
        by = again(document.company, kind=event.actor_kind, id=event.actor_id)
        require(by, verb, document.company)
    except Refused:
        return automation(AUTOMATION, document.company, reason=f"document {document.public_id}")
    return by
