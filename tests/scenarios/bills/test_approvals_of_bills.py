"""Bills where a policy says who approves them: asked when the checks let it pass, booked with the last yes."""

from decimal import Decimal

import pytest

from kvit.api.tests.program import Program
from kvit.approvals import policies
from kvit.approvals.models import Answer, Approval
from kvit.companies.models import User
from kvit.core.approval import Group, Policy, Step
from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.ledger.models import Entry, Rate
from kvit.payables import bills, queries
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_line, breaches, somebody, the_owner
from tests.scenarios.bills.supplied import OURS, added, invoiced

pytestmark = pytest.mark.django_db(transaction=True)


class Firm:
    """The clerk enters; Ana and then the owner approve bills of 1,000 and more, any approver smaller ones."""

    def __init__(self):
        self.company = a_company("RO", name="Atelier Nord SRL", vat_id=OURS)
        self.seller = a_company("RO", name="Lemn SRL")
        self.owner = the_owner(self.company)
        self.clerk, self.ana = somebody(self.company, "clerk"), somebody(self.company, "accountant")
        self.small = somebody(self.company, "approver")
        ana, owner = Group(people=frozenset({self.ana.id})), Group(roles=frozenset({"owner"}))
        self.policy("large", 1, Step(position=1, group=ana), Step(position=2, group=owner), least=Decimal(1000))
        self.policy("small", 2, Step(position=1, group=Group(roles=frozenset({"approver"}))))

    def policy(self, name, position, *steps, **conditions):
        told = Policy(id="", position=position, steps=steps, subject_kind="bill", **conditions)
        return policies.make(self.company, told, name=name, by=self.owner, on=DAY)

    def bill(self, net, **facts):
        """A bill that passed its checks, its supplier looked at."""
        bill = added(self.company, invoiced(self.seller, a_line(net), **facts), by=self.clerk)
        if bill.status == "needs_attention":
            bills.accept(self.company, bill, name="supplier", reason="called them", by=self.ana, on=DAY)
        return self.now(bill)

    def now(self, bill):
        return queries.find(self.company, bill.public_id)

    def yes(self, bill, by):
        return bills.approve(self.company, self.now(bill), version=self.now(bill).version, by=by, on=DAY)

    def no(self, bill, by):
        return bills.reject(self.company, self.now(bill), reason="never ordered", by=by, on=DAY)

    def asked(self, bill):
        return Approval.objects.get(company=self.company, subject_kind="bill", subject_id=bill.pk)


@pytest.fixture
def firm():
    return Firm()


def test_a_large_bill_is_booked_with_the_last_yes_that_its_policy_needs(firm):
    bill = firm.bill("1000.00")
    assert firm.asked(bill).amount == 1210
    with pytest.raises(Refused, match=r"approval\.not_asked"):
        firm.yes(bill, firm.owner)  # it is not their turn
    assert firm.yes(bill, firm.ana).status == "to_approve"
    assert not Entry.objects.filter(company=firm.company).exists()
    assert firm.yes(bill, firm.owner).status == "approved"
    assert open_items.of_suppliers(firm.company).get().balance == -1210
    assert firm.asked(bill).status == "approved"
    assert breaches() == []


def test_a_small_bill_goes_to_those_whom_its_own_policy_names_and_to_nobody_else(firm):
    bill = firm.bill("100.00")
    with pytest.raises(Refused, match=r"approval\.not_asked"):
        firm.yes(bill, firm.ana)
    assert firm.yes(bill, firm.small).status == "approved"


def test_two_halves_of_a_large_bill_are_one_large_bill(firm):
    first, second = firm.bill("500.00"), firm.bill("500.00")
    assert (firm.asked(first).counted, firm.asked(second).counted) == (605, 1210)
    with pytest.raises(Refused, match=r"approval\.not_asked"):
        firm.yes(second, firm.small)


def test_who_entered_it_says_yes_through_no_door(firm):
    firm.policy("clerks", 0, Step(position=1, group=Group(roles=frozenset({"clerk", "approver"}))))
    bill = firm.bill("100.00")
    with pytest.raises(Refused, match=r"bill\.own"):
        firm.yes(bill, firm.clerk)
    assert firm.yes(bill, firm.small).status == "approved"


def test_a_no_of_who_is_asked_is_their_answer_and_one_of_the_clerk_lets_go_of_the_request(firm):
    asked, withdrawn = firm.bill("100.00"), firm.bill("70.00")
    firm.no(asked, firm.small)
    assert (firm.now(asked).status, firm.asked(asked).status) == ("rejected", "rejected")
    assert Answer.objects.get(approval=firm.asked(asked)).verdict == "reject"
    firm.no(withdrawn, firm.clerk)
    assert (firm.now(withdrawn).status, firm.asked(withdrawn).status) == ("rejected", "withdrawn")
    with pytest.raises(Refused, match=r"permission\.denied"):
        firm.no(firm.bill("30.00"), somebody(firm.company, "viewer"))


def test_nobody_is_asked_about_a_bill_that_its_checks_stop(firm):
    content = invoiced(firm.seller).replace(b">121.00</cbc:PayableAmount>", b">121.01</cbc:PayableAmount>")
    bill = added(firm.company, content, by=firm.clerk)
    assert bill.status == "needs_attention"
    assert not Approval.objects.filter(company=firm.company).exists()


def test_without_anybody_to_ask_the_bill_waits_and_says_so_until_there_is_somebody(firm):
    firm.company.memberships.filter(user_id=firm.small.id).delete()
    bill = firm.bill("100.00")
    assert bill.status == "to_approve" and not Approval.objects.filter(company=firm.company).exists()
    with pytest.raises(Refused, match=r"approval\.nobody"):
        firm.yes(bill, firm.ana)
    assert firm.yes(bill, somebody(firm.company, "approver")).status == "approved"


def test_the_amount_of_a_foreign_bill_is_counted_in_our_money(firm):
    for one in (firm.company, firm.seller):
        Rate.objects.create(company=one, currency="EUR", valid_on=DAY, rate=5, source="BNR")
    assert firm.asked(firm.bill("200.00", currency="EUR")).amount == 1210


def test_the_task_of_an_approver_is_done_when_the_bill_is(firm):
    bill = firm.bill("100.00")
    waiting = Task.objects.filter(company=firm.company, kind="approval.waiting", status="open")
    assert [task.owner_id for task in waiting] == [firm.small.id]
    firm.yes(bill, firm.small)
    assert not waiting.all().exists()


def test_a_yes_through_the_door_of_approvals_books_the_bill_too(firm):
    bill = firm.bill("100.00")
    program = Program(firm.company, User.objects.get(pk=firm.small.id))
    program.post(f"/approvals/{firm.asked(bill).public_id}/approve")
    assert firm.now(bill).status == "approved"
    assert open_items.of_suppliers(firm.company).get().balance == -121
    other = firm.bill("70.00")
    program.post(f"/approvals/{firm.asked(other).public_id}/reject", {"reason": "never ordered"})
    assert (firm.now(other).status, firm.now(other).reason) == ("rejected", "never ordered")
