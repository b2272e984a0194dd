"""Collection targets: what is to be collected in a month, by whom, and what was."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import BaseModel, Field

from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.reports import Month
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, Shown, Text
from kvit.collecting import target_shapes, targets

router = Router()
MONTH = r"^(19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])$"


class CollectedShown(Shown):
    """Figures as docs/rules/collection-targets.md defines them, in company currency; null where nothing is known."""

    person: Id | None = Field(description="Null: the company; among people, the customers of nobody.")
    name: str | None
    target: Amount | None
    progress: Amount | None = Field(description="Collected of the target, in percent.")
    overdue: Amount
    fell_due: Amount
    taken_over: Amount
    collected: Amount
    otherwise: Amount = Field(description="Settled without money: credit notes, set-offs, write-offs.")
    left: Amount
    not_overdue: Amount = Field(description="What of `left` is not late yet.")
    share: Amount | None = Field(description="Collected of what could be, in percent.")
    share_wanted: Amount | None = Field(description="The share that is aimed at, in percent.")
    share_by: date | None = Field(description="By which day; null: by the month's end.")
    share_reached: Amount | None = Field(description="The share on that day, or on the last one that is known.")


class TargetChangeShown(Shown):
    """What a target was set to; the newest is what holds."""

    person: Id | None
    name: str | None
    amount: Amount
    share: Amount | None
    share_by: date | None
    set_by: Id | None
    set_on: date


class CollectionMonthShown(Shown):
    """A month: all of it to who sets targets, else the company's row and one's own."""

    month: str
    until: date
    currency: str
    company: CollectedShown
    people: list[CollectedShown]
    changes: list[TargetChangeShown]


class ShareTargetGiven(Given):
    """Which part of what can be collected in a month is to be, beside the sum."""

    month: Annotated[str, Field(pattern=MONTH, examples=["2026-03"])]
    share: GivenAmount = Field(description="In percent, 0 to 100; 0 takes the aim away.")
    by: GivenDay | None = Field(None, description="A day of the month; null: its end.")
    person: Text | None = Field(None, description="Id or e-mail address; null: the company.")


class TargetGiven(Given):
    """How much is to be collected in a month."""

    month: Annotated[str, Field(pattern=MONTH, examples=["2026-03"])]
    amount: GivenAmount = Field(description="In company currency; 0 takes the target away.")
    person: Text | None = Field(None, description="Id or e-mail address; null: the company.")


class MonthOrNow(BaseModel):
    """Which month."""

    month: Annotated[
        str, Field(pattern=r"^((19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2]))?$", description="Else this one.")
    ] = ""


@reads(router, "/collection_targets", gives=CollectionMonthShown)
def show(request: Asking, *, asked: Query[MonthOrNow]) -> object:
    """What was to be collected in a month, and what was."""
    return _shown(request, Month(month=asked.month).first if asked.month else request.today)


@changes(router, "/collection_targets", method="PUT", gives=CollectionMonthShown)
def put(request: Asking, *, given: TargetGiven) -> object:
    """Set the target of a person or the company; the answer is the month."""
    month = Month(month=given.month).first
    person, amount = given.person or "", Decimal(given.amount)
    targets.set_amount(request.company, month=month, person=person, amount=amount, by=request.actor, on=request.today)
    return _shown(request, month)


@changes(router, "/collection_targets/share", method="PUT", gives=CollectionMonthShown)
def put_share(request: Asking, *, given: ShareTargetGiven) -> object:
    """Set the share that a person or the company aims at; the answer is the month."""
    month = Month(month=given.month).first
    told: dict[str, Any] = {"person": given.person or "", "share": Decimal(given.share), "by_day": given.by}
    targets.set_share(request.company, month=month, **told, by=request.actor, on=request.today)
    return _shown(request, month)


def _shown(request: Asking, month: date) -> object:
    found = targets.month_of(request.company, month, by=request.actor, on=request.today)
    return target_shapes.month(request.company, found, targets.changes(request.company, month, by=request.actor))
