"""How often KSeF may be called: sliding windows of a second, a minute and an hour (ksef-docs, limity-api.md)."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from threading import Lock

from kvit.ports.failures import Unreachable

WINDOWS = (1.0, 60.0, 3600.0)
LIMITS: Mapping[str, tuple[int, int, int]] = {
    "open interactive": (10, 30, 120),
    "send invoice": (10, 30, 180),
    "close interactive": (10, 30, 120),
    "open batch": (10, 20, 60),
    "close batch": (10, 20, 60),
    "sessions": (5, 10, 60),
    "invoices of a session": (10, 20, 200),
    "session": (10, 120, 1200),
    "export": (4, 8, 20),
    "state of an export": (10, 60, 600),
    "other": (10, 30, 120),
}
"""Calls a second, a minute, an hour, each counted for itself; those of production, also where the test side allows
more."""


class Pace:
    """Counts the calls of one process by company; `now` gives seconds, `sleep` waits for some."""

    def __init__(
        self, *, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._now, self._sleep = now, sleep
        self._calls: dict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def has_room(self, holder: str, kind: str, *, calls: int) -> bool:
        """Whether so many calls may be made one after another without a longer wait than a second each."""
        now = self._now()
        made = self._made(holder, kind, now)
        return all(
            sum(at > now - span for at in made) + calls <= most
            for span, most in zip(WINDOWS[1:], LIMITS[kind][1:], strict=True)
        )

    def take(self, holder: str, kind: str) -> None:
        """One call is made now, after a wait of a second at most. Raises Unreachable where it had to wait longer."""
        while True:
            with self._lock:
                now = self._now()
                made = self._made(holder, kind, now)
                waits = [
                    made[-most] + span - now
                    for span, most in zip(WINDOWS, LIMITS[kind], strict=True)
                    if len(made) >= most and made[-most] > now - span
                ]
                if not waits:
                    made.append(now)
                    return
            if max(waits) > WINDOWS[0]:
                reason = f"limit of {kind}"
                raise Unreachable(
                    "network.unreachable", network="KSeF", reason=reason, again_in=str(int(max(waits)) + 1)
                )
            self._sleep(max(waits))

    def rest(self) -> None:
        """Wait a second for what KSeF works on."""
        self._sleep(WINDOWS[0])

    def _made(self, holder: str, kind: str, now: float) -> deque[float]:
        made = self._calls[(holder, kind)]
        while made and made[0] <= now - WINDOWS[-1]:
            made.popleft()
        return made
