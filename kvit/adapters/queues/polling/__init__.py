"""The queue of the embedded mode: threads of one program wake each other, everybody else is found by looking."""

import threading


class PollingQueue:
    """Wakes at once within the program; another program's work is seen when the wait is over."""

    def __init__(self) -> None:
        self._woken = threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def wait(self, seconds: float) -> None:
        self._woken.wait(seconds)
        self._woken.clear()

    def close(self) -> None:
        self._woken.clear()
