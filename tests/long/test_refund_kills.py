"""Programs are killed while they pay back: each refund leaves the gateway and enters the books once."""

import pytest

from tests.long.among_calls import KILLS, kill_among_calls, sandbox
from tests.long.inside import look

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
__all__ = ["sandbox"]

PAID = 24
PREPARE = f"""
import httpx
from decimal import Decimal
from kvit.companies import links
from kvit.checkouts import checkouts, gateways, refunds
from kvit.ledger import open_items
from tests.builders import DAY, a_company, a_customer, an_invoice, the_owner
company = a_company()
customer, by = a_customer(company), the_owner(company)
keys = {{"api_key": "sandbox-key", "signing_secret": "sandbox-secret"}}
gateways.set_up(company, "sandbox", secrets=keys, by=by, on=DAY)
gateways.turn(company, "sandbox", is_on=True, by=by, on=DAY)
link, token = links.make(company, customer.pk, purpose="customer", by=by, on=DAY, facts={{}})
for n in range({PAID}):
    an_invoice(company, customer=customer)
for item in open_items.owed(company):
    made = checkouts.begin(company, customer, checkouts.Wish(items=[item.public_id]), by=links.guest(link), on=DAY)
    httpx.post(made.page, data={{"outcome": "paid"}})
    paid = checkouts.look(made)
    refunds.begin(company, paid, amount=Decimal("40.00"), by=by, on=DAY, before=Decimal(0))
answer = company.pk
"""
WORK = """
import sys
import django
django.setup()
from datetime import timedelta
from decimal import Decimal
from django.utils import timezone
from kvit.checkouts import refunds
from kvit.checkouts.models import GatewayRefund
from kvit.companies.models import Company
from kvit.events import work
from kvit.reactions import REACTIONS
work.LEASE = timedelta(seconds=1)
work.PAUSES = (1,) * 8
work.ATTEMPTS = 1000
work.run_all({"gateway_refund.asked": REACTIONS["gateway_refund.asked"]}, most=400)
refunds.ask_waiting(Company.objects.get(), at=timezone.now() + timedelta(days=int(sys.argv[1])))
"""
OUTCOME = """
from decimal import Decimal
from django.db.models import Sum
from kvit.checkouts.models import GatewayRefund
from kvit.ledger.models import OpenItem
from kvit.payments.models import Payment
from kvit.proof import check
back = Payment.objects.filter(direction="refund")
answer = {
    "refunds": list(GatewayRefund.objects.filter(status="done").values_list("public_id", flat=True)),
    "booked": list(back.values_list("external_id", flat=True)),
    "amounts": sorted({f"{amount:.2f}" for amount in back.values_list("amount", flat=True)}),
    "owed": [f"{one.balance:.2f}" for one in OpenItem.objects.filter(side="receivable", balance__gt=0)],
    "breaches": [result.id for result in check.run() if result.breaches],
}
"""


def test_each_refund_goes_and_is_booked_once_however_many_programs_die(installation, sandbox):
    look(installation, PREPARE)
    assert len(sandbox.charges) == PAID and sandbox.paid_back == []
    killed = kill_among_calls(installation, sandbox, WORK, seed=11, slow=0.15, within=0.3, rest=1.1)
    told = look(installation, OUTCOME)
    assert killed == KILLS
    assert sorted(told["refunds"]) == sorted(told["booked"]) == sorted(sandbox.paid_back)
    assert len(sandbox.paid_back) == len(set(sandbox.paid_back)) == PAID
    assert told["amounts"] == ["40.00"] and told["owed"] == ["40.00"] * PAID
    assert told["breaches"] == []
