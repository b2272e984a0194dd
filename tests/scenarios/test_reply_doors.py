"""Answers of customers on pages, by programs and on the command line: the same acts behind each door."""

from datetime import date

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.capture import mailboxes
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.dunning.models import Pause
from kvit.jobs import schedule
from kvit.messages.models import Message
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from kvit.receivables import sending
from kvit.replies.models import CustomerReply
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
CAME = date(2026, 4, 6)
BOX = {"host": "imap.nord.example", "user": "answers@nord.example", "password": "x", "purpose": "replies"}


@pytest.fixture
def company(client, time_machine):
    time_machine.move_to("2026-04-06 09:00:00Z", tick=False)
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner)


@pytest.fixture
def boxes(company):
    before, fake = registry.use("mailboxes"), FakeMailboxes()
    registry.register("mailboxes", fake)
    mailboxes.add(company, BOX, by=the_owner(company), on=DAY)
    yield fake
    registry.register("mailboxes", before)


@pytest.fixture
def sent(company, boxes):
    invoice = an_invoice(company, customer=a_customer(company, email="office@alfa.example", language="ro"))
    [message] = sending.send(company, invoice, by=the_owner(company), on=DAY)
    return message


def came(company, boxes, message, words="Plătim vineri.", sender="office@alfa.example"):
    told = f"In-Reply-To: <{message.key}>\n" if message else ""
    head = f"From: {sender}\nSubject: Re: {words}\nMessage-ID: <{len(words)}{sender}>\n{told}"
    boxes.folder.arrive(f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}".encode())
    schedule.tick(company, on=CAME)
    return CustomerReply.objects.latest("pk")


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_the_list_shows_what_is_wanted_and_one_act_a_row_does_it(client, company, boxes, sent):
    row = came(company, boxes, sent)
    shown = page(client, "replies")
    assert "Promises to pay" in shown and "Alfa SRL" in shown and "Note the promise" in shown
    one = page(client, "reply", row.public_id)
    assert "The autopilot only suggests, or is off." in one and 'value="10/04/2026"' in one
    assert client.post(reverse("reply_act", args=[row.public_id])).status_code == 302
    assert Pause.objects.get().until == date(2026, 4, 10)
    assert "Undo" in page(client, "reply", row.public_id)
    assert client.post(reverse("reply_act", args=[row.public_id])).status_code == 409
    client.post(reverse("reply_undo", args=[row.public_id]))
    client.post(reverse("reply_act", args=[row.public_id]), {"day": "someday"})
    assert not Pause.objects.filter(ended_on=None).exists()
    client.post(reverse("reply_act", args=[row.public_id]), {"day": "08/04/2026"})
    assert Pause.objects.get(ended_on=None).until == date(2026, 4, 8)


def test_a_stranger_is_laid_answered_and_dismissed_on_the_page(client, company, boxes, sent):
    row = came(company, boxes, None, words="Ce TVA?", sender="x@gmail.example")
    assert "nobody knows whose it is" in page(client, "reply", row.public_id)
    at = reverse("reply_thread", args=[row.public_id])
    assert client.post(at, {"customer": "Nobody"}).status_code == 404
    assert client.post(at, {"customer": "Alfa SRL", "number": sent.about_name}).status_code == 302
    assert "laid there by a person" in page(client, "reply", row.public_id)
    client.post(reverse("reply_answer", args=[row.public_id]), {"text": "21 %"})
    assert Message.objects.get(kind="reply_answer").to_address == "x@gmail.example"
    assert client.post(reverse("reply_dismiss", args=[row.public_id]), {"reason": ""}).status_code == 422
    assert client.post(reverse("reply_dismiss", args=[row.public_id]), {"reason": "settled"}).status_code == 302
    assert not Task.objects.filter(kind__startswith="reply.", status="open").exists()
    assert "Nothing to do" in page(client, "reply", row.public_id)


def test_who_only_looks_changes_nothing(client, company, boxes, sent):
    row = came(company, boxes, sent)
    client.force_login(User.objects.get(pk=somebody(company, "viewer").id))
    assert "Note the promise" not in page(client, "replies")
    assert client.post(reverse("reply_act", args=[row.public_id])).status_code == 403


def test_the_words_of_a_mail_are_never_markup(client, company, boxes, sent):
    row = came(company, boxes, sent, words="<script>alert(1)</script> plătim vineri")
    assert "<script>alert" not in page(client, "reply", row.public_id)
    assert "<script>alert" not in page(client, "replies")


def test_a_program_reads_acts_and_undoes(company, boxes, sent):
    row = came(company, boxes, sent)
    program = Program(company)
    [told] = program.get("/replies")["data"]
    assert (told["want"], told["told"]["day"], told["next_act"]) == ("promise", "2026-04-10", "promise")
    assert told["customer"]["name"] == "Alfa SRL" and told["against"] == ["level"]
    done = program.post(f"/replies/{row.public_id}/act", {"day": "2026-04-09"})
    assert (done["status"], done["acts"][0]["until"]) == ("done", "2026-04-09")
    assert program.get("/replies?view=closed")["data"][0]["id"] == row.public_id
    assert program.post(f"/replies/{row.public_id}/undo", {})["status"] == "open"
    assert program.post(f"/replies/{row.public_id}/finish", {})["status"] == "done"


def test_the_command_line_lists_acts_and_dismisses(company, boxes, sent):
    row = came(company, boxes, sent)
    [told] = kvit("reply", "list").answer
    assert told["id"] == row.public_id
    assert kvit("reply", "act", row.public_id).answer["acts"][0]["act"] == "promise"
    assert kvit("reply", "undo", row.public_id).answer["status"] == "open"
    shown = kvit("reply", "dismiss", row.public_id, "--reason", "called them").answer
    assert shown["status"] == "dismissed"


def test_a_mailbox_for_answers_is_added_on_the_page(client, company, boxes):
    typed = {"purpose": "replies", "host": "imap.x.example", "security": "tls", "user": "r@x.example"}
    answer = client.post(reverse("settings_mailboxes"), {**typed, "password": "p", "folder": "INBOX"})
    assert answer.status_code == 302
    assert "Answers of customers" in page(client, "settings_mailboxes")
