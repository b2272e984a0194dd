"""kvit feed …"""

import sys
from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("bank", "provider", "until", "trouble", "fetched_at", "id")
Id = Annotated[str, typer.Argument(metavar="ID", help="Its id.")]


@command(app, "add")
def add(
    call: Call,
    *,
    bank: Annotated[str, typer.Argument(metavar="BANK", help="The bank, as the provider names it.")],
    provider: Annotated[str, typer.Option("--provider", help="Who fetches the data.")] = "gocardless",
) -> None:
    """Fetch the accounts of a bank once their holder agreed on `page`; the secrets are lines of standard input."""
    from kvit.banking import feeds, outside

    needs = feeds.port_of(provider).needs
    secrets = {name: sys.stdin.readline().rstrip("\r\n") for name in needs}
    told = {"provider": provider, "bank": bank, "secrets": secrets}
    added = feeds.add(call.company, told, by=call.by, on=call.on)
    call.answer(outside.feed(feeds.renew(call.company, added, by=call.by, on=call.on)))


@command(app, "list")
def show_all(call: Call) -> None:
    """The banks whose accounts are fetched."""
    from kvit.banking import outside, queries
    from kvit.companies.permissions import require

    require(call.by, "bank.view", call.company)
    rows = [outside.feed(row) for row in queries.feeds(call.company)]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "fetch")
def fetch(call: Call, *, id: Id) -> None:
    """Ask the provider at once. Ends with 8 where that failed."""
    from kvit.banking import feed_rounds, outside, queries
    from kvit.core.families import Family

    found = feed_rounds.fetch(call.company, queries.feed(call.company, id), by=call.by, on=call.on)
    row = queries.feed(call.company, id)
    call.answer(outside.feed_round(found, row), exit_code=Family.NETWORK.exit_code if found.feed.trouble else 0)


@command(app, "renew")
def renew(call: Call, *, id: Id) -> None:
    """Ask the holder of the accounts for a new consent, on `page`."""
    from kvit.banking import feeds, outside, queries

    row = feeds.renew(call.company, queries.feed(call.company, id), by=call.by, on=call.on)
    call.answer(outside.feed(queries.feed(call.company, row.public_id)))


@command(app, "accept-gap")
def accept_gap(
    call: Call, *, id: Id, account: Annotated[str, typer.Option(metavar="IBAN", help="One of the accounts.")] = ""
) -> None:
    """Say that what was missing is in the books by now: count on from the bank's balance."""
    from kvit.banking import feeds, outside, queries

    feeds.accept_gap(call.company, queries.feed(call.company, id), account, by=call.by, on=call.on)
    call.answer(outside.feed(queries.feed(call.company, id)))


@command(app, "remove")
def remove(call: Call, *, id: Id) -> None:
    """Fetch nothing more, and forget the secrets; what came by it stays."""
    from kvit.banking import feeds, outside, queries

    feeds.remove(call.company, queries.feed(call.company, id), by=call.by, on=call.on)
    rows = [outside.feed(row) for row in queries.feeds(call.company)]
    call.answer(rows, table=(COLUMNS, rows))
