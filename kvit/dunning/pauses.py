"""What holds reminders back because somebody said so: a hold, a promise with its day, a colleague who took over."""

from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core.dunning import HOLD, PROMISE, TAKEN_OVER
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.dunning import proposals
from kvit.dunning.models import Pause
from kvit.events import events
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party


def hold(
    company: Company,
    party: Party,
    *,
    item: OpenItem | None = None,
    until: date | None = None,
    reason: str,
    by: Actor,
    on: date,
) -> Pause:
    """Send nothing about the customer, or this document, until the day, which counts, or until it is ended.

    Refuses `reason.missing`, `pause.past`.
    """
    if not reason.strip():
        raise Refused("reason.missing")
    return _begun(Pause(company=company, party=party, item=item, kind=HOLD, until=until, reason=reason), by=by, on=on)


def promise(
    company: Company,
    party: Party,
    *,
    item: OpenItem | None = None,
    until: date,
    reason: str = "",
    by: Actor,
    on: date,
) -> Pause:
    """The customer says that they pay by the day: it counts, and if nothing came the reminders go on after it.

    Refuses `pause.past`.
    """
    row = Pause(company=company, party=party, item=item, kind=PROMISE, until=until, reason=reason)
    return _begun(row, by=by, on=on)


def take_over(company: Company, party: Party, *, by: Actor, on: date) -> Pause:
    """Somebody looks after what the customer owes themselves: nothing is sent until they end it."""
    return _begun(Pause(company=company, party=party, kind=TAKEN_OVER, reason=by.name), by=by, on=on)


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
def _begun(row: Pause, *, by: Actor, on: date) -> Pause:
    company, item = row.company, row.item
    require(by, "reminder.pause", company)
    if row.until is not None and row.until < on:
        raise Refused("pause.past", until=row.until.isoformat(), field="until")
    if item is not None and item.party_id != row.party_id:
        raise Refused("open_item.unknown")
    row.since, row.reason, row.made_by_id = on, row.reason.strip()[:400], person_behind(by)
    row.save(force_insert=True)
    events.record("pause.begun", row, by=by, on=on, facts=_facts(row))
    if item is None:
        proposals.close(company, row.party, by=by, on=on)
    return row


def _facts(row: Pause) -> dict[str, object]:
    facts: dict[str, object] = {"kind": row.kind, "customer": row.party.name, "party": row.party.public_id}
    if row.item is not None:
        facts["number"] = row.item.document_number
    if row.until is not None:
        facts["until"] = row.until.isoformat()
    return facts | ({"reason": row.reason} if row.reason else {})
