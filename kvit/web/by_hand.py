"""Points by hand: given or taken by a person with a reason; many wait for another one."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies import hands
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_number
from kvit.loyalty import grants, queries
from kvit.loyalty.grants import Wish
from kvit.loyalty.models import LoyaltyGrant
from kvit.parties import queries as parties
from kvit.web import lists, points
from kvit.web.current import Request
from kvit.web.fields import WholeField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

WAYS = (("give", p_("loyalty", "Give")), ("take", p_("loyalty", "Take")))
STATES = {
    "waiting": p_("loyalty", "Waits for another person"),
    "done": p_("loyalty", "Done"),
    "refused": p_("loyalty", "Turned down"),
}


class ByHandForm(Form):
    """How many, which way, why."""

    way = forms.ChoiceField(label=lazy("Give or take"), choices=WAYS)
    points = WholeField(label=lazy("Points"))
    reason = forms.CharField(label=lazy("Why"), max_length=400)
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def ask(request: Request, public_id: str) -> HttpResponse:
    """Give a customer points, or take some."""
    require(request.actor, "loyalty.grant", request.company)
    party = parties.find(request.company, public_id)
    back = reverse("customer_points", args=[public_id])
    typed = ByHandForm(request.POST or None, initial={"key": uuid4().hex})
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        number = int(told["points"]) * (1 if told["way"] == "give" else -1)
        wish = Wish(points=number, reason=told["reason"], key=told["key"])
        try:
            row = grants.ask(request.company, party, wish, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            waits = row.status == grants.WAITING
            tell(request, _("Another person must agree") if waits else _("Written"), icon="check")
            return redirect("points_by_hand" if waits else back)
    shown = {
        "title": _("Give or take points"),
        "intro": points.in_words(request, party),
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, back)],
        "sections": [{"title": "", "fields": typed.visible_fields()}],
        "hidden": typed.hidden_fields(),
        "button": _("Give or take points"),
        "icon": "check",
        "cancel_href": back,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_GET
def index(request: Request) -> HttpResponse:
    """What was given and taken by hand, and what waits."""
    require(request.actor, "loyalty.view", request.company)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.grants(request.company, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Customer")),
        Head(_("Points"), is_number=True),
        Head(_("Why")),
        Head(_("Asked by"), is_optional=True),
        Head(pgettext("loyalty", "Day")),
        Head(_("State")),
    ]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings")), (_("Loyalty points"), reverse("settings_points"))],
        "empty": {"title": _("Nothing by hand yet"), "text": _("Give or take points on the page of a customer.")},
        "pager": lists.pager(request, page, order=_("the newest first")),
    }
    return listing(request, _("Points by hand"), heads=heads, rows=[_row(request, one) for one in page.rows], **more)


@require_POST
def agree(request: Request, public_id: str) -> HttpResponse:
    """Another person says yes."""
    grants.agree(request.company, queries.grant(request.company, public_id), by=request.actor, on=request.today)
    tell(request, _("Written"), icon="check")
    return redirect("points_by_hand")


@require_POST
def turn_down(request: Request, public_id: str) -> HttpResponse:
    """It is not done."""
    row = queries.grant(request.company, public_id)
    reason = request.POST.get("reason", "").strip() or _("Turned down on its page")
    grants.turn_down(request.company, row, reason=reason, by=request.actor, on=request.today)
    tell(request, _("Turned down"), icon="undo")
    return redirect("points_by_hand")


def _row(request: Request, row: LoyaltyGrant) -> dict[str, Any]:
    cells = [
        {"text": row.party.name},
        {"text": format_number(Decimal(row.points), tongue())},
        {"text": row.reason},
        {"text": str(row.asked_by)},
        {"on": row.decided_on or row.asked_on},
        {"text": str(STATES[row.status])},
    ]
    acts: list[dict[str, Any]] = []
    if row.status == grants.WAITING:
        is_own = row.asked_by_id in hands.people(request.actor)
        if not is_own and allowed(request.actor, "loyalty.agree", request.company):
            acts.append({"href": reverse("points_by_hand_agree", args=[row.public_id]), "word": _("Agree")})
        if is_own or acts:
            no = reverse("points_by_hand_refuse", args=[row.public_id])
            acts.append({"href": no, "word": _("Turn down"), "is_danger": True})
    return {"name": row.party.name, "cells": cells, "acts": acts}
