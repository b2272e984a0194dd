"""What pages offer for paying early: taken at once where a sum on them proves it, else after a person's yes."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kvit.companies.models import User
from kvit.core.discounts import Offer
from kvit.payables import discounts, outside
from kvit.payables.models import Discount
from tests.scenarios.bills import paper
from tests.scenarios.bills.supplied import added

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reader")]
LAST = date(2026, 2, 13)
"""Ten days after the issue, on 3 February."""


def a_bill(company, clerk, *, offering):
    paper.seen(first=f"{paper.WORKED}\n{offering}")
    return added(company, paper.pdf("first"), by=clerk, name="factura.pdf")


def test_an_offer_that_an_amount_beside_it_proves_stands_by_itself(company, clerk):
    bill = a_bill(company, clerk, offering="2% skonto la plata în 10 zile: 24,20 RON")
    [one] = [outside.offered(bill, row) for row in discounts.of_bill(company, bill)]
    assert (one["source"], one["stands"], one["until"], one["page"]) == ("page", True, LAST, 1)
    assert (one["takes_off"], one["pays"]) == ("24.20", "1185.80")
    assert discounts.standing(company, [bill]) == {bill.pk: [Offer(Decimal(2), LAST)]}


def test_what_a_page_only_tells_is_an_offer_after_a_persons_yes_and_stands_there_once(company, clerk):
    bill = a_bill(company, clerk, offering="2% skonto la plata în 10 zile")
    [told] = discounts.of_bill(company, bill)
    assert (told.source, told.confidence, told.box is not None) == ("told", Decimal("0.7"), True)
    assert discounts.standing(company, [bill]) == {}
    browser = Client()
    browser.force_login(User.objects.get(pk=clerk.id))
    page = browser.get(reverse("bill", args=[bill.public_id])).content.decode()
    assert "It is an offer" in page
    browser.post(reverse("bill_discount", args=[bill.public_id]), {"percent": "2", "until": LAST.isoformat()})
    assert discounts.standing(company, [bill]) == {bill.pk: [Offer(Decimal(2), LAST)]}
    [kept] = discounts.of_bill(company, bill)
    assert kept.source == "typed" and Discount.objects.count() == 2, "what was told is kept, and ended"


def test_a_page_that_offers_nothing_keeps_nothing(company, clerk):
    bill = a_bill(company, clerk, offering="Dobândă de întârziere 2% după 10 zile")
    assert discounts.of_bill(company, bill) == []
