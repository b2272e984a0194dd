"""kvit request …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "status", "number", "purpose", "asked_by", "wanted_on", "currency", "net")
Request = Annotated[str, typer.Argument(metavar="ID", help="The request: its id or number.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "add")
def add(
    call: Call,
    *,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="JSON; - reads it from the pipe.")],
) -> None:
    """Ask for something: lines with quantity, unit and expected price, and what it is for."""
    from kvit.core.errors import Refused
    from kvit.purchasing import outside, purchase_requests, queries

    told = files.read_json(file)
    if not isinstance(told, dict):
        raise Refused("field.not_an_object", field="/")
    row = purchase_requests.ask(call.company, told, by=call.by, on=call.on)
    call.answer(outside.requested([queries.find_request(call.company, row.public_id)])[0])


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The purchase requests, the newest first."""
    from kvit.companies.permissions import require
    from kvit.purchasing import outside, queries

    require(call.by, "purchase_request.view", call.company)
    rows = outside.requested(queries.requested(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, request: Request) -> None:
    """One purchase request."""
    from kvit.companies.permissions import require
    from kvit.purchasing import outside, queries

    require(call.by, "purchase_request.view", call.company)
    call.answer(outside.requested([queries.find_request(call.company, request)])[0])


@command(app, "approve")
def approve(call: Call, *, request: Request) -> None:
    """Approve it; another person than who asked."""
    from kvit.purchasing import outside, purchase_requests, queries

    purchase_requests.approve(call.company, queries.find_request(call.company, request), by=call.by, on=call.on)
    call.answer(outside.requested([queries.find_request(call.company, request)])[0])


@command(app, "refuse")
def refuse(call: Call, *, request: Request, reason: Why = "") -> None:
    """Say no, and why; whoever asked gets a mail."""
    from kvit.purchasing import outside, purchase_requests, queries

    row = queries.find_request(call.company, request)
    purchase_requests.refuse(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(outside.requested([queries.find_request(call.company, request)])[0])


@command(app, "order")
def order(
    call: Call,
    *,
    request: Request,
    supplier: Annotated[str, typer.Option(metavar="SUPPLIER", help="Whom to order from, by id.")] = "",
) -> None:
    """Make the order of it, as a draft; from the proposed supplier where none is named."""
    from kvit.purchasing import outside, purchase_requests, queries

    row = queries.find_request(call.company, request)
    made = purchase_requests.order(call.company, row, supplier=supplier or None, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, made.public_id)))


@command(app, "cancel")
def cancel(call: Call, *, request: Request, reason: Why = "") -> None:
    """It is not wanted any more."""
    from kvit.purchasing import outside, purchase_requests, queries

    row = queries.find_request(call.company, request)
    purchase_requests.cancel(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(outside.requested([queries.find_request(call.company, request)])[0])
