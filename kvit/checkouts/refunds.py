"""Paying back by the gateway: begun in our books, handed over once, booked when the gateway says that it is done."""

import logging
from collections.abc import Callable
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
from kvit.events.models import Event
from kvit.ledger import allocations, cash_vat, open_items
from kvit.ledger.models import OpenItem
from kvit.payments import given_back, incoming
from kvit.payments.models import Payment, TakenBack
from kvit.payments.refunds import Refund
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.gateway import Access, Back, Gateway, Refunded

log = logging.getLogger(__name__)
AUTOMATION = "checkout"
LIVE = ("asked", "pending")
VERBS = {"pending": "wait", "done": "finish", "failed": "fail"}
TOLD = {"wait": "gateway_refund.pending", "finish": "gateway_refund.done", "fail": "gateway_refund.failed"}
ASKED_AFTER = (30, 60, 300, 3600, 21600)
"""Seconds until the gateway is asked again, by how often it was asked already."""
ACCESS_ENDED = "network.access_ended"
"""How a port says that our key is accepted no more: of what was asked before, that tells nothing."""
KEYS_LIVE = timedelta(hours=12)
"""Gateways know a key for a day at least; what is older is asked about before it is handed over."""


@transaction.atomic
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
    """Pay a paid checkout back, whole or in part, the way it was paid; it is handed over by what follows.

    From here on nobody pays the same credit back by another way (`other_ways`).

    `before` is how much had gone back when the person looked: the same act pressed twice is one refund. Refuses
    `gateway_refund.too_much`, `gateway_refund.known`, `gateway_refund.under_way`, `gateway_refund.not_paid`,
    `payment.taken_back`, and a part of a cent.
    """
    require(by, "payment.refund", company)
    locked = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party", "payment")
    row = locked.get(company=company, pk=checkout.pk)
    if row.status != "paid" or row.payment is None:
        raise Refused("gateway_refund.not_paid")
    open_items.hold(row.company, [incoming.credit_of(row.payment), *_credits(row)])
    if TakenBack.objects.filter(payment=row.payment).exists():
        raise Refused("payment.taken_back", payment=row.payment.public_id)
    if before is not None and before != gone_back(row):
        raise Refused("gateway_refund.known")
    if row.refunds.filter(status__in=LIVE).exists():
        raise Refused("gateway_refund.under_way")
    if round_half_up(amount, decimals(row.currency)) != amount:
        raise Refused("field.bad_value", field="amount", value=f"{amount:f}", wanted=f"cents of {row.currency}")
    if not 0 < amount <= left_of(row):
        left = Money(left_of(row), row.currency).rounded().amount
        raise Refused("gateway_refund.too_much", amount=f"{amount:f}", left=f"{left:f}", currency=row.currency)
    return _made(row, amount, by=by, on=on, reason=reason)


def hand_over(event: Event) -> Callable[[], None] | None:
    """What follows when a refund was asked for: the gateway is told, once per key."""
    rows = GatewayRefund.objects.filter(company_id=event.company_id or 0, pk=event.subject_id)
    rows = rows.filter(status="asked", reference="")  # what has a reference is at the gateway already
    row = rows.select_related("company", "checkout__gateway", "checkout__party").first()
    if row is None:
        return None
    heard = _heard(row, is_asked_first=row.created_at < timezone.now() - KEYS_LIVE)

    def write() -> None:
        _write(row, heard, on=whose.today(row.company.zone))

    return write


def left_of(checkout: Checkout) -> Decimal:
    """How much of a paid checkout did not go back yet, nor is on its way, by whatever way it went."""
    if checkout.payment is None:
        return Decimal(0)
    elsewhere = _by_bank(checkout.payment) + _taken(checkout)
    return max(checkout.payment.amount - gone_back(checkout) - elsewhere, Decimal(0))


def gone_back(checkout: Checkout) -> Decimal:
    """How much of it went back, or is on its way."""
    return checkout.refunds.exclude(status="failed").aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _by_bank(payment: Payment) -> Decimal:
    """How much of the payment was paid back to the customer by the bank."""
    active = allocations.active(payment.company, incoming.credit_of(payment))
    back = {one.item.document_id: one.amount for one in active if one.item.document_kind == "payment"}
    rows = Payment.objects.filter(company=payment.company, pk__in=back, direction="refund").exclude(method="clearing")
    return sum((back[key] for key in rows.values_list("pk", flat=True)), Decimal(0))


def _taken(checkout: Checkout) -> Decimal:
    """How much of it the customer's bank took and did not return."""
    rows = checkout.chargebacks.filter(taken__isnull=False, returned=None)
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _credits(checkout: Checkout) -> list[OpenItem]:
    """The customer's credits that a refund may use: locked by whoever pays back, by whatever way."""
    return list(open_items.credits(checkout.company, checkout.party, currency=checkout.currency))


@transaction.atomic
def take(checkout: Checkout, told: Refunded, *, on: date) -> GatewayRefund | None:
    """A refund as an event tells it; one that somebody made at the gateway itself becomes one of ours.

    What went and cannot be booked is kept, a person is told, and it is tried again. Refuses `gateway_refund.not_paid`
    where the payment itself is not told yet: the gateway tells this again.
    """
    locked = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party").get(pk=checkout.pk)
    rows = GatewayRefund.objects.filter(company=locked.company, checkout=locked)
    row = rows.filter(public_id=told.key).first() if told.key else rows.filter(reference=told.reference).first()
    if row is None and not told.key and told.amount is not None and told.outcome in VERBS:
        if locked.payment is None:  # what was paid is not told yet: it is, when this is told again
            raise Refused("gateway_refund.not_paid")
        by = automation(AUTOMATION, locked.company)
        row = _made(locked, told.amount.amount, reference=told.reference, by=by, on=on)
    return None if row is None else _write(row, told, on=on)


@transaction.atomic
def apply(refund: GatewayRefund, told: Refunded, *, on: date) -> GatewayRefund:
    """Write down how the refund stands; done, the money is booked, and what it paid is owed again."""
    locked = GatewayRefund.objects.select_for_update(of=("self",))
    row = locked.select_related("company", "checkout__party", "checkout__payment").get(pk=refund.pk)
    verb = VERBS.get(told.outcome, "")
    row.reference = told.reference or row.reference
    if (row.status, verb) not in REFUND.moves or _came_back(row, verb):
        if told.outcome == row.status and row.status not in LIVE:
            row.ask_at = None
        row.save(update_fields=["reference", "ask_at"])
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


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Ask about every refund that is due to be asked about; returns how many it settled.

    One that the gateway never saw is handed over again, under the same key.
    """
    waiting = GatewayRefund.objects.filter(company=company, ask_at__lte=at)
    settled, on = 0, whose.today(company.zone)
    for row in waiting.select_related("company", "checkout__gateway", "checkout__party").order_by("pk"):
        again_at = at + timedelta(seconds=ASKED_AFTER[min(row.asked, len(ASKED_AFTER) - 1)])
        GatewayRefund.objects.filter(pk=row.pk).update(asked=row.asked + 1, ask_at=again_at)
        settled += _write(row, _heard(row, is_asked_first=True), on=on).status not in LIVE
    return settled


def _heard(row: GatewayRefund, *, is_asked_first: bool) -> Refunded | Refused:
    """What the gateway says of it now; the refusal where something of ours stands between us and the gateway."""
    name = row.checkout.gateway.name
    port = gateways.offered().get(name)
    if port is None:
        return Refused("gateway.unknown", gateway=name)
    try:
        access = gateways.access(row.checkout.gateway)
    except Refused as refused:
        return refused
    back = _back(row)
    if not is_asked_first:
        return _paid_back(port, access, back)
    told = _asked(port, access, back)
    is_absent = isinstance(told, Refunded) and told.outcome == "absent"
    may_go = row.status == "asked" and not row.reference
    return _paid_back(port, access, back) if is_absent and may_go else told


def _asked(port: Gateway, access: Access, back: Back) -> Refunded | Refused:
    try:
        return port.ask_refund(access, back)
    except Declined as failure:
        return Refused(failure.code, **failure.facts)
    except Unreachable:
        return Refunded(outcome="unknown")


def _paid_back(port: Gateway, access: Access, back: Back) -> Refunded | Refused:
    """Refused, it failed; where nobody knows, nobody was there, or our key ended, it is asked about."""
    try:
        return port.refund(access, back)
    except Declined as failure:
        if failure.code == ACCESS_ENDED:
            return Refused(failure.code, **failure.facts)
        return Refunded(outcome="failed", reason=str(failure.facts.get("reason", failure.code)))
    except Unreachable:
        return Refunded(outcome="unknown")


def _came_back(row: GatewayRefund, verb: str) -> bool:
    """Whether it is told as done once more after a bank sent it back: that is older news."""
    return verb == "finish" and row.payment_id is not None


def _write(refund: GatewayRefund, told: Refunded | Refused, *, on: date) -> GatewayRefund:
    """As told; what went and cannot be booked, or cannot go, is a person's, and is tried again."""
    try:
        if isinstance(told, Refused):
            raise told
        return apply(refund, told, on=on)
    except Refused as refused:
        log.warning("the refund %s is stuck: %s", refund.public_id, refused.code)
        _stick(refund, refused, on=on)
        return refund


def _made(
    checkout: Checkout, amount: Decimal, *, by: Actor, on: date, reason: str = "", reference: str = ""
) -> GatewayRefund:
    now = timezone.now()
    row = GatewayRefund.objects.create(
        company=checkout.company,
        checkout=checkout,
        amount=amount,
        nth=checkout.refunds.count() + 1,
        reason=reason.strip()[:400],
        reference=reference,
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
        paid_on=cash_vat.open_day(row.company, max(min(day, on), payment.paid_on), on=on),
        reference=payment.reference,
        method="clearing",
        external_id=row.public_id,
        fee=told.fee,
    )
    return given_back.give_back(row.company, payment, refund, by=by, on=on)


@transaction.atomic
def _stick(refund: GatewayRefund, refused: Refused, *, on: date) -> None:
    row = GatewayRefund.objects.select_for_update(of=("self",)).select_related("company").get(pk=refund.pk)
    if row.ask_at is None:  # what was decided is told otherwise now: it is asked about until that is booked
        GatewayRefund.objects.filter(pk=row.pk).update(ask_at=_next(row))
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
