"""How a month of collecting looks to programs: values that the command line and the API give as they are."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.collecting.models import TargetChange
from kvit.collecting.targets import Month, Row
from kvit.companies.models import Company, User
from kvit.core.formatting import format_exact, format_plain

Shape = dict[str, object]
FIGURES = ("overdue", "fell_due", "taken_over", "collected", "otherwise", "left", "not_overdue")


def month(company: Company, found: Month, changes: Sequence[TargetChange]) -> Shape:
    """The month: the company's figures, people's, and how their targets came to be so."""
    return {
        "month": f"{found.first:%Y-%m}",
        "until": found.until,
        "currency": company.currency,
        "company": _row(company, found.company),
        "people": [_row(company, one) for one in found.people],
        "changes": [
            {
                **_person(one.target.user),
                "amount": format_plain(one.amount, company.currency),
                "share": _percent(one.share),
                "share_by": one.share_by,
                "set_by": one.set_by.public_id if one.set_by else None,
                "set_on": one.set_on,
            }
            for one in changes
        ],
    }


def _row(company: Company, row: Row) -> Shape:
    return {
        **_person(row.user),
        "target": None if row.target is None else format_plain(row.target, company.currency),
        "progress": _percent(row.progress),
        **{name: format_plain(getattr(row.figures, name), company.currency) for name in FIGURES},
        "share": _percent(row.figures.share),
        "share_wanted": _percent(row.wanted),
        "share_by": row.wanted_by,
        "share_reached": _percent(row.reached),
    }


def _person(user: User | None) -> Shape:
    return {"person": user.public_id if user else None, "name": str(user) if user else None}


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else format_exact(value)
