"""kvit run …"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import run_commands
from kvit.cli.call import Call, command
from kvit.cli.run_commands import Room, Run

if TYPE_CHECKING:
    from kvit.payments.models import PaymentRun

app = typer.Typer()
COLUMNS = ("id", "status", "account", "currency", "sum", "transfers", "until", "proposed_by", "released_by")
WORDS = {
    "list": "The payment runs, the newest first.",
    "show": "One run: what it pays, what is left out and why, what changed about the accounts that it pays.",
    "release": "Let it be paid; another person than who proposed it, or entered or approved any of its bills.",
    "export": "Write the file that was released: the same bytes for ever.",
    "cancel": "Do not pay it; its bills are free for another run.",
    "status": "Read what the bank answered: what it rejects can be paid anew, nothing becomes paid by it.",
}


def room() -> Room:
    """Payment runs."""
    from kvit.payments import bank_answers, run_queries, run_shapes, runs

    def whole(call: Call, run: "PaymentRun") -> object:
        return run_shapes.whole(call.company, run, on=call.on)

    return Room(runs, run_queries, run_shapes, bank_answers, whole=whole)


@command(app, "propose")
def propose(
    call: Call,
    *,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Bills due until this day.")],
    account: Annotated[str, typer.Option("--account", metavar="IBAN", help="Our account, else the main one.")] = "",
    format: Annotated[str, typer.Option("--format", metavar="KIND", help="pain001, elixir or csv.")] = "",
    floor: Annotated[str, typer.Option("--floor", metavar="AMOUNT", help="Never below; else as the run before.")] = "",
) -> None:
    """Gather what is due and the discounts worth taking; what is left out is told with the reason."""
    from kvit.payments import requests, runs

    least = requests.floor(floor)
    how = {"account": account, "format": format}
    room().show(call, runs.propose(call.company, until=until.date(), floor=least, by=call.by, on=call.on, **how))


@command(app, "remove")
def remove(
    call: Call,
    *,
    run: Run,
    bill: Annotated[str, typer.Option("--bill", metavar="NUMBER", help="Number of the bill, or id of its open item.")],
) -> None:
    """Take a bill out of a run that is not released; credit notes are held against the others anew."""
    here = room()
    here.show(call, here.runs.remove(call.company, here.found(call, run), number=bill, by=call.by, on=call.on))


run_commands.put(app, room, view="run.view", columns=COLUMNS, words=WORDS)
