"""Paying back online from every door: the payment's page, a program, the command line; each once."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.checkouts.models import GatewayRefund
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.payments.models import Payment, TakenBack
from tests.builders import DAY, breaches, somebody
from tests.scenarios.paying import shop
from tests.scenarios.paying.test_paying_back import back, handed_over, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    with shop.opened() as made:
        yield made


@pytest.fixture
def payment(store):
    return paid(store, store.item()).payment


def page_of(browser, payment):
    return html.unescape(browser.get(reverse("payment", args=[payment.public_id])).content.decode())


def test_a_person_pays_back_on_the_payments_page_and_a_second_press_changes_nothing(store, payment):
    browser = Client()
    browser.force_login(store.company.memberships.get().user)
    assert "Pay back online" in page_of(browser, payment)
    told = {"amount": "40.00", "reason": "broken", "before": "0.0000"}
    address = reverse("payment_pay_back_online", args=[payment.public_id])
    assert browser.post(address, told).status_code == 302
    assert "On its way" in page_of(browser, payment)
    again = browser.post(address, told)
    assert again.status_code == 422 and "Money went back meanwhile" in html.unescape(again.content.decode())
    handed_over(GatewayRefund.objects.get())
    page = page_of(browser, payment)
    assert "Paid back" in page and "broken" in page and "40.00" in page
    store.sandbox.dispute(payment.checkout.public_id)
    store.tell()
    assert "Taken back by the bank" in page_of(browser, payment)


def test_a_clerk_sees_what_went_back_and_pays_nothing_back(store, payment):
    browser = Client()
    browser.force_login(User.objects.get(pk=somebody(store.company, "clerk").id))
    assert "Pay back online" not in page_of(browser, payment)
    address = reverse("payment_pay_back_online", args=[payment.public_id])
    assert browser.post(address, {"amount": "1.00", "before": "0"}).status_code in (403, 422)
    assert not GatewayRefund.objects.exists()


def test_a_program_pays_back_once_per_key(store, payment):
    program, path = Program(store.company), f"/payments/{payment.public_id}/gateway_refunds"
    first = program.post(path, {"amount": "40.00", "gone_back": "0"}, status=201, key="one")
    assert program.post(path, {"amount": "40.00", "gone_back": "0"}, status=201, key="one") == first
    assert (first["status"], first["amount"], first["currency"]) == ("asked", "40.00", "RON")
    handed_over(GatewayRefund.objects.get())
    (shown,) = program.get(path)["data"]
    assert shown["status"] == "done" and program.get(f"/payments/{shown['refund']}")["direction"] == "refund"
    refused = program.refused("POST", path, {"amount": "60.01"}, status=422, key="two")
    assert refused["code"] == "gateway_refund.too_much"
    late = program.refused("POST", path, {"amount": "1", "gone_back": "0"}, status=409, key="three")
    assert late["code"] == "gateway_refund.known"
    assert breaches() == []


def test_the_command_line_pays_back(store, payment):
    words = ("payment", "pay-back", payment.public_id, "100.00", "--reason", "returned", "--as-of", DAY.isoformat())
    told = kvit(*words).answer
    assert told["status"] == "asked" and told["reason"] == "returned"
    assert GatewayRefund.objects.get().amount == 100


def test_nobody_takes_back_as_wrongly_recorded_what_a_gateway_did(store, payment):
    """Its money is at the gateway, whatever a page says: the books keep it until it goes back there."""
    browser, program = Client(), Program(store.company)
    browser.force_login(store.company.memberships.get().user)
    back(store, payment.checkout, "40.00")
    store.sandbox.dispute(payment.checkout.public_id)
    store.tell()
    moved = list(Payment.objects.all())
    assert [(one.direction, one.external_id[:4]) for one in moved] == [
        ("in", "chk_"),
        ("refund", "grf_"),
        ("refund", "cbk_"),
    ]
    for nth, one in enumerate(moved):
        assert "Recorded wrongly?" not in page_of(browser, one)
        path = f"/payments/{one.public_id}/take_back"
        refused = program.refused("POST", path, {"reason": "a slip"}, status=409, key=f"k{nth}")
        assert refused["code"] == "payment.of_gateway"
        assert browser.post(reverse("payment_take_back", args=[one.public_id])).status_code == 409
    assert not TakenBack.objects.exists() and breaches() == []
