"""A transfer has a name that no other one has: of two tries to pay a bill the bank's word is about one."""

import pytest
from django.db import DatabaseError, transaction

from kvit.core.formats import run_file
from kvit.core.tests.test_pain002 import instruction, item, report, why
from kvit.payments import bank_answers, outgoing, run_papers
from kvit.payments.models import RunItem
from kvit.proof.tests.test_runs import bent
from tests.builders import breaches
from tests.scenarios.runs.paying import MONDAY, TUESDAY

pytestmark = pytest.mark.django_db(transaction=True)


def refused_by_bank(firm, run, name):
    """The bank's report that the transfer of that name was not made."""
    file = run.public_id.replace("_", "")
    said = report(instruction(f"{file}-001", "PART", item(name, "RJCT", why("AC04"))), state="PART", file=file)
    return bank_answers.take(firm.company, said, by=firm.clerk, on=MONDAY)


def with_bank(firm):
    """What is due, in a run that was handed out."""
    run = firm.release(firm.propose())
    firm.export(run)
    return firm.now(run)


def found(firm, run, name):
    debit = outgoing.Debit(run.bank_account_id, run.items.get().pays, "RON", TUESDAY, end_to_end_id=name)
    return outgoing.found(firm.company, debit)


@pytest.fixture
def tries(firm):
    """The same bill in two runs: the bank refused the first."""
    firm.bill()
    first = with_bank(firm)
    refused_by_bank(firm, first, first.items.get().end_to_end_id)
    return first, with_bank(firm)


def test_the_example_of_docs_rules_payment_runs(firm, tries):
    first, second = tries
    a, b = first.items.get().end_to_end_id, second.items.get().end_to_end_id
    assert first.items.get().item == second.items.get().item and a != b
    assert f"<EndToEndId>{b}</EndToEndId>".encode() in firm.export(second)
    assert found(firm, second, a) == ([], ""), "a line about the first try is not about the second"
    rows, reason = found(firm, second, b)
    assert (rows[0].run, reason) == (second, "match.run_end_to_end")
    told = refused_by_bank(firm, first, b)
    assert [one.rule for one in told.findings] == ["bank_answer.stranger"]
    assert firm.now(second).items.get().status == "sent"
    assert breaches() == []


def test_what_is_in_flight_from_before_there_were_names_is_found_by_its_open_item(firm):
    firm.bill()
    run = with_bank(firm)
    bent(lambda: RunItem.objects.filter(run=run).update(end_to_end_id=None))
    name = run.items.get().item.public_id.replace("_", "")
    assert found(firm, run, name)[1] == "match.run_end_to_end"
    assert refused_by_bank(firm, run, name).answers[0][1].state == "rejected"
    assert firm.now(run).items.get().status == "failed"


def test_the_file_made_again_is_the_one_that_was_released(firm):
    firm.bill("100.00")
    firm.bill("200.00")
    run = with_bank(firm)
    rows = list(run.items.order_by("pk"))
    again = run_papers.run_of(firm.company, run, rows, released_at=run.released_at)
    assert run_file.write(again, "pain001") == firm.export(run)
    assert all(len(one.end_to_end_id) <= 35 and one.end_to_end_id.isalnum() for one in rows)


def test_the_database_itself_knows_a_name_once_and_sends_nothing_without_one(firm):
    firm.bill("100.00")
    firm.bill("200.00")
    run = firm.propose()
    one, other = run.items.order_by("pk")
    RunItem.objects.filter(pk=one.pk).update(end_to_end_id="rni1")
    for change in (
        lambda: RunItem.objects.filter(pk=other.pk).update(end_to_end_id="rni1"),
        lambda: RunItem.objects.filter(pk=other.pk).update(status="sent"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    firm.release(run)
    with pytest.raises(DatabaseError), transaction.atomic():
        RunItem.objects.filter(pk=one.pk).update(end_to_end_id="rni2")


def test_a_name_that_the_file_does_not_say_is_found_out(firm):
    firm.bill()
    run = with_bank(firm)
    assert breaches() == []
    bent(lambda: RunItem.objects.filter(run=run).update(end_to_end_id="rni1"))
    assert {line.partition(":")[0] for line in breaches()} == {"I65"}
