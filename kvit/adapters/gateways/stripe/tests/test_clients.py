"""Stripe's own client makes and proves our signatures and drives our fake; our adapter runs at localstripe.

localstripe is a program of its own (GPL): it is started, never imported.
"""

import json
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qsl

import httpx
import pytest
import stripe as theirs

from kvit.adapters.gateways import signatures
from kvit.adapters.gateways.stripe import StripeGateway
from kvit.adapters.gateways.stripe.tests.fake import FakeStripe
from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json
from kvit.core.money import Money
from kvit.ports.failures import Declined
from kvit.ports.gateway import Access, Back, Due, Kept, Sought

BODY = json.dumps({"id": "evt_1", "object": "event", "type": "payout.paid", "data": {"object": {"id": "po_1"}}})


def test_what_stripe_signs_holds_for_us():
    now = int(time.time())
    header = theirs.WebhookSignature.generate_signature_header(BODY, "whsec_1", timestamp=now)
    assert signatures.holds(header, BODY.encode(), secrets=["whsec_1"], now=now)
    assert not signatures.holds(header, BODY.encode() + b" ", secrets=["whsec_1"], now=now)
    assert not signatures.holds(header, BODY.encode(), secrets=["whsec_2"], now=now)
    assert not signatures.holds(header, BODY.encode(), secrets=["whsec_1"], now=now + 301)


def test_what_we_sign_holds_for_stripe():
    header = signatures.signed(BODY.encode(), secrets=["whsec_1"], at=int(time.time()))
    assert theirs.Webhook.construct_event(BODY, header, "whsec_1").id == "evt_1"
    for wrong in (("whsec_2", BODY), ("whsec_1", BODY + " ")):
        with pytest.raises(theirs.SignatureVerificationError):
            theirs.Webhook.construct_event(wrong[1], header, wrong[0])


def test_both_know_a_secret_that_is_being_changed():
    now = int(time.time())
    both = signatures.signed(BODY.encode(), secrets=["whsec_old", "whsec_new"], at=now)
    for secret in ("whsec_old", "whsec_new"):
        assert theirs.Webhook.construct_event(BODY, both, secret)
        assert signatures.holds(both, BODY.encode(), secrets=[secret], now=now)
    old = theirs.WebhookSignature.generate_signature_header(BODY, "whsec_old", timestamp=now)
    two = Access(secrets={"api_key": "sk_test_fake", "signing_secret": "whsec_new whsec_old"})
    port = StripeGateway("http://127.0.0.1:9", pages="http://127.0.0.1:9")
    assert port.read_event(two, body=BODY.encode(), headers={"stripe-signature": old}).id == "evt_1"
    with pytest.raises(Declined, match="gateway.forged"):
        port.read_event(two, body=BODY.encode(), headers={"stripe-signature": old + "0"})


def test_stripes_client_drives_our_fake():
    fake = FakeStripe()
    try:
        client = theirs.StripeClient(fake.api_key, base_addresses={"api": fake.served.url})
        session = client.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "client_reference_id": "chk_9",
                "success_url": "https://shop.example/back",
                "line_items": [
                    {
                        "quantity": 1,
                        "price_data": {"currency": "pln", "unit_amount": 12000, "product_data": {"name": "KV-9"}},
                    }
                ],
            },
            {"idempotency_key": "chk_9"},
        )
        assert (session.object, session.status, session.amount_total) == ("checkout.session", "open", 12000)
        fake.switches.late = True
        fake.pay("chk_9")
        session = client.v1.checkout.sessions.retrieve(
            session.id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}
        )
        assert session.payment_status == "paid" and session.payment_intent.latest_charge.balance_transaction.fee == 210
        refund = client.v1.refunds.create({"payment_intent": session.payment_intent.id, "amount": 300})
        assert (refund.status, refund.amount) == ("succeeded", 300)
        dispute = client.v1.disputes.retrieve(fake.dispute("chk_9"))
        assert (dispute.status, dispute.balance_transactions[0].amount) == ("needs_response", -12000)
        for one in fake.waiting:
            event = theirs.Webhook.construct_event(one.body, fake.headers(one.body)["stripe-signature"], "whsec_fake")
            assert event.type.partition(".")[0] in ("checkout", "refund", "charge")
        assert [each.id for each in client.v1.checkout.sessions.list({"limit": 1}).auto_paging_iter()] == [session.id]
        with pytest.raises(theirs.IdempotencyError):
            client.v1.refunds.create({"payment_intent": "pi_1", "amount": 1}, {"idempotency_key": "chk_9"})
    finally:
        fake.served.close()


def test_stripes_client_keeps_a_card_and_charges_it_while_the_customer_is_away():
    """What our adapter asks for is what Stripe's own client asks for, and its classes read what comes back."""
    fake = FakeStripe()
    fake.switches.late = True
    try:
        client = theirs.StripeClient(fake.api_key, base_addresses={"api": fake.served.url})
        line = {"quantity": 1, "price_data": {"currency": "eur", "unit_amount": 900, "product_data": {"name": "KV-1"}}}
        session = client.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "client_reference_id": "chk_1",
                "success_url": "https://shop.example/back",
                "customer_creation": "always",
                "payment_intent_data": {"setup_future_usage": "off_session", "metadata": {"kvit_checkout": "chk_1"}},
                "line_items": [line],
            }
        )
        fake.pay("chk_1")
        session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.payment_method"]})
        intent = session.payment_intent
        assert (intent.setup_future_usage, intent.payment_method.card.last4) == ("off_session", "4242")
        asked = {
            "amount": 1200,
            "currency": "eur",
            "customer": session.customer,
            "payment_method": intent.payment_method.id,
            "off_session": True,
            "confirm": True,
            "metadata": {"kvit_checkout": "chk_2", "kvit_saved": "itm_1-1"},
        }
        first = client.v1.payment_intents.create(asked, {"idempotency_key": "itm_1-1"})
        again = client.v1.payment_intents.create(asked, {"idempotency_key": "itm_1-1"})
        assert first.status == "succeeded" and again.id == first.id and fake.charges == ["chk_1", "chk_2"]
        fake.declines = "authentication_required"
        with pytest.raises(theirs.CardError) as no:
            client.v1.payment_intents.create(asked, {"idempotency_key": "itm_1-2"})
        assert (no.value.code, no.value.error.decline_code) == ("authentication_required", "authentication_required")
        assert no.value.error.payment_intent.status == "requires_payment_method"
    finally:
        fake.served.close()


@pytest.fixture(scope="module")
def localstripe(tmp_path_factory):
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        cwd=tmp_path_factory.mktemp("localstripe"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        program.terminate()
        program.wait(20)


def paid_at(address: str, *, amount: int, number: str = "4242424242424242") -> str:
    """The payment intent that Stripe's client makes of a card."""
    client = theirs.StripeClient("sk_test_12345", base_addresses={"api": address})
    card = {"number": number, "exp_month": 12, "exp_year": datetime.now(UTC).year + 2, "cvc": "123"}
    method = client.v1.payment_methods.create({"type": "card", "card": card})
    intent = client.v1.payment_intents.create({"amount": amount, "currency": "eur", "payment_method": method.id})
    with suppress(theirs.CardError):
        client.v1.payment_intents.confirm(intent.id)
    return intent.id


ACCESS = Access(secrets={"api_key": "sk_test_12345", "signing_secret": "whsec_local"})


@pytest.mark.timeout(120)
def test_our_adapter_at_localstripe_asks_and_pays_back(localstripe):
    port = StripeGateway(localstripe, pages=localstripe)
    intent = paid_at(localstripe, amount=15000)
    charge = port.ask(ACCESS, Sought(key="chk_1", reference=intent, begun_at=datetime.now(UTC)))
    assert (charge.outcome, charge.amount) == ("paid", Money(Decimal(150), "EUR"))
    back = Back(key="rfd_1", amount=Money(Decimal(40), "EUR"), charge=intent, checkout="chk_1")
    assert port.ask_refund(ACCESS, back).outcome == "absent"
    done = port.refund(ACCESS, back)
    assert (done.outcome, done.key, done.amount) == ("done", "rfd_1", Money(Decimal(40), "EUR"))
    assert port.ask_refund(ACCESS, back) == done
    declined = paid_at(localstripe, amount=500, number="4000000000000341")
    assert port.ask(ACCESS, Sought(key="chk_2", reference=declined, begun_at=datetime.now(UTC))).outcome == "failed"
    with pytest.raises(Declined):
        port.refund(ACCESS, Back(key="rfd_2", amount=Money(Decimal(5), "EUR"), charge=declined, checkout="chk_2"))


@pytest.mark.timeout(120)
def test_an_event_that_localstripe_signs_holds_for_us(localstripe):
    receiver = Simulation(lambda asked: as_json({}))
    try:
        told = {"url": f"{receiver.url}/events", "secret": "whsec_local", "events": ["payment_intent.succeeded"]}
        assert httpx.post(f"{localstripe}/_config/webhooks/kvit", json=told, auth=None).status_code == 200
        paid_at(localstripe, amount=700)
        until = time.monotonic() + 30
        while not receiver.asked and time.monotonic() < until:
            time.sleep(0.05)
        one = receiver.asked[0]
    finally:
        receiver.close()
    port = StripeGateway(localstripe, pages=localstripe)
    assert port.read_event(ACCESS, body=one.body, headers=one.headers).id.startswith("evt_")
    with pytest.raises(Declined, match="gateway.forged"):
        port.read_event(ACCESS, body=one.body + b" ", headers=one.headers)


@pytest.fixture
def plain(localstripe):
    """localstripe behind somebody who leaves out what it does not know: an intent's description, what a list asks."""

    def passed_on(asked: Asked) -> Given:
        told = [(name, value) for name, value in parse_qsl(asked.body.decode()) if name != "description"]
        headers = {"Authorization": asked.headers["authorization"]}
        answer = httpx.request(
            asked.method,
            localstripe + asked.path,
            params={name: value for name, value in asked.query.items() if not name.startswith(("customer", "created"))},
            data=dict(told) if asked.method == "POST" else None,
            headers=headers,
            timeout=20,
        )
        return Given(answer.status_code, answer.content, "application/json")

    served = Simulation(passed_on)
    yield served.url
    served.close()


def kept_at(address: str, *, number: str = "4242424242424242") -> Kept:
    """A card that Stripe's client attaches to a new customer."""
    client = theirs.StripeClient("sk_test_12345", base_addresses={"api": address})
    card = {"number": number, "exp_month": 12, "exp_year": datetime.now(UTC).year + 2, "cvc": "123"}
    customer = client.v1.customers.create({"name": "Alfa SRL"})
    method = client.v1.payment_methods.create({"type": "card", "card": card})
    client.v1.payment_methods.attach(method.id, {"customer": customer.id})
    return Kept(customer=customer.id, method=method.id, kind="card")


def due(kept: Kept, key: str) -> Due:
    money = Money(Decimal("12.10"), "EUR")
    return Due(key=key, once=f"{key}-1", amount=money, text="KV-7", told_at="http://127.0.0.1:9/events", kept=kept)


@pytest.mark.timeout(120)
def test_a_kept_card_is_charged_at_localstripe_while_its_customer_is_away(localstripe, plain):
    """What it cannot do: a description, keys that make a call once, pages, mandates, lists of one customer."""
    port, kept = StripeGateway(plain, pages=plain), kept_at(localstripe)
    assert StripeGateway(localstripe).charge(ACCESS, due(kept, "chk_0")).outcome == "failed", "it knows no description"
    paid = port.charge(ACCESS, due(kept, "chk_1"))
    assert (paid.outcome, paid.amount) == ("paid", Money(Decimal("12.10"), "EUR"))
    begun = datetime.now(UTC)
    asked = Sought(key="chk_1", reference=paid.reference, begun_at=begun, customer=kept.customer)
    assert port.ask(ACCESS, asked).outcome == "paid"
    assert port.ask(ACCESS, Sought(key="chk_1", reference="", begun_at=begun, customer=kept.customer)) == paid
    assert port.ask(ACCESS, Sought(key="chk_9", reference="", begun_at=begun, customer=kept.customer)).outcome == (
        "absent"
    )
    shy = kept_at(localstripe, number="4000002500003155")
    called_off = port.charge(ACCESS, due(shy, "chk_2"))
    assert (called_off.outcome, called_off.reason) == ("failed", "authentication_required")
    poor = kept_at(localstripe, number="4000000000000341")
    assert port.charge(ACCESS, due(poor, "chk_3")).outcome == "failed"
    assert port.forget(ACCESS, kept) and port.forget(ACCESS, kept), "said again it is as it was"
