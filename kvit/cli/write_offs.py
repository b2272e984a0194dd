"""kvit write-off …"""

from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.arrangements.models import WriteOff

app = typer.Typer()
COLUMNS = ("id", "status", "reason", "amount", "currency", "asked_on", "decided_on")
Id = Annotated[str, typer.Argument(metavar="ID", help="The write-off.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """What was written off or is asked to be, the newest first."""
    from kvit.arrangements import write_off_queries, write_off_shapes
    from kvit.companies.permissions import require

    require(call.by, "write_off.view", call.company)
    rows = [
        write_off_shapes.listed(row) for row in write_off_queries.listed(call.company, status=status, size=1000).rows
    ]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, write_off: Id) -> None:
    """One write-off, with the days on which its VAT may be taken back."""
    from kvit.companies.permissions import require

    require(call.by, "write_off.view", call.company)
    _show(call, _found(call, write_off))


@command(app, "ask")
def ask(
    call: Call,
    *,
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="Numbers or ids, of one customer.")],
    reason: Annotated[str, typer.Option(help="small_rest, uncollectible, prescription, insolvency or agreement.")],
    text: Annotated[str, typer.Option(help="Why, in a sentence: who decides reads it.")],
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help="Of one document; else all of each.")] = "",
) -> None:
    """Ask to write off what will not be paid any more; a small rest is booked at once."""
    from kvit.arrangements import write_off_queries, write_offs
    from kvit.core.parsing.told import Told

    wanted = Told({"amount": amount}, frozenset({"amount"})).number("amount", digits=4)
    items = write_off_queries.of_each(documents, wanted)
    wish = write_offs.Wish(items=items, reason=reason, text=text)
    _show(call, write_offs.ask(call.company, wish, by=call.by, on=call.on))


@command(app, "approve")
def approve(call: Call, *, write_off: Id) -> None:
    """Say yes, as another person than who asked: with the last yes it is booked."""
    from kvit.arrangements import write_offs

    _show(call, write_offs.approve(call.company, _found(call, write_off), by=call.by, on=call.on))


@command(app, "reject")
def reject(call: Call, *, write_off: Id, reason: Why) -> None:
    """Say no: it is owed as ever."""
    from kvit.arrangements import write_offs

    _show(call, write_offs.reject(call.company, _found(call, write_off), reason=reason, by=call.by, on=call.on))


@command(app, "withdraw")
def withdraw(call: Call, *, write_off: Id, reason: Why) -> None:
    """It is not wanted any more."""
    from kvit.arrangements import write_offs

    _show(call, write_offs.withdraw(call.company, _found(call, write_off), reason=reason, by=call.by, on=call.on))


@command(app, "take-back")
def take_back(
    call: Call,
    *,
    write_off: Id,
    reason: Why,
    item: Annotated[list[str] | None, typer.Option(help="Only these open items, by their ids; repeat it.")] = None,
) -> None:
    """Money comes after all: the loss is reversed, and the items are open again."""
    from kvit.arrangements import write_off_entries

    row = _found(call, write_off)
    _show(call, write_off_entries.take_back(call.company, row, items=item or (), reason=reason, by=call.by, on=call.on))


def _found(call: Call, write_off: str) -> "WriteOff":
    from kvit.arrangements import write_off_queries

    return write_off_queries.find(call.company, write_off)


def _show(call: Call, write_off: "WriteOff") -> None:
    from kvit.arrangements import write_off_shapes

    call.answer(write_off_shapes.shown(_found(call, write_off.public_id)))
