"""kvit reminder …"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
PROCEDURES = ("id", "level", "is_default", "name")
REMINDERS = ("id", "on", "status", "tone", "name")
ROUNDS = ("id", "on", "status", "sent", "passed", "failed", "held")
PAUSES = ("id", "kind", "since", "until", "reason")
PROMISES = ("id", "until", "state", "name")
MESSAGES = ("on", "name", "tone", "language", "numbers")
Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The procedure.")]
Letter = Annotated[str, typer.Argument(metavar="REMINDER", help="The reminder that goes by post.")]
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


@command(app, "chosen")
def chosen(call: Call, *, customer: Customer) -> None:
    """By which procedure the customer is reminded, then each document they owe, and why."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, procedures
    from kvit.parties import queries as parties

    require(call.by, "reminder.view", call.company)
    found = procedures.applied(call.company, parties.named(call.company, customer))
    document = [outside.applied(one) for one in found]
    call.answer(document, table=(("number", "name", "why", "procedure"), document))


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


@command(app, "letters")
def letters(call: Call) -> None:
    """The letters that wait to be printed and posted, the oldest first."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, queries

    require(call.by, "reminder.view", call.company)
    found = queries.letters_to_post(call.company)
    rows = [{**outside.reminder(row), "name": row.party.name} for row in found]
    call.answer([outside.reminder(row) for row in found], table=(REMINDERS, rows))


@command(app, "letter")
def letter(call: Call, *, reminder: Letter, out: files.Out = Path("-")) -> None:
    """Write the page of a reminder that goes by post, the same bytes for ever."""
    from kvit.companies.permissions import require
    from kvit.dunning import letter_pages, queries

    require(call.by, "reminder.view", call.company)
    row = queries.letter(call.company, reminder)
    content = letter_pages.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})


@command(app, "posted")
def posted(
    call: Call,
    *,
    reminder: Letter,
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="When; else today.")] = None,
) -> None:
    """The letter was posted: from that day it counts as sent."""
    from kvit.dunning import outside, posting, queries

    found = queries.letter(call.company, reminder)
    posting.posted(call.company, found, day=day.date() if day else None, by=call.by, on=call.on)
    call.answer(outside.reminder(queries.find(call.company, reminder)))


@command(app, "withdraw")
def withdraw(call: Call, *, reminder: Letter, reason: Reason) -> None:
    """The letter is not posted: its levels come again when they may."""
    from kvit.dunning import outside, posting, queries

    found = queries.letter(call.company, reminder)
    posting.withdraw(call.company, found, reason=reason, by=call.by, on=call.on)
    call.answer(outside.reminder(queries.find(call.company, reminder)))


@command(app, "send")
def send(call: Call, *, customer: Customer) -> None:
    """Send the customer the one message for all that is due today."""
    from kvit.dunning import campaigns, outside, queries
    from kvit.parties import queries as parties

    row = campaigns.send(call.company, parties.named(call.company, customer), by=call.by, on=call.on)
    call.answer(outside.reminder(queries.find(call.company, row.public_id)))


@command(app, "send-all")
def send_all(
    call: Call,
    *,
    customers: Annotated[
        list[str] | None, typer.Option("--customer", metavar="CUSTOMER", help="To these alone; may be repeated.")
    ] = None,
) -> None:
    """Send what is due today to every customer, or to those named; the worker does, and each level goes once."""
    from kvit.dunning import outside, rounds
    from kvit.parties import queries as parties

    named = [parties.named(call.company, one).public_id for one in customers or []]
    [told] = outside.rounds_of([rounds.begin(call.company, customers=named or None, by=call.by, on=call.on)])
    call.answer(told)


@command(app, "rounds")
def listed_rounds(call: Call) -> None:
    """What was sent in one act, or by a day by itself: the newest hundred rounds."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, rounds

    require(call.by, "reminder.view", call.company)
    document = outside.rounds_of(rounds.listed(call.company, size=100).rows)
    call.answer(document, table=(ROUNDS, document))


@command(app, "round")
def show_round(call: Call, *, round: Annotated[str, typer.Argument(metavar="ROUND", help="The round.")]) -> None:
    """A round, with what became of each customer (the first thousand)."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, rounds

    require(call.by, "reminder.view", call.company)
    row = rounds.find(call.company, round)
    found = [outside.round_row(one) for one in rounds.outcomes(row, size=1000).rows]
    call.answer({**outside.rounds_of([row])[0], "outcomes": found})


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


@command(app, "pauses")
def paused(call: Call, *, customer: Customer) -> None:
    """What holds the customer's reminders back because somebody said so, and who took them over."""
    from kvit.companies.permissions import require
    from kvit.dunning import outside, queries
    from kvit.parties import queries as parties

    require(call.by, "reminder.view", call.company)
    found = queries.pauses_of(call.company, parties.named(call.company, customer))
    document = [outside.pause(row) for row in found]
    call.answer(document, table=(PAUSES, document))


@command(app, "take-over")
def take_over(call: Call, *, customer: Customer) -> None:
    """You look after the customer: nothing is sent until you give them back."""
    from kvit.dunning import outside, pauses
    from kvit.parties import queries as parties

    asked = pauses.Asked(kind="taken_over")
    row = pauses.begin(call.company, parties.named(call.company, customer), asked, by=call.by, on=call.on)
    call.answer(outside.pause(row))


@command(app, "give-back")
def give_back(call: Call, *, customer: Customer) -> None:
    """The customer's reminders go on: whoever took them over looks after them no more."""
    from kvit.dunning import outside, pauses
    from kvit.parties import queries as parties

    party = parties.named(call.company, customer)
    call.answer([outside.pause(row) for row in pauses.give_back(call.company, party, by=call.by, on=call.on)])


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
    told = [outside.promise(row, promises.state_of(row)) for row in found]
    rows = [{**one, "name": row.party.name} for one, row in zip(told, found, strict=True)]
    call.answer(told, table=(PROMISES, rows))


@command(app, "resume")
def resume(call: Call, *, pause: Annotated[str, typer.Argument(metavar="PAUSE", help="The pause.")]) -> None:
    """End a pause: from now on it holds nothing back."""
    from kvit.dunning import outside, pauses, queries

    call.answer(
        outside.pause(pauses.end(call.company, queries.find_pause(call.company, pause), by=call.by, on=call.on))
    )
