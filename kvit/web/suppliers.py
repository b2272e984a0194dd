"""Suppliers: the list, and one with their bills, what they told of themselves, and their links to the portal."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_POST

from kvit.companies import links
from kvit.companies.models import PortalLink
from kvit.companies.permissions import allowed, require
from kvit.core.discounts import MOST_DAYS
from kvit.core.formatting import format_percent
from kvit.core.money import Money
from kvit.messages import invitations
from kvit.parties import bank_details, own_facts, queries
from kvit.parties.models import Party
from kvit.payables import discounts
from kvit.payables import queries as payables
from kvit.payables.models import Discount
from kvit.payments import supplier_statements
from kvit.web import lists, words
from kvit.web.current import Request
from kvit.web.fields import NumberField, tongue
from kvit.web.forms import Form
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


class AgreedForm(Form):
    """So many percent off whoever pays within so many days of the bill's day."""

    percent = NumberField(label=lazy("Percent"), places=2)
    days = forms.IntegerField(label=lazy("Within days"), min_value=0, max_value=MOST_DAYS)


@require_GET
def index(request: Request) -> HttpResponse:
    """Those who send us bills, by name."""
    require(request.actor, "supplier.view", request.company)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.suppliers_listed(request.company, size=lists.SIZE, **cursors)
    agreed = discounts.of_suppliers(request.company, page.rows)
    heads = [
        Head(_("Supplier")),
        Head(_("VAT id")),
        Head(_("Town"), is_optional=True),
        Head(_("E-mail")),
        Head(_("Agreed discount"), is_optional=True),
    ]
    rows = [
        {
            "name": row.name,
            "href": reverse("supplier", args=[row.public_id]),
            "cells": [
                {"text": row.name},
                {"text": row.vat_id},
                {"text": row.town},
                {"text": row.email},
                {"text": _agreed(agreed[row.pk]) if row.pk in agreed else ""},
            ],
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
def discount(request: Request, public_id: str) -> HttpResponse:
    """Agree a discount for every bill of theirs that says nothing itself, or end the one that is agreed."""
    party = queries.find_supplier(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if request.POST.get("end"):
        discounts.end(request.company, request.POST["end"], of=party, **who)
        tell(request, _("Ended: payment runs take it no more"), icon="check")
        return redirect("supplier", public_id)
    typed = AgreedForm(request.POST)
    if not typed.is_valid():
        return _shown(request, party, form=typed)
    told = typed.cleaned_data
    discounts.agree_always(request.company, party, percent=told["percent"], days=told["days"], **who)
    tell(request, _("Agreed: payment runs take it where it pays"), icon="check")
    return redirect("supplier", public_id)


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


def _shown(
    request: Request,
    party: Party,
    *,
    invited: invitations.Invited | None = None,
    form: AgreedForm | None = None,
) -> HttpResponse:
    require(request.actor, "supplier.view", request.company)
    always = discounts.of_supplier(request.company, party)
    change = own_facts.waiting(request.company, party)
    told = {
        "party": party,
        "facts": _facts(party),
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
        "agreed": (always, _agreed(always)) if always is not None else None,
        "agree": form or AgreedForm(),
        "statements": supplier_statements.listed(request.company, party=party, size=5).rows,
        "can_hold": allowed(request.actor, "supplier_statement.take", request.company),
        "change": change,
        "asked": []
        if change is None
        else [(FIELDS[name], change.before.get(name, ""), value) for name, value in change.asked.items()],
        "links": [_link(row) for row in links.of_party(request.company, party.pk, purpose="supplier")],
        "invited": invited,
        "can_invite": allowed(request.actor, "portal.invite", request.company),
        "can_edit": allowed(request.actor, "supplier.edit", request.company),
    }
    return render(request, "web/supplier.html", told, status=422 if form is not None else 200)


def _facts(party: Party) -> list[tuple[str, str]]:
    place = " ".join(filter(None, (party.street, party.building, party.post_code, party.town)))
    facts = [
        (_("VAT id"), party.vat_id),
        (_("Address"), place),
        (_("E-mail"), party.email),
        (_("Telephone"), party.phone),
        (_("Language"), LANGUAGES.get(party.language, "")),
    ]
    return [(label, value) for label, value in facts if value]


def _agreed(row: Discount) -> str:
    """2 % within 10 days."""
    percent = format_percent(row.percent.normalize(), tongue())
    days = row.days or 0
    return ngettext("%(percent)s within %(days)s day", "%(percent)s within %(days)s days", days) % {
        "percent": percent,
        "days": days,
    }


def _link(row: PortalLink) -> dict[str, Any]:
    standing = links.standing(row)
    return {"row": row, "word": STANDINGS[standing], "is_live": standing == "live"}
