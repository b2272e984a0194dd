"""Reads of what came; every one starts from the company."""

from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company
from kvit.core.errors import Refused


def find(company: Company, public_id: str) -> CapturedDocument:
    """The document by its id. Refuses `document.unknown`."""
    row = CapturedDocument.objects.filter(company=company, public_id=public_id).select_related("file").first()
    if row is None:
        raise Refused("document.unknown", document=public_id[:40])
    return row
