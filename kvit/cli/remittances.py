"""kvit remittance …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "number", "supplier", "currency", "amount", "paid_on", "corrected_on")
Advice = Annotated[str, typer.Argument(metavar="ID", help="The payment advice.")]


@command(app, "list")
def show_all(
    call: Call, *, run: Annotated[str, typer.Option("--run", metavar="ID", help="Those of this payment run.")] = ""
) -> None:
    """What suppliers are told that we paid, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payments import remittance_queries, remittance_shapes, run_queries

    require(call.by, "run.view", call.company)
    of = run_queries.find(call.company, run) if run else None
    rows = remittance_shapes.listed(call.company, remittance_queries.listed(call.company, run=of, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "send")
def send(
    call: Call,
    *,
    advice: Advice,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the supplier's own; repeat it.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Mail it once more, though it was mailed before.")] = False,
) -> None:
    """Queue it for its supplier by mail, with the PDF."""
    from kvit.messages import outside
    from kvit.payments import remittance_queries, remittance_sending

    row = remittance_queries.find(call.company, advice)
    sent = remittance_sending.send(call.company, row, to=to or (), again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))


@command(app, "pdf")
def pdf(call: Call, *, advice: Advice, out: files.Out = Path("-")) -> None:
    """Write the document, the same bytes for ever."""
    from kvit.companies.permissions import require
    from kvit.payments import remittance_papers, remittance_queries

    require(call.by, "run.view", call.company)
    row = remittance_queries.find(call.company, advice)
    content = remittance_papers.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})
