"""Reminders that go by post: the letters that wait, each to be printed, posted and ticked, or withdrawn."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.dunning import letter_pages, posting, queries
from kvit.dunning.models import Reminder
from kvit.web import downloads, reminders
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.toasts import tell


class WithdrawForm(Form):
    """Why a letter is not posted."""

    reason = forms.CharField(label=lazy("Why"), max_length=400)


@require_GET
def index(request: Request) -> HttpResponse:
    """The letters that wait for who posts them, the oldest first."""
    require(request.actor, "reminder.view", request.company)
    shown = {
        "title": _("Letters to post"),
        "crumbs": [(_("Reminders"), reverse("reminders"))],
        "rows": [_row(row) for row in queries.letters_to_post(request.company)],
        "may_send": allowed(request.actor, "reminder.send", request.company),
    }
    return render(request, "web/reminder_letters.html", shown)


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The letter to print, the same bytes for ever."""
    require(request.actor, "reminder.view", request.company)
    row = queries.letter(request.company, public_id)
    content = letter_pages.pdf(request.company, row)
    return downloads.answer(content, name=letter_pages.file_name(row), media_type="application/pdf")


@require_POST
def posted(request: Request, public_id: str) -> HttpResponse:
    """Somebody put it into the post today."""
    row = queries.letter(request.company, public_id)
    posting.posted(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Posted: %(name)s") % {"name": row.party.name}, icon="send")
    return redirect("reminder_letters")


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """It is not posted, for a reason."""
    require(request.actor, "reminder.send", request.company)
    row = queries.letter(request.company, public_id)
    typed = WithdrawForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            posting.withdraw(
                request.company, row, reason=typed.cleaned_data["reason"], by=request.actor, on=request.today
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Not posted: %(name)s") % {"name": row.party.name}, icon="right")
            return redirect("reminder_letters")
    shown = {
        "title": _("Withdraw the letter to %(name)s") % {"name": row.party.name},
        "crumbs": [(_("Reminders"), reverse("reminders")), (_("Letters to post"), reverse("reminder_letters"))],
        "form": typed,
        "button": _("Withdraw"),
        "cancel_href": reverse("reminder_letters"),
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def _row(row: Reminder) -> dict[str, Any]:
    return {"id": row.public_id, **reminders.sent_row(row)}
