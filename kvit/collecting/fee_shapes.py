"""How late fees look to programs: values that the command line and the API give as they are."""

from collections.abc import Sequence

from kvit.collecting.models import EnteredRate, LateFee, LateFeePolicy
from kvit.collecting.owed_fees import Chargeable
from kvit.companies.models import Company
from kvit.core.formatting import format_plain
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.wording import sentence

Shape = dict[str, object]


def proposed(found: Sequence[Chargeable]) -> list[Shape]:
    """What may be charged: a row for each item and rule; `amount` null where `why` says what is missing."""
    rows: list[Shape] = []
    for one in found:
        about = {
            "customer": one.item.party.public_id,
            "customer_name": one.item.party.name,
            "item": one.item.public_id,
            "document": one.item.document_number,
            "due_on": one.item.due_on,
            "currency": one.item.currency,
        }
        for fee in one.fees:
            amount = format_plain(fee.amount.amount, fee.amount.currency)
            rows.append(
                {**about, "rule": fee.rule, "since": fee.since, "until": fee.until, "amount": amount, "why": fee.law}
            )
        for gap in one.gaps:
            told = sentence(gap.refused.code, gap.refused.facts)
            rows.append({**about, "rule": gap.rule, "since": None, "until": None, "amount": None, "why": told})
    return rows


def listed(company: Company, rows: Sequence[LateFee]) -> list[Shape]:
    """Late fees as a list shows them; `left` is what of one is still owed."""
    items = open_items.of_documents(company, "late_fee", ids=[row.pk for row in rows])
    return [_shown(row, items.get(row.pk)) for row in rows]


def shown(company: Company, row: LateFee) -> Shape:
    """One late fee."""
    return listed(company, [row])[0]


def _shown(row: LateFee, item: OpenItem | None) -> Shape:
    back = getattr(row, "reversed_by", None)
    return {
        "id": row.public_id,
        "number": row.number,
        "kind": "cancellation" if row.reverses_id else "charge",
        "customer": row.party.public_id,
        "customer_name": row.party.name,
        "currency": row.currency,
        "amount": format_plain(row.amount, row.currency),
        "left": format_plain(item.balance, row.currency) if item else None,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "cancels": row.reverses.public_id if row.reverses else None,
        "cancelled_by": back.public_id if back else None,
        "reason": row.reason,
        "lines": [
            {
                "item": line.item.public_id,
                "document": line.item.document_number,
                "rule": line.rule,
                "since": line.since,
                "until": line.until,
                "amount": format_plain(line.amount, row.currency),
                "law": line.law,
                "parts": line.parts,
            }
            for line in row.lines.all()
        ],
    }


def policy(row: LateFeePolicy, rates: Sequence[EnteredRate]) -> Shape:
    """What a company charges, and the rates that its people entered."""
    return {
        "level": row.level,
        "interest": row.interest,
        "compensation": row.compensation,
        "percent": None if row.percent is None else f"{row.percent.normalize():f}",
        "reminder_fee": format_plain(row.reminder_fee, row.company.currency),
        "least": format_plain(row.least, row.company.currency),
        "rates": [
            {
                "half_year": f"{one.year}/{one.half}",
                "percent": f"{one.percent.normalize():f}",
                "source": one.source,
                "entered_on": one.entered_on,
            }
            for one in rates
        ],
    }
