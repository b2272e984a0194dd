"""Everybody is asked once about the balance of a day; what they answer is kept, and who did not answer is known."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kvit.collecting import balance_letters, balance_papers, balances, queries
from kvit.collecting.balance_letters import Answer
from kvit.collecting.models import BalanceLetter
from kvit.core.errors import Refused
from tests.builders import a_company, a_customer, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, paid, sold

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 31)


@pytest.fixture
def company():
    return a_company("RO", on=SOLD)


def ask_all(company, on=LATER):
    return balance_letters.make_all(company, balance_on=MARCH, by=the_owner(company), on=on)


def answer(company, letter, **said):
    return balance_letters.answer(company, letter, Answer(**said), by=the_owner(company), on=LATER)


def test_the_balance_is_the_one_of_the_day_whatever_came_later(company):
    alfa, beta = a_customer(company, name="Alfa SRL"), a_customer(company, name="Beta SRL", vat_id="RO14399840")
    first, other = sold(company, alfa), sold(company, beta)
    sold(company, alfa, net="100.00", on=date(2026, 4, 2))
    paid(company, first, "500.00", on=date(2026, 3, 20))
    paid(company, first, "300.00", on=date(2026, 4, 5))
    paid(company, other, "1210.00", on=date(2026, 3, 30))
    [letter] = ask_all(company)
    assert (letter.party, letter.number, letter.sums) == (alfa, "BL-2026-00001", {"RON": "710.0000"})
    [line] = letter.lines
    assert (line["number"], line["balance"]) == (first.number, "710.0000")
    assert ask_all(company) == [], "each is asked once"
    with pytest.raises(Refused, match=r"balance_letter\.made"):
        balance_letters.make(company, alfa, balance_on=MARCH, by=the_owner(company), on=LATER)
    with pytest.raises(Refused, match=r"balance_letter\.nothing"):
        balance_letters.make(company, beta, balance_on=MARCH, by=the_owner(company), on=LATER)
    again = {"company": company, "party": alfa, "balance_on": MARCH, "sums": {}, "lines": [], "ours": {}, "theirs": {}}
    with pytest.raises(IntegrityError), transaction.atomic():
        BalanceLetter.objects.create(**again, number="X", language="ro", made_on=LATER, answer_by_on=LATER)
    assert breaches() == []


def test_money_that_came_before_its_invoice_was_open_between_the_two(company):
    """Received on 30 March, for an invoice of 2 April: on 31 March it was ours to give back."""
    alfa = a_customer(company, name="Alfa SRL")
    invoice = sold(company, alfa, on=date(2026, 4, 2))
    paid(company, invoice, "1210.00", on=date(2026, 3, 30))
    found = balances.at(company, on=MARCH, party=alfa.pk)
    assert balances.sums(found[alfa.pk]) == {"RON": -1210}
    assert balances.at(company, on=date(2026, 4, 2), party=alfa.pk) == {}


def test_the_books_are_read_once_however_many_are_asked(company):
    for name, vat_id in (("Alfa SRL", ""), ("Beta SRL", "RO14399840"), ("Gama SRL", "")):
        sold(company, a_customer(company, name=name, vat_id=vat_id, external_id=name))
    with CaptureQueriesContext(connection) as asked:
        assert len(ask_all(company)) == 3
    assert sum('FROM "ledger_openitem"' in one["sql"] for one in asked) == 1


def test_an_answer_is_noted_once_and_who_is_silent_is_listed(company):
    for name in ("Alfa SRL", "Beta SRL", "Gama SRL"):
        sold(company, a_customer(company, name=name, vat_id=""))
    alfa, beta, gama = ask_all(company)
    answer(company, alfa, agrees=True)
    with pytest.raises(Refused, match=r"field\.missing"):
        answer(company, beta, agrees=False)
    with pytest.raises(Refused, match=r"field\.bad_value"):
        answer(company, beta, agrees=False, said={"EUR": Decimal(1)})
    other = answer(company, beta, agrees=False, said={"RON": Decimal("1000.00")}, note="one invoice is missing")
    assert balance_letters.differences(other) == {"RON": Decimal("-210.00")}
    assert queries.balance_letters(company, answer="").rows == [gama]
    with pytest.raises(Refused, match=r"balance_letter\.answered"):
        answer(company, alfa, agrees=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        BalanceLetter.objects.filter(pk=alfa.pk).update(sums={"RON": "1"})


def test_it_is_mailed_and_kept(company):
    sold(company, a_customer(company, language="en"))
    [letter] = ask_all(company)
    [mail] = balance_papers.send(company, letter, by=the_owner(company), on=LATER)
    assert "Confirmation of balance BL-2026-00001" in mail.subject
    assert [one.name for one in mail.enclosures.all()] == ["BL-2026-00001.pdf"]


def test_a_day_that_is_not_over_is_not_asked_about(company):
    sold(company, a_customer(company))
    with pytest.raises(Refused, match=r"balance_letter\.in_future"):
        balance_letters.make_all(company, balance_on=LATER, by=the_owner(company), on=LATER)
