"""Programs are killed while they charge saved ways of paying: each is charged once, and booked once."""

from collections import Counter

import pytest

from tests.long.among_calls import KILLS, kill_among_calls, sandbox
from tests.long.inside import look

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]
__all__ = ["sandbox"]

DUE = 30
PREPARE = f"""
import httpx
from kvit.checkouts import charges, checkouts, gateways
from kvit.companies import links
from kvit.jobs import worker
from kvit.ledger import open_items
from tests.builders import DAY, a_company, a_customer, an_invoice, the_owner
company = a_company()
customer, by = a_customer(company), the_owner(company)
keys = {{"api_key": "sandbox-key", "signing_secret": "sandbox-secret"}}
gateways.set_up(company, "sandbox", secrets=keys, by=by, on=DAY)
gateways.turn(company, "sandbox", is_on=True, by=by, on=DAY)
link, token = links.make(company, customer.pk, purpose="customer", by=by, on=DAY, facts={{}})
an_invoice(company, customer=customer)
(item,) = open_items.owed(company)
wish = checkouts.Wish(items=[item.public_id], keep=True, ip="203.0.113.7")
made = checkouts.begin(company, customer, wish, by=links.guest(link), on=DAY)
httpx.post(made.page, data={{"outcome": "paid"}})
checkouts.look(made)
for n in range({DUE}):
    an_invoice(company, customer=customer)
for item in open_items.owed(company):
    charges.plan(company, item, by=by, on=DAY)
worker.until_idle()
answer = company.pk
"""
WORK = """
import sys
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from kvit.checkouts import checkouts, clocks
from kvit.companies.models import Company
from kvit.events import work
from kvit.reactions import REACTIONS
from tests.builders import DAY
checkouts.FIRST_ASKED = timedelta(seconds=2)
work.LEASE = timedelta(seconds=1)
work.PAUSES = (1,) * 8
work.ATTEMPTS = 1000
company = Company.objects.get()
clocks.run(company, on=DAY + timedelta(days=60))
work.run_all({"saved_charge.begun": REACTIONS["saved_charge.begun"]}, most=400)
checkouts.ask_waiting(company, at=timezone.now() + timedelta(days=int(sys.argv[1])))
"""
OUTCOME = """
from kvit.checkouts.models import Checkout, SavedCharge
from kvit.ledger.models import OpenItem
from kvit.payments.models import Payment
from kvit.proof import check
answer = {
    "charges": sorted(set(SavedCharge.objects.values_list("checkout__status", flat=True))),
    "paid": list(Checkout.objects.filter(status="paid").values_list("public_id", flat=True)),
    "booked": list(Payment.objects.filter(direction="in").values_list("external_id", flat=True)),
    "open": OpenItem.objects.filter(side="receivable").exclude(balance=0).count(),
    "breaches": [result.id for result in check.run() if result.breaches],
}
"""


def test_each_is_charged_and_booked_once_however_many_programs_die(installation, sandbox):
    look(installation, PREPARE)
    assert len(sandbox.charges) == 1, "the first invoice, by which the way of paying is kept"
    killed = kill_among_calls(installation, sandbox, WORK, seed=13, slow=0.15, within=0.3, rest=1.1)
    told = look(installation, OUTCOME)
    assert killed == KILLS
    assert told["charges"] == ["paid"] and told["open"] == 0 and told["breaches"] == []
    assert len(sandbox.charges) == len(set(sandbox.charges)) == 1 + DUE
    assert sorted(told["booked"]) == sorted(told["paid"]) == sorted(sandbox.charges)
    asked = Counter(one.body for one in sandbox.served.asked if one.path == "/charges")
    assert len(asked) == DUE, "what was handed over again had the same words"
    assert max(asked.values()) > 1, "none was cut off while it was handed over: the loop proves nothing"
