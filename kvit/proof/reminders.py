"""Invariants of reminders: each that was sent is in the outbox and was told; levels come in order, never of nothing."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Concat

from kvit.companies.models import Company
from kvit.dunning.models import (
    Digest,
    DigestLine,
    PromiseOutcome,
    Reminded,
    Reminder,
    ReminderLetter,
    RoundRow,
)
from kvit.events.models import Event
from kvit.messages.models import Message, Text

Found = tuple[int, Iterable[str]]
SENT = ("sent", "prepared", "withdrawn")
"""What became of a reminder that somebody sent: a letter waits to be posted, and may be withdrawn."""


def in_the_outbox(company: Company) -> Found:
    """Each reminder that was sent has a mail, a text or a letter; one that was skipped or not posted has none."""
    mails = Message.objects.filter(company=company, about_kind="reminder", about_id=OuterRef("pk"))
    texts = Text.objects.filter(company=company, about_kind="reminder", about_id=OuterRef("pk"))
    rows = Reminder.objects.filter(company=company).annotate(has_mail=Exists(mails) | Exists(texts))
    unsent = rows.filter(status="sent", has_mail=False).exclude(channel="letter")
    broken = unsent | rows.exclude(status="sent").filter(has_mail=True)
    return rows.count(), broken.values_list("public_id", flat=True)


def told(company: Company) -> Found:
    """Each reminder has the event of its status."""
    name = Concat(Value("reminder."), OuterRef("status"))
    events = Event.objects.filter(company_id=company.pk, subject_kind="reminder", subject_id=OuterRef("pk"), name=name)
    rows = Reminder.objects.filter(company=company)
    return rows.count(), rows.filter(~Exists(events)).values_list("public_id", flat=True)


def in_order(company: Company) -> Found:
    """No level of a document went before a lower one, and none while nothing was owed."""
    rows = Reminded.objects.filter(company=company, is_free=False)
    earlier = rows.filter(item=OuterRef("item"), position__gt=OuterRef("position"), pk__lt=OuterRef("pk"))
    broken = rows.filter(Exists(earlier)) | rows.filter(balance__lte=0)
    return rows.count(), broken.values_list("item__document_number", flat=True)


def of_rounds(company: Company) -> Found:
    """What a round sent is a reminder to that very customer; one that is over left nobody waiting."""
    rows = RoundRow.objects.filter(company=company)
    others = rows.filter(status="sent").exclude(reminder__party=F("party"), reminder__status__in=SENT)
    broken = others | rows.filter(status="waiting", round__status="finished")
    return rows.count(), broken.values_list("round__public_id", flat=True)


def posted(company: Company) -> Found:
    """Each letter kept what it prints, and its levels are free if it was withdrawn, and only then."""
    rows = Reminder.objects.filter(company=company).exclude(status="skipped")
    letters = ReminderLetter.objects.filter(company=company, reminder=OuterRef("pk"))
    free = Reminded.objects.filter(company=company, reminder=OuterRef("pk"), is_free=True)
    taken = Reminded.objects.filter(company=company, reminder=OuterRef("pk"), is_free=False)
    broken = rows.filter(~Exists(letters), channel="letter") | rows.filter(Exists(taken), status="withdrawn")
    broken |= rows.filter(Exists(free)).exclude(status="withdrawn")
    return rows.count(), broken.values_list("public_id", flat=True)


def told_of(company: Company) -> Found:
    """Each digest has its mail, and tells of reminders that were sent."""
    mails = Message.objects.filter(company=company, about_kind="reminder_digest", about_id=OuterRef("pk"))
    lines = DigestLine.objects.filter(company=company, digest=OuterRef("pk"))
    unsent = lines.exclude(reminder__status="sent")
    rows = Digest.objects.filter(company=company)
    broken = rows.filter(~Exists(mails) | ~Exists(lines) | Exists(unsent))
    return rows.count(), (one.isoformat() for one in broken.values_list("told_on", flat=True))


def promises(company: Company) -> Found:
    """What became of a promise was said of a promise, after its day, and told by the one event of it."""
    name = Concat(Value("promise."), OuterRef("outcome"))
    said = Event.objects.filter(company_id=company.pk, subject_kind="pause", subject_id=OuterRef("pause_id"))
    rows = PromiseOutcome.objects.filter(company=company)
    other = said.filter(name__in=["promise.kept", "promise.broken"]).exclude(name=name)
    broken = rows.filter(~Exists(said.filter(name=name))) | rows.filter(Exists(other))
    broken = broken | rows.exclude(pause__kind="promise") | rows.filter(said_on__lte=F("pause__until"))
    return rows.count(), broken.values_list("pause__public_id", flat=True)


INVARIANTS = [
    ("I22", "Levels of a document are reminded in their order, each once, and never of nothing.", in_order),
    ("I22a", "Each reminder that was sent is in the outbox; one that was skipped is not.", in_the_outbox),
    ("I73", "What became of a promise was said after its day, once, and told by its event.", promises),
    ("I22b", "Each reminder was told by its event.", told),
    ("I75", "What a round sent is a reminder to its customer; a round that is over left nobody waiting.", of_rounds),
    ("I71", "Each letter of a reminder kept what it prints; its levels are free if it was withdrawn.", posted),
    ("I72", "Each digest of reminders has its mail, and tells of such as were sent.", told_of),
]
