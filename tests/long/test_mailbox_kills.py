"""The looking into a mailbox is killed again and again: no mail is lost, and every file of each is one bill."""

import dataclasses
import subprocess
import time
from email.message import EmailMessage

import pytest

from tests import imap
from tests.habits import ROOT
from tests.long.inside import look
from tests.long.test_folder_kills import NUMBER, finish
from tests.long.test_issue_races import FOUND
from tests.long.test_kill_loop import whole

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(imap.PROGRAM is None, reason=imap.ABSENT),
]

MAILS = 60
FILES = 2
KILLS = 8
HELD = """
from kvit.capture.models import Mail
answer = Mail.objects.count()
"""
OUTCOME = """
from kvit.capture.models import CapturedDocument, Mail
from kvit.events.models import Event, Work
from kvit.payables.models import Bill
answer = {
    "numbers": sorted(Bill.objects.values_list("number", flat=True)),
    "mails": Mail.objects.filter(status="taken").count(),
    "unread": Mail.objects.exclude(status="taken").count(),
    "documents": CapturedDocument.objects.count(),
    "told": Event.objects.filter(name="mail.taken").count(),
    "undone": list(Work.objects.exclude(status="done").values_list("handler", "status", "error")),
}
"""


def test_a_mailbox_is_emptied_through_every_kill_and_every_file_is_one_bill(installation):
    near = {**installation.environment, "KVIT_NEAR_MAILBOXES": "127.0.0.1"}
    kvit = dataclasses.replace(installation, environment=near)
    look(kvit, f"COUNT = 1{FOUND}")
    with imap.Dovecot() as server:
        filled(server)
        where = ["127.0.0.1", "--port", str(server.port), "--security", "none", "--user", imap.USER]
        kvit.run("mailbox", "add", *where, given=imap.PASSWORD + "\n")
        killed = sum(kill_after(kvit, mails=MAILS * n // (KILLS + 2), ticks=1 + n % 2) for n in range(1, KILLS + 1))
        assert killed >= KILLS, "too few met their end to prove anything"
        assert look(kvit, HELD) < MAILS, "nothing was left to resume"
        finish(kvit, "tick")
        assert all("\\Seen" in flags for flags in server.held())
    finish(kvit, "work", "--until-idle")
    outcome = look(kvit, OUTCOME)
    assert outcome["numbers"] == numbers()
    assert (outcome["mails"], outcome["told"], outcome["unread"]) == (MAILS, MAILS, 0)
    assert outcome["documents"] == MAILS * FILES
    assert outcome["undone"] == []
    whole(kvit)


def numbers():
    return [f"IMP-{n:05}" for n in range(MAILS * FILES)]


def filled(server):
    """As many mails, each with two e-invoices of numbers of their own."""
    written = (ROOT / "tests" / "golden" / "ubl" / "invoice.xml").read_text()
    with server.signed_in() as line:
        for first in range(0, MAILS * FILES, FILES):
            mail = EmailMessage()
            mail["From"], mail["Subject"] = "office@lemn.example", f"Factura {first}"
            mail["Message-ID"] = f"<{first}@lemn.example>"
            mail.set_content("Please pay.")
            for number in numbers()[first : first + FILES]:
                content = written.replace(NUMBER.format("KV-1"), NUMBER.format(number), 1).encode()
                mail.add_attachment(content, maintype="application", subtype="xml", filename=f"{number}.xml")
            line.append("INBOX", None, None, mail.as_bytes())


def kill_after(kvit, *, mails, ticks):
    """kill -9 for all who look into it once so many mails are kept; how many were killed at their work."""
    out = subprocess.DEVNULL
    started = [kvit.start("tick", stdout=out, stderr=out) for _ in range(ticks)]
    until = time.monotonic() + 300
    while look(kvit, HELD) < mails and any(one.poll() is None for one in started):
        assert time.monotonic() < until, f"{mails} mails were not kept"
    killed = sum(one.poll() is None for one in started)
    for one in started:
        one.kill()
        one.wait()
    return killed
