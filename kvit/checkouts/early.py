"""The discount for paying early, taken by who pays online within its days (`docs/rules/online-payments.md`)."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kvit.checkouts.models import Checkout
from kvit.core.permissions import Actor
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.payments import discounts
from kvit.payments.models import Payment


def offers(
    rows: Sequence[OpenItem], amounts: Mapping[int, Decimal], *, parts: Container[str] = (), on: date
) -> dict[int, Decimal]:
    """By the key of each item that is paid whole, as the `amounts` say, what is taken off on the day; a part of one
    (`parts` by public id) takes nothing off."""
    whole = [row for row in rows if row.public_id not in parts and amounts.get(row.pk) == row.balance]
    found = {row.pk: discounts.offered(row, on=on) for row in whole}
    return {key: off for key, off in found.items() if off > 0}


def grant(checkout: Checkout, payment: Payment, *, by: Actor) -> None:
    """Book what its page took off, where the money settled the rest of such an item and nothing else settled any of it.

    The page was begun within the days: when its customer pressed the last button there changes nothing.
    """
    rows = list(checkout.items.filter(discount__gt=0).select_related("item").order_by("pk"))
    open_items.hold(checkout.company, [one.item for one in rows])
    taken = [
        (one.item, one.discount)
        for one in rows
        if one.item.balance == one.discount and one.item.amount - one.discount == one.amount
    ]
    if taken:
        discounts.grant(checkout.company, payment, taken, by=by, on=payment.paid_on)
