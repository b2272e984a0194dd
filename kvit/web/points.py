"""Points for paying on time: what is promised, what a customer has, what a draft uses."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money, format_number
from kvit.core.money import Money
from kvit.loyalty import programmes, queries
from kvit.loyalty.models import LoyaltyMovement, LoyaltyProgramme
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.receivables import queries as receivables
from kvit.receivables import redeeming
from kvit.receivables.models import Invoice
from kvit.web import lists
from kvit.web.current import Request
from kvit.web.fields import MoneyField, NumberField, WholeField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell
from kvit.wording.loyalty import MOVED

LEVELS = (
    ("off", p_("loyalty", "A person uses them")),
    ("suggest", p_("loyalty", "Say on each draft that there are some")),
    ("auto", p_("loyalty", "Use them on each draft")),
)
WAYS = (
    ("points", p_("loyalty", "Points for each unit without VAT")),
    ("percent", p_("loyalty", "A percentage, as a discount to come")),
)


class ProgrammeForm(Form):
    """What to promise from today on."""

    way = forms.ChoiceField(label=p_("loyalty", "Who pays on time gets"), choices=WAYS)
    per_unit = NumberField(label=lazy("How many points, or percent"), places=4)
    value = MoneyField(label=lazy("What a point is worth"), required=False, help_text=lazy("A percentage needs none."))
    months = WholeField(label=lazy("Good for so many months"))
    least = WholeField(label=lazy("Least points used at once"))
    most_share = NumberField(label=lazy("Most percent of an invoice"), places=4)
    early_days = WholeField(
        label=lazy("Days early for more points"), required=False, help_text=lazy("Left empty, there is no bonus.")
    )
    early_bonus = NumberField(label=lazy("So many percent more"), required=False, places=4)
    by_hand = WholeField(
        label=lazy("Points one person alone gives or takes by hand"),
        required=False,
        help_text=lazy("For more of them another person must agree."),
    )
    level = forms.ChoiceField(label=lazy("Using them"), choices=LEVELS)


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """The programme that holds, those before, and the form that starts another."""
    require(request.actor, "loyalty.view", request.company)
    currency = request.company.currency
    initial = {
        "months": 12,
        "least": 1,
        "most_share": Decimal(50),
        "by_hand": 1000,
        "value": Money(Decimal("0.01"), currency),
    }
    typed = ProgrammeForm(request.POST or None, currency=currency, initial=initial)
    if request.method == "POST" and typed.is_valid():
        told = {name: _plain(value) for name, value in typed.cleaned_data.items() if value is not None}
        try:
            programmes.start(request.company, told, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Promised from today on"), icon="check")
            return redirect("settings_points")
    edits = allowed(request.actor, "loyalty.edit", request.company)
    heads = [
        Head(pgettext("loyalty", "Promise")),
        Head(_("A point is worth"), is_number=True),
        Head(_("Good for so many months"), is_number=True, is_optional=True),
        Head(_("From"), is_optional=True),
        Head(_("Until")),
    ]
    more: dict[str, Any] = {
        "crumbs": [(_("Settings"), reverse("settings"))],
        "subtitle": _(
            "Who pays on time gets points, which take something off a later invoice. Until then you owe them."
        ),
        "empty": {"title": _("Nothing is promised"), "text": _("Off, until you start a programme.")},
        "add": typed if edits else None,
        "add_in_one": True,
        "head_acts": [{"href": reverse("points_by_hand"), "word": _("Points by hand")}],
        "add_word": _("Promise this from today on"),
    }
    rows = [_programme(row, can_end=edits) for row in queries.programmes(request.company)]
    return listing(request, _("Loyalty points"), heads=heads, rows=rows, status=422 if typed.is_bound else 200, **more)


@require_POST
def end(request: Request) -> HttpResponse:
    """Promise nothing more."""
    programmes.end(request.company, by=request.actor, on=request.today)
    tell(request, _("Nothing is promised any more; points that were earned stay good"), icon="undo")
    return redirect("settings_points")


@require_GET
def of_customer(request: Request, public_id: str) -> HttpResponse:
    """What a customer has, and what changed it."""
    require(request.actor, "loyalty.view", request.company)
    party = parties.find(request.company, public_id)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.movements(request.company, party=party, size=lists.SIZE, **cursors)
    heads = [
        Head(pgettext("loyalty", "Day")),
        Head(pgettext("loyalty", "What")),
        Head(_("Points"), is_number=True),
        Head(_("Worth"), is_number=True),
        Head(_("Document"), is_optional=True),
    ]
    more: dict[str, Any] = {
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, reverse("customer", args=[public_id]))],
        "subtitle": in_words(request, party),
        "head_acts": _by_hand(request, public_id),
        "empty": {"title": _("No points yet"), "text": _("They come with the first invoice that is paid on time.")},
        "pager": lists.pager(request, page, order=_("the newest first")),
    }
    rows = [_movement(row, request.company.currency) for row in page.rows]
    return listing(request, _("Points of %(name)s") % {"name": party.name}, heads=heads, rows=rows, **more)


def _by_hand(request: Request, public_id: str) -> list[dict[str, Any]]:
    if not allowed(request.actor, "loyalty.grant", request.company) or not programmes.was_any(request.company):
        return []
    address = reverse("customer_points_by_hand", args=[public_id])
    return [{"href": address, "word": _("Give or take points"), "icon": "plus"}]


@require_POST
def use(request: Request, public_id: str) -> HttpResponse:
    """Take points off a draft, or none any more; nothing typed is all that fit. Refuses `field.bad_value`."""
    row = receivables.find(request.company, public_id)
    typed = request.POST.get("points", "").strip()
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise Refused("field.bad_value", field="points", value=typed[:40], wanted=_("a whole number"))
    wanted = int(typed) if typed else None
    redeeming.use(request.company, row, wanted=wanted, by=request.actor, on=request.today)
    tell(request, _("The draft is changed"), icon="check")
    return redirect("invoice", public_id)


def on_draft(request: Request, row: Invoice) -> dict[str, Any] | None:
    """What the page of a draft offers; nothing where there is nothing to use."""
    if row.status != "draft" or not allowed(request.actor, "loyalty.redeem", request.company):
        return None
    found = redeeming.offer(request.company, row)
    if found is None or not (found.most or found.kept):
        return None
    return {"offer": found, "have": _number(found.have), "most": _number(found.most), "kept": _number(found.kept)}


def in_words(request: Request, party: Party) -> str:
    """What a customer has, in words; empty where nothing was ever promised."""
    if not programmes.was_any(request.company):
        return ""
    purse = queries.purse(request.company, party)
    told = {"points": _number(purse.points), "worth": format_money(purse.worth, tongue())}
    return _("%(points)s (worth %(worth)s)") % told


def _programme(row: LoyaltyProgramme, *, can_end: bool) -> dict[str, Any]:
    ends = [{"href": reverse("settings_points_end"), "word": _("End it"), "is_danger": True}]
    number = format_number(row.per_unit.normalize() + 0, tongue())
    word = pgettext("loyalty", "%(number)s %%") if row.way == "percent" else _("%(number)s for each unit")
    return {
        "name": number,
        "cells": [
            {"text": word % {"number": number}},
            {"text": format_money(Money(row.value, row.company.currency), tongue())},
            {"text": str(row.months)},
            {"on": row.started_on},
            {"on": row.ended_on} if row.ended_on else {"text": _("holds")},
        ],
        "acts": ends if can_end and row.ended_on is None else [],
    }


def _movement(row: LoyaltyMovement, currency: str) -> dict[str, Any]:
    return {
        "name": row.public_id,
        "cells": [
            {"on": row.moved_on},
            {"text": _(MOVED[row.kind])},
            {"text": format_number(Decimal(row.points), tongue())},
            {"money": Money(row.worth, currency)},
            {"text": row.document_number},
        ],
    }


def _number(points: int) -> str:
    return format_number(Decimal(points), tongue())


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return f"{value.amount:f}"
    return f"{value:f}" if isinstance(value, Decimal) else value
