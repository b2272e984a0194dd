"""At the same moment: a set-off and a run want one bill; two sign what another one cancels."""

import pytest

from kvit.approvals.tests.test_at_once import at_once
from kvit.payments import offsets, runs
from kvit.payments.models import HELD, LIVE, Offset, OffsetItem, RunItem
from kvit.payments.offsets import Wanted
from tests.builders import breaches, somebody
from tests.scenarios.offsets.trading import DUE
from tests.scenarios.runs.paying import UNTIL

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bill_wanted_by_runs_and_set_offs_at_once_goes_to_one(firm):
    firm.sold("100.00"), firm.bill("100.00")

    def run():
        runs.propose(firm.company, until=UNTIL, by=firm.clerk, on=DUE)

    def offset():
        offsets.propose(firm.company, firm.customer, wanted=Wanted(), by=firm.clerk, on=DUE)

    said = at_once(run, offset, run, offset)
    assert said.count("") == 1
    held = OffsetItem.objects.filter(company=firm.company, status=HELD, item__side="payable").count()
    assert held + RunItem.objects.filter(company=firm.company, status__in=LIVE).count() == 1
    assert breaches() == []


def test_signatures_and_a_cancellation_at_once_are_one_of_them(firm):
    firm.sold("100.00"), firm.bill("100.00")
    row = firm.propose_offset()
    second = somebody(firm.company, "approver")
    at_once(
        lambda: offsets.sign(firm.company, row, by=firm.owner, on=DUE),
        lambda: offsets.sign(firm.company, row, by=second, on=DUE),
        lambda: offsets.cancel(firm.company, row, reason="no", by=firm.clerk, on=DUE),
    )
    status = Offset.objects.get(pk=row.pk).status
    assert (status, firm.balances()[0]) in (("settled", 0), ("cancelled", 121))
    assert breaches() == []
