"""The people at a customer: noted, changed, put away, and who of them gets the invoices."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.parties import contacts, queries
from kvit.parties.models import Party
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.toasts import tell


class ContactForm(Form):
    """A person, how they are reached, and whether the invoices go to them."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    role = forms.CharField(label=lazy("What they do there"), required=False, max_length=60)
    email = forms.CharField(label=lazy("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=lazy("Telephone"), required=False, max_length=40)
    gets_invoices = forms.BooleanField(
        label=lazy("Gets the invoices"),
        required=False,
        help_text=lazy("Invoices go to the customer's own address, and to everybody ticked here."),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: str) -> HttpResponse:
    """Note a person at the customer."""
    party = queries.find(request.company, public_id)
    require(request.actor, "customer.edit", request.company)
    typed = ContactForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            row = contacts.add(request.company, party, typed.cleaned_data, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Added: %(name)s") % {"name": row.name}, icon="people")
            return redirect("customer", public_id)
    return _form(request, typed, party, title=_("New contact"), button=_("Add the contact"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """Change what is known of the person, or put them away."""
    row = queries.find_contact(request.company, public_id)
    require(request.actor, "customer.edit", request.company)
    initial = {name: getattr(row, name) for name in ContactForm.base_fields}
    typed = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and typed.is_valid():
        try:
            contacts.change(request.company, row, typed.cleaned_data, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Changed: %(name)s") % {"name": typed.cleaned_data["name"]}, icon="pencil")
            return redirect("customer", row.party.public_id)
    away = {
        "href": reverse("contact_archive", args=[public_id]),
        "word": pgettext("button", "Put away"),
        "icon": "away",
    }
    return _form(request, typed, row.party, title=row.name, button=_("Save"), head_acts=[away])


def _form(request: Request, typed: ContactForm, party: Party, **told: Any) -> HttpResponse:
    at = reverse("customer", args=[party.public_id])
    shown = {
        "sections": [{"title": "", "fields": list(typed)}],
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, at)],
        "problems": typed.problems() if typed.is_bound else [],
        "cancel_href": at,
        **told,
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def put_away(request: Request, public_id: str) -> HttpResponse:
    """No longer shown, no longer written to."""
    row = queries.find_contact(request.company, public_id)
    contacts.archive(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Put away: %(name)s") % {"name": row.name}, icon="away")
    return redirect("customer", row.party.public_id)
