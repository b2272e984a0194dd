"""Statements that somebody's bank program lays into a folder are taken in by the nightly round, each line once."""

import os
import time
from datetime import date

import pytest

from kvit.banking import reconciliation, watched
from kvit.banking.models import StatementLine
from kvit.companies import autopilot
from kvit.dunning import procedures
from kvit.dunning.models import Reminder, Suppression
from kvit.jobs import schedule
from tests.builders import a_company, a_line, an_invoice, the_owner
from tests.scenarios.bank_lines.lines import HEAD, LATER, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(settings, tmp_path):
    settings.KVIT_DATA_DIR = tmp_path
    return a_company("RO")


def lay(company, name, *rows):
    folder = watched.of(company)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEAD + "".join(f"{one}\n" for one in rows))


def tick(company, monkeypatch):
    monkeypatch.setattr("kvit.capture.folders.SETTLED", -1)
    return schedule.tick(company, on=LATER)


def test_a_statement_in_the_folder_is_taken_once(company, monkeypatch):
    assert tick(company, monkeypatch).statements == [], "nobody made the folder"
    iban = company.bank_accounts.get().iban
    lay(company, f"export {iban} 2026-03.csv", row("-12,50", "Comision"))
    lay(company, "unknown.csv", row("-1,00", "x"))
    ticked = tick(company, monkeypatch)
    known, unknown = sorted(ticked.statements, key=lambda one: one.name)
    assert (known.loaded.new, unknown.refusal.code) == (1, "statement.account_needed")
    assert ticked.refused
    folder = watched.of(company)
    assert os.listdir(folder / "taken") == [known.name] and os.listdir(folder / "refused") == [unknown.name]
    lay(company, f"again {iban}.csv", row("-12,50", "Comision"))
    [again] = tick(company, monkeypatch).statements
    assert (again.loaded.new, company.statement_lines.count()) == (0, 1)


def test_what_came_by_the_folder_is_matched_before_anybody_is_reminded(company, monkeypatch):
    """The customer writes no number: by the name and the amount Kvit sees whose money it may be."""
    by, late = the_owner(company), date(2026, 4, 6)
    monkeypatch.setattr("kvit.capture.folders.SETTLED", -1)
    procedure = procedures.every(company)[0]
    procedures.change(company, procedure, {**procedure.told, "bank_days": None}, by=by, on=late)
    procedures.let(company, procedure, level="auto", by=by, on=late)
    an_invoice(company, a_line("100", vat="21"))
    name = f"{company.bank_accounts.get().iban}.csv"
    lay(company, name, row("121,00", "plata", day="03.04.2026", payer="ALFA SRL"))
    schedule.tick(company, on=late)
    assert Suppression.objects.get().reason == "in_flight" and not Reminder.objects.exists()

    reconciliation.ignore(company, StatementLine.objects.get(), note="gift", by=by, on=late)
    autopilot.change(company, "match", level="off", by=by, on=late)
    lay(company, name, row("121,00", "dar", day="04.04.2026", payer="ALFA SRL"))
    schedule.tick(company, on=late)
    assert Reminder.objects.exists(), "who wants no proposals gets none"


def test_a_file_that_is_being_written_waits(company):
    lay(company, "fresh.csv", row("-12,50", "Comision"))
    assert time.time() - (watched.of(company) / "fresh.csv").stat().st_ctime < 5
    assert schedule.tick(company, on=LATER).statements == []
