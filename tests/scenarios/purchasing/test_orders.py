"""An order from its draft to the goods: who may say yes, what arrives, goes back, and was written wrongly."""

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client

from kvit.approvals import policies
from kvit.companies.models import User
from kvit.core import approval
from kvit.core.approval import Group, Policy
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.purchasing import orders, queries, receipts
from kvit.purchasing import policies as terms
from kvit.purchasing.models import GoodsReceipt, OrderLine, PurchaseOrder
from tests.builders import breaches, somebody, the_owner
from tests.scenarios.bills.supplied import DAY
from tests.scenarios.purchasing.ordered import BOARDS, an_order, came, here, ordered

pytestmark = pytest.mark.django_db(transaction=True)


def waiting_for(by):
    """The page to which the mail leads."""
    browser = Client()
    browser.force_login(User.objects.get(pk=by.id))
    return browser.get("/approvals").content.decode()


def test_pain_23_who_wrote_or_sent_an_order_never_approves_it_and_another_person_does(company, seller, clerk, approver):
    owner = the_owner(company)
    row = an_order(company, seller, by=owner)
    assert (row.number, row.net, row.status) == (None, 1000, "draft")
    row = orders.send(company, row, by=approver, on=DAY)
    assert (row.number, row.status) == ("PO-2026-00001", "to_approve")
    for by in (owner, approver):
        with pytest.raises(Refused, match=r"purchase_order\.own"):
            orders.approve(company, row, version=row.version, by=by, on=DAY)
    with pytest.raises(Refused, match=r"permission\.denied"):
        orders.approve(company, row, version=row.version, by=clerk, on=DAY)
    row = orders.approve(company, row, version=row.version, by=somebody(company, "approver"), on=DAY)
    assert row.status == "approved"
    with pytest.raises(DatabaseError), transaction.atomic():
        PurchaseOrder.objects.filter(pk=row.pk).update(drafted_by=row.approved_by_id)
    assert breaches() == []


def test_what_changed_since_it_was_looked_at_is_not_approved(company, seller, clerk, approver):
    row = orders.send(company, an_order(company, seller, by=clerk), by=clerk, on=DAY)
    looked_at = row.version
    row = orders.reject(company, row, reason="too dear", by=approver, on=DAY)
    cheaper = {"supplier": row.party.public_id, "lines": [{**BOARDS, "price": "9"}]}
    row = orders.edit(company, row, cheaper, version=row.version, by=clerk, on=DAY)
    row = orders.send(company, row, by=clerk, on=DAY)
    assert (row.number, row.net) == ("PO-2026-00001", 900)
    with pytest.raises(Refused, match=r"purchase_order\.changed"):
        orders.approve(company, row, version=looked_at, by=approver, on=DAY)


def test_a_policy_for_orders_asks_its_own_people(company, seller, clerk, approver):
    steps = (approval.Step(position=1, group=Group(roles=frozenset({"owner"}))),)
    policy = Policy(id="", position=1, steps=steps, subject_kind="purchase_order")
    policies.make(company, policy, name="orders", by=the_owner(company), on=DAY)
    row = orders.send(company, an_order(company, seller, by=clerk), by=clerk, on=DAY)
    assert row.number in waiting_for(the_owner(company))
    assert row.number not in waiting_for(approver)
    with pytest.raises(Refused, match=r"approval\."):
        orders.approve(company, row, version=row.version, by=approver, on=DAY)
    row = orders.approve(company, row, version=row.version, by=the_owner(company), on=DAY)
    assert row.status == "approved"


def test_what_is_approved_is_never_changed_not_even_in_the_database(company, seller, clerk, approver):
    row = ordered(company, seller, clerk=clerk, approver=approver)
    with pytest.raises(Refused, match=r"purchase_order\.not_draft"):
        orders.edit(company, row, {"lines": [BOARDS]}, version=row.version, by=clerk, on=DAY)
    wrong = (
        lambda: PurchaseOrder.objects.filter(pk=row.pk).update(net=1),
        lambda: OrderLine.objects.filter(order=row).update(price=1),
        lambda: OrderLine.objects.filter(order=row).delete(),
        lambda: OrderLine.objects.create(company=company, order=row, position=9, quantity=1, price=1, net=1),
        lambda: PurchaseOrder.objects.filter(pk=row.pk).delete(),
    )
    for change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_goods_come_in_parts_and_no_more_than_was_ordered_without_a_persons_word(company, seller, clerk, approver):
    row = ordered(company, seller, clerk=clerk, approver=approver)
    came(company, row, "60", by=clerk, delivery_note="AV-7")
    assert came(company, row, "40", by=clerk).number == "GR-2026-00002"
    assert here(company, row) == [100]
    assert came(company, row, "1", by=clerk).beyond_reason == ""  # within the one percent
    with pytest.raises(Refused, match=r"goods_receipt\.beyond"):
        came(company, row, "4", by=clerk)
    kept = came(company, row, "4", by=clerk, beyond_reason="Lemn lets us keep them")
    assert (kept.beyond_reason, here(company, row)) == ("Lemn lets us keep them", [105])
    orders.close(company, row, by=clerk, on=DAY)
    with pytest.raises(Refused, match=r"goods_receipt\.not_expected"):
        came(company, row, "1", by=clerk)
    assert breaches() == []


def test_what_goes_back_is_not_here_and_a_wrong_receipt_is_taken_back_once(company, seller, clerk, approver):
    row = ordered(company, seller, clerk=clerk, approver=approver)
    first = came(company, row, "60", by=clerk)
    receipts.give_back(company, row, {"lines": [{"line": 1, "quantity": "5"}]}, by=clerk, on=DAY)
    assert here(company, row) == [55]
    with pytest.raises(Refused, match=r"goods_receipt\.more_than_here"):
        receipts.give_back(company, row, {"lines": [{"line": 1, "quantity": "56"}]}, by=clerk, on=DAY)
    with pytest.raises(Refused, match=r"goods_receipt\.more_than_here"):
        receipts.correct(company, first, note="counted twice", by=clerk, on=DAY)
    second = came(company, row, "30", by=clerk)
    receipts.correct(company, second, note="another order's", by=clerk, on=DAY)
    assert here(company, row) == [55]
    with pytest.raises(Refused, match=r"goods_receipt\.corrected"):
        receipts.correct(company, second, note="again", by=clerk, on=DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        GoodsReceipt.objects.filter(pk=first.pk).update(note="x")
    assert Event.objects.filter(name="goods_receipt.recorded").count() == 4
    assert breaches() == []


def test_an_order_of_which_something_came_is_closed_not_cancelled(company, seller, clerk, approver):
    row = ordered(company, seller, clerk=clerk, approver=approver)
    came(company, row, "1", by=clerk)
    with pytest.raises(Refused, match=r"purchase_order\.arrived"):
        orders.cancel(company, row, reason="no need", by=clerk, on=DAY)
    other = ordered(company, seller, clerk=clerk, approver=approver)
    assert orders.cancel(company, other, reason="no need", by=clerk, on=DAY).status == "cancelled"
    assert queries.listed(company, status="cancelled").rows == [other]


def test_only_an_owner_says_how_far_a_supplier_may_be_off(company, seller, clerk, approver):
    row = an_order(company, seller, by=clerk)
    with pytest.raises(Refused, match=r"permission\.denied"):
        terms.choose(company, row.party, {"percent": "50"}, by=approver, on=DAY)
    told = {"policy": "order_only", "percent": "2", "money": "50"}
    terms.choose(company, row.party, told, by=the_owner(company), on=DAY)
    assert terms.of(company, row.party) == terms.Terms("order_only", 2, 50)
    with pytest.raises(Refused, match=r"field\.bad_value"):
        terms.choose(company, row.party, {"percent": "-1"}, by=the_owner(company), on=DAY)


@pytest.mark.parametrize("change", [{"quantity": "0"}, {"price": "-1"}, {"price": ""}, {"name": ""}, {"colour": "x"}])
def test_a_line_that_says_nothing_is_refused(company, seller, clerk, change):
    with pytest.raises(Refused, match=r"field\."):
        an_order(company, seller, {**BOARDS, **change}, by=clerk)
    assert not PurchaseOrder.objects.exists()


def test_an_order_wants_its_day(company, seller, clerk):
    assert an_order(company, seller, by=clerk, wanted_on="2026-04-01").wanted_on == date(2026, 4, 1)
