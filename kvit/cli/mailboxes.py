"""kvit mailbox …"""

import sys
from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("purpose", "user", "host", "folder", "trouble", "fetched_at", "id")
Id = Annotated[str, typer.Argument(metavar="ID", help="Its id.")]


@command(app, "add")
def add(
    call: Call,
    *,
    host: Annotated[str, typer.Argument(metavar="HOST", help="The IMAP server.")],
    user: Annotated[str, typer.Option("--user", help="Who signs in there.")],
    port: Annotated[str, typer.Option(help="993 with TLS, else 143.")] = "",
    security: Annotated[str, typer.Option(help="tls, starttls, or none in the own network.")] = "tls",
    folder: Annotated[str, typer.Option(help="Everything in it is taken.")] = "INBOX",
    purpose: Annotated[str, typer.Option(help="bills of suppliers, or replies of customers.")] = "bills",
    taken: Annotated[str, typer.Option(help="Where mails are moved once taken; else they stay, marked.")] = "",
) -> None:
    """Look into a mailbox from now on; its password is one line of standard input."""
    from kvit.capture import mailboxes, outside

    password = sys.stdin.readline().rstrip("\r\n")
    told = {"host": host, "user": user, "port": port, "security": security, "folder": folder, "taken_folder": taken}
    told["purpose"] = purpose
    row = mailboxes.add(call.company, {**told, "password": password}, by=call.by, on=call.on)
    call.answer(outside.mailbox(row))


@command(app, "list")
def show_all(call: Call) -> None:
    """The mailboxes that are looked into."""
    from kvit.capture import outside, queries
    from kvit.companies.permissions import require

    require(call.by, "bill.view", call.company)
    rows = [outside.mailbox(row) for row in queries.mailboxes(call.company)]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "test")
def test(call: Call, *, id: Id) -> None:
    """Sign in and open the folder; nothing is fetched. Ends with 8 where that failed."""
    from kvit.capture import mailboxes, outside, queries
    from kvit.core.families import Family

    row = mailboxes.attempt(call.company, queries.mailbox(call.company, id), by=call.by, on=call.on)
    call.answer(outside.mailbox(row), exit_code=Family.NETWORK.exit_code if row.trouble else 0)


@command(app, "remove")
def remove(call: Call, *, id: Id) -> None:
    """Look into it no more, and forget its password; what came by it stays."""
    from kvit.capture import mailboxes, outside, queries

    mailboxes.remove(call.company, queries.mailbox(call.company, id), by=call.by, on=call.on)
    rows = [outside.mailbox(row) for row in queries.mailboxes(call.company)]
    call.answer(rows, table=(COLUMNS, rows))
