"""Cash that was recorded before the company had a desk, and proves wrong after one was opened."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cashbook import earlier
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.ledger import accounts
from kvit.ledger.models import Entry
from kvit.payments import incoming
from kvit.payments.requests import PaymentRequest, Share
from tests.builders import DAY, a_company, a_user, balance_of, breaches, somebody, the_owner
from tests.scenarios.cash.till import LATER, a_desk, book_of, posted, sold, took

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("ana@example.com")


@pytest.fixture
def company(client, owner, time_machine):
    time_machine.move_to("2026-03-02 09:00:00Z", tick=False)
    client.force_login(owner)
    return a_company("RO", owner=owner, on=DAY)


def in_cash(company, invoice, amount="300.00"):
    """As a company without a desk records it."""
    request = PaymentRequest(amount=Decimal(amount), method="cash", shares=(Share(invoice.number),))
    return incoming.record(company, request, by=the_owner(company), on=DAY).payment


def on_the_page(client, payment):
    answer = client.post(reverse("payment_take_back", args=[payment.public_id]), {"reason": "never came"})
    assert answer.status_code == 302, answer.content.decode()


def by_a_program(_client, payment):
    program = Program(payment.company)
    program.post(f"/payments/{payment.public_id}/take_back", {"reason": "never came"}, status=200)


def on_the_command_line(_client, payment):
    told = kvit("payment", "take-back", payment.public_id, "--reason", "never came").answer
    assert told == {"id": payment.public_id, "taken_back": "never came"}


@pytest.mark.parametrize("door", [on_the_page, by_a_program, on_the_command_line])
def test_cash_from_before_the_first_desk_is_taken_back_and_the_book_stays(client, company, door):
    """`docs/rules/cash.md`: 300.00 were recorded, 250.00 were in the desk when it was opened, 300.00 never came."""
    invoice = sold(company)
    payment = in_cash(company, invoice)
    desk = a_desk(company, holds="250.00")
    assert (posted(company, "5311"), posted(company, "891"), balance_of(invoice)) == (250, 50, 910)
    door(client, payment)
    assert book_of(desk) == [("opening", 250, 250)] and posted(company, "5311") == 250
    assert (posted(company, "4111"), balance_of(invoice)) == (1210, 1210)
    assert posted(company, "891") == -250, "as if it had never been recorded before the desk was opened"
    assert breaches() == []


def test_it_is_taken_back_once_with_a_reason_by_who_may(company):
    payment = in_cash(company, sold(company))
    a_desk(company)
    told = {"by": the_owner(company), "on": LATER}
    with pytest.raises(Refused, match=r"reason\.missing"):
        earlier.take_back(company, payment, reason=" ", **told)
    with pytest.raises(Refused, match=r"permission\.denied"):
        earlier.take_back(company, payment, reason="wrong", by=somebody(company, "viewer"), on=LATER)
    earlier.take_back(company, payment, reason="wrong", **told)
    with pytest.raises(Refused, match=r"payment\.taken_back"):
        earlier.take_back(company, payment, reason="again", **told)
    assert Entry.objects.filter(company=company, reverses__isnull=False).count() == 1 and breaches() == []


def test_what_a_desk_took_is_still_taken_back_at_the_desk_alone(company):
    desk = a_desk(company)
    line = took(company, desk, "10.00", document=sold(company).number)
    with pytest.raises(Refused, match=r"account\.has_book"):
        earlier.take_back(company, line.payment, reason="wrong", by=the_owner(company), on=DAY)
    assert book_of(desk)[-1] == ("received", 10, 210) and breaches() == []


def test_where_no_desk_stands_over_the_account_of_the_cash_it_goes_back_from_there(company):
    """The desk is over an account of its own; what was recorded before lies on the chart's, without a desk."""
    invoice = sold(company)
    payment = in_cash(company, invoice)
    own = accounts.beside(company, accounts.find(company, "cash"), "Shop")
    desk = a_desk(company, holds="250.00", account=own.code)
    earlier.take_back(company, payment, reason="never came", by=the_owner(company), on=LATER)
    assert (posted(company, "5311"), posted(company, own.code), balance_of(invoice)) == (0, 250, 1210)
    assert book_of(desk) == [("opening", 250, 250)] and breaches() == []
