"""What follows when something comes from a supplier: it is taken in, and becomes a bill."""

from collections.abc import Callable

from kvit.archive import files
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.capture.models import CapturedDocument
from kvit.companies.permissions import automation
from kvit.events.models import Event
from kvit.networks.models import Arrival
from kvit.payables import bills

AUTOMATION = "read"


def on_received(event: Event) -> Callable[[], None] | None:
    """What a network had for us is taken in like every other file."""
    row = Arrival.objects.select_related("file", "company").filter(pk=event.subject_id).first()
    if row is None:
        return None
    incoming = Incoming(content=files.read(row.file), name=row.file.name, via="network", sender=row.sender)
    by = automation(AUTOMATION, row.company, reason=f"{row.network} {row.reference}")

    def write() -> None:
        arrivals.take(row.company, incoming, by=by, on=event.acted_on)

    return write


def on_taken(event: Event) -> Callable[[], None] | None:
    """The document is read and becomes a bill, unless who brought it had it read at once."""
    document = CapturedDocument.objects.select_related("file", "company").filter(pk=event.subject_id).first()
    if document is None or hasattr(document, "bill"):
        return None
    by = automation(AUTOMATION, document.company, reason=f"document {document.public_id}")
    bills.capture(document.company, document, by=by, on=event.acted_on)
    return None
