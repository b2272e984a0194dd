"""The line to the mail server is cut at each moment, in each manner (K07): no mail is there twice, and none is lost.

Before the content a mail is sent again by itself; from its last dot on nobody knows, and a person is asked.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes

import pytest

from kvit.adapters.senders.smtp import Server, SmtpSender
from kvit.adapters.senders.smtp import sender as smtp
from kvit.adapters.senders.smtp.tests.servers import Mailboxes, mail_server
from kvit.events import work
from kvit.jobs import worker
from kvit.messages import outbox
from kvit.messages.models import Message
from kvit.messages.tests.makers import a_message, a_sender
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_user, breaches, the_owner
from tests.long.relay import MANNERS, MOMENTS, Cut, Relay

pytestmark = [pytest.mark.long, pytest.mark.timeout(900), pytest.mark.django_db]
CUTS = list(itertools.product(MOMENTS, MANNERS))
COMMANDS, LAST_DOT = (b"mail FROM", b"rcpt TO", b"DATA\r\n"), b"\r\n.\r\n"


class Terse(Mailboxes):
    """A server whose answer to the content is three digits: cut in the middle, they are two."""

    def __init__(self) -> None:
        super().__init__()
        self.content = "250"


@pytest.fixture
def line(monkeypatch) -> Iterator[tuple[Mailboxes, Relay]]:
    monkeypatch.setattr(smtp, "PATIENCE", 0.5)
    monkeypatch.setattr(smtp, "LONG_PATIENCE", 0.5)
    monkeypatch.setattr(work, "PAUSES", (0,) * 8)
    boxes = Terse()
    with (
        mail_server(boxes) as port,
        Relay(port) as made,
        a_sender(SmtpSender(Server("127.0.0.1", made.port, security="none"))),
    ):
        yield boxes, made


@pytest.fixture
def company():
    return a_company(owner=a_user("ana@nord.example"), email="facturi@nord.example")


def seen(boxes: Mailboxes) -> Counter[str]:
    """How often each mail to the customer is in the mailboxes, by its Message-ID."""
    mails = [message_from_bytes(mail) for mail in boxes.mails]
    return Counter(mail["Message-ID"] for mail in mails if "@alfa.example" in mail["To"])


def queued(company, nth: int) -> Message:
    return a_message(company, occasion=f"issued-{nth}", to_address=f"m{nth}@alfa.example")


def test_cut_before_the_content_it_is_sent_again_by_itself_and_is_there_once(company, line):
    boxes, relay = line
    for nth, (about, moment, manner) in enumerate(itertools.product(COMMANDS, MOMENTS, MANNERS)):
        message = queued(company, nth)
        relay.cut(Cut(moment, manner, about))
        worker.until_idle()
        message.refresh_from_db()
        assert relay.made[-1] == Cut(moment, manner, about)
        assert (message.status, message.attempts) == ("sent", 2), relay.made[-1]
    assert len(relay.made) == 36 and breaches() == []
    assert seen(boxes) == Counter(f"<{key}>" for key in Message.objects.values_list("key", flat=True))
    assert not Task.objects.filter(status="open").exists()


def test_cut_after_the_last_dot_nobody_knows_and_a_person_is_asked_once(company, line):
    boxes, relay = line
    for nth, (moment, manner) in enumerate(CUTS):
        message = queued(company, nth)
        relay.cut(Cut(moment, manner, LAST_DOT))
        worker.until_idle()
        message.refresh_from_db()
        assert message.status == "unknown", "neither sent nor failed: either would be a guess"
        assert seen(boxes)[f"<{message.key}>"] == (moment in ("unanswered", "answering"))
        assert Task.objects.filter(kind="message.lost", status="open", subject_id=message.pk).count() == 1
    worker.until_idle()
    assert len(seen(boxes)) == len(CUTS) / 2, "none of them is sent again by itself"
    for message in Message.objects.filter(kind="invoice_sent"):
        outbox.retry(company, message, by=the_owner(company), on=DAY)
    worker.until_idle()
    keys = {f"<{key}>" for key in Message.objects.filter(kind="invoice_sent").values_list("key", flat=True)}
    assert set(seen(boxes)) == keys, "sent again it has the same Message-ID, by which mailboxes know it"
    assert not Task.objects.filter(kind="message.lost", status="open").exists() and breaches() == []
