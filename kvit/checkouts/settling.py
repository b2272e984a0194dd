"""What a checkout paid, as a payment: in clearing, less the gateway's fee, and what it settles."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from kvit.checkouts import early
from kvit.checkouts.models import Checkout
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.ledger import cash_vat, open_items
from kvit.ledger.models import OpenItem
from kvit.payments import incoming
from kvit.payments.incoming import Receipt, Recorded
from kvit.ports.gateway import Charge


def received(row: Checkout, charge: Charge, *, by: Actor, on: date) -> Recorded:
    """The money in clearing, less the gateway's fee, on the day it was paid; now where that day is locked.

    Refuses `checkout.currencies`, and what receiving refuses.
    """
    money = Money(row.amount, row.currency) if charge.amount is None else charge.amount
    if money.currency != row.currency:
        raise Refused("checkout.currencies")
    paid_on = charge.paid_at.astimezone(ZoneInfo(row.company.zone)).date() if charge.paid_at else on
    receipt = Receipt(
        party=row.party,
        amount=money.amount,
        currency=money.currency,
        paid_on=cash_vat.open_day(row.company, min(paid_on, on), on=on),
        bank=None,
        items=_settled_by(row, money.amount),
        method="clearing",
        reference=numbers(row),
        external_id=row.public_id,
        fee=charge.fee,
    )
    done = incoming.receive(row.company, receipt, by=by, on=on)
    early.grant(row, done.payment, by=by)
    return done


def _settled_by(row: Checkout, paid: Decimal) -> list[tuple[OpenItem, Decimal | None]]:
    """What the money settles of each item, locked: what the checkout asked for, as far as it is still owed."""
    rows = list(row.items.select_related("item").order_by("item__due_on", "pk"))
    open_items.hold(row.company, [one.item for one in rows])
    found: list[tuple[OpenItem, Decimal | None]] = []
    for one in rows:
        share = min(one.amount, one.item.balance, paid)
        if share > 0:
            found.append((one.item, share))
            paid -= share
    return found


def numbers(row: Checkout) -> str:
    """Of its documents, as a reference."""
    numbers = row.items.order_by("pk").values_list("item__document_number", flat=True)
    return ", ".join(numbers)[:200]
