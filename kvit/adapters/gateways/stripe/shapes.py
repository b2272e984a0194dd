"""What Stripe's objects say, in our words. Whatever lacks what we need is no answer (`Lost`)."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal, DecimalException
from typing import Any

from kvit.adapters.gateways.stripe.amounts import from_minor
from kvit.adapters.networks.calls import Lost
from kvit.core.money import Money
from kvit.ports.gateway import Charge, Disputed, DisputeOutcome, Kept, Outcome, Refunded, RefundOutcome

REFUNDS: dict[str, RefundOutcome] = {
    "pending": "pending",
    "requires_action": "pending",
    "succeeded": "done",
    "failed": "failed",
    "canceled": "failed",
}
DISPUTES: dict[str, DisputeOutcome] = {
    "warning_needs_response": "asked",
    "warning_under_review": "asked",
    "warning_closed": "won",
    "prevented": "won",
    "needs_response": "open",
    "under_review": "open",
    "appeal_needs_response": "open",
    "appeal_under_review": "open",
    "won": "won",
    "lost": "lost",
}
INTENTS: dict[str, Outcome] = {
    "requires_payment_method": "failed",
    "canceled": "failed",
    "processing": "pending",
    "requires_action": "pending",
    "requires_confirmation": "pending",
    "succeeded": "paid",
}
"""What becomes of a session that is complete: the customer has done their part, the bank has or has not."""
EXPANDED = ["payment_intent.latest_charge.balance_transaction", "payment_intent.payment_method"]


def methods(currency: str, country: str, *, is_kept: bool = False) -> list[str]:
    """The ways of paying that make sense; Stripe offers those of them that the company has turned on there.

    Cards everywhere; SEPA debit for euros; BLIK for złote, Przelewy24 for złote and for Polish customers' euros: these
    two cannot be kept for later.
    """
    found = ["card", "link"]
    if currency == "EUR":
        found.append("sepa_debit")
    if is_kept:
        return found
    if currency == "PLN":
        found.append("blik")
    if currency == "PLN" or (currency == "EUR" and country == "PL"):
        found.append("p24")
    return found


@contextmanager
def shaped() -> Iterator[None]:
    """What does not read as described is no answer."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, DecimalException, OverflowError, OSError) as error:
        raise Lost("an answer of another shape") from error


def charge_of(session: Any, *, pages: str) -> Charge:
    """A Checkout Session, its payment intent expanded to the balance transaction."""
    with shaped():
        reference, state = str(session["id"]), str(session["status"])
        if state == "open":
            page = str(session["url"])
            if not page.startswith(pages + "/"):
                raise Lost("a page elsewhere")
            return Charge(outcome="open", reference=reference, page=page)
        if state == "expired":
            return Charge(outcome="expired", reference=reference)
        if state != "complete":
            raise Lost(f"a session that is {state[:40]}")
        return intent_charge(session["payment_intent"], reference=reference)


def intent_charge(intent: Any, *, reference: str) -> Charge:
    """A payment intent, expanded likewise: what came in, and what Stripe kept of it."""
    with shaped():
        outcome = INTENTS[intent["status"]]
        if outcome != "paid":
            return Charge(outcome=outcome, reference=reference, reason=_reason(intent))
        charge = intent["latest_charge"]
        amount = from_minor(charge["amount"], str(charge["currency"]))
        if charge["balance_transaction"] is None:
            raise Lost("not in the balance yet")
        return Charge(
            outcome="paid",
            reference=reference,
            amount=amount,
            fee=_fee([charge["balance_transaction"]], amount.currency),
            paid_at=datetime.fromtimestamp(charge["created"], UTC),
            kept=_kept(intent, charge),
        )


def _reason(intent: Any) -> str:
    """Why Stripe's last try at it was declined."""
    error = intent.get("last_payment_error") or {}
    return str(error.get("decline_code") or error.get("code") or "")[:60]


def _kept(intent: Any, charge: Any) -> Kept | None:
    """The way of paying that the customer keeps with us, where they let us charge it while they are away."""
    if intent.get("setup_future_usage") != "off_session" or not intent.get("customer"):
        return None
    method = intent["payment_method"]
    kind = str(method["type"])
    facts = method.get(kind) or {}
    paid_with = (charge.get("payment_method_details") or {}).get(kind) or {}
    month, year = facts.get("exp_month"), facts.get("exp_year")
    return Kept(
        customer=str(intent["customer"]),
        method=str(method["id"]),
        kind=kind,
        mandate=str(paid_with.get("mandate") or ""),
        brand=str(facts.get("brand") or facts.get("bank_code") or ""),
        last4=str(facts.get("last4") or ""),
        expires_on=date(year, month, monthrange(year, month)[1]) if month and year else None,
    )


def refund_of(refund: Any) -> Refunded:
    """A refund, its balance transaction expanded; it names our key where it was ours."""
    with shaped():
        amount = from_minor(refund["amount"], str(refund["currency"]))
        moved = refund.get("balance_transaction")
        return Refunded(
            outcome=REFUNDS[refund["status"]],
            reference=str(refund["id"]),
            key=str((refund["metadata"] or {}).get("kvit_refund", "")),
            amount=amount,
            fee=_fee([moved], amount.currency) if isinstance(moved, dict) else Decimal(0),
            at=datetime.fromtimestamp(refund["created"], UTC),
            reason=str(refund.get("failure_reason") or ""),
        )


def dispute_of(dispute: Any) -> Disputed:
    """A dispute. Its balance transactions say what moved: when the money was taken, and when it came back."""
    with shaped():
        amount = from_minor(dispute["amount"], str(dispute["currency"]))
        moved = list(dispute["balance_transactions"])
        until = dispute["evidence_details"].get("due_by")
        return Disputed(
            outcome=DISPUTES[dispute["status"]],
            reference=str(dispute["id"]),
            amount=amount,
            fee=_fee(moved, amount.currency),
            reason=str(dispute["reason"]),
            evidence_until=datetime.fromtimestamp(until, UTC).date() if until else None,
            is_taken=bool(moved),
            is_returned=bool(moved) and sum(one["amount"] for one in moved) >= 0,
        )


def _fee(moved: list[Any], currency: str) -> Decimal:
    """What Stripe kept, in the currency of the charge: its balance may be kept in another one, at a rate it tells."""
    kept = Money(Decimal(0), currency)
    for one in moved:
        fee = from_minor(one["fee"], str(one["currency"]))
        if fee.currency != currency:
            fee = Money(fee.amount / Decimal(str(one["exchange_rate"])), currency).rounded()
        kept += fee
    return kept.amount
