"""What holds reminders back because somebody said so: a hold, a promise with its day, a colleague who took over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from kvit.companies.models import Company, User
from kvit.companies.permissions import allowed, automation, person_behind, require
from kvit.core.dunning import HOLD, PROMISE, TAKEN_OVER
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.dunning import proposals
from kvit.dunning.models import Pause
from kvit.events import events
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party

KINDS = (HOLD, PROMISE, TAKEN_OVER)
MOST_PROMISED = timedelta(days=21)
"""So far ahead a customer can promise in the portal; a colleague may agree on any day."""
BETWEEN_PROMISES = timedelta(days=30)
"""So long after a promise of theirs a customer cannot make another one: it would hold reminders back for ever."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A pause as somebody asks for it: for the customer, or for one document of theirs."""

    kind: str
    item: OpenItem | None = None
    until: date | None = None
    reason: str = ""


def begin(company: Company, party: Party, asked: Asked, *, by: Actor, on: date) -> Pause:
    """Send nothing from today until the day, which counts, or until it is ended.

    A hold says why. A promise says until when the customer pays; if nothing came, the reminders go on after it. Who
    takes over looks after it themselves. Refuses `field.bad_value` for another kind, `reason.missing`,
    `field.missing` for a promise without a day, `pause.past`.
    """
    if asked.kind not in KINDS:
        raise Refused("field.bad_value", field="kind", value=asked.kind[:20], wanted=", ".join(KINDS))
    if asked.kind == HOLD and not asked.reason.strip():
        raise Refused("reason.missing")
    if asked.kind == PROMISE and asked.until is None:
        raise Refused("field.missing", field="until")
    reason = _name(by) if asked.kind == TAKEN_OVER else asked.reason
    row = Pause(company=company, party=party, item=asked.item, kind=asked.kind, until=asked.until, reason=reason)
    require(by, "reminder.pause", company)
    return _begun(row, by=by, on=on)


@transaction.atomic
def promise(company: Company, party: Party, *, until: date, by: Actor, on: date) -> Pause:
    """A customer says by which day they pay; reminders wait until then, and go on after it.

    Refuses `promise.bad_day`, and `promise.again` within a month of the last one: two clicks are one promise.
    """
    require(by, "promise.make", company)
    if not on <= until <= on + MOST_PROMISED:
        raise Refused("promise.bad_day", until=(on + MOST_PROMISED).isoformat(), field="until")
    Party.objects.select_for_update(no_key=True).get(company=company, pk=party.pk)
    theirs = Pause.objects.filter(company=company, party=party, kind=PROMISE, made_by=None)
    if theirs.filter(since__gt=on - BETWEEN_PROMISES).exists():
        raise Refused("promise.again")
    return _begun(Pause(company=company, party=party, kind=PROMISE, until=until), by=by, on=on)


@transaction.atomic
def end(company: Company, pause: Pause, *, by: Actor, on: date) -> Pause:
    """From now on it holds nothing back. Refuses `pause.unknown` once it was ended."""
    require(by, "reminder.pause", company)
    row = Pause.objects.select_for_update(of=("self",)).filter(company=company, pk=pause.pk, ended_on=None).first()
    if row is None:
        raise Refused("pause.unknown", pause=pause.public_id)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    events.record("pause.ended", row, by=by, on=on, facts=_facts(row))
    return row


@transaction.atomic
def give_back(company: Company, party: Party, *, by: Actor, on: date) -> list[Pause]:
    """Whoever took the customer over looks after them no more: reminders go on. Refuses `pause.not_taken_over`."""
    require(by, "reminder.pause", company)
    Party.objects.select_for_update(no_key=True).get(company=company, pk=party.pk)
    taken = Pause.objects.filter(company=company, party=party, kind=TAKEN_OVER, ended_on=None).order_by("pk")
    given = [end(company, row, by=by, on=on) for row in taken]
    if not given:
        raise Refused("pause.not_taken_over", customer=party.name)
    return given


@transaction.atomic
def _begun(row: Pause, *, by: Actor, on: date) -> Pause:
    company, item = row.company, row.item
    if row.until is not None and row.until < on:
        raise Refused("pause.past", until=row.until.isoformat(), field="until")
    if item is not None and item.party_id != row.party_id:
        raise Refused("open_item.unknown")
    row.since, row.reason, row.made_by_id = on, row.reason.strip()[:400], person_behind(by)
    row.save(force_insert=True)
    events.record("pause.begun", row, by=by, on=on, facts=_facts(row))
    if item is None:
        works = allowed(by, "task.work", company)
        proposals.close(company, row.party, by=by if works else automation("remind", company), on=on)
    return row


def _name(by: Actor) -> str:
    """Who takes over, by the name of the person, also where a key acts for them."""
    person = person_behind(by)
    return str(User.objects.get(pk=person)) if person is not None else by.name


def _facts(row: Pause) -> dict[str, object]:
    facts: dict[str, object] = {"kind": row.kind, "customer": row.party.name, "party": row.party.public_id}
    if row.item is not None:
        facts["number"] = row.item.document_number
    if row.until is not None:
        facts["until"] = row.until.isoformat()
    return facts | ({"reason": row.reason} if row.reason else {})
