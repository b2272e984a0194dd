"""Workers that send to KSeF are killed at any moment: every invoice is there once, and its number is known here."""

import time

import pytest

from kvit.adapters.networks.ksef.simulator import KsefSimulator
from tests.long.crowd import crowd
from tests.long.inside import look
from tests.long.programs import STOP

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

INVOICES, WORKERS, KILLS = 90, 3, 20
NIP = "8567346215"
PREPARED = f"""
from django.db import transaction
from kvit.companies import autopilot
from kvit.networks import connections
from kvit.networks.models import Submission
from kvit.ports import registry
from kvit.ports.judge import FakeJudge
from kvit.receivables import transmitting
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, the_owner
registry.register("judge", FakeJudge())
company = a_company("PL")
by = the_owner(company)
connections.set_up(company, "ksef", mode="test", secrets={{"token": "valid"}}, by=by, on=DAY)
connections.turn_on(company, "ksef", mode="test", by=by, on=DAY)
autopilot.change(company, "report", level="off", by=by, on=DAY)
customer = a_customer(company, address={{"street": "Prosta 1", "town": "Warszawa"}})
for n in range({INVOICES}):
    invoice = an_invoice(company, a_line("10.00", vat="23"), customer=customer)
    transmitting.submit(company, invoice, network="ksef", by=by, on=DAY)
answer = Submission.objects.filter(status="validated").count()
"""
OUTCOME = """
from kvit.networks.models import Submission
answer = [[row.number, row.status, row.official, row.acknowledgements.count()] for row in Submission.objects.all()]
"""
RELEASED = """
from kvit.networks.models import Submission
answer = Submission.objects.filter(handed__gt=1).count()
"""


@pytest.fixture
def ksef():
    simulator = KsefSimulator(works_on=0, nip=NIP)
    simulator.windows.wait = lambda *_, **__: 0  # so many processes come from one address that its limits are no matter
    simulator.served.weather.slow = 0.02
    yield simulator
    simulator.served.close()


def test_nothing_is_lost_or_doubled_when_workers_die_while_they_send(installation, ksef):
    assert look(installation, PREPARED) == INVOICES
    with crowd(installation, seed=9) as workers:
        all_die_at(workers, ksef, "/storage/")  # uploaded, and never closed: it counts for nothing there
        all_die_at(workers, ksef, "/close")  # taken, and nobody heard of it
        ksef.served.weather.slow = 0.02
        until = time.monotonic() + 240
        while workers.killed < KILLS and time.monotonic() < until:
            time.sleep(workers.chance.uniform(0.05, 1.0))
            workers.kill_one()
            workers.bury()
            start_the_missing(workers, ksef)
        until = time.monotonic() + 180
        while any(status != "accepted" for _, status, *_ in look(installation, OUTCOME)):
            assert time.monotonic() < until, look(installation, OUTCOME)
            time.sleep(2)
        (installation.folder / STOP).touch()
        workers.wait(60)
    assert workers.killed == KILLS
    outcome = look(installation, OUTCOME)
    there = {held.number: held.ksef_number for held in ksef.taken.values()}
    assert {number: official for number, _, official, _ in outcome} == there
    assert len(there) == len(set(there.values())) == INVOICES
    assert {papers for *_, papers in outcome} == {1}
    assert look(installation, RELEASED) > 0, "no try was killed on the way, which proves nothing"


def start_the_missing(workers, ksef):
    while len(workers.alive) < WORKERS:
        workers.start("transmit", ksef.served.url)


def all_die_at(workers, ksef, place):
    """Every worker is killed while the answer to a call of this kind is on its way."""
    ksef.served.weather.slow = 0.5
    made = len(ksef.calls(place))
    start_the_missing(workers, ksef)
    until = time.monotonic() + 120
    while len(ksef.calls(place)) == made:
        assert time.monotonic() < until, f"nobody came as far as {place}"
        time.sleep(0.01)
    while any(workers.said(member) for member in workers.alive):
        workers.kill_one()
