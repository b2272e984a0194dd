"""The queue of the team mode: procrastinate tells a waiting worker, on whatever machine, through PostgreSQL."""

import asyncio
import logging
import threading

from django.db import connection

LOCK = "kvit.wake"
"""At most one wake waits to be heard at a time; whoever hears it and finds much to do wakes the next."""
QUEUE = "kvit"
LOOKS_EVERY = 30.0
"""Seconds after which the listener looks by itself, should a notice of the database get lost."""

WOKEN = threading.Event()
"""Set when this program's worker has something to do."""

log = logging.getLogger(__name__)


class ProcrastinateQueue:
    """Wakes one of the waiting workers. The work stands in work rows; a lost wake costs time only."""

    def __init__(self) -> None:
        self._listener: Listener | None = None

    def wake(self) -> None:
        from procrastinate.contrib.django import app
        from procrastinate.exceptions import AlreadyEnqueued

        WOKEN.set()
        try:
            if not _is_waiting():
                app.configure_task(LOCK, queueing_lock=LOCK, queue=QUEUE).defer()
        except AlreadyEnqueued:
            pass
        except Exception:  # the workers look by themselves: whoever did the work is not to fail for this
            log.warning("a wake was lost", exc_info=True)

    def wait(self, seconds: float) -> None:
        if self._listener is None or not self._listener.is_alive():
            self._listener = Listener()
            self._listener.start()
        WOKEN.wait(seconds)
        WOKEN.clear()

    def close(self) -> None:
        if self._listener is not None:
            self._listener.stop()


class Listener(threading.Thread):
    """Takes wakes off the queue until it is stopped."""

    def __init__(self) -> None:
        super().__init__(name="kvit-listener", daemon=True)
        self._loop = asyncio.new_event_loop()
        self._hearing: asyncio.Task[None] | None = None

    def run(self) -> None:
        try:
            self._hearing = self._loop.create_task(_hear())
            self._loop.run_until_complete(self._hearing)
        except asyncio.CancelledError:
            pass
        except Exception:  # the database restarts: the next wait begins to listen again
            log.warning("the listener stopped", exc_info=True)
        finally:
            self._loop.close()

    def stop(self) -> None:
        """End, and let the connections go."""
        hearing = self._hearing
        if hearing is not None and self.is_alive():
            self._loop.call_soon_threadsafe(hearing.cancel)
            self.join(10)


def _is_waiting() -> bool:
    """Whether somebody woke before and nobody has heard it yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1", [LOCK])
        return cursor.fetchone() is not None


async def _hear() -> None:
    from procrastinate.contrib.django import app

    if LOCK not in app.tasks:
        app.task(name=LOCK, queue=QUEUE)(_heard)
    hearing = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with hearing.open_async():
        await hearing.run_worker_async(
            queues=[QUEUE],
            install_signal_handlers=False,
            delete_jobs="always",
            fetch_job_polling_interval=LOOKS_EVERY,
        )


async def _heard() -> None:
    WOKEN.set()
