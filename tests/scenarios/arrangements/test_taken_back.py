"""What settled a dispute or completed a plan is taken back (docs/rules/disputes.md, payment-plans.md)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kvit.arrangements import plans
from kvit.arrangements import queries as arranged
from kvit.arrangements.models import Dispute, Plan, PlanItem
from kvit.dunning import campaigns
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.payments import incoming
from kvit.tasks.models import Task
from tests.builders import a_company, a_customer, a_line, an_invoice, breaches, the_owner
from tests.scenarios.arrangements.debtor import (
    LATE,
    dispute,
    guest_of,
    let_plans,
    let_reminders_go,
    mails,
    pay,
    settle_down,
    status_of,
    wish,
)

pytestmark = pytest.mark.django_db
FOUND_ON = date(2026, 4, 20)
"""A Monday, on which the money turns out to be another customer's."""


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


def item_of(invoice):
    return OpenItem.objects.get(company=invoice.company, document_kind="invoice", document_id=invoice.pk)


def paid_by_mistake(invoice, *, on=LATE):
    raw = {"amount": str(invoice.payable), "invoice": invoice.number, "paid_on": on.isoformat()}
    [one] = incoming.record_all(invoice.company, [raw], by=the_owner(invoice.company), on=on)
    settle_down()
    return one.payment


def take_back(payment, *, on=FOUND_ON):
    incoming.take_back(payment.company, payment, reason="another customer's", by=the_owner(payment.company), on=on)


def happened(name):
    return Event.objects.filter(name=name).count()


def test_a_dispute_is_open_again_and_its_part_is_not_asked_for(company, customer):
    let_reminders_go(company)
    invoice = an_invoice(company, a_line("100.00"), a_line("50.00"), customer=customer)
    guest, _ = guest_of(company, customer)
    said = dispute(invoice, 2, by=guest)
    payment = paid_by_mistake(invoice)
    assert status_of(said) == "settled" and not Task.objects.filter(kind="dispute.opened", status="open").exists()
    take_back(payment)
    settle_down()
    settle_down()
    assert status_of(said) == "open" and said.answer_by == date(2026, 4, 27) and said.ended_on is None
    assert happened("dispute.reopened") == 1
    assert Task.objects.filter(kind="dispute.opened", status="open").count() == 1
    [held] = arranged.disputed(company, [item_of(invoice)]).values()
    campaigns.run(company, on=FOUND_ON)
    settle_down()
    [mail] = mails(company)
    assert held.amount == said.amount == Decimal("60.50")
    assert "121.00 RON" in mail.subject.replace("\u00a0", " ") and "Disputed by you" in mail.text
    pay(invoice, str(invoice.payable), on=FOUND_ON)
    settle_down()
    assert status_of(said) == "settled" and breaches() == []


def test_who_disputed_the_line_anew_meanwhile_has_that_dispute_alone(company, customer):
    invoice = an_invoice(company, a_line("100.00"), customer=customer)
    guest, _ = guest_of(company, customer)
    first = dispute(invoice, 1, by=guest)
    take_back(paid_by_mistake(invoice))
    second = dispute(invoice, 1, by=guest, on=FOUND_ON)
    settle_down()
    assert (status_of(first), status_of(second)) == ("settled", "open") and happened("dispute.reopened") == 0


def test_a_plan_goes_on_with_five_working_days(company, customer):
    """The example of the page: 14 April has passed on the 20th, and the plan holds until the 27th."""
    invoice = an_invoice(company, a_line("1000.00"), customer=customer)
    by = the_owner(company)
    plan = plans.make(company, customer, wish(invoice, first_on=LATE + timedelta(days=7)), by=by, on=LATE)
    payment = paid_by_mistake(invoice)
    assert status_of(plan) == "completed"
    take_back(payment)
    settle_down()
    settle_down()
    assert status_of(plan) == "agreed" and plan.ended_on is None and happened("plan.reopened") == 1
    item = item_of(invoice)
    assert arranged.holding(company, [item]) == {item.pk: date(2026, 4, 27)} and breaches() == []
    assert not plans.run(company, on=date(2026, 4, 27)).broken
    assert plans.run(company, on=date(2026, 4, 28)).broken == [plan]


def test_a_plan_that_goes_on_is_completed_again_and_taken_back_again(company, customer):
    invoice = an_invoice(company, a_line("1000.00"), customer=customer)
    first_on = LATE + timedelta(days=30)
    plan = plans.make(company, customer, wish(invoice, first_on=first_on), by=the_owner(company), on=LATE)
    for times in (1, 2):
        payment = paid_by_mistake(invoice)
        assert status_of(plan) == "completed"
        take_back(payment)
        settle_down()
        assert status_of(plan) == "agreed" and happened("plan.reopened") == times
    item = item_of(invoice)
    assert arranged.holding(company, [item])[item.pk] > first_on, "its own days are later than five from now"
    assert breaches() == []


def test_what_was_only_asked_for_waits_for_a_person_again(company, customer):
    let_plans(company, "suggest")
    invoice = an_invoice(company, a_line("1000.00"), customer=customer)
    guest, _ = guest_of(company, customer)
    plan = plans.ask(company, customer, wish(invoice, first_on=LATE + timedelta(days=7)), by=guest, on=LATE)
    payment = paid_by_mistake(invoice)
    assert status_of(plan) == "completed" and not Task.objects.filter(kind="plan.to_decide", status="open").exists()
    take_back(payment)
    settle_down()
    assert status_of(plan) == "proposed" and Task.objects.filter(kind="plan.to_decide", status="open").count() == 1


def test_what_is_in_another_plan_by_now_stays_there(company, customer):
    invoice = an_invoice(company, a_line("1000.00"), customer=customer)
    by = the_owner(company)
    first = plans.make(company, customer, wish(invoice, first_on=LATE + timedelta(days=7)), by=by, on=LATE)
    take_back(paid_by_mistake(invoice))
    second = plans.make(company, customer, wish(invoice, first_on=FOUND_ON), by=by, on=FOUND_ON)
    settle_down()
    assert (status_of(first), status_of(second)) == ("completed", "agreed") and breaches() == []


def test_the_database_opens_nothing_else_again(company, customer):
    invoice = an_invoice(company, a_line("1000.00"), a_line("10.00"), customer=customer)
    other = an_invoice(company, a_line("20.00"), customer=customer)
    by = the_owner(company)
    said = dispute(invoice, 2, by=by)
    disputes = Dispute.objects.filter(pk=said.pk)
    ended = plans.make(company, customer, wish(other, count=2, first_on=LATE), by=by, on=LATE)
    plans.cancel(company, ended, by=by, on=LATE)
    disputes.update(status="withdrawn", ended_on=LATE)
    for wrong in (
        lambda: disputes.update(status="open", ended_on=None),
        lambda: Plan.objects.filter(pk=ended.pk).update(status="agreed", ended_on=None),
        lambda: PlanItem.objects.filter(plan=ended).update(is_live=True),
    ):
        with pytest.raises(DatabaseError, match="ends once|with its plan alone"), transaction.atomic():
            wrong()
    assert said.amount < Decimal("20.00")
