"""A package for a batch session: invoices in a zip, cut into parts, each encrypted (ksef-docs, sesja-wsadowa.md)."""

import io
import zipfile
from collections.abc import Sequence

from kvit.adapters.networks.ksef.sealing import Key

PART_BYTES = 50 * 1000 * 1000
"""KSeF takes 100 MB for a part before it is encrypted; half of it is kept in memory more easily."""


def package(contents: Sequence[bytes]) -> bytes:
    """The zip of these invoices, in their order."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for place, content in enumerate(contents, 1):
            archive.writestr(f"{place}.xml", content)
    return held.getvalue()


def parts(content: bytes, key: Key) -> list[bytes]:
    """The zip in encrypted parts."""
    return [key.encrypted(content[at : at + PART_BYTES]) for at in range(0, len(content), PART_BYTES)]
