"""Another procedure for a customer, or for one invoice of theirs: chosen on the page, which says why it holds."""

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.dunning import procedures
from kvit.dunning.models import Choice
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_customer, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
CALM = {"name": "Calm", "levels": [{"days": 30, "tone": "friendly"}], "bank_days": None}


@pytest.fixture
def company(client, time_machine):
    time_machine.move_to("2026-04-06 09:00:00Z", tick=False)
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner)


@pytest.fixture
def customer(company):
    customer = a_customer(company, language="ro")
    an_invoice(company, customer=customer)
    an_invoice(company, customer=customer)
    return customer


def applied(company, customer):
    return [
        (one.item.document_number if one.item else "all", one.procedure.told["name"], one.why)
        for one in procedures.applied(company, customer)
    ]


def choose(client, customer, *, procedure="", item=""):
    at = reverse("customer_procedure", args=[customer.public_id])
    return client.post(at, {"choose-procedure": procedure, "choose-item": item})


def test_the_page_says_which_procedure_holds_and_who_says_so(client, company, customer):
    calm = procedures.make(company, CALM, by=the_owner(company), on=DAY)
    first, second = customer.open_items.order_by("pk")
    one, two = first.document_number, second.document_number
    usual = procedures.every(company)[0].told["name"]
    assert applied(company, customer) == [(name, usual, "company") for name in ("all", one, two)]

    assert choose(client, customer, procedure=calm.public_id, item=second.public_id).status_code == 302
    assert applied(company, customer)[1:] == [(one, usual, "company"), (two, "Calm", "invoice")]
    assert choose(client, customer, procedure=calm.public_id).status_code == 302
    at = reverse("customer_reminders", args=[customer.public_id])
    assert client.get(at).content.decode().count("chosen for the invoice") == 1, "the others follow the customer"
    choose(client, customer, item=second.public_id)
    assert applied(company, customer) == [(name, "Calm", "customer") for name in ("all", one, two)]
    page = client.get(at).content.decode()
    assert page.count("chosen for the customer") == 2  # under the title, and for all
    assert "chosen for the invoice" not in page
    invoice = Invoice.objects.get(number=one)
    assert "(chosen for the customer)" in client.get(reverse("invoice", args=[invoice.public_id])).content.decode()
    choose(client, customer)
    assert applied(company, customer) == [(name, usual, "company") for name in ("all", one, two)]


def test_a_program_and_the_command_line_see_who_says_so(company, customer):
    calm = procedures.make(company, CALM, by=the_owner(company), on=DAY)
    item = customer.open_items.order_by("pk").first()
    kvit("reminder", "choose", customer.name, "--procedure", calm.public_id, "--invoice", item.document_number)
    told = [(one["number"], one["name"], one["why"]) for one in kvit("reminder", "chosen", customer.name).answer]
    assert told[1] == (item.document_number, "Calm", "invoice")
    seen = Program(company).get(f"/customers/{customer.public_id}/reminder_procedure")["data"]
    assert [one["why"] for one in seen] == ["company", "invoice", "company"]


def test_who_only_looks_chooses_nothing_and_a_strange_procedure_is_unknown(client, company, customer):
    other = a_company("BG", name="Other")
    strange = procedures.every(other)[0].public_id
    assert choose(client, customer, procedure=strange).status_code == 404
    client.force_login(User.objects.get(pk=somebody(company, "viewer").id))
    assert choose(client, customer, procedure=procedures.every(company)[0].public_id).status_code == 403
    page = client.get(reverse("customer_reminders", args=[customer.public_id])).content.decode()
    assert "By which procedure" in page and "choose-procedure" not in page
    assert Choice.objects.count() == 0
