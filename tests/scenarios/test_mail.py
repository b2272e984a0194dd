"""An invoice on its way: issued, printed, sent over real SMTP, refused, sent again; what a person is told of it."""

import io

import pypdf
import pytest
from django.utils import translation

from kvit.adapters.senders.outbox_only import OutboxOnly
from kvit.adapters.senders.smtp import Server, SmtpSender
from kvit.adapters.senders.smtp.tests.servers import Mailboxes, mail_server
from kvit.companies import autopilot
from kvit.events import work
from kvit.messages import queries
from kvit.messages.models import Message
from kvit.messages.tests.makers import a_sender
from kvit.parties.models import Party
from kvit.project import settings as project
from kvit.proof import check
from kvit.reactions import REACTIONS
from kvit.receivables import sending
from kvit.tasks.models import Task
from kvit.wording import sentence
from tests.builders import DAY, a_company, a_user, an_invoice, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def boxes():
    return Mailboxes()


@pytest.fixture
def post(boxes):
    """A mail server on this machine, to which Kvit sends."""
    with mail_server(boxes) as port, a_sender(SmtpSender(Server("127.0.0.1", port, security="none"))):
        yield boxes


@pytest.fixture
def company():
    made = a_company(owner=a_user("ana@nord.example"), email="facturi@nord.example")
    autopilot.change(made, "send", level="auto", by=the_owner(made), on=DAY)
    return made


def test_what_is_issued_arrives_with_the_invoice_a_person_reads_and_the_one_a_program_reads(company, post):
    invoice = an_invoice(company)
    work.run_all(REACTIONS)
    got = post.read()
    pdf, xml = (part.get_payload(decode=True) for part in got.iter_attachments())
    assert post.envelopes == [("facturi@nord.example", ["office@alfa.example"])]
    assert got["From"].addresses[0].display_name == "Atelier Nord SRL"
    assert invoice.number in got["Subject"]
    assert list(pypdf.PdfReader(io.BytesIO(pdf)).attachments.values()) == [[xml]]
    assert xml.startswith(b"<?xml")
    assert Message.objects.get().status == "sent"


def test_pain_18_what_could_not_be_sent_is_never_called_sent_and_a_person_is_told(company, post):
    post.to["office@alfa.example"] = "550 5.1.1 no such user"
    invoice = an_invoice(company)
    work.run_all(REACTIONS)
    invoice.refresh_from_db()
    message = Message.objects.get(kind="invoice_sent")
    assert (invoice.status, message.status, message.sent_at) == ("issued", "failed", None)
    assert "no such user" in sentence(message.failure, message.failure_facts)
    assert queries.trouble(company).count == 1
    task = Task.objects.get(status="open")
    assert (task.kind, task.owner.email) == ("message.failed", "ana@nord.example")
    # the owner is told by mail, which the same server takes
    told = post.read()
    assert told["To"].addresses[0].addr_spec == "ana@nord.example"
    assert "http://127.0.0.1:8000/tasks" in told.get_body(("plain",)).get_content()
    with translation.override("en"):
        assert (
            told["Subject"]
            == f"To do: The mail about {invoice.number} to office@alfa.example could not be sent ({invoice.number})"
        )
    post.mails.clear()
    sending.send(company, invoice, by=the_owner(company), on=DAY, to=["new@alfa.example"])
    work.run_all(REACTIONS)
    assert post.read()["To"].addresses[0].addr_spec == "new@alfa.example"
    assert not Task.objects.filter(status="open").exists()
    assert queries.trouble(company).count == 0
    assert not check.breached(check.run())


def test_a_notice_that_cannot_be_sent_makes_no_further_notices(company, post):
    for address in ("office@alfa.example", "ana@nord.example"):
        post.to[address] = "550 5.1.1 no such user"
    an_invoice(company)
    work.run_all(REACTIONS)
    assert sorted(Message.objects.values_list("kind", "status")) == [
        ("invoice_sent", "failed"),
        ("task_opened", "failed"),
    ]
    assert Task.objects.count() == 1


def test_a_name_made_to_smuggle_headers_stays_a_name(company, post):
    invoice = an_invoice(company)
    # what no form lets through, put there past every check
    Party.objects.filter(pk=invoice.party_id).update(name="Alfa\r\nBcc: all@example.org")
    work.run_all(REACTIONS)
    assert post.envelopes == [("facturi@nord.example", ["office@alfa.example"])]
    got = post.read()
    assert got["Bcc"] is None
    assert got["To"].addresses[0].display_name == "Alfa Bcc: all@example.org"


def test_without_a_mail_server_everything_is_kept_and_shown(company):
    with a_sender(OutboxOnly()):
        an_invoice(company)
        work.run_all(REACTIONS)
    assert [row.status for row in queries.listed(company).rows] == ["kept"]
    assert queries.trouble(company).count == 0


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", {}),
        ("smtp://ana:s3%3Acret@mail.example", ("mail.example", 587, "ana", "s3:cret", "starttls")),
        ("smtps://mail.example", ("mail.example", 465, "", "", "tls")),
        ("smtp://relay.example:2525?tls=none", ("relay.example", 2525, "", "", "none")),
    ],
)
def test_the_mail_server_is_read_from_its_address(url, server):
    assert tuple(project._mail_server(url).values()) == tuple(server)


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://mail.example?tls=maybe", "smtp://ana:x@mail.example?tls=none"]
)
def test_an_address_that_would_leak_or_says_nothing_stops_the_start(url):
    with pytest.raises(project.ImproperlyConfigured):
        project._mail_server(url)
