"""Programs that a test starts many of, and kills: `python -m tests.long.programs NAME …`."""

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

EFFECT = "effect"
SIGNAL, STOP = "go", "stop"
"""Files in the data folder that tell programs when."""
LEASE = 1.0
"""Seconds; now and then a handler takes longer, and another worker gets its row."""
DAY = date(2026, 3, 2)


def work_until_idle(handlers: str) -> None:
    """A worker that dawdles between looking and writing, so that a kill meets it in between."""
    from kvit.events import work

    work.LEASE = timedelta(seconds=LEASE)
    work.PAUSES = (1,) * 8
    work.ATTEMPTS = 1000
    names = handlers.split(",")
    table = {"thing.happened": [(name, dawdling(name)) for name in names]}
    say("ready")
    while not all_done():
        if work.run_all(table, most=5) == 0:
            time.sleep(0.05)


def react() -> None:
    """A worker with the real reactions, until the signal to stop."""
    from django.conf import settings

    from kvit.events import work
    from kvit.jobs import worker

    work.LEASE = timedelta(seconds=2 * LEASE)
    work.PAUSES = (1,) * 8
    say("ready")
    while not (settings.KVIT_DATA_DIR / STOP).exists():
        if not worker.until_idle():
            time.sleep(0.05)


def remind(day: str) -> None:
    """Reminds of what is due on the day and hands the mails over, until the signal to stop."""
    from django.conf import settings

    from kvit.companies.models import Company
    from kvit.dunning import campaigns
    from kvit.events import work
    from kvit.messages import delivery
    from kvit.reactions import REACTIONS

    delivery.LONGEST_TRY = work.LEASE = timedelta(seconds=2 * LEASE)
    work.PAUSES = (1,) * 8
    work.ATTEMPTS = 1000
    company = Company.objects.get()
    say("ready")
    while not (settings.KVIT_DATA_DIR / STOP).exists():
        campaigns.run(company, on=date.fromisoformat(day))
        work.run_all(REACTIONS, most=3)
        time.sleep(0.02)


def call_webhooks() -> None:
    """Calls what is due, on this machine too, until everything was taken."""
    from kvit.adapters.http.guarded import GuardedHttp
    from kvit.messages.models import WebhookDelivery
    from kvit.messages.webhooks import posting
    from kvit.ports import registry

    registry.register("http", GuardedHttp(allow_loopback=True))
    posting.LEASE = timedelta(seconds=2 * LEASE)
    say("ready")
    while WebhookDelivery.objects.filter(status="pending").exists():
        if not posting.send_due(most=5):
            time.sleep(0.05)


def pass_networks(address: str) -> None:
    """Hands over to RO e-Factura at the address, and asks, until everything was taken."""
    from django.utils import timezone

    from kvit.adapters.networks.anaf import AnafNetwork
    from kvit.adapters.networks.anaf import network as anaf
    from kvit.companies.models import Company
    from kvit.networks import clocks, connections, transport
    from kvit.networks.models import Submission
    from kvit.ports import registry

    registry.register("networks", {"anaf": AnafNetwork(hosts={"test": address}, seconds=5)})
    transport.LONGEST_TRY = timedelta(seconds=2 * LEASE)
    transport.ASKED_AFTER = (0.2,)
    connections.AGAIN_AFTER = timedelta(seconds=0.2)
    anaf.WORKED_ON = timedelta(seconds=3 * LEASE)
    AnafNetwork.most = 5
    company = Company.objects.get()
    say("ready")
    while Submission.objects.exclude(status="accepted").exists():
        clocks.run(company, at=timezone.now(), on=DAY)
        time.sleep(0.05)


def dawdling(name: str) -> Callable:
    """A handler that writes one effect row, after a while, and fails now and then."""
    from kvit.events.models import InboundKey
    from kvit.events.work import TryLater

    def handle(event):
        time.sleep(LEASE * 1.5 if random.random() < 0.03 else random.random() * 0.02)
        if random.random() < 0.1:
            raise TryLater("not now")

        def write() -> None:
            InboundKey.objects.create(
                company_id=1, source=EFFECT, key=f"{event.pk}/{name}/{os.getpid()}/{time.time_ns()}", at=event.at
            )
            time.sleep(random.random() * 0.01)

        return write

    return handle


def issue(user: str, *ids: str) -> None:
    """Issues drafts one by one once the signal is given; now and then something breaks after the number was drawn."""
    from django.conf import settings

    from kvit.companies.models import Company, User
    from kvit.companies.permissions import actor
    from kvit.core.errors import Refused
    from kvit.ports import registry
    from kvit.ports.judge import FakeJudge
    from kvit.receivables import invoices
    from kvit.receivables.models import Invoice

    registry.register("judge", FakeJudge())
    break_sometimes(invoices.events)
    company = Company.objects.get()
    by = actor(User.objects.get(email=user), company)
    say("ready")
    while not (settings.KVIT_DATA_DIR / SIGNAL).exists():
        time.sleep(0.01)
    for public_id in ids:
        try:
            row = invoices.issue(company, Invoice.objects.get(public_id=public_id), by=by, on=DAY)
            say("issued", public_id, row.number)
        except Refused as refusal:
            say("refused", public_id, refusal.code)
        except Breakage:
            say("broken", public_id)


def bill(day: str) -> None:
    """A scheduler: bills all that is due on the day, once the signal is given, until nothing is left to do."""
    from django.conf import settings

    from kvit.billing import schedules
    from kvit.companies.models import Company
    from kvit.companies.permissions import automation
    from kvit.ports import registry
    from kvit.ports.judge import FakeJudge

    registry.register("judge", FakeJudge())
    company = Company.objects.get()
    by = automation("recurring", company)
    say("ready")
    while not (settings.KVIT_DATA_DIR / SIGNAL).exists():
        time.sleep(0.01)
    while (ran := schedules.run_due(company, by=by, on=date.fromisoformat(day))).made or ran.issued:
        say("billed", len(ran.made), len(ran.issued))


def transmit(address: str) -> None:
    """A worker that sends to a made-up KSeF and asks it, with waits cut short, until the signal to stop."""
    from django.conf import settings
    from django.utils import timezone

    from kvit.adapters.networks.ksef import KsefNetwork, network
    from kvit.adapters.signers.xades import XadesSigner
    from kvit.companies.models import Company
    from kvit.networks import connections, transport
    from kvit.ports import registry

    network.WORKED_ON = transport.LONGEST_TRY = timedelta(seconds=6)
    transport.ASKED_AFTER = (0, 1)
    connections.AGAIN_AFTER, connections.LONGEST_WAIT = timedelta(seconds=0.2), 1
    hosts = {"test": f"{address}/v2"}
    registry.register("networks", {"ksef": KsefNetwork(XadesSigner(), hosts=hosts, seconds=10)})
    company = Company.objects.get()
    say("ready")
    while not (settings.KVIT_DATA_DIR / STOP).exists():
        now = timezone.now()
        transport.recover(company, at=now)
        transport.send_waiting(company, "ksef")
        transport.ask_waiting(company, "ksef", at=now)
        time.sleep(0.05)


def send_records(url: str) -> None:
    """A worker that passes Spanish records to the AEAT at this address, until the signal to stop."""
    from django.conf import settings
    from django.utils import timezone

    from kvit.adapters.networks.aeat import AeatNetwork
    from kvit.adapters.signers.xades import XadesSigner
    from kvit.companies.models import Company
    from kvit.events import work
    from kvit.networks import clocks, transport
    from kvit.networks.models import Connection
    from kvit.ports import registry
    from kvit.reactions import REACTIONS

    transport.LONGEST_TRY = timedelta(seconds=2)
    work.LEASE = timedelta(seconds=2)
    AeatNetwork.most = 4
    registry.register("networks", {"verifactu": AeatNetwork(XadesSigner(), hosts={"test": url}, seconds=5)})
    company = Company.objects.get()
    say("ready")
    while not (settings.KVIT_DATA_DIR / STOP).exists():
        work.run_all(REACTIONS, most=5)
        Connection.objects.update(send_at=None, again_at=None)
        clocks.run(company, at=timezone.now(), on=DAY)
        time.sleep(0.05)


class Breakage(Exception):
    """What a disk, a network or a bug would raise at the worst moment."""


def break_sometimes(events) -> None:
    """Recording that an invoice was issued fails for every tenth: its number must not be lost."""
    record_all = events.record_all

    def broken(name, *words, **options):
        if name == "invoice.issued" and random.random() < 0.1:
            raise Breakage
        return record_all(name, *words, **options)

    events.record_all = broken


def all_done() -> bool:
    from kvit.events.models import Work

    return not Work.objects.exclude(status__in=["done", "dead"]).exists()


def say(*words: object) -> None:
    """One line to the test, at once: what was said before a kill counts as acknowledged."""
    print(*words, flush=True)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvit.project.settings")
    django.setup()
    globals()[sys.argv[1]](*sys.argv[2:])
