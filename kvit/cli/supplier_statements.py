"""kvit supplier-statement …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "supplier_name", "file", "currency", "since", "until", "lines")
ROWS = ("outcome", "number", "on", "amount", "our_kind", "our_number", "our_amount", "difference")
MOST_BYTES = 20 * 1024 * 1024
StatementId = Annotated[str, typer.Argument(metavar="ID", help="The statement.")]


@command(app, "take")
def take(
    call: Call,
    *,
    supplier: Annotated[str, typer.Argument(metavar="SUPPLIER", help="Whose statement it is.")],
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="CSV, XLSX or ODS.")],
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="Else the company's own.")] = "",
) -> None:
    """Keep a supplier's statement of account and hold it against the books."""
    from kvit.parties import queries
    from kvit.payments import supplier_statement_shapes, supplier_statements
    from kvit.payments.supplier_statements import Given

    party = queries.find_supplier(call.company, supplier)
    given = Given(content=files.read(file, most=MOST_BYTES), name=file.name, currency=currency.upper())
    row = supplier_statements.take(call.company, party, given, by=call.by, on=call.on)
    call.answer(supplier_statement_shapes.whole(call.company, row))


@command(app, "list")
def show_all(call: Call) -> None:
    """The statements that were kept, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payments import supplier_statement_shapes, supplier_statements

    require(call.by, "supplier.view", call.company)
    rows = supplier_statement_shapes.listed(supplier_statements.listed(call.company, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, statement: StatementId) -> None:
    """One statement against the books of today."""
    from kvit.companies.permissions import require
    from kvit.payments import supplier_statement_shapes, supplier_statements

    require(call.by, "supplier.view", call.company)
    found = supplier_statement_shapes.whole(call.company, supplier_statements.find(call.company, statement))
    rows = found["rows"]
    assert isinstance(rows, list)
    call.answer(found, table=(ROWS, rows))


@command(app, "ask")
def ask(
    call: Call,
    *,
    statement: StatementId,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the supplier's own; repeat it.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Ask once more, though it was asked before.")] = False,
) -> None:
    """Ask the supplier by mail for copies of the invoices that we do not have."""
    from kvit.messages import outside
    from kvit.payments import supplier_statements

    row = supplier_statements.find(call.company, statement)
    sent = supplier_statements.ask_for_copies(call.company, row, to=to or (), again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))
