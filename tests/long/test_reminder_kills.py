"""Ticks and workers are killed while they remind: each reminder is seen once, by its Message-ID, and none is lost."""

import dataclasses
import subprocess
import time
from email import message_from_bytes

import pytest

from kvit.adapters.senders.smtp.tests.servers import Mailboxes, mail_server
from tests.long.inside import look
from tests.long.test_kill_loop import whole

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

CUSTOMERS = 60
KILLS = 10
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
COUNT = """
from kvit.dunning.models import Reminder
answer = Reminder.objects.count()
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


def test_pain_05_each_reminder_is_seen_once_however_often_who_sends_is_killed(installation):
    boxes = Mailboxes()
    with mail_server(boxes) as port:
        post = {**installation.environment, "KVIT_SMTP_URL": f"smtp://127.0.0.1:{port}?tls=none"}
        kvit = dataclasses.replace(installation, environment=post)
        assert look(kvit, SOLD) == CUSTOMERS
        killed = 0
        while look(kvit, COUNT) < CUSTOMERS:  # two at once, and both are killed after a while
            killed += kill_after(kvit, "tick", "--as-of", LATE, seconds=4 + killed % 4)
        before = killed
        while killed < before + KILLS and len(boxes.mails) < CUSTOMERS * 3 // 4:
            killed += kill_after(kvit, "work", "--until-idle", seconds=4 + killed % 3)
        assert killed >= KILLS, "too few met their end to prove anything"
        kvit.run("tick", "--as-of", LATE)
        until = time.monotonic() + 1200
        while True:  # what a killed worker had in hand is taken up when its time is over
            kvit.run("work", "--until-idle", exit_code=None)
            outcome = look(kvit, OUTCOME)
            if outcome["statuses"] == ["sent"] and not outcome["undone"]:
                break
            assert time.monotonic() < until, outcome
            time.sleep(5)
    assert (outcome["reminders"], outcome["levels"], outcome["told"]) == (CUSTOMERS,) * 3
    seen = [message_from_bytes(mail) for mail in boxes.mails]
    mine = {mail["Message-ID"] for mail in seen if mail["To"] and "@beta.example" in mail["To"]}
    assert mine == {f"<{key}>" for key in outcome["keys"]} and len(mine) == CUSTOMERS
    assert {mail["To"].rpartition("<")[2].rstrip(">") for mail in seen if mail["Message-ID"] in mine} == {
        f"c{n}@beta.example" for n in range(CUSTOMERS)
    }
    whole(kvit)


def kill_after(kvit, *words, seconds):
    """Two at their work, killed both; how many were at it still."""
    out = subprocess.DEVNULL
    started = [kvit.start(*words, stdout=out, stderr=out) for _ in range(2)]
    time.sleep(seconds)
    killed = sum(one.poll() is None for one in started)
    for one in started:
        one.kill()
        one.wait()
    return killed
