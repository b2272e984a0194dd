"""Invariants of paying online: paid is one payment of ours, and what is decided keeps nothing live."""

from collections.abc import Iterable

from kvit.checkouts.models import Checkout, CheckoutItem
from kvit.companies.models import Company
from kvit.payments.models import Payment

Found = tuple[int, Iterable[str]]
LIVE = ("created", "open", "unknown")


def paid_is_booked(company: Company) -> Found:
    """Each paid checkout has its own payment in clearing, and no payment of a checkout is without a paid one."""
    rows = Checkout.objects.filter(company=company).select_related("payment")
    broken = []
    for row in rows:
        booked = row.payment
        is_right = booked is None or (booked.external_id, booked.method) == (row.public_id, "clearing")
        if not is_right or (row.status == "paid") != (booked is not None):
            broken.append(row.public_id)
    ours = {row.public_id for row in rows if row.payment_id}
    loose = Payment.objects.filter(company=company, external_id__startswith="chk_").exclude(external_id__in=ours)
    return len(rows), [*broken, *loose.values_list("public_id", flat=True)]


def live_while_undecided(company: Company) -> Found:
    """An item is kept from other checkouts exactly while its own is undecided."""
    rows = CheckoutItem.objects.filter(company=company).select_related("checkout")
    broken = [row.checkout.public_id for row in rows if row.is_live != (row.checkout.status in LIVE)]
    return len(rows), broken


INVARIANTS = [
    ("I37", "Each checkout that was paid is one payment, and no other payment is of a checkout.", paid_is_booked),
    ("I37a", "An item is kept from other checkouts exactly while its own is undecided.", live_while_undecided),
]
