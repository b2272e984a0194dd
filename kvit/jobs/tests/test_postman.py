"""Webhooks leave beside the worker: a receiver that is slow holds up nothing else."""

import threading
import time
from collections.abc import Mapping

import pytest
from django.db import connections

from kvit.events.models import Work
from kvit.jobs.worker import Worker
from kvit.messages.models import WebhookDelivery
from kvit.ports import registry
from kvit.ports.http import Answer, FakeHttp
from tests.builders import a_company, a_customer
from tests.receivers import an_endpoint

pytestmark = pytest.mark.django_db(transaction=True)


class Slow(FakeHttp):
    """Answers nobody before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        answer = super().post(url, body=body, headers=headers)
        self.may.wait(60)
        return answer


@pytest.fixture
def http():
    real, slow = registry.use("http"), Slow()
    registry.register("http", slow)
    yield slow
    registry.register("http", real)


def run_and_close(worker: Worker) -> None:
    worker.run()
    connections.close_all()


def until(true) -> None:
    """Wait for it, but not for ever."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def test_a_slow_receiver_holds_up_no_work_and_is_called_once_for_each(http):
    company = a_company()
    an_endpoint(company, events=["customer.created"])
    for i in range(3):
        a_customer(company, name=f"Client {i}", vat_id="", external_id=f"X{i}")
    worker = Worker()
    thread = threading.Thread(target=run_and_close, args=[worker])
    thread.start()
    try:
        until(lambda: len(http.posted) == 1)  # the first call hangs
        until(lambda: not Work.objects.exclude(status="done").exists())
        assert WebhookDelivery.objects.filter(status="pending").count() == 3
        http.may.set()
        until(lambda: WebhookDelivery.objects.filter(status="delivered").count() == 3)
    finally:
        http.may.set()
        worker.stop()
        thread.join(30)
    assert not thread.is_alive()
    assert len({one.headers["webhook-id"] for one in http.posted}) == len(http.posted) == 3
