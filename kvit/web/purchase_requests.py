"""Purchase requests: what was asked for, asking, one with its decision, and the order that is made of it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.approvals.models import Approval
from kvit.archive.pages.units import unit_word
from kvit.companies.permissions import allowed, require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.purchase_lifecycle import PURCHASE_REQUEST
from kvit.events import queries as events
from kvit.parties import queries as parties
from kvit.payables import approving
from kvit.purchasing import purchase_requests, queries
from kvit.purchasing.models import PurchaseRequest
from kvit.web import happened, lists
from kvit.web.asked import asked_about
from kvit.web.current import Request
from kvit.web.fields import DayField
from kvit.web.forms import Form
from kvit.web.orders import supplier_of
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.web.wanted_lines import form_page, written

VIEWS = (
    ("to_approve", p_("purchase requests", "To approve")),
    ("approved", p_("purchase requests", "To order")),
    ("ordered", p_("purchase requests", "Ordered")),
    ("refused", p_("purchase requests", "Refused")),
    ("cancelled", p_("purchase requests", "Cancelled")),
)


class RequestForm(Form):
    """What it is for, by when, and whom one would ask; its lines stand below."""

    purpose = forms.CharField(
        label=lazy("What it is for"), max_length=400, help_text=lazy("Read by those who decide about it.")
    )
    wanted_on = DayField(label=lazy("Wanted on"), required=False)
    cost_centre = forms.CharField(label=lazy("Cost centre"), max_length=60, required=False)
    supplier = forms.CharField(
        label=lazy("Supplier"), max_length=200, required=False, help_text=lazy("Whom you would ask, if you know one.")
    )


@require_GET
def index(request: Request) -> HttpResponse:
    """The requests of a state, the newest first."""
    require(request.actor, "purchase_request.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.requested(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Number")),
        Head(_("What it is for")),
        Head(_("Asked by"), is_optional=True),
        Head(_("Wanted on")),
        Head(_("Expected"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.number,
            "href": reverse("purchase_request", args=[row.public_id]),
            "cells": [
                {"text": row.number},
                {"text": row.purpose},
                {"text": str(row.asked_by)},
                {"on": row.wanted_on},
                {"money": Money(row.net, row.currency)},
                {"state": state(f"request_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        _("Purchase requests"),
        heads=heads,
        rows=rows,
        add=(reverse("purchase_request_new"), _("Ask for something")),
        empty=(
            _("No requests here"),
            _("Whoever needs something asks for it; another person decides, and it becomes an order."),
        ),
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Ask for something."""
    require(request.actor, "purchase_request.ask", request.company)
    typed, lines, is_asked = written(request, RequestForm)
    if is_asked and all([typed.is_valid(), lines.is_valid()]):
        told = typed.cleaned_data
        raw: dict[str, Any] = {name: told[name] for name in ("purpose", "cost_centre")}
        raw |= {**_proposed(request, told["supplier"].strip()), "lines": lines.raw()}
        if told["wanted_on"]:
            raw["wanted_on"] = told["wanted_on"].isoformat()
        try:
            row = purchase_requests.ask(request.company, raw, by=request.actor, on=request.today)
        except Refused as refused:
            if not lines.refuse(refused):
                typed.refuse(refused)
        else:
            tell(request, _("Waits for approval: %(number)s") % {"number": row.number}, icon="ask")
            return redirect("purchase_request", row.public_id)
    crumbs = [(_("Purchase requests"), reverse("purchase_requests"))]
    return form_page(request, typed, lines=lines, title=_("Ask for something"), crumbs=crumbs, button=_("Ask"))


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One request: what is wanted and why, who decided, what may be done."""
    require(request.actor, "purchase_request.view", request.company)
    row = queries.find_request(request.company, public_id)
    asked = purchase_requests.of(request.company, row)
    told = {
        "wanted": row,
        "state": state(f"request_{row.status}"),
        "lines": [_line(row, one) for one in row.lines],
        "net": Money(row.net, row.currency),
        "supplier": row.party.name if row.party is not None else row.supplier_name,
        "questions": asked_about(request, asked),
        "happened": happened.told(events.of_subjects(request.company, [("purchase_request", row.pk)])),
        "can": _can(request, row, asked=asked),
    }
    return render(request, "web/purchase_request.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Approve, refuse, cancel, or make the order of it."""
    row = queries.find_request(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "order":
        named = {name: request.POST.get(name, "").strip() for name in ("supplier", "vat_id")}
        supplier = supplier_of(request, named) if named["supplier"] else None
        made = purchase_requests.order(request.company, row, supplier=supplier, **who)
        tell(request, _("Draft saved"), icon="docs")
        return redirect("order", made.public_id)
    if verb == "approve":
        done = purchase_requests.approve(request.company, row, **who)
        said = _("Approved: %(number)s") if done.status == "approved" else _("Your yes to %(number)s is kept")
        tell(request, said % {"number": row.number}, icon="check")
    else:
        end = purchase_requests.refuse if verb == "refuse" else purchase_requests.cancel
        end(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Noted with your name"), icon="check")
    return redirect("purchase_request", public_id)


def _proposed(request: Request, name: str) -> dict[str, str]:
    known = parties.suppliers_called(request.company, name) if name else []
    return {"supplier": known[0].public_id} if len(known) == 1 else {"supplier_name": name}


def _line(row: PurchaseRequest, one: dict[str, str]) -> dict[str, Any]:
    quantity, worth = Decimal(one["quantity"]), Money(Decimal(one["price"]), row.currency)
    return {
        "name": one["name"],
        "quantity": quantity,
        "unit": unit_word(one["unit"]),
        "price": worth,
        "net": worth.times(quantity).rounded(),
    }


def _can(request: Request, row: PurchaseRequest, *, asked: Approval | None) -> dict[str, bool]:
    verbs = lifecycle.verbs_from(PURCHASE_REQUEST, row.status)
    is_own = purchase_requests.is_own(request.company, row, by=request.actor)
    may = allowed(request.actor, "purchase_request.approve", request.company)
    may_say = may
    if asked is not None and asked.status == "open":  # a policy named who says it
        may_say = approving.may_answer(request.company, asked, person=request.actor.id, on=request.today)
    return {
        "approve": "approve" in verbs and may_say and not is_own,
        "is_own": "approve" in verbs and is_own,
        "order": "order" in verbs and allowed(request.actor, "purchase_order.draft", request.company),
        "cancel": "cancel" in verbs and (is_own or may),
    }
