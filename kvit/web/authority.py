"""Files for the authority: a month's files, what to look at before they are filed, and the files themselves."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from kvit.companies.permissions import allowed
from kvit.core.errors import Finding
from kvit.core.formats import bg_purchase_ledger, bg_vat_ledger
from kvit.core.formatting import format_amount
from kvit.core.money import Money
from kvit.reports import authority, bg_ledger, bg_purchases
from kvit.reports.authority import Filing
from kvit.reports.saft import month as saft
from kvit.web import downloads, nav, words
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.forms import Form

MONTHS = 24
SHOWN = 50
"""Findings of a file that the page lists; it says how many more there are."""
TITLES = {
    authority.VAT_LEDGER: lazy("VAT sales ledger"),
    authority.VAT_PURCHASES: lazy("VAT purchase ledger"),
    authority.SAFT: lazy("Standard audit file (SAF-T), monthly"),
}
PAGES = {
    authority.VAT_LEDGER: "authority_vat_ledger",
    authority.VAT_PURCHASES: "authority_vat_purchases",
    authority.SAFT: "authority_saft",
}
ACTS = {
    "invoice": ("invoice", lazy("Open the document")),
    "bill": ("bill", lazy("Open the bill")),
    "customer": ("customer_edit", lazy("Complete the customer")),
    "product": ("product", lazy("Open the product")),
}


class MonthForm(Form):
    """Which month."""

    month = forms.ChoiceField(label=lazy("Month"))

    def __init__(self, *args: Any, months: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["month"] = forms.ChoiceField(
            label=lazy("Month"), choices=[(one, f"{one[5:]}/{one[:4]}") for one in months]
        )


def told(request: Request) -> dict[str, Any]:
    """What the page shows of the month that was asked for, the one before today's when none was."""
    first = _asked(request)
    month = authority.of_month(request.company, first)
    ledger = month.ledger
    may = allowed(request.actor, "report.export", request.company)
    months = _months(request.today)
    chosen = f"{first:%Y-%m}"
    return {
        "month_form": MonthForm(months=months if chosen in months else [chosen, *months], initial={"month": chosen}),
        "filings": [_filing(one, first, may=may) for one in month.filings],
        "cells": [
            {"cell": cell, "amount": format_amount(Money(amount, ledger.currency), tongue())}
            for cell, amount in month.cells.items()
            if amount
        ],
        "documents": len({row.number for row in [*ledger.rows, *month.purchases.rows]}),
    }


@require_GET
def vat_ledger(request: Request) -> HttpResponse:
    """PRODAGBI.TXT of the month."""
    content = bg_ledger.file_of(request.company, _asked(request), by=request.actor)
    return downloads.answer(content, name=bg_vat_ledger.FILE_NAME, media_type="text/plain; charset=windows-1251")


@require_GET
def vat_purchases(request: Request) -> HttpResponse:
    """POKUPKI.TXT of the month."""
    content = bg_purchases.file_of(request.company, _asked(request), by=request.actor)
    return downloads.answer(content, name=bg_purchase_ledger.FILE_NAME, media_type="text/plain; charset=windows-1251")


@require_GET
def audit_file(request: Request) -> FileResponse:
    """The monthly audit file."""
    first = _asked(request)
    written = authority.audit_file(request.company, first, by=request.actor, on=request.today)
    name = saft.file_name(request.company, first)
    return FileResponse(written, as_attachment=True, filename=name, content_type="application/xml")


def _asked(request: Request) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return _before(request.today)


def _before(day: date) -> date:
    """The first of the month before the day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _months(today: date) -> list[str]:
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append(_before(found[-1]))
    return [f"{one:%Y-%m}" for one in found]


def _filing(one: Filing, first: date, *, may: bool) -> dict[str, Any]:
    more = len(one.findings) - SHOWN
    return {
        "title": TITLES[one.kind],
        "name": one.name,
        "findings": [_found(found) for found in sorted(one.findings, key=_weight)[:SHOWN]],
        "more": _("and %(count)s more") % {"count": more} if more > 0 else "",
        "ready": one.is_ready,
        "may": may,
        "href": reverse(PAGES[one.kind]) + f"?month={first:%Y-%m}",
    }


def _found(found: Finding) -> dict[str, Any]:
    """A finding with the page on which it can be put right."""
    noun, _slash, public_id = found.place.partition("/")
    act = {"href": "", "act": ""}
    if noun == "seller":
        act = {"href": nav.address("settings"), "act": _("Complete your company")}
    elif noun in ACTS:
        page, words_of_act = ACTS[noun]
        act = {"href": reverse(page, args=[public_id]), "act": str(words_of_act)}
    return {"sentence": words.finding(found), "severity": found.severity, "rule": found.rule, **act}


def _weight(found: Finding) -> int:
    return ("error", "warning", "note").index(found.severity)
