"""kvit points …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("moved_on", "kind", "points", "worth", "document")
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
