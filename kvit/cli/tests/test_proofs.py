"""What the commands of proof answer, and that they find what was broken."""

import json

import pytest
from django.db import connection

from kvit.archive import files
from kvit.archive.models import File
from kvit.cli.tests.inside import kvit
from kvit.ledger.models import OpenItem
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import a_company, an_invoice
from tests.databases import Installation, database_for


@pytest.mark.django_db
def test_the_check_is_green_and_tells_what_it_looked_at():
    an_invoice(a_company())
    answer = kvit("check").answer
    assert (answer["ok"], answer["breaches"]) == (True, 0)
    assert len(answer["invariants"]) > 10
    assert all({"id", "says", "looked_at", "breaches", "examples"} <= set(one) for one in answer["invariants"])
    assert sum(one["looked_at"] for one in answer["invariants"]) > 10


@pytest.mark.django_db(transaction=True)
def test_a_breach_ends_with_one_and_is_named():
    invoice = an_invoice(a_company())
    drop_guards(connection)
    OpenItem.objects.filter(document_id=invoice.pk).update(balance=0)
    make_guards(connection, ALL)
    answer = kvit("check", exit_code=1).answer
    assert answer["ok"] is False
    item = OpenItem.objects.get(document_id=invoice.pk)
    assert any(item.public_id in " ".join(one["examples"]) for one in answer["invariants"])


@pytest.mark.django_db
def test_one_changed_byte_is_named():
    an_invoice(a_company())
    assert kvit("audit", "verify").answer["ok"] is True
    file = File.objects.get(name="KV-2026-00001.xml")
    place = files.place(file.sha256)
    content = place.read_bytes()
    place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    answer = kvit("audit", "verify", exit_code=1).answer
    assert file.public_id in " ".join(answer["broken"])
    assert {"verified_at", "files", "documents", "events", "seals"} <= set(answer)


def test_pain_30_a_backup_restored_elsewhere_is_the_same_company(installation, tmp_path):
    installation.run("init", "--name", "Alfa SRL", "--country", "RO", "--vat-id", "RO18547290")
    before = installation.json("audit", "verify")
    made = installation.json("backup", "create", "--folder", str(tmp_path))
    assert made["path"].startswith(str(tmp_path))
    assert installation.json("backup", "verify", made["path"])["files"] == before["files"]
    refused = installation.run("backup", "restore", made["path"], "--json", exit_code=1)
    assert json.loads(refused.stderr)["error"]["code"] == "backup.not_empty"

    with database_for(tmp_path / "elsewhere", template="") as environment:
        elsewhere = Installation(environment)
        elsewhere.folder.mkdir()
        elsewhere.json("backup", "restore", made["path"])
        assert elsewhere.json("check")["ok"] is True
        after = elsewhere.json("audit", "verify")
        assert {**after, "verified_at": ""} == {**before, "verified_at": ""}
        assert elsewhere.json("invoice", "list") == installation.json("invoice", "list")
