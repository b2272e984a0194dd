"""Who is away, and who answers for them meanwhile."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies import absences, changes, whose
from kvit.companies.absences import Away
from kvit.companies.models import Absence
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.core.permissions import may
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

BESIDE = {"absence.bad_days": "until_on", "absence.bad_ceiling": "ceiling", "absence.known": "from_on"}
"""Refusal to the field beside which it is shown; the rest is about who acts."""


class AbsenceForm(Form):
    """Who, from when to when, and who answers meanwhile."""

    user = forms.ChoiceField(label=lazy("Who is away"))
    from_on = DayField(label=lazy("From"))
    until_on = DayField(label=lazy("To"))
    substitute = forms.ChoiceField(label=lazy("Who answers meanwhile"), required=False)
    ceiling = MoneyField(label=lazy("Up to which amount"), required=False, help_text=lazy("Left empty, for all."))

    def __init__(self, request: Request) -> None:
        super().__init__(
            request.POST or None,
            initial={"user": request.user.public_id},
            today=request.today,
            currency=request.company.currency,
        )
        people = [one for one in changes.people(request.company) if may(one.role, "approval.answer")]
        known = [(one.user.public_id, str(one.user)) for one in people]
        for name, choices in (("user", known), ("substitute", [("", _("nobody")), *known])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def away(self) -> Away:
        """The absence, in the words of the room."""
        told = self.cleaned_data
        ceiling = told["ceiling"].amount if told["ceiling"] else None
        return Away(first=told["from_on"], last=told["until_on"], substitute=told["substitute"], ceiling=ceiling)

    def refuse(self, refused: Refused) -> None:
        field = BESIDE.get(refused.code, "substitute")
        super().refuse(Refused(refused.code, **{**refused.facts, "field": field}))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Who is away now or soon; another absence is noted below."""
    require(request.actor, "approval.view", request.company)
    typed = AbsenceForm(request)
    if request.method == "POST" and typed.is_valid():
        try:
            user = whose.colleague(request.company, typed.cleaned_data["user"])
            absences.note(request.company, user, away=typed.away(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Noted: %(name)s") % {"name": user}, icon="people")
            return redirect("settings_absences")
    rows = [_row(request, row) for row in absences.ahead(request.company, on=request.today)]
    heads = [Head(_("Who is away")), Head(_("From")), Head(_("To")), Head(_("Who answers meanwhile"))]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings"))],
        "subtitle": _("Who answers for somebody never answers about a thing of their own."),
        "empty": {"title": _("Everybody is here"), "text": _("Note who is away, so that no bill waits for them.")},
        "add": typed if allowed(request.actor, "absence.note", request.company) else None,
        "add_word": _("Note the absence"),
    }
    return listing(request, _("Away"), heads=heads, rows=rows, status=422 if typed.is_bound else 200, **more)


@require_POST
def end(request: Request, public_id: str) -> HttpResponse:
    """They are back."""
    row = absences.end(request.company, absences.find(request.company, public_id), by=request.actor, on=request.today)
    tell(request, _("Back: %(name)s") % {"name": row.user}, icon="people")
    return redirect("settings_absences")


def _row(request: Request, row: Absence) -> dict[str, object]:
    may_end = row.user_id == request.user.pk or allowed(request.actor, "user.edit", request.company)
    meanwhile: dict[str, object] = {"text": row.substitute or _("nobody")}
    if row.ceiling is not None:
        meanwhile["sub"] = _("up to %(amount)s") % {
            "amount": format_money(Money(row.ceiling, request.company.currency), tongue())
        }
    return {
        "name": str(row.user),
        "cells": [{"text": str(row.user)}, {"on": row.from_on}, {"on": row.until_on}, meanwhile],
        "acts": [{"href": reverse("absence_end", args=[row.public_id]), "word": pgettext("absence", "Back")}]
        if may_end
        else [],
    }
