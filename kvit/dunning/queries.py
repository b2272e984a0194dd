"""Reading reminders: those sent or skipped, what one was about, what holds back, what was held back."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import F, Prefetch, Q, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.dunning.models import Pause, Reminded, Reminder, ReminderLetter, Suppression
from kvit.events import queries as events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.tables import Page, page


def listed(
    company: Company, *, party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[Reminder]:
    """A page of reminders with their documents, the newest first."""
    found = _whole(company)
    found = found.filter(party=party) if party is not None else found
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Reminder:
    """The reminder of that id. Refuses `reminder.unknown`."""
    row = _whole(company).filter(public_id=public_id).first()
    if row is None:
        raise Refused("reminder.unknown", reminder=public_id[:60])
    return row


def why_by_mail(company: Company, rows: Sequence[Reminder]) -> dict[int, str]:
    """Of reminders that went by another channel than their level asks for: the reason, by the reminder's key."""
    told = events.of_subjects(company, [("reminder", row.pk) for row in rows])
    return {one.subject_id: str(one.facts["why"]) for one in told if one.facts.get("why")}


def letter(company: Company, public_id: str) -> Reminder:
    """The reminder of that id that goes by post. Refuses `reminder.unknown`, `reminder.no_letter`."""
    row = find(company, public_id)
    if not ReminderLetter.objects.filter(company=company, reminder=row).exists():
        raise Refused("reminder.no_letter", reminder=public_id[:60])
    return row


def letters_to_post(company: Company) -> list[Reminder]:
    """The letters that wait for somebody who prints and posts them, the oldest first."""
    return list(_whole(company).filter(status="prepared").order_by("pk"))


def posted_letters(company: Company, party: Party) -> list[Reminder]:
    """The customer's reminders that somebody posted, the oldest first."""
    return list(_whole(company).filter(party=party, channel="letter", status="sent").order_by("pk"))


def to_post(company: Company, items: Iterable[OpenItem]) -> set[int]:
    """The keys of those about which a letter waits to be posted."""
    rows = Reminded.objects.filter(company=company, item__in=[item.pk for item in items], reminder__status="prepared")
    return set(rows.values_list("item_id", flat=True))


def of_items(company: Company, items: Iterable[OpenItem]) -> list[Reminded]:
    """What was told of these documents, the oldest first."""
    rows = Reminded.objects.filter(company=company, item__in=[item.pk for item in items])
    return list(rows.select_related("reminder", "item").order_by("pk"))


def reminded_until(company: Company, day: date) -> bool:
    """Whether anything that is still open was reminded of by the day."""
    rows = Reminded.objects.filter(company=company, item__balance__gt=0, reminder__reminded_on__lte=day)
    return rows.exists()


def reminded_late(company: Company, items: Iterable[OpenItem], *, on: date) -> set[int]:
    """The keys of those of which a reminder was sent after their due day, up to the day; not of one skipped."""
    rows = Reminded.objects.filter(company=company, item__in=[item.pk for item in items], reminder__status="sent")
    rows = rows.filter(reminder__reminded_on__gt=F("item__due_on"), reminder__reminded_on__lte=on)
    return set(rows.values_list("item_id", flat=True))


def held_of_items(company: Company, items: Iterable[OpenItem]) -> list[Suppression]:
    """Why what was due about these documents was held back, the oldest first."""
    rows = Suppression.objects.filter(company=company, item__in=[item.pk for item in items])
    return list(rows.select_related("item").order_by("pk"))


def find_pause(company: Company, public_id: str) -> Pause:
    """The pause of that id, ended or not. Refuses `pause.unknown`."""
    row = Pause.objects.filter(company=company, public_id=public_id).select_related("party", "item").first()
    if row is None:
        raise Refused("pause.unknown", pause=public_id[:60])
    return row


def pauses_of(company: Company, party: Party) -> list[Pause]:
    """What holds the customer's reminders back because somebody said so, the oldest first; no promise that is over."""
    rows = Pause.objects.filter(company=company, party=party, ended_on=None, outcome=None)
    return list(rows.select_related("item", "made_by").order_by("pk"))


def paused(company: Company, items: Sequence[OpenItem], *, on: date) -> set[int]:
    """The keys of those that rest on the day because somebody said so, of the document or of its whole customer."""
    rows = Pause.objects.filter(company=company, ended_on=None, party__in={item.party_id for item in items})
    rows = rows.filter(Q(until=None) | Q(until__gte=on))
    resting = set(rows.values_list("party_id", "item_id"))
    return {item.pk for item in items if {(item.party_id, None), (item.party_id, item.pk)} & resting}


def every_pause_of(company: Company, party: Party) -> list[Pause]:
    """The customer's pauses, those that ended too, the oldest first."""
    return list(Pause.objects.filter(company=company, party=party).order_by("pk"))


def item_numbered(company: Company, party: Party, number: str) -> OpenItem:
    """What the customer still owes of the document of that number, or of that id. Refuses `open_item.unknown`."""
    owed = open_items.owed(company, party=party)
    item = owed.filter(public_id=number).first() or owed.filter(document_number=number).first()
    if item is None:
        raise Refused("open_item.unknown")
    return item


def balances_told(company: Company, reminder_id: int) -> dict[int, Decimal]:
    """What the reminder said is owed of each document, by its item's key."""
    rows = Reminded.objects.filter(company=company, reminder_id=reminder_id)
    return dict(rows.values_list("item_id", "balance"))


def _whole(company: Company) -> QuerySet[Reminder]:
    parts = Prefetch("parts", Reminded.objects.select_related("item").order_by("pk"))
    return Reminder.objects.filter(company=company).select_related("party").prefetch_related(parts)
