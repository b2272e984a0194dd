"""A charge that is not owed any more waits for a person and is demanded of nobody (docs/rules/late-fees.md)."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.collecting import demands, late_fees
from kvit.core.errors import Refused
from kvit.dunning.models import Pause
from kvit.jobs import worker
from kvit.ledger import rates
from kvit.ledger.models import OpenItem
from kvit.ledger.rates import Quote
from kvit.payments import incoming
from kvit.receivables import credit_notes
from kvit.tasks import tasks
from kvit.tasks.models import Task
from tests.builders import a_company, a_customer, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import DUE, SOLD, issue, paid, sold, without_bank

pytestmark = pytest.mark.django_db
CHARGED = date(2026, 4, 10)
CREDITED = date(2026, 4, 15)
MAY = date(2026, 5, 20)
KIND = "late_fee.not_owed"


@pytest.fixture
def company():
    company = a_company("RO", on=SOLD)
    quotes = [Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=SOLD)
    without_bank(company)
    return company


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


@pytest.fixture
def invoice(company, customer):
    return sold(company, customer)


@pytest.fixture
def fee(company, customer, invoice):
    """37 days of interest at 14.5 percent, 17.79, and 200.00."""
    [fee] = issue(company, customer, on=CHARGED)
    assert fee.amount == Decimal("217.79")
    return fee


def credit(invoice, on=CREDITED, **told):
    credit_notes.issue(invoice.company, invoice, by=the_owner(invoice.company), on=on, **{"reason": "whole", **told})
    worker.until_idle()


def waiting(company):
    return list(Task.objects.filter(company=company, kind=KIND, status="open"))


def holds(company):
    return Pause.objects.filter(company=company, ended_on=None).count()


def demand(company, customer, on=MAY):
    return demands.make(company, customer, demands.Asked(), by=the_owner(company), on=on)


def test_the_charge_on_an_invoice_that_was_credited_whole_is_taken_back_by_a_person(company, customer, invoice, fee):
    credit(invoice)
    [task] = waiting(company)
    assert task.facts["amount"] == "217.79" and task.facts["documents"] == invoice.number
    with pytest.raises(Refused, match=r"demand\.held"):
        demand(company, customer)
    late_fees.cancel(company, fee, reason="The invoice was wrong", by=the_owner(company), on=MAY)
    worker.until_idle()
    assert waiting(company) == [] and holds(company) == 0
    assert OpenItem.objects.get(company=company, document_kind="late_fee", amount__gt=0).balance == 0
    assert breaches() == []


def test_money_of_the_due_day_that_is_told_later_leaves_nothing_owed(company, customer, invoice, fee):
    paid(company, invoice, "1210.00", on=DUE)
    worker.until_idle()
    assert [task.facts["amount"] for task in waiting(company)] == ["217.79"]
    with pytest.raises(Refused, match=r"demand\.held"):
        demand(company, customer)


def test_money_of_a_late_day_that_is_told_later_leaves_the_days_before_it(company, invoice, fee):
    """The example of the page: 27 of 37 days are not owed."""
    paid(company, invoice, "1210.00", on=date(2026, 3, 14))
    worker.until_idle()
    assert [task.facts["amount"] for task in waiting(company)] == ["12.98"]


def test_what_came_after_the_last_day_charged_changes_nothing(company, customer, invoice, fee):
    paid(company, invoice, "1210.00", on=CHARGED)
    worker.until_idle()
    assert waiting(company) == [] and holds(company) == 0
    assert demand(company, customer).amount == Decimal("217.79")


def test_who_lets_it_stand_demands_it_and_is_asked_again_once_the_sum_grew(company, customer, invoice, fee):
    by = the_owner(company)
    credit(invoice, reason="return", quantities={1: Decimal("0.5")})
    [task] = waiting(company)
    assert task.facts["amount"] == "8.89", "605 × 0.145 × 37 / 365 = 8.893; the 40 euro are owed"
    tasks.dismiss(company, task, reason="They agreed to it", by=by, on=CREDITED)
    worker.until_idle()
    assert holds(company) == 0
    paid(company, invoice, "100.00", on=CREDITED)
    worker.until_idle()
    assert waiting(company) == [], "nothing more is over than what was let stand"
    credit(invoice, reason="return")
    assert [task.facts["amount"] for task in waiting(company)] == ["217.79"] and holds(company) == 1


def test_money_that_is_taken_back_again_ends_the_question(company, customer, invoice, fee):
    made = paid(company, invoice, "1210.00", on=DUE)
    worker.until_idle()
    assert holds(company) == 1
    incoming.take_back(company, made.payment, reason="another's", by=the_owner(company), on=CREDITED)
    worker.until_idle()
    worker.until_idle()
    assert waiting(company) == [] and holds(company) == 0
    assert breaches() == []


def test_what_was_paid_late_and_is_credited_whole_then_bore_nothing(company, customer, invoice):
    paid(company, invoice, "1210.00")
    [fee] = issue(company, customer, on=CHARGED)
    worker.until_idle()
    assert waiting(company) == []
    credit(invoice)
    assert [task.facts["amount"] for task in waiting(company)] == [f"{fee.amount:.2f}"]


def test_who_thinks_again_about_letting_it_stand_holds_it_back_again(company, invoice, fee):
    credit(invoice)
    [task] = waiting(company)
    by = the_owner(company)
    tasks.dismiss(company, task, reason="It is owed", by=by, on=CREDITED)
    worker.until_idle()
    assert holds(company) == 0
    tasks.reopen(company, task, by=by, on=CREDITED)
    worker.until_idle()
    assert holds(company) == 1 and len(waiting(company)) == 1
