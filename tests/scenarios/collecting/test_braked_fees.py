"""No automation charges a customer whom no reminder might reach: who may have paid, or whom we failed ourselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.banking import automatic, statements
from kvit.collecting import fee_runs
from kvit.collecting.models import LateFeeLine
from kvit.dunning import procedures
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.messages.tests.makers import a_message
from kvit.payments import incoming
from tests.builders import IBANS, a_company, a_customer, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import DUE, SOLD, change, sold, without_bank

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
APRIL = date(2026, 4, 1)


@pytest.fixture
def company():
    company = a_company("RO", on=SOLD)
    quotes = [Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=SOLD)
    change(company, level="auto")
    return company


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def charged(company, on):
    """The rules of what a day's run charged, with the last day of each."""
    issued = fee_runs.run(company, on=on).issued
    return {(line.rule, line.until) for fee in issued for line in fee.lines.all()}


def told(company, booked_on, *, amount="1,00", text="dobânda", on=None):
    """A line of the bank's, in a statement that came on the day."""
    rows = f"Data;Suma;Moneda;Platitor;Detalii\n{booked_on:%d.%m.%Y};{amount};RON;ALFA SRL;{text}\n"
    name = {"name": "extras.csv", "account": IBANS["RO"]}
    statements.load(company, rows.encode(), **name, by=the_owner(company), on=on or booked_on)


def test_nothing_is_charged_before_a_month_is_over_and_then_once(company, customer):
    without_bank(company)
    sold(company, customer)
    day = DUE
    while day < APRIL:
        assert charged(company, on=day) == set()
        day += ONE_DAY
    end_of_march, day_after = date(2026, 3, 31), DUE + ONE_DAY
    assert charged(company, on=APRIL) == {("interest", end_of_march), ("compensation", day_after)}
    assert charged(company, on=APRIL + ONE_DAY) == set()
    assert breaches() == []


def test_who_paid_on_the_due_day_is_charged_nothing_although_the_statement_comes_three_days_later(company, customer):
    due = date(2026, 3, 30)
    told(company, due - 2 * ONE_DAY)
    invoice = sold(company, customer, on=date(2026, 2, 28))
    assert invoice.due_on == due
    for day in (due + ONE_DAY, APRIL, APRIL + ONE_DAY):
        assert charged(company, on=day) == set(), "the bank has not told of the last days of March"
    told(company, due, amount="1210,00", text=f"plata {invoice.number}", on=APRIL + ONE_DAY)
    automatic.propose(company, by=the_owner(company), on=APRIL + ONE_DAY)
    for day in (APRIL + ONE_DAY, date(2026, 5, 4)):
        told(company, day - ONE_DAY)
        assert charged(company, on=day) == set()
    assert not LateFeeLine.objects.filter(company=company).exists()


def test_what_is_open_is_charged_once_the_bank_has_told_of_the_month_and_not_by_old_figures(company, customer):
    sold(company, customer)
    assert charged(company, on=APRIL) == set(), "there are no figures of the bank at all"
    told(company, date(2026, 3, 30))
    assert charged(company, on=APRIL) == set()
    told(company, date(2026, 3, 31))
    assert charged(company, on=date(2026, 4, 20)) == set(), "they are older than the procedure allows"
    assert {rule for rule, _ in charged(company, on=APRIL + ONE_DAY)} == {"interest", "compensation"}


@pytest.mark.parametrize("text", ["parte din {number}", "avans"])
def test_money_that_waits_to_be_matched_holds_the_charge_back(company, customer, text):
    without_bank(company)
    invoice = sold(company, customer)
    told(company, date(2026, 3, 31), amount="500,00", text=text.format(number=invoice.number))
    is_named = "number" in text
    assert (charged(company, on=APRIL) == set()) == is_named


def test_a_credit_that_would_pay_it_holds_the_charge_back(company, customer):
    without_bank(company)
    sold(company, customer)
    raw = {"amount": "1210.00", "customer": customer.public_id, "paid_on": "2026-03-02"}
    incoming.record_all(company, [raw], by=the_owner(company), on=DUE)
    assert charged(company, on=APRIL) == set()


@pytest.mark.parametrize("is_paid", [True, False])
def test_an_invoice_that_did_not_arrive_costs_nothing_by_itself_whether_it_was_paid_late_or_not(
    company, customer, is_paid
):
    without_bank(company)
    invoice = sold(company, customer)
    about = About(kind="invoice", id=invoice.pk, public_id=invoice.public_id, name=invoice.number)
    mail = a_message(company, about=about)
    Message.objects.filter(pk=mail.pk).update(status="bounced")
    if is_paid:
        raw = {"amount": "1210.00", "invoice": invoice.number, "paid_on": "2026-03-20"}
        incoming.record_all(company, [raw], by=the_owner(company), on=date(2026, 3, 20))
    assert charged(company, on=APRIL) == set()
    Message.objects.filter(pk=mail.pk).update(status="sent")
    assert {rule for rule, _ in charged(company, on=APRIL)} == {"interest", "compensation"}


def test_who_has_no_address_is_charged_all_the_same(company):
    without_bank(company)
    silent = a_customer(company, email="")
    sold(company, silent)
    assert procedures.every(company)[0].level == "suggest"
    assert {rule for rule, _ in charged(company, on=APRIL)} == {"interest", "compensation"}
