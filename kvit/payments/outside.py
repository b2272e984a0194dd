"""How payments look to programs: values that the command line and the API give as they are."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formatting import format_plain
from kvit.payments import queries
from kvit.payments.incoming import Recorded
from kvit.payments.models import Payment

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


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The payment of that number as it stands now for a webhook; `unapplied` is left as the customer's credit."""
    row = Payment.objects.filter(company=company, pk=id).select_related("party").first()
    if row is not None:
        left = queries.left_of(company, [row]).get(row.pk, Decimal(0))
        yield {
            "id": row.public_id,
            "direction": row.direction,
            "external_id": row.external_id,
            "customer": {"id": row.party.public_id, "external_id": row.party.external_id, "name": row.party.name},
            "method": row.method,
            "paid_on": row.paid_on,
            "currency": row.currency,
            "amount": format_plain(row.amount, row.currency),
            "reference": row.reference,
            "unapplied": format_plain(left, row.currency),
            "taken_back": hasattr(row, "taken_back"),
        }
