"""Notes: what a person writes about anything of the company."""

from datetime import date

from django.db import models, transaction
from django.utils import timezone

from kvit.companies.models import ApiKey, Company, User
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.tasks.models import Note

LONGEST = 4000


@transaction.atomic
def write(company: Company, subject: models.Model, *, text: str, by: Actor, on: date) -> Note:
    """Keep the note under the name of whoever acts. Refuses `note.empty`, `note.too_long`, `note.no_author`."""
    require(by, "task.work", company)
    assert getattr(subject, "company_id", None) == company.pk, "a note is about something of the company"
    words = text.strip()
    if not words:
        raise Refused("note.empty")
    if len(words) > LONGEST:
        raise Refused("note.too_long", letters=len(words), most=LONGEST)
    kind = events.kind_of(subject)
    note = Note.objects.create(
        company=company,
        subject_kind=kind,
        subject_id=subject.pk,
        author=_author(by),
        text=words,
        at=timezone.now(),
    )
    facts: dict[str, object] = {"note": note.public_id}
    events.record("note.written", subject, by=by, on=on, facts=facts)
    return note


def _author(by: Actor) -> User:
    """The person behind the actor: never a name that somebody typed."""
    if by.kind == "user":
        return User.objects.get(pk=by.id)
    if by.kind == "api_key":
        return ApiKey.objects.select_related("user").get(pk=by.id).user
    raise Refused("note.no_author")
