"""Mailboxes that suppliers and customers write to: added with a hidden password, tried, removed; and each mail."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.capture import mailboxes, queries
from kvit.capture.models import Mailbox, MailPart
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.payables import queries as bills
from kvit.web import downloads, words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import sentence

PURPOSES = {
    "bills": p_("mailbox", "Bills of suppliers"),
    "replies": p_("mailbox", "Answers of customers"),
}
VIEW, EDIT = "bill.view", "mailbox.edit"
FIELDS = {"mailbox.bad_port": "port", "mailbox.same_folder": "taken_folder", "mailbox.known": "folder"}


class MailboxForm(Form):
    """Where the mailbox is, and who opens it."""

    purpose = forms.ChoiceField(
        label=p_("mailbox", "What for"),
        choices=list(PURPOSES.items()),
        initial="bills",
        help_text=lazy("Answers: what we send names this address for replies."),
    )
    host = forms.CharField(label=lazy("IMAP server"), max_length=255, help_text=lazy("Like imap.example.com."))
    security = forms.ChoiceField(
        label=p_("mail server", "Encryption"), choices=[("tls", "TLS"), ("starttls", "STARTTLS")], initial="tls"
    )
    port = forms.CharField(
        label=lazy("Port"), required=False, max_length=5, help_text=lazy("Empty: 993 with TLS, 143 with STARTTLS.")
    )
    user = forms.CharField(label=lazy("User"), max_length=200, help_text=lazy("Mostly the address itself."))
    password = forms.CharField(
        label=lazy("Password"), max_length=1000, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    folder = forms.CharField(
        label=lazy("Folder"), max_length=200, initial="INBOX", help_text=lazy("Every mail in it is taken.")
    )
    taken_folder = forms.CharField(
        label=lazy("Move taken mails to"),
        required=False,
        max_length=200,
        help_text=lazy("Another folder. Empty: they stay, marked as read."),
    )

    def refuse(self, refused: Refused) -> None:
        self.add_error(FIELDS.get(refused.code), words.refusal(refused))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Every mailbox that is looked into; another one."""
    require(request.actor, VIEW, request.company)
    typed = MailboxForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            row = mailboxes.add(request.company, typed.cleaned_data, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Looked into from now on: %(name)s") % {"name": row.user}, icon="inbox")
            return redirect("settings_mailboxes")
    may = allowed(request.actor, EDIT, request.company)
    rows = [_row(row, may=may) for row in queries.mailboxes(request.company)]
    heads = [
        Head(_("Mailbox")),
        Head(pgettext("mailbox", "What for"), is_optional=True),
        Head(_("Folder"), is_optional=True),
        Head(_("Looked into")),
        Head(_("State")),
    ]
    empty = {
        "title": _("No mailbox is looked into yet"),
        "text": _("Every file of every mail is taken as if you had added it by hand. Who sent it proves nothing."),
    }
    more = {
        "empty": empty,
        "crumbs": [(_("Settings"), reverse("settings"))],
        "notices": _troubles(request),
        "add": typed if may else None,
        "add_word": _("Add the mailbox"),
        "status": 422 if typed.is_bound else 200,
    }
    return listing(request, _("Mailboxes"), heads=heads, rows=rows, **more)


@require_POST
def attempt(request: Request, public_id: str) -> HttpResponse:
    """Sign in and open the folder at once, and say what came of it."""
    found = queries.mailbox(request.company, public_id)
    row = mailboxes.attempt(request.company, found, by=request.actor, on=request.today)
    if row.trouble:
        tell(request, sentence(row.trouble, row.trouble_facts), icon="alert")
    else:
        tell(request, _("%(name)s can be looked into.") % {"name": row.user}, icon="check")
    return redirect("settings_mailboxes")


@require_POST
def remove(request: Request, public_id: str) -> HttpResponse:
    """Look into it no more."""
    row = queries.mailbox(request.company, public_id)
    mailboxes.remove(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Removed: %(name)s") % {"name": row.user}, icon="off")
    return redirect("settings_mailboxes")


@require_GET
def mail(request: Request, public_id: str) -> HttpResponse:
    """What a mail says, and what became of each of its files."""
    require(request.actor, VIEW, request.company)
    row = queries.mail(request.company, public_id)
    parts = queries.parts(request.company, row)
    known = bills.of_documents(request.company, [one.document_id for one in parts if one.document_id is not None])
    shown = {
        "mail": row,
        "title": row.subject or _("Mail without subject"),
        "parts": [_part(one, known) for one in parts],
    }
    return render(request, "web/mail.html", shown)


@require_GET
def original(request: Request, public_id: str) -> HttpResponse:
    """The mail as it came."""
    require(request.actor, VIEW, request.company)
    return downloads.kept(queries.mail(request.company, public_id).file)


def _part(one: MailPart, known: dict[int, str]) -> dict[str, Any]:
    bill = known.get(one.document_id) if one.document_id is not None else None
    return {
        "name": one.name,
        "href": reverse("bill", args=[bill]) if bill else "",
        "why": sentence(one.ignored, one.ignored_facts) if one.ignored else "",
    }


def _row(row: Mailbox, *, may: bool) -> dict[str, Any]:
    acts = [
        {"href": reverse("mailbox_try", args=[row.public_id]), "word": _("Try now")},
        {"href": reverse("mailbox_remove", args=[row.public_id]), "word": _("Remove"), "is_danger": True},
    ]
    stands = "mailbox_troubled" if row.trouble else "mailbox_on" if row.fetched_at else "mailbox_new"
    cells = [
        {"text": row.user},
        {"text": PURPOSES[row.purpose]},
        {"text": row.folder},
        {"at": row.fetched_at},
        {"state": state(stands)},
    ]
    return {"name": row.user, "cells": cells, "acts": acts if may else []}


def _troubles(request: Request) -> list[dict[str, str]]:
    """Why a mailbox is not looked into, where one is not."""
    return [
        {"tone": "is-amber", "icon": "alert", "strong": row.user, "text": sentence(row.trouble, row.trouble_facts)}
        for row in queries.mailboxes(request.company)
        if row.trouble
    ]
