"""What somebody asks for: another person decides, it becomes an order once; who asked is told and approves nothing."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.approvals import policies
from kvit.approvals import queries as asked_for
from kvit.companies.models import User
from kvit.core import approval
from kvit.core.approval import Group, Policy
from kvit.core.errors import Refused
from kvit.events import work
from kvit.messages.models import Message
from kvit.purchasing import orders, purchase_requests, queries
from kvit.purchasing.models import PurchaseOrder, PurchaseRequest
from kvit.reactions import REACTIONS
from tests.builders import breaches, somebody, the_owner
from tests.scenarios.bills.supplied import DAY

pytestmark = pytest.mark.django_db(transaction=True)
CHAIRS = {"name": "Chairs", "quantity": "2", "price": "350", "unit": "C62"}
ASSEMBLY = {"name": "Assembly", "quantity": "12", "price": "40", "unit": "HUR"}
LEMN = {"name": "Lemn SRL", "vat_id": "RO14399840", "country": "RO"}


def asked(company, *, by, **facts):
    raw = {"purpose": "a room for two more", "cost_centre": "WEST", "lines": [CHAIRS, ASSEMBLY], **facts}
    return purchase_requests.ask(company, raw, by=by, on=DAY)


def told(person):
    """What the mails to the person say, the first first."""
    work.run_all(REACTIONS)
    mails = Message.objects.filter(kind="request_told", to_address=User.objects.get(pk=person.id).email)
    return list(mails.order_by("pk").values_list("subject", flat=True))


def test_the_worked_example_of_docs_rules_purchase_requests(company, clerk, approver):
    row = asked(company, by=clerk, supplier_name="Lemn SRL")
    assert (row.number, row.status, row.net, row.party) == ("PR-2026-00001", "to_approve", 1180, None)
    for verb in (purchase_requests.approve, ordering):
        with pytest.raises(Refused, match=r"purchase_request\.(own|not_approved)"):
            verb(company, row, by=clerk, on=DAY)
    row = purchase_requests.approve(company, row, by=approver, on=DAY)
    assert row.status == "approved"
    with pytest.raises(Refused, match=r"purchase_request\.no_supplier"):
        purchase_requests.order(company, row, by=approver, on=DAY)
    buyer = somebody(company, "clerk")
    made = purchase_requests.order(company, row, supplier=LEMN, by=buyer, on=DAY)
    assert (made.status, made.net, [one.unit for one in made.lines.order_by("position")]) == (
        "draft",
        1180,
        ["C62", "HUR"],
    )
    assert queries.find_request(company, row.number).order == made
    with pytest.raises(Refused, match=r"purchase_request\.not_approved"):
        purchase_requests.order(company, row, supplier=LEMN, by=buyer, on=DAY)
    assert told(clerk) == [
        "PR-2026-00001: What you asked for is approved",
        "PR-2026-00001: An order was made of what you asked for",
    ]
    assert breaches() == []


def ordering(company, request, **who):
    return purchase_requests.order(company, request, supplier=LEMN, **who)


def test_pain_23_who_asked_never_approves_the_order_that_is_made_of_it(company, approver):
    """Attack A05 by a detour: an accountant asks, another orders, and the first would approve."""
    chief = somebody(company, "accountant")
    row = purchase_requests.approve(company, asked(company, by=chief), by=approver, on=DAY)
    made = purchase_requests.order(company, row, supplier=LEMN, by=somebody(company, "clerk"), on=DAY)
    sent = orders.send(company, made, by=somebody(company, "clerk"), on=DAY)
    with pytest.raises(Refused, match=r"duty\.kept_apart"):
        orders.approve(company, sent, version=sent.version, by=chief, on=DAY)
    assert orders.approve(company, sent, version=sent.version, by=approver, on=DAY).status == "approved"


def test_a_policy_asks_its_own_people_and_a_no_says_why(company, clerk, approver):
    steps = (approval.Step(position=1, group=Group(roles=frozenset({"owner"}))),)
    policy = Policy(id="", position=1, steps=steps, subject_kind="purchase_request", cost_centres=frozenset({"WEST"}))
    policies.make(company, policy, name="west", by=the_owner(company), on=DAY)
    row = asked(company, by=clerk)
    with pytest.raises(Refused, match=r"approval\.not_asked"):
        purchase_requests.approve(company, row, by=approver, on=DAY)
    with pytest.raises(Refused, match=r"reason\.missing"):
        purchase_requests.refuse(company, row, reason=" ", by=the_owner(company), on=DAY)
    row = purchase_requests.refuse(company, row, reason="not this year", by=the_owner(company), on=DAY)
    assert (row.status, row.reason, told(clerk)) == (
        "refused",
        "not this year",
        ["PR-2026-00001: What you asked for is refused"],
    )
    elsewhere = asked(company, by=clerk, cost_centre="EAST")
    assert purchase_requests.approve(company, elsewhere, by=approver, on=DAY).status == "approved"


def test_who_asked_takes_it_back_and_nobody_is_asked_any_more(company, clerk):
    row = asked(company, by=clerk)
    with pytest.raises(Refused, match=r"permission\.denied"):
        purchase_requests.cancel(company, row, reason="x", by=somebody(company, "clerk"), on=DAY)
    assert purchase_requests.cancel(company, row, reason="found some", by=clerk, on=DAY).status == "cancelled"
    assert asked_for.waiting(company, on=DAY) == []
    with pytest.raises(Refused, match=r"purchase_request\.over"):
        purchase_requests.cancel(company, row, reason="again", by=clerk, on=DAY)


def test_a_viewer_asks_for_nothing_and_nothing_that_was_asked_for_is_ever_changed(company, clerk, approver):
    with pytest.raises(Refused, match=r"permission\.denied"):
        asked(company, by=somebody(company, "viewer"))
    row = asked(company, by=clerk)
    rows = PurchaseRequest.objects.filter(pk=row.pk)
    purchase_requests.approve(company, row, by=approver, on=DAY)
    for wrong in (
        {"net": 1},
        {"lines": []},
        {"asked_by": approver.id},
        {"decided_by": clerk.id},
        {"status": "ordered"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert not PurchaseOrder.objects.exists()
