"""A customer asks in the portal, a person answers; what is to be cancelled is accepted or declined with a sentence."""

import pytest

from kvit.billing import schedules
from kvit.core.errors import Refused
from kvit.jobs import worker
from kvit.ledger.models import OpenItem
from kvit.messages.models import Message
from kvit.onboarding import imports
from kvit.receivables.models import Invoice
from kvit.replies import answers, queries
from kvit.replies.models import CustomerReply
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db
PAGE = "/portal/customer/questions"


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="en", email="ana@alfa.example")


@pytest.fixture
def invoice(company, customer):
    return an_invoice(company, a_line("100.00", vat="19"), customer=customer)


@pytest.fixture
def visitor(company, customer):
    return visiting(company, customer)


def visiting(company, customer) -> Visitor:
    made = Visitor()
    made.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    made.get(PAGE)
    return made


def agreed(company, customer, name="Studio rent"):
    rhythm = {"name": name, "unit": "month", "anchor_on": "2026-12-01"}
    draft = {"customer": customer.public_id, "lines": [a_line("1200", vat="19")]}
    return schedules.make(company, {**rhythm, "draft": draft}, by=the_owner(company), on=DAY)


def waiting(company) -> list[str]:
    """Whose tasks the questions are that wait for a person."""
    rows = Task.objects.filter(company=company, status="open", subject_kind="customer_reply")
    return [task.owner.email for task in rows]


def decide(company, text, *, accepts):
    row = queries.find(company, CustomerReply.objects.get().public_id)
    return answers.decide(company, row, accepts=accepts, text=text, by=the_owner(company), on=DAY)


def test_a_question_about_an_invoice_is_answered_in_the_portal_and_by_mail_once(company, invoice, visitor):
    asked = {"want": "other", "about": invoice.public_id, "text": "Why is freight on it?"}
    visitor.post(PAGE, **asked)
    visitor.post(PAGE, **asked)
    row = CustomerReply.objects.get()
    assert (row.invoice, row.want, waiting(company)) == (invoice, "other", [row.owner.email])
    assert row.due_on >= row.received_on
    worker.until_idle()
    for _ in range(2):
        answers.write(company, row, text="You ordered delivery.", by=the_owner(company), on=DAY)
    mail = Message.objects.get(kind="reply_answer")
    assert mail.to_address == "ana@alfa.example" and "You ordered delivery." in mail.text
    shown = words_of(visitor.get(PAGE))
    assert "Why is freight on it?" in shown and shown.count("You ordered delivery.") == 1 and "Answered" in shown
    answers.finish(company, row, by=the_owner(company), on=DAY)
    assert waiting(company) == [] and breaches() == []


def test_without_an_address_the_answer_stands_in_the_portal(company):
    customer = a_customer(company, language="en", email="")
    visitor = visiting(company, customer)
    visitor.post(PAGE, want="other", about="", text="Do you open on Saturdays?")
    row = CustomerReply.objects.get()
    made = answers.write(company, row, text="We do.", by=the_owner(company), on=DAY)
    assert made.message is None and not Message.objects.filter(kind="reply_answer").exists()
    assert "We do." in visitor.get(PAGE)


def test_another_customers_documents_and_questions_are_not_there(company, customer, invoice, visitor):
    other = a_customer(company, name="Beta SRL", vat_id="", language="en")
    theirs, rent = an_invoice(company, a_line(), customer=other), agreed(company, other)
    visiting(company, other).post(PAGE, want="other", about=theirs.public_id, text="A secret of ours")
    for about in (theirs.public_id, rent.public_id, "itm_none", "inv_none", "sch_none"):
        visitor.post(PAGE, want="other", about=about, text="x", status=404)
    page = visitor.get(PAGE)
    assert "secret" not in page and theirs.number not in page and "Studio rent" not in page
    visitor.get(f"{PAGE}?about={theirs.public_id}", status=404)
    assert CustomerReply.objects.count() == 1
    with pytest.raises(Refused, match="reply.from_portal"):
        answers.thread(company, CustomerReply.objects.get(), party=customer, by=the_owner(company), on=DAY)


def test_what_came_by_import_can_be_asked_about(company):
    heads = "invoice_id;number;customer_id;issue_date;due_date;currency;total"
    brought = f"{heads}\n1;F-1;C1;25.01.2026;24.02.2026;RON;90,00"
    imports.run(company, "invoices", content=brought.encode(), name="f.csv", by=the_owner(company), on=DAY)
    item = OpenItem.objects.get(document_kind="imported_invoice")
    item.party.language = "en"
    item.party.save()
    visitor = visiting(company, item.party)
    assert f"{PAGE}?about={item.public_id}" in visitor.get("/portal/customer/")
    visitor.post(PAGE, want="dispute", about=item.public_id, text="We never got it.")
    row = CustomerReply.objects.get()
    assert (row.want, row.subject, row.invoice, waiting(company)) == ("dispute", "F-1", None, [row.owner.email])


def test_an_invoice_is_cancelled_by_the_draft_of_its_credit_note(company, invoice, visitor):
    visitor.post(PAGE, want="cancellation", about=invoice.public_id, text="We ordered it twice.")
    assert not Invoice.objects.filter(kind="credit_note").exists(), "nothing is cancelled by itself"
    row = decide(company, "You are right, the credit note follows.", accepts=True)
    note = Invoice.objects.get(corrects=invoice)
    assert (note.status, note.gross, row.status) == ("draft", invoice.gross, "done")
    assert "the credit note follows" in visitor.get(PAGE)
    assert Message.objects.filter(kind="reply_answer").count() == 1
    with pytest.raises(Refused, match="reply.closed"):
        decide(company, "Again.", accepts=True)


def test_an_agreement_ends_when_a_person_accepts(company, customer, visitor):
    rent = agreed(company, customer)
    visitor.post(PAGE, want="cancellation", about=rent.public_id, text="We move out.")
    worker.until_idle()
    rent.refresh_from_db()
    assert rent.status == "active", "nothing is cancelled by itself"
    decide(company, "It ends today.", accepts=True)
    rent.refresh_from_db()
    assert rent.status == "ended" and breaches() == []
    assert rent.public_id not in visitor.get(PAGE)


def test_a_no_needs_a_sentence_which_the_customer_reads(company, customer, visitor):
    rent = agreed(company, customer)
    visitor.post(PAGE, want="cancellation", about=rent.public_id, text="We move out.")
    with pytest.raises(Refused, match="note.empty"):
        decide(company, " ", accepts=False)
    row = decide(company, "The contract runs until May.", accepts=False)
    rent.refresh_from_db()
    assert (row.status, rent.status) == ("dismissed", "active")
    assert "The contract runs until May." in visitor.get(PAGE)


def test_what_can_be_cancelled_has_to_be_named(visitor):
    page = visitor.post(PAGE, want="cancellation", about="", text="All of it", status=422)
    assert "Choose the invoice or the agreement" in page and "All of it" in page


def test_the_page_of_a_person_accepts(company, customer, invoice, visitor, client):
    visitor.post(PAGE, want="cancellation", about=invoice.public_id, text="We ordered it twice.")
    row = CustomerReply.objects.get()
    client.force_login(company.memberships.get().user)
    assert "Cancel it?" in client.get(f"/replies/{row.public_id}").content.decode()
    answer = client.post(f"/replies/{row.public_id}/decide", {"decision": "accept", "text": "Done."})
    assert answer.status_code == 302 and Invoice.objects.filter(corrects=invoice, status="draft").count() == 1
    assert "Draft of the credit note" in client.get(f"/replies/{row.public_id}").content.decode()
