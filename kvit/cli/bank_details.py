"""kvit bank-detail …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "supplier", "iban", "status", "source", "requested_on", "usable_on")
Id = Annotated[str, typer.Argument(metavar="ID", help="The account.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """Accounts of suppliers, the newest first."""
    from kvit.companies.permissions import require
    from kvit.parties import bank_details, outside

    require(call.by, "supplier.view", call.company)
    rows = [outside.bank_detail(row) for row in bank_details.listed(call.company, status=status, size=1000).rows]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "confirm")
def confirm(
    call: Call,
    *,
    account: Id,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Whom you called, where, when.")] = "",
) -> None:
    """Another person called the supplier and was told this account."""
    from kvit.parties import bank_details, outside

    row = bank_details.confirm(call.company, account, note=note, by=call.by, on=call.on)
    call.answer(outside.bank_detail(row))


@command(app, "refuse")
def refuse(call: Call, *, account: Id, reason: Why = "") -> None:
    """The account is not theirs."""
    from kvit.parties import bank_details, outside

    row = bank_details.refuse(call.company, account, reason=reason, by=call.by, on=call.on)
    call.answer(outside.bank_detail(row))


@command(app, "retire")
def retire(call: Call, *, account: Id, reason: Why = "") -> None:
    """Nothing is paid to it any more."""
    from kvit.parties import bank_details, outside

    row = bank_details.retire(call.company, account, reason=reason, by=call.by, on=call.on)
    call.answer(outside.bank_detail(row))
