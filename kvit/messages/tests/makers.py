"""Small makers for tests of the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from kvit.companies.models import Company
from kvit.events import work
from kvit.messages import delivery, outbox
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.ports import registry
from kvit.ports.sender import FakeSender
from tests.builders import DAY, the_owner

REACTIONS = {"message.queued": [("send", delivery.send)], "work.given_up": [("message", delivery.give_up)]}
ABOUT = About(kind="invoice", id=7, public_id="inv_7", name="KV-7")


@contextmanager
def a_sender(sender: object) -> Iterator[object]:
    """That sender answers for the port."""
    real = registry.use("sender")
    registry.register("sender", sender)
    try:
        yield sender
    finally:
        registry.register("sender", real)


@contextmanager
def a_fake_sender() -> Iterator[FakeSender]:
    """A sender that keeps what it gets."""
    with a_sender(FakeSender()) as fake:
        yield fake


def outgoing(**facts: object) -> Outgoing:
    """A mail about invoice KV-7."""
    told = {
        "kind": "invoice_sent",
        "about": ABOUT,
        "occasion": "issued",
        "to_address": "office@alfa.example",
        "to_name": "Alfa SRL",
        "reply_to": "ana@nord.example",
        "language": "ro",
        "mail": Mail("Factura KV-7", "Bună ziua\n", "<p>Bună ziua</p>"),
    }
    return Outgoing(**{**told, **facts})


def a_message(company: Company, **facts: object) -> Message:
    """One that waits in the outbox."""
    with transaction.atomic():
        return outbox.queue(company, outgoing(**facts), by=the_owner(company), on=DAY)


def work_off() -> int:
    """Do what is due, as the worker does."""
    return work.run_all(REACTIONS)
