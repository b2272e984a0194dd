"""A final demand names all that is overdue and nothing that is held back, once while its days run."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kvit.capture import mailboxes
from kvit.collecting import demand_papers, demands
from kvit.collecting.demands import Asked
from kvit.collecting.models import Demand
from kvit.core.errors import Refused
from kvit.dunning import pauses
from kvit.dunning.models import Pause
from kvit.ledger import open_items
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from tests.builders import a_company, a_customer, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, issue, paid, sold

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO", on=SOLD)


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def demand(company, customer, on=LATER, **asked):
    return demands.make(company, customer, Asked(**asked), by=the_owner(company), on=on)


def hold(company, customer, **facts):
    asked = pauses.Asked(**{"kind": "hold", "reason": "a talk", **facts})
    return pauses.begin(company, customer, asked, by=the_owner(company), on=LATER)


def test_it_names_each_document_with_the_interest_to_its_day(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    sold(company, customer, on=date(2026, 4, 1))
    paid(company, second, "21.00")
    made = demand(company, customer)
    assert [one["number"] for one in made.lines] == [first.number, second.number], "the third is not due yet"
    assert (made.number, made.amount, made.last_on) == ("FD-2026-00001", Decimal("1310.00"), LATER + timedelta(15))
    # 1210 × 0.145 × 47 / 365 = 22.5922; 121 × 0.145 × 28 / 365 + 100 × 0.145 × 19 / 365 = 1.3459 + 0.7548
    assert [one["interest"] for one in made.lines] == ["22.59", "2.10"]
    assert made.interest == Decimal("24.69")
    assert breaches() == []


def test_a_late_fee_is_demanded_too_and_its_interest_is_not_reckoned_again(company, customer):
    sold(company, customer)
    [fee] = issue(company, customer, rules=("interest",))
    made = demand(company, customer, on=date(2026, 5, 10))
    assert [one["number"] for one in made.lines][1] == fee.number
    # 1210 × 0.145 × 20 / 365 = 9.6137, of 21 April to 10 May
    assert [one["interest"] for one in made.lines] == ["9.61", "0"]


def test_one_at_a_time_and_never_rewritten(company, customer):
    sold(company, customer)
    made = demand(company, customer)
    with pytest.raises(Refused, match=r"demand\.running"):
        demand(company, customer, on=made.last_on)
    assert demand(company, customer, on=made.last_on + timedelta(1)).number == "FD-2026-00002"
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.filter(pk=made.pk).update(amount=1)


def test_a_promise_stands_and_what_is_held_back_is_left_out(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    item = open_items.of_document(company, "invoice", document_id=first.pk)
    hold(company, customer, kind="promise", item=item, until=date(2026, 4, 30))
    assert [one["number"] for one in demand(company, customer).lines] == [second.number]
    assert Pause.objects.get(company=company).ended_on is None
    hold(company, customer)
    with pytest.raises(Refused, match=r"demand\.held"):
        demand(company, customer, on=date(2026, 6, 30))


def test_nothing_overdue_and_too_many_days_are_refused(company, customer):
    with pytest.raises(Refused, match=r"demand\.nothing"):
        demand(company, customer)
    sold(company, customer)
    with pytest.raises(Refused, match=r"demand\.days"):
        demand(company, customer, days=91)


@pytest.mark.parametrize(("country", "language"), [("RO", "en"), ("BG", "bg"), ("ES", "es"), ("PL", "pl")])
def test_the_letter_is_kept_and_mailed_in_every_country(country, language):
    company = a_company(country, on=SOLD)
    customer = a_customer(company, language=language)
    sold(company, customer)
    made = demand(company, customer)
    assert demand_papers.pdf(company, made) == demand_papers.pdf(company, made)
    [mail] = demand_papers.send(company, made, by=the_owner(company), on=LATER)
    assert made.number in mail.subject and [one.name for one in mail.enclosures.all()] == ["FD-2026-00001.pdf"]


def test_who_answers_a_demand_reaches_the_mailbox_where_answers_are_read(company, customer):
    before = registry.use("mailboxes")
    registry.register("mailboxes", FakeMailboxes())
    try:
        box = {"host": "imap.nord.example", "user": "answers@nord.example", "password": "x", "purpose": "replies"}
        mailboxes.add(company, box, by=the_owner(company), on=SOLD)
        sold(company, customer)
        [mail] = demand_papers.send(company, demand(company, customer), by=the_owner(company), on=LATER)
    finally:
        registry.register("mailboxes", before)
    assert mail.reply_to == "answers@nord.example"
