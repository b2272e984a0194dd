"""kvit mandate …"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.debits.models import Mandate

app = typer.Typer()
COLUMNS = ("id", "reference", "status", "scheme", "kind", "debtor_name", "signed_on", "holds_until")
MOST_BYTES = 10 * 1024 * 1024
DAY = ["%Y-%m-%d"]
Id = Annotated[str, typer.Argument(metavar="ID", help="The mandate.")]


@command(app, "list")
def show_all(
    call: Call,
    *,
    customer: Annotated[str, typer.Option("--customer", metavar="CUSTOMER", help="Id, name or VAT id.")] = "",
    status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = "",
) -> None:
    """What customers signed that we may collect, the newest first."""
    from kvit.companies.permissions import require
    from kvit.debits import queries, shapes
    from kvit.parties import queries as parties

    require(call.by, "mandate.view", call.company)
    party = parties.named(call.company, customer) if customer else None
    rows = [shapes.mandate(row) for row in queries.mandates(call.company, party=party, status=status, size=1000).rows]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, mandate: Id) -> None:
    """One mandate."""
    from kvit.companies.permissions import require

    require(call.by, "mandate.view", call.company)
    _show(call, _found(call, mandate))


@command(app, "enter")
def enter(
    call: Call,
    *,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")],
    iban: Annotated[str, typer.Option("--iban", metavar="IBAN", help="The customer's account.")],
    signed: Annotated[datetime | None, typer.Option("--signed", formats=DAY, help="Without it, a draft.")] = None,
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="Else the next of ours.")] = "",
    scheme: Annotated[str, typer.Option("--scheme", metavar="SCHEME", help="core or b2b.")] = "core",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="recurring or one_off.")] = "recurring",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Of the account, else the customer's.")] = "",
    bic: Annotated[str, typer.Option("--bic", metavar="BIC", help="Only for banks outside the EEA.")] = "",
    notice_days: Annotated[int | None, typer.Option("--notice-days", metavar="N", help="Agreed with them.")] = None,
) -> None:
    """Keep a mandate that a customer signed, or prepare one for signature."""
    from kvit.debits import mandates, requests
    from kvit.parties import queries as parties

    day = None if signed is None else signed.date()
    given = requests.given(
        iban=iban,
        scheme=scheme,
        kind=kind,
        signed_on=day,
        notice_days=notice_days,
        reference=reference,
        debtor_name=name,
        bic=bic,
    )
    party = parties.named(call.company, customer)
    _show(call, mandates.enter(call.company, party, given, by=call.by, on=call.on))


@command(app, "sign")
def sign(
    call: Call,
    *,
    mandate: Id,
    signed: Annotated[datetime, typer.Option("--signed", formats=DAY, help="The day of the signature.")],
    paper: Annotated[Path | None, typer.Option("--paper", metavar="FILE", help="The signed PDF.")] = None,
) -> None:
    """A draft was signed by the customer."""
    from kvit.debits import mandates

    content = b"" if paper is None else files.read(paper, most=MOST_BYTES)
    row = _found(call, mandate)
    _show(call, mandates.activate(call.company, row, signed_on=signed.date(), paper=content, by=call.by, on=call.on))


@command(app, "amend")
def amend(
    call: Call,
    *,
    mandate: Id,
    iban: Annotated[str, typer.Option("--iban", metavar="IBAN", help="The new account.")],
    bic: Annotated[str, typer.Option("--bic", metavar="BIC", help="Only for banks outside the EEA.")] = "",
) -> None:
    """The customer has another account: the same mandate goes on, and the bank is told."""
    from kvit.debits import mandates

    _show(call, mandates.amend(call.company, _found(call, mandate), iban=iban, bic=bic, by=call.by, on=call.on))


@command(app, "last")
def last(call: Call, *, mandate: Id) -> None:
    """The next collection is the last one."""
    from kvit.debits import mandates

    _show(call, mandates.end_with_next(call.company, _found(call, mandate), by=call.by, on=call.on))


@command(app, "cancel")
def cancel(
    call: Call, *, mandate: Id, reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = ""
) -> None:
    """Nothing is collected under it any more."""
    from kvit.debits import mandates

    _show(call, mandates.cancel(call.company, _found(call, mandate), reason=reason, by=call.by, on=call.on))


def _found(call: Call, mandate: str) -> "Mandate":
    from kvit.debits import queries

    return queries.find_mandate(call.company, mandate)


def _show(call: Call, mandate: "Mandate") -> None:
    from kvit.debits import shapes

    call.answer(shapes.mandate(_found(call, mandate.public_id)))
