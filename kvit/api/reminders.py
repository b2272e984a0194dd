"""Reminders: procedures, what is due and what is held back, sending, skipping, pauses, the simulator."""

from datetime import date
from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenDay, Id, ReasonGiven, Shown
from kvit.companies.permissions import require
from kvit.core import reminder_procedures
from kvit.dunning import (
    campaigns,
    outside,
    pauses,
    procedures,
    queries,
    simulator,
    situation,
)
from kvit.parties import queries as parties

router = Router()
Level = Literal["off", "suggest", "auto"]
Channel = Literal["email", "sms", "voice", "letter"]
Tone = Literal["notice", "friendly", "firm", "last"]
Reason = Annotated[str, Field(max_length=400)]


class OwnTextGiven(Given):
    """Your words for a level in one language; what is empty is Kvit's. docs/rules/reminders.md lists placeholders."""

    subject: Annotated[str, Field(max_length=reminder_procedures.LONGEST["subject"])] = ""
    intro: Annotated[str, Field(max_length=reminder_procedures.LONGEST["intro"])] = ""
    closing: Annotated[str, Field(max_length=reminder_procedures.LONGEST["closing"])] = ""


class ReminderStepGiven(Given):
    """One level: days after the due date, below zero before it, the tone, the channel, and texts by language.

    A short message or a call says `intro` alone; without the customer's consent it goes by e-mail. A person posts
    a letter; without a postal address it goes by e-mail.
    """

    days: Annotated[int, Field(ge=-reminder_procedures.MOST_DAYS, le=reminder_procedures.MOST_DAYS)]
    tone: Tone = "friendly"
    channel: Channel = "email"
    texts: dict[str, OwnTextGiven] = {}


class ProcedureGiven(Given):
    """The levels in their order, how old the bank's figures may be (null: not looked at), and the hours.

    `by_habit`: who pays on time is reminded later and softer, who pays late sooner.
    """

    name: Annotated[str, Field(max_length=80)]
    levels: Annotated[list[ReminderStepGiven], Field(max_length=reminder_procedures.MOST_LEVELS)]
    bank_days: Annotated[int, Field(ge=0, le=reminder_procedures.MOST_BANK_DAYS)] | None = 5
    from_hour: Annotated[int, Field(ge=0, le=23)] = 9
    until_hour: Annotated[int, Field(ge=1, le=24)] = 18
    by_habit: bool = False


class ReminderLevelGiven(Given):
    """How far it may go by itself."""

    level: Level


class ChoiceGiven(Given):
    """The procedure, empty for what holds otherwise; for one open document where its number or item is named."""

    procedure: Annotated[str, Field(max_length=60)] = ""
    item: Annotated[str, Field(max_length=60)] = ""


class PauseGiven(Given):
    """What holds reminders back: a hold needs a reason, a promise its day; for one open document where it is named."""

    kind: Literal["hold", "promise", "taken_over"]
    until: GivenDay | None = None
    reason: Reason = ""
    item: Annotated[str, Field(max_length=60)] = ""


class CustomerNamed(Shown):
    """Who."""

    id: Id
    name: str


class AppliedShown(Shown):
    """By which procedure a document (number) or, where it is empty, the customer is reminded, and who says so."""

    number: str
    procedure: Id
    name: str
    why: Literal["company", "customer", "invoice"]


class OwnTextShown(Shown):
    """A company's words for a level."""

    subject: str
    intro: str
    closing: str


class ReminderStepShown(Shown):
    """One level."""

    days: int
    tone: Tone
    channel: Channel
    texts: dict[str, OwnTextShown] = {}


class ProcedureShown(Shown):
    """A procedure as it stands."""

    id: Id
    level: Level
    is_default: bool
    version: int
    name: str
    levels: list[ReminderStepShown]
    bank_days: int | None
    from_hour: int
    until_hour: int
    by_habit: bool


class PartShown(Shown):
    """A document that a reminder was about, and what was open then."""

    number: str
    level: int
    open: Amount
    currency: str


class ReminderShown(Shown):
    """A reminder that was sent, or skipped by a person for a reason."""

    id: Id
    customer: CustomerNamed
    status: Literal["sent", "skipped", "prepared", "withdrawn"] = Field(
        description="A letter is `prepared` until somebody posted it, or withdrew it."
    )
    tone: Tone
    channel: Channel
    language: str
    on: date
    reason: str
    documents: list[PartShown]


class BrakeShown(Shown):
    """Why it is held back, until which day where one is known."""

    reason: str
    until: date | None


class TurnShown(Shown):
    """A document whose turn it is; held back while there are reasons."""

    item: Id
    number: str
    due_on: date
    open: Amount = Field(description="What is asked for: what is open less what is disputed.")
    disputed: Amount
    currency: str
    level: int
    tone: Tone
    reasons: list[BrakeShown]


class DueShown(Shown):
    """What may go to a customer today, in one message, and what is held back."""

    customer: CustomerNamed
    documents: list[TurnShown]
    held: list[TurnShown]


class ReminderPlannedShown(Shown):
    """One message of the calendar."""

    on: date
    customer: CustomerNamed
    language: str
    channel: Channel
    tone: Tone
    documents: list[TurnShown]


class StoppedShown(TurnShown):
    """A document that would be held back, from that day on."""

    on: date
    customer: CustomerNamed


class SimulationShown(Shown):
    """Who would get what, when, if nobody paid and every procedure were on. Nothing is sent."""

    since: date
    until: date
    messages: list[ReminderPlannedShown]
    held: list[StoppedShown]


class PauseShown(Shown):
    """What holds a customer's reminders back, or those about one document."""

    id: Id
    kind: Literal["hold", "promise", "taken_over"]
    customer: CustomerNamed
    number: str
    since: date
    until: date | None
    reason: str
    ended_on: date | None


@reads(router, "/reminder_procedures", gives=lists.Listed[ProcedureShown])
def listed_procedures(request: Asking) -> object:
    """Every procedure, the default first."""
    require(request.actor, "reminder.view", request.company)
    return lists.of_all([outside.procedure(row) for row in procedures.every(request.company)])


@changes(router, "/reminder_procedures", gives=ProcedureShown, status=201)
def make(request: Asking, *, given: ProcedureGiven) -> object:
    """A further procedure; it starts `off`."""
    return outside.procedure(procedures.make(request.company, _told(given), by=request.actor, on=request.today))


@changes(router, "/reminder_procedures/{id}", method="PUT", gives=ProcedureShown)
def change(request: Asking, id: str, *, given: ProcedureGiven) -> object:
    """What the procedure says from now on; no level of a document comes twice."""
    found = procedures.find(request.company, id)
    return outside.procedure(
        procedures.change(request.company, found, _told(given), by=request.actor, on=request.today)
    )


@changes(router, "/reminder_procedures/{id}/level", gives=ProcedureShown)
def let(request: Asking, id: str, *, given: ReminderLevelGiven) -> object:
    """Let it go further, or less far, by itself."""
    found = procedures.find(request.company, id)
    row = procedures.let(request.company, found, level=given.level, by=request.actor, on=request.today)
    return outside.procedure(row)


@reads(router, "/reminders", gives=lists.Listed[ReminderShown])
def listed(request: Asking, page: lists.Asked) -> object:
    """What was sent and skipped, the newest first."""
    require(request.actor, "reminder.view", request.company)
    found = queries.listed(request.company, size=page.limit, after=page.after)
    return lists.of_page(found, lambda rows: [outside.reminder(row) for row in rows])


@reads(router, "/reminders/{id}", gives=ReminderShown)
def show(request: Asking, id: str) -> object:
    """One reminder."""
    require(request.actor, "reminder.view", request.company)
    return outside.reminder(queries.find(request.company, id))


@reads(router, "/reminders_due", gives=lists.Listed[DueShown])
def due(request: Asking) -> object:
    """What may go today, customer by customer, and what is held back, with every reason."""
    require(request.actor, "reminder.view", request.company)
    found = situation.of(request.company)
    return lists.of_all([outside.due(found, one) for one in campaigns.judged(found, on=request.today)])


@reads(router, "/reminders_simulation", gives=SimulationShown)
def simulate(request: Asking, days: Annotated[int, Field(ge=1, le=simulator.MOST_DAYS)] = 14) -> object:
    """Who would get what in the next days."""
    require(request.actor, "reminder.view", request.company)
    return outside.simulation(simulator.simulate(request.company, days=days, on=request.today))


@changes(router, "/customers/{id}/remind", gives=ReminderShown, status=201)
def send(request: Asking, id: str) -> object:
    """Send the customer the one message for all that is due today."""
    row = campaigns.send(request.company, parties.find(request.company, id), by=request.actor, on=request.today)
    return outside.reminder(queries.find(request.company, row.public_id))


@changes(router, "/customers/{id}/skip_reminder", gives=ReminderShown, status=201)
def skip(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Let what is due today pass without a word."""
    party = parties.find(request.company, id)
    row = campaigns.skip(request.company, party, reason=given.reason, by=request.actor, on=request.today)
    return outside.reminder(queries.find(request.company, row.public_id))


@changes(router, "/customers/{id}/reminder_procedure", gives=CustomerNamed)
def choose(request: Asking, id: str, *, given: ChoiceGiven) -> object:
    """Remind the customer, or one document of theirs, by another procedure."""
    party = parties.find(request.company, id)
    item = queries.item_numbered(request.company, party, given.item) if given.item else None
    chosen = procedures.find(request.company, given.procedure) if given.procedure else None
    procedures.choose(request.company, party, chosen, item=item, by=request.actor, on=request.today)
    return {"id": party.public_id, "name": party.name}


@reads(router, "/customers/{id}/reminder_procedure", gives=lists.Listed[AppliedShown])
def applied(request: Asking, id: str) -> object:
    """By which procedure the customer is reminded, then each document they owe, and why."""
    require(request.actor, "reminder.view", request.company)
    found = procedures.applied(request.company, parties.find(request.company, id))
    return lists.of_all([outside.applied(one) for one in found])


@reads(router, "/customers/{id}/reminder_pauses", gives=lists.Listed[PauseShown])
def paused(request: Asking, id: str) -> object:
    """What holds the customer's reminders back because somebody said so."""
    require(request.actor, "reminder.view", request.company)
    party = parties.find(request.company, id)
    return lists.of_all([outside.pause(row) for row in queries.pauses_of(request.company, party)])


@changes(router, "/customers/{id}/reminder_pauses", gives=PauseShown, status=201)
def pause(request: Asking, id: str, *, given: PauseGiven) -> object:
    """Hold reminders back: a hold, a promise with its day, or you take over."""
    party = parties.find(request.company, id)
    item = queries.item_numbered(request.company, party, given.item) if given.item else None
    told = pauses.Asked(kind=given.kind, item=item, until=given.until, reason=given.reason)
    return outside.pause(pauses.begin(request.company, party, told, by=request.actor, on=request.today))


@changes(router, "/customers/{id}/take_over_reminders", gives=PauseShown, status=201)
def take_over(request: Asking, id: str) -> object:
    """You look after the customer: nothing is sent until you give them back."""
    party = parties.find(request.company, id)
    asked = pauses.Asked(kind="taken_over")
    return outside.pause(pauses.begin(request.company, party, asked, by=request.actor, on=request.today))


@changes(router, "/customers/{id}/give_back_reminders", gives=lists.Listed[PauseShown])
def give_back(request: Asking, id: str) -> object:
    """Whoever took the customer over looks after them no more: reminders go on."""
    party = parties.find(request.company, id)
    rows = pauses.give_back(request.company, party, by=request.actor, on=request.today)
    return lists.of_all([outside.pause(row) for row in rows])


@changes(router, "/reminder_pauses/{id}/end", gives=PauseShown)
def end(request: Asking, id: str) -> object:
    """From now on it holds nothing back."""
    found = queries.find_pause(request.company, id)
    return outside.pause(pauses.end(request.company, found, by=request.actor, on=request.today))


def _told(given: ProcedureGiven) -> dict[str, object]:
    """What was said of the procedure, down to its texts."""
    levels = [
        {**level.told(), "texts": {language: text.told() for language, text in level.texts.items()}}
        for level in given.levels
    ]
    return {**given.told(), "levels": levels}
