"""A customer's bank takes a payment back: booked when the money goes and when it returns, with a day to answer by."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.checkouts import gateways
from kvit.checkouts.models import Chargeback, Checkout
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import lifecycle
from kvit.core.checkout_lifecycle import CHARGEBACK
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import OpenItem
from kvit.payments import given_back, incoming
from kvit.payments.incoming import Receipt
from kvit.payments.models import Payment
from kvit.payments.refunds import Refund
from kvit.ports.failures import Failure
from kvit.ports.gateway import Disputed

log = logging.getLogger(__name__)
AUTOMATION = "checkout"
LIVE = ("asked", "open")
VERBS = {"open": "open", "won": "win", "lost": "lose"}
TOLD = {"open": "chargeback.opened", "win": "chargeback.won", "lose": "chargeback.lost"}
EVERY = timedelta(hours=6)


@transaction.atomic
def take(checkout: Checkout, told: Disputed, *, on: date) -> Chargeback:
    """Write down how the dispute stands, and book what moved since: money taken, with the fee, and money returned.

    Refuses `gateway_refund.not_paid` where the payment itself is not told yet: the gateway tells this again.
    """
    locked = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party", "payment")
    paid = locked.get(pk=checkout.pk)
    if paid.payment is None:
        raise Refused("gateway_refund.not_paid")
    by = automation(AUTOMATION, paid.company)
    row, is_new = _kept(paid, told)
    trouble = _book(paid, row, told, by=by, on=on)
    verb = VERBS.get(told.outcome, "")
    is_news = (row.status, verb) in CHARGEBACK.moves
    if is_news:
        row.status = lifecycle.after(CHARGEBACK, row.status, verb)
    row.evidence_until = told.evidence_until or row.evidence_until
    row.ask_at = timezone.now() + EVERY if row.status in LIVE or trouble else None
    if trouble not in ("", row.trouble):
        events.record("chargeback.stuck", row, by=by, on=on, facts=_facts(row) | {"refusal": trouble})
    row.trouble = trouble[:60]
    row.save()
    if is_new and row.status == "asked":
        events.record("chargeback.asked", row, by=by, on=on, facts=_facts(row))
    if is_news:
        events.record(TOLD[verb], row, by=by, on=on, facts=_facts(row))
    return row


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Ask about every dispute that is open; returns how many are over."""
    waiting = Chargeback.objects.filter(company=company, ask_at__lte=at)
    over = 0
    for row in waiting.select_related("checkout__gateway").order_by("pk"):
        Chargeback.objects.filter(pk=row.pk).update(ask_at=at + EVERY)
        port = gateways.offered().get(row.checkout.gateway.name)
        if port is None:
            continue
        try:
            told = port.ask_dispute(gateways.access(row.checkout.gateway), row.reference)
            over += take(row.checkout, told, on=whose.today(company.zone)).status not in LIVE
        except (Failure, Refused) as error:
            log.warning("the dispute %s cannot be asked about or booked: %s", row.public_id, error)
    return over


def _book(paid: Checkout, row: Chargeback, told: Disputed, *, by: Actor, on: date) -> str:
    """What moved since; the code of the refusal where that cannot be booked now: it is tried again."""
    try:
        with transaction.atomic():
            if told.is_taken and row.taken is None:
                row.taken, row.fee = _taken(paid, row, told, by=by, on=on), told.fee
            if told.is_returned and row.returned is None:
                row.returned, row.fee = _returned(paid, row, told, by=by, on=on), told.fee
    except Refused as refused:
        row.refresh_from_db(fields=["taken", "returned", "fee"])
        return refused.code
    return ""


def _kept(checkout: Checkout, told: Disputed) -> tuple[Chargeback, bool]:
    facts = {"company": checkout.company, "amount": told.amount.amount, "reason": told.reason[:60]}
    if told.amount.currency != checkout.currency:
        raise Refused("gateway_refund.other_amount")
    return Chargeback.objects.get_or_create(checkout=checkout, reference=told.reference, defaults=facts)


def _taken(checkout: Checkout, row: Chargeback, told: Disputed, *, by: Actor, on: date) -> Payment:
    payment = checkout.payment
    assert payment is not None, "only what was paid is taken back"
    refund = Refund(
        party=checkout.party,
        amount=row.amount,
        currency=checkout.currency,
        paid_on=on,
        reference=payment.reference,
        method="clearing",
        external_id=f"{row.public_id}-taken",
        fee=told.fee,
    )
    return given_back.give_back(checkout.company, payment, refund, by=by, on=on)


def _returned(checkout: Checkout, row: Chargeback, told: Disputed, *, by: Actor, on: date) -> Payment:
    """Back in clearing; what it paid, and is owed again since, is settled by it once more."""
    reopened = OpenItem.objects.filter(company=checkout.company, checkout_items__checkout=checkout, balance__gt=0)
    receipt = Receipt(
        party=checkout.party,
        amount=row.amount,
        currency=checkout.currency,
        paid_on=on,
        bank=None,
        items=[(item, None) for item in reopened.order_by("due_on", "pk")],
        method="clearing",
        reference=checkout.payment.reference if checkout.payment is not None else "",
        external_id=f"{row.public_id}-returned",
        fee=told.fee - row.fee,
    )
    return incoming.receive(checkout.company, receipt, by=by, on=on).payment


def _facts(row: Chargeback) -> dict[str, object]:
    amount = Money(row.amount, row.checkout.currency).rounded().amount
    return {
        "amount": f"{amount:f}",
        "currency": row.checkout.currency,
        "customer": row.checkout.party.name,
        "numbers": row.checkout.payment.reference if row.checkout.payment is not None else "",
        "checkout": row.checkout.public_id,
        "reason": row.reason,
        "until": row.evidence_until.isoformat() if row.evidence_until else "",
    }
