"""How refunds by a gateway look to programs: values that the command line and the API give as they are."""

from kvit.checkouts.models import GatewayRefund
from kvit.core.formatting import format_plain

Shape = dict[str, object]


def refund(row: GatewayRefund) -> Shape:
    """One refund, and how it stands."""
    return {
        "id": row.public_id,
        "payment": row.checkout.payment.public_id if row.checkout.payment is not None else "",
        "status": row.status,
        "currency": row.checkout.currency,
        "amount": format_plain(row.amount, row.checkout.currency),
        "reason": row.reason,
        "told": row.told,
        "refund": row.payment.public_id if row.payment is not None else "",
    }
