"""The KSeF number on its way to the payer and back: in the letter, on the page, in the bank's line."""

from datetime import date

import pytest

from kvit.banking import reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.companies import autopilot
from kvit.messages.models import Message
from kvit.receivables import outside, papers, payment_titles, printing, sending
from tests.builders import DAY, a_customer, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.poland.builders import IN_BERLIN, IN_WARSAW, SERVICE, days_go_on, live

pytestmark = pytest.mark.django_db(transaction=True)
IN_2027 = date(2027, 1, 4)


@pytest.fixture
def paid_in_2027(company, ksef):
    """An invoice that KSeF has, due after art. 108g began."""
    customer = a_customer(company, address=IN_WARSAW)
    invoice = an_invoice(company, SERVICE, customer=customer, terms_days=308)
    days_go_on(company)
    assert live(invoice).status == "accepted"
    return invoice


def bank_line(company, text, amount="123,00", day="05.03.2026"):
    head = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"
    content = f"{head}{day};{amount};PLN;ALFA;PL27114020040000300201355387;{text}\n".encode()
    iban = company.bank_accounts.get(currency="PLN").iban
    statements.load(company, content, name="wyciag.csv", account=iban, by=the_owner(company), on=DAY)
    reconciliation.suggest(company, by=the_owner(company), on=DAY)
    return StatementLine.objects.get(company=company, remittance=text)


@pytest.mark.parametrize("written", ["{}", "/INV/{}/TXT/", "zaplata {} dziekujemy"])
@pytest.mark.parametrize("parted_by", ["-", "", " "])
def test_a_bank_line_with_the_ksef_number_finds_its_invoice_with_the_reason(company, paid_in_2027, written, parted_by):
    an_invoice(company, SERVICE)  # owes as much
    number = live(paid_in_2027).official.replace("-", parted_by)
    best = bank_line(company, written.format(number)).proposals.get(rank=1)
    assert best.is_sure
    assert best.reasons[:2] == ["match.ksef_number", "match.amount"]
    reconciliation.confirm_proposal(company, best, by=the_owner(company), on=DAY)
    assert balance_of(paid_in_2027) == 0
    assert breaches() == []


def test_a_mistyped_ksef_number_is_left_to_a_person(company, paid_in_2027):
    an_invoice(company, SERVICE)
    number = live(paid_in_2027).official
    other = "0" if number[-1] != "0" else "1"
    found = bank_line(company, number[:-1] + other)
    assert not found.proposals.filter(is_sure=True).exists()


def test_from_2027_the_payer_is_told_to_write_the_ksef_number(company, paid_in_2027):
    number = live(paid_in_2027).official
    shape = outside.whole(company, paid_in_2027, on=DAY)
    assert (shape["ksef_number"], shape["payment_title"]) == (number, number)
    [message] = sending.send(company, paid_in_2027, by=the_owner(company), on=DAY)
    assert number in Message.objects.get(pk=message.pk).text
    page = printing.page_of(company, papers.load(company, [paid_in_2027])[0])
    assert ["Tytuł przelewu", number, "strong"] in page["payment"]["middle"]


def test_before_2027_and_to_others_the_payer_writes_our_number(company, ksef):
    now = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW), terms_days=304)
    berlin = a_customer(company, country="DE", address=IN_BERLIN, name="Alfa GmbH")
    abroad = an_invoice(company, a_line("70", category="AE", vat="0"), customer=berlin, terms_days=308)
    days_go_on(company)
    assert live(now).official and live(abroad).official
    assert payment_titles.title(company, now, on=DAY) == now.number
    assert payment_titles.title(company, abroad, on=DAY) == abroad.number
    assert payment_titles.title(company, now, on=IN_2027) == live(now).official  # still unpaid then


def test_what_ksef_has_not_answered_for_is_paid_under_our_number(company, ksef):
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW), terms_days=308)
    days_go_on(company)
    shape = outside.whole(company, invoice, on=IN_2027)
    assert (shape["ksef_number"], shape["payment_title"]) == (None, invoice.number)
