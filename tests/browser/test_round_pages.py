"""All reminders sent in one act, and its result; a procedure chosen; a dispute with its facts; what banks want back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kvit.arrangements import disputes
from kvit.banking import own_accounts
from kvit.billing import proformas
from kvit.collecting import targets
from kvit.companies import whose
from kvit.dunning import pauses, procedures
from kvit.jobs import worker
from kvit.ledger import accounts
from kvit.ledger.models import BankAccount
from kvit.messages.models import Message
from kvit.receivables import drafts, invoices
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, the_owner
from tests.scenarios.paying import shop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Cafeneaua Veche SRL", "Delta Office SRL", "Hotel Bastion SA")


@looks.each(short=LIGHT)
def test_a_round_goes_in_one_act_and_its_result_is_seen(chromium, live_server, pictures, look, time_machine):
    time_machine.move_to("2026-04-07 09:00:00Z", tick=True)
    owner = a_user("ana@ateliernord.example")
    company, customers = late(owner)
    context = looks.opened(chromium, live_server.url, look, user=owner)
    page = context.new_page()
    seen(page, pictures, look, "round_before", reverse("reminders"))
    page.get_by_role("button", name="Send all 2").dblclick()
    page.wait_for_url("**/reminders/rounds/*")
    at = page.url
    seen(page, pictures, look, "round_running", at)
    worker.until_idle()
    seen(page, pictures, look, "round_done", at)
    assert Message.objects.filter(kind="reminder").count() == 2
    seen(page, pictures, look, "round_last", reverse("reminders"))
    seen(page, pictures, look, "procedure_choice", reverse("customer_reminders", args=[customers[0].public_id]))
    page.locator("[name=choose-item]").select_option(index=1)
    page.locator("[name=choose-procedure]").select_option(label="Calm")
    page.get_by_role("button", name="Choose").click()
    page.get_by_text("chosen for the invoice").wait_for()
    seen(page, pictures, look, "procedure_chosen", page.url)
    context.close()


@looks.each(short=LIGHT)
def test_facts_aims_accounts_and_chargebacks_are_seen(chromium, live_server, pictures, look, time_machine):
    time_machine.move_to("2026-03-25 09:00:00Z", tick=True)
    with shop.opened() as store:
        owner = whose.first_owner(store.company)
        dispute = disputed(store.company, store.customer)
        taken_back(store)
        aimed(store.company)
        context = looks.opened(chromium, live_server.url, look, user=owner)
        page = context.new_page()
        seen(page, pictures, look, "dispute_facts", reverse("dispute", args=[dispute.public_id]))
        for name in ("chargebacks", "invoices", "payments", "settings_gateways", "settings_numbers", "targets"):
            seen(page, pictures, look, f"{name}_marked", reverse(name))
        context.close()


def seen(page, pictures, look, name, address):
    page.goto(address)
    assert looks.faults(page) == []
    looks.keep(page, pictures, name, look)


def late(owner):
    """Three customers who are late: one of them promised."""
    company = a_company("RO", owner=owner)
    by, today = the_owner(company), whose.today(company.zone)
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=by, on=DAY)
    procedures.make(company, {"name": "Calm", "levels": [{"days": 30}], "bank_days": None}, by=by, on=DAY)
    customers = []
    for n, name in enumerate(NAMES):
        customers.append(a_customer(company, name=name, external_id=f"C{n}", vat_id="", language="ro"))
        an_invoice(company, a_line(str(1200 * (n + 1)), vat="21"), customer=customers[-1])
    asked = pauses.Asked(kind="promise", until=today.replace(day=18), reason="by phone")
    pauses.begin(company, customers[2], asked, by=by, on=today)
    return company, customers


def disputed(company, customer):
    """Ten chairs are invoiced, eight were ordered, seven arrived."""
    by = the_owner(company)
    chairs = a_line("45.00", vat="21", name="Chair, oak, with arms", quantity="8")
    told = {"customer": customer.public_id, "lines": [chairs]}
    proforma = proformas.issue(company, proformas.draft(company, told, by=by, on=DAY), by=by, on=DAY)
    draft = proformas.convert(company, proforma, by=by, on=DAY)
    raw = {**told, "lines": [{**chairs, "quantity": "10", "price": "50.00"}]}
    drafts.edit(company, draft, raw, version=None, by=by, on=DAY)
    assert not invoices.issue_all(company, [draft.public_id], by=by, on=DAY).refused
    draft.refresh_from_db()
    asked = disputes.Asked(position=1, reason="wrong_quantity", text="We ordered eight and got seven.")
    row = disputes.open(company, draft, asked, by=by, on=DAY)
    return disputes.note_delivery(company, row, quantity=Decimal(7), paper="AV-12", by=by, on=DAY)


def taken_back(store):
    """A payment by card that the customer's bank took back."""
    checkout = store.begin(store.item("340.00"))
    store.sandbox.pay(checkout.public_id)
    store.tell()
    store.sandbox.dispute(checkout.public_id)
    store.tell()


def aimed(company):
    """A sum and a share to collect; and an account that was closed."""
    by, month = the_owner(company), whose.today(company.zone)
    targets.set_amount(company, month=month, person="", amount=Decimal(2000), by=by, on=month)
    targets.set_share(company, month=month, person="", share=Decimal(80), by_day=month, by=by, on=month)
    accounts.open_bank(company, "RO09BCYP0000001234567890", currency="RON", by=by, on=DAY)
    old = BankAccount.objects.filter(company=company).order_by("pk").first()
    own_accounts.close(company, old.public_id, by=by, on=month)
