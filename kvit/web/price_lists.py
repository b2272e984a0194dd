"""Price lists: which there are, what each product costs on one, made, filled, put away."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_http_methods, require_POST

from kvit.catalog import listed_prices, prices, queries
from kvit.catalog.listed_prices import Costs
from kvit.catalog.models import Price, PriceList, Product
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.web import lists
from kvit.web.current import Request
from kvit.web.fields import DayField, NumberField
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

VIEWS = (("active", p_("price lists", "Active")), ("archived", p_("price lists", "Put away")))


class ListForm(Form):
    """A new list, empty."""

    name = forms.CharField(label=lazy("Name"), max_length=100)
    currency = forms.CharField(label=lazy("Currency"), max_length=3, min_length=3)
    includes_vat = forms.BooleanField(label=lazy("Prices include VAT"), required=False)


class PriceForm(Form):
    """What a product costs on the list, from which day on."""

    product = forms.CharField(label=lazy("Product"), max_length=200, help_text=lazy("Its code or its name."))
    amount = NumberField(label=lazy("Price"), least=2)
    valid_from = DayField(label=p_("price", "From"), required=False, help_text=lazy("Left empty, it holds from today."))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The lists by name; a new one is made below."""
    typed = ListForm(request.POST or None, initial={"currency": request.company.currency})
    if request.method == "POST" and typed.is_valid():
        try:
            row = prices.make_list(request.company, typed.cleaned_data, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": row.name}, icon="item")
            return redirect("price_list", row.public_id)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = listed_prices.listed(request.company, archived=view == "archived", size=lists.SIZE, **cursors)
    counts = listed_prices.counted(request.company, page.rows)
    may = allowed(request.actor, "product.edit", request.company)
    heads = [Head(_("Name")), Head(_("Currency")), Head(_("Prices")), Head(_("Products"), is_number=True)]
    more: dict[str, Any] = {
        "crumbs": [(_("Products"), reverse("products"))],
        "subtitle": _("A customer who has a list buys by its prices; what is not on it costs what the product says."),
        "views": lists.tabs(request, VIEWS, here=view),
        "pager": lists.pager(request, page, order=_("by name")),
        "empty": {"title": _("No price lists here"), "text": _("Name one below; then write prices into it.")},
        "add": typed if may else None,
        "add_word": _("Make the list"),
    }
    rows = [_row(row, counts, may=may) for row in page.rows]
    return listing(request, _("Price lists"), heads=heads, rows=rows, status=_status(typed), **more)


def _status(typed: Form) -> int:
    return 422 if typed.is_bound else 200


def _row(row: PriceList, counts: dict[int, int], *, may: bool) -> dict[str, object]:
    verb, word = (
        ("price_list_restore", _("Bring back"))
        if row.archived_at
        else ("price_list_archive", pgettext("button", "Put away"))
    )
    return {
        "name": row.name,
        "href": reverse("price_list", args=[row.public_id]),
        "cells": [
            {"text": row.name},
            {"text": row.currency},
            {"text": _("with VAT") if row.includes_vat else _("without VAT")},
            {"text": counts.get(row.pk, 0)},
        ],
        "acts": [{"href": reverse(verb, args=[row.public_id]), "word": word}] if may else [],
    }


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """What each product costs on the list, since when, and what it will cost; a price is written below."""
    row = prices.find_list(request.company, public_id)
    typed = PriceForm(request.POST or None, today=request.today)
    if request.method == "POST" and typed.is_valid():
        try:
            product = _put(request, row, typed.cleaned_data)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Price kept: %(name)s") % {"name": product.name}, icon="item")
            return redirect("price_list", public_id)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = listed_prices.priced(request.company, row, size=lists.SIZE, **cursors)
    costs = listed_prices.costs(request.company, row, page.rows, on=request.today)
    heads = [
        Head(_("Product")),
        Head(_("Code"), is_optional=True),
        Head(_("Price"), is_number=True),
        Head(pgettext("price", "Since")),
        Head(pgettext("price", "Then"), is_number=True),
        Head(pgettext("price", "From")),
    ]
    may = allowed(request.actor, "product.edit", request.company) and row.archived_at is None
    kind = _("prices with VAT") if row.includes_vat else _("prices without VAT")
    more: dict[str, Any] = {
        "crumbs": [(_("Products"), reverse("products")), (_("Price lists"), reverse("price_lists"))],
        "subtitle": f"{row.currency}, {kind}" + (f", {_('put away')}" if row.archived_at else ""),
        "pager": lists.pager(request, page, order=_("by name")),
        "empty": {"title": _("No prices yet"), "text": _("Each price holds from its day until the next one.")},
        "add": typed if may else None,
        "add_word": _("Keep the price"),
    }
    return listing(
        request, row.name, heads=heads, rows=[_priced(one, row) for one in costs], status=_status(typed), **more
    )


def _priced(one: Costs, row: PriceList) -> dict[str, object]:
    return {
        "name": one.product.name,
        "href": reverse("product", args=[one.product.public_id]),
        "cells": [
            {"text": one.product.name},
            {"text": one.product.code},
            *_cells(one.now, row),
            *_cells(one.next, row),
        ],
    }


def _cells(price: Price | None, row: PriceList) -> list[dict[str, object]]:
    if price is None:
        return [{"text": ""}, {"text": ""}]
    return [{"money": Money(price.amount.normalize(), row.currency)}, {"on": price.valid_from}]


def _put(request: Request, row: PriceList, told: dict[str, Any]) -> Product:
    """Keep the price of the product that has this code or name. Refuses `product.unknown`."""
    product = queries.named(request.company, [told["product"]]).get(told["product"].strip())
    if product is None:
        raise Refused("product.not_named", product=told["product"][:60], field="product")
    day = told["valid_from"] or request.today
    raw = {"product": product.public_id, "amount": f"{told['amount']:f}", "valid_from": day.isoformat()}
    prices.put_all(request.company, row, [raw], by=request.actor, on=request.today)
    return product


@require_POST
def put_away(request: Request, public_id: str) -> HttpResponse:
    """Whoever bought by it pays the products' own prices; can be undone."""
    row = prices.find_list(request.company, public_id)
    prices.archive_list(request.company, row, by=request.actor, on=request.today)
    back = reverse("price_list_restore", args=[public_id])
    tell(request, _("Put away: %(name)s") % {"name": row.name}, icon="away", back=back)
    return redirect("price_lists")


@require_POST
def restore(request: Request, public_id: str) -> HttpResponse:
    """Used again."""
    row = prices.find_list(request.company, public_id)
    prices.restore_list(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Brought back: %(name)s") % {"name": row.name}, icon="undo")
    return redirect("price_list", public_id)
