"""Workers are killed while they hand documents to a network that notices no doubles: each arrives once all the same."""

import time
from collections import Counter

import pytest

from kvit.adapters.networks.anaf.simulator import AnafSimulator
from tests.long.crowd import crowd
from tests.long.inside import look

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

DOCUMENTS, KILLS = 60, 20
PREPARE = f"""
from datetime import date
from django.db import transaction
from kvit.archive import files
from kvit.companies.permissions import automation
from kvit.core.networks import Passage
from kvit.networks import connections, outgoing
from kvit.networks.outgoing import Paper
from tests.builders import a_company, the_owner
day = date(2026, 3, 2)
company = a_company()
by = the_owner(company)
connections.set_up(company, "anaf", mode="test", secrets={{"access_token": "valid"}}, by=by, on=day)
connections.turn_on(company, "anaf", mode="test", by=by, on=day)
with transaction.atomic():
    for n in range({DOCUMENTS}):
        content = f"<Invoice>{{n}}</Invoice>".encode()
        file = files.keep(company, content, media_type="application/xml", name=f"{{n}}.xml")
        paper = Paper(kind="invoice", id=n + 1, public_id=f"inv_{{n}}", number=f"F-{{n}}", issued_on=day, file=file,
                      passage=Passage("anaf", "cius-ro", True, date(2026, 3, 9)))
        outgoing.prepare(company, paper, release=True, by=automation("report", company), on=day)
answer = company.pk
"""
OUTCOME = """
from kvit.networks.models import Acknowledgement, Submission
from kvit.proof import check
answer = {
    "statuses": list(Submission.objects.values_list("status", flat=True)),
    "officials": list(Submission.objects.values_list("official", flat=True)),
    "papers": Acknowledgement.objects.count(),
    "breaches": [result.id for result in check.run() if result.breaches],
}
"""


@pytest.fixture
def anaf():
    """It notices no doubles, so that nothing but our own care keeps them away."""
    simulator = AnafSimulator(works_on=0, notices_doubles=False)
    simulator.downloads_a_day = 1000  # each new worker looks again what is there
    yield simulator
    simulator.served.close()


def test_every_document_arrives_once_however_many_workers_die(installation, anaf):
    look(installation, PREPARE)
    anaf.served.weather.slow = 0.1
    with crowd(installation, seed=3) as workers:
        for _ in range(2):
            workers.start("pass_networks", anaf.served.url)
        until = time.monotonic() + 240
        while workers.killed < KILLS and workers.alive and time.monotonic() < until:
            time.sleep(workers.chance.uniform(0.2, 1.0))
            anaf.served.weather.lost += workers.chance.random() < 0.3
            before = workers.killed
            workers.kill_one()
            workers.bury()
            if workers.killed > before:
                workers.start("pass_networks", anaf.served.url)
        anaf.served.weather.lost = 0
        workers.wait(240)
    outcome = look(installation, OUTCOME)
    assert workers.killed >= 5, "too few met their end to prove anything"
    assert set(outcome["statuses"]) == {"accepted"}
    assert len(set(outcome["officials"])) == outcome["papers"] == DOCUMENTS
    assert set(Counter(upload.content for upload in anaf.uploads.values()).values()) == {1}
    assert outcome["breaches"] == []
