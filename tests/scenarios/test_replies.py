"""Customers answer what we sent: each answer is understood, done or given to somebody; no stranger's word counts."""

from datetime import date
from decimal import Decimal
from email.message import EmailMessage

import pytest
from django.db import DatabaseError, transaction

from kvit.adapters.mailboxes.imap import ImapMailboxes
from kvit.capture import mailboxes
from kvit.collecting import late_fees
from kvit.collecting.owed_fees import Asked
from kvit.companies import autopilot, links
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Pause, Suppression
from kvit.events import work
from kvit.events.models import Event
from kvit.jobs import schedule
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from kvit.messages.models import Message
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from kvit.reactions import REACTIONS
from kvit.receivables import sending
from kvit.receivables.models import Invoice
from kvit.replies import acts, answers
from kvit.replies.models import CustomerReply, ReplyAct
from kvit.tasks import tasks, texts
from kvit.tasks.models import Task
from tests import imap
from tests.builders import DAY, a_company, a_customer, an_invoice, balance_of, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
CAME = date(2026, 4, 6)
"""A Monday, five days after the invoice of `DAY` fell due."""
BOX = {"host": "imap.nord.example", "user": "answers@nord.example", "password": "x", "purpose": "replies"}
CUSTOMER = "office@alfa.example"


@pytest.fixture
def boxes():
    before = registry.use("mailboxes")
    fake = FakeMailboxes()
    registry.register("mailboxes", fake)
    yield fake
    registry.register("mailboxes", before)


@pytest.fixture
def company():
    company = a_company("RO")
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=the_owner(company), on=DAY)
    procedures.let(company, usual, level="auto", by=the_owner(company), on=DAY)
    return company


@pytest.fixture
def sent(company, boxes):
    """The mail of an invoice, to which a customer answers."""
    mailboxes.add(company, BOX, by=the_owner(company), on=DAY)
    invoice = an_invoice(company, customer=a_customer(company, email=CUSTOMER, language="ro"))
    [message] = sending.send(company, invoice, by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    return message


def let(company, level="auto"):
    autopilot.change(company, "reply", level=level, by=the_owner(company), on=DAY)


def an_answer(words, *, to=None, sender=CUSTOMER, subject="Re: factura", key="<a@alfa.example>", **heads):
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = sender, subject, key
    if to is not None:
        made["In-Reply-To"] = f"<{to.key}>"
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made.as_bytes()


def came(company, boxes, *mails, on=CAME):
    for mail in mails:
        boxes.folder.arrive(mail)
    schedule.tick(company, on=on)
    work.run_all(REACTIONS)
    return list(CustomerReply.objects.filter(company=company).order_by("pk"))


def asked(company):
    rows = Task.objects.filter(company=company, status="open", kind__startswith="reply.").order_by("pk")
    return [texts.title(task, language="en") for task in rows]


def of(message):
    return Invoice.objects.get(pk=message.about_id)


def test_what_we_send_asks_for_answers_in_the_mailbox_that_is_looked_into(sent):
    assert sent.reply_to == "answers@nord.example"


def test_a_promise_is_kept_by_itself_and_holds_the_reminder_back(company, boxes, sent):
    let(company)
    [row] = came(company, boxes, an_answer("Bună ziua, plătim vineri. Mulțumesc!\n\n> Factura KV", to=sent))
    assert (row.want, row.language, row.threaded_by, row.is_known) == ("promise", "ro", "message", True)
    pause = Pause.objects.get()
    assert (pause.kind, pause.until, pause.item.document_number) == ("promise", date(2026, 4, 10), of(sent).number)
    assert (row.status, asked(company)) == ("done", [])
    campaigns.run(company, on=date(2026, 4, 7))
    assert Suppression.objects.filter(reason="promise").exists()
    told = Event.objects.get(name="reply.acted")
    assert (told.actor_name, told.facts["act"]) == ("reply", "promise")
    assert balance_of(of(sent)) == 121, "no answer moves money"
    assert breaches() == []


def test_where_the_autopilot_only_suggests_a_person_is_asked_and_does_it_in_one_act(company, boxes, sent):
    [row] = came(company, boxes, an_answer("Plătim vineri.", to=sent))
    assert (row.status, row.proposed, row.against) == ("open", "promise", ["level"])
    assert asked(company) == [f"Alfa SRL promises to pay {of(sent).number}: note it, or answer {CUSTOMER}"]
    assert Task.objects.get(kind="reply.promise").owner == row.owner and row.due_on > CAME
    acts.act(company, row, by=the_owner(company), on=CAME)
    assert Pause.objects.get().until == date(2026, 4, 10)
    assert asked(company) == []
    with pytest.raises(Refused, match="reply.closed"):
        acts.act(company, row, by=the_owner(company), on=CAME)
    acts.undo(company, row, by=the_owner(company), on=CAME)
    assert Pause.objects.get().ended_on == CAME
    assert len(asked(company)) == 1
    assert breaches() == []


def test_already_paid_lets_reminders_rest_while_somebody_looks_in_the_bank(company, boxes, sent):
    let(company)
    words = "Am plătit factura pe 2 aprilie, 121,00 lei, referința OP-2231."
    [row] = came(company, boxes, an_answer(words, to=sent))
    assert row.told == {"day": "2026-04-02", "amount": "121.00", "currency": "RON", "reference": "OP-2231"}
    assert (Pause.objects.get().kind, Pause.objects.get().until) == ("hold", date(2026, 4, 13))
    assert asked(company) == [f"Look in the bank: Alfa SRL says that {of(sent).number} is paid"]
    assert row.status == "open"
    task = Task.objects.get(kind="reply.paid")
    tasks.finish(company, task, by=the_owner(company), on=CAME)
    work.run_all(REACTIONS)
    row.refresh_from_db()
    assert row.status == "done"
    assert breaches() == []


def test_a_document_asked_for_goes_once_a_day(company, boxes, sent):
    let(company)
    asking = "Vă rog să ne retrimiteți factura, nu o găsim."
    rows = came(
        company, boxes, an_answer(asking, to=sent), an_answer(asking + " Mersi", to=sent, key="<b@alfa.example>")
    )
    assert [row.status for row in rows] == ["done", "open"]
    again = Message.objects.filter(kind="invoice_sent").exclude(pk=sent.pk)
    assert [(mail.to_address, mail.occasion) for mail in again] == [(CUSTOMER, "again-1")]
    assert rows[1].against == ["sent_today"]
    with pytest.raises(Refused, match="reply.sent_today"):
        acts.act(company, rows[1], by=the_owner(company), on=CAME)
    with pytest.raises(Refused, match="reply.sent"):
        acts.undo(company, rows[0], by=the_owner(company), on=CAME)


def test_the_same_mail_taken_twice_is_one_answer(company, boxes, sent):
    let(company)
    mail = an_answer("Plătim vineri.", to=sent)
    assert len(came(company, boxes, mail, mail)) == 1
    boxes.folder.validity += 1
    assert len(came(company, boxes, mail)) == 1
    assert Pause.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Se poate plăti în 3 rate?", "reply.plan"),
        ("Vă rog anulați comanda.", "reply.cancellation"),
        ("Nu mai lucrez la această firmă.", "reply.address"),
        ("Ce cotă de TVA se aplică?", "reply.other"),
    ],
)
def test_what_needs_a_person_is_a_task_with_owner_and_day_and_changes_nothing(company, boxes, sent, words, kind):
    let(company)
    before = list(Party.objects.values_list("email", "street"))
    [row] = came(company, boxes, an_answer(words, to=sent))
    task = Task.objects.get(kind=kind)
    assert row.status == "open" and task.owner is not None and task.due_on >= CAME
    assert words[:20] in texts.reason(task)
    assert ReplyAct.objects.count() == Pause.objects.count() == 0
    assert list(Party.objects.values_list("email", "street")) == before


def test_a_stranger_in_the_customers_name_is_never_acted_upon(company, boxes, sent):
    let(company)
    foreign = an_answer("Plătim vineri.", to=sent, sender="thief@evil.example")
    forged = an_answer(
        "Plătim vineri.", to=sent, key="<c@x>", Authentication_Results="mx.nord.example; dmarc=fail header.from=alfa"
    )
    in_our_name = an_answer("Plătim vineri.", to=sent, sender="answers@nord.example", key="<d@x>")
    by_number = an_answer(f"Plătim {of(sent).number} vineri.", sender="other@evil.example", key="<e@x>")
    rows = came(company, boxes, foreign, forged, in_our_name, by_number)
    assert [row.against for row in rows] == [["unknown_sender"], ["doubted"], ["unknown_sender"], ["unknown_sender"]]
    assert [row.threaded_by for row in rows] == ["message", "message", "message", "number"]
    assert Pause.objects.count() == 0
    assert len(asked(company)) == 4


def test_an_answer_about_several_documents_is_laid_to_the_one_that_it_names_or_to_the_customer(company, boxes, sent):
    let(company)
    first = of(sent)
    second = an_invoice(company, customer=first.party)
    campaigns.run(company, on=CAME)
    reminder = Message.objects.get(kind="reminder")
    assert reminder.about_name == f"{first.number}, {second.number}"
    asked_of, quote = f"Re: {reminder.about_name}", f"\n\n> {first.number}: 121,00\n> {second.number}: 121,00"
    told = {
        f"Plătim vineri.{quote}": None,
        f"Plătim {second.number} vineri.{quote}": second,
        f"Plătim {second.number} și {first.number} vineri.{quote}": None,
    }
    for at, (words, invoice) in enumerate(told.items()):
        heads = {"subject": asked_of, "key": f"<s{at}@x>"}
        for answered in (reminder, None):
            mail = an_answer(words, to=answered, **{**heads, "key": f"<s{at}{answered is None}@x>"})
            row = came(company, boxes, mail)[-1]
            assert (row.party, row.invoice) == (first.party, invoice), (words, row.threaded_by)
    pause = Pause.objects.order_by("pk")[0]
    assert (pause.kind, pause.item, pause.until) == ("promise", None, date(2026, 4, 10)), "all that is owed rests"
    assert breaches() == []


def test_who_is_known_by_sender_means_the_invoice_only_where_nothing_else_is_owed(company, boxes, sent):
    let(company)
    first = of(sent)
    [row] = came(company, boxes, an_answer("Am o întrebare.", key="<q1@x>"))
    assert (row.threaded_by, row.invoice) == ("sender", first)
    rates.record_all(company, [Quote(DAY, "EUR", Decimal(5), "BNR")], by=the_owner(company), on=DAY)
    late = an_invoice(company, customer=first.party)
    paid = {"amount": "121.00", "invoice": late.number, "paid_on": "2026-04-03"}
    incoming.record_all(company, [paid], by=the_owner(company), on=CAME)
    late_fees.issue(company, first.party, Asked(CAME), by=the_owner(company), on=CAME)
    *_, row = came(company, boxes, an_answer("Am o întrebare, din nou.", key="<q2@x>"))
    assert (row.threaded_by, row.invoice) == ("sender", None), "it may be about the late fee"


def test_who_is_not_known_is_laid_to_a_customer_by_a_person(company, boxes, sent):
    let(company)
    [row] = came(company, boxes, an_answer("Plătim vineri.", sender="ana@gmail.example"))
    assert (row.party, asked(company)) == (
        None,
        ["Find out which customer ana@gmail.example writes for: Re: factura"],
    )
    invoice = of(sent)
    answers.thread(company, row, party=invoice.party, invoice=invoice, by=the_owner(company), on=CAME)
    row.refresh_from_db()
    assert (row.threaded_by, row.proposed, row.is_known) == ("person", "promise", False)
    assert asked(company) == [f"Alfa SRL promises to pay {invoice.number}: note it, or answer ana@gmail.example"]
    acts.act(company, row, by=the_owner(company), on=CAME)
    assert Pause.objects.get().party == invoice.party


def test_programs_are_noted_and_never_answered(company, boxes, sent):
    let(company)
    away = an_answer("Sunt în concediu. Plătim vineri.", to=sent, Auto_Submitted="auto-replied")
    [row] = came(company, boxes, away)
    assert (row.want, row.status, asked(company)) == ("absence", "noted", [])
    count = Message.objects.count()
    with pytest.raises(Refused, match="reply.from_program"):
        answers.write(company, row, text="Mulțumim", by=the_owner(company), on=CAME)
    [_, report] = came(
        company, boxes, an_answer("550 no such user", sender="mailer-daemon@x.example", key="<r@x>", to=sent)
    )
    assert (report.want, report.status, report.against) == ("address", "open", ["report"])
    assert Message.objects.filter(party__isnull=False).count() <= count


def test_a_promise_has_limits(company, boxes, sent):
    let(company)
    far = an_answer("Vom plăti pe 15 septembrie.", to=sent)
    dayless = an_answer("Vom plăti.", to=sent, key="<2@x>")
    rows = came(company, boxes, far, dayless)
    assert "too_far" in rows[0].against and "no_day" in rows[1].against
    assert Pause.objects.count() == 0
    came(company, boxes, an_answer("Plătim vineri.", to=sent, key="<3@x>"))
    *_, second = came(company, boxes, an_answer("Plătim luni.", to=sent, key="<4@x>"), on=date(2026, 4, 14))
    assert second.against == ["promised_before"]
    assert Pause.objects.count() == 1


def test_a_promise_in_the_portal_was_the_first_one_and_already_paid_is_believed_once(company, boxes, sent):
    let(company)
    invoice = of(sent)
    link, _ = links.make(company, invoice.party_id, purpose="customer", by=the_owner(company), on=DAY, facts={})
    pauses.promise(company, invoice.party, until=CAME, by=links.guest(link, name="Alfa"), on=date(2026, 4, 2))
    *_, row = came(company, boxes, an_answer("Plătim vineri.", to=sent, key="<p1@x>"))
    assert (row.invoice, row.against) == (invoice, ["promised_before"])
    *_, row = came(company, boxes, an_answer("Am plătit factura pe 2 aprilie.", to=sent, key="<p2@x>"))
    assert (row.proposed, row.against) == ("hold", [])
    later = date(2026, 4, 14)
    *_, row = came(company, boxes, an_answer("Am plătit deja factura pe 2 aprilie.", to=sent, key="<p3@x>"), on=later)
    assert (row.proposed, row.against) == ("hold", ["held_before"])
    assert Pause.objects.filter(kind="hold").count() == 1
    acts.act(company, row, by=the_owner(company), on=later)
    assert Pause.objects.filter(kind="hold").count() == 2, "a person may"
    assert breaches() == []


def test_a_person_answers_by_mail_and_two_clicks_are_one_mail(company, boxes, sent):
    [row] = came(company, boxes, an_answer("Ce cotă de TVA se aplică?", to=sent, subject="Re: Re: TVA"))
    for _ in range(2):
        answers.write(company, row, text="21 %.", by=the_owner(company), on=CAME)
    [mail] = Message.objects.filter(kind="reply_answer")
    assert (mail.to_address, mail.subject, mail.reply_to) == (CUSTOMER, "Re: TVA", "answers@nord.example")
    assert "21 %." in mail.text
    assert mail.answers.split() == [sent.key, "a@alfa.example"], "their program shows it under what they wrote"
    answers.finish(company, row, by=the_owner(company), on=CAME)
    assert asked(company) == []


def test_rubbish_ends_as_a_task_and_stops_nothing(company, boxes, sent):
    bomb = (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 5000
    )
    nothing = b"\r\n\r\n"
    binary = b"From: \xff\xfe\r\nSubject: =?utf-8?B?////?=\r\n\r\n" + bytes(range(256)) * 50
    long = an_answer("da, " * 200_000, key="<long@x>")
    rows = came(company, boxes, bomb, nothing, binary, long, an_answer("Plătim vineri.", to=sent))
    assert len(rows) == 5
    assert {row.status for row in rows} == {"open"}
    assert len(asked(company)) == 5
    assert breaches() == []


def test_what_somebody_bends_is_named_and_what_came_is_never_rewritten(company, boxes, sent):
    [row] = came(company, boxes, an_answer("Plătim vineri.", to=sent))
    acts.act(company, row, by=the_owner(company), on=CAME)
    assert breaches() == []
    ReplyAct.objects.update(undone_on=CAME)
    CustomerReply.objects.update(status="open")
    assert {line.partition(":")[0] for line in breaches()} == {"I41", "I41a"}
    for change in ({"words": "x"}, {"want": "paid"}, {"sender": "x@x.example"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CustomerReply.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReplyAct.objects.all().delete()


needs_dovecot = pytest.mark.skipif(imap.PROGRAM is None, reason=imap.ABSENT)


@needs_dovecot
def test_from_the_invoices_mail_over_a_real_server_to_the_reminder_that_rests(company, boxes):
    let(company)
    with imap.Dovecot() as server:
        registry.register("mailboxes", ImapMailboxes(near=["127.0.0.1"]))
        told = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "purpose": "replies"}
        mailboxes.add(company, {**told, "user": imap.USER, "password": imap.PASSWORD}, by=the_owner(company), on=DAY)
        invoice = an_invoice(company, customer=a_customer(company, email=CUSTOMER, language="bg"))
        [message] = sending.send(company, invoice, by=the_owner(company), on=DAY)
        work.run_all(REACTIONS)
        assert message.reply_to == imap.USER
        server.deliver(an_answer("Ще платим до петък.\n\nНа 02.03.2026 Норд написа:\n> Фактура", to=message))
        for _ in range(2):
            schedule.tick(company, on=CAME)
            work.run_all(REACTIONS)
        assert ["KvitTaken" in " ".join(flags) for flags in server.held()] == [True]
    row = CustomerReply.objects.get()
    assert (row.language, row.want, row.words, row.status) == ("bg", "promise", "Ще платим до петък.", "done")
    campaigns.run(company, on=date(2026, 4, 9))
    assert not Message.objects.filter(kind="reminder", queued_at__isnull=False, about_name=invoice.number).exists()
    assert Suppression.objects.filter(reason="promise").exists()
    assert breaches() == []
