"""Promises to pay: the list, and those of one customer, with what became of each."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET

from kvit.companies.permissions import require
from kvit.dunning import promises
from kvit.parties.models import Party
from kvit.web import lists
from kvit.web.current import Request
from kvit.web.reminders import sums
from kvit.web.rows import Head, listing
from kvit.web.states import state

VIEWS = (
    ("held", p_("promises", "Open")),
    ("broken", p_("promises", "Broken")),
    ("kept", p_("promises", "Kept")),
    ("replaced", p_("promises", "Replaced")),
    ("ended", p_("promises", "Taken back")),
)
ON_PAGE = 5
"""So many promises the page of a customer shows."""


@require_GET
def index(request: Request) -> HttpResponse:
    """The promises of a state, the newest first."""
    require(request.actor, "reminder.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = promises.listed(request.company, state=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Customer")),
        Head(_("About")),
        Head(pgettext("promises", "Made on")),
        Head(pgettext("promises", "Pays by")),
        Head(pgettext("promises", "Missing"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("customer_reminders", args=[row.party.public_id]),
            "cells": [
                {"text": row.party.name},
                {"text": row.item.document_number if row.item is not None else _("All that is due")},
                {"on": row.since},
                {"on": row.until},
                {"text": sums(promises.missing(row))},
                {"state": state(f"promise_{view}")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No promises here"),
        "text": _("Customers say in their portal, or in an answer, by which day they pay; you note it on their page."),
    }
    tabs = lists.tabs(request, VIEWS, here=view)
    pager = lists.pager(request, page, order=_("the newest first"))
    return listing(request, _("Promises to pay"), heads=heads, rows=rows, empty=empty, views=tabs, pager=pager)


def of_customer(request: Request, party: Party) -> list[dict[str, Any]]:
    """The last promises of a customer and what became of each."""
    rows = promises.listed(request.company, party=party, size=ON_PAGE).rows
    return [
        {
            "until": row.until,
            "number": row.item.document_number if row.item is not None else "",
            "missing": sums(promises.missing(row)),
            "state": state(f"promise_{promises.state_of(row)}"),
        }
        for row in rows
    ]
