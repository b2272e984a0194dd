"""How payment advices look to programs: values that the command line and the API give as they are."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formatting import format_plain
from kvit.payments import remittance_queries
from kvit.payments.models import Remittance

Shape = dict[str, object]
AMOUNTS = ("amount", "before", "discount", "later", "paid")


def listed(company: Company, rows: Sequence[Remittance]) -> list[Shape]:
    """Advices with their lines and to whom each was mailed."""
    mails = remittance_queries.mailed(company, rows)
    return [
        {
            "id": row.public_id,
            "number": row.number,
            "run": row.run.public_id,
            "supplier": row.party.name,
            "language": row.language,
            "made_on": row.made_on,
            "paid_on": row.paid_on,
            "currency": row.currency,
            "amount": format_plain(row.amount, row.currency),
            "corrected_on": row.corrected_on,
            "lines": [_line(row, one) for one in row.lines],
            "mailed": [{"to": one.to_address, "status": one.status} for one in mails[row.pk]],
        }
        for row in rows
    ]


def _line(row: Remittance, one: dict[str, str]) -> Shape:
    amounts = {name: format_plain(Decimal(one[name]), row.currency) for name in AMOUNTS}
    days = {name: one[name] or None for name in ("issued_on", "paid_on")}
    return {"kind": one["kind"], "number": one["number"], **days, **amounts, "transfer": one["transfer"]}
