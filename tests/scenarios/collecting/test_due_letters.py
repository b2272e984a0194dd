"""What is due in collecting comes by itself to the person who does it: final demands, letters at the year's end."""

import contextlib
from datetime import date, timedelta

import pytest
from django.test import Client

from kvit.banking import statements
from kvit.collecting import balance_letters, balance_runs, demand_tasks, demands, queries
from kvit.collecting.models import BalanceLetter, Demand
from kvit.companies import autopilot
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses
from kvit.jobs import schedule, worker
from kvit.messages.models import Message
from kvit.tasks import tasks, texts
from kvit.tasks.models import Task
from tests.builders import IBANS, a_company, a_customer, a_user, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import DUE, SOLD, paid, sold, without_bank
from tests.scenarios.portal.visiting import words_of

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    made = a_company("RO", owner=owner, on=SOLD)
    without_bank(made)
    return made


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


def level(company, name):
    autopilot.change(company, "collect", level=name, by=the_owner(company), on=SOLD)


def reminded_to_the_end(company, customer):
    """Every level went, and nobody paid; the day of the last one."""
    for week in range(9):
        with contextlib.suppress(Refused):
            last = campaigns.send(company, customer, by=the_owner(company), on=DUE + timedelta(weeks=week)).reminded_on
    return last


def open_tasks(company, kind):
    return list(Task.objects.filter(company=company, kind=kind, status="open"))


def test_the_last_reminder_did_not_help_and_a_person_is_asked_to_write_the_demand(company, customer, owner):
    first = sold(company, customer)
    last = reminded_to_the_end(company, customer)
    paid(company, first, "210.00", on=last)
    assert demand_tasks.run(company, on=last + timedelta(days=13)) == []
    for _ in range(2):
        schedule.tick(company, on=last + timedelta(days=14))
    [task] = open_tasks(company, "demand.due")
    told = texts.title(task, language="en")
    assert first.number in told and "1000.00 RON" in told and customer.name in told
    pages = Client()
    pages.force_login(owner)
    assert f"/customers/{customer.public_id}/collecting" in pages.get("/tasks").content.decode()
    later = last + timedelta(days=15)
    demands.make(company, customer, demands.Asked(), by=the_owner(company), on=later)
    task.refresh_from_db()
    assert task.status == "done" and Demand.objects.get(company=company).amount == 1000
    schedule.tick(company, on=later + timedelta(days=60))
    assert open_tasks(company, "demand.due") == [] and breaches() == [], "what was demanded is demanded once"


@pytest.mark.parametrize("ended_by", ["payment", "hold", "off"])
def test_the_task_goes_with_its_reason(company, customer, ended_by):
    first = sold(company, customer)
    day = reminded_to_the_end(company, customer) + timedelta(days=14)
    assert demand_tasks.run(company, on=day) == [customer]
    if ended_by == "payment":
        paid(company, first, "1210.00", on=day)
    elif ended_by == "hold":
        pauses.begin(company, customer, pauses.Asked(kind="hold", reason="a talk"), by=the_owner(company), on=day)
    else:
        level(company, "off")
    assert demand_tasks.run(company, on=day) == [] and open_tasks(company, "demand.due") == []


def test_who_lets_it_pass_is_asked_again_once_the_sum_grew(company, customer):
    sold(company, customer)
    day = reminded_to_the_end(company, customer) + timedelta(days=14)
    demand_tasks.run(company, on=day)
    [task] = open_tasks(company, "demand.due")
    tasks.dismiss(company, task, reason="they are friends", by=the_owner(company), on=day)
    assert demand_tasks.run(company, on=day + timedelta(days=1)) == []
    level(company, "auto")
    assert demand_tasks.run(company, on=day + timedelta(days=2)) == []
    assert not Demand.objects.filter(company=company).exists(), "it is written by a person alone"


def test_at_the_years_end_one_task_asks_for_the_letters_once(company, customer):
    sold(company, customer)
    other = a_customer(company, name="Beta SRL", vat_id="RO14399840", external_id="beta")
    sold(company, other, on=date(2027, 1, 2))
    assert balance_runs.run(company, on=YEAR_END).proposed == 0
    day = date(2027, 1, 4)
    for _ in range(2):
        assert balance_runs.run(company, on=day).proposed == 1, "Beta owed nothing then"
    [task] = open_tasks(company, "balance_letter.due")
    assert "31/12/2026" in texts.title(task, language="en")
    balance_letters.make_all(company, balance_on=YEAR_END, by=the_owner(company), on=day)
    schedule.tick(company, on=day)
    task.refresh_from_db()
    assert task.status == "done" and not Message.objects.filter(company=company, kind="balance_asked").exists()
    assert balance_runs.run(company, on=date(2027, 4, 1)).proposed == 0 and breaches() == []


def test_whoever_dismisses_it_is_not_asked_again(company, customer):
    sold(company, customer)
    day = date(2027, 1, 4)
    balance_runs.run(company, on=day)
    [task] = open_tasks(company, "balance_letter.due")
    tasks.dismiss(company, task, reason="the auditor asks", by=the_owner(company), on=day)
    assert balance_runs.run(company, on=day + timedelta(days=1)).proposed == 0
    assert open_tasks(company, "balance_letter.due") == []


def test_the_bank_is_waited_for_and_not_for_ever(company, customer):
    """The worked example: the figures reach 29 December on the 5th of January."""
    sold(company, customer)
    bank_reaches(company, date(2026, 12, 29))
    level(company, "auto")
    assert balance_runs.run(company, on=date(2027, 1, 5)) == balance_runs.Asking()
    assert balance_runs.run(company, on=date(2027, 1, 9)).proposed == 1, "a person is asked all the same"
    assert not BalanceLetter.objects.filter(company=company).exists()
    bank_reaches(company, YEAR_END)
    assert len(balance_runs.run(company, on=date(2027, 1, 11)).made) == 1
    assert open_tasks(company, "balance_letter.due") == []


def test_by_itself_each_is_asked_and_mailed_once_and_who_has_no_address_is_to_be_posted(company, customer):
    sold(company, customer)
    silent = a_customer(company, name="Beta SRL", vat_id="RO14399840", external_id="beta", email="")
    sold(company, silent)
    level(company, "auto")
    for day in (4, 5):
        schedule.tick(company, on=date(2027, 1, day))
        worker.until_idle()
    rows = queries.balance_letters(company, size=10).rows
    assert sorted(row.party.name for row in rows) == ["Alfa SRL", "Beta SRL"]
    [mail] = Message.objects.filter(company=company, kind="balance_asked")
    assert mail.party == customer
    [task] = open_tasks(company, "balance_letter.to_post")
    assert task.facts["count"] == 1 and breaches() == []


def test_the_page_of_the_autopilot_has_its_switch(company, owner):
    pages = Client()
    pages.force_login(owner)
    assert "Collect in writing" in words_of(pages.get("/settings/autopilot").content.decode())


def bank_reaches(company, day):
    rows = f"Data;Suma;Moneda;Platitor;Detalii\n{day:%d.%m.%Y};-1,00;RON;BANK;fee of {day}\n"
    told = {"name": f"{day}.csv", "account": IBANS["RO"], "by": the_owner(company), "on": day}
    statements.load(company, rows.encode(), **told)
