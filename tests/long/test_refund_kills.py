"""Programs are killed while they pay back: each refund leaves the gateway and enters the books once."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from kvit.adapters.gateways.sandbox.simulator import Sandbox
from tests.habits import ROOT
from tests.long.inside import look
from tests.long.test_checkout_kills import wait_for_a_call

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

PAID, KILLS = 24, 20
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


@pytest.fixture
def sandbox():
    made = Sandbox()
    made.switches.late = True
    yield made
    made.served.close()


def test_each_refund_goes_and_is_booked_once_however_many_programs_die(installation, sandbox):
    installation.environment["KVIT_SANDBOX_GATEWAY"] = sandbox.served.url
    look(installation, PREPARE)
    assert len(sandbox.charges) == PAID and sandbox.paid_back == []
    chance, killed = random.Random(11), 0
    sandbox.served.weather.slow = 0.15
    for turn in range(KILLS * 4):
        program = started(installation, turn=turn)
        wait_for_a_call(sandbox, program)
        time.sleep(chance.random() * 0.3)
        if program.poll() is None:
            program.send_signal(signal.SIGKILL)
            killed += 1
        program.wait()
        if killed >= KILLS:
            break
    sandbox.served.weather.slow = 0.0
    for turn in range(4):
        time.sleep(1.1)
        assert started(installation, turn=KILLS * 4 + turn).wait(300) == 0
    told = look(installation, OUTCOME)
    assert killed >= KILLS
    assert sorted(told["refunds"]) == sorted(told["booked"]) == sorted(sandbox.paid_back)
    assert len(sandbox.paid_back) == len(set(sandbox.paid_back)) == PAID
    assert told["amounts"] == ["40.00"] and told["owed"] == ["40.00"] * PAID
    assert told["breaches"] == []


def started(installation, *, turn: int) -> subprocess.Popen:
    """A program for which so many days have passed: what the gateway is asked about is due each time."""
    environment = {**os.environ, **installation.environment, "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "kvit.project.settings"
    return subprocess.Popen([sys.executable, "-c", WORK, str(turn + 1)], env=environment, cwd=installation.folder)
