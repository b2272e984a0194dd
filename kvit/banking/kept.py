"""What statement lines keep as JSON: the marks by which a line is known again, and the transfers of a sum."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kvit.core.formats.statement import Part, StatementLine


def marks(line: StatementLine) -> dict[str, Any]:
    """What a line says of itself by which it is known again, as it is kept beside it."""
    return {
        "references": list(line.references),
        "transfers": line.transfers,
        "message": line.message[:100],
        "told_in": line.told_in[:100],
    }


def kept_parts(line: StatementLine) -> list[dict[str, Any]]:
    """The transfers of a sum, as they are kept beside it."""
    return [{**asdict(part), "amount": None if part.amount is None else str(part.amount)} for part in line.parts]


def part_of(kept: Mapping[str, Any]) -> Part:
    """A transfer of a sum, as it was kept."""
    amount = kept.get("amount")
    return Part(
        **{
            **kept,
            "amount": None if amount is None else Decimal(amount),
            "references": tuple(kept.get("references", ())),
        }
    )
