"""How gateways and chargebacks look to programs: never a key, only whether there is one."""

from collections.abc import Sequence

from kvit.checkouts import gateways, queries
from kvit.checkouts.models import Chargeback, Gateway
from kvit.companies.models import Company
from kvit.core.formatting import format_plain

Shape = dict[str, object]


def every(company: Company) -> list[Shape]:
    """Every gateway that this installation knows."""
    there = gateways.of_company(company)
    return [gateway(name, there.get(name)) for name in gateways.offered()]


def gateway(name: str, row: Gateway | None) -> Shape:
    """One gateway: which keys it needs, whether they are there, and where it is to send its events."""
    return {
        "name": name,
        "needs": list(gateways.offered()[name].needs),
        "is_set_up": row is not None,
        "is_on": row is not None and row.is_on,
        "events_address": gateways.events_address(row) if row is not None else "",
    }


def chargebacks(company: Company, rows: Sequence[Chargeback]) -> list[Shape]:
    """What customers' banks want back, with the invoices that the money had paid."""
    numbers = queries.numbers_of(company, rows)
    return [
        {
            "id": row.public_id,
            "status": row.status,
            "customer": {"id": row.checkout.party.public_id, "name": row.checkout.party.name},
            "payment": row.checkout.payment.public_id if row.checkout.payment is not None else None,
            "numbers": [number for number, _key in numbers[row.pk]],
            "amount": format_plain(row.amount, row.checkout.currency),
            "fee": format_plain(row.fee, row.checkout.currency),
            "currency": row.checkout.currency,
            "reason": row.reason,
            "evidence_until": row.evidence_until,
        }
        for row in rows
    ]
