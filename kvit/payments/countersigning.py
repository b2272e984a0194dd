"""The document that the other party signed: a PDF or a picture of it, kept as it came."""

from dataclasses import dataclass
from datetime import date

from kvit.archive import files
from kvit.companies.models import Company
from kvit.core.errors import Refused

MOST_BYTES = 20 * 1024 * 1024
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
"""What a file of that kind begins with."""


@dataclass(frozen=True)
class Countersigned:
    """On which day the party signed, and the file that shows it."""

    on: date
    content: bytes
    name: str


def kept(company: Company, signed: Countersigned) -> files.File:
    """The file, frozen. Refuses `offset.bad_file` for what is no PDF, JPEG or PNG, or larger than 20 MB."""
    found = next((kind for start, kind in KINDS.items() if signed.content.startswith(start)), None)
    if found is None or len(signed.content) > MOST_BYTES:
        raise Refused("offset.bad_file", name=signed.name[:100])
    return files.keep(company, signed.content, media_type=found, name=signed.name[:200])
