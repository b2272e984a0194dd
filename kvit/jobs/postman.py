"""Sends webhooks beside the worker: a receiver that answers slowly holds up nothing else."""

import logging
import threading

from django.db import close_old_connections, connections

from kvit.messages.webhooks import posting

PAUSE = 5.0
"""Seconds after which due deliveries are looked for although nobody said that there are any."""
LONGEST_CALL = 20.0

log = logging.getLogger(__name__)


class Postman:
    """A thread of its own, and its own connection to the database; it ends after the call in hand."""

    def __init__(self, stopping: threading.Event) -> None:
        self.stopping = stopping
        self._called = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kvit-webhooks", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def look(self) -> None:
        """There may be something to send."""
        self._called.set()

    def end(self) -> None:
        """Wait for the call in hand; the worker has said that it stops."""
        self._called.set()
        self._thread.join(LONGEST_CALL)

    def _run(self) -> None:
        while not self.stopping.is_set():
            self._called.wait(PAUSE)
            self._called.clear()
            try:
                close_old_connections()
                while not self.stopping.is_set() and posting.send_due(most=1):
                    pass
            except Exception:  # the database restarts, the disk is full: told, and tried again
                log.exception("webhooks could not be sent; it is tried again")
        connections.close_all()
