"""What is issued goes to its customer: by the autopilot as far as it may, by hand, once for each wish."""

import io
from decimal import Decimal

import pypdf
import pytest

from kvit.archive import documents
from kvit.companies import autopilot, companies
from kvit.companies.permissions import actor, api_actor
from kvit.core.errors import Refused
from kvit.events import work
from kvit.messages import delivery, queries, wordings
from kvit.messages.letters import Wording
from kvit.messages.models import Message
from kvit.messages.tests.makers import a_fake_sender
from kvit.parties import customers
from kvit.parties.models import Contact
from kvit.ports.failures import Declined
from kvit.receivables import credit_notes, invoices, printing, sending
from kvit.tasks import following, texts
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
REACTIONS = {
    "invoice.issued": [("pdf", printing.keep_pdf), ("send", sending.on_issued)],
    "credit_note.issued": [("send", sending.on_issued)],
    "customer.updated": [("send", sending.on_customer)],
    "message.queued": [("send", delivery.send), ("tasks", following.follow)],
    "message.failed": [("tasks", following.follow)],
}


@pytest.fixture
def sender():
    with a_fake_sender() as fake:
        yield fake


@pytest.fixture
def company():
    return a_company(email="facturi@nord.example")


def level(company, chosen: str) -> None:
    autopilot.change(company, "send", level=chosen, by=the_owner(company), on=DAY)


def work_off() -> None:
    work.run_all(REACTIONS)


def tasks_open() -> list[str]:
    return list(Task.objects.filter(status="open").order_by("pk").values_list("kind", flat=True))


def named_for(party, company, role: str = "clerk"):
    """A colleague who looks after the customer."""
    somebody(company, role)
    user = company.memberships.filter(role=role).order_by("-pk").first().user
    party.responsible = user
    party.save()
    return user


# -- the autopilot


def test_on_auto_the_customer_gets_the_invoice_with_its_pdf_and_xml(company, sender):
    level(company, "auto")
    invoice = an_invoice(company, a_line("100.00", vat="21"))
    work_off()
    (mail,) = sender.handed
    assert (mail.to.email, mail.to.name) == ("office@alfa.example", "Alfa SRL")
    assert (mail.sender.email, mail.sender.name) == ("facturi@nord.example", "Atelier Nord SRL")
    assert mail.subject == "Factura KV-2026-00001, 121,00\u00a0RON, scadentă la 01.04.2026"
    for said in ("RO49 AAAA 1B31 0075 9384 0000", "KV-2026-00001", "121,00", "CIF RO14399840"):
        assert said in mail.text
    pdf, xml = mail.attachments
    assert (pdf.name, pdf.media_type) == ("KV-2026-00001.pdf", "application/pdf")
    assert (xml.name, xml.media_type) == ("KV-2026-00001.xml", "application/xml")
    assert xml.content == documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    assert pypdf.PdfReader(io.BytesIO(pdf.content)).attachments == {"KV-2026-00001.xml": [xml.content]}
    assert queries.delivery(company, "invoice", ids=[invoice.pk]) == {invoice.pk: "sent"}
    assert invoice.status == "issued", "how the mail fares is no matter of the invoice's status"
    assert tasks_open() == []


def test_on_suggest_a_person_is_asked_and_sending_by_hand_answers(company, sender):
    invoice = an_invoice(company)
    work_off()
    assert sender.handed == []
    (task,) = Task.objects.filter(status="open")
    assert texts.title(task, language="en") == "Send KV-2026-00001 to Alfa SRL"
    sending.send(company, invoice, by=the_owner(company), on=DAY)
    work_off()
    assert len(sender.handed) == 1
    assert tasks_open() == []


def test_turned_off_nothing_happens(company, sender):
    level(company, "off")
    an_invoice(company)
    work_off()
    assert (sender.handed, tasks_open(), Message.objects.count()) == ([], [], 0)


def test_without_an_address_a_person_is_asked_and_an_address_lets_it_go(company, sender):
    level(company, "auto")
    party = a_customer(company, email="")
    an_invoice(company, customer=party)
    work_off()
    assert tasks_open() == ["document.no_address"]
    assert texts.title(Task.objects.get(), language="en") == (
        "Give Alfa SRL an e-mail address: KV-2026-00001 could not be sent"
    )
    customers.change(company, party, {"email": "new@alfa.example"}, version=None, by=the_owner(company), on=DAY)
    work_off()
    assert [mail.to.email for mail in sender.handed] == ["new@alfa.example"]
    assert tasks_open() == []


def test_with_an_address_and_on_suggest_the_person_is_asked_to_send(company, sender):
    party = a_customer(company, email="")
    an_invoice(company, customer=party)
    work_off()
    customers.change(company, party, {"email": "new@alfa.example"}, version=None, by=the_owner(company), on=DAY)
    work_off()
    assert tasks_open() == ["document.send"]


def test_the_autopilot_sends_nothing_that_a_person_sent_first(company, sender):
    level(company, "auto")
    invoice = an_invoice(company)
    sending.send(company, invoice, by=the_owner(company), on=DAY)
    work_off()
    assert len(sender.handed) == 1


def test_a_refused_mail_is_a_task_for_the_one_who_looks_after_the_customer(company, sender):
    level(company, "auto")
    party = a_customer(company)
    clerk = named_for(party, company)
    sender.answers["office@alfa.example"] = Declined(
        "message.address_refused", address="office@alfa.example", answer="x"
    )
    an_invoice(company, customer=party)
    work_off()
    task = Task.objects.get(status="open")
    assert (task.kind, task.owner) == ("message.failed", clerk)
    assert "does not take mails for office@alfa.example" in texts.reason(task)


# -- by hand


def test_it_goes_to_everybody_who_gets_the_customers_invoices(company, sender):
    party = a_customer(company)
    for name, gets in (("Books", True), ("Sales", False), ("Office", True)):
        email = "OFFICE@alfa.example" if name == "Office" else f"{name.lower()}@alfa.example"
        Contact.objects.create(company=company, party=party, name=name, email=email, gets_invoices=gets)
    sending.send(company, an_invoice(company, customer=party), by=the_owner(company), on=DAY)
    work_off()
    assert sorted(mail.to.email for mail in sender.handed) == ["books@alfa.example", "office@alfa.example"]


def test_it_can_go_elsewhere_with_words_for_this_once(company, sender):
    invoice = an_invoice(company)
    sending.send(
        company, invoice, by=the_owner(company), on=DAY, to=["boss@alfa.example"], message="Cum am vorbit.\n\nAna"
    )
    work_off()
    (mail,) = sender.handed
    assert mail.to.email == "boss@alfa.example"
    assert "Cum am vorbit." in mail.text
    assert "Cum am vorbit." in mail.html


def test_two_clicks_are_one_mail_and_a_second_one_is_meant(company, sender):
    invoice = an_invoice(company)
    by = the_owner(company)
    sending.send(company, invoice, by=by, on=DAY)
    for again in (False, True):
        with pytest.raises(Refused) as refusal:
            sending.send(company, invoice, by=by, on=DAY, again=again)
        assert refusal.value.code == "message.waiting"
    work_off()
    with pytest.raises(Refused) as refusal:
        sending.send(company, invoice, by=by, on=DAY)
    assert refusal.value.code == "message.sent_before"
    assert refusal.value.facts["address"] == ["office@alfa.example"]
    sending.send(company, invoice, by=by, on=DAY, again=True)
    work_off()
    assert len(sender.arrived) == 2
    assert [row.occasion for row in queries.about(company, "invoice", id=invoice.pk)] == ["first", "again-1"]


def test_after_a_failure_it_is_sent_anew_without_more_ado(company, sender):
    invoice = an_invoice(company)
    by = the_owner(company)
    sender.answers["office@alfa.example"] = Declined(
        "message.address_refused", address="office@alfa.example", answer="x"
    )
    sending.send(company, invoice, by=by, on=DAY)
    work_off()
    assert tasks_open() == ["message.failed"]
    sending.send(company, invoice, by=by, on=DAY, to=["boss@alfa.example"])
    work_off()
    assert [mail.to.email for mail in sender.handed] == ["boss@alfa.example"]
    assert tasks_open() == []


def test_a_draft_is_not_sent_and_a_viewer_sends_nothing(company, sender):
    draft = a_draft(company)
    with pytest.raises(Refused) as refusal:
        sending.send(company, draft, by=the_owner(company), on=DAY)
    assert refusal.value.code == "message.not_issued"
    invoice = invoices.issue(company, draft, by=the_owner(company), on=DAY)
    with pytest.raises(Refused) as refusal:
        sending.send(company, invoice, by=somebody(company, "viewer"), on=DAY)
    assert refusal.value.code == "permission.denied"


def test_without_any_address_it_is_refused_by_name(company, sender):
    invoice = an_invoice(company, customer=a_customer(company, email=""))
    with pytest.raises(Refused) as refusal:
        sending.send(company, invoice, by=the_owner(company), on=DAY)
    assert (refusal.value.code, refusal.value.facts) == ("message.no_address", {"name": "Alfa SRL"})


# -- who is told, and who is answered


def test_replies_go_to_who_looks_after_the_customer_else_to_who_sent_it(company, sender):
    party = a_customer(company)
    by = the_owner(company)
    owner = company.memberships.get(role="owner").user
    sending.send(company, an_invoice(company, customer=party), by=by, on=DAY)
    key, _ = companies.make_api_key(company, owner, name="erp", by=by, on=DAY)
    sending.send(company, an_invoice(company, customer=party), by=api_actor(key), on=DAY)
    clerk = named_for(party, company)
    sending.send(company, an_invoice(company, customer=party), by=by, on=DAY)
    to_customer = Message.objects.filter(kind="invoice_sent").order_by("pk")
    assert list(to_customer.values_list("reply_to", flat=True)) == [owner.email, owner.email, clerk.email]


def test_who_looks_after_the_customer_gets_a_copy_of_what_others_send(company, sender):
    party = a_customer(company)
    clerk = named_for(party, company)
    level(company, "auto")
    invoice = an_invoice(company, customer=party)
    work_off()
    assert [mail.to.email for mail in sender.handed] == ["office@alfa.example", clerk.email]
    sending.send(company, invoice, by=actor(clerk, company), on=DAY, again=True)
    work_off()
    assert [mail.to.email for mail in sender.handed[2:]] == ["office@alfa.example"], "a copy of one's own act"


def test_a_copy_that_fails_is_nobodys_task_and_not_the_documents_fate(company, sender):
    party = a_customer(company)
    clerk = named_for(party, company)
    sender.answers[clerk.email] = Declined("message.address_refused", address=clerk.email, answer="x")
    level(company, "auto")
    invoice = an_invoice(company, customer=party)
    work_off()
    assert queries.delivery(company, "invoice", ids=[invoice.pk]) == {invoice.pk: "sent"}
    assert tasks_open() == []
    assert queries.trouble(company).count == 0


# -- words


def test_a_credit_note_goes_with_its_own_letter(company, sender):
    level(company, "auto")
    invoice = an_invoice(company, a_line("100.00", vat="21", quantity="2"))
    credit_notes.issue(company, invoice, reason="quantity", by=the_owner(company), on=DAY, quantities={1: Decimal(1)})
    work_off()
    mail = sender.handed[-1]
    assert mail.subject == "Factura storno ST-2026-00001, 121,00\u00a0RON, la factura KV-2026-00001"
    assert "121,00" in mail.text
    assert "Bună ziua" in mail.text
    assert len(mail.attachments) == 2


def test_a_company_words_its_mails_in_each_language(company, sender):
    by = the_owner(company)
    own = Wording(subject="{company}: {number}", intro="Dragă {customer},\n\nplătește {amount}.", closing="Mulțumim!")
    wordings.change(company, "invoice_sent", own, language="ro", by=by, on=DAY)
    sending.send(company, an_invoice(company), by=by, on=DAY)
    sending.send(company, an_invoice(company, language="en"), by=by, on=DAY)
    work_off()
    romanian, english = sender.handed
    assert romanian.subject == "Atelier Nord SRL: KV-2026-00001"
    assert "Dragă Alfa SRL," in romanian.text
    assert english.subject == "Invoice KV-2026-00002, 121.00\u00a0RON, due on 01/04/2026"
    wordings.change(company, "invoice_sent", Wording(), language="ro", by=by, on=DAY)
    assert wordings.of(company, "invoice_sent", language="ro") == Wording()


@pytest.mark.parametrize(
    ("kind", "wording", "code"),
    [
        ("invoice_sent", Wording(intro="{password}"), "template.unknown_placeholder"),
        ("task_opened", Wording(intro="x"), "wording.unknown_kind"),
        ("invoice_sent", Wording(subject="x" * 201), "wording.too_long"),
    ],
)
def test_words_that_cannot_be_sent_are_refused(company, kind, wording, code):
    with pytest.raises(Refused) as refusal:
        wordings.change(company, kind, wording, language="ro", by=the_owner(company), on=DAY)
    assert refusal.value.code == code
