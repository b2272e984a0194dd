"""Statements taken in, and the lines that are done."""

from base64 import b64encode
from typing import Any
from zlib import compress

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from kvit.banking import bookings, queries, reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.banking.statements import Loaded, Preview
from kvit.core.errors import Refused
from kvit.core.formats import statement as formats
from kvit.core.money import Money
from kvit.web import candidates, lists, words
from kvit.web.current import Request
from kvit.web.imports import DATES, DECIMALS, FileForm
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

TABLE = "table"
FIRST, MOST_FINDINGS = 10, 20
COLUMNS = {
    "booked_on": lazy("Day"),
    "value_on": lazy("Value day"),
    "amount": lazy("Amount"),
    "debit": lazy("Money out"),
    "credit": lazy("Money in"),
    "direction": lazy("In or out"),
    "currency": lazy("Currency"),
    "balance": lazy("Balance"),
    "account": lazy("Our account"),
    "counterparty_name": lazy("Who"),
    "counterparty_iban": lazy("Their account"),
    "remittance": lazy("Text"),
    "bank_reference": lazy("Bank's reference"),
}
"""What the columns of a bank's table are called on the page; the others by their own name."""


class StatementForm(FileForm):
    """A file from the bank, and how it is read where it can be read two ways."""

    kind = None  # type: ignore[assignment]
    file = forms.FileField(
        label=lazy("Statement"),
        required=False,
        help_text=lazy("camt.053, camt.054, MT940, Norma 43, or a table (CSV, XLSX, XLS, ODS) from your bank."),
    )
    account = forms.CharField(
        label=lazy("Which account"), required=False, max_length=60, help_text=lazy("Only if the file does not say.")
    )
    field_order = ("file", "account", "dates", "decimals")


@require_http_methods(["GET", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """Take a statement in, then propose matches for its lines; how a table is read is shown first."""
    typed = StatementForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": typed, "title": _("Import a statement")}
    if request.method == "POST" and typed.is_valid():
        content, name = typed.content()
        told: dict[str, Any] = {key: typed.cleaned_data[key] for key in ("account", "dates", "decimals")}
        told |= {"name": name, "by": request.actor}
        try:
            seen = statements.preview(request.company, content, **told)
            if request.POST.get("go") or all(one.format != TABLE for one in seen.statements):
                return _taken(request, statements.load(request.company, content, on=request.today, seen=seen, **told))
        except Refused as refused:
            typed.add_error(_field(refused), words.refusal(refused))
        else:
            shown |= {"preview": _preview(seen)}
        shown |= {"carried": b64encode(compress(content)).decode() if content else "", "name": name}
    shown["problems"] = typed.problems() if typed.is_bound else []
    return render(request, "web/statement_import.html", shown, status=422 if shown["problems"] else 200)


def _field(refused: Refused) -> str:
    if refused.code in ("statement.account_needed", "statement.other_account"):
        return "account"
    reason = refused.code.partition(".")[2]
    return "dates" if reason.startswith("dates") else "decimals" if reason.startswith("decimals") else "file"


def _taken(request: Request, loaded: Loaded) -> HttpResponse:
    reconciliation.suggest(request.company, by=request.actor, on=request.today)
    told = _("%(new)s new lines of %(all)s") % {"new": loaded.new, "all": loaded.lines}
    tell(request, told, icon="bank")
    for finding in loaded.findings[:3]:
        tell(request, words.finding(finding), icon="alert")
    return redirect("reconcile")


def _preview(seen: Preview) -> dict[str, Any]:
    read = seen.statements[0]
    lines = [line for one in seen.statements for line in one.lines]
    return {
        "new": seen.new,
        "known": seen.known,
        "accounts": ", ".join(words.iban(one.account) for one in seen.statements if one.account),
        "dates": dict(DATES).get(read.dates, "–") if read.dates else "–",
        "decimals": dict(DECIMALS).get(read.decimals, "–") if read.decimals else "–",
        "ignored": ", ".join(read.ignored) or "–",
        "columns": [(COLUMNS.get(name, name), heading) for name, heading in read.columns.items()],
        "findings": [words.finding(found) for one in seen.statements for found in one.findings][:MOST_FINDINGS],
        "first": [
            {"on": line.booked_on, "who": line.counterparty_name, "text": line.remittance, "amount": _money(line)}
            for line in lines[:FIRST]
        ],
    }


def _money(line: formats.StatementLine) -> Money:
    return Money(line.amount, line.currency)


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
        own = booking.own_account if booking.kind == bookings.TRANSFER else None
        whole = candidates.target_word(booking.account, own)
        booked = whole or _("several accounts")
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
