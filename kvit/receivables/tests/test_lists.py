"""What the lists of invoices say: who owes what, in which order, and never more than was asked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.receivables import queries
from kvit.receivables.queries import Filter
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def numbers(company, view, *, on=DAY, **only):
    rows, _page = queries.listed(company, view, only=Filter(**only), on=on)
    return [row.number for row in rows]


def test_open_invoices_stand_by_due_day_and_paid_ones_do_not(company):
    late = an_invoice(company, a_line("100.00"), terms_days=10)
    later = an_invoice(company, a_line("200.00"), terms_days=30)
    a_draft(company, a_line("300.00"))

    assert numbers(company, "open") == [late.number, later.number]
    assert numbers(company, "overdue", on=DAY + timedelta(days=15)) == [late.number]
    assert numbers(company, "overdue", on=DAY) == []
    assert numbers(company, "issued") == [later.number, late.number], "the newest first"
    assert numbers(company, "paid") == []
    assert numbers(company, "draft") == [""]


def test_the_sum_is_what_is_owed_in_company_currency(company):
    an_invoice(company, a_line("100.00"), terms_days=10)  # 121.00 with 21 % VAT
    an_invoice(company, a_line("200.00"), terms_days=30)  # 242.00

    sums = queries.summed(company, "open", only=Filter(), on=DAY + timedelta(days=15))

    assert (sums.count, sums.more) == (2, False)
    assert sums.balance == Money(Decimal("363.00"), "RON")
    assert sums.overdue == Money(Decimal("121.00"), "RON")


def test_a_long_list_says_that_there_is_more_instead_of_counting_it(company, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    an_invoice(company)
    an_invoice(company)
    sums = queries.summed(company, "open", only=Filter(), on=DAY)
    assert (sums.count, sums.more) == (1, True)


def test_filters_narrow_by_customer_and_by_day_of_issue(company):
    hotel = a_customer(company, name="Hotel Bastion SA")
    early = an_invoice(company, customer=hotel, on=DAY)
    other = an_invoice(company, customer=a_customer(company, name="Delta"), on=DAY + timedelta(days=5))

    assert numbers(company, "open", party_id=hotel.pk) == [early.number]
    assert numbers(company, "issued", since=DAY + timedelta(days=1)) == [other.number]
    assert numbers(company, "open", until=DAY) == [early.number]


def test_a_row_carries_what_a_person_reads(company):
    invoice = an_invoice(
        company, a_line("100.00"), customer=a_customer(company, name="Hotel Bastion SA"), terms_days=30
    )
    (row,), _page = queries.listed(company, "open", only=Filter(), on=DAY)
    assert row.id == invoice.public_id
    assert row.customer == "Hotel Bastion SA"
    assert row.due_on == date(2026, 4, 1)
    assert row.payable == row.balance == Money(Decimal("121.00"), "RON")
    assert row.settlement == "open"


def test_a_stranger_sees_nothing(company):
    invoice = an_invoice(company)
    stranger = a_company("BG")
    for view in queries.VIEWS:
        assert numbers(stranger, view) == []
    with pytest.raises(Refused) as caught:
        queries.find(stranger, invoice.public_id)
    assert caught.value.code == "invoice.unknown"


@pytest.mark.parametrize("view", queries.VIEWS)
def test_a_page_costs_the_same_queries_however_long_the_list(company, view, django_assert_max_num_queries):
    for _ in range(3):
        an_invoice(company)
    a_draft(company)
    with django_assert_max_num_queries(2):
        queries.listed(company, view, only=Filter(), on=DAY, size=2)
    with django_assert_max_num_queries(1):
        queries.summed(company, view, only=Filter(), on=DAY)
