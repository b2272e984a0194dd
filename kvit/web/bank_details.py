"""Accounts of suppliers: who asks for which, confirmed after a call, or refused."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods

from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.parties import bank_details
from kvit.web import lists, words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("requested", p_("bank account", "Waits for a call")),
    ("confirmed", p_("bank account", "Confirmed")),
    ("refused", p_("bank account", "Refused")),
    ("retired", p_("bank account", "Not used any more")),
)


class NoteForm(Form):
    """What a person did to be sure."""

    note = forms.CharField(
        label=lazy("Whom you called, at which number, and when"),
        help_text=lazy("A number that you had before, never one that stands on the bill or in a mail."),
        max_length=400,
    )


class WhyForm(Form):
    """Why nothing is paid to it any more."""

    note = forms.CharField(label=lazy("Why"), max_length=400)


@require_GET
def index(request: Request) -> HttpResponse:
    """The accounts of a state, the newest first."""
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = bank_details.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [Head(_("Supplier")), Head(_("IBAN")), Head(_("Asked on"), is_optional=True), Head(_("State"))]
    rows = [
        {
            "name": row.party.name,
            "href": reverse("bank_detail", args=[row.public_id]),
            "cells": [
                {"text": row.party.name},
                {"text": words.iban(row.iban)},
                {"on": row.requested_on},
                {"state": state(f"bank_detail_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No bank accounts of suppliers"),
        "text": _("An account that a bill names waits here until another person confirms it."),
    }
    more = {
        "views": lists.tabs(request, VIEWS, here=view),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
    }
    return listing(request, _("Suppliers' bank accounts"), heads=heads, rows=rows, **more)


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """One account: confirm it after a call, refuse it, or use it no more."""
    row = bank_details.find(request.company, public_id)
    typed = (WhyForm if row.status == "confirmed" else NoteForm)(request.POST or None)
    refused = ""
    if request.method == "POST" and typed.is_valid():
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        try:
            said = typed.cleaned_data["note"]
            if request.POST.get("act") == "refuse":
                bank_details.refuse(request.company, public_id, reason=said, **who)
            elif request.POST.get("act") == "retire":
                bank_details.retire(request.company, public_id, reason=said, **who)
            else:
                bank_details.confirm(request.company, public_id, note=said, **who)
        except Refused as refusal:
            refused = words.refusal(refusal)
        else:
            tell(request, _("Noted with your name"), icon="check")
            return redirect("bank_detail", public_id)
    told = {
        "row": row,
        "iban": words.iban(row.iban),
        "state": state(f"bank_detail_{row.status}"),
        "form": typed,
        "refused": refused,
        "can_retire": row.status == "confirmed" and allowed(request.actor, "bank_detail.request", request.company),
        "can_decide": row.status == "requested" and allowed(request.actor, "bank_detail.confirm", request.company),
    }
    return render(request, "web/bank_detail.html", told, status=422 if refused or typed.errors else 200)
