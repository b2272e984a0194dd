"""Ticks and workers are killed while they remind: each reminder is seen once, by its Message-ID, and none is lost."""

import asyncio
import dataclasses
import time
from email import message_from_bytes

import pytest

from kvit.adapters.senders.smtp.tests.servers import Mailboxes, mail_server
from tests.long.crowd import crowd
from tests.long.inside import look
from tests.long.programs import STOP
from tests.long.test_kill_loop import whole

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]

CUSTOMERS = 30
KILLS = 15
LATE = "2026-04-06"
SOLD = f"""
from datetime import date
from kvit.companies import autopilot
from kvit.companies.companies import Founding
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.dunning import procedures
from kvit.onboarding.companies import open_company
from kvit.ports import registry
from kvit.ports.judge import FakeJudge
from kvit.receivables import invoices
registry.register("judge", FakeJudge())
day = date(2026, 3, 2)
owner = User.objects.create_user("ana@example.org")
address = {{"street": "Strada Lungă 1", "town": "Cluj-Napoca", "post_code": "400001", "region": "RO-CJ"}}
company = open_company(
    Founding(name="Alfa SRL", country="RO", vat_id="RO18547290", address=address), owner=owner, on=day)
by = actor(owner, company)
usual = procedures.every(company)[0]
procedures.change(company, usual, {{**usual.told, "bank_days": None}}, by=by, on=day)
procedures.let(company, usual, level="auto", by=by, on=day)
autopilot.change(company, "send", level="off", by=by, on=day)
drafts = invoices.draft_all(company, [
    {{"customer": {{"external_id": f"C{{n}}", "name": f"Beta {{n}} SRL", "country": "RO",
                    "email": f"c{{n}}@beta.example",
                    "address": {{"street": "Calea Mare 2", "town": "Iași", "region": "RO-IS", "country": "RO"}}}},
      "lines": [{{"name": "Ore", "quantity": "1", "price": "100", "vat_category": "S", "vat_rate": "21"}}]}}
    for n in range({CUSTOMERS})], by=by, on=day)
for draft in drafts:
    invoices.issue(company, draft, by=by, on=day)
answer = len(drafts)
"""
OUTCOME = """
from kvit.dunning.models import Reminded, Reminder
from kvit.events.models import Event, Work
from kvit.messages.models import Message
mails = Message.objects.filter(kind="reminder")
answer = {
    "reminders": Reminder.objects.count(),
    "levels": Reminded.objects.count(),
    "told": Event.objects.filter(name="reminder.sent").count(),
    "statuses": sorted(set(mails.values_list("status", flat=True))),
    "keys": sorted(mails.values_list("key", flat=True)),
    "undone": list(Work.objects.exclude(status="done").values_list("handler", "status", "error")),
}
"""


class SlowMailboxes(Mailboxes):
    """Takes its time, so that a kill meets who sends between the mail and their note of it."""

    async def handle_DATA(self, server, session, envelope):
        taken = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.3)
        return taken


def test_pain_05_each_reminder_is_seen_once_however_often_who_sends_is_killed(installation):
    boxes = SlowMailboxes()
    with mail_server(boxes) as port:
        post = {**installation.environment, "KVIT_SMTP_URL": f"smtp://127.0.0.1:{port}?tls=none"}
        kvit = dataclasses.replace(installation, environment=post)
        assert look(kvit, SOLD) == CUSTOMERS
        with crowd(kvit, seed=5) as senders:
            for _ in range(3):
                senders.start("remind", LATE)
            until = time.monotonic() + 180
            while senders.killed < KILLS and len(boxes.mails) < CUSTOMERS and time.monotonic() < until:
                time.sleep(senders.chance.uniform(0.1, 0.8))
                before = senders.killed
                senders.kill_one()
                if senders.killed > before:
                    senders.start("remind", LATE)
            outcome = settled(kvit)
            (kvit.folder / STOP).touch()
            senders.wait(60)
    assert senders.killed >= 5, "too few met their end to prove anything"
    assert (outcome["reminders"], outcome["levels"], outcome["told"]) == (CUSTOMERS,) * 3
    seen = [message_from_bytes(mail) for mail in boxes.mails]
    mine = {mail["Message-ID"]: mail["To"] for mail in seen if "@beta.example" in mail["To"]}
    assert set(mine) == {f"<{key}>" for key in outcome["keys"]}
    assert len(mine) == CUSTOMERS == len(set(mine.values())), "a mailbox that knows Message-IDs has each once"
    whole(kvit)


def settled(kvit):
    """What came of it, once nothing is under way any more."""
    until = time.monotonic() + 400
    while True:
        outcome = look(kvit, OUTCOME)
        if outcome["reminders"] == CUSTOMERS and outcome["statuses"] == ["sent"] and not outcome["undone"]:
            return outcome
        assert time.monotonic() < until, outcome
        time.sleep(2)
