"""Points on documents whose prices include VAT: they take off what the customer was told (docs/rules/loyalty.md)."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.jobs import worker
from kvit.loyalty import queries
from kvit.receivables import credit_notes, drafts, invoices, redeeming
from kvit.receivables.models import InvoiceExtra
from tests.builders import a_company, a_customer, a_draft, a_line, breaches, the_owner
from tests.scenarios.loyalty.saving import pay, points, promise, sold, standing, sums

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 4)


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company)


@pytest.fixture
def earned(company, customer):
    """1,100 points, worth 22.00."""
    promise(company)
    invoice = sold(company, customer=customer)
    pay(invoice)
    return invoice


def with_vat(company, *prices, **told):
    """A draft whose prices, each with its rate, include VAT."""
    lines = [a_line(price, vat=rate) for price, rate in prices]
    return a_draft(company, *lines, on=LATER, prices_include_vat=True, **told)


def use(company, draft, wanted=None):
    return redeeming.use(company, draft, wanted=wanted, by=the_owner(company), on=LATER)


def issue(company, draft):
    made = invoices.issue(company, draft, by=the_owner(company), on=LATER)
    worker.until_idle()
    return made


def paid(row):
    return f"{row.payable:.2f}", f"{row.rounding:.2f}"


def taken_off(row):
    rewards = InvoiceExtra.objects.filter(invoice=row, is_reward=True).order_by("position")
    return [(f"{one.vat_rate:.0f}", f"{one.amount:.2f}", f"{one.net:.2f}") for one in rewards]


def test_the_example_of_the_page(company, customer, earned):
    """600 points, worth 12.00, of a sale of 121.00 with VAT: 109.00 is paid, 90.08 and 18.92 VAT."""
    draft = use(company, with_vat(company, ("121.00", "21")), 600)
    assert sums(draft) == {"net": "90.08", "vat": "18.92", "gross": "109.00"} and paid(draft) == ("109.00", "0.00")
    assert taken_off(draft) == [("21", "12.00", "9.92")]
    issued = issue(company, draft)
    assert points(company) == 500 and standing(company, "loyalty") == -10
    assert standing(company, "discount_allowed") == 10, "22.00 were promised, 12.00 of it is used"
    assert standing(company, "revenue") == Decimal("-1090.08")
    credit_notes.issue(company, issued, reason="return", by=the_owner(company), on=LATER)
    worker.until_idle()
    assert points(company) == 1100, "all of it was credited"
    assert standing(company, "revenue") == -1000 and breaches() == []


def test_over_two_rates_it_is_shared_by_the_prices_with_vat(company, customer, earned):
    """121.00 at 21 % and 99.00 at 11 %: 22.00 are 12.10 and 9.90, and nobody pays a cent more or less than 198.00."""
    draft = use(company, with_vat(company, ("121.00", "21"), ("99.00", "11")))
    assert [(rate, amount) for rate, amount, _ in taken_off(draft)] == [("21", "12.10"), ("11", "9.90")]
    assert draft.payable == Decimal("198.00")
    issue(company, draft)
    assert points(company) == 0 and standing(company, "loyalty") == 0 and breaches() == []


def test_a_sum_that_no_net_comes_to_is_rounded_as_the_invoice_rounds(company, customer, earned):
    """112.00 less 12.00 at 21 %: 82.64 and 17.35 are 99.99, so 0.01 stands in BT-114, and 100.00 is paid."""
    draft = use(company, with_vat(company, ("112.00", "21")), 600)
    assert sums(draft) == {"net": "82.64", "vat": "17.35", "gross": "99.99"} and paid(draft) == ("100.00", "0.01")
    issue(company, draft)
    assert breaches() == []


def test_the_programmes_part_is_of_the_price_with_vat(company, customer, earned):
    """At most half of 40.00 is 20.00: 1,000 points, not 1,100."""
    draft = with_vat(company, ("40.00", "21"))
    assert redeeming.offer(company, draft).most == 1000
    with pytest.raises(Refused, match=r"loyalty\.beyond_share"):
        use(company, draft, 1001)
    draft = use(company, draft, 1000)
    assert draft.payable == 20 and redeeming.offer(company, draft).most == 1000
    assert queries.held_by(company, draft.pk) == 1000


def test_a_draft_that_changes_keeps_what_fits_whichever_way_its_prices_are(company, customer, earned):
    draft = use(company, with_vat(company, ("121.00", "21")), 600)
    raw = {"customer": customer.public_id, "lines": [a_line("20.00", vat="21")], "prices_include_vat": True}
    draft = drafts.edit(company, draft, raw, version=None, by=the_owner(company), on=LATER)
    assert draft.payable == 10 and queries.held_by(company, draft.pk) == 500, "half of 20.00"
    raw["prices_include_vat"] = False
    draft = drafts.edit(company, draft, raw, version=None, by=the_owner(company), on=LATER)
    assert f"{draft.net:.2f}" == "10.00" and draft.payable == Decimal("12.10"), "10.00 without VAT now"
    drafts.discard(company, draft, by=the_owner(company), on=LATER)
    assert queries.purse(company, customer).free == 1100 and breaches() == []
