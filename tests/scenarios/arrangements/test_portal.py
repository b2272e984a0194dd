"""What a customer does by their link instead of paying: disputes a line, asks for instalments, says when they pay."""

import re
from datetime import timedelta

import pytest

from kvit.arrangements import disputes, plans
from kvit.arrangements.models import Dispute, Plan
from kvit.companies import whose
from kvit.dunning.models import Pause
from kvit.events.models import Event
from kvit.receivables.models import Invoice
from tests.builders import a_company, a_customer, a_line, an_invoice, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import let_plans, wish
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def invoice(company, customer):
    lines = a_line("100.00", vat="19", name="Table"), a_line("50.00", vat="19", name="Chair")
    return an_invoice(company, *lines, customer=customer)


@pytest.fixture
def visitor(company, customer):
    made = Visitor()
    made.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    return made


def today(company):
    return whose.today(company.zone)


def page_of(invoice: Invoice) -> str:
    return f"/portal/customer/invoices/{invoice.public_id}"


def ticked_of(page: str) -> list[str]:
    """The documents that the form for asking sends with it."""
    return re.findall(r'type="hidden" name="item" value="([^"]+)"', page)


def said(page: str) -> str:
    return " ".join(words_of(page.replace("&nbsp;", " ")).split())


def test_a_line_is_disputed_answered_and_the_answer_read(company, invoice, visitor):
    page = page_of(invoice)
    assert "Something is wrong" in visitor.get(page)
    visitor.get(f"{page}/lines/2/dispute")
    assert not Dispute.objects.exists(), "looking changes nothing"
    refused = visitor.post(f"{page}/lines/2/dispute", reason="damaged", text="", status=422)
    assert "Say in a sentence" in refused and 'value="damaged" checked' in refused
    visitor.post(f"{page}/lines/2/dispute", reason="damaged", text="Two legs are broken.")
    visitor.post(f"{page}/lines/2/dispute", reason="damaged", text="Two legs are broken.")
    row = Dispute.objects.get()
    shown = said(visitor.get(page))
    assert "We are looking at it" in shown and "You need not pay 59.50 RON of it" in shown
    assert "you dispute 59.50 RON of it" in said(visitor.get("/portal/customer/"))
    disputes.reject(company, row, answer="It was whole.", by=the_owner(company), on=today(company))
    shown = said(visitor.get(page))
    assert "We think it is right" in shown and "It was whole." in shown
    assert breaches() == []


def test_taken_back_by_the_customer(invoice, visitor):
    page = page_of(invoice)
    visitor.get(page)
    visitor.post(f"{page}/lines/1/dispute", reason="other", text="Wrong colour.")
    row = Dispute.objects.get()
    visitor.post(f"/portal/customer/disputes/{row.public_id}/withdraw")
    assert "You took it back" in visitor.get(page)
    visitor.post(f"/portal/customer/disputes/{row.public_id}/withdraw", status=409)


def test_three_instalments_are_worked_out_then_agreed(company, invoice, visitor):
    let_plans(company, "auto")
    assert "Pay in instalments" in visitor.get("/portal/customer/")
    first_on = (today(company) + timedelta(days=10)).isoformat()
    offer = said(visitor.get(f"/portal/customer/instalments?first_on={first_on}"))
    assert "3 instalments" in offer and offer.count("59.50 RON") == 3 and offer.count("89.25 RON") == 2
    assert not Plan.objects.exists(), "looking changes nothing"
    ticked = ticked_of(visitor.get(f"/portal/customer/instalments?first_on={first_on}"))
    visitor.post("/portal/customer/instalments", count="3", first_on=first_on, item=ticked)
    plan = Plan.objects.get()
    shown = said(visitor.get(f"/portal/customer/plans/{plan.public_id}"))
    assert "Agreed" in shown and shown.count("59.50 RON") == 4 and invoice.number in shown
    again = visitor.post("/portal/customer/instalments", count="3", first_on=first_on, item=ticked, status=422)
    assert "in a payment plan already" in again
    assert Plan.objects.count() == 1
    visitor.post(f"/portal/customer/plans/{plan.public_id}/cancel")
    assert Plan.objects.get().status == "cancelled" and breaches() == []


def test_a_second_click_makes_no_plan_of_what_was_not_ticked(company, customer, invoice, visitor):
    let_plans(company, "auto")
    other = an_invoice(company, a_line("300.00", vat="19"), customer=customer)
    first_on = (today(company) + timedelta(days=10)).isoformat()
    ticked = wish(invoice).items
    assert ticked_of(visitor.get(f"/portal/customer/instalments?item={ticked[0]}")) == ticked
    for status in (302, 422):
        visitor.post("/portal/customer/instalments", count="3", first_on=first_on, item=ticked, status=status)
    assert [one.item.document_number for one in Plan.objects.get().items.all()] == [invoice.number]
    nothing = visitor.post("/portal/customer/instalments", count="3", first_on=first_on, status=422)
    assert "Choose at least one open document" in nothing and Plan.objects.count() == 1
    assert other.number in nothing, "what is left can still be chosen"


def test_what_was_answered_before_is_not_said_to_be_not_due(company, invoice, visitor):
    about = f"{page_of(invoice)}/lines/2/dispute"
    assert "You need not pay this part" in visitor.get(about)
    visitor.post(about, reason="damaged", text="Two legs are broken.")
    disputes.reject(company, Dispute.objects.get(), answer="It was whole.", by=the_owner(company), on=today(company))
    assert "You need not pay" not in visitor.get(about)
    visitor.post(about, reason="damaged", text="They are.")
    shown = said(visitor.get(page_of(invoice)))
    assert "You need not pay" not in shown and "stays due while we look at it again" in shown


def test_where_none_are_offered_nobody_is_told_of_instalments(invoice, visitor):
    assert "Pay in instalments" not in visitor.get("/portal/customer/")
    refused = visitor.post("/portal/customer/instalments", count="3", first_on="2026-12-01", status=422)
    assert "not offered" in refused and not Plan.objects.exists()


@pytest.mark.parametrize("typed", ["", "x", "99999999999", "-1", "1"])
def test_a_count_that_is_none_is_refused(company, invoice, visitor, typed):
    let_plans(company, "auto")
    visitor.get("/portal/customer/instalments?first_on=never&item=itm_none")
    visitor.post("/portal/customer/instalments", count=typed, first_on="0000", item=wish(invoice).items, status=422)
    assert not Plan.objects.exists()


def test_a_promise_is_made_once(company, invoice, visitor):
    visitor.get("/portal/customer/")
    until = today(company) + timedelta(days=5)
    for day in (until, until + timedelta(days=1)):
        visitor.post("/portal/customer/promise", until=day.isoformat())
    assert [(row.kind, row.until) for row in Pause.objects.all()] == [("promise", until)]
    page = visitor.get("/portal/customer/")
    assert "You told us that you pay by" in page and "told us a day already" in page
    assert Event.objects.filter(company_id=company.pk, name="pause.begun").count() == 1


@pytest.mark.parametrize("days", [-1, 22])
def test_a_day_too_far_is_no_promise(company, invoice, visitor, days):
    visitor.get("/portal/customer/")
    visitor.post("/portal/customer/promise", until=(today(company) + timedelta(days=days)).isoformat())
    visitor.post("/portal/customer/promise", until="soon")
    assert not Pause.objects.exists()


def test_another_customers_lines_disputes_and_plans_are_not_there(company, invoice, visitor):
    other = a_customer(company, name="Beta SRL", external_id="beta", vat_id="")
    theirs = an_invoice(company, customer=other)
    guest = debtor.guest_of(company, other)[0]
    let_plans(company, "auto")
    row = debtor.dispute(theirs, 1, by=guest)
    second = an_invoice(company, a_line("300"), customer=other)
    plan = plans.ask(company, other, wish(second), by=guest, on=debtor.LATE)
    none = words_of(visitor.get("/portal/customer/invoices/inv_none", status=404))
    for path in (page_of(theirs), f"{page_of(theirs)}/lines/1/dispute", f"/portal/customer/plans/{plan.public_id}"):
        assert words_of(visitor.get(path, status=404)) == none
    for path in (f"disputes/{row.public_id}/withdraw", f"plans/{plan.public_id}/cancel"):
        assert words_of(visitor.post(f"/portal/customer/{path}", status=404)) == none
    visitor.post(f"{page_of(theirs)}/lines/1/dispute", reason="other", text="x", status=404)
    item = plan.items.get().item.public_id
    refused = visitor.post("/portal/customer/instalments", item=item, count="2", first_on="", status=422)
    assert Plan.objects.count() == 1, "what is not theirs is not there"
    assert second.number not in refused and other.name not in refused
    about = Event.objects.filter(company_id=company.pk, subject_public_id__in=[row.public_id, plan.public_id])
    assert sorted(about.values_list("name", flat=True)) == ["dispute.opened", "plan.agreed", "plan.proposed"]
