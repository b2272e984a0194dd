"""kvit demand …"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.collecting.models import Demand

app = typer.Typer()
COLUMNS = ("id", "number", "customer_name", "currency", "amount", "interest", "made_on", "last_on")
DemandId = Annotated[str, typer.Argument(metavar="ID", help="The demand.")]
Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")]


@command(app, "make")
def make(
    call: Call,
    *,
    customer: Customer,
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="Else the company's own.")] = "",
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=90, help="Days to pay, else as the country's letter gives.")
    ] = None,
) -> None:
    """Demand all that a customer owes and that is overdue, for the last time."""
    from kvit.collecting import demands, letter_shapes
    from kvit.parties import queries as parties

    asked = demands.Asked(currency, days)
    row = demands.make(call.company, parties.named(call.company, customer), asked, by=call.by, on=call.on)
    call.answer(letter_shapes.demand(row))


@command(app, "list")
def show_all(call: Call) -> None:
    """Final demands, the newest first."""
    from kvit.collecting import letter_shapes, queries
    from kvit.companies.permissions import require

    require(call.by, "demand.view", call.company)
    rows = letter_shapes.demands(queries.demands(call.company, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "send")
def send(
    call: Call,
    *,
    demand: DemandId,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the customer's own; repeat it.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Mail it once more, though it was mailed before.")] = False,
) -> None:
    """Queue the letter for its customer by mail."""
    from kvit.collecting import demand_papers
    from kvit.messages import outside

    sent = demand_papers.send(call.company, _found(call, demand), to=to or (), again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))


@command(app, "pdf")
def pdf(call: Call, *, demand: DemandId, out: files.Out = Path("-")) -> None:
    """Write the letter, the same bytes for ever."""
    from kvit.collecting import demand_papers
    from kvit.companies.permissions import require

    require(call.by, "demand.view", call.company)
    row = _found(call, demand)
    content = demand_papers.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})


@command(app, "court-file")
def court_file(call: Call, *, customer: Customer, out: files.Out = Path("-")) -> None:
    """Write all that proves a customer's overdue debt as one zip, for a lawyer. It files nothing."""
    from kvit.collecting import court_files
    from kvit.parties import queries as parties

    content = court_files.make(call.company, parties.named(call.company, customer), by=call.by, on=call.on)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"file": out, "bytes": len(content)})


def _found(call: Call, demand: str) -> "Demand":
    from kvit.collecting import queries

    return queries.demand(call.company, demand)
