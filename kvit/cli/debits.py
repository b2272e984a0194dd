"""kvit debit …"""

from datetime import datetime
from typing import Annotated

import typer

from kvit.cli import run_commands
from kvit.cli.call import Call, command
from kvit.cli.run_commands import Item, Room, Run, Why

app = typer.Typer()
COLUMNS = ("id", "status", "account", "sum", "collections", "until", "proposed_by", "released_by")
WORDS = {
    "list": "The runs of direct debits, the newest first.",
    "show": "One run: what it collects, what became of it, what is left out and why.",
    "release": "Let it be collected and tell the customers; another person than who proposed it.",
    "export": "Write the file that was released (pain.008): the same bytes for ever.",
    "cancel": "Do not collect it; its items are free for another run.",
    "status": "Read what the bank answered: what it rejects was never collected, nothing becomes paid by it.",
}


def room() -> Room:
    """Runs of direct debits."""
    from kvit.debits import answers, queries, runs, shapes

    return Room(runs, queries, shapes, answers, whole=lambda call, run: shapes.whole(run))


@command(app, "creditor")
def creditor(
    call: Call,
    *,
    identifier: Annotated[str, typer.Option("--identifier", metavar="ID", help="Set it; else it is shown.")] = "",
    account: Annotated[
        str, typer.Option("--account", metavar="IBAN", help="Our euro account, else the main one.")
    ] = "",
    notice_days: Annotated[int, typer.Option("--notice-days", metavar="N", help="Days before, 14 as a rule.")] = 14,
) -> None:
    """By which creditor identifier we collect, to which account, how many days after telling the customer."""
    from kvit.companies.permissions import require
    from kvit.debits import creditors, shapes

    if identifier:
        row = creditors.set_up(
            call.company, identifier=identifier, account=account, notice_days=notice_days, by=call.by, on=call.on
        )
    else:
        require(call.by, "debit.view", call.company)
        row = creditors.needed(call.company)
    call.answer(shapes.creditor(row))


@command(app, "propose")
def propose(
    call: Call,
    *,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="What is due until this day.")],
) -> None:
    """Gather what customers with a mandate owe; what is left out is told with the reason."""
    from kvit.debits import runs

    room().show(call, runs.propose(call.company, until=until.date(), by=call.by, on=call.on))


@command(app, "remove")
def remove(call: Call, *, run: Run, item: Item) -> None:
    """Take a document out of a run that is not released."""
    here = room()
    here.show(call, here.runs.remove(call.company, here.found(call, run), number=item, by=call.by, on=call.on))


run_commands.put(app, room, view="debit.view", columns=COLUMNS, words=WORDS)


@command(app, "give-up")
def give_up(call: Call, *, run: Run, item: Item, reason: Why = "") -> None:
    """Say that the bank never collected a document: it is owed as before."""
    from kvit.debits import answers

    here = room()
    row = here.found(call, run)
    here.show(call, answers.give_up(call.company, row, item=item, reason=reason, by=call.by, on=call.on))
