"""Charging a saved way of paying: told to the customer first, begun on the day, handed over once, asked about.

What is begun is a checkout like any other: it holds its item, and is settled, paid back and disputed as one
(`docs/rules/saved-methods.md`).
"""

import logging
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kvit.arrangements import queries as arranged
from kvit.checkouts import announcing, checkouts, gateways, handing, queries, saved, saved_queries
from kvit.checkouts.models import Checkout, CheckoutItem, SavedCharge, SavedMethod
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.checkout_lifecycle import UNANSWERED
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.core.saved_methods import CHARGE, charge_day, may_charge
from kvit.debits import queries as debits
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.parties.suppliers import surviving
from kvit.payments.models import HELD, OffsetItem

log = logging.getLogger(__name__)
AUTOMATION = "charge"


class _Against(NamedTuple):
    code: str
    facts: dict[str, object]


@transaction.atomic
def plan(company: Company, item: OpenItem, *, by: Actor, on: date) -> SavedCharge:
    """Charge what is open of the item by the customer's saved way of paying, once they were told and it is due.

    The same again while one is planned gives that one. Refuses `saved_charge.no_method`, `saved_charge.no_mailbox`
    for a customer who cannot be told, `saved_charge.declined`, and what else speaks against it: a checkout, a direct
    debit, a dispute, a plan or a set-off, credit that is not used, money of it that went back.
    """
    require(by, "saved_charge.start", company)
    row = _held(company, item)
    known = SavedCharge.objects.filter(company=company, item=row, status="planned").select_related("saved").first()
    if known is not None:
        return known
    method = saved_queries.in_force(company, surviving(row.party), way=gateways.in_use(company), on=on)
    if method is None:
        raise Refused("saved_charge.no_method", customer=row.party.name)
    method = saved.locked(company, method)  # withdrawn in this moment, it is seen
    if method.status != "kept":
        raise Refused("saved_method.over")
    if not correspondence.mailboxes(company, method.party):
        raise Refused("saved_charge.no_mailbox", customer=method.party.name)
    if against := _against(company, row, by_itself=by.kind == "automation"):
        raise Refused(against.code, **against.facts)
    last = SavedCharge.objects.filter(company=company, item=row).aggregate(last=Max("attempt"))["last"] or 0
    made = SavedCharge.objects.create(
        company=company,
        saved=method,
        item=row,
        attempt=last + 1,
        amount=row.balance,
        told_on=on,
        charge_on=charge_day(row.due_on, told_on=on),
    )
    events.record("saved_charge.planned", made, by=by, on=on, facts=facts_of(made))
    return made


@transaction.atomic
def cancel(company: Company, charge: SavedCharge, *, reason: str = "", by: Actor, on: date) -> SavedCharge:
    """It is not charged after all. Refuses `saved_charge.over` once it was begun."""
    require(by, "saved_charge.start", company)
    row = _locked(company, charge)
    return _drop(row, "saved_charge.cancelled", by=by, on=on, reason=reason)


@transaction.atomic
def begin(company: Company, charge: SavedCharge, *, by: Actor, on: date) -> SavedCharge:
    """On its day: what is still open of it becomes a checkout that holds the item; what follows hands it over.

    It is written down and committed before the gateway hears of it. What speaks against it now drops it, with the
    reason. Refuses `saved_charge.over`; while it waits `saved_charge.too_early`, and `saved_charge.not_told` where no
    mail arrived that told the customer.
    """
    require(by, "saved_charge.start", company)
    item = _held(company, charge.item, is_open=False)
    row = _locked(company, charge)
    lifecycle.after(CHARGE, row.status, "begin")
    if on < row.charge_on:
        raise Refused("saved_charge.too_early", on=row.charge_on.isoformat())
    against = _over(row, item) or _against(company, item, by_itself=False, told_on=row.told_on)
    if against is not None:
        return _drop(row, against.code, by=by, on=on)
    told_on = announcing.told_on(row)
    if told_on is None:
        raise Refused("saved_charge.not_told", customer=row.saved.party.name, number=item.document_number)
    if on < (day := charge_day(item.due_on, told_on=told_on)):
        raise Refused("saved_charge.too_early", on=day.isoformat())
    amount, now = min(row.amount, item.balance), timezone.now()
    checkout = Checkout.objects.create(
        company=company,
        gateway=row.saved.checkout.gateway,
        party=item.party,
        currency=item.currency,
        amount=amount,
        created_at=now,
        ask_at=now + checkouts.FIRST_ASKED,
    )
    CheckoutItem.objects.create(company=company, checkout=checkout, item=item, amount=amount)
    row.status, row.checkout = lifecycle.after(CHARGE, row.status, "begin"), checkout
    row.save(update_fields=["status", "checkout"])
    events.record("saved_charge.begun", row, by=by, on=on, facts=facts_of(row))
    return row


def begin_due(company: Company, *, by: Actor, on: date) -> list[SavedCharge]:
    """Begin every charge whose day has come, each by itself."""
    due = saved_queries.charges(company).filter(status="planned", charge_on__lte=on).order_by("charge_on", "pk")
    begun = []
    for row in due:
        try:
            begun.append(begin(company, row, by=by, on=on))
        except Refused as refused:  # somebody else did it meanwhile
            log.info("the charge %s was not begun: %s", row.public_id, refused.code)
    return begun


def hand_over(event: Event) -> Callable[[], None] | None:
    """What follows when a charge was begun: the gateway is told, once per item and attempt."""
    row = saved_queries.charges(Company.objects.get(pk=event.company_id or 0)).filter(pk=event.subject_id).first()
    if row is None or row.checkout is None or row.checkout.status != "created":
        return None
    checkout = Checkout.objects.select_related("company", "gateway", "party").get(pk=row.checkout.pk)
    if handing.over(row) or checkout.created_at < timezone.now() - handing.KEYS_LIVE:
        return None  # it may have been charged before a crash: the sweep asks first
    told = handing.charged(checkout)

    def write() -> None:
        on = whose.today(checkout.company.zone)
        try:
            checkouts.apply(checkout, told, on=on)
        except Refused as refused:
            log.warning("the charge %s cannot be booked: %s", checkout.public_id, refused.code)
            checkouts.stick(checkout, refused, on=on)

    return write


def facts_of(row: SavedCharge) -> dict[str, object]:
    """What events tell of it."""
    amount = Money(row.amount, row.item.currency).rounded().amount
    return {
        "amount": f"{amount:f}",
        "currency": row.item.currency,
        "customer": row.saved.party.name,
        "item": row.item.public_id,
        "number": row.item.document_number,
        "charge_on": row.charge_on.isoformat(),
        "attempt": row.attempt,
        "checkout": "" if row.checkout is None else row.checkout.public_id,
    }


def _held(company: Company, item: OpenItem, *, is_open: bool = True) -> OpenItem:
    """The item under the lock that checkouts, direct debits and payments take too."""
    row = open_items.of_customers(company).select_related("party__merged_into").filter(pk=item.pk).first()
    if row is None:
        raise Refused("payment.unknown_document", document=item.document_number[:60])
    open_items.hold(company, [row])
    if is_open and (row.balance <= 0 or row.document_kind == "payment"):
        raise Refused("payment.unknown_document", document=row.document_number[:60])
    return row


def _locked(company: Company, charge: SavedCharge) -> SavedCharge:
    rows = SavedCharge.objects.select_for_update(of=("self",))
    rows = rows.select_related("saved__party", "saved__checkout__gateway", "item", "checkout")
    row = rows.filter(company=company, pk=charge.pk).first()
    if row is None:
        raise Refused("saved_charge.unknown", charge=charge.public_id)
    return row


def _drop(row: SavedCharge, code: str, *, by: Actor, on: date, reason: str = "") -> SavedCharge:
    row.status, row.dropped = lifecycle.after(CHARGE, row.status, "drop"), code
    row.save(update_fields=["status", "dropped"])
    facts = facts_of(row) | {"refusal": code}
    events.record("saved_charge.dropped", row, by=by, on=on, facts=facts, reason=reason.strip()[:400])
    return row


def _over(row: SavedCharge, item: OpenItem) -> _Against | None:
    """What ended it since the customer was told: it was paid, or the way of paying is over."""
    if item.balance <= 0:
        return _Against("saved_charge.settled", {})
    if SavedMethod.objects.get(pk=row.saved_id).status != "kept":
        return _Against("saved_method.over", {})
    if not row.saved.checkout.gateway.is_on:
        return _Against("gateway.none", {"company": row.company.name})
    return None


def _against(company: Company, item: OpenItem, *, by_itself: bool, told_on: date | None = None) -> _Against | None:
    """Why the item is not charged now; looked at under its lock, by which its other ways of being paid go too.

    `told_on`: when the customer was told of the charge that is about to begin.
    """
    number: dict[str, object] = {"number": item.document_number}
    if CheckoutItem.objects.filter(company=company, item=item, is_live=True).exists():
        return _Against("checkout.under_way", number)
    if debits.under_collection(company, [item]):
        return _Against("saved_charge.collecting", number)
    if OffsetItem.objects.filter(company=company, item=item, status=HELD).exists():
        return _Against("saved_charge.in_offset", number)
    if arranged.disputed(company, [item]):
        return _Against("saved_charge.disputed", number)
    if arranged.holding(company, [item]):
        return _Against("saved_charge.in_plan", number)
    if _was_sent_back(company, item, by_itself=by_itself, told_on=told_on):
        return _Against("saved_charge.sent_back", number)
    if credit := _credit(company, item):
        return _Against("saved_charge.credit_open", {"amount": f"{credit:f}", "currency": item.currency})
    before = SavedCharge.objects.filter(company=company, item=item)
    if by_itself and before.filter(dropped="saved_charge.cancelled").exists():
        return _Against("saved_charge.called_off", number)
    silent = CheckoutItem.objects.filter(company=company, item=item, checkout__told=UNANSWERED)
    if silent.exists() or (by_itself and before.filter(checkout__status="expired").exists()):
        return _Against("saved_charge.unanswered", number)
    declined = before.filter(checkout__status="failed")
    reasons = list(declined.values_list("checkout__told", flat=True))
    if not may_charge(reasons, by_itself=by_itself):
        return _Against("saved_charge.declined", {**number, "reasons": reasons})
    return None


def _was_sent_back(company: Company, item: OpenItem, *, by_itself: bool, told_on: date | None) -> bool:
    """Whether a bank wants its money back, or it went back before: then a person says whether it is charged again, and
    what the customer was told before it went holds no more."""
    if queries.charged_back(company, [item]):
        return True
    back = [one.until for one in queries.were_with_us(company, [item])]
    return bool(back) and (by_itself or (told_on is not None and max(back) >= told_on))


def _credit(company: Company, item: OpenItem) -> Decimal:
    rows = open_items.credits(company, item.party, currency=item.currency)
    total = -sum((row.balance for row in rows), Decimal(0))
    return Money(total, item.currency).rounded().amount
