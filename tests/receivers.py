"""The other side of webhooks: a real server on this machine that verifies, remembers and answers as it is told."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from kvit.adapters.http.guarded import GuardedHttp
from kvit.companies.models import Company
from kvit.events import work
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import endpoints, posting
from kvit.ports import registry
from kvit.reactions import REACTIONS
from tests.builders import DAY, the_owner

PUBLIC = "https://hooks.example.com/kvit"


class Receiver:
    """Keeps each event once by its `webhook-id`; `answers` are what it says next, 200 when none is left."""

    def __init__(self) -> None:
        self.secret = ""
        self.calls: list[Mapping[str, str]] = []
        self.kept: dict[str, dict[str, object]] = {}
        self.forged = 0
        self.answers: list[tuple[int, bytes]] = []
        self.wait = 0.0
        receiver = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
                time.sleep(receiver.wait)
                status, text = receiver.answers.pop(0) if receiver.answers else (200, b"ok")
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", receiver.url)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, headers: Mapping[str, str], body: bytes) -> None:
        """Verify as the library of the standard does, and keep what is new."""
        told = {name.lower(): value for name, value in headers.items()}
        self.calls.append(told)
        try:
            found = Webhook(self.secret).verify(body, dict(told))
        except WebhookVerificationError:
            self.forged += 1
            return
        self.kept.setdefault(told["webhook-id"], found)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def a_receiver() -> Iterator[Receiver]:
    """One that listens, with an http adapter that may call this machine."""
    receiver, real = Receiver(), registry.use("http")
    registry.register("http", GuardedHttp(allow_loopback=True, seconds=1.0))
    try:
        yield receiver
    finally:
        registry.register("http", real)
        receiver.close()


def an_endpoint(
    company: Company, receiver: Receiver | None = None, *, url: str = PUBLIC, **facts: object
) -> WebhookEndpoint:
    """An endpoint added as people add it; then led to the receiver, which no typed address could be."""
    row, secret = endpoints.add(company, {"url": url, **facts}, by=the_owner(company), on=DAY)
    if receiver is not None:
        receiver.secret = secret
        WebhookEndpoint.objects.filter(pk=row.pk).update(url=receiver.url)
        row.refresh_from_db()
    return row


def work_off() -> int:
    """Do what is due and send what is due, as the worker does; returns how many calls were made."""
    called = 0
    while True:
        work.run_all(REACTIONS)
        if not (sent := posting.send_due()):
            return called
        called += sent


def later(**span: float) -> None:
    """So much time goes by for what waits: pauses and leases end."""
    gone = timedelta(**span)
    for row in WebhookDelivery.objects.filter(status="pending"):
        lease = row.leased_until - gone if row.leased_until else None
        WebhookDelivery.objects.filter(pk=row.pk).update(due_at=row.due_at - gone, leased_until=lease)
    for one in WebhookEndpoint.objects.exclude(failing_since=None):
        WebhookEndpoint.objects.filter(pk=one.pk).update(failing_since=one.failing_since - gone)


def waits(row: WebhookDelivery) -> float:
    """Seconds until the next try."""
    row.refresh_from_db()
    return (row.due_at - timezone.now()).total_seconds()
