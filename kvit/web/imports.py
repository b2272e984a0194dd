"""Bringing a spreadsheet in: looked at first, taken in, taken back."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any
from zlib import compress, decompressobj
from zlib import error as NotCompressed

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.core.errors import Refused
from kvit.core.parsing.tables import Chosen
from kvit.onboarding import imports, queries, undoing
from kvit.onboarding.imports import Taken
from kvit.web import lists, words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

KINDS = (
    ("customers", lazy("Customers")),
    ("items", lazy("Products")),
    ("invoices", lazy("Open invoices issued elsewhere")),
    ("rates", lazy("Exchange rates")),
)
DATES = (
    ("", lazy("As the file shows")),
    ("day_first", lazy("Day first: 31/12/2026")),
    ("month_first", lazy("Month first: 12/31/2026")),
    ("year_first", lazy("Year first: 2026-12-31")),
)
DECIMALS = (("", lazy("As the file shows")), (",", lazy("Comma: 1.234,50")), (".", lazy("Point: 1,234.50")))
MOST = 20 * 1024 * 1024
"""Bytes of a file that is carried from the preview to the import."""


class FileForm(Form):
    """What is to be brought in, and how it is read where it can be read two ways."""

    kind = forms.ChoiceField(label=lazy("What it holds"), choices=KINDS)
    file = forms.FileField(
        label=lazy("File"), required=False, help_text=lazy("CSV, XLSX or ODS, with headings in the first row.")
    )
    dates = forms.ChoiceField(label=lazy("Days"), choices=DATES, required=False)
    decimals = forms.ChoiceField(label=lazy("Amounts"), choices=DECIMALS, required=False)
    carried = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def content(self) -> tuple[bytes, str]:
        """The file's bytes and name: uploaded now, or carried along from the preview."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name
        try:
            packed = b64decode(self.cleaned_data.get("carried", ""), validate=True)
            return decompressobj().decompress(packed, MOST), self.cleaned_data.get("name", "")
        except (NotBase64, NotCompressed, ValueError):
            return b"", ""


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose a file; see what it would do; do it."""
    kind = request.GET.get("kind", "customers")
    typed = FileForm(request.POST or None, request.FILES or None, initial={"kind": kind})
    shown: dict[str, Any] = {"form": typed}
    if request.method == "POST" and typed.is_valid():
        content, name = typed.content()
        if not content:
            typed.add_error("file", _("Choose a file."))
        else:
            go = bool(request.POST.get("go"))
            try:
                taken = _run(request, typed, content, name=name, rehearse=not go)
            except Refused as refused:
                typed.add_error(_field(refused), words.refusal(refused))
            else:
                if go:
                    tell(request, _told(taken), icon="down", back=reverse("import_undo", args=[taken.id]))
                    return redirect("import", taken.id)
                shown["preview"] = _preview(taken)
            shown |= {"carried": b64encode(compress(content)).decode(), "name": name}
    shown |= {"problems": typed.problems() if typed.is_bound else [], "title": _("Bring from a file")}
    return render(request, "web/import.html", shown, status=422 if shown["problems"] else 200)


def _run(request: Request, typed: FileForm, content: bytes, *, name: str, rehearse: bool) -> Taken:
    told = typed.cleaned_data
    chosen = Chosen(dates=told["dates"] or None, decimals=told["decimals"] or None)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    return imports.run(
        request.company, told["kind"], content=content, name=name, chosen=chosen, rehearse=rehearse, **who
    )


def _field(refused: Refused) -> str:
    """The field that a refusal is about."""
    reason = refused.code.partition(".")[2]
    return "dates" if reason.startswith("dates") else "decimals" if reason.startswith("decimals") else "file"


def _told(taken: Taken) -> str:
    return _("%(created)s new, %(updated)s changed, %(rejected)s left out") % {
        "created": taken.created,
        "updated": taken.updated,
        "rejected": len(taken.rejected),
    }


def _preview(taken: Taken) -> dict[str, Any]:
    read = taken.understood
    return {
        "created": taken.created,
        "updated": taken.updated,
        "unchanged": taken.unchanged,
        "rejected": [
            {"row": one.row, "column": one.column, "sentence": words.finding(one.finding)}
            for one in taken.rejected[:100]
        ],
        "rejected_count": len(taken.rejected),
        "understood": [
            (_("Days"), dict(DATES).get(read.dates or "", "–") if read.dates else "–"),
            (_("Amounts"), dict(DECIMALS).get(read.decimals or "", "–") if read.decimals else "–"),
            (_("Letters"), read.encoding),
            (_("Not used"), ", ".join(read.ignored) or "–"),
        ],
        "columns": sorted(read.columns.items()),
    }


@require_GET
def index(request: Request) -> HttpResponse:
    """What was brought in, each with the way back."""
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.imports(request.company, size=lists.SIZE, **cursors)
    heads = [
        Head(_("File")),
        Head(_("What")),
        Head(_("When")),
        Head(_("New"), is_number=True),
        Head(_("Changed"), is_number=True),
        Head(_("Left out"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.file.name,
            "href": reverse("import", args=[row.public_id]),
            "cells": [
                {"text": row.file.name},
                {"text": dict(KINDS).get(row.kind, row.kind)},
                {"at": row.at},
                {"text": row.created},
                {"text": row.updated},
                {"text": len(row.rejected)},
                {"state": state("undone" if row.undone_at else "done")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("Nothing was brought in yet"),
        "text": _(
            "Customers, products, open invoices and rates come from a spreadsheet. You see first what it would do."
        ),
        "href": reverse("import_new"),
        "button": _("Bring from a file"),
    }
    head_acts = [{"href": reverse("import_new"), "word": _("Bring from a file"), "icon": "down", "is_primary": True}]
    more = {"pager": lists.pager(request, page, order=_("the newest first")), "empty": empty, "head_acts": head_acts}
    return listing(request, _("Imports"), heads=heads, rows=rows, **more)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One import: how it was read, what it did, what was left out."""
    row = queries.find_import(request.company, public_id)
    rejected = [
        {"row": one["row"], "column": one["column"], "sentence": words.told_finding(one)} for one in row.rejected[:200]
    ]
    shown = {
        "import": row,
        "kind": dict(KINDS).get(row.kind, row.kind),
        "rejected": rejected,
        "state": state("undone" if row.undone_at else "done"),
        "understood": [(_("Letters"), row.understood.get("encoding", "–"))],
    }
    return render(request, "web/import_done.html", shown)


@require_POST
def undo(request: Request, public_id: str) -> HttpResponse:
    """Take an import back; rows that were used since stay."""
    row = queries.find_import(request.company, public_id)
    done = undoing.undo(request.company, row, by=request.actor, on=request.today)
    told = ngettext("%(n)d row taken back", "%(n)d rows taken back", done.taken_back) % {"n": done.taken_back}
    if done.used:
        stay = ngettext("%(n)d stays: it was used since", "%(n)d stay: they were used since", len(done.used))
        told = f"{told}, {stay % {'n': len(done.used)}}"
    tell(request, told, icon="undo")
    return redirect("import", public_id)
