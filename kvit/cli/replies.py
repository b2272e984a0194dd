"""kvit reply …"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.replies.models import CustomerReply

app = typer.Typer()
COLUMNS = ("id", "received_on", "sender", "want", "confidence", "status", "next_act", "due_on")
Id = Annotated[str, typer.Argument(metavar="ID", help="The answer.")]


@command(app, "list")
def listed(
    call: Call, *, view: Annotated[str, typer.Option("--view", metavar="VIEW", help="open, closed or all.")] = "open"
) -> None:
    """What customers answered, the newest hundred."""
    from kvit.companies.permissions import require
    from kvit.replies import outside, queries

    require(call.by, "reply.view", call.company)
    rows = [outside.reply(row) for row in queries.listed(call.company, view=view, size=100).rows]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, reply: Id) -> None:
    """One answer: its words, what was understood, what was done."""
    _show(call, _found(call, reply))


@command(app, "act")
def act(
    call: Call,
    *,
    reply: Id,
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="The promised day, where another was read.")
    ] = None,
) -> None:
    """Do what is proposed: note the promise, let reminders rest, send again, open the dispute, ask for the plan."""
    from kvit.replies import acts

    found = _found(call, reply)
    _show(call, acts.act(call.company, found, day=day.date() if day else None, by=call.by, on=call.on))


@command(app, "decide")
def decide(
    call: Call,
    *,
    reply: Id,
    accept: Annotated[bool, typer.Option("--accept/--decline", help="Cancel it, or not.")],
    text: Annotated[str, typer.Option("--text", help="The sentence to the customer; a no needs one.")] = "",
) -> None:
    """Accept or decline what is asked to be cancelled: a credit note is drafted, or the agreement ends."""
    from kvit.replies import answers

    found = _found(call, reply)
    _show(call, answers.decide(call.company, found, accepts=accept, text=text, by=call.by, on=call.on))


@command(app, "undo")
def undo(call: Call, *, reply: Id) -> None:
    """Take back the last act."""
    from kvit.replies import acts

    _show(call, acts.undo(call.company, _found(call, reply), by=call.by, on=call.on))


@command(app, "finish")
def finish(call: Call, *, reply: Id) -> None:
    """What it wants is done."""
    from kvit.replies import answers

    _show(call, answers.finish(call.company, _found(call, reply), by=call.by, on=call.on))


@command(app, "dismiss")
def dismiss(call: Call, *, reply: Id, reason: Annotated[str, typer.Option("--reason", help="Why.")]) -> None:
    """Nothing is to do about it, and why."""
    from kvit.replies import answers

    _show(call, answers.dismiss(call.company, _found(call, reply), reason=reason, by=call.by, on=call.on))


@command(app, "thread")
def thread(
    call: Call,
    *,
    reply: Id,
    customer: Annotated[str, typer.Option("--customer", metavar="CUSTOMER", help="Id, name or VAT id.")],
    invoice: Annotated[str, typer.Option("--invoice", metavar="NUMBER", help="What it is about.")] = "",
) -> None:
    """Lay it to a customer, and to one invoice of theirs."""
    from kvit.parties import queries as parties
    from kvit.replies import answers, queries

    party = parties.named(call.company, customer)
    about = queries.document(call.company, invoice) if invoice else None
    found = _found(call, reply)
    _show(call, answers.thread(call.company, found, party=party, invoice=about, by=call.by, on=call.on))


@command(app, "answer")
def answer(call: Call, *, reply: Id, text: Annotated[str, typer.Option("--text", help="What to write back.")]) -> None:
    """Write back by mail; the same words twice are one mail."""
    from kvit.replies import answers

    found = _found(call, reply)
    answers.write(call.company, found, text=text, by=call.by, on=call.on)
    _show(call, found)


def _found(call: Call, public_id: str) -> "CustomerReply":
    from kvit.companies.permissions import require
    from kvit.replies import queries

    require(call.by, "reply.view", call.company)
    return queries.find(call.company, public_id)


def _show(call: Call, row: "CustomerReply") -> None:
    from kvit.replies import outside, queries

    call.answer(outside.reply(queries.find(call.company, row.public_id)))
