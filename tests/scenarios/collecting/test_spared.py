"""No automation charges what a person took back, what is disputed, what is paid in instalments, what rests."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.arrangements import disputes, plans
from kvit.collecting import fee_runs, late_fees
from kvit.collecting.models import LateFee
from kvit.collecting.owed_fees import Asked
from kvit.companies.permissions import automation
from kvit.dunning import pauses
from kvit.jobs import worker
from kvit.ledger import open_items, rates
from kvit.ledger.rates import Quote
from kvit.messages.models import Message
from kvit.tasks import tasks
from kvit.tasks.models import Task
from tests.builders import a_company, a_customer, the_owner
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, change, issue, paid, sold, without_bank

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 4)


@pytest.fixture
def company():
    company = a_company("RO", on=SOLD)
    quotes = [Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=SOLD)
    without_bank(company)
    change(company, level="auto")
    return company


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def charged(company, on=LATER):
    """The numbers of the documents, and the rules, that a day's run charged."""
    issued = fee_runs.run(company, on=on).issued
    return {(line.item.document_number, line.rule) for fee in issued for line in fee.lines.select_related("item")}


def item_of(invoice):
    return open_items.of_document(invoice.company, "invoice", document_id=invoice.pk)


def rest(company, customer, **asked):
    return pauses.begin(company, customer, pauses.Asked(**asked), by=the_owner(company), on=LATER)


def test_what_a_person_took_back_is_not_charged_again_but_by_a_person(company, customer):
    invoice = sold(company, customer)
    assert charged(company) == {(invoice.number, "interest"), (invoice.number, "compensation")}
    [fee] = LateFee.objects.filter(company=company)
    late_fees.cancel(company, fee, reason="agreed by telephone", by=the_owner(company), on=LATER)
    other = sold(company, customer, net="100.00")
    assert charged(company, on=MAY) == {(other.number, "interest"), (other.number, "compensation")}
    change(company, level="suggest")
    assert fee_runs.run(company, on=MAY).proposed == []
    [again] = issue(company, customer, on=MAY)
    assert {line.rule for line in again.lines.filter(item=item_of(invoice))} == {"interest", "compensation"}


def test_nobody_is_charged_by_itself_for_what_is_disputed(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    owner = the_owner(company)
    said = disputes.Asked(position=1, reason="damaged", text="Two legs are broken.", amount=Decimal("10.00"))
    row = disputes.open(company, first, said, by=owner, on=LATER)
    assert {number for number, _ in charged(company)} == {second.number}
    disputes.reject(company, row, answer="They were whole.", by=owner, on=LATER)
    assert {number for number, _ in charged(company)} == {first.number}


def test_what_is_paid_in_instalments_bears_nothing_by_itself_whether_under_way_or_kept(company, customer):
    invoice, other = sold(company, customer), sold(company, customer, net="100.00")
    wish = plans.Wish(items=[item_of(invoice).public_id], count=2, first_on=LATER)
    plan = plans.make(company, customer, wish, by=the_owner(company), on=LATER)
    assert {number for number, _ in charged(company)} == {other.number}
    paid(company, invoice, "1210.00", on=LATER)
    worker.until_idle()
    plan.refresh_from_db()
    assert plan.status == "completed"
    assert charged(company, on=MAY) == {(other.number, "interest")}
    [by_hand] = issue(company, customer, on=MAY, items=frozenset({item_of(invoice).public_id}))
    assert by_hand.lines.count() == 2


def test_a_promise_that_is_over_and_a_pause_of_another_document_silence_nobody(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    rest(company, customer, kind="promise", until=LATER + timedelta(2))
    rest(company, customer, kind="hold", reason="a talk", item=item_of(second))
    assert charged(company, on=LATER + timedelta(2)) == set()
    assert {number for number, _ in charged(company, on=LATER + timedelta(3))} == {first.number}


def test_a_task_that_was_dismissed_comes_back_when_the_sum_grew(company, customer):
    change(company, level="suggest")
    sold(company, customer)
    assert fee_runs.run(company, on=LATER).proposed == [customer]
    task = Task.objects.get(kind="late_fee.due")
    tasks.dismiss(company, task, reason="a good customer", by=the_owner(company), on=LATER)
    for day in range(1, 11):
        assert fee_runs.run(company, on=LATER + timedelta(day)).proposed == [], "April is not over yet"
    assert fee_runs.run(company, on=MAY).proposed == [customer]
    assert Task.objects.filter(kind="late_fee.due", status="open").count() == 1


def test_a_task_that_waits_tells_the_sum_of_the_day(company, customer):
    change(company, level="suggest")
    sold(company, customer)
    fee_runs.run(company, on=LATER)
    task = Task.objects.get(kind="late_fee.due")
    before = task.facts["amounts"]
    sold(company, customer, net="100.00")
    fee_runs.run(company, on=LATER)
    task.refresh_from_db()
    assert task.facts["amounts"] != before


def test_a_run_that_died_after_the_charge_still_mails_it_once(company, customer):
    sold(company, customer)
    by = automation(fee_runs.AUTOMATION, company)
    late_fees.issue(company, customer, Asked(LATER), by=by, on=LATER, by_itself=True)
    fee_runs.run(company, on=LATER)
    worker.until_idle()
    [mail] = Message.objects.filter(company=company, kind="late_fee_sent")
    assert "LF-2026-00001" in mail.subject
    sold(company, customer, net="100.00")
    issue(company, customer)
    worker.until_idle()
    assert Message.objects.filter(company=company, kind="late_fee_sent").count() == 1, "who charges mails it themselves"
