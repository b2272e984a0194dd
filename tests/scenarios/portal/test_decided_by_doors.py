"""What a customer asks to have cancelled is decided by a program and on the command line, as on the page."""

import pytest

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.messages.models import Message
from kvit.receivables.models import Invoice
from kvit.replies.models import CustomerReply
from tests.builders import a_company, a_customer, a_line, an_invoice, breaches
from tests.scenarios.portal.test_questions import PAGE, agreed, visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="en", email="ana@alfa.example")


def asked(company, customer, about):
    visiting(company, customer).post(PAGE, want="cancellation", about=about, text="We do not want it any more.")
    return CustomerReply.objects.get(company=company).public_id


def test_a_program_accepts_and_the_credit_note_is_drafted(company, customer):
    invoice = an_invoice(company, a_line("100.00", vat="19"), customer=customer)
    reply, program = asked(company, customer, invoice.public_id), Program(company)
    told = {"accepts": True, "text": "The credit note follows."}
    done = program.post(f"/replies/{reply}/decide", told)
    assert done["status"] == "done" and "The credit note follows." in [one["text"] for one in done["answers"]]
    assert Invoice.objects.get(corrects=invoice).status == "draft"
    again = program.refused("POST", f"/replies/{reply}/decide", told, status=409, key="again")
    assert again["code"] == "reply.closed"
    assert Message.objects.filter(kind="reply_answer").count() == 1
    assert breaches() == []


def test_on_the_command_line_a_no_needs_a_sentence_and_leaves_the_agreement(company, customer):
    rent = agreed(company, customer)
    reply = asked(company, customer, rent.public_id)
    assert kvit("reply", "decide", reply, "--decline", exit_code=None).exit_code == 1
    done = kvit("reply", "decide", reply, "--decline", "--text", "It runs until June.").answer
    assert done["status"] == "dismissed"
    rent.refresh_from_db()
    assert rent.status == "active"
    assert breaches() == []
