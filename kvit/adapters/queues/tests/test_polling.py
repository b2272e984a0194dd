"""Within one program a wake ends the wait at once; without one the wait ends by itself."""

import threading
import time

from kvit.adapters.queues.polling import PollingQueue


def test_a_wake_ends_the_wait():
    queue = PollingQueue()
    threading.Timer(0.05, queue.wake).start()
    began = time.monotonic()
    queue.wait(30)
    assert time.monotonic() - began < 10


def test_a_wake_before_the_wait_is_not_lost():
    queue = PollingQueue()
    queue.wake()
    began = time.monotonic()
    queue.wait(30)
    assert time.monotonic() - began < 10


def test_without_a_wake_the_wait_ends_by_itself():
    began = time.monotonic()
    PollingQueue().wait(0.05)
    assert 0.04 < time.monotonic() - began < 10
