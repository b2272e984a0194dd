"""Promises to pay, and what became of them."""

from typing import Literal

from ninja import Router

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import reads
from kvit.api.reminders import PauseShown
from kvit.api.values import Shown
from kvit.companies.permissions import require
from kvit.dunning import outside, promises

router = Router()


class SumShown(Shown):
    """A sum in one currency."""

    amount: str
    currency: str


class PromiseShown(PauseShown):
    """A promise to pay: `held` until its day is over and what came on it is known, then `kept` or `broken`."""

    state: Literal["held", "kept", "broken", "replaced", "ended"]
    missing: list[SumShown]


@reads(router, "/promises", gives=lists.Listed[PromiseShown])
def promised(
    request: Asking,
    page: lists.Asked,
    state: Literal["held", "kept", "broken", "replaced", "ended"] | None = None,
) -> object:
    """The promises to pay and what became of them, the newest first."""
    require(request.actor, "reminder.view", request.company)
    found = promises.listed(request.company, state=state or "", size=page.limit, after=page.after)
    return lists.of_page(found, lambda rows: [outside.promise(row, promises.state_of(row)) for row in rows])
