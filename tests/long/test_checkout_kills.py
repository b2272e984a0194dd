"""Programs are killed while they open checkouts and book what was paid: each customer is charged and booked once."""

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

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ITEMS, KILLS = 40, 20
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


@pytest.fixture
def sandbox():
    made = Sandbox()
    made.switches.late = True
    yield made
    made.served.close()


def test_each_is_charged_and_booked_once_however_many_programs_die(installation, sandbox):
    installation.environment["KVIT_SANDBOX_GATEWAY"] = sandbox.served.url
    look(installation, PREPARE)
    chance, killed = random.Random(7), 0
    sandbox.served.weather.slow = 0.02
    for turn in range(KILLS * 4):
        program = started(installation, turn=turn)
        wait_for_a_call(sandbox, program)
        time.sleep(chance.random() * 0.4)
        if program.poll() is None:
            program.send_signal(signal.SIGKILL)
            killed += 1
        program.wait()
        if killed >= KILLS:
            break
    for turn in range(6):
        assert started(installation, turn=KILLS * 4 + turn).wait(300) == 0
        time.sleep(2.1)
    told = look(installation, OUTCOME)
    assert killed >= KILLS
    assert told["owed"] == 0
    assert sorted(told["payments"]) == sorted(told["paid"]) == sorted(sandbox.charges)
    assert len(sandbox.charges) == len(set(sandbox.charges)) == ITEMS
    assert told["breaches"] == []


def started(installation, *, turn: int) -> subprocess.Popen:
    """A program for which so many days have passed: what the gateway is asked about is due each time."""
    environment = {**os.environ, **installation.environment, "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "kvit.project.settings"
    return subprocess.Popen([sys.executable, "-c", WORK, str(turn + 1)], env=environment, cwd=installation.folder)


def wait_for_a_call(sandbox, program) -> None:
    """Until the program has spoken with the gateway, so that it dies among calls and not while it starts."""
    before = len(sandbox.served.asked)
    until = time.monotonic() + 60
    while len(sandbox.served.asked) == before and program.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
