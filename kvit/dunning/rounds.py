"""Rounds: all that is proposed, sent in one act, customer by customer, with what became of each.

Each customer is a transaction of its own, as if a person sent them one by one: the key (document, level) lets each
level go once, and a worker that is killed between two of them leaves the rest to the next (`docs/rules/reminders.md`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import again, automation, require
from kvit.core import reminder_round_lifecycle as lives
from kvit.core.dunning import Step
from kvit.core.errors import Refused
from kvit.core.lifecycle import after
from kvit.core.permissions import SYSTEM, Actor
from kvit.dunning import campaigns, situation
from kvit.dunning.campaigns import Reminding
from kvit.dunning.models import ReminderRound, RoundRow
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.tables import Page, page

PIECE, MOST_KEY = 20, 60
NOTHING = "reminder.nothing"


@dataclass(frozen=True)
class Counts:
    """How many customers wait, were sent to, needed nothing any more, failed; and how many documents were held back."""

    waiting: int = 0
    sent: int = 0
    passed: int = 0
    failed: int = 0
    held: int = 0


@transaction.atomic
def begin(
    company: Company, *, customers: Sequence[str] | None = None, key: str = "", by: Actor, on: date
) -> ReminderRound:
    """Let the worker send what is due on the day to every customer, or to those of these ids.

    Asked again with its key, it is the round that began: a click that comes twice sends nothing twice.
    Refuses `reminder_round.running`, `reminder_round.nothing`, `customer.unknown`.
    """
    require(by, "reminder.send", company)
    found = situation.of(company)
    outcomes = list(campaigns.judged(found, on=on))
    parties = [found.parties[one.debtor.key] for one in outcomes if one.steps]
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    known = ReminderRound.objects.filter(company=company)
    if key and (row := known.filter(key=key[:MOST_KEY]).first()):
        return row
    if known.filter(status=lives.RUNNING).exists():
        raise Refused("reminder_round.running")
    if customers is not None:
        parties = _named(company, customers)
    if not parties:
        raise Refused("reminder_round.nothing")
    row = _made(company, key=key, by=by, on=on)
    RoundRow.objects.bulk_create(RoundRow(company=company, round=row, party=party) for party in parties)
    _keep_held(row, campaigns.stopped(found, outcomes))
    events.record("reminder_round.begun", row, by=by, on=on, facts={"customers": len(parties)})
    return row


def run(company: Company, *, on: date, at: datetime | None = None) -> Reminding:
    """The day's run, as `campaigns.run`; where it sent or failed to, it is a round on record."""
    ran = campaigns.run(company, on=on, at=at)
    if ran.sent or ran.refused:
        _keep(company, ran, on=on)
    return ran


def go_on(event: Event) -> Callable[[], None] | None:
    """The next customers of the round, each sent by itself; then the rest is put to work, or the round is over."""
    row = ReminderRound.objects.select_related("company").get(pk=event.subject_id, company_id=event.company_id or 0)
    if row.status != lives.RUNNING:
        return None
    try:
        by = again(row.company, kind=row.actor_kind, id=row.actor_id)
    except Refused as refused:
        return partial(_give_up, row, refused)
    piece = list(row.rows.filter(status="waiting").order_by("id").select_related("party")[:PIECE])
    for one in piece:
        _send(row, one, by=by)
    return partial(_finish_or_go_on, row, by=by)


def give_up(event: Event) -> Callable[[], None] | None:
    """What follows when the work of a round was given up: who still waits failed, and the next round may begin."""
    if not str(event.facts.get("event", "")).startswith("reminder_round."):
        return None
    row = ReminderRound.objects.filter(pk=event.facts["about_id"], status=lives.RUNNING).first()
    return partial(_give_up, row, Refused("reminder_round.given_up")) if row is not None else None


def find(company: Company, public_id: str) -> ReminderRound:
    """The round of that id. Refuses `reminder_round.unknown`."""
    row = ReminderRound.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("reminder_round.unknown", round=public_id[:60])
    return row


def listed(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[ReminderRound]:
    """A page of rounds, the newest first."""
    return page(ReminderRound.objects.filter(company=company), "-id", size=size, after=after, before=before)


def outcomes(row: ReminderRound, *, size: int = 25, after: str = "", before: str = "") -> Page[RoundRow]:
    """A page of what became of each customer and each held document of the round."""
    found = row.rows.select_related("party", "item", "reminder")
    return page(found, "id", size=size, after=after, before=before)


def counts(rows: Sequence[ReminderRound]) -> dict[int, Counts]:
    """How far each of the rounds has come, by its key."""
    told: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    found = RoundRow.objects.filter(round__in=rows).order_by().values("round_id", "status").annotate(n=Count("pk"))
    for one in found:
        told[one["round_id"]][one["status"]] = one["n"]
    return {key: Counts(**mine) for key, mine in told.items()}


def _send(row: ReminderRound, one: RoundRow, *, by: Actor) -> None:
    """Send to one customer and keep it, both or neither; a round row that another worker took is left to it."""
    try:
        campaigns.prepare(row.company, one.party, on=row.reminded_on)
        with transaction.atomic():
            mine = RoundRow.objects.select_for_update().filter(pk=one.pk, status="waiting").first()
            if mine is None:
                return
            mine.reminder = campaigns.send_prepared(row.company, one.party, by=by, on=row.reminded_on)
            mine.status = "sent"
            mine.save(update_fields=["reminder", "status"])
    except Refused as refused:
        status = "passed" if refused.code == NOTHING else "failed"
        facts = {name: fact for name, fact in refused.facts.items() if isinstance(fact, str | int | list)}
        rows = RoundRow.objects.filter(pk=one.pk, status="waiting")
        rows.update(status=status, code=refused.code, facts=facts)


def _give_up(row: ReminderRound, refused: Refused) -> None:
    """The rest is not sent: nobody is left in whose name it would go, or what sends it broke down."""
    row.rows.filter(status="waiting").update(status="failed", code=refused.code)
    _finish_or_go_on(row, by=SYSTEM)


@transaction.atomic
def _finish_or_go_on(row: ReminderRound, *, by: Actor) -> None:
    row = ReminderRound.objects.select_for_update().get(pk=row.pk)
    if row.status != lives.RUNNING:
        return
    if row.rows.filter(status="waiting").exists():
        events.record("reminder_round.went_on", row, by=by, on=row.reminded_on)
        return
    row.status = after(lives.REMINDER_ROUND, row.status, "finish")
    row.ended_at = timezone.now()
    row.save(update_fields=["status", "ended_at"])
    _tell_finished(row, by=by)


def _tell_finished(row: ReminderRound, *, by: Actor) -> None:
    told = counts([row])[row.pk]
    facts = {"sent": told.sent, "passed": told.passed, "failed": told.failed, "held": told.held}
    events.record("reminder_round.finished", row, by=by, on=row.reminded_on, facts=facts)


@transaction.atomic
def _keep(company: Company, ran: Reminding, *, on: date) -> None:
    by = automation(campaigns.AUTOMATION, company)
    row = _made(company, key="", by=by, on=on, status="finished")
    sent = [RoundRow(company=company, round=row, party=one.party, reminder=one, status="sent") for one in ran.sent]
    failed = [
        RoundRow(company=company, round=row, party=party, status="failed", code=refused.code, facts=refused.facts)
        for party, refused in ran.refused
    ]
    RoundRow.objects.bulk_create([*sent, *failed])
    _keep_held(row, ran.stopped)
    _tell_finished(row, by=by)


def _keep_held(row: ReminderRound, stopped: Sequence[tuple[OpenItem, Step]]) -> None:
    RoundRow.objects.bulk_create(
        RoundRow(
            company_id=row.company_id,
            round=row,
            party_id=item.party_id,
            item=item,
            status="held",
            facts={"reasons": [{"reason": brake.reason, "facts": dict(brake.facts)} for brake in step.brakes]},
        )
        for item, step in stopped
    )


def _made(company: Company, *, key: str, by: Actor, on: date, status: str = lives.RUNNING) -> ReminderRound:
    return ReminderRound.objects.create(
        company=company,
        key=key[:MOST_KEY],
        status=status,
        reminded_on=on,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
        ended_at=None if status == lives.RUNNING else timezone.now(),
    )


def _named(company: Company, customers: Sequence[str]) -> list[Party]:
    """The customers of these ids, in the order of the ids."""
    wanted = list(dict.fromkeys(customers))
    rows = Party.objects.filter(company=company, is_customer=True, public_id__in=wanted)
    found = {party.public_id: party for party in rows}
    for name in wanted:
        if name not in found:
            raise Refused("customer.unknown", customer=name[:60])
    return [found[name] for name in wanted]
