"""kvit bill …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command
from kvit.core.families import PARTLY_DONE

app = typer.Typer()
COLUMNS = ("id", "status", "number", "issued_on", "due_on", "currency", "payable", "settlement")
MOST_BYTES = 21 * 1024 * 1024
Bill = Annotated[str, typer.Argument(metavar="ID", help="The bill.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "add")
def add(call: Call, *, file: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What came.")]) -> None:
    """Keep the files, read and check them; the same bytes twice are one bill (exit code 4 if some were refused)."""
    from kvit.capture import arrivals
    from kvit.capture.arrivals import Incoming
    from kvit.core.errors import Refused
    from kvit.payables import bills, outside, queries
    from kvit.wording import sentence

    rows: list[dict[str, object]] = []
    refused = []
    for one in file:
        try:
            incoming = Incoming(content=files.read(one, most=MOST_BYTES), name=one.name, via="cli")
            document, is_new = arrivals.take(call.company, incoming, by=call.by, on=call.on)
            row = bills.capture(call.company, document, by=call.by, on=call.on)
        except Refused as error:
            told = {"code": error.code, "message": sentence(error.code, error.facts), "facts": error.facts}
            refused.append({"file": one.name, "error": told})
            continue
        rows.append({**outside.whole(call.company, queries.find(call.company, row.public_id)), "is_new": is_new})
    answer: dict[str, object] = {"bills": rows, "refused": refused}
    call.answer(answer, table=(COLUMNS, rows), exit_code=PARTLY_DONE if refused else 0)


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The bills, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payables import outside, queries

    require(call.by, "bill.view", call.company)
    rows = outside.listed(call.company, queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, bill: Bill) -> None:
    """One bill with its checks."""
    from kvit.companies.permissions import require
    from kvit.payables import outside, queries

    require(call.by, "bill.view", call.company)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "accept")
def accept(
    call: Call,
    *,
    bill: Bill,
    check: Annotated[str, typer.Option("--check", metavar="NAME", help="Which failed check.")],
    reason: Why = "",
) -> None:
    """Take a failed check upon oneself."""
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    bills.accept(call.company, row, name=check, reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "approve")
def approve(call: Call, *, bill: Bill) -> None:
    """Approve and book it; another person than who added it."""
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    bills.approve(call.company, row, version=row.version, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))


@command(app, "reject")
def reject(call: Call, *, bill: Bill, reason: Why = "") -> None:
    """It is not paid."""
    from kvit.payables import bills, outside, queries

    row = queries.find(call.company, bill)
    bills.reject(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(outside.whole(call.company, queries.find(call.company, bill)))
