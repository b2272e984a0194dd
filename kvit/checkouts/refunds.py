"""Paying back by the gateway: begun in our books, handed over once, booked when the gateway says that it is done."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kvit.checkouts import gateways
from kvit.checkouts.models import Checkout, GatewayRefund
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import lifecycle
from kvit.core.checkout_lifecycle import REFUND
from kvit.core.errors import Refused
from kvit.core.money import Money, decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.payments import given_back
from kvit.payments.models import Payment, TakenBack
from kvit.payments.refunds import Refund
from kvit.ports.failures import Declined, Failure, Unreachable
from kvit.ports.gateway import Back, Refunded

log = logging.getLogger(__name__)
AUTOMATION = "checkout"
LIVE = ("asked", "pending")
VERBS = {"pending": "wait", "done": "finish", "failed": "fail"}
TOLD = {"wait": "gateway_refund.pending", "finish": "gateway_refund.done", "fail": "gateway_refund.failed"}
ASKED_AFTER = (30, 60, 300, 3600, 21600)
"""Seconds until the gateway is asked again, by how often it was asked already."""


def begin(
    company: Company,
    checkout: Checkout,
    *,
    amount: Decimal,
    by: Actor,
    on: date,
    before: Decimal | None = None,
    reason: str = "",
) -> GatewayRefund:
    """Pay a paid checkout back, whole or in part, the way it was paid.

    `before` is how much had gone back when the person looked: the same act pressed twice is one refund. Refuses
    `gateway_refund.too_much`, `gateway_refund.known`, `gateway_refund.under_way`, `gateway_refund.not_paid`,
    `payment.taken_back`, `gateway.unknown`, and a part of a cent.
    """
    require(by, "payment.refund", company)
    port = gateways.offered().get(checkout.gateway.name)
    if port is None:
        raise Refused("gateway.unknown", gateway=checkout.gateway.name)
    access = gateways.access(checkout.gateway)
    row = _begun(company, checkout, amount=amount, before=before, reason=reason, by=by, on=on)
    return _told(row, lambda: port.refund(access, _back(row)), on=on)


def left_of(checkout: Checkout) -> Decimal:
    """How much of a paid checkout did not go back yet, nor is on its way."""
    return _paid(checkout) - _before(checkout)


@transaction.atomic
def take(checkout: Checkout, told: Refunded, *, on: date) -> GatewayRefund | None:
    """A refund as an event tells it; one that somebody made at the gateway itself becomes one of ours."""
    locked = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party").get(pk=checkout.pk)
    rows = GatewayRefund.objects.filter(company=locked.company, checkout=locked)
    row = rows.filter(public_id=told.key).first() if told.key else rows.filter(reference=told.reference).first()
    if row is None and not told.key and told.amount is not None and told.outcome in VERBS:
        if locked.payment is None:  # what was paid is not told yet: it is, when this is told again
            raise Refused("gateway_refund.not_paid")
        row = _made(locked, told.amount.amount, by=automation(AUTOMATION, locked.company), on=on)
    return None if row is None else apply(row, told, on=on)


@transaction.atomic
def apply(refund: GatewayRefund, told: Refunded, *, on: date) -> GatewayRefund:
    """Write down how the refund stands; done, the money is booked, and what it paid is owed again."""
    locked = GatewayRefund.objects.select_for_update(of=("self",))
    row = locked.select_related("company", "checkout__party", "checkout__payment").get(pk=refund.pk)
    verb = VERBS.get(told.outcome, "")
    row.reference = told.reference or row.reference
    if (row.status, verb) not in REFUND.moves:
        row.save(update_fields=["reference"])
        return row
    row.status, row.trouble = lifecycle.after(REFUND, row.status, verb), ""
    row.told, by = told.reason[:200], automation(AUTOMATION, row.company)
    if verb == "finish":
        row.payment = _booked(row, told, by=by, on=on)
    if verb == "fail" and row.payment is not None:
        given_back.come_back(row.company, row.payment, reason=told.reason or "failed", by=by, on=on)
    row.ask_at = _next(row) if row.status in LIVE else None
    row.save()
    events.record(TOLD[verb], row, by=by, on=on, facts=_facts(row) | {"told": row.told})
    return row


def look(refund: GatewayRefund, *, on: date) -> GatewayRefund:
    """Ask the gateway how the refund stands. One that it never saw is handed over again, under the same key."""
    port = gateways.offered().get(refund.checkout.gateway.name)
    if port is None or (refund.status not in LIVE and not refund.trouble):
        return refund
    access, back = gateways.access(refund.checkout.gateway), _back(refund)
    try:
        told = port.ask_refund(access, back)
    except Failure:
        return refund
    if told.outcome != "absent":
        return apply(refund, told, on=on)
    return _told(refund, lambda: port.refund(access, back), on=on)


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Ask about every refund that is due to be asked about; returns how many it settled."""
    waiting = GatewayRefund.objects.filter(company=company, ask_at__lte=at)
    settled, on = 0, whose.today(company.zone)
    for row in waiting.select_related("company", "checkout__gateway", "checkout__party").order_by("pk"):
        again_at = at + timedelta(seconds=ASKED_AFTER[min(row.asked, len(ASKED_AFTER) - 1)])
        GatewayRefund.objects.filter(pk=row.pk).update(asked=row.asked + 1, ask_at=again_at)
        try:
            settled += look(row, on=on).status not in LIVE
        except Refused as refused:
            log.warning("the refund %s cannot be settled: %s", row.public_id, refused.code)
            _stick(row, refused, on=on)
    return settled


def _told(row: GatewayRefund, call: Callable[[], Refunded], *, on: date) -> GatewayRefund:
    """Hand it over: refused, it failed; where nobody knows, or nobody was there, it is asked about."""
    try:
        told = call()
    except Declined as failure:
        told = Refunded(outcome="failed", reason=str(failure.facts.get("reason", failure.code)))
    except Unreachable:
        told = Refunded(outcome="unknown")
    return apply(row, told, on=on)


@transaction.atomic
def _begun(
    company: Company, checkout: Checkout, *, amount: Decimal, before: Decimal | None, reason: str, by: Actor, on: date
) -> GatewayRefund:
    locked = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party", "payment")
    row = locked.get(company=company, pk=checkout.pk)
    if row.status != "paid" or row.payment is None:
        raise Refused("gateway_refund.not_paid")
    if TakenBack.objects.filter(payment=row.payment).exists():
        raise Refused("payment.taken_back", payment=row.payment.public_id)
    if before is not None and before != _before(row):
        raise Refused("gateway_refund.known")
    if row.refunds.filter(status__in=LIVE).exists():
        raise Refused("gateway_refund.under_way")
    if round_half_up(amount, decimals(row.currency)) != amount:
        raise Refused("field.bad_value", field="amount", value=f"{amount:f}", wanted=f"cents of {row.currency}")
    if not 0 < amount <= left_of(row):
        raise Refused("gateway_refund.too_much", amount=f"{amount:f}", left=f"{left_of(row):f}", currency=row.currency)
    return _made(row, amount, by=by, on=on, reason=reason)


def _made(checkout: Checkout, amount: Decimal, *, by: Actor, on: date, reason: str = "") -> GatewayRefund:
    now = timezone.now()
    row = GatewayRefund.objects.create(
        company=checkout.company,
        checkout=checkout,
        amount=amount,
        nth=checkout.refunds.count() + 1,
        reason=reason.strip()[:400],
        created_at=now,
        ask_at=now + timedelta(seconds=ASKED_AFTER[0]),
    )
    events.record("gateway_refund.asked", row, by=by, on=on, facts=_facts(row), reason=reason.strip()[:400])
    return row


def _booked(row: GatewayRefund, told: Refunded, *, by: Actor, on: date) -> Payment:
    """On the gateway's day; now where that day is locked."""
    checkout, payment = row.checkout, row.checkout.payment
    assert payment is not None, "only what was paid goes back"
    if told.amount is not None and told.amount != Money(row.amount, checkout.currency):
        raise Refused("gateway_refund.other_amount")
    day = told.at.astimezone(ZoneInfo(row.company.zone)).date() if told.at else on
    refund = Refund(
        party=checkout.party,
        amount=row.amount,
        currency=checkout.currency,
        paid_on=max(min(day, on), payment.paid_on),
        reference=payment.reference,
        method="clearing",
        external_id=row.public_id,
        fee=told.fee,
    )
    return booked_on_an_open_day(row.company, payment, refund, by=by, on=on)


def booked_on_an_open_day(company: Company, payment: Payment, refund: Refund, *, by: Actor, on: date) -> Payment:
    """Money that went, on its own day; today where that day is locked."""
    try:
        with transaction.atomic():
            return given_back.give_back(company, payment, refund, by=by, on=on)
    except Refused as refused:
        if refused.code != "period.locked":
            raise
        return given_back.give_back(company, payment, replace(refund, paid_on=on), by=by, on=on)


@transaction.atomic
def _stick(refund: GatewayRefund, refused: Refused, *, on: date) -> None:
    row = GatewayRefund.objects.select_for_update(of=("self",)).select_related("company").get(pk=refund.pk)
    if row.trouble != refused.code:
        row.trouble = refused.code[:60]
        row.save(update_fields=["trouble"])
        facts = _facts(row) | {"refusal": refused.code}
        events.record("gateway_refund.stuck", row, by=automation(AUTOMATION, row.company), on=on, facts=facts)


def _back(row: GatewayRefund) -> Back:
    return Back(
        key=row.public_id,
        amount=Money(row.amount, row.checkout.currency),
        charge=row.checkout.reference,
        checkout=row.checkout.public_id,
        reference=row.reference,
    )


def _before(checkout: Checkout) -> Decimal:
    return checkout.refunds.exclude(status="failed").aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _paid(checkout: Checkout) -> Decimal:
    return checkout.payment.amount if checkout.payment is not None else Decimal(0)


def _facts(row: GatewayRefund) -> dict[str, object]:
    amount = Money(row.amount, row.checkout.currency).rounded().amount
    return {
        "amount": f"{amount:f}",
        "currency": row.checkout.currency,
        "customer": row.checkout.party.name,
        "checkout": row.checkout.public_id,
    }


def _next(row: GatewayRefund) -> datetime:
    return timezone.now() + timedelta(seconds=ASKED_AFTER[min(row.asked, len(ASKED_AFTER) - 1)])
