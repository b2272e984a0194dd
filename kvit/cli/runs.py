"""kvit run …"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.payments.models import PaymentRun

app = typer.Typer()
COLUMNS = ("id", "status", "account", "currency", "sum", "transfers", "until", "proposed_by", "released_by")
MOST_BYTES = 20 * 1024 * 1024
Run = Annotated[str, typer.Argument(metavar="ID", help="The payment run.")]


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
    _show(call, runs.propose(call.company, until=until.date(), floor=least, by=call.by, on=call.on, **how))


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The payment runs, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payments import run_queries, run_shapes

    require(call.by, "run.view", call.company)
    rows = run_shapes.listed(run_queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, run: Run) -> None:
    """One run: what it pays, what is left out and why, what changed about the accounts that it pays."""
    from kvit.companies.permissions import require

    require(call.by, "run.view", call.company)
    _show(call, _found(call, run))


@command(app, "remove")
def remove(
    call: Call,
    *,
    run: Run,
    bill: Annotated[str, typer.Option("--bill", metavar="NUMBER", help="Number of the bill, or id of its open item.")],
) -> None:
    """Take a bill out of a run that is not released; credit notes are held against the others anew."""
    from kvit.payments import runs

    _show(call, runs.remove(call.company, _found(call, run), number=bill, by=call.by, on=call.on))


@command(app, "release")
def release(call: Call, *, run: Run) -> None:
    """Let it be paid; another person than who proposed it, or entered or approved any of its bills."""
    from kvit.payments import runs

    row = _found(call, run)
    _show(call, runs.release(call.company, row, version=row.version, by=call.by, on=call.on))


@command(app, "export")
def export(call: Call, *, run: Run, out: files.Out = Path("-")) -> None:
    """Write the file that was released: the same bytes for ever."""
    from kvit.archive.files import sha256
    from kvit.payments import runs

    row = _found(call, run)
    content = runs.export(call.company, row, by=call.by, on=call.on)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "sha256": sha256(content), "bytes": len(content)})


@command(app, "cancel")
def cancel(
    call: Call, *, run: Run, reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = ""
) -> None:
    """Do not pay it; its bills are free for another run."""
    from kvit.payments import runs

    _show(call, runs.cancel(call.company, _found(call, run), reason=reason, by=call.by, on=call.on))


@command(app, "status")
def status(
    call: Call, *, file: Annotated[Path, typer.Argument(metavar="FILE", help="The bank's answer: pain.002.")]
) -> None:
    """Read what the bank answered: what it rejects can be paid anew, nothing becomes paid by it."""
    from kvit.payments import bank_answers, run_shapes

    content = files.read(file, most=MOST_BYTES)
    call.answer(run_shapes.answered(bank_answers.take(call.company, content, by=call.by, on=call.on)))


def _found(call: Call, run: str) -> "PaymentRun":
    from kvit.payments import run_queries

    return run_queries.find(call.company, run)


def _show(call: Call, run: "PaymentRun") -> None:
    from kvit.payments import run_shapes

    call.answer(run_shapes.whole(call.company, _found(call, run.public_id), on=call.on))
