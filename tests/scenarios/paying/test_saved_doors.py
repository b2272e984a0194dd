"""Saved ways of paying from every door: the customer's page, the clerk's, a program, the command line."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.checkouts.models import Checkout, SavedCharge, SavedMethod
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from tests.builders import DAY, breaches, somebody
from tests.scenarios.paying import keeping, shop
from tests.scenarios.portal.visiting import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    with shop.opened() as made:
        made.customer.language = "en"
        made.customer.save()
        yield made


def visiting(store) -> Visitor:
    visitor = Visitor()
    visitor.enter(f"http://x/portal/pay/{store.token}")
    return visitor


def posted(visitor, path, **told):
    told["csrfmiddlewaretoken"] = visitor.client.cookies["csrftoken"].value
    return visitor.client.post(path, told)


def test_the_customer_ticks_sees_and_takes_it_back(store):
    item, visitor = store.item(), visiting(store)
    page = html.unescape(visitor.get("/portal/customer/"))
    assert "Keep this way of paying for later invoices" in page and "at least 3 days before each charge" in page
    assert 'name="keep" value="1" id="keep" aria-describedby="keep-text">' in page, "never ticked beforehand"
    assert posted(visitor, "/portal/customer/pay", item=item.public_id, keep="1").status_code == 303
    store.sandbox.pay(Checkout.objects.get().public_id)
    store.tell()
    row = SavedMethod.objects.get()
    assert row.agreed["ip"] == "127.0.0.1" and row.agreed["language"] == "en"
    page = html.unescape(visitor.get("/portal/customer/saved"))
    assert "Visa card … 4242" in page and row.agreed["text"][0] in page
    path = f"/portal/customer/saved/{row.public_id}/withdraw"
    assert visitor.client.get(path).status_code == 405, "looking changes nothing"
    assert posted(visitor, path).status_code == 302
    row.refresh_from_db()
    assert row.status == "withdrawn" and "Taken back on" in visitor.get("/portal/customer/saved")


def test_the_customer_sees_when_it_is_charged_and_may_pay_before(store):
    keeping.kept(store)
    row = keeping.planned(store, store.item())
    assert "We charge your saved way of paying on" in visiting(store).get("/portal/customer/")
    assert row.status == "planned"


def test_nobody_sees_or_takes_back_what_is_anothers(store):
    """S06: by another company's link it is as if it were not there."""
    row = keeping.kept(store)
    with shop.opened() as other:
        visitor = visiting(other)
        visitor.get("/portal/customer/")
        assert posted(visitor, f"/portal/customer/saved/{row.public_id}/withdraw").status_code == 404
    row.refresh_from_db()
    assert row.status == "kept"


def test_a_clerk_charges_cancels_and_takes_back_on_the_customers_page(store):
    method, item = keeping.kept(store), store.item()
    browser = Client()
    browser.force_login(User.objects.get(pk=somebody(store.company, "clerk").id))
    here = reverse("customer", args=[store.customer.public_id])
    page = html.unescape(browser.get(here).content.decode())
    assert "Visa card … 4242" in page and "Tell the customer, then charge" in page
    asked = {"item": item.public_id}
    assert browser.post(reverse("saved_charge_new", args=[store.customer.public_id]), asked).status_code == 302
    row = SavedCharge.objects.get()
    assert "Told to the customer" in browser.get(here).content.decode()
    browser.post(reverse("saved_charge_cancel", args=[row.public_id]))
    row.refresh_from_db()
    assert (row.status, row.dropped) == ("dropped", "saved_charge.cancelled")
    browser.post(reverse("saved_method_withdraw", args=[method.public_id]))
    method.refresh_from_db()
    assert method.status == "withdrawn" and "Tell the customer, then charge" not in browser.get(here).content.decode()


def test_a_viewer_sees_them_and_changes_nothing(store):
    method = keeping.kept(store)
    browser = Client()
    browser.force_login(User.objects.get(pk=somebody(store.company, "viewer").id))
    page = html.unescape(browser.get(reverse("customer", args=[store.customer.public_id])).content.decode())
    assert "Visa card … 4242" in page and "The customer takes it back" not in page
    assert browser.post(reverse("saved_method_withdraw", args=[method.public_id])).status_code == 403


def test_a_program_charges_once_per_key_and_takes_back(store):
    method, item = keeping.kept(store), store.item()
    program = Program(store.company)
    (shown,) = program.get("/saved_methods")["data"]
    assert (shown["id"], shown["last4"], shown["status"]) == (method.public_id, "4242", "kept")
    told = {"document": item.document_number}
    first = program.post("/saved_charges", told, status=201, key="one")
    assert program.post("/saved_charges", told, status=201, key="one") == first
    assert (first["status"], first["amount"], first["number"]) == ("planned", "100.00", item.document_number)
    done = program.post(f"/saved_charges/{first['id']}/cancel", {"reason": "paid by cash"}, key="two")
    assert (done["status"], done["told"]) == ("dropped", "saved_charge.cancelled")
    assert program.get(f"/saved_charges/{first['id']}") == done
    back = program.post(f"/saved_methods/{method.public_id}/withdraw", {"reason": "asked by phone"}, key="three")
    assert (back["status"], back["reason"]) == ("withdrawn", "asked by phone")
    refused = program.refused("POST", "/saved_charges", told, status=409, key="four")
    assert refused["code"] == "saved_charge.no_method"


def test_the_command_line_lists_charges_and_takes_back(store):
    method, item = keeping.kept(store), store.item()
    day = ("--as-of", DAY.isoformat())
    (shown,) = kvit("saved", "list", "--status", "kept").answer
    assert shown["id"] == method.public_id == kvit("saved", "show", method.public_id).answer["id"]
    row = kvit("saved", "charge", item.document_number, *day).answer
    assert row["status"] == "planned" and [one["id"] for one in kvit("saved", "charges").answer] == [row["id"]]
    assert kvit("saved", "cancel", row["id"], *day).answer["status"] == "dropped"
    assert kvit("saved", "withdraw", method.public_id, *day).answer["status"] == "withdrawn"
    assert breaches() == []
