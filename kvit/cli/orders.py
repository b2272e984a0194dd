"""kvit order …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "status", "number", "ordered_on", "wanted_on", "currency", "net")
Order = Annotated[str, typer.Argument(metavar="ID", help="The order: its id or number.")]
Facts = Annotated[Path, typer.Option("--file", metavar="FILE", help="JSON; - reads it from the pipe.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "add")
def add(
    call: Call,
    *,
    file: Facts,
    send: Annotated[bool, typer.Option("--send", help="Send it for approval at once.")] = False,
) -> None:
    """Draft an order: supplier, lines with quantity, unit and price."""
    from kvit.core.errors import Refused
    from kvit.purchasing import orders, outside, queries

    told = files.read_json(file)
    if not isinstance(told, dict):
        raise Refused("field.not_an_object", field="/")
    row = orders.draft(call.company, told, by=call.by, on=call.on)
    if send:
        row = orders.send(call.company, row, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, row.public_id)))


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The orders, the newest first."""
    from kvit.companies.permissions import require
    from kvit.purchasing import outside, queries

    require(call.by, "purchase_order.view", call.company)
    rows = outside.listed(queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, order: Order) -> None:
    """One order with its lines, what came of each, and its goods receipts."""
    from kvit.companies.permissions import require
    from kvit.purchasing import outside, queries

    require(call.by, "purchase_order.view", call.company)
    call.answer(outside.whole(call.company, queries.find(call.company, order)))


@command(app, "send")
def send(call: Call, *, order: Order) -> None:
    """Send a draft for approval; it gets its number."""
    from kvit.purchasing import orders, outside, queries

    orders.send(call.company, queries.find(call.company, order), by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, order)))


@command(app, "approve")
def approve(call: Call, *, order: Order) -> None:
    """Approve it; another person than who wrote or sent it."""
    from kvit.purchasing import orders, outside, queries

    row = queries.find(call.company, order)
    orders.approve(call.company, row, version=row.version, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, order)))


@command(app, "reject")
def reject(call: Call, *, order: Order, reason: Why = "") -> None:
    """Not so: it is a draft again."""
    from kvit.purchasing import orders, outside, queries

    orders.reject(call.company, queries.find(call.company, order), reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, order)))


@command(app, "close")
def close(call: Call, *, order: Order) -> None:
    """Nothing more is expected of it."""
    from kvit.purchasing import orders, outside, queries

    orders.close(call.company, queries.find(call.company, order), by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, order)))


@command(app, "cancel")
def cancel(call: Call, *, order: Order, reason: Why = "") -> None:
    """It is not wanted any more; not once something came."""
    from kvit.purchasing import orders, outside, queries

    orders.cancel(call.company, queries.find(call.company, order), reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, order)))


@command(app, "receive")
def receive(
    call: Call,
    *,
    order: Order,
    file: Facts,
    back: Annotated[bool, typer.Option("--return", help="It goes back to the supplier.")] = False,
) -> None:
    """Write down what came: `{"lines": [{"line": 1, "quantity": "60"}], "delivery_note": "AV-7"}`."""
    from kvit.core.errors import Refused
    from kvit.purchasing import outside, queries, receipts

    told = files.read_json(file)
    if not isinstance(told, dict):
        raise Refused("field.not_an_object", field="/")
    verb = receipts.give_back if back else receipts.receive
    made = verb(call.company, queries.find(call.company, order), told, by=call.by, on=call.on)
    call.answer(outside.receipt(queries.find_receipt(call.company, made.public_id)))


@command(app, "correct")
def correct(
    call: Call,
    *,
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="The goods receipt: its id.")],
    reason: Why = "",
) -> None:
    """Take a wrong goods receipt back by its counter receipt."""
    from kvit.purchasing import outside, queries, receipts

    made = receipts.correct(
        call.company, queries.find_receipt(call.company, receipt), note=reason, by=call.by, on=call.on
    )
    call.answer(outside.receipt(queries.find_receipt(call.company, made.public_id)))


@command(app, "policy")
def policy(
    call: Call,
    *,
    supplier: Annotated[str, typer.Argument(metavar="SUPPLIER", help="The supplier: its id.")],
    against: Annotated[
        str, typer.Option("--policy", metavar="POLICY", help="order_and_receipt, order_only or none.")
    ] = "",
    percent: Annotated[str, typer.Option(help="How far a bill may be off, in percent.")] = "",
    money: Annotated[str, typer.Option(help="And by how much, in the currency of the bill.")] = "",
) -> None:
    """What a supplier's bills are held against; an owner chooses it."""
    from kvit.core.formatting import format_exact
    from kvit.parties import queries as parties
    from kvit.purchasing import policies

    party = parties.find_supplier(call.company, supplier)
    told = {name: value for name, value in (("policy", against), ("percent", percent), ("money", money)) if value}
    row = policies.choose(call.company, party, told, by=call.by, on=call.on)
    call.answer({"policy": row.policy, "percent": format_exact(row.percent), "money": format_exact(row.money)})
