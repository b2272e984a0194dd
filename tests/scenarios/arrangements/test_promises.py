"""A customer says by which day they pay, and the day passes (docs/rules/promises.md)."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kvit.banking import statements
from kvit.cli.tests import inside
from kvit.companies import companies
from kvit.companies.models import User
from kvit.dunning import pauses, procedures, promises
from kvit.dunning.models import PromiseOutcome
from kvit.events.models import Event
from kvit.jobs import schedule
from kvit.parties import entrusting
from kvit.tasks.models import Task
from tests.builders import DAY, IBANS, a_company, a_customer, a_line, a_user, an_invoice, breaches, somebody, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import mails, pay
from tests.scenarios.portal.visiting import words_of

pytestmark = pytest.mark.django_db

SAID, UNTIL = date(2026, 4, 2), date(2026, 4, 8)
AFTER = date(2026, 4, 9)


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    made = a_company("RO", owner=owner)
    row, by = procedures.every(made)[0], the_owner(made)
    procedures.change(made, row, {**row.told, "bank_days": 5}, by=by, on=DAY)
    procedures.let(made, row, level="auto", by=by, on=DAY)
    return made


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def invoice(company, customer):
    return an_invoice(company, customer=customer)


def bank_reaches(company, day):
    """A statement without lines that ends on the day."""
    rows = f"Data;Suma;Moneda;Platitor;Detalii\n{day:%d.%m.%Y};-1,00;RON;BANK;fee of {day}\n"
    told = {"name": f"{day}.csv", "account": IBANS["RO"], "by": the_owner(company), "on": day}
    statements.load(company, rows.encode(), **told)


def promised(company, customer, *, on=SAID, until=UNTIL, item=None):
    asked = pauses.Asked(kind="promise", until=until, item=item)
    return pauses.begin(company, customer, asked, by=the_owner(company), on=on)


def told(company):
    rows = Event.objects.filter(company_id=company.pk, name__startswith="promise.").order_by("pk")
    return [(row.name, row.facts.get("amounts", "")) for row in rows]


def state_of(company, row):
    [found] = [one for one in promises.listed(company).rows if one.pk == row.pk]
    return promises.state_of(found)


def tick(company, *, on):
    return schedule.tick(company, on=on)


def test_the_day_passes_without_the_money_and_the_one_who_looks_after_them_is_told_once(company, customer, invoice):
    clerk = User.objects.get(pk=somebody(company, "clerk").id)
    entrusting.entrust(company, customer, to=clerk.email, by=the_owner(company), on=DAY)
    row = promised(company, customer)
    bank_reaches(company, UNTIL)
    tick(company, on=UNTIL)
    assert told(company) == [] and mails(company) == []
    pay(invoice, "100.00", on=UNTIL)
    for _ in range(3):
        tick(company, on=AFTER)
    assert told(company) == [("promise.broken", "21.00 RON")] and state_of(company, row) == "broken"
    task = Task.objects.get(company=company, kind="promise.broken")
    assert task.status == "open" and task.owner == clerk
    assert task.facts["numbers"] == invoice.number and len(mails(company)) == 1, "reminders go on"
    assert breaches() == []
    pay(invoice, "21.00", on=date(2026, 4, 14))
    tick(company, on=date(2026, 4, 14))
    task.refresh_from_db()
    assert task.status == "done" and state_of(company, row) == "broken", "what was said stays"


def test_what_is_paid_late_on_the_day_keeps_it(company, customer, invoice):
    row = promised(company, customer)
    bank_reaches(company, UNTIL)
    tick(company, on=UNTIL)
    pay(invoice, "121.00", on=UNTIL)
    tick(company, on=AFTER)
    assert told(company) == [("promise.kept", "")] and state_of(company, row) == "kept"
    assert not Task.objects.filter(company=company, kind="promise.broken").exists() and breaches() == []


def test_nothing_is_said_while_the_bank_does_not_reach_the_day_or_is_old(company, customer, invoice):
    row = promised(company, customer)
    tick(company, on=AFTER)
    bank_reaches(company, date(2026, 4, 7))
    tick(company, on=AFTER)
    assert told(company) == [], "what came on the 8th is not known"
    bank_reaches(company, UNTIL)
    tick(company, on=date(2026, 4, 14))
    assert told(company) == [] and state_of(company, row) == "held", "six days old"
    bank_reaches(company, date(2026, 4, 14))
    tick(company, on=date(2026, 4, 14))
    assert told(company) == [("promise.broken", "121.00 RON")]


def test_a_promise_is_about_what_was_due_by_its_day_and_not_what_was_billed_since(company, customer, invoice):
    promised(company, customer)
    an_invoice(company, a_line("500.00"), customer=customer, on=date(2026, 4, 3))
    pay(invoice, "121.00", on=UNTIL)
    bank_reaches(company, UNTIL)
    tick(company, on=AFTER)
    assert told(company) == [("promise.kept", "")]


def test_a_promise_of_one_document_says_nothing_of_another(company, customer, invoice):
    other = an_invoice(company, a_line("200.00"), customer=customer)
    row = promised(company, customer, item=debtor.item_of(other))
    pay(other, "242.00", on=UNTIL)
    bank_reaches(company, UNTIL)
    tick(company, on=AFTER)
    assert state_of(company, row) == "kept"


def test_another_promise_takes_its_place_and_one_that_was_ended_is_not_judged(company, customer, invoice):
    first = promised(company, customer)
    second = promised(company, customer, on=date(2026, 4, 7), until=date(2026, 4, 20))
    bank_reaches(company, UNTIL)
    tick(company, on=AFTER)
    assert told(company) == [] and state_of(company, first) == "replaced" and state_of(company, second) == "held"
    pauses.end(company, second, by=the_owner(company), on=AFTER)
    assert state_of(company, second) == "ended" and state_of(company, first) == "held"
    tick(company, on=AFTER)
    assert told(company) == [("promise.broken", "121.00 RON")]


def test_what_is_disputed_breaks_no_promise(company, customer, invoice):
    promised(company, customer)
    debtor.dispute(invoice, 1, by=debtor.guest_of(company, customer)[0], on=date(2026, 4, 7))
    bank_reaches(company, UNTIL)
    tick(company, on=AFTER)
    assert told(company) == [("promise.kept", "")]


def test_pages_and_programs_show_what_became_of_it(owner, company, customer, invoice, capsys):
    row = promised(company, customer)
    bank_reaches(company, UNTIL)
    tick(company, on=AFTER)
    pages = Client()
    pages.force_login(owner)
    assert customer.name not in words_of(pages.get("/promises").content.decode())
    shown = words_of(pages.get("/promises?view=broken").content.decode())
    assert customer.name in shown and "121.00" in shown and "08/04/2026" in shown
    for page in (f"/customers/{customer.public_id}", f"/customers/{customer.public_id}/reminders"):
        assert "Broken" in words_of(pages.get(page).content.decode()), page
    code = inside.tree().main(
        ["reminder", "promises", "--state", "broken", "--json"], prog_name="kvit", standalone_mode=False
    )
    [told] = json.loads(capsys.readouterr().out)
    assert not code and (told["id"], told["state"]) == (row.public_id, "broken")
    assert told["missing"] == [{"amount": "121.00", "currency": "RON"}]
    _key, secret = companies.make_api_key(company, owner, name="k", by=the_owner(company), on=DAY)
    asked = Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/promises?state=broken").json()
    assert [one["id"] for one in asked["data"]] == [row.public_id]


def test_a_promise_is_judged_once_by_however_many(company, customer, invoice):
    promised(company, customer)
    bank_reaches(company, UNTIL)
    waiting = promises.waiting(company, on=AFTER)
    [seen] = waiting
    promises.run(company, on=AFTER)
    late = promises.Judged()
    promises.judge(company, seen, late, on=AFTER)
    assert late.broken == [] and PromiseOutcome.objects.filter(company=company).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseOutcome.objects.create(company=company, pause=seen, outcome="kept", said_on=AFTER)
