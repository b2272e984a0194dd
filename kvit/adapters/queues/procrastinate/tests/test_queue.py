"""A wake reaches a waiting worker, within the program and across programs, through a real PostgreSQL."""

import os
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.db import connection

from kvit.adapters.queues import procrastinate
from kvit.adapters.queues.procrastinate import LOCK, ProcrastinateQueue

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("not os.environ.get('KVIT_DATABASE_URL')", reason="the embedded mode has no procrastinate"),
]


def waited(queue, seconds=20.0) -> float:
    began = time.monotonic()
    queue.wait(seconds)
    return time.monotonic() - began


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [LOCK])
        return cursor.fetchone()[0]


@pytest.fixture
def here(monkeypatch):
    """Programs started by the test use the test's database."""
    name = connection.settings_dict["NAME"]
    url = os.environ["KVIT_DATABASE_URL"]
    monkeypatch.setenv("KVIT_DATABASE_URL", urlsplit(url)._replace(path=f"/{name}").geturl())


@pytest.fixture
def queue():
    """A queue of its own, whose listener is gone afterwards."""
    made = ProcrastinateQueue()
    yield made
    made.close()


def test_many_wakes_are_one_waiting_job(queue):
    for _ in range(5):
        queue.wake()
    assert waiting_jobs() == 1
    assert waited(queue) < 5
    until = time.monotonic() + 20
    while waiting_jobs() and time.monotonic() < until:
        time.sleep(0.1)
    assert waiting_jobs() == 0, "the listener takes it off the queue"


def test_another_program_wakes_a_worker_that_waits(here, queue):
    waited(queue, 3.0)  # the listener has begun
    script = (
        "import django; django.setup()\n"
        "from kvit.adapters.queues.procrastinate import ProcrastinateQueue\n"
        "ProcrastinateQueue().wake()"
    )
    lasted = []
    thread = threading.Thread(target=lambda: lasted.append(waited(queue, 30.0)))
    thread.start()
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kvit.project.settings"},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    thread.join()
    assert lasted[0] < 25, "it was woken before its time was over"


def test_whoever_cannot_wake_goes_on(monkeypatch, queue):
    def away():
        raise OSError("the database is away")

    monkeypatch.setattr(procrastinate, "_is_waiting", away)
    queue.wake()
    assert waiting_jobs() == 0
