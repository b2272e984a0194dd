"""How often one asker may ask: a bucket per asker in this process, filled again steadily; no database is touched."""

import threading
import time

from kvit.core.errors import Refused

A_SECOND = 50
AT_ONCE = 300
KNOWN_AT_MOST = 10_000


class Buckets:
    """So many requests at once, and so many more each second."""

    def __init__(self, *, a_second: int = A_SECOND, at_once: int = AT_ONCE) -> None:
        self.a_second, self.at_once = a_second, at_once
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, asker: str, *, now: float) -> None:
        """One request of this asker. Refuses `request.too_many` with the seconds to wait."""
        with self._lock:
            left, since = self._left.get(asker, (float(self.at_once), now))
            left = min(float(self.at_once), left + (now - since) * self.a_second)
            if left < 1:
                raise Refused("request.too_many", seconds=max(1, round((1 - left) / self.a_second + 0.5)))
            if len(self._left) >= KNOWN_AT_MOST:
                self._left.clear()
            self._left[asker] = (left - 1, now)


BUCKETS = Buckets()


def take(asker: str) -> None:
    """One request of this asker, now."""
    BUCKETS.take(asker, now=time.monotonic())
