"""What a schedule is going to do is seen before it does it, and what could never work is refused."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.billing import planning, schedules
from kvit.billing.models import Schedule
from kvit.billing.tests.makers import NEW_YEAR, run, scheduled
from kvit.core.errors import Refused
from kvit.receivables.models import Invoice
from tests.builders import a_company, a_customer, a_line, the_owner

pytestmark = pytest.mark.django_db


def test_the_calendar_shows_the_next_twelve_with_their_sums():
    company = a_company()
    schedule = scheduled(company, lines=[a_line("100", quantity="2", vat="21")])
    twelve = schedules.calendar(company, schedule)
    assert len(twelve) == 12
    assert [one.period.starts_on for one in twelve[:3]] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert {(one.net.amount, one.gross.amount) for one in twelve} == {(Decimal(200), Decimal(242))}
    assert Invoice.objects.count() == 0


def test_the_calendar_of_all_is_in_order_of_days():
    company = a_company()
    monthly = scheduled(company)
    weekly = scheduled(company, name="Săptămânal", unit="week", anchor_on="2026-01-05")
    found = planning_days(company)
    assert found[:5] == [
        ("Săptămânal", date(2026, 1, 5)),
        ("Săptămânal", date(2026, 1, 12)),
        ("Săptămânal", date(2026, 1, 19)),
        ("Săptămânal", date(2026, 1, 26)),
        ("Abonament", date(2026, 1, 31)),
    ]
    assert len(found) == 12 and {name for name, _ in found} == {monthly.name, weekly.name}


def planning_days(company):
    return [(one.schedule.name, one.period.starts_on) for one in planning.calendar_of_all(company)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ro", "Chirie martie 2026, 01.03.2026 – 31.03.2026"),
        ("pl", "Chirie marzec 2026, 01.03.2026 – 31.03.2026"),
        ("es", "Chirie marzo 2026, 01/03/2026 – 31/03/2026"),
    ],
)
def test_the_period_is_said_in_the_customers_language(language, said):
    company = a_company()
    tenant = a_customer(company, language=language)
    line = a_line(name="Chirie {month} {year}, {period_from} – {period_to}")
    scheduled(company, customer=tenant, lines=[line], anchor_on="2026-03-01", on=date(2026, 3, 1))
    run(company, date(2026, 3, 1))
    assert Invoice.objects.get().lines.get().name == said


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"lines": [{"name": "Abonament {customer}", "price": "1"}]}, "schedule.unknown_placeholder"),
        ({"unit": "moon"}, "field.bad_value"),
        ({"level": "send"}, "field.bad_value"),
        ({"time": "25:00"}, "field.bad_value"),
        ({"every": 0}, "schedule.bad_rule"),
        ({"every": 1001}, "field.bad_value"),
        ({"colour": "red"}, "field.unknown"),
        ({"name": ""}, "field.missing"),
        ({"ends_on": "2026-02-01", "first_on": "2026-03-01"}, "schedule.no_period"),
        ({"lines": [{"product": "none", "quantity": "1"}]}, "product.unknown"),
        ({"lines": [{"name": "x", "prize": "1"}]}, "field.unknown"),
    ],
)
def test_a_schedule_that_cannot_work_is_refused_when_it_is_made(facts, code):
    company = a_company()
    with pytest.raises(Refused) as refusal:
        scheduled(company, **facts)
    assert refusal.value.code == code
    assert Schedule.objects.count() == 0


def test_fields_that_each_period_gives_are_not_fixed():
    company = a_company()
    party = a_customer(company)
    for name in ("external_id", "issue_on", "period", "delivered_on"):
        told = {
            "name": "A", "unit": "month", "anchor_on": "2026-01-31",
            "draft": {"customer": party.public_id, "lines": [a_line()], name: "2026-01-01"},
        }  # fmt: skip
        with pytest.raises(Refused) as refusal:
            schedules.make(company, told, by=the_owner(company), on=NEW_YEAR)
        assert refusal.value.code == "schedule.field_of_run"
