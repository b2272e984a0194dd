"""Wakes workers: says that there is work, and waits until somebody says so. The work itself stands in work rows."""

from typing import Protocol


class Queue(Protocol):
    """A wake that gets lost costs time, never work: workers look by themselves now and then."""

    def wake(self) -> None:
        """Tell a waiting worker that something is to be done. Never raises."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when somebody wakes, or after the seconds."""
        ...

    def close(self) -> None:
        """Let go of what waiting needed; the next wait takes it again."""
        ...


class FakeQueue:
    """Counts the wakes, and never waits."""

    def __init__(self) -> None:
        self.woken = 0
        self.waited: list[float] = []
        self.closed = False

    def wake(self) -> None:
        self.woken += 1

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def close(self) -> None:
        self.closed = True
