"""kvit debit …"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.debits.models import DebitRun

app = typer.Typer()
COLUMNS = ("id", "status", "account", "sum", "collections", "until", "proposed_by", "released_by")
MOST_BYTES = 20 * 1024 * 1024
Run = Annotated[str, typer.Argument(metavar="ID", help="The run of direct debits.")]


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

    _show(call, runs.propose(call.company, until=until.date(), by=call.by, on=call.on))


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The runs of direct debits, the newest first."""
    from kvit.companies.permissions import require
    from kvit.debits import queries, shapes

    require(call.by, "debit.view", call.company)
    rows = shapes.listed(queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, run: Run) -> None:
    """One run: what it collects, what became of it, what is left out and why."""
    from kvit.companies.permissions import require

    require(call.by, "debit.view", call.company)
    _show(call, _found(call, run))


@command(app, "remove")
def remove(
    call: Call,
    *,
    run: Run,
    item: Annotated[str, typer.Option("--item", metavar="NUMBER", help="Number of the document, or id of its item.")],
) -> None:
    """Take a document out of a run that is not released."""
    from kvit.debits import runs

    _show(call, runs.remove(call.company, _found(call, run), number=item, by=call.by, on=call.on))


@command(app, "release")
def release(call: Call, *, run: Run) -> None:
    """Let it be collected and tell the customers; another person than who proposed it."""
    from kvit.debits import runs

    row = _found(call, run)
    _show(call, runs.release(call.company, row, version=row.version, by=call.by, on=call.on))


@command(app, "export")
def export(call: Call, *, run: Run, out: files.Out = Path("-")) -> None:
    """Write the file that was released (pain.008): the same bytes for ever."""
    from kvit.archive.files import sha256
    from kvit.debits import runs

    row = _found(call, run)
    content = runs.export(call.company, row, by=call.by, on=call.on)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "sha256": sha256(content), "bytes": len(content)})


@command(app, "cancel")
def cancel(
    call: Call, *, run: Run, reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = ""
) -> None:
    """Do not collect it; its items are free for another run."""
    from kvit.debits import runs

    _show(call, runs.cancel(call.company, _found(call, run), reason=reason, by=call.by, on=call.on))


@command(app, "give-up")
def give_up(
    call: Call,
    *,
    run: Run,
    item: Annotated[str, typer.Option("--item", metavar="NUMBER", help="Number of the document, or id of its item.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
) -> None:
    """Say that the bank never collected a document: it is owed as before."""
    from kvit.debits import answers

    row = _found(call, run)
    _show(call, answers.give_up(call.company, row, item=item, reason=reason, by=call.by, on=call.on))


@command(app, "status")
def status(
    call: Call, *, file: Annotated[Path, typer.Argument(metavar="FILE", help="The bank's answer: pain.002.")]
) -> None:
    """Read what the bank answered: what it rejects was never collected, nothing becomes paid by it."""
    from kvit.debits import answers, shapes

    content = files.read(file, most=MOST_BYTES)
    call.answer(shapes.answered(answers.take(call.company, content, by=call.by, on=call.on)))


def _found(call: Call, run: str) -> "DebitRun":
    from kvit.debits import queries

    return queries.find(call.company, run)


def _show(call: Call, run: "DebitRun") -> None:
    from kvit.debits import shapes

    call.answer(shapes.whole(_found(call, run.public_id)))
