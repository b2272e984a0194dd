"""VAT charged by ourselves: the form on a bill, what stands there afterwards, the journal; light, dark, on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from kvit.companies.models import User
from kvit.payables import self_charges
from kvit.payables.self_charges import Said
from kvit.reports.tests.bulgarian import a_bulgarian
from kvit.reports.tests.buying import a_bill
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import the_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@looks.each(short=LIGHT)
def test_the_pages_of_self_charged_vat_are_without_faults(chromium, live_server, pictures, look):
    company = a_bulgarian()
    owner = the_owner(company)
    a_bill(company, [("S", "20", "300.00", "60.00")], supplier="Алфа ООД", vat_id="BG103873594", number="0000000077")
    goods = a_bill(company, [("K", "0", "512.40", "0")], supplier="Teile GmbH", vat_id="DE136695976", number="T-1")
    bill = a_bill(company, [("AE", "0", "1000.00", "0")], supplier="Rechenwerk GmbH", vat_id="DE129273398")
    self_charges.make(company, bill, said=Said(), by=owner, on=date(2026, 3, 10))
    context = looks.opened(chromium, live_server.url, look, user=User.objects.get(pk=owner.id))
    page = context.new_page()
    for name, address in (
        ("self_charge_asked", reverse("bill", args=[goods.public_id])),
        ("self_charge_made", reverse("bill", args=[bill.public_id])),
        ("self_charges", reverse("self_charges")),
        ("purchase_journal", reverse("reports") + "?view=purchases&since=2026-03-01&until=2026-03-31"),
        ("authority_purchases", reverse("reports") + "?view=authority&month=2026-03"),
    ):
        page.goto(address)
        looks.keep(page, pictures, name, look)
        assert looks.faults(page) == [], name
