"""A receipt that was taken back says so on paper, in the words of its country, whether it was printed before or not."""

from decimal import Decimal

import pytest

from kvit.archive.models import Document
from kvit.archive.tests.paper import copied
from kvit.cashbook import cancelling, papers, payouts
from kvit.cashbook.payouts import Cost
from tests.builders import DAY, SELLERS, a_company, a_customer, breaches, the_owner
from tests.scenarios.cash.till import LATER, a_desk, took

pytestmark = pytest.mark.django_db

WORDS = [
    ("RO", "ANULAT", "ANULAT la 03.03.2026. Motivul: dată greșită.", "dată greșită"),
    ("BG", "АНУЛИРАН", "АНУЛИРАН на 03.03.2026. Основание: грешна дата.", "грешна дата"),
    ("ES", "ANULADO", "ANULADO el 03/03/2026. Motivo: fecha errónea.", "fecha errónea"),
    ("PL", "ANULOWANO", "ANULOWANO dnia 03.03.2026. Powód: błędna data.", "błędna data"),
    ("IE", "CANCELLED", "CANCELLED on 03/03/2026. Reason: wrong date.", "wrong date"),
]


def taken(country):
    """An advance in cash; a country that Kvit has no forms of its own for has English ones."""
    company = a_company(country if country in SELLERS else "RO")
    company.country = country
    company.save()
    desk, customer = a_desk(company), a_customer(company)
    return company, desk, customer, took(company, desk, "121.50", customer=customer.name)


def back(company, line, reason):
    return cancelling.cancel(company, line, reason=reason, by=the_owner(company), on=LATER)


@pytest.mark.parametrize(("country", "stamp", "sentence", "reason"), WORDS)
def test_a_receipt_that_nobody_had_printed_prints_as_cancelled(country, stamp, sentence, reason):
    company, desk, customer, line = taken(country)
    back(company, line, reason)
    found = copied(papers.pdf(company, line))
    assert sentence in found and found.count(stamp) >= 2, "under the title, and across the page"
    assert line.number in found and "121" in found, "the number stays, with what was written under it"
    again = took(company, desk, "121.50", customer=customer.name, on=LATER)
    assert again.counter == line.counter + 1 and stamp not in copied(papers.pdf(company, again))
    assert breaches() == []


@pytest.mark.parametrize(("country", "stamp", "sentence", "reason"), WORDS)
def test_a_printed_receipt_says_so_when_it_is_printed_again(country, stamp, sentence, reason):
    company, _desk, _customer, line = taken(country)
    first = papers.pdf(company, line)
    assert stamp not in copied(first)
    back(company, line, reason)
    second = papers.pdf(company, line)
    assert sentence in copied(second) and papers.pdf(company, line) == second, "set once, then the same bytes"
    kept = Document.objects.filter(company=company, document_id=line.pk).order_by("pk")
    assert list(kept.values_list("document_kind", flat=True)) == ["cash_line", "cash_line_cancelled"]
    assert breaches() == []


def test_both_parts_of_a_bulgarian_order_are_cancelled():
    company, _desk, _customer, line = taken("BG")
    back(company, line, "грешна дата")
    found = copied(papers.pdf(company, line))
    assert "АНУЛИРАНА КВИТАНЦИЯ към приходен касов ордер № 0100000001" in found


def test_a_paper_for_money_out_that_was_taken_back_says_so_too():
    company = a_company("PL")
    asked = Cost(amount=Decimal(20), account="402", purpose="taxi")
    line = payouts.pay_cost(company, a_desk(company), asked, by=the_owner(company), on=DAY)
    back(company, line, "nie nasze.")
    assert "ANULOWANO dnia 03.03.2026. Powód: nie nasze." in copied(papers.pdf(company, line))
