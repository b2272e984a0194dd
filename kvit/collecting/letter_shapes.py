"""How final demands and letters about balances look to programs."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.collecting import balance_letters
from kvit.collecting.models import BalanceLetter, Demand
from kvit.core.formatting import format_plain

Shape = dict[str, object]


def demands(rows: Sequence[Demand]) -> list[Shape]:
    """Final demands as a list shows them."""
    return [demand(row) for row in rows]


def demand(row: Demand) -> Shape:
    """One final demand, with its documents as they stood that day."""
    return {
        "id": row.public_id,
        "number": row.number,
        "customer": row.party.public_id,
        "customer_name": row.party.name,
        "currency": row.currency,
        "amount": format_plain(row.amount, row.currency),
        "interest": format_plain(row.interest, row.currency),
        "made_on": row.made_on,
        "last_on": row.last_on,
        "lines": [
            {
                "item": line["item"],
                "document": line["number"],
                "due_on": line["due_on"],
                "days_late": line["days"],
                "balance": format_plain(Decimal(line["balance"]), row.currency),
                "disputed": format_plain(Decimal(line.get("disputed", "0")), row.currency),
                "interest": format_plain(Decimal(line["interest"]), row.currency),
            }
            for line in row.lines
        ],
    }


def letters(rows: Sequence[BalanceLetter]) -> list[Shape]:
    """Letters about balances as a list shows them."""
    return [letter(row) for row in rows]


def letter(row: BalanceLetter) -> Shape:
    """One letter with the answer; `differs_by` is their balance less ours."""
    return {
        "id": row.public_id,
        "number": row.number,
        "party": row.party.public_id,
        "party_name": row.party.name,
        "balance_on": row.balance_on,
        "balances": _amounts(row.sums),
        "made_on": row.made_on,
        "answer_by": row.answer_by_on,
        "answer": row.answer,
        "answered_on": row.answered_on,
        "said": _amounts(row.said),
        "differs_by": {
            currency: format_plain(amount, currency) for currency, amount in balance_letters.differences(row).items()
        },
        "note": row.note,
    }


def _amounts(sums: dict[str, str]) -> dict[str, str]:
    return {currency: format_plain(Decimal(amount), currency) for currency, amount in sums.items()}
