"""Who works for the company, and the keys of programs."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies import changes, companies
from kvit.core.errors import Refused
from kvit.web import places, sign_in, words
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell


class PersonForm(Form):
    """Somebody to work with."""

    email = forms.CharField(label=lazy("E-mail"), max_length=254)
    name = forms.CharField(label=lazy("Name"), required=False, max_length=200)
    role = forms.ChoiceField(label=lazy("Role"), choices=list(places.ROLES.items()), initial="clerk")


@require_http_methods(["GET", "POST"])
def people(request: Request) -> HttpResponse:
    """The people and their roles; somebody new."""
    typed = PersonForm(request.POST or None)
    invited = None
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        try:
            user = companies.join(request.company, told["email"], role=told["role"], name=told["name"], **who)
        except Refused as refused:
            typed.add_error("email" if not refused.code.startswith("permission") else None, words.refusal(refused))
        else:
            invited = {"email": user.email, "is_mailed": sign_in.invite(request, user)}
            typed = PersonForm()
    shown = {
        "people": changes.people(request.company),
        "roles": list(places.ROLES.items()),
        "form": typed,
        "invited": invited,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/people.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def give_role(request: Request, public_id: str) -> HttpResponse:
    """Another role for somebody."""
    role = request.POST.get("role", "")
    row = changes.give_role(request.company, public_id, role=role, by=request.actor, on=request.today)
    tell(request, f"{row.user}: {places.ROLES[row.role]}", icon="people")
    return redirect("settings_people")


@require_POST
def part(request: Request, public_id: str) -> HttpResponse:
    """Somebody leaves the company."""
    changes.part(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("Left the company"), icon="hand")
    return redirect("settings_people")


class KeyForm(Form):
    """A program's way in."""

    name = forms.CharField(label=lazy("What it is for"), max_length=100)


@require_http_methods(["GET", "POST"])
def keys(request: Request) -> HttpResponse:
    """The API keys; a new one shows its secret once."""
    typed = KeyForm(request.POST or None)
    notices = []
    if request.method == "POST" and typed.is_valid():
        _key, secret = companies.make_api_key(
            request.company, request.user, name=typed.cleaned_data["name"], by=request.actor, on=request.today
        )
        text = _("Copy it now: only its hash is kept, and nobody can show it again.")
        notices = [{"tone": "is-green", "icon": "key", "strong": _("Your new key."), "text": text, "secret": secret}]
        typed = KeyForm()
    rows = [
        {
            "name": key.name,
            "cells": [
                {"text": key.name},
                {"text": str(key.user)},
                {"text": str(key.made_by or "–")},
                {"text": f"…{key.hint}"},
                {"at": key.created_at},
                {"state": state("revoked" if key.revoked_at else "passed_in")},
            ],
            "acts": []
            if key.revoked_at
            else [{"href": reverse("key_revoke", args=[key.public_id]), "word": _("Revoke"), "is_danger": True}],
        }
        for key in changes.api_keys(request.company, by=request.actor)
    ]
    heads = [
        Head(_("What it is for")),
        Head(_("Acts for")),
        Head(_("Made by"), is_optional=True),
        Head(_("Ends in"), is_optional=True),
        Head(_("Made")),
        Head(_("State")),
    ]
    empty = {
        "title": _("No API keys yet"),
        "text": _("A key lets a program work as you in this company, and nothing else."),
    }
    crumbs = [(_("Settings"), reverse("settings"))]
    more = {"notices": notices, "empty": empty, "crumbs": crumbs, "add": typed, "add_word": _("Make a key")}
    return listing(request, _("API keys"), heads=heads, rows=rows, **more)


@require_POST
def revoke(request: Request, public_id: str) -> HttpResponse:
    """The key opens nothing any more."""
    key = changes.api_key(request.company, public_id)
    companies.revoke_api_key(request.company, key, by=request.actor, on=request.today)
    tell(request, _("Revoked: %(name)s") % {"name": key.name}, icon="lock")
    return redirect("settings_keys")
