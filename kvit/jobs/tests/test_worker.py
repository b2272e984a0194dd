"""The worker does what waits, seals what happened, ends when it is told to, and says that it is alive."""

import threading
import time

import pytest

from kvit.events import seals, work
from kvit.events.models import Event, Work
from kvit.events.work import TryLater
from kvit.jobs import heartbeats, worker
from kvit.jobs.worker import Worker
from kvit.ports import registry
from kvit.ports.queue import FakeQueue
from tests.builders import a_company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(monkeypatch):
    fake = FakeQueue()
    real = registry.use("queue")
    registry.register("queue", fake)
    yield fake
    registry.register("queue", real)


def statuses() -> dict[str, str]:
    return {row.handler or "(deal)": row.status for row in Work.objects.filter(event__name="company.founded")}


def test_it_deals_out_does_and_seals(queue):
    told = []
    company = a_company()
    reactions = {"company.founded": [("greet", lambda event: lambda: told.append(event.subject_id))]}
    assert worker.until_idle(reactions) == Work.objects.count()
    assert told == [company.pk]
    assert statuses() == {"(deal)": "done", "greet": "done"}
    proof = seals.verify()
    assert (proof.events, proof.unsealed, proof.broken) == (Event.objects.count(), 0, [])


def test_one_reaction_that_fails_does_not_stop_the_other(queue):
    def fail(event):
        raise TryLater("the network is away")

    a_company()
    worker.until_idle({"company.founded": [("mail", fail), ("greet", lambda event: None)]})
    assert statuses() == {"(deal)": "done", "mail": "pending", "greet": "done"}
    assert Work.objects.get(handler="mail").error == "the network is away"


def test_an_effect_that_cannot_be_written_leaves_no_done_row(queue):
    def write():
        Event.objects.create(name="half.done", subject_kind="x", subject_id=1)  # not a whole event: it is refused

    a_company()
    worker.until_idle({"company.founded": [("effect", lambda event: write)]})
    assert statuses()["effect"] == "pending"
    assert not Event.objects.filter(name="half.done").exists()


def test_whoever_records_an_event_wakes_a_worker(queue):
    a_company()
    assert queue.woken > 0


def test_it_stops_after_the_work_in_hand_and_shows_life_until_then():
    started, go_on = threading.Event(), threading.Event()

    def dawdle(event):
        started.set()
        go_on.wait(10)
        return

    a_company()
    mine = Worker({"company.founded": [("slow", dawdle)]})
    thread = threading.Thread(target=_run_and_close, args=[mine])
    thread.start()
    assert started.wait(10)
    assert len(heartbeats.alive()) == 1
    mine.stop()
    time.sleep(0.1)
    assert thread.is_alive(), "what is in hand is finished"
    go_on.set()
    thread.join(10)
    assert not thread.is_alive()
    assert Work.objects.get(handler="slow").status == "done"
    assert heartbeats.alive() == []


def test_a_worker_outlives_a_database_that_is_away(queue, monkeypatch):
    mine = Worker({})
    turns = []

    def claim():
        turns.append(1)
        if len(turns) == 1:
            raise OSError("the database is away")
        mine.stop()
        return

    monkeypatch.setattr(work, "claim", claim)
    mine.run()
    assert len(turns) == 2
    assert queue.waited == [worker.PAUSE]
    assert queue.closed


def _run_and_close(mine: Worker) -> None:
    from django.db import connections

    mine.run()
    connections.close_all()
