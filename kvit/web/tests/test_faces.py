"""What a page says must be what is so: early is not late, unused is not partly used, nothing is told in our codes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kvit.billing import schedules
from kvit.billing.models import Schedule
from kvit.catalog import products
from kvit.jobs import worker
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, a_user, an_invoice, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def page(browser, name, *args, **asked):
    answer = browser.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def paid(company, invoice, amount, *, on):
    told = {"invoice": invoice.number, "amount": amount, "paid_on": on.isoformat()}
    return incoming.record_all(company, [told], by=the_owner(company), on=on)[0].payment


def a_schedule(company, customer, *lines, since=DAY, **rhythm):
    draft = {"customer": customer.public_id, "lines": list(lines)}
    told = {"name": "Lamps", "unit": "month", "anchor_on": since.isoformat(), "draft": draft, **rhythm}
    return schedules.make(company, told, by=the_owner(company), on=since)


def test_who_pays_before_the_due_date_is_told_to_pay_early(company, browser):
    customer = a_customer(company)
    invoice = an_invoice(company, a_line("100"), customer=customer, terms_days=30)
    paid(company, invoice, "121", on=invoice.due_on - timedelta(days=4))

    told = page(browser, "customer", customer.public_id)
    assert "days early" in told
    assert "days late" not in told and "−4" not in told


def test_a_payment_that_nothing_used_is_not_called_partly_used(company, browser):
    customer = a_customer(company)
    advance = {"customer": customer.public_id, "amount": "180", "paid_on": DAY.isoformat()}
    payment = incoming.record_all(company, [advance], by=the_owner(company), on=DAY)[0].payment
    assert "Partly used" not in page(browser, "payments")
    assert "Partly used" not in page(browser, "payment", payment.public_id)

    over = paid(company, an_invoice(company, a_line("100"), customer=customer), "150", on=DAY)
    assert "Partly used" in page(browser, "payment", over.public_id), "121.00 of 150.00 settled the invoice"


def test_the_story_of_a_credit_note_is_told_in_words(company, browser):
    invoice = an_invoice(company, a_line("100"))
    note = credit_notes.issue(company, invoice, reason="return", by=the_owner(company), on=DAY)
    told = page(browser, "invoice", note.public_id)
    assert "Drafted" in told and "credit_note." not in told


def test_a_schedule_made_by_a_program_keeps_its_product_when_a_person_edits_it(company, browser):
    lamp = {"name": "Wall lamp", "code": "LAM", "price": "189.90"}
    products.add(company, lamp, by=the_owner(company), on=DAY)
    row = a_schedule(company, a_customer(company), {"product": "LAM", "quantity": "2"})
    assert "Wall lamp" in page(browser, "schedule", row.public_id)

    form = page(browser, "recurring_edit", row.public_id)
    assert "Wall lamp" in form
    typed = {
        "name": "Lamps", "anchor_on": "01.02.2027", "every": "1", "unit": "month", "level": "draft", "catch_up": "ask",
        "customer": "Alfa SRL", "lines-count": "1", "lines-0-name": "Wall lamp", "lines-0-quantity": "3", "act": "save",
    }  # fmt: skip
    assert browser.post(reverse("recurring_edit", args=[row.public_id]), typed).status_code == 302
    line = Schedule.objects.get().draft["lines"][0]
    assert (line["name"], Decimal(line["quantity"])) == ("Wall lamp", 3)


def test_a_filter_that_finds_nobody_says_so_and_leaves_the_list(company, browser):
    invoice = an_invoice(company, a_line("100"))
    told = page(browser, "invoices", customer="Nobody & Sons")
    assert "No customer has the name or VAT id Nobody &amp; Sons." in told
    assert invoice.number in told


def test_all_of_a_filtered_view_is_all_that_the_filter_shows_and_no_draft_of_anybody_else(company, browser):
    alfa, beta = a_customer(company, name="Alfa SRL"), a_customer(company, name="Beta SRL", external_id="B")
    mine, other = (a_draft(company, a_line("100"), customer=each) for each in (alfa, beta))

    address, everything = reverse("invoices_many"), {"everything": "1", "act": "issue"}
    assert browser.post(f"{address}?view=draft&customer=Nobody", everything).status_code == 404
    assert browser.post(f"{address}?view=draft&since=someday", everything).status_code == 422
    assert not Invoice.objects.filter(status="issued").exists()

    foreseen = browser.post(f"{address}?view=draft&customer=Alfa+SRL", everything)
    assert not Invoice.objects.filter(status="issued").exists()
    browser.post(f"{foreseen.url}/start")
    worker.until_idle()
    assert [row.pk for row in Invoice.objects.filter(status="issued")] == [mine.pk]
    other.refresh_from_db()
    assert other.status == "draft"


def test_the_trial_balance_closes_with_equal_turnovers(company, browser):
    an_invoice(company, a_line("100"))
    an_invoice(company, a_line("50"))
    told = page(browser, "reports", view="balance", since=DAY.strftime("%d.%m.%Y"), until=DAY.strftime("%d.%m.%Y"))
    assert told.count('<span class="sum">181.50</span>') == 2, "121.00 and 60.50, on either side"


def test_the_ageing_closes_with_the_sum_of_its_columns(company, browser):
    an_invoice(company, a_line("100"), customer=a_customer(company, name="Beta SRL"))
    an_invoice(company, a_line("50"), customer=a_customer(company, name="Gama SRL"))
    assert ">181.50</span></span></td></tr></tfoot>" in page(browser, "reports")


def test_an_account_is_shown_in_groups_of_four(company, browser):
    number = company.bank_accounts.get().iban
    assert f"{number[:4]} {number[4:8]} " in page(browser, "settings_numbers")


def test_what_keeps_a_draft_from_being_issued_is_said_in_words_and_not_by_the_codes_of_rules(company, browser):
    customer = a_customer(company, vat_id="")
    draft = a_draft(company, a_line("100"), customer=customer)
    Party.objects.filter(pk=customer.pk).update(country="")  # as an import leaves it
    typed = {
        "customer": "Alfa SRL", "lines-count": "1", "lines-0-name": "Desk", "lines-0-price": "100", "act": "issue",
    }  # fmt: skip
    answer = browser.post(reverse("invoice_edit", args=[draft.public_id]), typed)
    summary = answer.content.decode().split('class="summary-errors"')[1].split("</ul>")[0]
    assert answer.status_code == 422
    assert "has no country" in summary
    assert "country_missing" not in summary and "BR-11" not in summary
