"""Handing a charge of a saved way of paying to its gateway, under the key of its item and attempt."""

from datetime import timedelta

from django.utils import timezone

from kvit.arrangements import queries as arranged
from kvit.checkouts import gateways, saved
from kvit.checkouts.models import Checkout, SavedCharge, SavedMethod
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.ledger.models import OpenItem
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.gateway import Charge, Due

KEYS_LIVE = timedelta(hours=12)
"""Gateways know a key for a day at least; what they never saw for so long is not charged any more."""


def of(checkout: Checkout) -> SavedCharge | None:
    """The charge that the checkout is, where it has no page."""
    rows = SavedCharge.objects.filter(company=checkout.company_id, checkout=checkout)
    return rows.select_related("company", "saved", "item", "checkout").first()


def charged(checkout: Checkout) -> Charge:
    """Hand it over, or once more under the same key: what the gateway did before, it tells again.

    What is `over` is not handed over; what certainly did not arrive is asked about and tried again.
    """
    row = of(checkout)
    assert row is not None, "what has a page is opened"
    if reason := over(row):
        return Charge(outcome="failed", reason=reason)
    method, port = SavedMethod.objects.get(pk=row.saved_id), gateways.offered().get(checkout.gateway.name)
    if port is None:
        return Charge(outcome="unknown")
    due = Due(
        key=checkout.public_id,
        once=f"{row.item.public_id}-{row.attempt}",
        amount=Money(checkout.amount, checkout.currency),
        text=row.item.document_number[:200],
        told_at=gateways.events_address(checkout.gateway),
        kept=saved.as_kept(method),
    )
    try:
        return port.charge(gateways.access(checkout.gateway), due)
    except Declined as failure:
        return Charge(outcome="failed", reason=str(failure.facts.get("why") or failure.code)[:60])
    except (Unreachable, Refused):
        return Charge(outcome="unknown")


def over(row: SavedCharge) -> str:
    """Why a charge that was begun is not handed over any more: its method was taken back, or since then so much was
    paid, credited or disputed that it would take more than is owed; "" where nothing speaks against it."""
    if SavedMethod.objects.get(pk=row.saved_id).status != "kept":
        return "saved_method.over"
    item = OpenItem.objects.get(pk=row.item_id)
    if item.balance <= 0:
        return "saved_charge.settled"
    if row.checkout is not None and item.balance < row.checkout.amount:
        return "saved_charge.changed"
    return "saved_charge.disputed" if arranged.disputed(row.company, [item]) else ""


def again(checkout: Checkout) -> Charge:
    """The gateway never saw it: once more under the same key, or not at all where that is long ago."""
    if checkout.created_at < timezone.now() - KEYS_LIVE:
        return Charge(outcome="failed", reason="gateway.away")
    return charged(checkout)
