"""Feeds of bank accounts: added with secrets that are never shown again, fetched, consent asked anew, removed."""

from datetime import date
from typing import Annotated

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Moment, Shown, Text
from kvit.banking import feed_rounds, feeds, outside, queries
from kvit.banking.feed_lines import Round
from kvit.companies.permissions import require

router = Router()


class FeedGiven(Given):
    """A bank, who fetches its data, and with which secrets."""

    bank: Annotated[Text, Field(description="As the provider names it.")]
    provider: Text = "gocardless"
    secrets: Annotated[
        dict[str, str], Field(description="By name, as the provider wants them; kept encrypted, never shown again.")
    ]


class GapAccepted(Given):
    """The account of which nothing is missing any more."""

    account: Annotated[Text, Field(description="Our IBAN; every account of the feed where it is left out.")] = ""


class FeedAccountShown(Shown):
    """An own account as the feed shows it."""

    iban: str
    currency: str
    known_until: date | None = Field(description="All that was booked is known until this day.")
    balance: str | None = Field(description="What the bank last said is booked; null where it says nothing.")
    gap: str | None = Field(
        description="The balance less what the movements make of it; zero where nothing is missing."
    )


class FeedShown(Shown):
    """A bank whose accounts are fetched."""

    id: Id
    provider: str
    bank: str
    page: str | None = Field(description="Where the holder of the accounts agrees; null where nothing was asked.")
    until: date | None = Field(description="The day on which the consent ends.")
    trouble: str | None = Field(description="Why the last round failed.")
    trouble_since: Moment | None
    fetched_at: Moment | None
    accounts: list[FeedAccountShown]
    created_at: Moment


class FeedRound(Shown):
    """What a round brought."""

    feed: FeedShown
    told: int
    new: int
    pending: int = Field(description="Announced movements, which were left out.")
    is_waiting: bool = Field(description="Whether the consent was not given yet.")
    warnings: list[str]


def shown(request: Asking) -> object:
    """Those that are used."""
    return lists.of_all([outside.feed(row) for row in queries.feeds(request.company)])


@reads(router, "/feeds", gives=lists.Listed[FeedShown])
def listed(request: Asking) -> object:
    """The banks whose accounts are fetched, and whether one is in trouble."""
    require(request.actor, "bank.view", request.company)
    return shown(request)


@changes(router, "/feeds", gives=FeedShown, status=201)
def add(request: Asking, *, given: FeedGiven) -> object:
    """Fetch its accounts once their holder agreed: `renew` asks them."""
    return outside.feed(feeds.add(request.company, given.told(), by=request.actor, on=request.today))


def _round(request: Asking, id: str) -> Round:
    """The round of this request, before the transaction of a key begins: the network is asked in none."""
    kept = vars(request)
    if "feed_round" not in kept:
        row = queries.feed(request.company, id)
        kept["feed_round"] = feed_rounds.fetch(request.company, row, by=request.actor, on=request.today)
    found: Round = kept["feed_round"]
    return found


@changes(router, "/feeds/{id}/fetch", gives=FeedRound, ahead=_round)
def fetch(request: Asking, id: str) -> object:
    """Ask the provider at once. What failed is the feed's `trouble`."""
    return outside.feed_round(_round(request, id), queries.feed(request.company, id))


def _asked(request: Asking, id: str) -> None:
    """The consent asked for by this request, before the transaction of a key begins."""
    kept = vars(request)
    if "feed_asked" not in kept:
        row = queries.feed(request.company, id)
        kept["feed_asked"] = feeds.renew(request.company, row, by=request.actor, on=request.today)


@changes(router, "/feeds/{id}/renew", gives=FeedShown, ahead=_asked)
def renew(request: Asking, id: str) -> object:
    """Ask the holder of the accounts for a consent, on `page`; until it is given an old one is used."""
    _asked(request, id)
    return outside.feed(queries.feed(request.company, id))


@changes(router, "/feeds/{id}/accept_gap", gives=FeedShown)
def accept_gap(request: Asking, id: str, *, given: GapAccepted) -> object:
    """Say that what was missing is in the books by now: count on from the bank's balance."""
    row = queries.feed(request.company, id)
    feeds.accept_gap(request.company, row, given.account, by=request.actor, on=request.today)
    return outside.feed(queries.feed(request.company, id))


@changes(router, "/feeds/{id}/remove", gives=lists.Listed[FeedShown])
def remove(request: Asking, id: str) -> object:
    """Fetch nothing more, and forget the secrets; what came by it stays."""
    feeds.remove(request.company, queries.feed(request.company, id), by=request.actor, on=request.today)
    return shown(request)
