"""When the next message may go, and what is in it (Orden HAC/1177/2024 art. 16: control de flujo)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kvit.core.einvoice.verifactu.records import Sealed
from kvit.core.einvoice.verifactu.write import MOST


def batches(chain: Sequence[Sealed]) -> list[Sequence[Sealed]]:
    """The waiting records in messages of at most 1,000, in the order of the chain."""
    return [chain[start : start + MOST] for start in range(0, len(chain), MOST)]


def next_at(last_sent_at: datetime | None, *, wait_seconds: int, waiting: int, now: datetime) -> datetime | None:
    """When the next message is to go: at once for the first and when a full message waits, else when the seconds that
    the AEAT asked for have passed since the last; None when nothing waits."""
    if not waiting:
        return None
    if last_sent_at is None or waiting >= MOST:
        return now
    return max(now, last_sent_at + timedelta(seconds=wait_seconds))
