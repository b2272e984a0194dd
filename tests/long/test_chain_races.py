"""Spanish records: two programs seal one chain; workers killed while sending lose nothing and double nothing."""

import time
from base64 import b64encode
from datetime import UTC, datetime

import pytest

from kvit.adapters.networks.aeat.simulator import AeatSimulator
from kvit.adapters.signers.xades.tests.certificates import PASSWORD, a_certificate
from tests.long.crowd import crowd
from tests.long.inside import look
from tests.long.programs import SIGNAL, STOP

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

DRAFTS = 60
KILLS = 20

FOUND = """
from datetime import date
from kvit.companies import autopilot
from kvit.companies.companies import Founding
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.networks import connections
from kvit.onboarding.companies import open_company
from kvit.project.wiring import wire
from kvit.receivables import invoices
wire()
day = date(2026, 3, 2)
owner = User.objects.create_user("ana@example.org")
address = {"street": "Calle Mayor 1", "town": "Valencia", "post_code": "46001"}
company = open_company(Founding(name="Alfa SL", country="ES", vat_id="ESB58378431", address=address), owner=owner,
                       on=day)
by = actor(owner, company)
connections.set_up(company, "verifactu", mode="test", secrets=SECRETS, by=by, on=day)
connections.turn_on(company, "verifactu", mode="test", by=by, on=day)
autopilot.change(company, "report", level="auto", by=by, on=day)
drafts = invoices.draft_all(company, [
    {"customer": {"external_id": "C1", "name": "Beta SA", "country": "ES", "vat_id": "ESA28015865",
                  "address": {"street": "Calle Menor 2", "town": "Madrid", "post_code": "28001", "country": "ES"}},
     "lines": [{"name": "Horas", "quantity": "1", "price": str(100 + n), "vat_category": "S", "vat_rate": "21"}]}
    for n in range(COUNT)], by=by, on=day)
answer = [draft.public_id for draft in drafts]
"""
OUTCOME = """
from kvit.companies.models import Company
from kvit.networks import chain
from kvit.networks.models import ChainRecord, Submission
from kvit.receivables.models import Invoice
answer = {
    "broken": list(chain.broken(Company.objects.get())),
    "sequences": list(ChainRecord.objects.order_by("sequence").values_list("sequence", flat=True)),
    "chained": list(ChainRecord.objects.order_by("sequence").values_list("number", flat=True)),
    "hashes": list(ChainRecord.objects.order_by("sequence").values_list("hash", flat=True)),
    "issued": list(Invoice.objects.filter(status="issued").order_by("number").values_list("number", flat=True)),
    "submissions": list(Submission.objects.values_list("number", "status")),
}
"""


def opened(installation, *, count=DRAFTS):
    certificate = b64encode(a_certificate(until=3650).content).decode()
    secrets = {"certificate": certificate, "password": PASSWORD}
    return look(installation, f"COUNT, SECRETS = {count}, {secrets!r}{FOUND}")


def issued_by(installation, ids, *, programs):
    """So many programs issue all of them at once."""
    with crowd(installation, seed=7) as issuers:
        for place in range(programs):
            issuers.start("issue", "ana@example.org", *ids[place::programs])
        until = time.monotonic() + 120
        while not all(issuers.said(member) for member in issuers.alive) and time.monotonic() < until:
            time.sleep(0.1)
        (installation.folder / SIGNAL).touch()
        issuers.wait(300)
        broken = [line.split()[1] for line in issuers.all_said() if line.startswith("broken")]
    return issued_by(installation, broken, programs=1) if broken else None


def test_two_programs_that_issue_at_once_seal_one_chain_in_the_order_of_the_numbers(installation):
    ids = opened(installation)
    issued_by(installation, ids, programs=2)
    outcome = look(installation, OUTCOME)
    assert outcome["broken"] == []
    assert outcome["sequences"] == list(range(1, DRAFTS + 1))
    assert outcome["chained"] == outcome["issued"]
    assert len(set(outcome["hashes"])) == DRAFTS


def test_workers_killed_while_sending_lose_no_record_and_double_none(installation):
    ids = opened(installation)
    issued_by(installation, ids, programs=1)
    aeat = AeatSimulator(now=lambda: datetime.now(UTC), wait=0)
    aeat.served.weather.slow = 0.3
    try:
        with crowd(installation, seed=3) as workers:
            until = time.monotonic() + 400
            while time.monotonic() < until and not (workers.killed >= KILLS and all_there(installation, aeat)):
                while len(workers.alive) < 2:
                    workers.start("send_records", aeat.served.url)
                time.sleep(workers.chance.uniform(0.3, 1.0))
                if workers.killed < KILLS:
                    workers.kill_one()
                workers.bury()
            (installation.folder / STOP).touch()
            workers.wait(60)
    finally:
        aeat.served.close()
    outcome = look(installation, OUTCOME)
    assert workers.killed >= KILLS
    assert sorted(outcome["submissions"]) == sorted([number, "accepted"] for number in outcome["issued"])
    assert sorted(one.sealed.hash for one in aeat.kept.values()) == sorted(outcome["hashes"])


THOUSAND = """
import time
from kvit.companies.models import Company, User
from kvit.companies.permissions import actor
from kvit.networks import chain
from kvit.networks.models import ChainRecord
from kvit.ports import registry
from kvit.ports.judge import FakeJudge
from kvit.receivables import invoices
from kvit.receivables.models import Invoice
registry.register("judge", FakeJudge())
company, began = Company.objects.get(), time.monotonic()
by = actor(User.objects.get(), company)
ids = list(Invoice.objects.order_by("pk").values_list("public_id", flat=True))
done = invoices.issue_all(company, ids, by=by, on=day)
took = time.monotonic() - began
records = list(ChainRecord.objects.order_by("sequence").values_list("number", flat=True))
answer = [len(done.issued), records == [row.number for row in done.issued], list(chain.broken(company)), took]
"""


def test_a_thousand_issued_in_one_go_keep_one_chain_in_order(installation):
    opened(installation, count=1000)
    issued, in_order, broken, took = look(installation, f"from datetime import date\nday = date(2026, 3, 2){THOUSAND}")
    assert (issued, in_order, broken) == (1000, True, [])
    assert took < 120


def all_there(installation, aeat):
    if len(aeat.kept) < DRAFTS:
        return False
    return all(status == "accepted" for _, status in look(installation, OUTCOME)["submissions"])
