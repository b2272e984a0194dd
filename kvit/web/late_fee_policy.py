"""What is charged for being late, and how far that goes by itself; rates of the law that somebody entered."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_http_methods

from kvit.collecting import policies
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.web.current import Request
from kvit.web.fields import MoneyField, NumberField
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

LEVELS = (
    ("off", p_("late fees", "Nothing")),
    ("suggest", p_("late fees", "Put a task before me")),
    ("auto", p_("late fees", "Issue and mail")),
)


class PolicyForm(Form):
    """What to charge from now on, and a rate that the table lacks."""

    level = forms.ChoiceField(label=lazy("By itself"), choices=LEVELS)
    interest = forms.BooleanField(label=lazy("Late-payment interest"), required=False)
    compensation = forms.BooleanField(label=lazy("Compensation for recovery costs"), required=False)
    percent = NumberField(
        label=lazy("Yearly rate of your contracts"), required=False, help_text=lazy("Left empty, the law's rate holds.")
    )
    reminder_fee = MoneyField(
        label=lazy("Reminder fee of your contracts"),
        required=False,
        help_text=lazy("Once for each late document of which a reminder was sent after its due day."),
    )
    least = MoneyField(
        label=lazy("Not below"), required=False, help_text=lazy("Less than this is not charged by itself.")
    )
    half_year = forms.CharField(
        label=lazy("Rate of the law for the half-year"),
        required=False,
        max_length=6,
        help_text=lazy("Such as 2026/2, where Kvit's table has none. It stays."),
    )
    rate = NumberField(label=lazy("Yearly, in percent"), required=False)
    source = forms.CharField(label=lazy("Where you read it"), required=False, max_length=120)


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The policy, and the rates that were entered."""
    require(request.actor, "late_fee.view", request.company)
    row = policies.of(request.company)
    initial = {name: getattr(row, name) for name in policies.Asked.__dataclass_fields__}
    initial |= {name: Money(initial[name], request.company.currency) for name in ("reminder_fee", "least")}
    typed = PolicyForm(request.POST or None, currency=request.company.currency, initial=initial)
    if request.method == "POST" and typed.is_valid():
        try:
            _keep(request, typed.cleaned_data)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Kept"), icon="check")
            return redirect("settings_late_fees")
    heads = [Head(_("Half-year")), Head(_("Yearly, in percent"), is_number=True), Head(_("Where you read it"))]
    rows = [
        {
            "name": f"{one.year}/{one.half}",
            "cells": [
                {"text": f"{one.year}/{one.half}"},
                {"text": f"{one.percent.normalize():f}"},
                {"text": one.source},
            ],
        }
        for one in policies.rates(request.company)
    ]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings"))],
        "subtitle": _("What businesses pay you for being late. Consumers are never charged."),
        "empty": {"title": _("No rate was entered"), "text": _("Kvit's own table holds where it has one.")},
        "add": typed if allowed(request.actor, "late_fee.edit", request.company) else None,
        "add_in_one": True,
        "add_word": _("Keep it"),
    }
    status = 422 if typed.is_bound else 200
    return listing(request, _("Late fees"), heads=heads, rows=rows, status=status, **more)


def _keep(request: Request, said: dict[str, Any]) -> None:
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if said["half_year"]:
        percent = said["rate"] if said["rate"] is not None else Decimal(-1)
        policies.enter_rate(request.company, said["half_year"], percent=percent, source=said["source"], **who)
    asked = policies.Asked(
        level=said["level"],
        interest=said["interest"],
        compensation=said["compensation"],
        percent=said["percent"],
        reminder_fee=_amount(said["reminder_fee"]),
        least=_amount(said["least"]),
    )
    policies.change(request.company, asked, **who)


def _amount(typed: Money | None) -> Decimal:
    return Decimal(0) if typed is None else typed.amount
