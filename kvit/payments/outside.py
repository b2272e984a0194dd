"""How payments look to programs: values that the command line and the API give as they are."""

from kvit.core.formatting import format_plain
from kvit.payments.incoming import Recorded

Shape = dict[str, object]


def recorded(one: Recorded) -> Shape:
    """What recording a payment settled, and what is left of it as the customer's credit."""
    currency = one.payment.currency
    return {
        "id": one.payment.public_id,
        "currency": currency,
        "amount": format_plain(one.payment.amount, currency),
        "allocated": [
            {"document": allocation.item.document_number, "amount": format_plain(allocation.amount, currency)}
            for allocation in one.allocated
        ],
        "unapplied": format_plain(one.unapplied, currency),
    }
