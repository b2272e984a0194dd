"""Purchase orders by programs: written, sent, approved by another person, received, corrected, held against bills."""

import pytest

from kvit.api.tests.program import Program
from kvit.companies.models import User
from kvit.payables import queries
from tests.builders import a_company, a_line, a_user, somebody
from tests.scenarios.bills.supplied import OURS, added, invoiced

pytestmark = pytest.mark.django_db
LINE = {"name": "Wall shelf, oak", "quantity": "10", "price": "100", "unit": "H87"}
LEMN = {"name": "Lemn SRL", "vat_id": "RO14399840", "country": "RO"}


class Firm:
    def __init__(self):
        self.company = a_company("RO", owner=a_user(), name="Atelier Nord SRL", vat_id=OURS)
        self.clerk, self.other, self.chief = (self.program(role) for role in ("clerk", "clerk", "accountant"))

    def program(self, role):
        return Program(self.company, User.objects.get(pk=somebody(self.company, role).id))

    def draft(self, *lines):
        return self.clerk.post("/purchase_orders", {"supplier": LEMN, "lines": list(lines) or [LINE]}, status=201)

    def ordered(self):
        order = self.draft()
        self.clerk.post(f"/purchase_orders/{order['id']}/send")
        return self.chief.post(f"/purchase_orders/{order['id']}/approve")


@pytest.fixture
def firm():
    return Firm()


def test_an_order_is_written_sent_approved_and_received_in_parts(firm):
    order = firm.ordered()
    assert (order["status"], order["net"], order["number"] is not None) == ("approved", "1000.00", True)
    at = f"/purchase_orders/{order['id']}"
    came = firm.clerk.post(f"{at}/receipts", {"lines": [{"line": 1, "quantity": "6"}]}, status=201)
    assert came["lines"] == [{"line": 1, "name": LINE["name"], "quantity": "6"}]
    firm.clerk.post(f"{at}/receipts", {"lines": [{"line": 1, "quantity": "3"}]}, status=201)
    firm.clerk.post(f"{at}/returns", {"lines": [{"line": 1, "quantity": "1"}]}, status=201)
    firm.clerk.post(f"/goods_receipts/{came['id']}/correct", {"reason": "counted anew"}, status=201)
    assert firm.clerk.get(at)["lines"][0]["received"] == "2"
    assert len(firm.clerk.get(at)["receipts"]) == 4
    assert [one["id"] for one in firm.clerk.get("/purchase_orders?status=approved")["data"]] == [order["id"]]


def test_whoever_wrote_any_of_an_order_never_approves_it(firm):
    """Attack A05: another person's draft is edited by the one who approves."""
    order = firm.draft()
    at = f"/purchase_orders/{order['id']}"
    edited = firm.chief.ask("PUT", at, {"supplier": LEMN, "lines": [{**LINE, "price": "900"}]}, key="k1")
    assert edited.status_code == 200, edited.content
    firm.clerk.post(f"{at}/send")
    assert firm.clerk.refused("POST", f"{at}/approve", status=403, key="k2")["code"] == "purchase_order.own"
    assert firm.chief.refused("POST", f"{at}/approve", status=403, key="k3")["code"] == "duty.kept_apart"
    assert firm.program("accountant").post(f"{at}/approve")["status"] == "approved"


def test_an_order_that_changed_since_it_was_looked_at_is_not_approved(firm):
    order = firm.draft()
    at = f"/purchase_orders/{order['id']}"
    firm.clerk.post(f"{at}/send")
    error = firm.chief.refused("POST", f"{at}/approve", status=412, key="k", If_Match='"1"')
    assert error["code"] == "request.version_old"
    assert firm.clerk.get(at)["status"] == "to_approve"


def test_a_program_says_which_order_a_bill_is_for(firm):
    order = firm.ordered()
    at = f"/purchase_orders/{order['id']}"
    firm.clerk.post(f"{at}/receipts", {"lines": [{"line": 1, "quantity": "10"}]}, status=201)
    seller = a_company("RO", name="Lemn SRL", vat_id=LEMN["vat_id"])
    content = invoiced(seller, a_line("100", name="Shelf of oak", quantity="10"))
    bill = added(firm.company, content, by=somebody(firm.company, "clerk"))
    named = firm.clerk.post(f"/bills/{bill.public_id}/order", {"order": order["number"], "lines": {"1": 1}})
    outcome = {one["name"]: one["outcome"] for one in named["checks"]}
    assert outcome["order"] == "passed"
    assert queries.find(firm.company, bill.public_id).named_order.order.number == order["number"]


def test_what_a_suppliers_bills_are_held_against_is_chosen_by_an_owner(firm):
    firm.ordered()
    supplier = firm.clerk.get("/purchase_orders")["data"][0]["supplier"]["id"]
    told = {"policy": "order_and_receipt", "percent": "2"}
    path = f"/suppliers/{supplier}/order_policy"
    assert firm.chief.ask("PUT", path, told, key="k1").status_code == 403
    owner = Program(firm.company)
    answer = owner.ask("PUT", path, told, key="k2")
    assert (answer.status_code, answer.json()) == (200, {**told, "money": "1"})
