"""Mails that wait, leave, come back, fail or get lost: each state apart, each known, none twice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kvit.archive import files
from kvit.core.errors import Refused
from kvit.events.models import Event, Work
from kvit.messages import delivery, outbox, queries
from kvit.messages.models import Message
from kvit.messages.tests.makers import a_fake_sender, a_message, outgoing, work_off
from kvit.ports.failures import Declined, Unreachable
from kvit.wording import sentence
from tests.builders import DAY, a_company, a_customer, somebody, the_owner

pytestmark = pytest.mark.django_db

REFUSED = Declined("message.address_refused", address="office@alfa.example", answer="5.1.1 no such user")
AWAY = Unreachable("mail_server.away", host="mail.example", reason="timed out")


@pytest.fixture
def sender():
    with a_fake_sender() as fake:
        yield fake


@pytest.fixture
def company():
    return a_company(email="facturi@nord.example")


def now(message: Message) -> Message:
    message.refresh_from_db()
    return message


def told(message: Message) -> list[str]:
    found = Event.objects.filter(subject_kind="message", subject_id=message.pk).order_by("pk")
    return list(found.values_list("name", flat=True))


def tries_again(message: Message) -> None:
    """The pause before the next try is over."""
    Work.objects.filter(status="pending").update(due_at=timezone.now() - timedelta(seconds=1))
    work_off()
    now(message)


def test_a_mail_waits_until_the_worker_sends_it(company, sender):
    message = a_message(company)
    assert (message.status, sender.handed) == ("queued", [])
    work_off()
    (mail,) = sender.handed
    assert mail.key == message.key == f"{message.public_id}@nord.example"
    assert (mail.sender.email, mail.sender.name) == ("facturi@nord.example", "Atelier Nord SRL")
    assert (mail.to.email, mail.to.name, mail.reply_to.email) == ("office@alfa.example", "Alfa SRL", "ana@nord.example")
    assert (mail.subject, mail.text, mail.html) == ("Factura KV-7", "Bună ziua\n", "<p>Bună ziua</p>")
    assert now(message).status == "sent"
    assert message.sent_at is not None
    assert message.told == "250 taken"
    assert told(message) == ["message.queued", "message.sent"]


def test_without_an_address_of_its_own_a_company_writes_from_the_one_of_the_installation(sender, settings):
    settings.KVIT_MAIL_FROM = "kvit@host.example"
    a_message(a_company())
    work_off()
    assert (sender.handed[0].sender.email, sender.handed[0].sender.name) == ("kvit@host.example", "Atelier Nord SRL")


def test_the_same_occasion_makes_one_mail_however_often_it_is_asked_for(company, sender):
    first, second = a_message(company), a_message(company)
    work_off()
    third = a_message(company)
    work_off()
    assert first.pk == second.pk == third.pk
    assert len(sender.handed) == 1
    assert told(first) == ["message.queued", "message.sent"]


def test_another_occasion_and_another_address_are_mails_of_their_own(company, sender):
    a_message(company)
    a_message(company, occasion="again-1")
    a_message(company, to_address="boss@alfa.example")
    work_off()
    assert len(sender.arrived) == 3


def test_nothing_is_queued_when_its_reason_is_taken_back(company, sender):
    with pytest.raises(Refused), transaction.atomic():
        outbox.queue(company, outgoing(), by=the_owner(company), on=DAY)
        raise Refused("invoice.changed")
    work_off()
    assert Message.objects.count() == 0
    assert sender.handed == []


def test_files_go_along_as_they_were_frozen(company, sender):
    with transaction.atomic():
        pdf = files.keep(company, b"%PDF-1.7", media_type="application/pdf", name="x.pdf")
        xml = files.keep(company, b"<Invoice/>", media_type="application/xml", name="y.xml")
    a_message(company, files=[("KV-7.pdf", pdf), ("KV-7.xml", xml)])
    work_off()
    assert [(one.name, one.media_type, one.content) for one in sender.handed[0].attachments] == [
        ("KV-7.pdf", "application/pdf", b"%PDF-1.7"),
        ("KV-7.xml", "application/xml", b"<Invoice/>"),
    ]


def test_a_damaged_file_is_never_sent(company, sender):
    with transaction.atomic():
        pdf = files.keep(company, b"%PDF-1.7", media_type="application/pdf", name="x.pdf")
    files.place(pdf.sha256).write_bytes(b"%PDF-1.8")
    message = a_message(company, files=[("KV-7.pdf", pdf)])
    work_off()
    assert (now(message).status, message.failure) == ("failed", "message.broken")
    assert sender.handed == []


def test_pain_18_a_refused_mail_is_failed_says_why_and_shows_on_the_home_page(company, sender):
    sender.answers["office@alfa.example"] = REFUSED
    message = a_message(company)
    work_off()
    assert now(message).status == "failed"
    assert message.sent_at is None
    assert sentence(message.failure, message.failure_facts) == (
        "The mail server does not take mails for office@alfa.example: 5.1.1 no such user. "
        "Correct the address, then send again."
    )
    assert told(message) == ["message.queued", "message.failed"]
    assert queries.trouble(company) == queries.Trouble(failed=1, bounced=0, unknown=0, delayed=0)


def test_pain_18_a_mail_that_comes_back_is_bounced_and_no_longer_counts_as_sent(company, sender):
    message = a_message(company)
    work_off()
    by = the_owner(company)
    found = queries.find(company, f"<{message.key}>")
    outbox.bounce(company, found, reason="550 mailbox full\r\nBcc: x", by=by, on=DAY)
    assert now(message).status == "bounced"
    assert message.failure_facts == {"address": "office@alfa.example", "reason": "550 mailbox full Bcc: x"}
    assert queries.trouble(company).bounced == 1
    with pytest.raises(Refused) as refusal:
        outbox.bounce(company, message, reason="again", by=by, on=DAY)
    assert refusal.value.code == "message.not_sent"


def test_a_server_that_is_away_is_asked_again_and_the_mail_sent_once(company, sender):
    sender.answers["office@alfa.example"] = AWAY
    message = a_message(company)
    work_off()
    assert (now(message).status, message.attempts, message.failure) == ("queued", 1, "mail_server.away")
    assert queries.trouble(company).delayed == 1
    tries_again(message)
    assert (message.status, message.attempts) == ("queued", 2)
    del sender.answers["office@alfa.example"]
    tries_again(message)
    assert (message.status, message.attempts, message.failure) == ("sent", 3, "")
    assert len(sender.handed) == 1
    assert queries.trouble(company).delayed == 0


def test_a_server_that_stays_away_makes_it_failed_in_the_end(company, sender):
    sender.answers["office@alfa.example"] = AWAY
    message = a_message(company)
    work_off()
    for _ in range(delivery.TRIES - 1):
        assert message.status == "queued"
        tries_again(message)
    assert (message.status, message.failure) == ("failed", "mail_server.away")
    assert not Work.objects.filter(status__in=["pending", "dead"]).exists()


def test_a_mail_whose_fate_is_unknown_waits_for_a_persons_word(company, sender):
    sender.answers["office@alfa.example"] = "unknown"
    message = a_message(company)
    work_off()
    tries_again(message)
    assert now(message).status == "unknown"
    assert len(sender.handed) == 1, "it was handed over again without a person's word"
    assert told(message) == ["message.queued", "message.lost"]
    assert queries.trouble(company).unknown == 1
    outbox.confirm(company, message, by=the_owner(company), on=DAY)
    assert now(message).status == "sent"


def test_sent_again_after_an_unknown_fate_it_is_the_same_mail(company, sender):
    sender.answers["office@alfa.example"] = "unknown"
    message = a_message(company)
    work_off()
    del sender.answers["office@alfa.example"]
    outbox.retry(company, message, by=the_owner(company), on=DAY)
    work_off()
    assert now(message).status == "sent"
    assert len(sender.handed) == 2
    assert list(sender.arrived) == [message.key]


def test_a_worker_that_was_killed_while_sending_is_replaced_and_the_mail_keeps_its_name(company, sender):
    """The server may have it already: by the same Message-ID it is known as the same mail."""
    message = a_message(company)
    Message.objects.filter(pk=message.pk).update(attempts=1, begun_at=timezone.now())
    work_off()
    assert sender.handed == [], "another worker may be at it still"
    Message.objects.filter(pk=message.pk).update(begun_at=timezone.now() - delivery.LONGEST_TRY - timedelta(seconds=1))
    tries_again(message)
    assert (message.status, message.attempts) == ("sent", 2)
    assert [mail.key for mail in sender.handed] == [message.key]


def test_an_outcome_is_kept_although_the_work_row_went_to_another_worker(company, sender, monkeypatch):
    message = a_message(company)
    real = sender.send

    def slow(mail):
        Work.objects.filter(handler="send").update(attempt=99)
        return real(mail)

    monkeypatch.setattr(sender, "send", slow)
    work_off()
    assert now(message).status == "sent"
    tries_again(message)
    assert len(sender.handed) == 1


def test_work_that_was_given_up_fails_its_mail(company, sender, monkeypatch):
    monkeypatch.setattr(sender, "send", lambda mail: 1 / 0)
    monkeypatch.setattr("kvit.events.work.ATTEMPTS", 1)
    message = a_message(company)
    work_off()
    assert (now(message).status, message.failure) == ("failed", "message.given_up")
    assert "ZeroDivisionError" in message.failure_facts["reason"]


def test_where_there_is_no_mail_server_mails_are_kept_and_can_be_sent_later(company, sender):
    sender.answers["office@alfa.example"] = "kept"
    message = a_message(company)
    work_off()
    assert now(message).status == "kept"
    assert told(message) == ["message.queued", "message.kept"]
    del sender.answers["office@alfa.example"]
    tries_again(message)
    assert message.status == "kept", "it left without a person's word"
    outbox.retry(company, message, by=the_owner(company), on=DAY)
    work_off()
    assert now(message).status == "sent"


def test_mails_of_a_test_company_never_leave(sender):
    company = a_company()
    company.is_test = True
    company.save()
    message = a_message(company)
    work_off()
    assert (now(message).status, sender.handed) == ("kept", [])


def test_a_newer_mail_about_the_same_takes_the_trouble_away(company, sender):
    sender.answers["office@alfa.example"] = REFUSED
    failed = a_message(company)
    work_off()
    again = a_message(company, occasion="again-1", to_address="boss@alfa.example")
    work_off()
    assert now(again).status == "sent"
    assert queries.trouble(company).count == 0
    queued = Event.objects.get(name="message.queued", subject_id=again.pk)
    assert queued.facts["replaces"] == [failed.public_id]


def test_what_was_sent_is_never_sent_again_as_the_same_mail(company, sender):
    message = a_message(company)
    work_off()
    with pytest.raises(Refused) as refusal:
        outbox.retry(company, message, by=the_owner(company), on=DAY)
    assert refusal.value.code == "message.cannot_retry"


def test_a_viewer_sends_nothing(company, sender):
    message = a_message(company)
    viewer = somebody(company, "viewer")
    for act in (outbox.retry, outbox.confirm):
        with pytest.raises(Refused) as refusal:
            act(company, message, by=viewer, on=DAY)
        assert refusal.value.code == "permission.denied"
    with pytest.raises(Refused), transaction.atomic():
        outbox.queue(company, outgoing(occasion="x"), by=viewer, on=DAY)


def test_a_wrong_address_is_refused_before_anything_is_queued(company, sender):
    for wrong in ("office@", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"):
        with pytest.raises(Refused) as refusal:
            a_message(company, to_address=wrong)
        assert refusal.value.code.startswith("email.")
    assert Message.objects.count() == 0


def test_what_a_queued_mail_says_cannot_be_changed_even_by_hand(company, sender):
    message = a_message(company)
    for change in ({"text": "other"}, {"to_address": "other@example.org"}, {"key": "other"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        message.delete()


def test_the_delivery_of_a_thing_is_what_most_needs_a_person(company, sender):
    sender.answers["boss@alfa.example"] = REFUSED
    a_message(company)
    a_message(company, to_address="boss@alfa.example")
    a_message(company, kind="document_copy", to_address="ana@nord.example")
    assert queries.delivery(company, "invoice", ids=[7, 8]) == {7: "queued"}
    work_off()
    assert queries.delivery(company, "invoice", ids=[7, 8]) == {7: "failed"}
    a_message(company, occasion="again-1", to_address="chief@alfa.example")
    work_off()
    assert queries.delivery(company, "invoice", ids=[7]) == {7: "sent"}
    assert [row.to_address for row in queries.about(company, "invoice", id=7)] == [
        "office@alfa.example", "boss@alfa.example", "ana@nord.example", "chief@alfa.example",
    ]  # fmt: skip


def test_the_list_is_of_one_status_and_of_one_customer(company, sender):
    party = a_customer(company)
    sent = a_message(company, party=party)
    work_off()
    waiting = a_message(company, occasion="again-1")
    assert [row.pk for row in queries.listed(company).rows] == [waiting.pk, sent.pk]
    assert [row.pk for row in queries.listed(company, status="sent").rows] == [sent.pk]
    assert [row.pk for row in queries.listed(company, party=party).rows] == [sent.pk]
    with pytest.raises(Refused) as refusal:
        queries.listed(company, status="lost")
    assert refusal.value.code == "status.unknown"
