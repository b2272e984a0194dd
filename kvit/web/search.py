"""The palette and its page: find anything, do anything."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kvit.core.formatting import format_money
from kvit.reports.search import Hit, search
from kvit.web import nav
from kvit.web.current import Request
from kvit.web.fields import tongue

ICONS = {"invoice": "doc", "customer": "people", "product": "item", "payment": "equals"}


@require_GET
def page(request: Request) -> HttpResponse:
    """What was found, as a page of links."""
    typed = request.GET.get("q", "")
    return render(request, "web/search.html", {"q": typed, "groups": _groups(request, typed)})


@require_GET
def suggest(request: Request) -> HttpResponse:
    """What was found, as the options of the palette."""
    return render(request, "web/palette_found.html", {"groups": _groups(request, request.GET.get("q", ""))})


def _groups(request: Request, typed: str) -> list[dict[str, Any]]:
    hits = search(request.company, typed, language=tongue())
    groups = [
        {"word": _("Documents"), "rows": [_row(hit) for hit in hits if hit.kind == "invoice"]},
        {"word": _("Customers"), "rows": [_row(hit) for hit in hits if hit.kind == "customer"]},
        {"word": _("Products"), "rows": [_row(hit) for hit in hits if hit.kind == "product"]},
        {"word": _("Do"), "rows": _acts(typed, hits)},
    ]
    return [group for group in groups if group["rows"]]


def _row(hit: Hit) -> dict[str, Any]:
    beside = hit.beside
    if hit.amount is not None:
        beside = f"{hit.beside}, {format_money(hit.amount, tongue())}"
    name = hit.name or _("Draft")
    return {"icon": ICONS[hit.kind], "name": name, "beside": beside, "href": reverse(hit.kind, args=[hit.id])}


def _acts(typed: str, hits: list[Hit]) -> list[dict[str, Any]]:
    """What may be done: for the customer found, and by the words typed."""
    acts = [
        (_("New invoice for %(name)s") % {"name": hit.name}, "plus", f"{reverse('invoice_new')}?customer={hit.id}")
        for hit in hits
        if hit.kind == "customer"
    ][:2]
    acts += [
        (_("New invoice"), "doc", nav.address("invoice_new")),
        (_("New customer"), "people", nav.address("customer_new")),
        (_("New product"), "item", nav.address("product_new")),
        (_("Import a bank statement"), "bank", nav.address("statement_import")),
        (_("Overdue invoices"), "alert", reverse("invoices") + "?view=overdue"),
    ]
    acts += [(str(place.word), place.icon or "right", nav.address(place.page)) for place in nav.every_place()]
    wanted = typed.strip().lower()
    shown = [act for act in acts if act[2] and (not wanted or wanted in act[0].lower())]
    return [{"icon": icon, "name": name, "beside": "", "href": href} for name, icon, href in shown[:8]]
