"""The disk fills up while invoices are issued: a sentence says so, nothing is half done, with room it goes on."""

import json
import os
import subprocess

import pytest

from tests.databases import POSTGRES_URL, Installation

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.geteuid() != 0, reason="a small disk can only be mounted by root"),
    pytest.mark.skipif(bool(POSTGRES_URL), reason="the database's disk is the server's, not Kvit's"),
]

MEGABYTES = 12
ROUND = 500
ADDRESS = {"street": "Strada Lungă", "building": "1", "town": "Cluj-Napoca", "post_code": "400001", "region": "RO-CJ"}


@pytest.fixture
def small(migrated, tmp_path):
    """An installation on a disk of its own that is soon full, with a file in it that takes some of the room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder], check=True)
    (folder / "ballast").write_bytes(b"0" * 2_000_000)
    try:
        yield Installation({"KVIT_DATA_DIR": str(folder / "kvit-data"), "KVIT_DATABASE_URL": ""})
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def drafts():
    customer = {
        "external_id": "C1",
        "name": "Beta SRL",
        "country": "RO",
        "address": {"street": "Calea Mare 2", "town": "Iași", "region": "RO-IS", "country": "RO"},
    }
    line = {"name": "Ore", "quantity": "1", "vat_category": "S", "vat_rate": "21"}
    return json.dumps([{"customer": customer, "lines": [{**line, "price": str(100 + n)}]} for n in range(ROUND)])


def test_a_full_disk_is_told_and_leaves_nothing_half_done(small):
    small.folder.mkdir()
    words = ["--name", "Alfa SRL", "--country", "RO", "--vat-id", "RO18547290", "--email", "ana@example.org"]
    small.run("init", *words, "--address-json", json.dumps(ADDRESS))
    told = fill(small)
    assert told
    assert told <= {"disk.full", "archive.no_space"}, "whichever of the two wants the room first"
    assert small.json("check")["ok"], "what was kept before is whole"
    assert small.json("audit", "verify")["ok"], "and can be proven without a byte of room"
    (small.folder.parent / "ballast").unlink()
    after = small.json("invoice", "issue", "--all-drafts", exit_code=None)
    assert after["issued"], "there is room again"
    numbers = [row["number"] for row in small.json("invoice", "list", "--status", "issued")]
    counters = sorted(int(number.rsplit("-", 1)[1]) for number in numbers)
    assert counters == list(range(1, len(counters) + 1))
    assert small.json("check")["ok"]
    assert small.json("audit", "verify")["ok"]


def fill(small) -> set[str]:
    """Drafts and issues until something is refused; the codes of the refusals."""
    for _ in range(40):
        drafted = small.run("invoice", "draft", "--file", "-", "--json", given=drafts(), exit_code=None)
        if drafted.returncode:
            return {json.loads(drafted.stderr)["error"]["code"]}
        issued = small.json("invoice", "issue", "--all-drafts", exit_code=None)
        if issued["refused"]:
            return {one["error"]["code"] for one in issued["refused"]}
    raise AssertionError("the disk never got full")
