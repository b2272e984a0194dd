"""kvit bank …"""

from pathlib import Path
from typing import Annotated, Any

import typer

from kvit.cli import files, tables
from kvit.cli.call import Call, command
from kvit.core.families import PARTLY_DONE

app = typer.Typer()
MOST_BYTES = 100 * 1024 * 1024
COLUMNS = ("booked_on", "amount", "currency", "counterparty", "text", "status")


@command(app, "import")
def take(
    call: Call,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="camt.053, camt.054, MT940, Norma 43, or a table.")],
    account: Annotated[str, typer.Option(metavar="IBAN", help="Our account, where the file names none.")] = "",
    currency: Annotated[str, typer.Option(help="The currency, where the file names none.")] = "",
    dates: tables.DatesOption = None,
    decimals: tables.MarksOption = None,
    column: tables.ColumnsOption = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show how the file is read; take nothing in.")] = False,
) -> None:
    """Take a bank statement in; lines that came before are known and not taken again (exit code 4 for bad rows)."""
    from kvit.banking import outside, statements

    chosen: dict[str, Any] = {
        "name": file.name,
        "account": account,
        "currency": currency,
        "dates": dates.value if dates else "",
        "decimals": decimals.value if decimals else "",
        "columns": tables.columns(column),
    }
    content = files.read(file, most=MOST_BYTES)
    if preview:
        call.answer(outside.preview(statements.preview(call.company, content, by=call.by, **chosen)))
        return
    loaded = statements.load(call.company, content, by=call.by, on=call.on, **chosen)
    document = outside.loaded(loaded)
    call.answer(document, exit_code=PARTLY_DONE if document["rejected"] else 0)


@command(app, "confirm")
def confirm(call: Call, *, id: Annotated[str, typer.Argument(metavar="ID", help="An own account.")]) -> None:
    """Say that an account is ours that another person brought in: from now on customers are told of it."""
    from kvit.ledger import accounts

    row = accounts.confirm_bank(call.company, id, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "iban": row.iban, "currency": row.currency, "is_shown": row.is_shown})


@command(app, "close")
def close(call: Call, *, id: Annotated[str, typer.Argument(metavar="ID", help="An own account.")]) -> None:
    """Close an own account: nothing is paid from it, and reminders wait for no figures of it."""
    from kvit.banking import own_accounts

    row = own_accounts.close(call.company, id, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "iban": row.iban, "currency": row.currency})


@command(app, "reopen")
def reopen(call: Call, *, id: Annotated[str, typer.Argument(metavar="ID", help="An own account.")]) -> None:
    """Use a closed account again: customers are told of it when another owner has confirmed it."""
    from kvit.ledger import accounts

    row = accounts.reopen_bank(call.company, id, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "iban": row.iban, "currency": row.currency, "is_shown": row.is_shown})


@command(app, "accounts")
def show_accounts(
    call: Call, *, closed: Annotated[bool, typer.Option("--closed", help="Those that are used no more.")] = False
) -> None:
    """Our own accounts at banks."""
    from kvit.companies.permissions import require
    from kvit.ledger import accounts

    require(call.by, "bank.view", call.company)
    rows = [
        {"id": one.public_id, "iban": one.iban, "currency": one.currency, "is_shown": one.is_shown}
        for one in (accounts.closed_banks if closed else accounts.banks)(call.company)
    ]
    call.answer(rows, table=(("iban", "currency", "is_shown", "id"), rows))


@command(app, "match")
def match(
    call: Call,
    *,
    auto: Annotated[bool, typer.Option("--auto", help="Book the lines that nothing speaks against.")] = False,
) -> None:
    """Propose for every waiting line what it settles, with reasons."""
    from kvit.banking import outside, reconciliation

    if auto:
        document = outside.matched(call.company, reconciliation.book_sure(call.company, by=call.by, on=call.on))
    else:
        reconciliation.suggest(call.company, by=call.by, on=call.on)
        document = outside.matched(call.company)
    call.answer(document, table=(COLUMNS, document))


@command(app, "export-matches")
def export_matches(call: Call, *, out: files.Out) -> None:
    """Every bank line and what it settles, as CSV."""
    from kvit.banking import outside
    from kvit.companies.permissions import require
    from kvit.onboarding import queries

    require(call.by, "bank.view", call.company)
    content = outside.exported(call.company, imported=queries.imported_ids(call.company))
    files.write(out, content)
    if str(out) != "-":
        call.answer({"file": out, "bytes": len(content)})


@command(app, "book")
def book(
    call: Call,
    *,
    line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")],
    account: Annotated[str, typer.Option(metavar="CODE", help="An account of the books.")] = "",
    to_account: Annotated[str, typer.Option(metavar="IBAN", help="Another account of ours.")] = "",
    note: Annotated[str, typer.Option(help="What it is.")] = "",
) -> None:
    """Book a line that pays no document."""
    from kvit.banking import bookings, queries
    from kvit.core.bank_rules import Target

    found = queries.find(call.company, line)
    bookings.book(call.company, found, Target(account, to_account), note=note, by=call.by, on=call.on)
    _answer(call, line)


@command(app, "split")
def split(
    call: Call, *, line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")], file: files.In
) -> None:
    """Book a line over documents and accounts, as a JSON file says."""
    from kvit.banking import queries, splits

    told = splits.read(call.company, files.read_json(file))
    splits.split(call.company, queries.find(call.company, line), by=call.by, on=call.on, **told)
    _answer(call, line)


@command(app, "written-off")
def written_off(call: Call, *, line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")]) -> None:
    """What was written off and the line may pay after all."""
    from kvit.banking import given_up, outside, queries
    from kvit.companies.permissions import require

    require(call.by, "bank.view", call.company)
    rows = outside.given_up(given_up.meant(call.company, queries.find(call.company, line)))
    call.answer(rows, table=(("number", "customer", "amount", "currency", "item", "write_off"), rows))


@command(app, "recover")
def recover(
    call: Call,
    *,
    line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")],
    item: Annotated[str, typer.Option("--item", metavar="NUMBER", help="Number of the document, or id of its item.")],
) -> None:
    """Take back the write-off that the line's money is for: it is owed again, and proposed for the line."""
    from kvit.banking import given_up, queries

    given_up.recover(call.company, queries.find(call.company, line), item, by=call.by, on=call.on)
    _answer(call, line)


@command(app, "settle")
def settle(
    call: Call,
    *,
    line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")],
    proposal: Annotated[int, typer.Option(help="One of its proposals, 1 being the best.")] = 1,
    mark: Annotated[str, typer.Option(metavar="MARK", help="The proposal that you saw, by its mark.")] = "",
    item: Annotated[list[str] | None, typer.Option(metavar="ID", help="An open item, of invoices or bills.")] = None,
) -> None:
    """Settle a line as proposed, or with the open items that are named, each whole."""
    from kvit.banking import queries, reconciliation
    from kvit.payments.requests import Share

    found = queries.find(call.company, line)
    if item:
        reconciliation.confirm(call.company, found, [Share(one) for one in item], by=call.by, on=call.on)
    else:
        best = queries.proposal(call.company, found, rank=proposal, mark=mark)
        reconciliation.confirm_proposal(call.company, best, by=call.by, on=call.on)
    _answer(call, line)


@command(app, "on-account")
def on_account(
    call: Call,
    *,
    line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")],
    customer: Annotated[str, typer.Option(metavar="ID", help="A customer, by id or external id.")],
) -> None:
    """Book a line that pays nothing yet as the customer's credit, which later invoices use."""
    from kvit.banking import chosen, queries
    from kvit.parties import customers

    found, party = queries.find(call.company, line), customers.find(call.company, customer)
    chosen.on_account(call.company, found, party, by=call.by, on=call.on)
    _answer(call, line)


@command(app, "recorded")
def recorded(
    call: Call,
    *,
    line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")],
    payment: Annotated[str, typer.Option(metavar="ID", help="A payment recorded before.")],
) -> None:
    """Tie a line to the payment that it is, recorded by hand before; nothing is booked."""
    from kvit.banking import chosen, queries
    from kvit.payments import queries as payments

    found = queries.find(call.company, line)
    chosen.is_payment(call.company, found, payments.find(call.company, payment), by=call.by, on=call.on)
    _answer(call, line)


@command(app, "undo")
def undo(call: Call, *, line: Annotated[str, typer.Argument(metavar="ID", help="The bank line.")]) -> None:
    """The line waits again; all that it settled or was booked to is taken back."""
    from kvit.banking import queries, reconciliation

    reconciliation.undo(call.company, queries.find(call.company, line), by=call.by, on=call.on)
    _answer(call, line)


def _answer(call: Call, line: str) -> None:
    from kvit.banking import outside, queries

    call.answer(outside.lines(call.company, [queries.find(call.company, line)])[0])
