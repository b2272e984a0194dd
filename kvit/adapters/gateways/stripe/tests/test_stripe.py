"""The adapter against Stripe's shapes over HTTP: one page per key, money to the unit, answers nobody trusts."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from kvit.adapters.gateways.stripe import StripeGateway, shapes
from kvit.adapters.gateways.stripe.amounts import from_minor, to_minor
from kvit.adapters.gateways.stripe.calls import VERSION, flat
from kvit.adapters.gateways.stripe.tests.fake import FakeStripe
from kvit.core.money import Money
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.gateway import Access, Back, Basket, Due, Sought

ACCESS = Access(secrets={"api_key": "sk_test_fake", "signing_secret": "whsec_fake"})


@pytest.fixture
def stripe():
    made = FakeStripe()
    made.switches.late = True
    yield made
    made.served.close()


@pytest.fixture
def port(stripe):
    return StripeGateway(stripe.served.url, pages=stripe.served.url, seconds=2)


def basket(key="chk_1", amount="150.00", currency="RON", country="RO") -> Basket:
    return Basket(
        key=key,
        amount=Money(Decimal(amount), currency),
        text="KV-1 & KV-2",
        return_url="http://127.0.0.1:1/back",
        told_at="http://127.0.0.1:1/events",
        language="ro",
        country=country,
    )


def sought(key="chk_1", reference="") -> Sought:
    return Sought(key=key, reference=reference, begun_at=datetime.now(UTC))


def back(charge, amount="40.00", key="rfd_1") -> Back:
    return Back(key=key, amount=Money(Decimal(amount), "RON"), charge=charge, checkout="chk_1")


def events(stripe, port):
    told = [port.read_event(ACCESS, body=one.body, headers=stripe.headers(one.body)) for one in stripe.waiting]
    stripe.waiting.clear()
    return told


def test_the_same_key_twice_is_one_page_and_the_version_is_ours(stripe, port):
    first, second = port.open_checkout(ACCESS, basket()), port.open_checkout(ACCESS, basket())
    assert first == second and first.outcome == "open" and first.reference.startswith("cs_")
    assert "KV-1 & KV-2 150.00 RON" in httpx.get(first.page).text
    assert len(stripe._all("cs")) == 1 and stripe.versions == {VERSION}


@pytest.mark.parametrize(
    ("currency", "country", "wanted"),
    [
        ("RON", "RO", {"card", "link"}),
        ("EUR", "ES", {"card", "link", "sepa_debit"}),
        ("EUR", "PL", {"card", "link", "sepa_debit", "p24"}),
        ("PLN", "PL", {"card", "link", "blik", "p24"}),
    ],
)
def test_the_ways_of_paying_follow_currency_and_country(stripe, port, currency, country, wanted):
    port.open_checkout(ACCESS, basket(currency=currency, country=country))
    assert set(stripe.session("chk_1")["allowed_payment_method_types"]) == wanted


def test_paid_is_told_with_the_fee_and_the_moment(stripe, port):
    made = port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    charge = port.ask(ACCESS, sought(reference=made.reference))
    assert (charge.outcome, charge.amount, charge.fee) == ("paid", Money(Decimal(150), "RON"), Decimal("2.55"))
    assert abs(charge.paid_at - datetime.now(UTC)) < timedelta(minutes=1)
    (told,) = events(stripe, port)
    assert (told.key, told.charge) == ("chk_1", charge)


def test_a_fee_kept_in_another_currency_is_told_in_that_of_the_charge(stripe, port):
    stripe.balance_currency, stripe.rate = "EUR", Decimal("0.2")
    made = port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    assert port.ask(ACCESS, sought(reference=made.reference)).fee == Decimal("2.55"), "0.51 EUR at 0.2"


def test_a_debit_is_pending_until_the_bank_has_decided(stripe, port):
    for key, is_paid, end in (("chk_1", True, "paid"), ("chk_2", False, "failed")):
        made = port.open_checkout(ACCESS, basket(key, currency="EUR"))
        stripe.pay(key, outcome="slow")
        assert port.ask(ACCESS, sought(key, made.reference)).outcome == "pending"
        assert port.end(ACCESS, sought(key, made.reference)).outcome == "pending", "money on its way is not called back"
        stripe.settle(key, is_paid=is_paid)
        assert port.ask(ACCESS, sought(key, made.reference)).outcome == end
    assert [told.charge.outcome for told in events(stripe, port)] == ["paid", "paid", "failed", "failed"], (
        "each event is looked up: it says how the checkout stands, not how it stood"
    )


def test_what_broke_off_is_unknown_and_is_found_by_our_key(stripe, port):
    for nth in range(230):  # other people's, of the same minute: three pages of them
        port.open_checkout(ACCESS, basket(f"other_{nth}"))
    stripe.served.weather.lost = 1
    assert port.open_checkout(ACCESS, basket()).outcome == "unknown"
    for nth in range(230, 460):
        port.open_checkout(ACCESS, basket(f"other_{nth}"))
    assert port.ask(ACCESS, sought()).outcome == "open"
    assert port.ask(ACCESS, sought("chk_2")).outcome == "absent"


def test_a_list_of_no_end_proves_nothing(stripe, port, monkeypatch):
    monkeypatch.setattr("kvit.adapters.gateways.stripe.gateway.MOST_PAGES", 1)
    monkeypatch.setattr("kvit.adapters.gateways.stripe.gateway.A_PAGE", 2)
    for nth in range(3):
        port.open_checkout(ACCESS, basket(f"other_{nth}"))
    with pytest.raises(Unreachable):
        port.ask(ACCESS, sought())


def test_an_open_page_is_ended_and_a_paid_one_is_not(stripe, port):
    made = port.open_checkout(ACCESS, basket())
    assert port.end(ACCESS, sought(reference=made.reference)).outcome == "expired"
    made = port.open_checkout(ACCESS, basket("chk_2"))
    stripe.pay("chk_2")
    assert port.end(ACCESS, sought("chk_2", made.reference)).outcome == "paid"


def test_a_refund_is_made_once_per_key_and_found_by_it(stripe, port):
    made = port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    stripe.served.weather.lost = 0
    first = port.refund(ACCESS, back(made.reference))
    assert (first.outcome, first.key, first.amount) == ("done", "rfd_1", Money(Decimal(40), "RON"))
    assert first.fee == 0, "what Stripe kept, it keeps"
    assert port.refund(ACCESS, back(made.reference)) == first
    assert stripe.paid_back == ["rfd_1"]
    assert port.ask_refund(ACCESS, back(made.reference)) == first
    assert port.ask_refund(ACCESS, back(made.reference, key="rfd_2")).outcome == "absent"
    with pytest.raises(Declined, match="greater than unrefunded"):
        port.refund(ACCESS, back(made.reference, amount="110.01", key="rfd_3"))


def test_a_refund_that_broke_off_is_unknown_and_asked_about(stripe, port):
    made = port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    intent = stripe.session("chk_1")["payment_intent"]
    stripe.served.weather.lost = 1
    assert port.refund(ACCESS, back(intent)).outcome == "unknown"
    assert port.ask_refund(ACCESS, back(made.reference)).outcome == "done"
    assert stripe.paid_back == ["rfd_1"]


def test_a_dispute_tells_what_moved_and_the_last_day(stripe, port):
    port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    events(stripe, port)
    id = stripe.dispute("chk_1")
    (told,) = events(stripe, port)
    one = told.dispute
    assert (told.key, one.outcome, one.fee, one.is_taken, one.is_returned) == (
        "chk_1",
        "open",
        Decimal(15),
        True,
        False,
    )
    assert one.amount == Money(Decimal(150), "RON") and one.evidence_until is not None
    stripe.close_dispute(id, outcome="won")
    one = port.ask_dispute(ACCESS, id)
    assert (one.outcome, one.is_returned) == ("won", True)


def test_a_bank_that_only_asks_has_taken_nothing(stripe, port):
    port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    id = stripe.dispute("chk_1", status="warning_needs_response")
    one = port.ask_dispute(ACCESS, id)
    assert (one.outcome, one.is_taken) == ("asked", False)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.34", "EUR", 1234), ("500", "JPY", 500), ("5", "ISK", 500), ("5.120", "KWD", 5120), ("0.01", "RON", 1)],
)
def test_amounts_are_counted_in_the_smallest_unit(amount, currency, minor):
    money = Money(Decimal(amount), currency)
    assert to_minor(money) == minor and from_minor(minor, currency.lower()) == money


@pytest.mark.parametrize(("amount", "currency"), [("5.124", "KWD"), ("100", "UGX")])
def test_what_stripe_cannot_charge_to_the_unit_is_declined(amount, currency):
    with pytest.raises(Declined, match="gateway.currency"):
        to_minor(Money(Decimal(amount), currency))


def test_a_form_names_what_is_nested():
    told = {"a": {"b": [1, True]}, "c": None, "d": "x"}
    assert dict(flat(told)) == {"a[b][0]": "1", "a[b][1]": "true", "d": "x"}


def test_a_page_elsewhere_is_no_page(stripe, port):
    made = port.open_checkout(ACCESS, basket())
    stripe.objects[made.reference]["url"] = "https://elsewhere.example/pay"
    with pytest.raises(Unreachable):
        port.ask(ACCESS, sought(reference=made.reference))


def test_money_that_is_not_in_the_balance_yet_is_told_later(stripe, port):
    made = port.open_checkout(ACCESS, basket())
    stripe.pay("chk_1")
    charge = stripe.objects[stripe.objects[stripe.session("chk_1")["payment_intent"]]["latest_charge"]]
    charge["balance_transaction"] = None
    with pytest.raises(Unreachable):
        port.ask(ACCESS, sought(reference=made.reference))


@pytest.mark.parametrize("told", [None, [], "x", {"id": "e"}, {"id": "e", "type": "t", "data": {"object": None}}])
def test_signed_nonsense_is_declined(stripe, port, told):
    body = json.dumps(told).encode()
    with pytest.raises(Declined, match="gateway.unreadable"):
        port.read_event(ACCESS, body=body, headers=stripe.headers(body))


def test_an_event_about_something_else_is_heard_and_says_nothing(stripe, port):
    body = json.dumps({"id": "evt_1", "type": "payout.paid", "data": {"object": {"id": "po_1"}}}).encode()
    told = port.read_event(ACCESS, body=body, headers=stripe.headers(body))
    assert (told.id, told.key, told.charge, told.refund, told.dispute) == ("evt_1", "", None, None, None)


def test_another_key_opens_nothing(stripe, port):
    with pytest.raises(Declined):
        port.open_checkout(Access(secrets={"api_key": "sk_other"}), basket())
    with pytest.raises(Unreachable):
        StripeGateway("http://127.0.0.1:9", pages="http://127.0.0.1:9").open_checkout(ACCESS, basket())
    assert shapes.methods("USD", "US") == ["card", "link"]


def due(kept, key="chk_2", once="itm_1-1", amount="121.00") -> Due:
    return Due(
        key=key, once=once, amount=Money(Decimal(amount), "EUR"), text="KV-2", told_at="http://127.0.0.1:1/e", kept=kept
    )


def kept_at(stripe, port, outcome="paid"):
    """A way of paying that a customer let us keep when they paid."""
    made = port.open_checkout(ACCESS, replace(basket(currency="EUR", country="PL"), is_kept=True))
    stripe.pay("chk_1", outcome=outcome)
    if outcome == "slow":
        stripe.settle("chk_1", is_paid=True)
    events(stripe, port)
    return port.ask(ACCESS, sought(reference=made.reference)).kept


def test_only_ways_that_can_be_kept_are_offered_and_a_debit_brings_its_mandate(stripe, port):
    kept = kept_at(stripe, port, outcome="slow")
    assert set(stripe.session("chk_1")["allowed_payment_method_types"]) == {"card", "link", "sepa_debit"}
    assert (kept.kind, kept.last4) == ("sepa_debit", "3000") and kept.mandate.startswith("mandate_")
    assert port.charge(ACCESS, due(kept)).outcome == "paid"


def test_the_same_charge_twice_is_one_and_is_found_by_our_key(stripe, port):
    kept = kept_at(stripe, port)
    stripe.served.weather.lost = 1
    assert port.charge(ACCESS, due(kept)).outcome == "unknown"
    found = port.ask(ACCESS, replace(sought("chk_2"), customer=kept.customer))
    assert (found.outcome, found.amount, found.kept) == ("paid", Money(Decimal(121), "EUR"), None)
    assert port.charge(ACCESS, due(kept)) == found and stripe.charges.count("chk_2") == 1
    assert port.ask(ACCESS, replace(sought("chk_3"), customer=kept.customer)).outcome == "absent"
    fast = replace(sought("chk_2"), customer=kept.customer, begun_at=datetime.now(UTC) + timedelta(minutes=30))
    assert port.ask(ACCESS, fast) == found, "a clock of ours that runs ahead hides no charge"
    (told,) = events(stripe, port)
    assert (told.key, told.charge) == ("chk_2", found)


def test_what_is_forgotten_is_charged_no_more_and_saying_so_again_changes_nothing(stripe, port):
    kept = kept_at(stripe, port)
    assert port.forget(ACCESS, kept) and port.forget(ACCESS, kept)
    assert stripe.forgotten == [kept.method]
    assert port.charge(ACCESS, due(kept)).outcome == "failed" and stripe.charges == ["chk_1"]


def test_what_waits_for_the_customer_is_called_off(stripe, port):
    kept = kept_at(stripe, port)
    stripe.wants_customer = True
    charge = port.charge(ACCESS, due(kept))
    assert (charge.outcome, charge.reason) == ("failed", "authentication_required")
    assert stripe.objects[charge.reference]["status"] == "canceled"


def test_a_decline_tells_its_reason_and_an_event_of_it_the_same(stripe, port):
    kept = kept_at(stripe, port)
    stripe.declines = "insufficient_funds"
    charge = port.charge(ACCESS, due(kept))
    assert (charge.outcome, charge.reason) == ("failed", "insufficient_funds")
    (told,) = events(stripe, port)
    assert (told.key, told.charge) == ("chk_2", charge)
