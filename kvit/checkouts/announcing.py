"""Telling a customer of a charge before it is made: by whom they know of it, since when, and whom else to tell."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from kvit.checkouts.models import SavedCharge
from kvit.events.models import Event
from kvit.messages import queries as messages
from kvit.messages.models import Message
from kvit.parties import correspondence
from kvit.parties import queries as parties

KIND = "charge_announced"
ARRIVED = ("sent", "kept")
NOT_ARRIVED = ("failed", "bounced")


def told_on(row: SavedCharge) -> date | None:
    """The day on which the first mail left that told of it and did not come back; None while there is none.

    One of which nobody knows whether it arrived tells nobody, until a person says that it did.
    """
    arrived = [one.pk for one in _mails(row) if one.status in ARRIVED]
    queued = Event.objects.filter(
        company_id=row.company_id, name="message.queued", subject_kind="message", subject_id__in=arrived
    )
    sent_at = {one.pk: one.sent_at for one in _mails(row)}
    last: dict[int, date] = {}
    for event in queued:  # sent again it tells them again
        day = left_on(event, sent_at[event.subject_id], zone=row.company.zone)
        last[event.subject_id] = max(day, last.get(event.subject_id, day))
    return min(last.values(), default=None)


def left_on(queued: Event, sent_at: datetime | None, *, zone: str) -> date:
    """The day on which a mail left: as many days after the one on which it was written as it waited to be sent."""
    return queued.acted_on + (_day(sent_at or queued.at, zone) - _day(queued.at, zone))


def written_on(planned: Event, *, zone: str) -> date:
    """The day on which what follows from the event is written now, as many days after it as the work waited."""
    return planned.acted_on + (_day(timezone.now(), zone) - _day(planned.at, zone))


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def another(row: SavedCharge) -> list[tuple[str, str]]:
    """Where every mail that told of it failed or came back, whom of the customer's to tell instead: first who gets
    their documents, then one of the other people there. Nobody while one of the mails may have arrived."""
    mails = _mails(row)
    if row.status != "planned" or not mails or any(one.status not in NOT_ARRIVED for one in mails):
        return []
    tried = {one.to_address.lower() for one in mails}
    people = [(one.email, one.name) for one in parties.contacts(row.company, row.saved.party)]
    for some in (correspondence.mailboxes(row.company, row.saved.party), people):
        if left := _untried(some, tried):
            return left if some is not people else left[:1]
    return []


def tried(row: SavedCharge) -> int:
    """How many mails told of it."""
    return len(_mails(row))


def _untried(people: Iterable[tuple[str, str]], tried: set[str]) -> list[tuple[str, str]]:
    return [(address, name) for address, name in people if address and address.lower() not in tried]


def _mails(row: SavedCharge) -> list[Message]:
    found = messages.about(row.company, "saved_charge", id=row.pk)
    return [one for one in found if one.kind == KIND]
