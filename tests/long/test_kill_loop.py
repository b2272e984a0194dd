"""Issuers and workers of the real house are killed again and again; then everything is whole, here and restored."""

import time

import pytest

from tests.databases import Installation, database_for
from tests.long.crowd import crowd
from tests.long.inside import look
from tests.long.programs import SIGNAL, STOP
from tests.long.test_issue_races import FOUND, wait_until_ready

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ISSUERS, WORKERS = 4, 3
DRAFTS = 120
KILLS = 25
OUTCOME = """
from kvit.archive.models import Document
from kvit.events.models import Work
from kvit.receivables.models import Invoice
answer = {
    "issued": Invoice.objects.filter(status="issued").count(),
    "drafts": Invoice.objects.filter(status="draft").count(),
    "pdfs": list(Document.objects.filter(form="pdf", document_kind="invoice").values_list("document_id", flat=True)),
    "hashes": sorted(Document.objects.values_list("file__sha256", flat=True)),
    "undone": list(Work.objects.exclude(status="done").values_list("handler", "status", "error")),
}
"""


def test_everything_is_whole_after_the_kill_loop_and_after_a_restore(installation, tmp_path):
    ids = look(installation, f"COUNT = {DRAFTS}{FOUND}")
    killed = kill_loop(installation, ids)
    outcome = look(installation, OUTCOME)
    assert killed >= 10, "too few met their end to prove anything"
    assert outcome["issued"] == len(ids)
    assert outcome["drafts"] == 0
    assert outcome["undone"] == []
    assert len(outcome["pdfs"]) == len(set(outcome["pdfs"])) == len(ids)
    whole(installation)
    backup = installation.json("backup", "create", "--folder", str(tmp_path / "backups"))["path"]
    with database_for(tmp_path / "elsewhere", template="") as environment:
        restored = Installation(environment)
        restored.folder.mkdir()
        restored.run("backup", "restore", backup)
        whole(restored)
        assert look(restored, OUTCOME) == outcome


def kill_loop(installation, ids) -> int:
    """Lets them work and die until all is issued and every reaction is done; how many died."""
    (installation.folder / SIGNAL).touch()
    with crowd(installation, seed=5) as members:
        work = [["react"]] * WORKERS + [["issue", "ana@example.org", *ids[part::ISSUERS]] for part in range(ISSUERS)]
        kinds = {id(members.start(*words)): words for words in work}
        wait_until_ready(members)
        until = time.monotonic() + 120
        while members.killed < KILLS and time.monotonic() < until:
            time.sleep(members.chance.uniform(0.1, 0.6))
            before = list(members.alive)
            members.kill_one()
            for gone in [member for member in before if member not in members.alive]:
                words = kinds[id(gone)]
                kinds[id(members.start(*words))] = words
            members.bury()
        while look(installation, OUTCOME)["drafts"]:
            last = members.start("issue", "ana@example.org", *ids)
            last.wait(timeout=120)
        wait_until_done(installation)
        (installation.folder / STOP).touch()
        members.wait(120)
    return members.killed


def wait_until_done(installation, seconds=240):
    until = time.monotonic() + seconds
    while look(installation, OUTCOME)["undone"]:
        assert time.monotonic() < until, look(installation, OUTCOME)["undone"][:5]
        time.sleep(2)


def whole(installation):
    """Every invariant holds, and archive and event log are what they were."""
    checked = installation.json("check", exit_code=None)
    assert checked["ok"], [one for one in checked["invariants"] if one["breaches"]]
    proved = installation.json("audit", "verify", exit_code=None)
    assert proved["ok"], proved
