"""kvit reminder …"""

from datetime import datetime
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
PROCEDURES = ("id", "level", "is_default", "name")
REMINDERS = ("id", "on", "status", "tone", "name")
PROMISES = ("id", "until", "state", "name")
MESSAGES = ("on", "name", "tone", "language", "numbers")
Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The procedure.")]
Item = Annotated[str, typer.Option("--invoice", metavar="NUMBER", help="For this open document alone.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day, which counts.")]


@command(app, "procedures")
def listed_procedures(call: Call) -> None:
    """Every procedure, the default first."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, procedures

    require(call.by, "reminder.view", call.company)
    document = [outside.procedure(row) for row in procedures.every(call.company)]
    call.answer(document, table=(PROCEDURES, document))


@command(app, "add-procedure")
def add(call: Call, *, file: files.In) -> None:
    """A further procedure, of a JSON file; it starts off."""
    from kvit.dunning import outside, procedures

    row = procedures.make(call.company, files.read_json(file), by=call.by, on=call.on)
    call.answer(outside.procedure(row))


@command(app, "change-procedure")
def change(call: Call, *, procedure: Id, file: files.In) -> None:
    """What the procedure says from now on, of a JSON file."""
    from kvit.dunning import outside, procedures

    found = procedures.find(call.company, procedure)
    row = procedures.change(call.company, found, files.read_json(file), by=call.by, on=call.on)
    call.answer(outside.procedure(row))


@command(app, "level")
def level(
    call: Call, *, procedure: Id, level: Annotated[str, typer.Argument(metavar="LEVEL", help="off, suggest or auto.")]
) -> None:
    """Let the procedure go that far by itself."""
    from kvit.dunning import outside, procedures

    found = procedures.find(call.company, procedure)
    call.answer(outside.procedure(procedures.let(call.company, found, level=level, by=call.by, on=call.on)))


@command(app, "choose")
def choose(
    call: Call,
    *,
    customer: Customer,
    procedure: Annotated[str, typer.Option("--procedure", metavar="ID", help="Left out: what holds otherwise.")] = "",
    invoice: Item = "",
) -> None:
    """Remind the customer, or one document of theirs, by another procedure."""
    from kvit.dunning import procedures, queries
    from kvit.parties import queries as parties

    party = parties.named(call.company, customer)
    item = queries.item_numbered(call.company, party, invoice) if invoice else None
    chosen = procedures.find(call.company, procedure) if procedure else None
    procedures.choose(call.company, party, chosen, item=item, by=call.by, on=call.on)
    call.answer({"id": party.public_id, "name": party.name})


@command(app, "due")
def due(call: Call) -> None:
    """What may go today, customer by customer, and what is held back, with every reason."""
    from kvit.companies.permissions import require
    from kvit.dunning import campaigns, outside, situation

    require(call.by, "reminder.view", call.company)
    found = situation.of(call.company)
    call.answer([outside.due(found, one) for one in campaigns.judged(found, on=call.on)])


@command(app, "simulate")
def simulate(call: Call, *, days: Annotated[int, typer.Option("--days", metavar="N", help="How many.")] = 14) -> None:
    """Who would get what in the next days, if nobody paid; nothing is sent."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, simulator

    require(call.by, "reminder.view", call.company)
    one = simulator.simulate(call.company, days=days, on=call.on)
    rows = [
        {
            "on": message.on,
            "name": message.party.name,
            "tone": message.tone,
            "language": message.language,
            "numbers": ", ".join(one.found.items[step.owed.key].document_number for step in message.steps),
        }
        for message in one.planned
    ]
    call.answer(outside.simulation(one), table=(MESSAGES, rows))


@command(app, "list")
def listed(call: Call) -> None:
    """What was sent and skipped, the newest hundred."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, queries

    require(call.by, "reminder.view", call.company)
    found = queries.listed(call.company, size=100).rows
    rows = [{**outside.reminder(row), "name": row.party.name} for row in found]
    call.answer([outside.reminder(row) for row in found], table=(REMINDERS, rows))


@command(app, "send")
def send(call: Call, *, customer: Customer) -> None:
    """Send the customer the one message for all that is due today."""
    from kvit.dunning import campaigns, outside, queries
    from kvit.parties import queries as parties

    row = campaigns.send(call.company, parties.named(call.company, customer), by=call.by, on=call.on)
    call.answer(outside.reminder(queries.find(call.company, row.public_id)))


@command(app, "skip")
def skip(call: Call, *, customer: Customer, reason: Reason) -> None:
    """Let what is due today pass without a word; the next levels come in their time."""
    from kvit.dunning import campaigns, outside, queries
    from kvit.parties import queries as parties

    party = parties.named(call.company, customer)
    row = campaigns.skip(call.company, party, reason=reason, by=call.by, on=call.on)
    call.answer(outside.reminder(queries.find(call.company, row.public_id)))


@command(app, "pause")
def pause(
    call: Call,
    *,
    customer: Customer,
    kind: Annotated[str, typer.Option("--kind", help="hold, promise or taken_over.")] = "hold",
    until: Until = None,
    reason: Reason = "",
    invoice: Item = "",
) -> None:
    """Hold the customer's reminders back: a hold for a reason, a promise with its day, or you take over."""
    from kvit.dunning import outside, pauses, queries
    from kvit.parties import queries as parties

    party = parties.named(call.company, customer)
    item = queries.item_numbered(call.company, party, invoice) if invoice else None
    told = pauses.Asked(kind=kind, item=item, until=until.date() if until else None, reason=reason)
    call.answer(outside.pause(pauses.begin(call.company, party, told, by=call.by, on=call.on)))


@command(app, "promises")
def promised(
    call: Call,
    *,
    state: Annotated[str, typer.Option("--state", help="held, kept, broken, replaced or ended.")] = "",
) -> None:
    """The promises to pay and what became of them, the newest hundred."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, promises

    require(call.by, "reminder.view", call.company)
    found = promises.listed(call.company, state=state, size=100).rows
    states = promises.states(call.company, found)
    told = [outside.promise(row, states[row.pk]) for row in found]
    rows = [{**one, "name": row.party.name} for one, row in zip(told, found, strict=True)]
    call.answer(told, table=(PROMISES, rows))


@command(app, "resume")
def resume(call: Call, *, pause: Annotated[str, typer.Argument(metavar="PAUSE", help="The pause.")]) -> None:
    """End a pause: from now on it holds nothing back."""
    from kvit.dunning import outside, pauses, queries

    call.answer(
        outside.pause(pauses.end(call.company, queries.find_pause(call.company, pause), by=call.by, on=call.on))
    )
