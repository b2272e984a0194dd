"""Files that come from suppliers, by whatever way: frozen first, read afterwards."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.archive import files, hybrids
from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import Party

MOST_BYTES = 20 * 1024 * 1024
PDF, XML, ZIP = "application/pdf", "application/xml", "application/zip"
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What came: the bytes, the name they came under, the way and who sent them; `supplier` through whose portal."""

    content: bytes
    name: str
    via: str
    sender: str = ""
    supplier: Party | None = None


@transaction.atomic
def take(company: Company, incoming: Incoming, *, by: Actor, on: date) -> tuple[CapturedDocument, bool]:
    """The document, and whether it is new: the same bytes twice are one, however they came.

    Refuses `document.empty`, `document.too_large`.
    """
    require(by, "bill.add", company)
    if not incoming.content:
        raise Refused("document.empty", name=incoming.name[:100])
    if len(incoming.content) > MOST_BYTES:
        raise Refused("document.too_large", name=incoming.name[:100], most=MOST_BYTES // 1024**2)
    file = files.keep(company, incoming.content, media_type=media_type(incoming.content), name=incoming.name)
    known = CapturedDocument.objects.filter(company=company, file=file)
    if (found := known.first()) is not None:
        return found, False
    try:
        with transaction.atomic():
            row = CapturedDocument.objects.create(
                company=company,
                file=file,
                via=incoming.via,
                name=incoming.name[:200],
                sender=incoming.sender[:200],
                brought_by=incoming.supplier,
                received_on=on,
                received_at=timezone.now(),
            )
    except IntegrityError:  # it came twice in this moment
        return known.get(), False
    facts: dict[str, object] = {"via": row.via, "name": row.name, "sha256": file.sha256}
    events.record("document.taken", row, by=by, on=on, facts=facts)
    return row, True


def media_type(content: bytes) -> str:
    """What the bytes say that they are; a name says nothing."""
    if hybrids.is_pdf(content):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return ZIP
    return XML if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else UNKNOWN
