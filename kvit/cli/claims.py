"""kvit claim …"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.payments.models import Claim

app = typer.Typer()
COLUMNS = ("id", "status", "reason", "supplier_name", "document", "currency", "left", "number", "due_on")
ClaimId = Annotated[str, typer.Argument(metavar="ID", help="The claim.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@command(app, "look")
def look(call: Call) -> None:
    """Look for what suppliers owe us back, as `kvit tick` does; tells what is new."""
    from kvit.companies.permissions import require
    from kvit.payments import claim_shapes, claims

    require(call.by, "claim.make", call.company)
    rows = claim_shapes.listed(claims.find_all(call.company, on=call.on))
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """What suppliers owe us back, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payments import claim_queries, claim_shapes

    require(call.by, "claim.view", call.company)
    rows = claim_shapes.listed(claim_queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "make")
def make(call: Call, *, claim: ClaimId) -> None:
    """Claim it by a letter of its own number."""
    from kvit.payments import claims

    _show(call, claims.make(call.company, _found(call, claim), by=call.by, on=call.on))


@command(app, "send")
def send(
    call: Call,
    *,
    claim: ClaimId,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the supplier's own; repeat it.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Mail it once more, though it was mailed before.")] = False,
) -> None:
    """Queue the letter for its supplier by mail."""
    from kvit.messages import outside
    from kvit.payments import claim_papers

    sent = claim_papers.send(call.company, _found(call, claim), to=to or (), again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))


@command(app, "came-back")
def came_back(
    call: Call,
    *,
    claim: ClaimId,
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help="What came back.")],
    paid: Annotated[
        datetime | None, typer.Option("--paid", formats=["%Y-%m-%d"], help="The day of the money, else today.")
    ] = None,
) -> None:
    """The supplier paid back, whole or in part, where no bank line says so."""
    from kvit.payments import claim_entries, requests
    from kvit.payments.claim_entries import CameBack

    money = CameBack(requests.came_back(amount), paid.date() if paid else call.on)
    claim_entries.came_back(call.company, _found(call, claim), money, by=call.by, on=call.on)
    _show(call, _found(call, claim))


@command(app, "give-up")
def give_up(call: Call, *, claim: ClaimId, reason: Why = "") -> None:
    """With a reason: want it given up. Without one: agree, as another person than who wanted it."""
    from kvit.payments import claims

    row = _found(call, claim)
    if reason:
        _show(call, claims.ask_to_give_up(call.company, row, reason=reason, by=call.by, on=call.on))
    else:
        _show(call, claims.give_up(call.company, row, by=call.by, on=call.on))


@command(app, "keep")
def keep(call: Call, *, claim: ClaimId) -> None:
    """It is not given up."""
    from kvit.payments import claims

    _show(call, claims.keep(call.company, _found(call, claim), by=call.by, on=call.on))


@command(app, "pdf")
def pdf(call: Call, *, claim: ClaimId, out: files.Out = Path("-")) -> None:
    """Write the letter, the same bytes for ever."""
    from kvit.companies.permissions import require
    from kvit.payments import claim_papers

    require(call.by, "claim.view", call.company)
    row = _found(call, claim)
    content = claim_papers.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})


def _found(call: Call, claim: str) -> "Claim":
    from kvit.payments import claim_queries

    return claim_queries.find(call.company, claim)


def _show(call: Call, claim: "Claim") -> None:
    from kvit.payments import claim_shapes

    call.answer(claim_shapes.shown(_found(call, claim.public_id)))
