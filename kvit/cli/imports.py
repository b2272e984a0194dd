"""kvit import …"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files, tables
from kvit.cli.call import Call, command
from kvit.core.families import PARTLY_DONE

app = typer.Typer()
MOST_BYTES = 100 * 1024 * 1024
KINDS = {
    "customers": "Take customers in.",
    "items": "Take products in.",
    "invoices": "Take invoices in that were issued elsewhere: they become open items, paid where a day is given.",
    "rates": "Take exchange rates in: company currency for one unit, valid until the next day.",
}


def _taking(kind: str) -> Callable[..., None]:
    def take(
        call: Call,
        *,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or ODS.")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
        dates: tables.DatesOption = None,
        decimals: tables.MarksOption = None,
        column: tables.ColumnsOption = None,
    ) -> None:
        from kvit.core.parsing.tables import Chosen
        from kvit.onboarding import imports, outside

        taken = imports.run(
            call.company,
            kind,
            content=files.read(file, most=MOST_BYTES),
            name=file.name,
            by=call.by,
            on=call.on,
            chosen=Chosen(
                dates=dates.value if dates else None,
                decimals=decimals.value if decimals else None,
                columns=tables.columns(column),
            ),
            rehearse=dry_run,
        )
        call.answer(outside.taken(taken), exit_code=PARTLY_DONE if taken.rejected else 0)

    take.__doc__ = KINDS[kind] + " A wrong row is left out and told (exit code 4)."
    return take


for _kind in KINDS:
    command(app, _kind)(_taking(_kind))


@command(app, "undo")
def undo(call: Call, *, reference: Annotated[str, typer.Argument(metavar="ID", help="The import.")]) -> None:
    """Take a whole import back, except the rows that were used since: those are named (exit code 4)."""
    from kvit.onboarding import queries, undoing

    undone = undoing.undo(call.company, queries.find_import(call.company, reference), by=call.by, on=call.on)
    document = {"id": reference, "taken_back": undone.taken_back, "used": undone.used}
    call.answer(document, exit_code=PARTLY_DONE if undone.used else 0)
