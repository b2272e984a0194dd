"""Keeping a way of paying at Stripe, and charging it while the customer is away: what is asked, what a no means.

https://docs.stripe.com/payments/save-during-payment and https://docs.stripe.com/declines/codes.
"""

from typing import Any

from kvit.adapters.gateways.stripe.amounts import to_minor
from kvit.adapters.networks.calls import Lost
from kvit.ports.failures import Declined
from kvit.ports.gateway import Basket, Charge, Due

METHODS = "/v1/payment_methods"
EXPANDED = ["latest_charge.balance_transaction", "payment_method"]
AWAY = "authentication_required"
WAITS = frozenset({"requires_action", "requires_confirmation"})
"""It waits for a customer who is away: nobody may find it weeks later and pay twice."""
MARK = "kvit_saved"
"""Stands on the intents of charges without a page: of the others a session tells."""
NO_ANSWER = frozenset({"idempotency_error", "idempotency_key_in_use", "lock_timeout"})
"""Of the charge itself these say nothing."""


def asked(basket: Basket, ours: dict[str, str]) -> dict[str, object]:
    """What a session asks for besides, where the customer lets us keep the way of paying."""
    intent = {"metadata": ours, "capture_method": "automatic", "setup_future_usage": "off_session"}
    whose = {"customer": basket.customer} if basket.customer else {"customer_creation": "always"}
    return {"payment_intent_data": intent, **whose}


def charged(due: Due) -> dict[str, object]:
    """A payment intent that is confirmed at once, without the customer."""
    return {
        "amount": to_minor(due.amount),
        "currency": due.amount.currency.lower(),
        "customer": due.kept.customer,
        "payment_method": due.kept.method,
        "payment_method_types": [due.kept.kind],
        "mandate": due.kept.mandate or None,
        "off_session": True,
        "confirm": True,
        "description": due.text or due.key,
        "metadata": {"kvit_checkout": due.key, MARK: due.once},
        "expand": EXPANDED,
    }


def declined(failure: Declined) -> Charge:
    """A no to this charge, with its reason; where our own key ended, no bank was asked, and it is asked about later."""
    code = str(failure.facts.get("why") or failure.code)
    if code in NO_ANSWER or failure.code == "network.access_ended":
        return Charge(outcome="unknown")
    return Charge(outcome="failed", reference=str(failure.facts.get("intent", "")), reason=code)


def key_of(intent: Any) -> str:
    """Our key of a charge without a page; none for every other intent."""
    try:
        told = intent["metadata"] or {}
        return str(told["kvit_checkout"]) if MARK in told else ""
    except (TypeError, AttributeError) as error:
        raise Lost("an answer of another shape") from error
