"""A clerk reconciles a hundred lines by keyboard, one act a line; rules, splits and questions on their pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kvit.banking import bank_rules, bookings, reconciliation, statements
from kvit.banking.models import BankRule, Booking, StatementLine
from kvit.core.bank_rules import Target
from kvit.tasks.models import Task
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import a_company, a_customer, a_line, a_user, an_invoice, breaches, the_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date.today()
BOOKED = TODAY - timedelta(days=2)
ALL = 100


def load(company, *rows, name="extras.csv"):
    head = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"
    content = (head + "".join(f"{BOOKED:%d.%m.%Y};{row}\n" for row in rows)).encode()
    iban = company.bank_accounts.get().iban
    statements.load(company, content, name=name, account=iban, by=the_owner(company), on=TODAY)
    reconciliation.suggest(company, by=the_owner(company), on=TODAY)


def left():
    return StatementLine.objects.filter(status__in=("open", "proposed")).count()


def a_hundred_lines(company):
    """Eighty payments of invoices, ten fees by a rule, ten wages like three that were booked before."""
    by, long_ago = the_owner(company), TODAY - timedelta(days=30)
    hotel = a_customer(company, name="Hotel Bastion SA")
    told = {"name": "Fees", "direction": "out", "text": "comision", "account": "627"}
    rule = bank_rules.make(company, told, by=by, on=TODAY)
    bank_rules.let(company, rule, level="suggest", by=by, on=TODAY)
    load(company, *(f"-4{n}00,00;RON;Popa Ion;;Salariu" for n in range(3)), name="before.csv")
    for line in StatementLine.objects.filter(company=company):
        bookings.book(company, line, Target(account="421"), by=by, on=TODAY)
    invoices = [an_invoice(company, a_line(f"{n}00.00"), customer=hotel, on=long_ago) for n in range(1, 81)]
    rows = [f"{n * 121},00;RON;HOTEL BASTION;;plata {one.number}" for n, one in enumerate(invoices, start=1)]
    rows += [f"-{n},50;RON;Banca;;Comision {n}" for n in range(1, 11)]
    rows += [f"-5{n}00,00;RON;Popa Ion;;Salariu" for n in range(10)]
    load(company, *rows)


def test_a_clerk_reconciles_a_hundred_lines_by_keyboard_with_one_act_a_line(chromium, live_server):
    company = a_company(owner=a_user("ana@ateliernord.example"), on=TODAY - timedelta(days=60))
    clerk = a_user("dan@ateliernord.example")
    company.memberships.create(user=clerk, role="clerk")
    a_hundred_lines(company)
    assert left() == ALL
    context = looks.opened(chromium, live_server.url, LIGHT, user=clerk)
    page = context.new_page()
    page.goto(reverse("reconcile"))
    acts = 0
    while left():
        with page.expect_navigation():
            page.keyboard.press("Enter")
        acts += 1
        assert acts <= ALL, "more than one act a line"
    assert acts == ALL
    assert StatementLine.objects.filter(status="reconciled").count() == ALL + 3
    assert (Booking.objects.filter(kind="rule").count(), Booking.objects.filter(kind="learned").count()) == (10, 10)
    with page.expect_navigation():
        page.keyboard.press("u")
    assert left() == 1
    assert breaches() == []
    context.close()


@looks.each(short=LIGHT)
def test_lines_that_pay_no_document_on_their_pages(chromium, live_server, pictures, look):
    owner = a_user("ana@ateliernord.example")
    company = a_company(owner=owner, on=TODAY - timedelta(days=60))
    dan = a_user("dan@ateliernord.example")
    company.memberships.create(user=dan, role="accountant")
    an_invoice(company, a_line("100.00"), on=TODAY - timedelta(days=30))
    load(company, "-12,50;RON;Banca;;Comision plata", "-8,00;RON;Banca;;Comision lunar", "120,40;RON;;;fara detalii")
    context = looks.opened(chromium, live_server.url, look, user=owner)
    page = context.new_page()

    write_the_rule(page, pictures, look)
    reconciliation.suggest(company, by=the_owner(company), on=TODAY)
    page.goto(reverse("reconcile"))
    assert looks.faults(page) == []
    looks.keep(page, pictures, "reconcile_rule", look)
    page.locator(".is-here button[data-key=Enter]").click()
    page.wait_for_load_state()
    assert Booking.objects.get().rule == BankRule.objects.get()

    line = StatementLine.objects.get(amount__gt=0)
    at = f"{reverse('reconcile')}?line={line.public_id}&tab="
    ask(page, at, dan, pictures, look)
    page.goto(at + "account")
    assert looks.faults(page) == []
    looks.keep(page, pictures, "reconcile_account", look)
    page.goto(at + "split")
    assert looks.faults(page) == []
    page.locator("input[name=item]").check()
    page.locator("#why").fill("rounded")
    looks.keep(page, pictures, "reconcile_split", look)
    page.locator("form[data-main] button").click()
    page.wait_for_load_state()
    line.refresh_from_db()
    assert line.status == "reconciled"
    assert breaches() == []
    context.close()


def write_the_rule(page, pictures, look):
    """A rule for fees, refused without a condition, rehearsed, let suggest."""
    page.goto(reverse("bank_rule_new"))
    looks.keep(page, pictures, "bank_rule_new", look)
    assert looks.faults(page) == []
    page.locator("#id_name").fill("Fees")
    page.locator("#id_target").select_option("627")
    page.locator("[data-save]").click()
    page.locator(".summary-errors").wait_for()
    page.locator("#id_text").fill("comision")
    page.locator("#id_target").select_option("627")
    page.locator("[data-save]").click()
    page.wait_for_url("**/bank-rules/brl_*")
    assert page.locator("tbody tr").count() == 2
    assert looks.faults(page) == []
    page.locator("button[value=suggest]").click()
    page.locator("button[value=suggest][aria-pressed=true]").wait_for()
    looks.keep(page, pictures, "bank_rule", look)
    page.goto(reverse("bank_rules"))
    assert looks.faults(page) == []
    looks.keep(page, pictures, "bank_rules", look)


def ask(page, at, whom, pictures, look):
    """The owner asks about the line."""
    page.goto(at + "ask")
    page.locator("#ask-text").fill("Who is this?")
    page.locator("form:has(#ask-text) button").click()
    page.locator("#ask-answer").wait_for()
    assert Task.objects.get(kind="statement_line.question").owner == whom
    assert looks.faults(page) == []
    looks.keep(page, pictures, "reconcile_ask", look)
