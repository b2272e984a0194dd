"""Home: what is owed, what to do next, how old it is."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kvit.core.charts import Point
from kvit.core.formatting import format_amount, format_date_long, format_money, format_number, format_percent
from kvit.core.languages import language_of
from kvit.networks import queries as submissions
from kvit.receivables import queries
from kvit.receivables.queries import Filter
from kvit.reports import figures
from kvit.reports.figures import Month
from kvit.web import lists, networks, next_acts, words
from kvit.web.ageing import aged
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.states import State

WHYS = ("owed", "dso", "invoicing", "errors")


@require_GET
def index(request: Request) -> HttpResponse:
    """The figures, each open to its why; what to do next; the ageing."""
    company, today = request.company, request.today
    bars, owed = aged(company, on=today)
    months = figures.days_to_get_paid(company, on=today)
    why = request.GET.get("why", "owed")
    acts = next_acts.of(request)
    late = sum(bar.count for bar in bars if bar.late)
    count = sum(bar.count for bar in bars)
    told = _Told(request, bars=bars, owed=owed, months=months)
    return render(
        request,
        "web/home.html",
        {
            "today": today,
            "figures": told.figures(why),
            "why": told.why(why),
            "next": acts,
            "networks": [networks.health_of(request, one) for one in submissions.health(company)],
            "bars": bars,
            "ageing_total": owed,
            "ageing_hint": _("%(late)s of %(count)s are late. Outlined bars are not due, filled bars are late.")
            % {"late": late, "count": count},
            "days": [Point(_month_name(month), month.days) for month in months],
            "days_hint": _trend(months),
        },
    )


class _Told:
    """The figures in words, counted once."""

    def __init__(self, request: Request, *, bars: list[Any], owed: Any, months: list[Month]) -> None:
        self.request, self.bars, self.owed, self.months = request, bars, owed, months
        company, today = request.company, request.today
        self.sums = queries.summed(company, "open", only=Filter(), on=today)
        self.overdue = sum((bar.amount for bar in bars if bar.late), Decimal(0))
        self.span = figures.time_to_invoice(company, on=today)
        self.errors = figures.error_rate(company, on=today)

    def figures(self, here: str) -> list[dict[str, Any]]:
        currency = self.request.company.currency
        overdue = format_amount(type(self.owed)(self.overdue, currency), tongue())
        late = State("alert", _("%(amount)s overdue") % {"amount": overdue}, "is-red")
        shown = [
            {
                "key": "owed",
                "label": _("Owed to you"),
                "value": self.owed,
                "state": late if self.overdue else "",
                "note": _("nothing overdue"),
            },
            {
                "key": "dso",
                "label": _("Days to get paid"),
                "days": self.months[-1].days,
                "unit": words.days(self.months[-1].days or 0),
                "note": _quarter(self.months),
            },
            {
                "key": "invoicing",
                "label": _("Time to invoice"),
                "days": self.span.days,
                "unit": words.days(self.span.days or 0),
                "note": _("from delivery to issue, 90 days"),
            },
            {
                "key": "errors",
                "label": _("Corrected"),
                "days": self.errors.percent,
                "unit": "%",
                "note": _("%(part)s of %(whole)s documents, 12 months")
                % {"part": self.errors.part, "whole": self.errors.whole},
            },
        ]
        return [{**one, "is_open": one["key"] == here} for one in shown]

    def why(self, here: str) -> dict[str, Any] | None:
        if here not in WHYS:
            return None
        told = getattr(self, f"_why_{here}")()
        return {"counted_at": timezone.now(), **told}

    def _why_owed(self) -> dict[str, Any]:
        sums = self.sums
        part = sums.payable - sums.balance
        rows = [
            {
                "label": _("Issued and not settled, %(count)s") % {"count": lists.counted(sums.count, sums.more)},
                "href": reverse("invoices"),
                "value": sums.payable,
            },
            {"sign": "−", "label": _("Part payments on them"), "value": part},
        ]
        if sums.more:
            rows = []
        sentences = [
            _("Open amounts of issued documents, with VAT, in %(currency)s.") % {"currency": self.owed.currency}
        ]
        sentences.append(_("What is in another currency counts at the rate of the day it was booked."))
        return {"rows": rows, "answer_label": _("Owed to you"), "answer": self.owed, "sentences": sentences}

    def _why_dso(self) -> dict[str, Any]:
        month = self.months[-1]
        days = "–" if month.days is None else format_number(month.days, tongue())
        rows = [
            {"label": _("Receivables open today"), "value": format_money(month.open, tongue())},
            {"sign": "÷", "label": _("Issued in the last three months"), "value": format_money(month.issued, tongue())},
            {"sign": "×", "label": _("Days in them"), "value": str(month.window_days)},
        ]
        terms = self.request.company.terms_days
        sentence = ngettext(
            "How many days of sales are still unpaid. Fewer is better; your terms are %(days)d day.",
            "How many days of sales are still unpaid. Fewer is better; your terms are %(days)d days.",
            terms,
        )
        return {
            "rows": rows,
            "answer_label": _("Days to get paid"),
            "answer": days,
            "sentences": [sentence % {"days": terms}],
        }

    def _why_invoicing(self) -> dict[str, Any]:
        days = "–" if self.span.days is None else format_number(self.span.days, tongue())
        rows = [{"label": _("Documents that say when they were delivered"), "value": str(self.span.documents)}]
        sentence = _(
            "From the day of delivery, or the end of the period billed, to the day of issue. Average of 90 days."
        )
        return {"rows": rows, "answer_label": _("Days from delivery to issue"), "answer": days, "sentences": [sentence]}

    def _why_errors(self) -> dict[str, Any]:
        rate = "–" if self.errors.percent is None else format_percent(self.errors.percent, tongue())
        rows = [
            {"label": _("Corrected by a credit note or a corrective invoice"), "value": str(self.errors.part)},
            {"sign": "÷", "label": _("Documents issued in 12 months"), "value": str(self.errors.whole)},
        ]
        sentence = _("Every credit note counts, also one for goods that came back.")
        return {"rows": rows, "answer_label": _("Corrected"), "answer": rate, "sentences": [sentence]}


def _month_name(month: Month) -> str:
    return language_of(tongue()).short_months[month.first_on.month - 1].capitalize()


def _trend(months: list[Month]) -> str:
    known = [month for month in months if month.days is not None]
    if len(known) < 2 or known[0].days is None or known[-1].days is None:
        return _("Told once invoices were issued and paid for a few months.")
    facts = {
        "first": format_number(known[0].days, tongue()),
        "last": format_number(known[-1].days, tongue()),
        "since": format_date_long(known[0].first_on, tongue()),
    }
    return _("From %(first)s to %(last)s days since %(since)s.") % facts


def _quarter(months: list[Month]) -> str:
    now, then = months[-1].days, months[-4].days if len(months) > 3 else None
    if now is None or then is None:
        return _("not enough months yet")
    fewer = then - now
    if fewer > 0:
        return _("%(days)s fewer than a quarter ago") % {"days": format_number(fewer, tongue())}
    if fewer < 0:
        return _("%(days)s more than a quarter ago") % {"days": format_number(-fewer, tongue())}
    return _("as a quarter ago")
