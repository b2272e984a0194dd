"""What must never change is guarded by the database itself, and every room's guards are on the one list."""

import pytest
from django.apps import apps

from kvit.proof.guards import ALL
from kvit.tables import Guard
from tests.house.tree import REAL

FROZEN = [
    "events.Event",
    "events.Seal",
    "events.SealedEvent",
    "archive.File",
    "archive.Document",
    "archive.Judgement",
    "approvals.Policy",
    "approvals.Approval",
    "approvals.Step",
    "approvals.Seat",
    "approvals.Answer",
    "approvals.Question",
    "approvals.Reply",
    "approvals.DutyDone",
    "companies.Absence",
    "ledger.Entry",
    "ledger.EntryLine",
    "ledger.OpenItem",
    "ledger.Allocation",
    "receivables.Invoice",
    "receivables.InvoiceLine",
    "receivables.InvoiceExtra",
    "receivables.InvoiceVat",
    "payments.Payment",
    "banking.Statement",
    "banking.StatementLine",
    "sales.Proforma",
    "billing.ScheduleRun",
    "loyalty.LoyaltyProgramme",
    "loyalty.LoyaltyLot",
    "loyalty.LoyaltyGrant",
    "loyalty.LoyaltyMovement",
    "dunning.Pause",
    "dunning.Reminder",
    "dunning.Reminded",
    "dunning.ReminderLetter",
    "dunning.Digest",
    "dunning.DigestLine",
    "dunning.Suppression",
    "collecting.EnteredRate",
    "collecting.LateFee",
    "collecting.LateFeeLine",
    "collecting.Demand",
    "collecting.BalanceLetter",
    "replies.CustomerReply",
    "replies.ReplyAct",
    "outbox.WebhookDelivery",
    "outbox.WebhookAttempt",
]


def unguarded(table: str, guards: list[Guard]) -> set[str]:
    """What could be done to the table's rows by a direct statement, however late."""
    guarded = {guard.event for guard in guards if guard.table == table}
    emptied = {"TRUNCATE"} if any(guard.table == table and guard.truncate for guard in guards) else set()
    return {"UPDATE", "DELETE", "TRUNCATE"} - guarded - emptied


@pytest.mark.parametrize("label", FROZEN)
def test_what_was_issued_booked_or_recorded_is_guarded(label):
    assert unguarded(apps.get_model(label)._meta.db_table, ALL) == set()


def test_every_rooms_guards_are_on_the_list():
    rooms = {path.parent.name for path in (REAL.root / "kvit").glob("*/guards.py")} - {"proof"}
    listed = {guard.table.split("_")[0] for guard in ALL}
    assert rooms == listed


def test_guards_have_names_of_their_own_and_tables_that_exist():
    names = [guard.name for guard in ALL]
    assert len(names) == len(set(names))
    tables = {model._meta.db_table for model in apps.get_models()}
    assert {guard.table for guard in ALL} - tables == set()


def test_a_missing_guard_is_noticed():
    half = [Guard("kvit_x", "ledger_entry", "UPDATE", "no"), Guard("kvit_y", "ledger_entryline", "DELETE", "no")]
    assert unguarded("ledger_entry", half) == {"DELETE", "TRUNCATE"}
