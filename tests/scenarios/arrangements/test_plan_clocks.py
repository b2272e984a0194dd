"""While an instalment is disputed its clock stands, and after our answer there is time to pay (payment-plans.md)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.arrangements import disputes, plans, queries
from kvit.jobs import schedule
from kvit.receivables import credit_notes
from tests.builders import a_company, a_customer, a_line, an_invoice, breaches, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import let_plans, mails, pay, settle_down, status_of, wish

pytestmark = pytest.mark.django_db

SAID, ANSWERED = date(2026, 4, 28), date(2026, 5, 12)


@pytest.fixture
def company():
    made = a_company("RO")
    debtor.let_reminders_go(made)
    let_plans(made, "auto")
    return made


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def guest(company, customer):
    return debtor.guest_of(company, customer)[0]


@pytest.fixture
def invoice(company, customer):
    return an_invoice(company, a_line("7100.00", category="Z"), a_line("5000.00", category="Z"), customer=customer)


@pytest.fixture
def plan(company, customer, guest, invoice):
    """12,100.00 in three: the first came, April's is due on the 30th with three days of grace."""
    wanted = wish(invoice, first_on=date(2026, 3, 31))
    made = plans.ask(company, customer, wanted, by=guest, on=date(2026, 3, 16))
    pay(invoice, "4033.34", on=date(2026, 3, 30))
    return made


def holds_to(company, plan, last, *, since):
    """Night after night until that day; the night after, it is broken."""
    day = since
    while day <= last:
        schedule.tick(company, on=day)
        assert status_of(plan) == "agreed" and mails(company) == [], day
        day += timedelta(days=1)
    schedule.tick(company, on=day)
    assert status_of(plan) == "broken"


def test_rejected_after_the_last_day_five_working_days_are_left(company, plan, invoice, guest):
    row = debtor.dispute(invoice, 2, by=guest, on=SAID)
    schedule.tick(company, on=date(2026, 5, 11))
    disputes.reject(company, row, answer="It was whole.", by=the_owner(company), on=ANSWERED)
    holds_to(company, plan, date(2026, 5, 19), since=ANSWERED)
    assert breaches() == []


def test_taken_back_by_the_customer_the_days_that_were_left_are_left(company, plan, invoice, guest):
    row = debtor.dispute(invoice, 2, by=guest, on=SAID)
    disputes.withdraw(company, row, by=guest, on=ANSWERED)
    holds_to(company, plan, date(2026, 5, 17), since=ANSWERED)


def test_a_credit_note_of_less_than_was_disputed_leaves_time_for_the_rest(company, plan, invoice, guest):
    debtor.dispute(invoice, 2, by=guest, on=SAID)
    part = {2: Decimal("0.1")}
    credit_notes.issue(company, invoice, reason="return", quantities=part, by=the_owner(company), on=ANSWERED)
    settle_down()
    holds_to(company, plan, date(2026, 5, 19), since=ANSWERED)


def test_who_pays_in_the_days_that_were_left_keeps_the_plan(company, plan, invoice, guest):
    row = debtor.dispute(invoice, 2, by=guest, on=SAID)
    disputes.reject(company, row, answer="It was whole.", by=the_owner(company), on=ANSWERED)
    pay(invoice, "4033.33", on=date(2026, 5, 19))
    schedule.tick(company, on=date(2026, 5, 20))
    assert status_of(plan) == "agreed"


def test_what_is_said_again_or_too_late_moves_nothing(company, plan, invoice, guest):
    owner = the_owner(company)
    disputes.reject(
        company, debtor.dispute(invoice, 2, by=guest, on=SAID), answer="It was whole.", by=owner, on=ANSWERED
    )
    again = debtor.dispute(invoice, 2, by=guest, on=date(2026, 5, 18))
    disputes.reject(company, again, answer="As we said.", by=owner, on=date(2026, 5, 18))
    read = queries.find_plan(company, plan.public_id)
    [item] = read.items.all()
    assert queries.holding(company, [item.item]) == {item.item_id: date(2026, 5, 19)}
    late = debtor.dispute(invoice, 1, by=guest, on=date(2026, 5, 20))
    disputes.reject(company, late, answer="No.", by=owner, on=date(2026, 5, 20))
    schedule.tick(company, on=date(2026, 5, 20))
    assert status_of(plan) == "broken"


def test_a_dispute_of_less_than_the_instalment_moves_no_day(company, plan, invoice, guest):
    row = debtor.dispute(invoice, 2, by=guest, on=SAID, amount=Decimal("100"))
    disputes.reject(company, row, answer="It was whole.", by=the_owner(company), on=date(2026, 4, 30))
    holds_to(company, plan, date(2026, 5, 3), since=date(2026, 4, 30))
