"""Paying online: a checkout is begun, handed to the gateway, and settled by whoever tells first that it was paid.

`docs/rules/online-payments.md`. The gateway is never called inside a transaction.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kvit.checkouts import early, gateways, handing, payable, saved, settling
from kvit.checkouts.models import Checkout, CheckoutItem, Gateway, SavedMethod
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import lifecycle
from kvit.core.checkout_lifecycle import CHECKOUT, UNANSWERED, patience
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.debits import queries as debits
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.ports.failures import Declined, Failure, Unreachable
from kvit.ports.gateway import Basket, Charge, Sought

log = logging.getLogger(__name__)
AUTOMATION = "checkout"
MOST_ITEMS = 100
LIVE = ("created", "open", "unknown")
GRACE = timedelta(hours=1)
"""After the gateway's own limit: how long until we end an open page."""
FIRST_ASKED = timedelta(minutes=2)
"""Longer than any call to a gateway: a checkout that is not handed over by then was cut off."""
ASKED_AFTER = (30, 60, 120, 300, 900, 3600, 21600)
"""Seconds until the gateway is asked again, by how often it was asked already."""
VERBS = {
    "open": "open",
    "pending": "open",
    "paid": "pay",
    "failed": "fail",
    "expired": "expire",
    "absent": "expire",
    "unknown": "lose",
}
TOLD = {
    "open": "checkout.opened",
    "pay": "checkout.paid",
    "fail": "checkout.failed",
    "expire": "checkout.expired",
    "lose": "checkout.lost",
}
LIMIT = timedelta(hours=24)
"""That of a gateway which this installation knows no more."""


@dataclass(frozen=True)
class Wish:
    """What a customer wants to pay: open items by their ids, `parts` how much of each where it is not all that is
    asked for; whether we may `keep` the way by which they pay, and the `ip` from which they said so."""

    items: Sequence[str]
    parts: Mapping[str, Money] = field(default_factory=dict)
    keep: bool = False
    ip: str = ""


class Begun(NamedTuple):
    """A live checkout, whether it was made just now, and whether it is what was wished for."""

    row: Checkout
    is_new: bool
    is_wanted: bool


def begin(company: Company, party: Party, wish: Wish, *, by: Actor, on: date) -> Checkout:
    """Pay what is wished for in one go; the checkout has the page to go to. What is disputed of an item is left out.

    The same wish again gives the same checkout while it is open; another one ends the pages that stand in its way and
    begins anew. Refuses `gateway.none`, `gateway.away`, `checkout.nothing`, `checkout.currencies`, `checkout.disputed`,
    `payment.unknown_document`, `checkout.under_way` while nobody knows whether one of them was paid, and
    `checkout.collecting` while the bank collects one of them.
    """
    require(by, "checkout.open", company)
    way = gateways.in_use(company)
    if way is None:
        raise Refused("gateway.none", company=company.name)
    access = gateways.access(way)
    begun = _begun(company, party, wish, way=way, by=by, on=on)
    while not begun.is_wanted:
        _end(begun.row, on=on)
        begun = _begun(company, party, wish, way=way, by=by, on=on)
    row = begun.row
    if not begun.is_new:
        return row
    try:
        charge = gateways.offered()[way.name].open_checkout(access, _basket(row))
    except (Declined, Unreachable) as failure:
        apply(row, Charge(outcome="failed"), on=on)
        raise Refused("gateway.away", gateway=way.name) from failure
    row = apply(row, charge, on=on)
    if row.status != "open":
        raise Refused("gateway.away", gateway=way.name)
    return row


@transaction.atomic
def apply(checkout: Checkout, charge: Charge, *, on: date) -> Checkout:
    """Write down how the checkout stands; what is older than what we know changes nothing.

    Paid, it becomes a payment that settles its items as far as they are still owed; the rest is the customer's credit.
    """
    row = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party").get(pk=checkout.pk)
    verb = VERBS[charge.outcome]
    if (row.status, verb) not in CHECKOUT.moves:
        return _more_told(row, charge, on=on)
    row.status = lifecycle.after(CHECKOUT, row.status, verb)
    row.reference = charge.reference or row.reference
    row.page = "" if charge.outcome == "pending" else charge.page or row.page
    by = automation(AUTOMATION, row.company)
    row.trouble, row.told, facts = "", charge.reason if verb in ("fail", "expire") else "", _facts(row)
    row.ask_at = _next(row) if row.status in LIVE or row.told == UNANSWERED else None
    if verb == "fail":
        facts |= _of_saved(row)
    if verb == "pay":
        done = settling.received(row, charge, by=by, on=on)
        saved.keep(row, charge, by=by, on=on)
        row.payment = done.payment
        credit = incoming.credit_of(done.payment).public_id
        facts |= {"payment": done.payment.public_id, "unapplied": _written(done.unapplied, row), "credit": credit}
    row.save(update_fields=["status", "reference", "page", "ask_at", "payment", "trouble", "told"])
    if row.status not in LIVE:
        row.items.filter(is_live=True).update(is_live=False)
    events.record(TOLD[verb], row, by=by, on=on, facts=facts)
    return row


def look(checkout: Checkout, *, at: datetime | None = None) -> Checkout:
    """Ask the gateway how the checkout stands, and write it down; as it was where the gateway is away.

    Its page is ended past the gateway's own limit, and once less is owed than it asks for; where nobody answers for
    long, it counts as expired, a person is asked to look (`checkout.unanswered`), and the gateway is asked on.
    """
    is_live = checkout.status in LIVE
    if not is_live and not checkout.trouble and checkout.told != UNANSWERED:
        return checkout
    way, now = checkout.gateway, at or timezone.now()
    port = gateways.offered().get(way.name)
    over_at = checkout.created_at + (port.limit if port is not None else LIMIT)
    try:
        if port is None:
            raise Unreachable("gateway.away", gateway=way.name)
        ask = port.end if now > over_at + GRACE or _asks_too_much(checkout) else port.ask
        charge = ask(gateways.access(way), _sought(checkout))
    except Failure:
        return _unanswered(checkout) if is_live and now > over_at + _patience(checkout) else checkout
    if charge.outcome == "absent" and checkout.created_at > timezone.now() - FIRST_ASKED:
        return checkout  # it may be on its way
    if charge.outcome == "absent" and is_live and handing.of(checkout) is not None:
        charge = handing.again(checkout)
    return apply(checkout, charge, on=whose.today(way.company.zone))


def _patience(checkout: Checkout) -> timedelta:
    return patience(checkout.currency, is_page=bool(checkout.page), is_open=checkout.status == "open")


def _more_told(row: Checkout, charge: Charge, *, on: date) -> Checkout:
    """What moves nothing, and yet is news: a page on which the customer did their part is nobody's any more; a gateway
    that was silent says at last that nothing was charged."""
    if row.status == "open" and charge.outcome == "pending" and row.page:
        row.page = ""
        row.save(update_fields=["page"])
    if row.told == UNANSWERED and charge.outcome in ("expired", "failed", "absent"):
        row.told, row.ask_at = "", None
        row.save(update_fields=["told", "ask_at"])
        by = automation(AUTOMATION, row.company)
        events.record("checkout.expired", row, by=by, on=on, facts=_facts(row) | {"told": charge.outcome})
    return row


def _asks_too_much(checkout: Checkout) -> bool:
    """Whether its page asks for more than is owed now, for something was paid or credited meanwhile."""
    return bool(checkout.page) and checkout.items.filter(item__balance__lt=F("amount")).exists()


@transaction.atomic
def stick(checkout: Checkout, refused: Refused, *, on: date) -> None:
    """What was told of the checkout could not be booked: a person is told once, and it is tried again."""
    row = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party").get(pk=checkout.pk)
    if row.status == "paid" or row.trouble == refused.code:
        return
    row.trouble, row.ask_at = refused.code[:60], _next(row)
    row.save(update_fields=["trouble", "ask_at"])
    facts = {**_facts(row), "refusal": refused.code}
    events.record("checkout.stuck", row, by=automation(AUTOMATION, row.company), on=on, facts=facts)


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Ask about every checkout that is due to be asked about; returns how many it settled."""
    waiting = Checkout.objects.filter(company=company, ask_at__lte=at)
    settled = 0
    for row in waiting.select_related("company", "gateway", "gateway__company").order_by("pk"):
        asked = min(row.asked, len(ASKED_AFTER) - 1)
        again_at = at + timedelta(seconds=ASKED_AFTER[asked])
        if not Checkout.objects.filter(pk=row.pk, ask_at=row.ask_at).update(asked=row.asked + 1, ask_at=again_at):
            continue  # another worker asks
        try:
            was_live = row.status in LIVE
            settled += look(row, at=at).status not in LIVE and was_live
        except Refused as refused:  # it is asked about again; the others do not wait for it
            log.warning("the checkout %s cannot be settled: %s", row.public_id, refused.code)
            stick(row, refused, on=whose.today(company.zone))
    return settled


@transaction.atomic
def _begun(company: Company, party: Party, wish: Wish, *, way: Gateway, by: Actor, on: date) -> Begun:
    """The checkout of what is wished for, or one that stands in its way, with the items locked."""
    rows = _chosen(company, party, wish)
    amounts = _amounts(company, rows, wish)
    off = early.offers(rows, amounts, parts=wish.parts, on=on)
    amounts = {key: amount - off.get(key, Decimal(0)) for key, amount in amounts.items()}
    amount = sum(amounts.values(), Decimal(0))
    live = _live(company, rows)
    if live is not None:
        if live.status != "open" or not live.page:
            raise Refused("checkout.under_way", number=rows[0].document_number)
        same = dict(live.items.values_list("item_id", "amount")) == amounts
        return Begun(live, False, same and SavedMethod.objects.filter(checkout=live).exists() == wish.keep)
    now = timezone.now()
    checkout = Checkout.objects.create(
        company=company,
        gateway=way,
        party=party,
        currency=rows[0].currency,
        amount=amount,
        created_at=now,
        ask_at=now + FIRST_ASKED,
    )
    CheckoutItem.objects.bulk_create(
        CheckoutItem(
            company=company, checkout=checkout, item=row, amount=amounts[row.pk], discount=off.get(row.pk, Decimal(0))
        )
        for row in rows
    )
    events.record("checkout.begun", checkout, by=by, on=on, facts={"amount": str(amount), "customer": party.name})
    if wish.keep:
        saved.agree(checkout, ip=wish.ip, by=by, on=on)
    return Begun(checkout, True, True)


def _chosen(company: Company, party: Party, wish: Wish) -> list[OpenItem]:
    """The open items that are wished for, locked, in one currency, none of them collected by the bank."""
    wanted = set(wish.items)
    if not wanted or len(wanted) > MOST_ITEMS:
        raise Refused("checkout.nothing", most=MOST_ITEMS)
    rows = list(open_items.owed(company, party=party).filter(public_id__in=wanted))
    open_items.hold(company, rows)
    rows = [row for row in rows if row.balance > 0]
    if len(rows) < len(wanted):
        missing = sorted(wanted - {row.public_id for row in rows})
        raise Refused("payment.unknown_document", document=missing[0][:60])
    if len({row.currency for row in rows}) > 1:
        raise Refused("checkout.currencies")
    if sent := debits.collected_on(company, rows):
        first = next(row for row in rows if row.pk in sent)
        raise Refused("checkout.collecting", number=first.document_number, on=sent[first.pk].isoformat())
    return rows


def _amounts(company: Company, rows: Sequence[OpenItem], wish: Wish) -> dict[int, Decimal]:
    """How much of each is paid, by its key: the part that is wished for, at most what is asked for."""
    asked, found = payable.asked_for(company, rows), {}
    for row in rows:
        if row.pk not in asked:
            raise Refused("checkout.disputed", number=row.document_number)
        found[row.pk] = min(asked[row.pk], wish.parts.get(row.public_id, asked[row.pk])).amount
    return found


def _end(row: Checkout, *, on: date) -> None:
    """Its page is closed, for the customer says otherwise now; what was paid there meanwhile is booked.

    Refuses `gateway.away`, and `checkout.under_way` where the gateway does not end it.
    """
    port = gateways.offered()[row.gateway.name]
    try:
        ended = apply(row, port.end(gateways.access(row.gateway), _sought(row)), on=on)
    except Failure as failure:
        raise Refused("gateway.away", gateway=row.gateway.name) from failure
    if ended.status in LIVE:
        raise Refused("checkout.under_way", number=settling.numbers(row))


def _live(company: Company, rows: Sequence[OpenItem]) -> Checkout | None:
    found = CheckoutItem.objects.filter(company=company, item__in=rows, is_live=True).select_related("checkout")
    one = found.order_by("pk").first()
    return one.checkout if one else None


def _basket(row: Checkout) -> Basket:
    return Basket(
        key=row.public_id,
        amount=Money(row.amount, row.currency),
        text=settling.numbers(row),
        return_url=f"{settings.KVIT_BASE_URL}/portal/customer/checkouts/{row.public_id}",
        told_at=gateways.events_address(row.gateway),
        language=correspondence.language_of(row.company, row.party),
        country=row.party.country,
        is_kept=SavedMethod.objects.filter(checkout=row).exists(),
        customer=saved.known_as(row.gateway, row.party),
    )


def _unanswered(checkout: Checkout) -> Checkout:
    """Its page ended long ago, and nobody says how: the items are free again, and a person looks at the gateway.

    Once: whoever gives it up as well finds it decided, and must not take our own word for the gateway's.
    """
    on = whose.today(checkout.gateway.company.zone)
    with transaction.atomic():
        row = Checkout.objects.select_for_update(of=("self",)).select_related("company", "party").get(pk=checkout.pk)
        if row.status not in LIVE:
            return row
        row = apply(row, Charge(outcome="expired", reason=UNANSWERED), on=on)
        facts = {**_facts(row), "gateway": checkout.gateway.name}
        if row.status == "expired":
            events.record("checkout.unanswered", row, by=automation(AUTOMATION, row.company), on=on, facts=facts)
    return row


def _sought(row: Checkout) -> Sought:
    charge = handing.of(row)
    customer = charge.saved.customer if charge is not None else ""
    return Sought(key=row.public_id, reference=row.reference, begun_at=row.created_at, customer=customer)


def _of_saved(row: Checkout) -> dict[str, object]:
    """Why it failed, and for which charge of a saved way of paying, where it is one."""
    charge = handing.of(row)
    if charge is None:
        return {"told": row.told}
    facts = {"charge": charge.public_id, "item": charge.item.public_id, "number": charge.item.document_number}
    return {"told": row.told, **facts}


def _facts(row: Checkout) -> dict[str, object]:
    return {"amount": _written(row.amount, row), "currency": row.currency, "customer": row.party.name}


def _written(amount: Decimal, row: Checkout) -> str:
    """In cents of the checkout's currency, as people read it."""
    return f"{Money(amount, row.currency).rounded().amount:f}"


def _next(row: Checkout) -> datetime:
    return timezone.now() + timedelta(seconds=ASKED_AFTER[min(row.asked, len(ASKED_AFTER) - 1)])
