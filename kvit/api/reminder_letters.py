"""Reminders that go by post: what waits to be printed, its page, posted or withdrawn."""

from django.http import HttpResponse
from ninja import Router

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.reminders import ReminderShown
from kvit.api.values import Given, GivenDay, ReasonGiven
from kvit.companies.permissions import require
from kvit.dunning import letter_pages, outside, posting, queries

router = Router()


class PostedGiven(Given):
    """On which day the letter was put into the post; today where none is told."""

    on: GivenDay | None = None


@reads(router, "/reminder_letters", gives=lists.Listed[ReminderShown])
def letters(request: Asking) -> object:
    """The letters that wait to be printed and posted, the oldest first."""
    require(request.actor, "reminder.view", request.company)
    return lists.of_all([outside.reminder(row) for row in queries.letters_to_post(request.company)])


@reads(router, "/reminders/{id}/letter", media_type="application/pdf")
def letter(request: Asking, id: str) -> HttpResponse:
    """The page of a reminder that goes by post, the same bytes for ever."""
    require(request.actor, "reminder.view", request.company)
    row = queries.letter(request.company, id)
    content = letter_pages.pdf(request.company, row)
    return files.answer(content, name=letter_pages.file_name(row), media_type="application/pdf")


@changes(router, "/reminders/{id}/posted", gives=ReminderShown)
def posted(request: Asking, id: str, *, given: PostedGiven) -> object:
    """The letter was posted: from that day it counts as sent."""
    found = queries.letter(request.company, id)
    posting.posted(request.company, found, day=given.on, by=request.actor, on=request.today)
    return outside.reminder(queries.find(request.company, id))


@changes(router, "/reminders/{id}/withdraw", gives=ReminderShown)
def withdraw(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """The letter is not posted: its levels come again when they may."""
    found = queries.letter(request.company, id)
    posting.withdraw(request.company, found, reason=given.reason, by=request.actor, on=request.today)
    return outside.reminder(queries.find(request.company, id))
