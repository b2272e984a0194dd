"""Bills against their orders: what agrees needs only an approver, what does not waits with line and reason."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.core.errors import Refused
from kvit.parties.models import Party
from kvit.payables import bills, order_match, queries
from kvit.payables.models import OrderMatch, OrderTaken
from kvit.purchasing import orders, policies, receipts
from tests.builders import a_line, breaches, the_owner
from tests.scenarios.bills.supplied import DAY, added, approved, failed, invoiced
from tests.scenarios.purchasing.ordered import BOARDS, an_order, came, ordered

pytestmark = pytest.mark.django_db(transaction=True)


def boards(quantity="60", price="10"):
    return {**a_line(price), "name": "Oak boards", "quantity": quantity, "price": price, "unit": "C62"}


@pytest.fixture
def order(company, seller, clerk, approver):
    """A hundred boards of a supplier of whom a bill was approved before."""
    approved(company, invoiced(seller), clerk=clerk, approver=approver)
    return ordered(company, seller, clerk=clerk, approver=approver)


@pytest.fixture
def bill(company, seller, order, clerk):
    """A bill for that order."""

    def made(*lines, ref="PO-2026-00001"):
        return added(company, invoiced(seller, *(lines or [boards()]), order_ref=ref), by=clerk)

    return made


@pytest.fixture
def approving(company, approver):
    def said(bill):
        return bills.approve(company, bill, version=queries.find(company, bill.public_id).version, by=approver, on=DAY)

    return said


def found(bill):
    return [one["rule"] for check in bill.checks.all() if check.name == "order" for one in check.findings]


def outcome(bill):
    return bill.checks.get(name="order").outcome


def taken():
    return sum(OrderTaken.objects.values_list("quantity", flat=True))


def policy(company, **told):
    party = Party.objects.get(company=company, is_supplier=True)
    policies.choose(company, party, told, by=the_owner(company), on=DAY)


def test_a_bill_for_what_was_ordered_and_came_needs_nobody_but_its_approver(company, order, bill, approving, clerk):
    came(company, order, "60", by=clerk)
    one = bill()
    assert (one.status, failed(one), outcome(one)) == ("to_approve", [], "passed")
    approving(one)
    assert taken() == 60
    assert breaches() == []


def test_a_price_too_high_is_held_with_both_figures_and_who_added_it_does_not_accept(
    company, order, bill, clerk, approver, approving
):
    came(company, order, "60", by=clerk)
    one = bill(boards(price="12"))
    assert (one.status, found(one)) == ("needs_attention", ["order.price"])
    [line] = OrderMatch.objects.all()
    assert (line.payable, line.held, line.findings[0]["facts"]) == (
        0,
        720,
        {"expected": "600.00 RON", "billed": "720.00 RON"},
    )
    bills.accept(company, one, name="order", reason="the price rose", by=approver, on=DAY)
    approving(one)
    assert taken() == 60


def test_who_added_a_bill_does_not_accept_that_it_is_not_what_was_ordered(company, seller, order):
    owner = the_owner(company)
    one = added(company, invoiced(seller, boards(), order_ref=order.number), by=owner)
    with pytest.raises(Refused, match=r"bill\.own"):
        bills.accept(company, one, name="order", reason="it will come", by=owner, on=DAY)


def test_a_part_comes_and_is_billed_then_the_rest(company, order, bill, approving, clerk):
    came(company, order, "60", by=clerk)
    approving(bill())
    rest = bill(boards("40"))
    assert found(rest) == ["order.not_received"]
    came(company, order, "40", by=clerk)
    rest = bills.check(company, rest, by=clerk, on=DAY)
    assert rest.status == "to_approve"
    approving(rest)
    assert taken() == 100
    assert breaches() == []


def test_an_order_without_its_receipt_waits_for_the_goods(company, order, bill):
    one = bill()
    assert (one.status, found(one)) == ("needs_attention", ["order.not_received"])


def test_pain_22_a_second_bill_for_the_same_goods_is_stopped_however_it_is_numbered(
    company, order, bill, approving, clerk
):
    came(company, order, "60", by=clerk)
    first, second = bill(), bill()
    assert failed(second) == []
    approving(first)
    with pytest.raises(Refused, match=r"order\.changed_since"):
        approving(second)
    again = bills.check(company, second, by=clerk, on=DAY)
    assert (again.status, found(again)) == ("needs_attention", ["order.not_received"])
    assert taken() == 60
    assert breaches() == []


def test_what_went_back_is_credited_and_can_be_billed_anew(company, order, bill, approving, clerk):
    came(company, order, "60", by=clerk)
    one = bill()
    receipts.give_back(company, order, {"lines": [{"line": 1, "quantity": "5"}]}, by=clerk, on=DAY)
    one = bills.check(company, one, by=clerk, on=DAY)
    assert found(one) == ["order.not_received"]
    approving(bill(boards("55")))
    assert found(bills.check(company, one, by=clerk, on=DAY)) == ["order.not_received"]


def test_the_tolerance_of_a_supplier_is_percent_and_money(company, order, bill, clerk):
    came(company, order, "60", by=clerk)
    policy(company, policy="order_and_receipt", percent="5", money="20")
    assert found(bill(boards(price="10.30"))) == []
    assert found(bill(boards(price="10.40"))) == ["order.price"]
    policy(company, percent="2", money="500")
    assert found(bill(boards(price="10.30"))) == ["order.price"]


def test_services_are_held_against_the_order_alone(company, order, bill):
    policy(company, policy="order_only")
    assert found(bill(boards("100"))) == []
    assert found(bill(boards("110"))) == ["order.more_than_ordered"]


def test_an_order_that_was_billed_is_closed_never_cancelled(company, order, bill, clerk, approving):
    policy(company, policy="order_only")
    approving(bill(boards("40")))
    with pytest.raises(Refused, match=r"purchase_order\.billed"):
        orders.cancel(company, order, reason="no need", by=clerk, on=DAY)
    orders.close(company, order, by=clerk, on=DAY)
    approving(bill(boards("60")))
    assert taken() == 100


def test_a_supplier_with_a_policy_names_an_order_of_ours_and_others_need_none(company, order, bill):
    assert (outcome(bill(ref="")), outcome(bill(ref="4711"))) == ("not_checked", "not_checked")
    policy(company, policy="order_and_receipt")
    assert (found(bill(ref="")), found(bill(ref="4711"))) == (["order.not_named"], ["order.not_ours"])


def test_what_was_not_approved_is_not_billed(company, seller, order, bill, clerk):
    orders.send(company, an_order(company, seller, by=clerk), by=clerk, on=DAY)
    one = bill(ref="PO-2026-00002")
    assert (one.status, found(one)) == ("needs_attention", ["order.not_approved"])


def test_a_line_that_was_not_ordered_waits_alone_and_a_person_says_what_was_meant(
    company, order, bill, clerk, approving
):
    came(company, order, "60", by=clerk)
    one = bill(boards("10"), {**boards("50"), "name": "Boards of oak"})
    assert found(one) == ["order.not_ordered"]
    assert list(OrderMatch.objects.order_by("bill_line__position").values_list("payable", "held")) == [
        (100, 0),
        (0, 500),
    ]
    with pytest.raises(Refused, match=r"order\.no_line"):
        order_match.name_order(company, one, order=order, lines={"2": 7}, by=clerk, on=DAY)
    order_match.name_order(company, one, order=order, lines={"2": 1}, by=clerk, on=DAY)
    one = bills.check(company, one, by=clerk, on=DAY)
    assert one.status == "to_approve"
    approving(one)
    assert taken() == 60


def test_between_two_lines_of_one_name_nothing_is_guessed(company, seller, order, bill, clerk, approver):
    twins = ordered(company, seller, BOARDS, {**BOARDS, "price": "11"}, clerk=clerk, approver=approver)
    came(company, twins, "60", "60", by=clerk)
    assert found(bill(ref=twins.number)) == ["order.not_ordered"]


def test_what_was_taken_stays_taken_in_the_database(company, order, bill, approving, clerk):
    came(company, order, "60", by=clerk)
    approving(bill())
    one = OrderTaken.objects.get()
    wrong = (
        lambda: OrderTaken.objects.update(quantity=1),
        lambda: OrderTaken.objects.all().delete(),
        lambda: OrderTaken.objects.filter(pk=one.pk).update(nth=2),
    )
    for change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
