"""What points paid a part of is sent back: money and points go in one share (docs/rules/loyalty.md, "Sent back")."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.jobs import worker
from kvit.receivables import corrected, credit_notes, invoices, papers, redeeming
from kvit.receivables.models import InvoiceExtra
from tests.builders import a_company, a_customer, a_draft, a_line, breaches, the_owner
from tests.scenarios.loyalty.saving import moved, pay, points, promise, sold, standing, sums

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 4)


@pytest.fixture
def company():
    """Who has 11,000 points of a customer's, worth 220.00."""
    company = a_company("RO")
    a_customer(company)
    promise(company, per_unit="10")
    pay(sold(company))
    return company


def issued(company, *lines, wanted=None, **told):
    draft = a_draft(company, *lines, on=LATER, **told)
    redeeming.use(company, draft, wanted=wanted, by=the_owner(company), on=LATER)
    made = invoices.issue(company, draft, by=the_owner(company), on=LATER)
    worker.until_idle()
    return made


def send_back(invoice, quantities):
    company = invoice.company
    told = {position: Decimal(quantity) for position, quantity in quantities.items()}
    note = credit_notes.issue(company, invoice, reason="return", quantities=told, by=the_owner(company), on=LATER)
    worker.until_idle()
    return note


def of_rewards(row):
    rows = InvoiceExtra.objects.filter(invoice=row, is_reward=True).order_by("position")
    return [(f"{one.vat_rate:.0f}", f"{one.amount:.2f}") for one in rows]


def test_half_of_what_points_paid_half_of_is_sent_back(company):
    """The example of the page: 10 pieces for 150.00 and 7,500 points; 5 go back for 75.00 and 3,750 points."""
    invoice = issued(company, a_line("30.00", vat="21", quantity="10"))
    assert sums(invoice)["net"] == "150.00" and points(company) == 3500
    note = send_back(invoice, {1: 5})
    assert sums(note) == {"net": "75.00", "vat": "15.75", "gross": "90.75"} and of_rewards(note) == [("21", "75.00")]
    assert moved(company)[-1] == ("given_back", 3750) and points(company) == 7250
    assert standing(company, "loyalty") == -145 and standing(company, "revenue") == -1075
    rest = send_back(invoice, {1: 5})
    assert sums(rest) == sums(note) and points(company) == 11000
    assert standing(company, "loyalty") == -220 and standing(company, "revenue") == -1000
    assert breaches() == []


def test_cents_that_no_share_has_go_with_the_last_piece(company):
    invoice = issued(company, a_line("10.00", vat="21", quantity="3"), wanted=500)
    notes = [send_back(invoice, {1: 1}) for _ in range(3)]
    assert [sums(one)["net"] for one in notes] == ["6.67", "6.67", "6.66"]
    assert [of_rewards(one) for one in notes] == [[("21", "3.33")], [("21", "3.33")], [("21", "3.34")]]
    assert [one for kind, one in moved(company) if kind == "given_back"] == [166, 167, 167]
    assert sum(one.gross for one in notes) == invoice.gross and breaches() == []


def test_each_line_takes_the_share_of_its_own_vat_rate(company):
    """100.00 at 21 % and 50.00 at 11 %, 15.00 off: 10.00 and 5.00. The second line goes back with its 5.00."""
    invoice = issued(company, a_line("100.00", vat="21"), a_line("50.00", vat="11"), wanted=750)
    note = send_back(invoice, {2: 1})
    assert sums(note) == {"net": "45.00", "vat": "4.95", "gross": "49.95"} and of_rewards(note) == [("11", "5.00")]
    assert moved(company)[-1] == ("given_back", 250)
    assert of_rewards(send_back(invoice, {1: 1})) == [("21", "10.00")]
    assert points(company) == 11000 and breaches() == []


def test_prices_with_vat_go_back_as_they_were_told(company):
    """Two pieces of 60.50 with VAT, 600 points: 109.00 is paid. One goes back for 60.50 less 6.00."""
    invoice = issued(company, a_line("60.50", vat="21", quantity="2"), wanted=600, prices_include_vat=True)
    note = send_back(invoice, {1: 1})
    assert (note.payable, of_rewards(note)) == (Decimal("54.50"), [("21", "6.00")])
    assert send_back(invoice, {1: 1}).payable == Decimal("54.50")
    assert points(company) == 11000 and breaches() == []


@pytest.mark.parametrize("country", ["BG", "ES", "PL"])
def test_in_other_countries_too_and_a_polish_correction_shows_what_is_left(country):
    company = a_company(country)
    a_customer(company)
    promise(company, per_unit="10")
    pay(sold(company))
    invoice = issued(company, a_line("30.00", vat="21", quantity="10"), wanted=5000)
    note = send_back(invoice, {1: 4})
    assert (sums(note)["net"], of_rewards(note)) == ("80.00", [("21", "40.00")])
    before, after = corrected.states(company, papers.load(company, [note])[0])
    if country == "PL":
        assert [one.amount for one in before.allowances] == [100] and [one.amount for one in after.allowances] == [60]
        assert (before.totals.allowance_sum, after.totals.allowance_sum) == (100, 60)
    send_back(invoice, {1: 6})
    assert points(company) == 11000 and breaches() == []
