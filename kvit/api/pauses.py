"""What holds a customer's reminders back because somebody said so: pauses, promises, taken over and given back."""

from datetime import date
from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.reminders import CustomerNamed, Reason
from kvit.api.values import Given, GivenDay, Id, Shown
from kvit.companies.permissions import require
from kvit.dunning import outside, pauses, promises, queries
from kvit.parties import queries as parties

router = Router()


class PauseGiven(Given):
    """What holds reminders back: a hold needs a reason, a promise its day; for one open document where it is named."""

    kind: Literal["hold", "promise", "taken_over"]
    until: GivenDay | None = None
    reason: Reason = ""
    item: Annotated[str, Field(max_length=60)] = ""


class PauseShown(Shown):
    """What holds a customer's reminders back, or those about one document."""

    id: Id
    kind: Literal["hold", "promise", "taken_over"]
    customer: CustomerNamed
    number: str
    since: date
    until: date | None
    reason: str
    ended_on: date | None


class SumShown(Shown):
    """A sum in one currency."""

    amount: str
    currency: str


class PromiseShown(PauseShown):
    """A promise to pay: `held` until its day is over and what came on it is known, then `kept` or `broken`."""

    state: Literal["held", "kept", "broken", "replaced", "ended"]
    missing: list[SumShown]


@reads(router, "/customers/{id}/reminder_pauses", gives=lists.Listed[PauseShown])
def paused(request: Asking, id: str) -> object:
    """What holds the customer's reminders back because somebody said so."""
    require(request.actor, "reminder.view", request.company)
    party = parties.find(request.company, id)
    return lists.of_all([outside.pause(row) for row in queries.pauses_of(request.company, party)])


@changes(router, "/customers/{id}/reminder_pauses", gives=PauseShown, status=201)
def pause(request: Asking, id: str, *, given: PauseGiven) -> object:
    """Hold reminders back: a hold, a promise with its day, or you take over."""
    party = parties.find(request.company, id)
    item = queries.item_numbered(request.company, party, given.item) if given.item else None
    told = pauses.Asked(kind=given.kind, item=item, until=given.until, reason=given.reason)
    return outside.pause(pauses.begin(request.company, party, told, by=request.actor, on=request.today))


@changes(router, "/customers/{id}/take_over_reminders", gives=PauseShown, status=201)
def take_over(request: Asking, id: str) -> object:
    """You look after the customer: nothing is sent until you give them back."""
    party = parties.find(request.company, id)
    asked = pauses.Asked(kind="taken_over")
    return outside.pause(pauses.begin(request.company, party, asked, by=request.actor, on=request.today))


@changes(router, "/customers/{id}/give_back_reminders", gives=lists.Listed[PauseShown])
def give_back(request: Asking, id: str) -> object:
    """Whoever took the customer over looks after them no more: reminders go on."""
    party = parties.find(request.company, id)
    rows = pauses.give_back(request.company, party, by=request.actor, on=request.today)
    return lists.of_all([outside.pause(row) for row in rows])


@reads(router, "/promises", gives=lists.Listed[PromiseShown])
def promised(
    request: Asking,
    page: lists.Asked,
    state: Literal["held", "kept", "broken", "replaced", "ended"] | None = None,
) -> object:
    """The promises to pay and what became of them, the newest first."""
    require(request.actor, "reminder.view", request.company)
    found = promises.listed(request.company, state=state or "", size=page.limit, after=page.after)
    states = promises.states(request.company, found.rows)
    return lists.of_page(found, lambda rows: [outside.promise(row, states[row.pk]) for row in rows])


@changes(router, "/reminder_pauses/{id}/end", gives=PauseShown)
def end(request: Asking, id: str) -> object:
    """From now on it holds nothing back."""
    found = queries.find_pause(request.company, id)
    return outside.pause(pauses.end(request.company, found, by=request.actor, on=request.today))
