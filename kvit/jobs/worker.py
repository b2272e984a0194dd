"""The worker: does what events left to be done, seals what happened, until it is told to stop."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, close_old_connections

from kvit.events import seals, work
from kvit.events.work import Handler
from kvit.jobs import schedule
from kvit.jobs.heartbeats import Heartbeat
from kvit.jobs.postman import Postman
from kvit.messages.webhooks import posting
from kvit.ports import registry
from kvit.ports.queue import Queue
from kvit.reactions import REACTIONS

BATCH = 20
PAUSE = 5.0
"""Seconds after which waiting work is looked for although nobody woke the worker."""
SEALED_EVERY = 10.0
BEATS_EVERY = 15.0
TICKS_EVERY = 300.0
NETWORKS_EVERY = 30.0
CHECKOUTS_EVERY = 30.0

log = logging.getLogger(__name__)
Reactions = Mapping[str, Sequence[tuple[str, Handler]]]


def until_idle(reactions: Reactions = REACTIONS) -> int:
    """Do all that is due now, send the webhooks, then seal; returns how many rows were done."""
    done = work.run_all(reactions)
    while posting.send_due():
        done += work.run_all(reactions)
    seal()
    return done


def seal() -> None:
    """Seal what happened; where another worker does so in the same moment, it is left to that one."""
    try:
        seals.seal_all()
    except IntegrityError:
        log.info("another worker sealed first")


def tick() -> None:
    """Do what is due by the day."""
    schedule.tick_all()


@dataclass
class Round:
    """Something that a worker does every so many seconds; a round that breaks comes again when it is due."""

    act: Callable[[], None]
    every: float
    due: float = 0.0


class Worker:
    """Works until `stop`; what it holds at that moment is finished first."""

    def __init__(self, reactions: Reactions = REACTIONS) -> None:
        self.reactions = reactions
        self.queue: Queue = registry.use("queue")
        self.stopping = threading.Event()
        self.heart = Heartbeat()
        self.postman = Postman(self.stopping)
        self.rounds = [
            Round(self.heart.beat, BEATS_EVERY),
            Round(seal, SEALED_EVERY),
            Round(tick, TICKS_EVERY),
            Round(schedule.go_on_networks, NETWORKS_EVERY),
            Round(schedule.go_on_checkouts, CHECKOUTS_EVERY),
        ]

    def stop(self) -> None:
        """End after the row in hand."""
        self.stopping.set()
        self.queue.wake()

    def run(self) -> None:
        """Until stopped. A database that is away is waited for."""
        self.postman.start()
        try:
            while not self.stopping.is_set():
                try:
                    done = self._turn()
                except Exception:  # the database restarts, the disk is full: told, and tried again
                    log.exception("the worker could not go on; it tries again")
                    done = 0
                if not done and not self.stopping.is_set():
                    self.queue.wait(PAUSE)
        finally:
            self.stopping.set()
            self.postman.end()
            self.queue.close()
            self.heart.end()

    def _turn(self) -> int:
        close_old_connections()
        for one in self.rounds:
            if time.monotonic() >= one.due:
                one.due = time.monotonic() + one.every
                one.act()
        done = 0
        while done < BATCH and not self.stopping.is_set() and (row := work.claim()) is not None:
            work.run(row, self.reactions)
            done += 1
        if done:
            self.postman.look()
        if done == BATCH:
            self.queue.wake()
        return done
