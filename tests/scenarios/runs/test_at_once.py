"""Two proposals, two releases, a release beside a payment: at the same moment, each with a connection of its own."""

import pytest
from django.db import transaction

from kvit.approvals.tests.test_at_once import at_once
from kvit.archive.models import File
from kvit.events.models import Event
from kvit.payments import runs
from kvit.payments.models import PaymentRun, RunItem
from tests.builders import breaches, somebody
from tests.scenarios.runs.paying import MONDAY, UNTIL

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_proposals_at_once_share_no_bill(firm):
    for net in ("100.00", "200.00", "300.00"):
        firm.bill(net)

    def propose():
        runs.propose(firm.company, until=UNTIL, by=firm.clerk, on=MONDAY)

    assert at_once(*[propose] * 4) == ["", *["run.nothing_due"] * 3]
    assert RunItem.objects.filter(company=firm.company).count() == 3
    assert breaches() == []


def test_r06_eight_releases_at_once_write_one_file(firm):
    firm.bill()
    run = firm.propose()
    people = [firm.owner, *(somebody(firm.company, "approver") for _ in range(3))]

    def release(by):
        return lambda: runs.release(firm.company, run, version=run.version, by=by, on=MONDAY)

    said = at_once(*(release(by) for by in people * 2))
    assert said == ["", *["run.not_proposed"] * 7]
    assert Event.objects.filter(name="run.released").count() == 1
    assert File.objects.filter(company=firm.company, name__startswith=run.public_id).count() == 1
    assert breaches() == []


def test_a_release_and_a_cancellation_at_once_are_one_of_the_two(firm):
    firm.bill()
    run = firm.propose()
    at_once(
        lambda: runs.release(firm.company, run, version=run.version, by=firm.owner, on=MONDAY),
        lambda: runs.cancel(firm.company, run, reason="no", by=firm.clerk, on=MONDAY),
    )
    row = PaymentRun.objects.get(pk=run.pk)
    live = RunItem.objects.filter(run=run, status="sent").exists()
    assert (row.status, live) in (("released", True), ("cancelled", False))
    assert breaches() == []


def test_an_export_and_a_cancellation_at_once_never_leave_a_file_of_a_cancelled_run(firm):
    firm.bill()
    run = firm.release(firm.propose())
    said = at_once(
        lambda: runs.export(firm.company, run, by=firm.clerk, on=MONDAY),
        lambda: runs.cancel(firm.company, run, reason="no", by=firm.clerk, on=MONDAY),
    )
    handed_out = Event.objects.filter(name="run.exported").exists()
    assert PaymentRun.objects.get(pk=run.pk).status == ("exported" if handed_out else "cancelled")
    assert len([one for one in said if one]) == 1
    with transaction.atomic():
        assert breaches() == []
