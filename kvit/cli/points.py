"""kvit points …"""

from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.loyalty.models import LoyaltyGrant

app = typer.Typer()
COLUMNS = ("moved_on", "kind", "points", "worth", "document")
BY_HAND = ("id", "customer_name", "points", "reason", "status", "asked_by", "decided_by")
PROGRAMMES = ("id", "way", "per_unit", "value", "months", "level", "started_on", "ended_on")


@command(app, "programme")
def programme(
    call: Call,
    *,
    put: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="What to promise from now on; repeat it.")
    ] = None,
) -> None:
    """The programmes; with --set, start another (`way=points`, `per_unit=1`, `value=0.02`, `months=12` …)."""
    from kvit.companies.permissions import require
    from kvit.loyalty import outside, programmes, queries

    if put:
        told = {name.strip(): value.strip() for name, _, value in (one.partition("=") for one in put)}
        call.answer(outside.programme(programmes.start(call.company, told, by=call.by, on=call.on)))
        return
    require(call.by, "loyalty.view", call.company)
    rows = [outside.programme(row) for row in queries.programmes(call.company)]
    call.answer(rows, table=(PROGRAMMES, rows))


@command(app, "end")
def end(call: Call) -> None:
    """Promise nothing from now on; points that were earned stay good."""
    from kvit.loyalty import outside, programmes

    call.answer(outside.programme(programmes.end(call.company, by=call.by, on=call.on)))


@command(app, "show")
def show(
    call: Call,
    *,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")],
) -> None:
    """What a customer has, and what changed it, the newest first."""
    from kvit.companies.permissions import require
    from kvit.loyalty import outside, queries
    from kvit.parties import queries as parties

    require(call.by, "loyalty.view", call.company)
    party = parties.named(call.company, customer)
    rows = queries.movements(call.company, party=party, size=1000).rows
    moved = [outside.movement(row, call.company.currency) for row in rows]
    call.answer({**outside.purse(queries.purse(call.company, party)), "movements": moved}, table=(COLUMNS, moved))


Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")]
Points = Annotated[int, typer.Argument(metavar="N", min=1, help="How many.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Key = Annotated[str, typer.Option("--key", metavar="KEY", help="Names the act, so that it is done once.")]
GrantId = Annotated[str, typer.Argument(metavar="ID", help="What was asked for.")]


@command(app, "give")
def give(call: Call, *, customer: Customer, points: Points, reason: Reason, key: Key = "") -> None:
    """Give a customer points by hand; many wait for another person."""
    _by_hand(call, customer, points, reason=reason, key=key)


@command(app, "take")
def take(call: Call, *, customer: Customer, points: Points, reason: Reason, key: Key = "") -> None:
    """Take points from a customer by hand; many wait for another person."""
    _by_hand(call, customer, -points, reason=reason, key=key)


@command(app, "by-hand")
def by_hand(call: Call) -> None:
    """Points given and taken by hand, and what waits for another person, the newest first."""
    from kvit.companies.permissions import require
    from kvit.loyalty import outside, queries

    require(call.by, "loyalty.view", call.company)
    rows = [outside.grant(row) for row in queries.grants(call.company, size=1000).rows]
    call.answer(rows, table=(BY_HAND, rows))


@command(app, "agree")
def agree(call: Call, *, grant: GrantId) -> None:
    """Say yes to points that another person wants given or taken by hand."""
    from kvit.loyalty import grants, queries

    _show(call, grants.agree(call.company, queries.grant(call.company, grant), by=call.by, on=call.on))


@command(app, "refuse")
def refuse(call: Call, *, grant: GrantId, reason: Reason) -> None:
    """They are not given or taken, and why."""
    from kvit.loyalty import grants, queries

    row = queries.grant(call.company, grant)
    _show(call, grants.turn_down(call.company, row, reason=reason, by=call.by, on=call.on))


def _by_hand(call: Call, customer: str, points: int, *, reason: str, key: str) -> None:
    from kvit.loyalty import grants
    from kvit.parties import queries as parties

    wish = grants.Wish(points=points, reason=reason, key=key)
    _show(call, grants.ask(call.company, parties.named(call.company, customer), wish, by=call.by, on=call.on))


def _show(call: Call, row: "LoyaltyGrant") -> None:
    from kvit.loyalty import outside, queries

    call.answer(outside.grant(queries.grant(call.company, row.public_id)))


@command(app, "use")
def use(
    call: Call,
    *,
    invoice: Annotated[str, typer.Argument(metavar="DRAFT", help="Id of the draft.")],
    points: Annotated[
        int | None, typer.Option("--points", metavar="N", help="How many, else all that may be used; 0 for none.")
    ] = None,
) -> None:
    """Take points of its customer off a draft."""
    from kvit.receivables import queries, redeeming

    row = queries.find(call.company, invoice)
    row = redeeming.use(call.company, row, wanted=points, by=call.by, on=call.on)
    call.answer(redeeming.told(call.company, row))
