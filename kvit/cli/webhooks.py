"""kvit webhook …"""

from datetime import date
from typing import Annotated

import typer

from kvit.cli.call import Call, command, day

app = typer.Typer()
ENDPOINTS = ("id", "url", "status", "events", "description")
DELIVERIES = ("id", "name", "status", "attempts", "made_at", "url", "failure")
SinceOption = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="What failed from this day on.")]
UntilOption = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="The last day, else today.")]


@command(app, "add")
def add(
    call: Call,
    *,
    url: Annotated[str, typer.Argument(metavar="URL", help="Public, https.")],
    event: Annotated[list[str] | None, typer.Option("--event", metavar="NAME", help="Only this event; repeat.")] = None,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
) -> None:
    """Tell an address what happens; its secret is shown once and never again."""
    from kvit.messages.webhooks import endpoints, outside

    told = {"url": url, "description": description, "events": event or []}
    row, secret = endpoints.add(call.company, told, by=call.by, on=call.on)
    call.answer({**outside.endpoint(row), "secret": secret})


@command(app, "list")
def show_all(call: Call) -> None:
    """The addresses that are told what happens."""
    from kvit.companies.permissions import require
    from kvit.messages.webhooks import outside, queries

    require(call.by, "webhook.replay", call.company)
    rows = [outside.endpoint(row) for row in queries.endpoints(call.company)]
    call.answer(rows, table=(ENDPOINTS, rows))


@command(app, "deliveries")
def log(
    call: Call,
    *,
    endpoint: Annotated[str, typer.Option(metavar="ID", help="To this endpoint only.")] = "",
    status: Annotated[str, typer.Option(help="pending, delivered or dead.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 50,
) -> None:
    """What was sent, the newest first."""
    from kvit.companies.permissions import require
    from kvit.messages.webhooks import outside, queries

    require(call.by, "webhook.replay", call.company)
    of = queries.endpoint(call.company, endpoint) if endpoint else None
    found = queries.listed(call.company, endpoint=of, status=status, size=limit).rows
    rows = [outside.delivery(row) for row in found]
    call.answer(rows, table=(DELIVERIES, rows))


@command(app, "replay")
def replay(
    call: Call,
    *,
    id: Annotated[str, typer.Argument(metavar="ID", help="A delivery; or an endpoint with --since.")],
    since: SinceOption = None,
    until: UntilOption = None,
) -> None:
    """Send a delivery again, or what an endpoint did not take in some days."""
    from kvit.companies.permissions import require
    from kvit.messages.webhooks import deliveries, outside, queries

    require(call.by, "webhook.replay", call.company)
    if since is None:
        rows = [deliveries.replay(call.company, queries.delivery(call.company, id), by=call.by, on=call.on)]
    else:
        of, last = queries.endpoint(call.company, id), until or call.on
        rows = deliveries.replay_failed(call.company, of, since=since, until=last, by=call.by, on=call.on)
    shown = [outside.delivery(row) for row in rows]
    call.answer(shown, table=(DELIVERIES, shown))
