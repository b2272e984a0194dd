"""Two proposals, two releases, the same line booked twice: at the same moment, each with a connection of its own."""

import pytest

from kvit.approvals.tests.test_at_once import at_once
from kvit.archive.models import File
from kvit.banking import reconciliation
from kvit.banking.models import StatementLine
from kvit.debits import runs
from kvit.debits.models import DebitItem
from kvit.events.models import Event
from kvit.payments.models import Payment
from tests.builders import breaches, somebody
from tests.scenarios.debits.collecting import COLLECTED, TUESDAY, UNTIL, booked

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_proposals_at_once_share_nothing(firm):
    firm.mandate()
    firm.invoice("100.00"), firm.invoice("200.00")

    def propose():
        runs.propose(firm.company, until=UNTIL, by=firm.clerk, on=TUESDAY)

    assert at_once(*[propose] * 4) == ["", *["debit.nothing_due"] * 3]
    assert DebitItem.objects.filter(company=firm.company).count() == 2
    assert breaches() == []


def test_four_releases_at_once_write_one_file(firm):
    firm.mandate()
    firm.invoice()
    run = firm.propose()
    people = [firm.owner, somebody(firm.company, "approver")]

    def release(by):
        return lambda: runs.release(firm.company, run, version=run.version, by=by, on=TUESDAY)

    assert at_once(*(release(by) for by in people * 2)) == ["", *["debit_run.not_proposed"] * 3]
    assert Event.objects.filter(name="debit_run.released").count() == 1
    assert File.objects.filter(company=firm.company, name__startswith=run.public_id).count() == 1
    assert breaches() == []


def test_a_credit_is_booked_once(firm):
    firm.mandate()
    firm.invoice()
    firm.sent()
    firm.bank(booked("121.00", direction="CRDT", family="RCDT", sub="ESCT"))
    line = StatementLine.objects.get(company=firm.company)
    proposal = line.proposals.order_by("rank").first()

    def settle():
        reconciliation.confirm_proposal(firm.company, proposal, by=firm.owner, on=COLLECTED)

    said = at_once(settle, settle)
    assert said.count("") == 1
    assert Payment.objects.filter(company=firm.company).count() == 1 and breaches() == []
