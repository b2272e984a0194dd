"""What we tell all suppliers in the portal: what they read now or will, another one, one withdrawn."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.messages import announcements
from kvit.messages.announcements import MOST, Said
from kvit.web.current import Request
from kvit.web.fields import DayField
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell


class AnnouncementForm(Form):
    """What is said, and on which days."""

    title = forms.CharField(label=lazy("Title"), max_length=MOST["title"])
    text = forms.CharField(label=lazy("Text"), max_length=MOST["text"], widget=forms.Textarea(attrs={"rows": 4}))
    from_on = DayField(label=lazy("From"))
    until_on = DayField(label=lazy("To"))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """What suppliers read now or will read; another one is written below."""
    require(request.actor, "supplier.view", request.company)
    typed = AnnouncementForm(request.POST or None, today=request.today, initial={"from_on": request.today})
    may = allowed(request.actor, "portal.announce", request.company)
    if request.method == "POST" and typed.is_valid():
        try:
            said = Said(**typed.cleaned_data)
            announcements.publish(request.company, said, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Suppliers read it in the portal"), icon="check")
            return redirect("settings_announcements")
    word = pgettext("announcement", "Withdraw")
    rows = [
        {
            "name": row.title,
            "cells": [{"text": row.title, "sub": row.text}, {"on": row.from_on}, {"on": row.until_on}],
            "acts": [{"href": reverse("announcement_withdraw", args=[row.public_id]), "word": word}] if may else [],
        }
        for row in announcements.live(request.company, on=request.today)
    ]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings"))],
        "subtitle": _("Every supplier with a link reads it, in the words that you write here."),
        "empty": {"title": _("Nothing is announced"), "text": _("Say when you are closed, or how invoices must look.")},
        "add": typed if may else None,
        "add_in_one": True,
        "add_word": _("Announce"),
    }
    heads = [Head(_("Announcement")), Head(_("From")), Head(_("To"))]
    status = 422 if typed.is_bound else 200
    return listing(request, _("Announcements"), heads=heads, rows=rows, status=status, **more)


@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Nobody reads it any more."""
    announcements.withdraw(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("Withdrawn"), icon="check")
    return redirect("settings_announcements")
