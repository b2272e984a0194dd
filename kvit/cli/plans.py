"""kvit plan …"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.arrangements.models import Plan

app = typer.Typer()
COLUMNS = ("id", "status", "amount", "currency", "made_on", "ended_on")
Id = Annotated[str, typer.Argument(metavar="ID", help="The plan.")]


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """Payment plans, the newest first."""
    from kvit.arrangements import outside, queries
    from kvit.companies.permissions import require

    require(call.by, "plan.view", call.company)
    rows = [outside.plan(row) for row in queries.plans(call.company, status=status, size=1000).rows]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, plan: Id) -> None:
    """One plan with its instalments and what of each is covered."""
    from kvit.companies.permissions import require

    require(call.by, "plan.view", call.company)
    _show(call, _found(call, plan))


@command(app, "make")
def make(
    call: Call,
    *,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")],
    instalments: Annotated[int, typer.Option(metavar="N", help="How many, a month apart.")],
    first: Annotated[datetime, typer.Option("--first", formats=["%Y-%m-%d"], help="The day of the first.")],
    invoice: Annotated[
        list[str] | None, typer.Option("--invoice", metavar="NUMBER", help="These open documents, else all; repeat it.")
    ] = None,
) -> None:
    """Write down what was agreed with a customer; the limits do not bind you."""
    from kvit.arrangements import plans
    from kvit.dunning import queries as reminders
    from kvit.ledger import open_items
    from kvit.parties import queries as parties

    party = parties.named(call.company, customer)
    named = [reminders.item_numbered(call.company, party, number) for number in invoice or ()]
    items = named or list(open_items.owed(call.company, party=party))
    wish = plans.Wish(items=[item.public_id for item in items], count=instalments, first_on=first.date())
    _show(call, plans.make(call.company, party, wish, by=call.by, on=call.on))


@command(app, "agree")
def agree(call: Call, *, plan: Id) -> None:
    """Yes to what a customer asked for; they get the days by mail."""
    from kvit.arrangements import plans

    _show(call, plans.agree(call.company, _found(call, plan), by=call.by, on=call.on))


@command(app, "decline")
def decline(call: Call, *, plan: Id, answer: Annotated[str, typer.Option(help="Why: the customer reads it.")]) -> None:
    """No, with the reason that the customer gets by mail."""
    from kvit.arrangements import plans

    _show(call, plans.decline(call.company, _found(call, plan), answer=answer, by=call.by, on=call.on))


@command(app, "cancel")
def cancel(call: Call, *, plan: Id, answer: Annotated[str, typer.Option(help="Why.")] = "") -> None:
    """It holds no more: what is open is asked for again."""
    from kvit.arrangements import plans

    _show(call, plans.cancel(call.company, _found(call, plan), answer=answer, by=call.by, on=call.on))


@command(app, "terms")
def limits(
    call: Call,
    *,
    put: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A limit from now on; repeat it.")
    ] = None,
) -> None:
    """The limits inside which customers are granted plans; with --set, change them (`level=auto`, `least=100` …)."""
    from kvit.arrangements import outside, terms
    from kvit.companies.permissions import require

    if put:
        told = {name.strip(): value.strip() for name, _, value in (one.partition("=") for one in put)}
        row = terms.change(call.company, told, by=call.by, on=call.on)
    else:
        require(call.by, "plan.view", call.company)
        row = terms.of(call.company)
    call.answer(outside.terms(call.company, row))


def _found(call: Call, plan: str) -> "Plan":
    from kvit.arrangements import queries

    return queries.find_plan(call.company, plan)


def _show(call: Call, plan: "Plan") -> None:
    from kvit.arrangements import outside

    call.answer(outside.plan(_found(call, plan.public_id)))
