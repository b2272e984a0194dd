"""Closing the books, rates, and what customers have left with us, on pages."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.core.errors import Refused
from kvit.ledger import periods, rates
from kvit.payments import incoming
from kvit.payments.models import Payment
from tests.builders import DAY, a_company, a_user, an_invoice, somebody, the_owner

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


def text(answer):
    return answer.content.decode()


def test_books_are_closed_and_opened_again_with_a_reason(company, browser):
    page = reverse("settings_books")
    browser.post(page, {"act": "lock", "until": "31/03/2026"})
    assert periods.locked_until(company) == date(2026, 3, 31)
    with pytest.raises(Refused, match="period.locked"):
        an_invoice(company)
    assert "Closed up to 31 March 2026" in text(browser.get(page))

    assert browser.post(page, {"act": "reopen", "stays": ""}).status_code == 422
    assert periods.locked_until(company) == date(2026, 3, 31)
    browser.post(page, {"act": "reopen", "stays": "28/02/2026", "reason": "late bill"})
    assert periods.locked_until(company) == date(2026, 2, 28)


def test_the_future_is_not_closed(company, browser):
    answer = browser.post(reverse("settings_books"), {"act": "lock", "until": "+14"})
    assert answer.status_code == 422
    assert periods.locked_until(company) is None


def test_a_rate_is_kept_with_its_source_and_its_day(company, browser):
    browser.post(
        reverse("settings_books"),
        {"act": "rate", "currency": "eur", "valid_on": "02/03/2026", "rate": "5.0975", "source": "BNR"},
    )
    kept = rates.rate_on(company, "EUR", on=DAY)
    assert (str(kept.rate.normalize()), kept.source) == ("5.0975", "BNR")
    assert "5.0975" in text(browser.get(reverse("settings_books")))
    wrong = {"act": "rate", "currency": "RON", "valid_on": "02/03/2026", "rate": "1", "source": "x"}
    assert browser.post(reverse("settings_books"), wrong).status_code == 422


def test_who_only_sees_closes_nothing(company):
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    page = reader.get(reverse("settings_books")).content.decode()
    assert "Close the books" not in page
    reader.post(reverse("settings_books"), {"act": "lock", "until": "31/03/2026"})
    assert periods.locked_until(company) is None


@pytest.fixture
def left(company):
    """A customer who paid 50 too much."""
    first = an_invoice(company)
    told = {"invoice": first.number, "amount": str(first.payable + 50), "paid_on": DAY.isoformat()}
    return incoming.record_all(company, [told], by=the_owner(company), on=DAY)[0].payment


def test_what_is_left_is_paid_back_and_never_more(company, browser, left):
    page, refund = (reverse(name, args=[left.public_id]) for name in ("payment", "payment_refund"))
    assert "Pay back what is left" in text(browser.get(page))
    today = timezone.localdate()
    too_much = browser.post(refund, {"amount": "50.01", "paid_on": "today"})
    assert too_much.status_code == 422
    browser.post(refund, {"amount": "50", "paid_on": "today"})
    paid = Payment.objects.get(direction="refund")
    assert (paid.amount, paid.paid_on) == (50, today)
    assert "Pay back what is left" not in text(browser.get(page))
