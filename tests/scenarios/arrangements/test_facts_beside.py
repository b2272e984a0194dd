"""Order, delivery and price beside a disputed line: what differs is marked, and the correction follows from it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.arrangements import beside, disputes
from kvit.billing import proformas
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.receivables import drafts, invoices
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, breaches, somebody, the_owner
from tests.scenarios.arrangements.debtor import LATE, dispute, status_of

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def company(client):
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner)


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


def invoiced(company, customer, *, ordered, billed):
    """What a proforma promised, and the invoice that it became, with other figures in it."""
    by = the_owner(company)
    promised = a_line(ordered[1], vat="19", name="Chair", quantity=ordered[0])
    told = {"customer": customer.public_id, "lines": [promised, a_line("10", vat="19", name="Transport")]}
    proforma = proformas.issue(company, proformas.draft(company, told, by=by, on=DAY), by=by, on=DAY)
    draft = proformas.convert(company, proforma, by=by, on=DAY)
    raw = {
        "customer": customer.public_id,
        "lines": [
            a_line(billed[1], vat="19", name="Chair", quantity=billed[0]),
            a_line("10", vat="19", name="Transport"),
        ],
    }
    drafts.edit(company, draft, raw, version=None, by=by, on=DAY)
    outcome = invoices.issue_all(company, [draft.public_id], by=by, on=DAY)
    assert not outcome.refused
    draft.refresh_from_db()
    return draft


def facts(company, row):
    row.refresh_from_db()
    return beside.of(company, row)


def test_too_many_were_invoiced_by_the_order_and_the_rest_by_the_delivery_note(client, company, customer):
    invoice = invoiced(company, customer, ordered=("8", "50"), billed=("10", "50"))
    row = dispute(invoice, 1, by=the_owner(company), reason="wrong_quantity", text="We ordered eight.")
    found = facts(company, row)
    assert (found.ordered.quantity, found.ordered.price) == (8, 50)
    assert (found.shown, found.shown_gross.amount) == (2, D("119.00"))  # 2 x 50.00 and 19 % of it
    page = client.get(reverse("dispute", args=[row.public_id])).content.decode().replace("\u00a0", " ")
    assert "By the facts 2 too many are invoiced" in page and "119.00 RON with VAT" in page
    assert "The customer disputes 595.00 RON." in page and "differs:" in page

    noted = client.post(reverse("dispute_delivery", args=[row.public_id]), {"delivered": "7", "paper": "AV-12"})
    assert noted.status_code == 302
    assert facts(company, row).shown == 3, "what was delivered counts before what was ordered"
    credit = client.get(f"{reverse('invoice_credit', args=[invoice.public_id])}?dispute={row.public_id}")
    assert credit.context["sections"][1]["fields"][0].value() == "3"
    assert breaches() == []


def test_a_price_is_judged_by_the_order(company, customer):
    invoice = invoiced(company, customer, ordered=("4", "40"), billed=("4", "50"))
    row = dispute(invoice, 1, by=the_owner(company), reason="wrong_price", text="Forty was agreed.")
    found = facts(company, row)
    assert found.shown_gross.amount == D("47.60")  # 4 x 10.00 too much, and 19 % of it
    reason, taken = beside.correction(company, row)
    assert (reason, taken) == ("price", {1: D("0.8")})  # 40 of the 200 net


def test_facts_that_agree_say_so_and_leave_the_customers_amount(client, company, customer):
    invoice = invoiced(company, customer, ordered=("4", "50"), billed=("4", "50"))
    row = dispute(invoice, 1, by=the_owner(company), reason="wrong_price", text="Too dear.", amount=D("59.50"))
    assert facts(company, row).shown == 0
    assert beside.correction(company, row) == ("price", {1: D("1")})
    page = client.get(reverse("dispute", args=[row.public_id])).content.decode()
    assert "The facts here agree with the invoice." in page and "differs:" not in page


def test_what_nothing_is_known_of_is_neither_proven_nor_disproven(client, company, customer):
    invoice = an_invoice(company, a_line("100", vat="19"), customer=customer)
    row = dispute(invoice, 1, by=the_owner(company))
    assert facts(company, row).shown is None
    page = client.get(reverse("dispute", args=[row.public_id])).content.decode()
    assert "The facts here neither prove nor disprove it." in page


def test_nothing_arrived(company, customer):
    invoice = an_invoice(company, a_line("100", vat="19"), customer=customer)
    row = dispute(invoice, 1, by=the_owner(company), reason="not_delivered", text="Nothing came.")
    told = kvit("dispute", "delivery", row.public_id, "--delivered", "0", "--paper", "AV-13").answer["facts"]
    assert (told["delivered"]["quantity"], told["delivered"]["differs"]) == ("0", ["quantity"])
    assert (told["correct_quantity"], told["correct_gross"]) == ("1", "119.00")
    again = Program(company).post(f"/disputes/{row.public_id}/delivery", {"delivered": "1", "paper": "AV-13"})["facts"]
    assert (again["correct_quantity"], again["delivery_note"]) == ("0", "AV-13")


def test_a_delivery_is_noted_by_who_answers_and_while_the_dispute_is_open(client, company, customer):
    invoice = an_invoice(company, a_line("100", vat="19"), customer=customer)
    by = the_owner(company)
    row = dispute(invoice, 1, by=by)
    at = reverse("dispute_delivery", args=[row.public_id])
    assert client.post(at, {"delivered": "-1"}).status_code == 422
    assert client.post(at, {"delivered": "many"}).status_code == 422
    with pytest.raises(Refused, match="permission"):
        disputes.note_delivery(company, row, quantity=D(1), paper="", by=somebody(company, "viewer"), on=LATE)
    disputes.withdraw(company, row, by=by, on=LATE)
    with pytest.raises(Refused, match="dispute.not_open"):
        disputes.note_delivery(company, row, quantity=D(1), paper="", by=by, on=LATE)
    assert status_of(row) == "withdrawn"
