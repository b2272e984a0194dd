"""Orders to suppliers: the list, one with what came of it, a new one, goods received."""

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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.archive.pages.units import unit_word
from kvit.companies.permissions import allowed
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.purchase_lifecycle import PURCHASE_ORDER
from kvit.events import queries as events
from kvit.parties import queries as parties
from kvit.purchasing import orders, queries, receipts
from kvit.purchasing.models import GoodsReceipt, OrderLine, PurchaseOrder
from kvit.web import happened, lists
from kvit.web.current import Request
from kvit.web.fields import DayField, NumberField
from kvit.web.forms import Form
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.web.wanted_lines import form_page, written

VIEWS = (
    ("to_approve", p_("orders", "To approve")),
    ("approved", p_("orders", "Ordered")),
    ("draft", p_("orders", "Drafts")),
    ("closed", p_("orders", "Closed")),
    ("cancelled", p_("orders", "Cancelled")),
)
KINDS = {"receipt": lazy("came"), "return": lazy("went back"), "correction": lazy("taken back")}


class OrderForm(Form):
    """Whom we order from, and when it is wanted; its lines stand below."""

    supplier = forms.CharField(label=lazy("Supplier"), max_length=200, help_text=lazy("A new one with its VAT id."))
    vat_id = forms.CharField(label=lazy("VAT id"), max_length=20, required=False)
    wanted_on = DayField(label=lazy("Wanted on"), required=False)
    note = forms.CharField(label=lazy("Note"), max_length=400, required=False)


class ReceiptForm(Form):
    """How much of each line came."""

    delivery_note = forms.CharField(label=lazy("Delivery note"), max_length=100, required=False)
    beyond_reason = forms.CharField(label=lazy("Why more is kept than was ordered"), max_length=400, required=False)

    def __init__(self, *args: Any, lines: list[OrderLine], here: dict[int, Decimal], **options: Any) -> None:
        super().__init__(*args, **options)
        for line in lines:
            open_ = max(line.quantity - here[line.pk], Decimal(0)).normalize()
            hint = _("%(open)s to come") % {"open": f"{open_:f}"}
            self.fields[f"line_{line.position}"] = NumberField(label=line.name, required=False, help_text=hint)


@require_GET
def index(request: Request) -> HttpResponse:
    """The orders of a state, the newest first."""
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Number")),
        Head(_("Supplier")),
        Head(_("Ordered"), is_optional=True),
        Head(_("Wanted on")),
        Head(_("Net"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.number or row.party.name,
            "href": reverse("order", args=[row.public_id]),
            "cells": [
                {"text": row.number or _("Draft")},
                {"text": row.party.name},
                {"on": row.ordered_on},
                {"on": row.wanted_on},
                {"money": Money(row.net, row.currency)},
                {"state": state(f"order_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        _("Orders"),
        heads=heads,
        rows=rows,
        add=(reverse("order_new"), _("New order")),
        empty=(
            _("No orders here"),
            _("Another person approves an order; then bills are held against it and what came."),
        ),
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new order, as a draft."""
    typed, lines, is_asked = written(request, OrderForm)
    if is_asked and all([typed.is_valid(), lines.is_valid()]):
        told = typed.cleaned_data
        raw = {"supplier": supplier_of(request, told), "note": told["note"], "lines": lines.raw()}
        if told["wanted_on"]:
            raw["wanted_on"] = told["wanted_on"].isoformat()
        try:
            row = orders.draft(request.company, raw, by=request.actor, on=request.today)
        except Refused as refused:
            if not lines.refuse(refused):
                typed.refuse(refused)
        else:
            tell(request, _("Draft saved"), icon="docs")
            return redirect("order", row.public_id)
    crumbs = [(_("Orders"), reverse("orders"))]
    return form_page(request, typed, lines=lines, title=_("New order"), crumbs=crumbs, button=_("Save draft"))


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One order: what is ordered, what came of each line, its goods receipts, what may be done."""
    row = queries.find(request.company, public_id)
    here = queries.received(request.company, row)
    subjects = [("purchase_order", row.pk), *(("goods_receipt", one.pk) for one in row.receipts.all())]
    told = {
        "order": row,
        "state": state(f"order_{row.status}"),
        "lines": [_line(row, one, here[one.pk]) for one in row.lines.all()],
        "net": Money(row.net, row.currency),
        "receipts": [_receipt(one) for one in row.receipts.all()],
        "happened": happened.told(events.of_subjects(request.company, subjects)),
        "can": _can(request, row),
    }
    return render(request, "web/order.html", told)


@require_http_methods(["GET", "POST"])
def receive(request: Request, public_id: str) -> HttpResponse:
    """Write down what came."""
    row = queries.find(request.company, public_id)
    lines, here = list(row.lines.all()), queries.received(request.company, row)
    typed = ReceiptForm(request.POST or None, lines=lines, here=here)
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        came = {line.position: told.get(f"line_{line.position}") for line in lines}
        raw = {
            "lines": [{"line": at, "quantity": _plain(quantity)} for at, quantity in came.items() if quantity],
            **{name: told[name] for name in ("delivery_note", "beyond_reason")},
        }
        try:
            made = receipts.receive(request.company, row, raw, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Received: %(number)s") % {"number": made.number}, icon="check")
            return redirect("order", public_id)
    crumbs = [(_("Orders"), reverse("orders")), (row.number or "", reverse("order", args=[public_id]))]
    sections = [
        {"title": _("What came"), "fields": [typed[f"line_{line.position}"] for line in lines]},
        {"title": "", "fields": [typed["delivery_note"], typed["beyond_reason"]]},
    ]
    return _form(
        request, typed, title=_("Receive goods"), crumbs=crumbs, sections=sections, button=pgettext("goods", "Received")
    )


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Send, approve, reject, close or cancel."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "approve":
        version = request.POST.get("version", "")
        done = orders.approve(request.company, row, version=int(version) if version.isdecimal() else -1, **who)
        said = _("Ordered: %(number)s") if done.status == "approved" else _("Your yes to %(number)s is kept")
        tell(request, said % {"number": row.number}, icon="check")
    elif verb == "send":
        done = orders.send(request.company, row, **who)
        tell(request, _("Waits for approval: %(number)s") % {"number": done.number}, icon="ask")
    elif verb == "close":
        orders.close(request.company, row, **who)
        tell(request, _("Closed: %(number)s") % {"number": row.number}, icon="check")
    else:
        end = orders.reject if verb == "reject" else orders.cancel
        end(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Noted with your name"), icon="check")
    return redirect("order", public_id)


def _form(request: Request, typed: Form, **told: Any) -> HttpResponse:
    problems = typed.problems() if typed.is_bound else []
    cancel = told["crumbs"][-1][1]
    return render(
        request,
        "web/form.html",
        {**told, "problems": problems, "cancel_href": cancel},
        status=422 if typed.is_bound else 200,
    )


def supplier_of(request: Request, told: dict[str, Any]) -> object:
    """The one that is called so, else a new one by its VAT id."""
    known = parties.suppliers_called(request.company, told["supplier"].strip())
    if len(known) == 1 and not told["vat_id"]:
        return known[0].public_id
    return {"name": told["supplier"], "vat_id": told["vat_id"], "country": told["vat_id"][:2].upper()}


def _plain(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value or "")


def _line(row: PurchaseOrder, one: OrderLine, here: Decimal) -> dict[str, Any]:
    came = {"here": f"{here.normalize():f}", "ordered": f"{one.quantity.normalize():f}"}
    return {
        "name": one.name,
        "note": _("%(here)s of %(ordered)s are here") % came,
        "quantity": one.quantity.normalize(),
        "unit": unit_word(one.unit),
        "price": Money(one.price.normalize(), row.currency),
        "vat": one.vat_code,
        "net": Money(one.net, row.currency),
    }


def _receipt(one: GoodsReceipt) -> dict[str, Any]:
    told = ", ".join(f"{line.quantity.normalize():f} × {line.order_line.name}" for line in one.lines.all())
    return {"number": one.number, "on": one.received_on, "kind": KINDS[one.kind], "lines": told}


def _can(request: Request, row: PurchaseOrder) -> dict[str, bool]:
    verbs = lifecycle.verbs_from(PURCHASE_ORDER, row.status)
    may = {verb: allowed(request.actor, f"purchase_order.{verb}", request.company) for verb in ("approve", "send")}
    is_own = request.actor.id in orders.entered_by(request.company, row)
    return {
        "send": "send" in verbs and may["send"],
        "approve": "approve" in verbs and may["approve"] and not is_own,
        "is_own": "approve" in verbs and may["approve"] and is_own,
        "close": "close" in verbs and may["send"],
        "cancel": "cancel" in verbs and may["send"] and not row.receipts.all(),
        "receive": row.status == "approved" and allowed(request.actor, "goods_receipt.add", request.company),
    }
