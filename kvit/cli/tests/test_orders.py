"""`kvit order …`: drafted by one person, approved by another, received, its bills held to a policy."""

import json

import pytest

from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from tests.builders import a_company, a_user, somebody

pytestmark = pytest.mark.django_db


def test_an_order_from_its_draft_to_the_goods(tmp_path):
    company = a_company(owner=a_user("ana@example.com"))
    other = User.objects.get(pk=somebody(company, "accountant").id).email
    raw = {
        "supplier": {"name": "Lemn SRL", "vat_id": "RO14399840", "country": "RO"},
        "lines": [{"name": "Oak boards", "quantity": "100", "price": "10"}],
    }
    file = tmp_path / "order.json"
    file.write_text(json.dumps(raw))
    order = kvit("--as", "ana@example.com", "order", "add", "--file", str(file), "--send").answer
    assert (order["status"], order["net"]) == ("to_approve", "1000.00")
    own = kvit("--as", "ana@example.com", "order", "approve", order["number"], exit_code=6)
    assert own.error["code"] == "purchase_order.own"
    assert kvit("--as", other, "order", "approve", order["number"]).answer["status"] == "approved"
    file.write_text(json.dumps({"lines": [{"line": 1, "quantity": "60"}], "delivery_note": "AV-7"}))
    assert kvit("--as", other, "order", "receive", order["number"], "--file", str(file)).answer["kind"] == "receipt"
    assert kvit("--as", other, "order", "show", order["number"]).answer["lines"][0]["received"] == "60"
    [listed] = kvit("order", "list", "--status", "approved").answer
    chosen = kvit("--as", "ana@example.com", "order", "policy", listed["supplier"]["id"], "--percent", "2").answer
    assert chosen["percent"] == "2"
