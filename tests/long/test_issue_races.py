"""Pain 4: many issue at once, some are killed, some break after drawing a number: the numbers are 1 to n still."""

import re
import time

import pytest

from tests.long.crowd import crowd
from tests.long.inside import look
from tests.long.programs import SIGNAL

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

PROGRAMS = 50
DRAFTS = 300
KILLS = 15

FOUND = """
from datetime import date
from kvit.companies.companies import Founding
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.onboarding.companies import open_company
from kvit.receivables import invoices
day = date(2026, 3, 2)
owner = User.objects.create_user("ana@example.org")
address = {"street": "Strada Lungă 1", "town": "Cluj-Napoca", "post_code": "400001", "region": "RO-CJ"}
facts = Founding(name="Alfa SRL", country="RO", vat_id="RO18547290", address=address)
company = open_company(facts, owner=owner, on=day)
drafts = invoices.draft_all(company, [
    {"customer": {"external_id": f"C{n % 7}", "name": f"Beta {n % 7} SRL", "country": "RO",
                    "address": {"street": "Calea Mare 2", "town": "Iași", "region": "RO-IS", "country": "RO"}},
      "lines": [{"name": "Ore", "quantity": "1", "price": str(100 + n), "vat_category": "S", "vat_rate": "21"}]}
    for n in range(COUNT)], by=actor(owner, company), on=day)
answer = [draft.public_id for draft in drafts]
"""
OUTCOME = """
from kvit.archive.models import Document
from kvit.events.models import Event
from kvit.ledger.models import Entry, EntryLine, OpenItem
from kvit.receivables.models import Invoice
from kvit.companies.models import Counter
answer = {
    "numbers": dict(Invoice.objects.filter(status="issued").values_list("public_id", "number")),
    "drafts": Invoice.objects.filter(status="draft").count(),
    "drafts_with_number": Invoice.objects.exclude(status="issued").exclude(number=None).count(),
    "entries": list(Entry.objects.filter(posted=True).values_list("document_number", flat=True)),
    "half_entries": Entry.objects.filter(posted=False).count(),
    "sum": sum(EntryLine.objects.values_list("amount", flat=True)),
    "items": OpenItem.objects.count(),
    "events": list(Event.objects.filter(name="invoice.issued").values_list("subject_public_id", flat=True)),
    "documents": list(Document.objects.filter(form="ubl").values_list("document_id", flat=True)),
    "counter": Counter.objects.get(last__gt=0).last,
}
"""


def test_pain_04_fifty_issue_at_once_and_no_number_is_missing_or_twice(installation):
    ids = look(installation, f"COUNT = {DRAFTS}{FOUND}")
    with crowd(installation, seed=4) as issuers:
        for _ in range(PROGRAMS):
            issuers.start("issue", "ana@example.org", *issuers.chance.sample(ids, DRAFTS * 2 // PROGRAMS))
        wait_until_ready(issuers)
        (installation.folder / SIGNAL).touch()
        until = time.monotonic() + 120
        while issuers.killed < KILLS and issuers.alive and time.monotonic() < until:
            time.sleep(issuers.chance.uniform(0.02, 0.2))
            issuers.kill_one()
            issuers.bury()
        issuers.wait(200)
        said = [line.split() for line in issuers.all_said()]
        left = issuers.start("issue", "ana@example.org", *ids)
        issuers.wait(200)
        left_said = [line.split() for line in issuers.said(left)]
        while any(words[0] == "broken" for words in left_said):
            left = issuers.start("issue", "ana@example.org", *ids)
            issuers.wait(200)
            left_said = [line.split() for line in issuers.said(left)]
    assert issuers.killed >= 5, "too few met their end to prove anything"
    assert any(words[0] == "broken" for words in said), "nothing broke after a number was drawn"
    outcome = look(installation, OUTCOME)
    check(outcome, ids)
    acknowledged = {words[1]: words[2] for words in said if words[0] == "issued"}
    assert acknowledged.items() <= outcome["numbers"].items(), "an acknowledged invoice was lost or renumbered"


def check(outcome, ids):
    """Every draft became one invoice, once everywhere, and the numbers are 1 to n."""
    counters = sorted(int(re.search(r"(\d+)$", number).group(1)) for number in outcome["numbers"].values())
    assert counters == list(range(1, DRAFTS + 1))
    assert outcome["counter"] == DRAFTS
    assert outcome["drafts"] == outcome["drafts_with_number"] == outcome["half_entries"] == 0
    assert sorted(outcome["entries"]) == sorted(outcome["numbers"].values())
    assert sorted(outcome["events"]) == sorted(ids)
    assert len(set(outcome["documents"])) == len(outcome["documents"]) == DRAFTS
    assert outcome["items"] == DRAFTS
    assert outcome["sum"] in (0, "0.0000", "0")


def wait_until_ready(issuers, seconds=180):
    until = time.monotonic() + seconds
    while not all(issuers.said(member) for member in issuers.alive):
        issuers.bury()
        assert time.monotonic() < until, "they did not get ready"
        time.sleep(0.1)
