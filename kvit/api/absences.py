"""Absences: who is away, and who answers for them."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, Shown
from kvit.companies import absences, whose
from kvit.companies.absences import Away
from kvit.companies.models import Absence
from kvit.companies.permissions import require
from kvit.core.formatting import format_plain

router = Router()
Someone = Annotated[str, Field(max_length=254, description="A colleague's id or e-mail.")]


class AbsenceGiven(Given):
    """Both days are included; without a substitute what waits for them is escalated."""

    user: Someone
    from_on: GivenDay
    until_on: GivenDay
    substitute: Someone = ""
    ceiling: GivenAmount | None = Field(None, description="Up to which amount, in the company's currency.")


class AbsenceShown(Shown):
    """Somebody is away."""

    id: Id
    user: Id
    from_on: date
    until_on: date
    substitute: Id | None
    ceiling: Amount | None


def shown(row: Absence) -> dict[str, object]:
    """An absence as programs see it."""
    return {
        "id": row.public_id,
        "user": row.user.public_id,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "substitute": row.substitute.public_id if row.substitute else None,
        "ceiling": None if row.ceiling is None else format_plain(row.ceiling, row.company.currency),
    }


@reads(router, "/absences", gives=lists.Listed[AbsenceShown])
def listed(request: Asking) -> object:
    """Who is away today or later, the first to leave first."""
    require(request.actor, "approval.view", request.company)
    return lists.of_all([shown(one) for one in absences.ahead(request.company, on=request.today)])


@changes(router, "/absences", gives=AbsenceShown, status=201)
def note(request: Asking, *, given: AbsenceGiven) -> object:
    """Somebody is away: they say it themselves, or somebody who edits people."""
    away = Away(
        first=given.from_on,
        last=given.until_on,
        substitute=given.substitute,
        ceiling=None if given.ceiling is None else Decimal(given.ceiling),
    )
    user = whose.colleague(request.company, given.user)
    return shown(absences.note(request.company, user, away=away, by=request.actor, on=request.today))


@changes(router, "/absences/{id}/end", gives=AbsenceShown)
def end(request: Asking, id: str) -> object:
    """They are back."""
    row = absences.find(request.company, id)
    return shown(absences.end(request.company, row, by=request.actor, on=request.today))
