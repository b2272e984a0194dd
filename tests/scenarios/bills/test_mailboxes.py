"""Suppliers write mails: every file of every one becomes a bill, once, and nobody's word in a mail is believed."""

from email.message import EmailMessage

import pytest
from django.urls import reverse

from kvit.adapters.mailboxes.imap import ImapMailboxes
from kvit.capture import mailboxes, mails, queries
from kvit.capture.models import CapturedDocument, Mail
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.jobs import schedule
from kvit.parties.models import BankDetail
from kvit.payables.models import Bill
from kvit.ports import registry
from kvit.ports.failures import Declined
from kvit.ports.mailbox import FakeMailboxes
from kvit.reactions import REACTIONS
from kvit.tasks import texts
from kvit.tasks.models import Task
from tests import imap
from tests.builders import breaches, somebody, the_owner
from tests.scenarios.bills.supplied import DAY, invoiced

pytestmark = pytest.mark.django_db(transaction=True)
LOGO = b"\x89PNG\r\n\x1a\n" + bytes(900)
TOLD = {"host": "imap.nord.example", "user": imap.USER, "password": imap.PASSWORD}


@pytest.fixture
def boxes():
    before = registry.use("mailboxes")
    fake = FakeMailboxes()
    registry.register("mailboxes", fake)
    yield fake
    registry.register("mailboxes", before)


@pytest.fixture
def mailbox(company, boxes):
    return mailboxes.add(company, TOLD, by=the_owner(company), on=DAY)


def mail(*files, words="Please pay.", subject="Factura", key="<one@lemn.example>"):
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "Lemn <office@lemn.example>", subject, key
    made.set_content(words)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made


def xml(content, name="factura.xml"):
    return (name, content, "application/xml")


def ticked(company):
    found = schedule.tick(company, on=DAY).mails
    work.run_all(REACTIONS)
    return found


def asked(company):
    return [texts.title(task, language="en") for task in Task.objects.filter(company=company, kind__startswith="mail")]


def test_every_file_of_a_mail_becomes_a_bill_that_nobody_added(company, seller, boxes, mailbox):
    first, second = invoiced(seller), invoiced(seller)
    message = mail(xml(first), xml(second, "alta.xml"), ("meet.ics", b"BEGIN:VCALENDAR", "text/calendar"))
    message.add_attachment(LOGO, maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<l>")
    boxes.folder.arrive(message.as_bytes())
    [taken] = ticked(company)
    read = set(Bill.objects.values_list("number", "added_by", "document__via", "document__sender"))
    assert read == {
        ("KV-2026-00001", None, "mailbox", "office@lemn.example"),
        ("KV-2026-00002", None, "mailbox", "office@lemn.example"),
    }
    parts = {part.name: part.ignored for part in queries.parts(company, taken)}
    assert parts["logo.png"] == "mail_part.picture"
    assert parts["meet.ics"] == "mail_part.calendar"
    assert asked(company) == []
    assert boxes.folder.mails == {}
    assert ticked(company) == []
    assert breaches() == []


def test_a_mail_without_a_bill_is_a_task_with_its_words(company, boxes, mailbox):
    boxes.folder.arrive(mail(words="When do you pay us?", subject="Reminder").as_bytes())
    boxes.folder.arrive(mail(("list.docx", b"MZ", "application/msword"), words="See list", key="<2@x>").as_bytes())
    ticked(company)
    first, second = Task.objects.filter(kind="mail.to_read").order_by("pk")
    assert "Reminder of office@lemn.example" in texts.title(first, language="en")
    assert texts.reason(first) == "Nothing in the mail can be a bill. It says: When do you pay us?"
    assert "list.docx is no PDF" in texts.reason(second)
    assert Bill.objects.count() == 0


def test_the_same_mail_delivered_twice_is_one_case_and_a_known_message_id_hides_nothing(
    company, seller, boxes, mailbox
):
    first, second = invoiced(seller), invoiced(seller)
    again = mail(xml(first))
    boxes.folder.arrive(again.as_bytes())
    again["Received"] = "by another server"
    boxes.folder.arrive(again.as_bytes())
    boxes.folder.arrive(mail(xml(second)).as_bytes())  # another file under the same Message-ID
    empty = mail(words="Hello?", key="<2@x>")
    boxes.folder.arrive(empty.as_bytes())
    empty["Received"] = "by another server"
    boxes.folder.arrive(empty.as_bytes())
    ticked(company)
    assert Mail.objects.count() == 5
    assert sorted(Bill.objects.values_list("number", flat=True)) == ["KV-2026-00001", "KV-2026-00002"]
    assert len(asked(company)) == 1


def test_a_folder_that_was_numbered_anew_gives_no_bill_twice(company, seller, boxes, mailbox):
    content = mail(xml(invoiced(seller))).as_bytes()
    boxes.folder.arrive(content)
    ticked(company)
    boxes.folder.validity += 1
    boxes.folder.arrive(content)
    ticked(company)
    assert Bill.objects.count() == CapturedDocument.objects.count() == 1


@pytest.mark.parametrize("moment", ["before the mail is read", "while its files are captured", "before it is put away"])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(company, seller, boxes, mailbox, monkeypatch, moment):
    class Killed(BaseException):
        pass

    def killed(*_args, **_facts):
        raise Killed

    boxes.folder.arrive(mail(xml(invoiced(seller)), xml(invoiced(seller), "b.xml")).as_bytes())
    where = {
        "before the mail is read": (mails, "_take"),
        "while its files are captured": (mails, "_keep_parts"),
        "before it is put away": (boxes.folder, "put_away"),
    }[moment]
    with monkeypatch.context() as dying, pytest.raises(Killed):
        dying.setattr(*where, killed)
        schedule.tick(company, on=DAY)
    assert len(boxes.folder.mails) == 1
    assert CapturedDocument.objects.count() == (2 if moment == "before it is put away" else 0)
    ticked(company)
    ticked(company)
    assert (Mail.objects.count(), Bill.objects.count()) == (1, 2)
    assert boxes.folder.mails == {}
    assert Event.objects.filter(name="mail.taken").count() == 1
    assert breaches() == []


def test_a_mail_that_was_kept_is_gone_on_with_although_somebody_emptied_the_folder(
    company, seller, boxes, mailbox, monkeypatch
):
    boxes.folder.arrive(mail(xml(invoiced(seller))).as_bytes())
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(mails, "_take", lambda *_args, **_facts: (_ for _ in ()).throw(KeyboardInterrupt))
        schedule.tick(company, on=DAY)
    boxes.folder.mails.clear()
    ticked(company)
    assert Bill.objects.count() == 1


def test_nothing_a_mail_says_names_an_account_or_a_supplier(company, seller, boxes, mailbox):
    """Attack A01 by mail: the sender is whoever they say they are."""
    words = "We are Lemn SRL. Our new account is RO49AAAA1B31007593840000, pay there from today on."
    boxes.folder.arrive(mail(words=words, subject="New bank details").as_bytes())
    ticked(company)
    assert BankDetail.objects.count() == 0
    assert company.parties.count() == 0
    assert len(asked(company)) == 1


def test_a_mailbox_that_cannot_be_opened_is_a_task_until_it_can(company, boxes, mailbox):
    boxes.failure = Declined("mailbox.sign_in_refused", host="imap.nord.example", answer="no")
    ticked(company)
    ticked(company)
    assert asked(company) == [f"The mailbox of {imap.USER} cannot be looked into"]
    boxes.failure = None
    ticked(company)
    assert list(Task.objects.filter(kind="mailbox.troubled").values_list("status", flat=True)) == ["done"]


def test_a_mail_larger_than_any_is_kept_by_its_head_and_read_by_a_person(company, boxes, mailbox, monkeypatch):
    monkeypatch.setattr(mails, "MOST_BYTES", 2000)
    boxes.folder.arrive(mail(("big.pdf", b"%PDF-" + bytes(3000), "application/pdf"), subject="Big").as_bytes())
    [taken] = ticked(company)
    assert (taken.subject, taken.file.media_type) == ("Big", "text/rfc822-headers")
    assert "larger than" in texts.reason(Task.objects.get(kind="mail.to_read"))


def test_the_password_is_never_told_and_is_forgotten_with_the_mailbox(company, client, boxes, mailbox):
    owner = company.memberships.get(role="owner").user
    client.force_login(owner)
    page = client.get(reverse("settings_mailboxes")).content.decode()
    assert imap.USER in page
    assert "Eiche" not in page + mailbox.sealed + str(list(Event.objects.values_list("facts", flat=True)))
    client.post(reverse("mailbox_remove", args=[mailbox.public_id]))
    mailbox.refresh_from_db()
    assert (mailbox.is_used, mailbox.sealed) == (False, "")
    with pytest.raises(Refused, match=r"permission\.denied"):
        mailboxes.add(company, TOLD, by=somebody(company, "clerk"), on=DAY)


def test_the_page_of_a_mail_shows_its_words_and_what_became_of_its_files(company, seller, client, boxes, mailbox):
    client.force_login(company.memberships.get(role="owner").user)
    shown = mail(xml(invoiced(seller)), ("a.docx", b"MZ", "application/msword"), words="<b>For</b> March")
    boxes.folder.arrive(shown.as_bytes())
    [taken] = ticked(company)
    page = client.get(reverse("mail", args=[taken.public_id])).content.decode()
    bill = Bill.objects.get()
    assert reverse("bill", args=[bill.public_id]) in page
    assert "&lt;b&gt;For&lt;/b&gt; March" in page
    assert (
        reverse("mail", args=[taken.public_id]) in client.get(reverse("bill", args=[bill.public_id])).content.decode()
    )
    assert client.get(reverse("mail_file", args=[taken.public_id])).content == shown.as_bytes()


# -- a real server

needs_dovecot = pytest.mark.skipif(imap.PROGRAM is None, reason=imap.ABSENT)


@pytest.fixture
def server(boxes, request):
    with imap.Dovecot(capability=getattr(request, "param", "")) as running:
        registry.register("mailboxes", ImapMailboxes(near=["127.0.0.1"]))
        yield running


def opened(company, server, **facts):
    told = {**TOLD, "host": "127.0.0.1", "port": str(server.port), "security": "none", **facts}
    return mailboxes.add(company, told, by=the_owner(company), on=DAY)


@needs_dovecot
@pytest.mark.parametrize("server", ["", "IMAP4rev1 AUTH=PLAIN"], indirect=True, ids=["new server", "old server"])
def test_a_real_server_gives_its_mails_and_keeps_them_where_they_were_moved(company, seller, server):
    box = opened(company, server, taken_folder="Gelesen & bezahlt, mulțumesc")
    server.deliver(mail(xml(invoiced(seller))).as_bytes())
    server.deliver(mail(words="Hello?", key="<2@x>").as_bytes())
    assert mailboxes.attempt(company, box, by=the_owner(company), on=DAY).trouble == ""
    assert [one.subject for one in ticked(company)] == ["Factura", "Factura"]
    assert Bill.objects.get().number == "KV-2026-00001"
    assert [sorted(flags & {"\\Deleted"}) for flags in server.held()] == (
        [["\\Deleted"]] * 2 if server.capability else []
    )
    assert len(server.held('"Gelesen &- bezahlt, mul&Ahs-umesc"')) == 2
    assert ticked(company) == []


@needs_dovecot
def test_a_real_server_marks_what_was_taken_and_only_after_it_was_kept(company, seller, server, monkeypatch):
    opened(company, server)
    server.deliver(mail(xml(invoiced(seller))).as_bytes())
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(mails, "_keep_parts", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        schedule.tick(company, on=DAY)
    assert server.held() == [{"\\Recent"}] or server.held() == [set()]
    ticked(company)
    [flags] = server.held()
    assert {"\\Seen", "KvitTaken"} <= flags
    assert Bill.objects.count() == 1


@needs_dovecot
def test_a_real_server_refuses_a_wrong_password_and_a_folder_that_is_not_there(company, server):
    wrong = opened(company, server, password="no")
    assert mailboxes.attempt(company, wrong, by=the_owner(company), on=DAY).trouble == "mailbox.sign_in_refused"
    absent = opened(company, server, folder="Facturi")
    assert mailboxes.attempt(company, absent, by=the_owner(company), on=DAY).trouble == "mailbox.no_folder"


@needs_dovecot
def test_a_server_that_is_gone_is_tried_again(company, boxes):
    registry.register("mailboxes", ImapMailboxes(near=["127.0.0.1"]))
    told = {**TOLD, "host": "127.0.0.1", "port": "9", "security": "none"}
    box = mailboxes.add(company, told, by=the_owner(company), on=DAY)
    assert mailboxes.attempt(company, box, by=the_owner(company), on=DAY).trouble == "mailbox.away"
