"""Reports: ageing by customer, the figures, the trial balance, the VAT journals, the month's pack."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from kvit.companies.permissions import require
from kvit.core.calendar import end_of_month
from kvit.core.formatting import format_amount, format_number, format_percent
from kvit.core.money import Money
from kvit.core.ratings import Summary, summary
from kvit.reports import ageing, books, pack, purchase_vat, ratings, vat
from kvit.reports.authority import has_files
from kvit.reports.kpi import kpis
from kvit.web import authority, downloads, lists, words
from kvit.web.ageing import aged
from kvit.web.current import Request
from kvit.web.fields import DayField, tongue
from kvit.web.forms import Form

VIEWS = (
    ("ageing", lazy("Ageing")),
    ("figures", lazy("Figures")),
    ("ratings", lazy("Ratings")),
    ("balance", lazy("Trial balance")),
    ("vat", lazy("VAT sales journal")),
    ("purchases", lazy("VAT purchase journal")),
)
FOR_AUTHORITY = ("authority", lazy("Files for the authority"))
"""Only where the company's country has such files."""
NAMES = {
    "dso": lazy("Days to get paid"),
    "dso_count_back": lazy("Days to get paid, counted back"),
    "days_beyond_terms": lazy("Days beyond terms"),
    "time_to_pay": lazy("Days from issue to payment"),
    "time_to_invoice": lazy("Days from delivery to issue"),
    "error_rate": lazy("Corrected documents"),
    "bad_debt": lazy("Written off"),
    "cei": lazy("Collection effectiveness"),
    "collection_effectiveness": lazy("Collection effectiveness"),
}


PARTS = {
    "open": lazy("open"),
    "issued": lazy("issued"),
    "days": lazy("days"),
    "not_covered": lazy("older than what was counted"),
    "opening": lazy("open before"),
    "closing": lazy("open after"),
    "paid": lazy("paid"),
    "documents": lazy("documents"),
    "corrected": lazy("corrected"),
    "written_off": lazy("written off"),
    "taken_back": lazy("taken back"),
}


class SpanForm(Form):
    """Which days."""

    since = DayField(label=lazy("From"), required=False)
    until = DayField(label=lazy("To"), required=False)


@require_GET
def index(request: Request) -> HttpResponse:
    """One report at a time, for the days of the form: this month when none are given."""
    views = (*VIEWS, FOR_AUTHORITY) if has_files(request.company) else VIEWS
    view = lists.chosen(request, views)
    typed = SpanForm(request.GET, today=request.today)
    typed.is_valid()
    since = typed.cleaned_data.get("since") or request.today.replace(day=1)
    until = typed.cleaned_data.get("until") or request.today
    told: dict[str, Any] = SHOWN[view](request, since=since, until=until)
    first = since.replace(day=1)
    shown = {
        "views": lists.tabs(request, views, here=view),
        "view": view,
        "since": since,
        "until": until,
        "form": SpanForm(initial={"since": since, "until": until}, today=request.today),
        "pack_href": reverse("month_pack") + f"?month={first.isoformat()[:7]}",
        "problems": typed.problems(),
        **told,
    }
    return render(request, "web/reports.html", shown)


def _ageing(request: Request, *, since: date, until: date) -> dict[str, Any]:
    bars, total = aged(request.company, on=request.today)
    labels = [bar.label for bar in bars]
    rows = [
        {
            "customer": row.customer,
            "href": reverse("customer", args=[row.customer_id]) if row.customer_id else "",
            "cells": [
                {"label": label, "text": _amount(amount, request.company.currency), "is_zero": not amount}
                for label, amount in zip([*labels, _("Total")], [*row.amounts.values(), row.total], strict=True)
            ],
        }
        for row in ageing.by_customer(request.company, on=request.today)
    ]
    return {"bars": bars, "ageing_total": total, "rows": rows}


def _figures(request: Request, *, since: date, until: date) -> dict[str, Any]:
    days = max(1, (until - since).days + 1)
    found = kpis(request.company, on=until, days=days)
    shown = [
        {
            "name": NAMES.get(one.name, one.name),
            "value": _value(one.value, one.unit),
            "parts": [(PARTS.get(name, name), format_number(part, tongue())) for name, part in one.parts.items()],
        }
        for one in found
    ]
    return {"figures": shown}


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "%":
        return format_percent(value, tongue())
    return f"{format_number(value, tongue())} {words.days(value) if unit == 'days' else ''}".strip()


def _ratings(request: Request, *, since: date, until: date) -> dict[str, Any]:
    require(request.actor, "rating.view", request.company)
    found = ratings.months(request.company, since=since, until=until)
    rows = [row for month in found for row in month.rows]
    return {"rated": _rated(summary([row.stars for row in rows])), "months": found, "ratings": list(reversed(rows))}


def _rated(found: Summary) -> dict[str, Any]:
    return {
        "count": found.count,
        "average": "–" if found.average is None else format_number(found.average, tongue()),
        "good": "–" if found.good is None else format_percent(found.good, tongue()),
    }


def _balance(request: Request, *, since: date, until: date) -> dict[str, Any]:
    currency = request.company.currency
    rows = books.trial_balance(request.company, since=since, until=until)
    shown = [
        {
            "code": row.code,
            "name": row.name,
            "opening": _amount(row.opening, currency),
            "debit": _amount(row.debit, currency),
            "credit": _amount(row.credit, currency),
            "closing": _amount(row.closing, currency),
        }
        for row in rows
    ]
    debit, credit = books.turnover(rows)
    return {"rows": shown, "debit": _amount(debit, currency), "credit": _amount(credit, currency)}


def _vat(request: Request, *, since: date, until: date) -> dict[str, Any]:
    currency = request.company.currency
    lines = vat.sales_journal(request.company, since=since, until=until)
    sums = vat.summed(lines)
    base = Money(sum((one.base for one in sums), Decimal(0)), currency)
    tax = Money(sum((one.vat for one in sums), Decimal(0)), currency)
    rows = [
        {
            "number": line.number,
            "href": reverse("invoice", args=[line.invoice_id]) if line.invoice_id else "",
            "on": line.tax_point_on,
            "customer": line.customer,
            "vat_id": line.vat_id,
            "treatment": f"{format_percent(line.rate.normalize(), tongue())} {line.category}",
            "base": _amount(line.base, currency),
            "vat": _amount(line.vat, currency),
        }
        for line in lines
    ]
    return {"rows": rows, "base": base, "tax": tax}


def _purchases(request: Request, *, since: date, until: date) -> dict[str, Any]:
    company = request.company
    bought = purchase_vat.bought(company, since=since, until=until)
    charged = purchase_vat.self_charged(company, since=since, until=until)
    lines = sorted([*bought, *charged], key=lambda line: line.counts_on)
    rows = [
        {
            "number": line.number,
            "note": _("charged by ourselves") if line.self_charge else "",
            "href": reverse("bill", args=[line.bill]),
            "on": line.tax_point_on,
            "supplier": line.supplier,
            "vat_id": line.vat_id,
            "treatment": f"{format_percent(line.rate.normalize(), tongue())} {line.category}",
            "base": _amount(line.base, company.currency),
            "vat": _amount(line.vat, company.currency),
            "deductible": _amount(line.deductible, company.currency),
        }
        for line in lines
    ]
    sold = vat.sales_journal(company, since=since, until=until)
    output = purchase_vat.output_vat(sold, charged)
    deducted = purchase_vat.input_vat(bought, charged)
    named = (("", _("Output VAT"), output), ("-", _("Input VAT"), deducted))
    return {
        "rows": rows,
        "deducted": Money(deducted, company.currency),
        "sum": {
            "rows": [
                {"sign": sign, "label": word, "value": Money(value, company.currency)} for sign, word, value in named
            ],
            "answer_label": _("VAT to pay") if output >= deducted else _("VAT to get back"),
            "answer": Money(abs(output - deducted), company.currency),
        },
    }


def _authority(request: Request, *, since: date, until: date) -> dict[str, Any]:
    return authority.told(request)


SHOWN = {
    "ageing": _ageing,
    "figures": _figures,
    "ratings": _ratings,
    "balance": _balance,
    "vat": _vat,
    "purchases": _purchases,
    "authority": _authority,
}


def _amount(value: Decimal, currency: str) -> str:
    return format_amount(Money(value, currency).rounded(), tongue())


@require_GET
def month_pack(request: Request) -> HttpResponse:
    """What the outside accountant needs of a month, as one zip."""
    text = request.GET.get("month", "")
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = request.today.replace(day=1)
    content = pack.month(request.company, first, by=request.actor)
    name = f"{request.company.public_id}-{end_of_month(first).isoformat()[:7]}.zip"
    return downloads.answer(content, name=name, media_type="application/zip")
