"""Collection targets: what is to be collected in a month, by whom, and what was; who looks after a customer."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_http_methods, require_POST

from kvit.collecting import targets
from kvit.collecting.targets import Row
from kvit.companies.models import Company
from kvit.companies.permissions import allowed, require
from kvit.core.calendar import end_of_month
from kvit.core.errors import Refused
from kvit.core.formatting import format_amount, format_date, format_money, format_percent
from kvit.core.languages import language_of
from kvit.core.money import Money
from kvit.parties import entrusting, queries
from kvit.parties.models import Party
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, NumberField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell

AMOUNTS = {
    "overdue": lazy("Overdue at the start"),
    "fell_due": lazy("Fell due"),
    "taken_over": p_("targets", "Taken over"),
    "otherwise": lazy("Settled otherwise"),
    "left": p_("targets", "Left"),
}
"""What stands beside collected and target, in the order in which it adds up."""


class TargetForm(Form):
    """Whose target, and how much."""

    person = forms.ChoiceField(label=lazy("Whose"), required=False)
    amount = MoneyField(label=lazy("To be collected"), help_text=lazy("0 takes the target away."))

    def __init__(self, *args: Any, company: Company, **options: Any) -> None:
        super().__init__(*args, currency=company.currency, **options)
        self.fields["person"].choices = _people(company, nobody=_("The company"))  # type: ignore[attr-defined]


class ShareForm(Form):
    """Whose aim, which share, by when."""

    person = forms.ChoiceField(label=lazy("Whose"), required=False)
    share = NumberField(label=lazy("Share, in percent"), help_text=lazy("Of what can be collected; 0 takes it away."))
    by_day = DayField(label=lazy("By"), required=False, help_text=lazy("Left empty: by the month's end."))

    def __init__(self, *args: Any, company: Company, **options: Any) -> None:
        super().__init__(*args, prefix="share", **options)
        self.fields["person"].choices = _people(company, nobody=_("The company"))  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The month that was asked for, else this one; who sets targets does so below."""
    require(request.actor, "target.edit" if request.method == "POST" else "report.view", request.company)
    month = _asked(request)
    is_share = "share-share" in request.POST
    amount = TargetForm(request.POST if request.POST and not is_share else None, company=request.company)
    share = ShareForm(request.POST if is_share else None, company=request.company, today=month)
    typed = share if is_share else amount
    if request.method == "POST" and typed.is_valid() and _set(request, typed, month):
        tell(request, _("Kept"), icon="check")
        return redirect(f"{reverse('targets')}?month={month:%Y-%m}")
    found = targets.month_of(request.company, month, by=request.actor, on=request.today)
    sets = targets.sees_all(request.company, by=request.actor)
    before, after = month - timedelta(days=1), end_of_month(month) + timedelta(days=1)
    shown = {
        "title": _("Collection targets"),
        "month": _month_name(month),
        "month_inside": _month_inside(month),
        "is_running": found.first <= request.today <= end_of_month(found.first),
        "until": found.until,
        "before": (f"{before:%Y-%m}", _month_name(before)),
        "after": (f"{after:%Y-%m}", _month_name(after)),
        "figures": _figures(found.company, request),
        "heads": [_("Target"), pgettext("targets", "Collected"), *AMOUNTS.values(), _("Share collected")],
        "rows": [_shown(one, request) for one in found.people],
        "whole": _shown(found.company, request),
        "sees_all": sets,
        "forms": (amount, share) if sets and request.today <= end_of_month(month) else None,
        "problems": typed.problems() if typed.is_bound else [],
        "changes": [
            {
                "who": str(one.target.user or _("The company")),
                "amount": Money(one.amount, request.company.currency),
                "share": _aimed(one.share, one.share_by),
                "by": str(one.set_by or "Kvit"),
                "on": one.set_on,
            }
            for one in targets.changes(request.company, month, by=request.actor)
        ],
    }
    return render(request, "web/targets.html", shown, status=422 if typed.is_bound else 200)


def _set(request: Request, typed: Form, month: date) -> bool:
    """Keep what was typed; False where it was refused, which then stands in the form."""
    told = typed.cleaned_data
    who: dict[str, Any] = {"month": month, "person": told["person"], "by": request.actor, "on": request.today}
    try:
        if isinstance(typed, ShareForm):
            targets.set_share(request.company, share=told["share"], by_day=told["by_day"], **who)
        else:
            amount = told["amount"].amount if told["amount"] else Decimal(0)
            targets.set_amount(request.company, amount=amount, **who)
    except Refused as refused:
        typed.refuse(refused)
        return False
    return True


@require_POST
def entrust(request: Request, public_id: str) -> HttpResponse:
    """Another colleague, or nobody, is responsible for the customer from today on."""
    party = queries.find(request.company, public_id)
    row = entrusting.entrust(request.company, party, to=request.POST.get("to", ""), by=request.actor, on=request.today)
    who = str(row.responsible or _("nobody"))
    tell(request, _("Responsible for %(name)s: %(who)s") % {"name": row.name, "who": who}, icon="people")
    return redirect("customer", public_id)


def of_customer(request: Request, party: Party) -> dict[str, Any]:
    """For the customer's page: who is responsible and since when, and whom one may name."""
    last = next(iter(entrusting.history(request.company, party)), None)
    return {
        "who": str(party.responsible or ""),
        "since": last.since_on if last is not None else None,
        "here": party.responsible.public_id if party.responsible else "",
        "people": _people(request.company, nobody=_("Nobody")),
        "may": allowed(request.actor, "customer.entrust", request.company),
    }


def own_line(request: Request) -> str:
    """How far the person who looks is this month, in a sentence; empty without a target."""
    mine = targets.of_person(request.company, by=request.actor, on=request.today)
    if mine is None:
        return ""
    if mine.target is None:
        told = {"reached": _percent(mine.reached), "aim": _aimed(mine.wanted, mine.wanted_by)}
        return _("You collected %(reached)s of what could be this month; the aim is %(aim)s.") % told
    currency = request.company.currency
    told = {
        "collected": format_money(Money(mine.figures.collected, currency), tongue()),
        "target": format_money(Money(mine.target, currency), tongue()),
        "left": format_money(Money(mine.figures.left - mine.figures.not_overdue, currency), tongue()),
    }
    return _("You collected %(collected)s of %(target)s this month; %(left)s are overdue.") % told


def _asked(request: Request) -> date:
    try:
        found = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return request.today.replace(day=1)
    return found if 1970 <= found.year < 2200 else request.today.replace(day=1)


def _figures(whole: Row, request: Request) -> list[dict[str, Any]]:
    currency, figures = request.company.currency, whole.figures
    late = figures.left - figures.not_overdue
    reached = "" if whole.progress is None else _("%(percent)s of the target") % {"percent": _percent(whole.progress)}
    return [
        {"label": pgettext("targets", "Collected"), "value": Money(figures.collected, currency), "note": reached},
        {
            "label": _("Target"),
            "value": None if whole.target is None else Money(whole.target, currency),
            "note": "" if whole.target is None else _to_go(whole, currency),
        },
        {"label": _("Left and overdue"), "value": Money(late, currency), "note": ""},
        {
            "label": _("Share collected"),
            "value": None,
            "text": _percent(figures.share),
            "note": _aim_of(whole) or _("of what could be collected"),
        },
    ]


def _to_go(whole: Row, currency: str) -> str:
    left = (whole.target or Decimal(0)) - whole.figures.collected
    if left <= 0:
        return _("reached")
    return _("%(amount)s to go") % {"amount": format_amount(Money(left, currency), tongue())}


def _shown(row: Row, request: Request) -> dict[str, Any]:
    currency, figures = request.company.currency, row.figures
    amounts = [getattr(figures, name) for name in AMOUNTS]
    return {
        "name": _("The company") if row.is_company else str(row.user or _("Nobody is named")),
        "target": "–" if row.target is None else _amount(row.target, currency),
        "collected": _amount(figures.collected, currency),
        "progress": None if row.progress is None else _percent(row.progress),
        "meter": None if row.progress is None else max(0, min(100, int(row.progress))),
        "amounts": [
            {"label": label, "text": _amount(amount, currency), "is_zero": not amount}
            for label, amount in zip(AMOUNTS.values(), amounts, strict=True)
        ],
        "share": _percent(figures.share),
        "aim": _aim_of(row),
        "is_reached": row.wanted is not None and row.reached is not None and row.reached >= row.wanted,
    }


def _aim_of(row: Row) -> str:
    """What share is aimed at, and how much of it was there by its day; empty where none is."""
    if row.wanted is None:
        return ""
    told = {"aim": _aimed(row.wanted, row.wanted_by), "reached": _percent(row.reached)}
    return _("%(reached)s of %(aim)s") % told


def _aimed(share: Decimal | None, by_day: date | None) -> str:
    if share is None:
        return ""
    if by_day is None:
        return _percent(share)
    return _("%(share)s by %(day)s") % {"share": _percent(share), "day": format_date(by_day, tongue())}


def _people(company: Company, *, nobody: str) -> list[tuple[str, str]]:
    members = company.memberships.filter(user__is_active=True).select_related("user").order_by("pk")
    return [("", nobody), *((one.user.public_id, str(one.user)) for one in members)]


def _amount(value: Decimal, currency: str) -> str:
    return format_amount(Money(value, currency).rounded(), tongue())


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else format_percent(value, tongue())


def _month_name(day: date) -> str:
    return _month_inside(day).capitalize()


def _month_inside(day: date) -> str:
    """As it stands inside a sentence."""
    language = language_of(tongue())
    return f"{(language.months_alone or language.months)[day.month - 1]} {day.year}"
