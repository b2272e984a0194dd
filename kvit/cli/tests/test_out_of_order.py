"""What is wrong with the installation is a sentence and an exit code, never a traceback."""

import json

import pytest

from tests.databases import Installation, database_for


def refused(installation, *words, exit_code, **environment):
    installation.environment |= environment
    done = installation.run(*words, "--json", exit_code=exit_code)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return json.loads(done.stderr)["error"]["code"]


@pytest.mark.django_db
def test_an_installation_without_tables_says_what_to_do(tmp_path):
    with database_for(tmp_path / "empty", template="") as environment:
        empty = Installation(environment)
        empty.folder.mkdir()
        assert refused(empty, "invoice", "list", exit_code=1) == "kvit.not_migrated"
        assert empty.json("migrate")["migrated"]
        assert empty.json("migrate")["migrated"] == []
        assert refused(empty, "invoice", "list", exit_code=5) == "company.none"


def test_settings_that_cannot_be_are_told(installation):
    assert refused(installation, "doctor", exit_code=1, KVIT_SECRET_KEY="short") == "kvit.misconfigured"


def test_a_database_that_is_away_is_worth_another_try(installation):
    nowhere = {"KVIT_DATABASE_URL": "postgresql://kvit@127.0.0.1:1/kvit"}
    assert refused(installation, "invoice", "list", exit_code=8, **nowhere) == "database.unreachable"


def test_the_doctor_names_what_is_ill(installation):
    told = installation.json("doctor")
    assert told["ok"] is True
    assert {"data folder", "disk", "database", "guards", "judge", "worker"} <= {one["check"] for one in told["checks"]}
