"""What is approved of suppliers and not booked, or booked and not approved, is named."""

import pytest
from django.db import IntegrityError, connection, transaction

from kvit.approvals import policies
from kvit.approvals.models import Approval
from kvit.core.approval import Group, Policy, Step
from kvit.ledger.models import OpenItem
from kvit.payables import bills
from kvit.payables.models import Bill
from kvit.proof import check
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import DAY, a_company, somebody, the_owner
from tests.scenarios.bills.supplied import OURS, added, approved, invoiced

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO", name="Atelier Nord SRL", vat_id=OURS)


@pytest.fixture
def bill(company):
    content = invoiced(a_company("RO", name="Lemn SRL"))
    return approved(company, content, clerk=somebody(company, "clerk"), approver=somebody(company, "accountant"))


@pytest.fixture
def unguarded():
    """Somebody with the database's own password, past every trigger."""
    drop_guards(connection)
    yield
    make_guards(connection, ALL)


def named(key):
    [result] = [result for result in check.run() if result.id == key]
    return result.examples


def test_a_bill_that_was_approved_and_booked_is_sound(bill):
    assert not check.breached(check.run())


def test_an_open_item_that_is_not_what_the_bill_wants_is_named(bill, unguarded):
    OpenItem.objects.filter(document_kind="bill").update(amount=-120, balance=-120)
    assert named("I12c") == [bill.public_id]


def test_an_open_item_of_a_bill_that_nobody_approved_is_named(bill, unguarded):
    Bill.objects.filter(pk=bill.pk).update(status="to_approve")
    assert named("I12c") == [f"open item of bill {bill.pk}, which is not approved"]


def test_a_request_about_a_bill_that_is_decided_is_named(company, unguarded):
    approver = somebody(company, "approver")
    step = Step(position=1, group=Group(people=frozenset({approver.id})))
    policies.make(company, Policy(id="", position=1, steps=(step,)), name="all", by=the_owner(company), on=DAY)
    content = invoiced(a_company("RO", name="Lemn SRL"))
    first = added(company, content, by=somebody(company, "clerk"))
    bills.accept(company, first, name="supplier", reason="called them", by=the_owner(company), on=DAY)
    assert Approval.objects.get().status == "open" and named("I17b") == []
    Bill.objects.filter(pk=first.pk).update(status="rejected")
    assert named("I17b") == [first.public_id]


def test_the_database_itself_takes_no_bill_that_one_person_added_and_approved(bill, unguarded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.filter(pk=bill.pk).update(approved_by=bill.added_by)
