"""What a customer does by the link of a mail, on a phone and without a password: look, pay, look again."""

import re
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from kvit.checkouts.models import Checkout
from kvit.companies import links
from kvit.companies.companies import secret_hash
from kvit.companies.limits import Buckets
from kvit.companies.models import PortalLink
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.payments.models import Payment
from kvit.portal import guests
from kvit.ports import registry
from kvit.ports.sender import FakeSender
from kvit.receivables import sending
from tests.builders import DAY, a_customer, an_invoice, the_owner
from tests.scenarios.paying import shop
from tests.scenarios.portal.visiting import Visitor, words_of

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


def pressed(visitor, *items) -> str:
    """The page that the one button leads to."""
    told = {
        "item": [item.public_id for item in items],
        "csrfmiddlewaretoken": visitor.client.cookies["csrftoken"].value,
    }
    answer = visitor.client.post("/portal/customer/pay", told)
    assert answer.status_code == 303, answer.content.decode()[-900:]
    return answer.headers["Location"]


def test_one_act_after_the_link_leads_to_the_gateways_page_and_back(store):
    one, two = store.item("100.00"), store.item("50.00")
    visitor = visiting(store)
    page = visitor.get("/portal/customer/")
    assert one.document_number in page and two.document_number in page and "150.00" in words_of(page)
    assert page.count("checked") == 2, "all that is open is ticked: one act pays it"
    gateway = pressed(visitor, one, two)
    assert "150.00 RON" in words_of(httpx.get(gateway).text)
    back = httpx.post(gateway, data={"outcome": "paid"}).headers["Location"]
    waiting = visitor.get(urlsplit(back).path)
    assert "We wait for word" in waiting, "the return page believes nobody"
    assert not Payment.objects.exists()
    store.tell()
    assert "Paid. Thank you." in visitor.get(urlsplit(back).path)
    assert "Nothing is open" in visitor.get("/portal/customer/")
    account = words_of(visitor.get("/portal/customer/account").replace("&nbsp;", ""))
    assert "left: 150.00 RON" in account and "left: 0.00 RON" in account


def test_the_return_page_asks_when_its_button_is_pressed(store):
    item = store.item()
    visitor = visiting(store)
    store.sandbox.switches.lost = 2
    gateway = pressed(visitor, item)
    back = urlsplit(httpx.post(gateway, data={"outcome": "paid"}).headers["Location"]).path
    for _ in range(3):
        visitor.get(back)
    assert Checkout.objects.get().status == "open", "looking changes nothing"
    visitor.post(back)
    assert "Paid. Thank you." in visitor.get(back)
    store.sandbox.deliver()
    assert Payment.objects.count() == 1


def test_the_forms_answer_may_lead_to_the_gateway_and_nowhere_else(store):
    store.item()
    policy = visiting(store).client.get("/portal/customer/").headers["Content-Security-Policy"]
    allowed = re.search(r"form-action ([^;]*)", policy).group(1).split()
    assert allowed == ["'self'", store.sandbox.served.url]


def test_declined_is_said_and_paying_again_is_possible(store):
    item = store.item()
    visitor = visiting(store)
    back = httpx.post(pressed(visitor, item), data={"outcome": "failed"}).headers["Location"]
    store.tell()
    assert "nothing was charged" in visitor.get(urlsplit(back).path)
    assert pressed(visitor, item)
    assert Checkout.objects.count() == 2


def test_the_gateway_is_away_and_the_page_says_so(store):
    item = store.item()
    visitor = visiting(store)
    store.sandbox.served.weather.down = 1
    page = visitor.post("/portal/customer/pay", item=item.public_id, status=422)
    assert "Nothing was charged" in page
    assert pressed(visitor, item), "what certainly did not happen keeps nobody waiting"


def test_pdf_and_xml_are_those_that_were_issued(store):
    invoice = an_invoice(store.company, shop.LINE | {"price": "10"}, customer=store.customer)
    visitor = visiting(store)
    pdf = visitor.client.get(f"/portal/customer/invoices/{invoice.public_id}/pdf")
    xml = visitor.client.get(f"/portal/customer/invoices/{invoice.public_id}/xml")
    assert (pdf.status_code, pdf.content[:4]) == (200, b"%PDF")
    assert xml.status_code == 200 and invoice.number.encode() in xml.content


def test_another_customers_papers_payments_and_items_are_not_there(store):
    other = a_customer(store.company, name="Beta SRL", vat_id="")
    theirs = an_invoice(store.company, shop.LINE | {"price": "10"}, customer=other)
    visitor = visiting(store)
    unknown = words_of(visitor.get("/portal/customer/invoices/inv_none/pdf", status=404))
    for path in ("pdf", "xml"):
        there = visitor.get(f"/portal/customer/invoices/{theirs.public_id}/{path}", status=404)
        assert words_of(there) == unknown
    assert "Beta" not in visitor.get("/portal/customer/") + visitor.get("/portal/customer/account")
    with shop.opened() as elsewhere:
        foreign = elsewhere.begin(elsewhere.item())
        visitor.get(f"/portal/customer/checkouts/{foreign.public_id}", status=404)
        visitor.post("/portal/customer/pay", item=foreign.items.get().item.public_id, status=422)


def test_a_suppliers_visit_opens_no_customers_page(store):
    _link, token = links.make(
        store.company, store.customer.pk, purpose="supplier", by=the_owner(store.company), on=DAY, facts={}
    )
    visitor = Visitor()
    visitor.enter(f"http://x/portal/open/{token}")
    closed = visitor.get("/portal/customer/", status=404)
    assert "This link opens nothing" in closed
    visitor.enter(f"http://x/portal/pay/{token}", status=404)


def test_expired_revoked_foreign_and_random_links_get_one_answer(store, monkeypatch):
    monkeypatch.setattr(guests, "OPENINGS", Buckets(a_second=1, at_once=1000))
    now, tokens = timezone.now(), []
    old = {"company": store.company, "party_id": store.customer.pk, "made_at": now - timedelta(days=2)}
    for facts in (
        {"expires_at": now - timedelta(seconds=1)},
        {"expires_at": now + timedelta(days=1), "revoked_at": now},
        {"expires_at": now + timedelta(days=1), "purpose": "supplier"},
    ):
        tokens.append(secrets.token_urlsafe(32))
        PortalLink.objects.create(**{"purpose": "customer", **old, **facts, "hash": secret_hash(tokens[-1])})
    answers = [Client().post(f"/portal/pay/{token}") for token in [*tokens, secrets.token_urlsafe(32), "short"]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert Client().get("/portal/customer/").content == answers[0].content


def test_the_mail_of_an_invoice_carries_a_key_that_only_its_reader_has(store):
    sender, before = FakeSender(), registry.use("sender")
    registry.register("sender", sender)
    try:
        invoice = an_invoice(store.company, shop.LINE | {"price": "10"}, customer=store.customer)
        sending.send(store.company, invoice, by=the_owner(store.company), on=DAY)
        worker.until_idle()
    finally:
        registry.register("sender", before)
    (mail,) = sender.handed
    (url,) = re.findall(r"http\S+/portal/pay/\S+", mail.text)
    token = url.rpartition("/")[2]
    row = Message.objects.get(kind="invoice_sent")
    kept = f"{row.text}{row.html}{list(Event.objects.values('facts'))}{list(PortalLink.objects.values())}"
    assert token not in kept, "nobody who reads the outbox can pay for the customer"
    visitor = Visitor()
    visitor.enter(url)
    assert invoice.number in visitor.get("/portal/customer/")


def test_looking_changes_nothing(store):
    store.item()
    visitor = visiting(store)
    before = Event.objects.count()
    for path in ("/portal/customer/", "/portal/customer/account", f"/portal/pay/{store.token}"):
        visitor.get(path)
    assert Client().get("/portal/customer/pay").status_code in (404, 405)
    assert visitor.client.get("/portal/customer/pay").status_code == 405
    assert Event.objects.count() == before and not Checkout.objects.exists()
