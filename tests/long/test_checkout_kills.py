"""Programs are killed while they open checkouts and book what was paid: each customer is charged and booked once."""

import pytest

from tests.long.among_calls import KILLS, kill_among_calls, sandbox
from tests.long.inside import look

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
__all__ = ["sandbox"]

ITEMS = 40
PREPARE = f"""
from kvit.companies import links
from kvit.checkouts import gateways
from tests.builders import DAY, a_company, a_customer, an_invoice, the_owner
company = a_company()
customer, by = a_customer(company), the_owner(company)
keys = {{"api_key": "sandbox-key", "signing_secret": "sandbox-secret"}}
gateways.set_up(company, "sandbox", secrets=keys, by=by, on=DAY)
gateways.turn(company, "sandbox", is_on=True, by=by, on=DAY)
for n in range({ITEMS}):
    an_invoice(company, customer=customer)
links.make(company, customer.pk, purpose="customer", by=by, on=DAY, facts={{}})
answer = company.pk
"""
WORK = """
import sys
import django
django.setup()
from datetime import timedelta
import httpx
from django.utils import timezone
from kvit.companies import links
from kvit.companies.models import Company, PortalLink
from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.checkouts import checkouts
from tests.builders import DAY
checkouts.FIRST_ASKED = timedelta(seconds=2)
company = Company.objects.get()
guest = links.guest(PortalLink.objects.get())
for item in open_items.owed(company):
    try:
        made = checkouts.begin(company, item.party, checkouts.Wish(items=[item.public_id]), by=guest, on=DAY)
    except Refused:
        continue
    httpx.post(made.page, data={"outcome": "paid"})
    checkouts.look(made)
checkouts.ask_waiting(company, at=timezone.now() + timedelta(days=int(sys.argv[1])))
"""
OUTCOME = """
from kvit.ledger import open_items
from kvit.companies.models import Company
from kvit.checkouts.models import Checkout
from kvit.payments.models import Payment
from kvit.proof import check
answer = {
    "owed": open_items.owed(Company.objects.get()).count(),
    "payments": list(Payment.objects.values_list("external_id", flat=True)),
    "paid": list(Checkout.objects.filter(status="paid").values_list("public_id", flat=True)),
    "breaches": [result.id for result in check.run() if result.breaches],
}
"""


def test_each_is_charged_and_booked_once_however_many_programs_die(installation, sandbox):
    look(installation, PREPARE)
    killed = kill_among_calls(installation, sandbox, WORK, seed=7, slow=0.02, within=0.4, rest=2.1)
    told = look(installation, OUTCOME)
    assert killed == KILLS
    assert told["owed"] == 0
    assert sorted(told["payments"]) == sorted(told["paid"]) == sorted(sandbox.charges)
    assert len(sandbox.charges) == len(set(sandbox.charges)) == ITEMS
    assert told["breaches"] == []
