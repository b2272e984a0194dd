"""Suppliers: the list, and one with their bills, what they told of themselves, and their links to the portal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_POST

from kvit.companies import links
from kvit.companies.models import PortalLink
from kvit.companies.permissions import allowed, require
from kvit.core.money import Money
from kvit.messages import invitations
from kvit.parties import bank_details, own_facts, queries
from kvit.parties.models import Party
from kvit.payables import queries as payables
from kvit.web import lists, words
from kvit.web.current import Request
from kvit.web.places import LANGUAGES
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

STANDINGS = {
    "live": p_("portal link", "Works"),
    "expired": p_("portal link", "Expired"),
    "revoked": p_("portal link", "Revoked"),
}
FIELDS = {
    "email": p_("party", "E-mail"),
    "phone": p_("party", "Telephone"),
    "street": p_("party", "Street"),
    "building": p_("party", "Building"),
    "post_code": p_("party", "Post code"),
    "town": p_("party", "Town"),
}


@require_GET
def index(request: Request) -> HttpResponse:
    """Those who send us bills, by name."""
    require(request.actor, "supplier.view", request.company)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.suppliers_listed(request.company, size=lists.SIZE, **cursors)
    heads = [Head(_("Supplier")), Head(_("VAT id")), Head(_("Town"), is_optional=True), Head(_("E-mail"))]
    rows = [
        {
            "name": row.name,
            "href": reverse("supplier", args=[row.public_id]),
            "cells": [{"text": row.name}, {"text": row.vat_id}, {"text": row.town}, {"text": row.email}],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No suppliers yet"),
        "text": _("A supplier is made of their first bill or order."),
    }
    pager = lists.pager(request, page, order=_("by name"))
    return listing(request, _("Suppliers"), heads=heads, rows=rows, pager=pager, empty=empty)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One supplier."""
    return _shown(request, queries.find_supplier(request.company, public_id))


@require_POST
def invite(request: Request, public_id: str) -> HttpResponse:
    """A link to the portal, mailed where they have an address, and shown this once."""
    party = queries.find_supplier(request.company, public_id)
    made = invitations.invite(request.company, party, by=request.actor, on=request.today)
    return _shown(request, party, invited=made)


@require_POST
def revoke(request: Request, public_id: str) -> HttpResponse:
    """The link opens nothing any more."""
    link = links.revoke(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("The link opens nothing any more"), icon="check")
    party = queries.party_of_link(request.company, link)
    return redirect("supplier", party.public_id)


@require_POST
def decide(request: Request, public_id: str) -> HttpResponse:
    """Take over what the supplier told of themselves, or refuse it with the reason."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if request.POST.get("act") == "refuse":
        party = own_facts.refuse(request.company, public_id, reason=request.POST.get("reason", ""), **who).party
        tell(request, _("Not taken over"), icon="cross")
    else:
        party = own_facts.take(request.company, public_id, **who)
        tell(request, _("Taken over"), icon="check")
    return redirect("supplier", party.public_id)


def _shown(request: Request, party: Party, *, invited: invitations.Invited | None = None) -> HttpResponse:
    require(request.actor, "supplier.view", request.company)
    change = own_facts.waiting(request.company, party)
    place = " ".join(filter(None, (party.street, party.building, party.post_code, party.town)))
    facts = [
        (_("VAT id"), party.vat_id),
        (_("Address"), place),
        (_("E-mail"), party.email),
        (_("Telephone"), party.phone),
        (_("Language"), LANGUAGES.get(party.language, "")),
    ]
    told = {
        "party": party,
        "facts": [(label, value) for label, value in facts if value],
        "bills": [
            {
                "href": reverse("bill", args=[row.public_id]),
                "number": row.number or row.document.name,
                "state": state(f"bill_{row.status}"),
                "due_on": row.due_on,
                "amount": Money(row.payable, row.currency) if row.payable is not None and row.currency else None,
            }
            for row in payables.newest_of(request.company, party)
        ],
        "accounts": [
            {
                "href": reverse("bank_detail", args=[row.public_id]),
                "iban": words.iban(row.iban),
                "state": state(f"bank_detail_{row.status}"),
            }
            for row in bank_details.of_party(request.company, party)
        ],
        "change": change,
        "asked": []
        if change is None
        else [(FIELDS[name], change.before.get(name, ""), value) for name, value in change.asked.items()],
        "links": [_link(row) for row in links.of_party(request.company, party.pk, purpose="supplier")],
        "invited": invited,
        "can_invite": allowed(request.actor, "portal.invite", request.company),
        "can_edit": allowed(request.actor, "supplier.edit", request.company),
    }
    return render(request, "web/supplier.html", told)


def _link(row: PortalLink) -> dict[str, Any]:
    standing = links.standing(row)
    return {"row": row, "word": STANDINGS[standing], "is_live": standing == "live"}
