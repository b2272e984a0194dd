"""kvit saved …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "status", "kind", "brand", "last4", "expires_on", "agreed_at")
CHARGES = ("id", "number", "attempt", "status", "amount", "currency", "charge_on", "told")
Id = Annotated[str, typer.Argument(metavar="ID", help="The saved way of paying.")]
ChargeId = Annotated[str, typer.Argument(metavar="ID", help="The charge.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "list")
def show_all(
    call: Call,
    *,
    customer: Annotated[str, typer.Option("--customer", metavar="CUSTOMER", help="Id, name or VAT id.")] = "",
    status: Annotated[str, typer.Option("--status", metavar="STATUS", help="kept or withdrawn.")] = "",
) -> None:
    """Ways of paying that customers let us keep, the newest first."""
    from kvit.checkouts import saved_queries, showing
    from kvit.companies.permissions import require
    from kvit.parties import queries as parties

    require(call.by, "saved_method.view", call.company)
    party = parties.named(call.company, customer) if customer else None
    found = saved_queries.listed(call.company, party=party, status=status, size=1000)
    rows = [showing.method(row) for row in found.rows]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, method: Id) -> None:
    """One of them, with what the customer agreed to."""
    from kvit.checkouts import saved_queries, showing
    from kvit.companies.permissions import require

    require(call.by, "saved_method.view", call.company)
    call.answer(showing.method(saved_queries.method(call.company, method)))


@command(app, "withdraw")
def withdraw(call: Call, *, method: Id, reason: Why = "") -> None:
    """The customer takes it back: nothing is charged by it any more."""
    from kvit.checkouts import saved, saved_queries, showing

    row = saved_queries.method(call.company, method)
    saved.withdraw(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(showing.method(saved_queries.method(call.company, method)))


@command(app, "charge")
def charge(
    call: Call,
    *,
    document: Annotated[str, typer.Argument(metavar="NUMBER", help="The invoice, or the id of its open item.")],
) -> None:
    """Charge an invoice: the customer is told now, and it is charged when it is due and the notice is over."""
    from kvit.checkouts import charges, saved_queries, showing

    item = saved_queries.item_of(call.company, document)
    row = charges.plan(call.company, item, by=call.by, on=call.on)
    call.answer(showing.charge(saved_queries.charge(call.company, row.public_id)))


@command(app, "charges")
def charged(call: Call) -> None:
    """Charges of saved ways of paying, the newest first, and how they stand."""
    from kvit.checkouts import saved_queries, showing
    from kvit.companies.permissions import require

    require(call.by, "saved_method.view", call.company)
    rows = [showing.charge(row) for row in saved_queries.charge_page(call.company, size=1000).rows]
    call.answer(rows, table=(CHARGES, rows))


@command(app, "cancel")
def cancel(call: Call, *, charge: ChargeId, reason: Why = "") -> None:
    """It is not charged after all; once begun it is not called back."""
    from kvit.checkouts import charges, saved_queries, showing

    row = saved_queries.charge(call.company, charge)
    charges.cancel(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer(showing.charge(saved_queries.charge(call.company, charge)))
