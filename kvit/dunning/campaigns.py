"""The day's reminders: chosen by `core.dunning`, sent where the procedure may, else put before a person.

A reminder is judged anew inside the very transaction that queues it, with the customer's documents locked; the key
(document, level) lets it be sent once, however many do so at once (`docs/rules/reminders.md`).
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kvit.companies.autopilot import AUTO, SUGGEST
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import dunning, texting
from kvit.core.arrangement_lifecycle import REMINDER
from kvit.core.dunning import Outcome, Step
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.reaching import LETTER, TEXTS, Way
from kvit.dunning import channels, mails, posting, procedures, proposals, records, situation, suppressions
from kvit.dunning.models import Reminded, Reminder
from kvit.dunning.situation import Situation
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.parties.models import Party

AUTOMATION = "remind"
log = logging.getLogger(__name__)


@dataclass
class Reminding:
    """What a day's run left: reminders sent, customers put before a person, those held back, those refused."""

    sent: list[Reminder] = field(default_factory=list)
    proposed: list[Party] = field(default_factory=list)
    held: list[Party] = field(default_factory=list)
    refused: list[tuple[Party, Refused]] = field(default_factory=list)
    stopped: list[tuple[OpenItem, Step]] = field(default_factory=list)


def run(company: Company, *, on: date, at: datetime | None = None) -> Reminding:
    """All that is due on the day. With a moment, it waits for the hours of the procedure where the customer is.

    Running it twice changes nothing. One customer who is refused stops no other.
    """
    by, ran = automation(AUTOMATION, company), Reminding()
    posting.review(company, by=by, on=on)
    found = situation.of(company)
    outcomes = list(judged(found, on=on))
    suppressions.note(company, found, outcomes, by=by, on=on)
    ran.held = [found.parties[one.debtor.key] for one in outcomes if one.held]
    ran.stopped = stopped(found, outcomes)
    due = [one for one in outcomes if one.steps]
    to_propose = [one for one in due if level_of(found, one) == SUGGEST]
    ran.proposed = proposals.put(company, found, to_propose, by=by, on=on)
    for outcome in due:
        if level_of(found, outcome) == AUTO and not _is_quiet(company, outcome, at=at):
            _send_by_itself(company, found.parties[outcome.debtor.key], ran, by=by, on=on)
    return ran


def judged(found: Situation, *, on: date) -> Iterator[Outcome]:
    """What each customer is told on the day and what is held back, those with nothing of either left out."""
    for debtor in found.debtors:
        outcome = dunning.outcome(debtor, on=on, bank_on=found.bank_on)
        if outcome.steps or outcome.held:
            yield outcome


def stopped(found: Situation, outcomes: Sequence[Outcome]) -> list[tuple[OpenItem, Step]]:
    """The documents that are held back, each with the step that names its reasons."""
    return [(found.items[step.owed.key], step) for one in outcomes for step in one.held]


def level_of(found: Situation, outcome: Outcome) -> str:
    """How far the message goes by itself: as far as the most careful of the procedures that it follows."""
    return found.level_of(step.owed.procedure.key for step in outcome.steps)


def send(company: Company, party: Party, *, by: Actor, on: date) -> Reminder:
    """Queue the one message for all that is due of the customer on the day; a letter waits for who posts it.

    Refuses `reminder.nothing` where nothing is due or all is held back, `reminder.quiet` where a telephone alone
    reaches them and may not ring now, and what the outbox refuses.
    """
    require(by, "reminder.send", company)
    prepare(company, party, on=on)
    with transaction.atomic():
        return send_prepared(company, party, by=by, on=on)


def prepare(company: Company, party: Party, *, on: date) -> None:
    """Have the pages set that the message will carry: before the transaction, for it takes a while."""
    mails.prepare(company, _due(company, party, on=on))


def send_prepared(company: Company, party: Party, *, by: Actor, on: date) -> Reminder:
    """As `send`, in the caller's transaction."""
    require(by, "reminder.send", company)
    found, outcome = _locked(company, party, on=on)
    way = channels.now(company, outcome, on=on)
    status = REMINDER.first if way.channel == LETTER else "sent"
    row = _kept(company, found, outcome, status=status, reason="", way=way, by=by, on=on)
    channels.queue(company, row, found, outcome, channel=way.channel, by=by, on=on)
    return row


@transaction.atomic
def skip(company: Company, party: Party, *, reason: str, by: Actor, on: date) -> Reminder:
    """Let what is due of the customer pass by without a word; the next levels come in their time.

    Refuses `reason.missing`, `reminder.nothing`.
    """
    require(by, "reminder.send", company)
    if not reason.strip():
        raise Refused("reason.missing")
    found, outcome = _locked(company, party, on=on)
    return _kept(company, found, outcome, status="skipped", reason=reason.strip()[:400], way=Way(), by=by, on=on)


def _send_by_itself(company: Company, party: Party, ran: Reminding, *, by: Actor, on: date) -> None:
    try:
        ran.sent.append(send(company, party, by=by, on=on))
    except Refused as refused:
        # somebody else was first, the money came, or it waits for its hours: that is no failure
        if refused.code not in ("reminder.nothing", "reminder.quiet"):
            log.warning("no reminder for %s: %s", party.public_id, refused.code)
            ran.refused.append((party, refused))


def _due(company: Company, party: Party, *, on: date) -> tuple[Situation, Sequence[Step]]:
    found = situation.of(company, party=party)
    return found, [step for outcome in judged(found, on=on) for step in outcome.steps]


def _locked(company: Company, party: Party, *, on: date) -> tuple[Situation, Outcome]:
    """What is due now, while nobody else writes to the customer or settles what they owe.

    Refuses `reminder.nothing`.
    """
    procedures.every(company)
    Party.objects.select_for_update(no_key=True).get(company=company, pk=party.pk)
    open_items.hold(company, open_items.of_customers(company).filter(party=party).exclude(balance=0))
    found = situation.of(company, party=party)
    for outcome in judged(found, on=on):
        if outcome.steps:
            return found, outcome
    raise Refused("reminder.nothing", customer=party.name)


def _kept(
    company: Company, found: Situation, outcome: Outcome, *, status: str, reason: str, way: Way, by: Actor, on: date
) -> Reminder:
    party = found.parties[outcome.debtor.key]
    row = Reminder.objects.create(
        company=company,
        party=party,
        status=status,
        tone=mails.tone_of(outcome),
        channel=way.channel,
        language=correspondence.language_of(company, party),
        reminded_on=on,
        reason=reason,
    )
    Reminded.objects.bulk_create(
        Reminded(
            company=company,
            reminder=row,
            item_id=step.owed.key,
            procedure_id=step.owed.procedure.key,
            position=step.level.position,
            days=step.level.days,
            balance=step.owed.balance.amount,
        )
        for step in outcome.steps
    )
    extra: dict[str, object] = {"reason": reason} if reason else {}
    extra |= {"habit": outcome.debtor.habit} if outcome.debtor.habit else {}
    extra |= {"channel": way.channel} if status != "skipped" else {}
    extra |= {"instead_of": way.instead_of, "why": way.why} if way.why else {}
    events.record(f"reminder.{status}", row, by=by, on=on, facts=records.facts_of(row) | extra)
    proposals.close(company, party, by=by, on=on)
    return row


def _is_quiet(company: Company, outcome: Outcome, *, at: datetime | None) -> bool:
    """Whether somebody's hours forbid it at the moment; without one, the day alone counts."""
    if at is None:
        return False
    there = {"country": outcome.debtor.country, "zone": company.zone}
    is_text = outcome.way.channel in TEXTS
    quiet = (dunning.is_quiet(step.owed.procedure, at, **there) for step in outcome.steps)
    return any(quiet) or (is_text and texting.is_quiet(at, **there))
