"""One question after paying: how was it to get and pay this invoice (docs/rules/ratings.md)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.arrangements import rating_queries, ratings
from kvit.arrangements.models import Rating
from kvit.arrangements.ratings import Said
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.receivables import credit_notes
from kvit.reports import ratings as reported
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import LATE, pay, settle_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def guest(company, customer):
    return debtor.guest_of(company, customer)[0]


def paid(company, customer, net="100.00"):
    made = an_invoice(company, a_line(net, vat="19"), customer=customer)
    pay(made, str(made.payable), on=LATE)
    return made


def rate(company, invoice, stars, text="", *, by, on=LATE):
    return ratings.rate(company, invoice, Said(stars, text), by=by, on=on)


def test_said_once_and_anew_within_thirty_days(company, customer, guest):
    invoice = paid(company, customer)
    rate(company, invoice, 3, by=guest)
    rate(company, invoice, 5, "Better now", by=guest, on=LATE + timedelta(days=30))
    rate(company, invoice, 5, "Better now", by=guest, on=LATE + timedelta(days=30))
    [row] = Rating.objects.all()
    assert (row.stars, row.text, row.rated_on) == (5, "Better now", LATE)
    [event] = Event.objects.filter(company_id=company.pk, name="rating.changed")
    assert event.facts["before"] == 3
    with pytest.raises(Refused, match=r"rating\.too_late"):
        rate(company, invoice, 1, by=guest, on=LATE + timedelta(days=31))


def test_only_what_was_paid_and_by_the_customer_alone(company, customer, guest):
    owed = an_invoice(company, a_line("100.00", vat="19"), customer=customer)
    with pytest.raises(Refused, match=r"rating\.not_paid"):
        rate(company, owed, 5, by=guest)
    credit_notes.issue(company, owed, reason="return", quantities={1: None}, by=the_owner(company), on=LATE)
    with pytest.raises(Refused, match=r"rating\.not_paid"):
        rate(company, owed, 5, by=guest)
    invoice = paid(company, customer)
    for stars in (0, 6):
        with pytest.raises(Refused, match=r"rating\.bad_stars"):
            rate(company, invoice, stars, by=guest)
    with pytest.raises(Refused, match=r"permission\.denied"):
        rate(company, invoice, 5, by=the_owner(company))
    assert rating_queries.to_ask_about(company, customer, on=LATE) == invoice
    rate(company, invoice, 4, by=guest)
    assert rating_queries.to_ask_about(company, customer, on=LATE) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Rating.objects.create(company=company, party=customer, invoice=invoice, stars=1, rated_on=DAY)


def test_bad_words_become_a_task_that_better_ones_close(company, customer, guest):
    silent, angry = paid(company, customer), paid(company, customer)
    rate(company, silent, 1, by=guest)
    rate(company, angry, 2, "The link did not open on my phone.", by=guest)
    settle_down()
    [task] = Task.objects.filter(company=company, kind="rating.low")
    assert (task.status, task.facts["number"]) == ("open", angry.number)
    rate(company, angry, 4, "Works now.", by=guest)
    settle_down()
    task.refresh_from_db()
    assert task.status == "done"


def test_the_worked_example_in_the_figures_with_the_ids_behind_them(company, customer, guest):
    rows = [rate(company, paid(company, customer), stars, by=guest) for stars in (5, 4, 4, 2)]
    found = reported.report(company, since=DAY, until=LATE)
    assert (found["count"], found["average"], found["good"]) == (4, "3.8", "75.0")
    [month] = found["months"]
    assert month["month"] == "2026-04" and month["ids"] == [row.public_id for row in rows]
    assert reported.report(company, since=DAY, until=DAY)["average"] is None
