"""How points and programmes look to programs."""

from decimal import Decimal

from kvit.core.formatting import format_plain
from kvit.core.money import Money
from kvit.loyalty.models import LoyaltyGrant, LoyaltyLot, LoyaltyMovement, LoyaltyProgramme
from kvit.loyalty.queries import Purse

Shape = dict[str, object]


def programme(row: LoyaltyProgramme) -> Shape:
    """A programme, amounts in the company's currency."""
    return {
        "id": row.public_id,
        "level": row.level,
        "way": row.way,
        "per_unit": _plain(row.per_unit),
        "value": format_plain(row.value, row.company.currency),
        "currency": row.company.currency,
        "months": row.months,
        "least": row.least,
        "most_share": _plain(row.most_share),
        "early_days": row.early_days,
        "early_bonus": _plain(Decimal(row.early_bonus)),
        "by_hand": row.by_hand,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
    }


def purse(found: Purse) -> Shape:
    """What a customer has."""
    currency = found.worth.currency
    return {
        "points": found.points,
        "held": found.held,
        "worth": format_plain(found.worth.amount, currency),
        "currency": currency,
        "lots": [lot(row, currency) for row in found.lots],
    }


def lot(row: LoyaltyLot, currency: str) -> Shape:
    """What is left of what one invoice earned."""
    return {
        "id": row.public_id,
        "document": row.document_number,
        "points": row.left,
        "worth": format_plain(Money(row.value, currency).times(Decimal(row.left)).amount, currency),
        "earned_on": row.earned_on,
        "ends_on": row.ends_on,
    }


def grant(row: LoyaltyGrant) -> Shape:
    """Points that a person gave or took by hand, or that wait for another one."""
    return {
        "id": row.public_id,
        "customer": row.party.public_id,
        "customer_name": row.party.name,
        "points": row.points,
        "reason": row.reason,
        "needs_two": row.needs_two,
        "status": row.status,
        "asked_by": row.asked_by.email,
        "asked_on": row.asked_on,
        "decided_by": row.decided_by.email if row.decided_by else None,
        "decided_on": row.decided_on,
    }


def movement(row: LoyaltyMovement, currency: str) -> Shape:
    """What changed a customer's points."""
    return {
        "id": row.public_id,
        "kind": row.kind,
        "points": row.points,
        "worth": format_plain(row.worth, currency),
        "document": row.document_number,
        "moved_on": row.moved_on,
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
