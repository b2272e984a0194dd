"""Statements taken in, and the lines that are done."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from kvit.banking import queries, reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.web import candidates, lists, words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell


class StatementForm(Form):
    """A file from the bank."""

    file = forms.FileField(
        label=lazy("Statement"), help_text=lazy("camt.053, or a table (CSV, XLSX, ODS) from your bank.")
    )
    account = forms.CharField(
        label=lazy("Which account"), required=False, max_length=60, help_text=lazy("Only if the file does not say.")
    )


@require_http_methods(["GET", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """Take a statement in, then propose matches for its lines."""
    typed = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and typed.is_valid():
        file = typed.cleaned_data["file"]
        try:
            loaded = statements.load(
                request.company,
                file.read(),
                name=file.name,
                account=typed.cleaned_data["account"],
                by=request.actor,
                on=request.today,
            )
        except Refused as refused:
            typed.add_error("account" if refused.code == "statement.account_needed" else "file", words.refusal(refused))
        else:
            reconciliation.suggest(request.company, by=request.actor, on=request.today)
            told = _("%(new)s new lines of %(all)s") % {"new": loaded.new, "all": loaded.lines}
            tell(request, told, icon="bank")
            for finding in loaded.findings[:3]:
                tell(request, words.finding(finding), icon="alert")
            return redirect("reconcile")
    shown = {
        "title": _("Import a statement"),
        "intro": _("Lines that Kvit has already are known again and not taken twice."),
        "crumbs": [(_("Bank"), reverse("reconcile"))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Import"),
        "icon": "bank",
        "cancel_href": reverse("reconcile"),
        "problems": typed.problems() if typed.is_bound else [],
        "enctype": "multipart/form-data",
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_GET
def done(request: Request) -> HttpResponse:
    """The lines that are done, each with the way back."""
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.matched(request.company, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Day")),
        Head(_("Who")),
        Head(_("Text"), is_optional=True),
        Head(_("Amount"), is_number=True),
        Head(_("Booked as")),
    ]
    rows = [_done(line) for line in page.rows]
    return listing(
        request,
        _("Matched lines"),
        heads=heads,
        rows=rows,
        crumbs=[(_("Bank"), reverse("reconcile"))],
        pager=lists.pager(request, page, order=_("the newest first")),
        empty={"title": _("No line was matched yet"), "text": _("Matched lines stand here, each with the way back.")},
    )


def _done(line: StatementLine) -> dict[str, Any]:
    match, booking = next(iter(line.matches.all()), None), next(iter(line.bookings.all()), None)
    booked = match.payment.party.name if match else line.note
    if booking and not match:
        booked = candidates.target_word(booking.account, booking.own_account) or _("several accounts")
    automatic = any(one is not None and one.automatic for one in (match, booking))
    return {
        "name": line.counterparty_name,
        "cells": [
            {"on": line.booked_on},
            {"text": line.counterparty_name},
            {"text": line.remittance[:80]},
            {"money": Money(line.amount, line.currency)},
            {"text": booked, "sub": _("by autopilot") if automatic else ""},
        ],
        "acts": [{"href": reverse("line_undo", args=[line.public_id]), "word": _("Undo")}],
    }
