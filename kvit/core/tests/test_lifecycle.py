"""What may follow what."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from kvit.core import lifecycle, run_lifecycle
from kvit.core.errors import Refused
from kvit.core.families import LIVES, Family, family
from kvit.core.lifecycle import after
from kvit.core.settlement import overdue, settlement


def refusal(table: lifecycle.Lifecycle, status: str, verb: str) -> str:
    with pytest.raises(Refused) as refused:
        after(table, status, verb)
    assert refused.value.facts == {"status": status, "verb": verb}
    return refused.value.code


def test_a_draft_is_issued_once_and_then_only_corrected() -> None:
    assert after(lifecycle.INVOICE, "draft", "issue") == "issued"
    assert after(lifecycle.INVOICE, "issued", "correct") == "issued"
    for verb in ("issue", "edit", "discard"):
        assert refusal(lifecycle.INVOICE, "issued", verb) == "invoice.not_draft"
    assert refusal(lifecycle.INVOICE, "draft", "correct") == "invoice.not_issued"


def test_what_was_discarded_stays_so() -> None:
    assert after(lifecycle.INVOICE, "draft", "discard") == "discarded"
    assert lifecycle.verbs_from(lifecycle.INVOICE, "discarded") == []


def test_a_proforma_becomes_one_invoice() -> None:
    assert after(lifecycle.PROFORMA, "issued", "invoice") == "invoiced"
    assert refusal(lifecycle.PROFORMA, "invoiced", "invoice") == "proforma.not_issued"


def test_a_bounced_message_is_queued_again_but_a_sent_one_is_not() -> None:
    assert after(lifecycle.MESSAGE, "bounced", "retry") == "queued"
    assert refusal(lifecycle.MESSAGE, "sent", "retry") == "message.cannot_retry"


def test_what_became_of_a_lost_message_is_said_by_a_person_alone() -> None:
    assert after(lifecycle.MESSAGE, "queued", "lose") == "unknown"
    assert lifecycle.verbs_from(lifecycle.MESSAGE, "unknown") == ["bounce", "confirm", "retry"]
    assert refusal(lifecycle.MESSAGE, "unknown", "send") == "message.not_queued"


def test_work_left_by_a_killed_worker_is_claimed_again_and_finished_work_is_not() -> None:
    assert after(lifecycle.WORK, "running", "claim") == "running"
    assert refusal(lifecycle.WORK, "done", "claim") == "work.cannot_claim"
    assert refusal(lifecycle.WORK, "pending", "retry") == "work.not_dead"


def test_a_reconciled_line_must_be_undone_before_anything_else() -> None:
    assert lifecycle.verbs_from(lifecycle.STATEMENT_LINE, "reconciled") == ["undo"]
    assert after(lifecycle.STATEMENT_LINE, "reconciled", "undo") == "open"


def test_an_ended_schedule_never_runs_again() -> None:
    assert after(lifecycle.SCHEDULE, "paused", "resume") == "active"
    assert after(lifecycle.SCHEDULE, "active", "end") == after(lifecycle.SCHEDULE, "paused", "end") == "ended"
    assert lifecycle.verbs_from(lifecycle.SCHEDULE, "ended") == []


def test_a_verb_nobody_wrote_down_is_a_bug_and_not_a_refusal() -> None:
    with pytest.raises(ValueError, match="invoice knows no"):
        after(lifecycle.INVOICE, "draft", "cancel")
    with pytest.raises(ValueError, match="invoice knows no"):
        after(lifecycle.INVOICE, "paid", "issue")


TABLES = tuple(one for module in LIVES for one in vars(module).values() if isinstance(one, lifecycle.Lifecycle))


def test_every_room_of_states_is_known_to_those_who_say_what_a_refusal_means() -> None:
    here = Path(lifecycle.__file__).parent
    assert {Path(str(module.__file__)) for module in LIVES} == set(here.glob("*lifecycle.py"))
    for table in TABLES:
        assert {family(code) for code in table.refusals.values()} <= {Family.CONFLICT}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.noun)
def test_every_verb_has_its_own_refusal(table: lifecycle.Lifecycle) -> None:
    assert set(table.refusals) == table.verbs
    told = {code.partition(".")[0] for code in table.refusals.values()}
    assert told == {"offset" if table is run_lifecycle.OFFSET_ITEM else table.noun}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.noun)
def test_every_status_can_be_reached(table: lifecycle.Lifecycle) -> None:
    reached = {table.first}
    for _ in table.moves:
        reached |= {to for (status, _), to in table.moves.items() if status in reached}
    assert reached == table.statuses


@pytest.mark.parametrize(
    ("gross", "balance", "written_off", "word"),
    [
        ("119", "119", "0", "open"),
        ("119", "59", "0", "partly_paid"),
        ("119", "0", "0", "paid"),
        ("119", "-1", "0", "overpaid"),
        ("119", "0", "9", "written_off"),
        ("119", "9", "10", "partly_paid"),
        ("-119", "-119", "0", "open"),
        ("-119", "-19", "0", "partly_paid"),
        ("-119", "0", "0", "paid"),
        ("-119", "1", "0", "overpaid"),
        ("0", "0", "0", "paid"),
        ("0", "-1", "0", "overpaid"),
        ("0.50", "0.20", "0", "partly_paid"),
    ],
)
def test_settlement_is_derived_from_what_is_left(gross: str, balance: str, written_off: str, word: str) -> None:
    assert settlement(D(gross), D(balance), written_off=D(written_off)) == word


def test_overdue_begins_the_day_after_the_due_day() -> None:
    due = date(2026, 3, 31)
    assert not overdue(due, D(1), on=due)
    assert overdue(due, D(1), on=date(2026, 4, 1))
    assert not overdue(due, D(0), on=date(2026, 4, 1))
    assert not overdue(due, D(-5), on=date(2026, 4, 1))
    assert not overdue(None, D(1), on=date(2026, 4, 1))
