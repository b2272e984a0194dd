"""Payment plans: the list, one with its instalments, decided; written down for a customer; the limits."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.arrangements import plans, queries, terms
from kvit.arrangements.plans import Wish
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.reports import customer_arrangements
from kvit.web import happened, lists
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, WholeField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("proposed", p_("payment plans", "Asked for")),
    ("agreed", p_("payment plans", "Agreed")),
    ("broken", p_("payment plans", "Broken")),
    ("completed", p_("payment plans", "Completed")),
    ("declined", p_("payment plans", "Declined")),
    ("cancelled", p_("payment plans", "Cancelled")),
)


class PlanForm(Form):
    """What was agreed with a customer."""

    count = WholeField(label=lazy("How many instalments"))
    first_on = DayField(label=lazy("First instalment on"))

    def __init__(self, request: Request, party: Party) -> None:
        super().__init__(request.POST or None, today=request.today)
        self.owed = queries.free_for_plan(request.company, party)
        for item in self.owed:
            left = format_money(Money(item.balance, item.currency), tongue())
            label = f"{item.document_number}, {left}"
            self.fields[item.public_id] = forms.BooleanField(label=label, required=False, initial=True)

    def chosen(self) -> list[str]:
        """The ids of the open items that are ticked."""
        return [item.public_id for item in self.owed if self.cleaned_data[item.public_id]]


class TermsForm(Form):
    """The limits."""

    level = forms.ChoiceField(
        label=lazy("Plans that customers ask for"),
        choices=[
            ("off", lazy("are not offered")),
            ("suggest", lazy("are decided by a person")),
            ("auto", lazy("are agreed by themselves inside the limits")),
        ],
    )
    most_instalments = WholeField(label=lazy("Most instalments"))
    least = MoneyField(label=lazy("Least amount of one"))
    longest_days = WholeField(label=lazy("Most days until the last"))
    lowest = MoneyField(label=lazy("Lowest sum"))
    highest = MoneyField(label=lazy("Highest sum"))
    grace_days = WholeField(label=lazy("Days of grace"), help_text=lazy("So late an instalment breaks no plan."))


@require_GET
def index(request: Request) -> HttpResponse:
    """The plans of a state, the newest first."""
    require(request.actor, "plan.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.plans(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Customer")),
        Head(_("Documents")),
        Head(_("Amount"), is_number=True),
        Head(_("Since")),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("plan", args=[row.public_id]),
            "cells": [
                {"text": row.party.name},
                {"text": ", ".join(one.item.document_number for one in row.items.all())},
                {"money": Money(row.amount, row.currency)},
                {"on": row.made_on},
                {"state": state(f"plan_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No payment plans here"),
        "text": _("Inside limits that you set, customers ask for instalments in their portal."),
        "href": reverse("settings_plans"),
        "button": _("Set the limits"),
    }
    tabs = lists.tabs(request, VIEWS, here=view)
    pager = lists.pager(request, page, order=_("the newest first"))
    return listing(request, _("Payment plans"), heads=heads, rows=rows, empty=empty, views=tabs, pager=pager)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One plan: its instalments and what is covered, its documents, what may be done."""
    require(request.actor, "plan.view", request.company)
    row = queries.find_plan(request.company, public_id)
    decides = allowed(request.actor, "plan.decide", request.company)
    told = {
        "plan": row,
        "title": _("Payment plan of %(name)s") % {"name": row.party.name},
        "state": state(f"plan_{row.status}"),
        "amount": Money(row.amount, row.currency),
        "parts": customer_arrangements.parts_of(row, on=request.today),
        "items": [(one.item.document_number, Money(one.amount, row.currency)) for one in row.items.all()],
        "happened": happened.told(events.of_subjects(request.company, [("plan", row.pk)]), currency=row.currency),
        "ended_before": bool(queries.lapsed(request.company, [one.item.public_id for one in row.items.all()])),
        "can": {"decide": row.status == "proposed" and decides, "cancel": row.status == "agreed" and decides},
    }
    return render(request, "web/plan.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Agree, decline with a reason, or cancel."""
    row = queries.find_plan(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "agree":
        plans.agree(request.company, row, **who)
        tell(request, _("Agreed: the customer gets the days by mail"), icon="check")
    elif verb == "decline":
        plans.decline(request.company, row, answer=request.POST.get("answer", ""), **who)
        tell(request, _("Declined: the customer is told why"), icon="send")
    else:
        plans.cancel(request.company, row, **who)
        tell(request, _("Cancelled: what is open is asked for again"), icon="undo")
    return redirect("plan", public_id)


@require_http_methods(["GET", "POST"])
def make(request: Request, public_id: str) -> HttpResponse:
    """Write down what was agreed with a customer."""
    party = parties.find(request.company, public_id)
    typed = PlanForm(request, party)
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        wish = Wish(items=typed.chosen(), count=int(told["count"]), first_on=told["first_on"])
        try:
            made = plans.make(request.company, party, wish, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Agreed: the customer gets the days by mail"), icon="check")
            return redirect("plan", made.public_id)
    here = reverse("customer_reminders", args=[public_id])
    shown = {
        "title": _("Instalments with %(name)s") % {"name": party.name},
        "intro": _("A month apart, from the first day on. Nobody reminds while each comes in time."),
        "crumbs": [(_("Reminders"), reverse("reminders")), (party.name, here)],
        "sections": [
            {"title": "", "fields": [typed[name] for name in ("count", "first_on")]},
            {"title": _("For which documents"), "fields": [typed[item.public_id] for item in typed.owed]},
        ],
        "button": _("Agree on it"),
        "icon": "calendar",
        "cancel_href": here,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_http_methods(["GET", "POST"])
def limits(request: Request) -> HttpResponse:
    """Inside which limits plans are granted, and how far that goes by itself."""
    require(request.actor, "plan.limit", request.company)
    known = terms.of(request.company)
    sums = {name: Money(getattr(known, name), request.company.currency) for name in terms.AMOUNTS}
    initial = {name: getattr(known, name) for name in terms.NAMES} | sums
    typed = TermsForm(request.POST or None, initial=initial, currency=request.company.currency)
    if request.method == "POST" and typed.is_valid():
        told = {name: _plain(value) for name, value in typed.cleaned_data.items()}
        try:
            terms.change(request.company, told, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("The limits hold from now on"), icon="check")
            return redirect("settings_plans")
    shown = {
        "title": _("Payment plans"),
        "intro": _("Customers ask for instalments in their portal, never beyond these limits."),
        "sections": [{"title": "", "fields": [typed[name] for name in terms.NAMES]}],
        "button": _("Save"),
        "icon": "check",
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def _plain(value: object) -> str:
    """A value of the form as JSON tells it."""
    return f"{value.amount:f}" if isinstance(value, Money) else str(value)
