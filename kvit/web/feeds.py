"""Feeds of bank accounts: added with hidden secrets, agreed to on the bank's page, fetched, removed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kvit.banking import feed_rounds, feeds, queries
from kvit.banking.models import FedAccount, Feed
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.web import words
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import sentence

VIEW, EDIT, FETCH = "bank.view", "feed.edit", "bank.import"


class FeedForm(Form):
    """The bank, and the secrets of the provider."""

    bank = forms.CharField(
        label=lazy("Bank, as GoCardless names it"),
        max_length=100,
        help_text=lazy("Like BANCATRANSILVANIA_BTRLRO22, from the list of institutions there."),
    )
    secret_id = forms.CharField(label=lazy("Secret id"), max_length=200)
    secret_key = forms.CharField(
        label=lazy("Secret key"), max_length=1000, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    def told(self) -> dict[str, object]:
        """The feed as it is added."""
        secrets = {name: self.cleaned_data[name] for name in ("secret_id", "secret_key")}
        return {"provider": "gocardless", "bank": self.cleaned_data["bank"], "secrets": secrets}

    def refuse(self, refused: Refused) -> None:
        self.add_error("bank" if refused.code == "feed.known" else None, words.refusal(refused))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Every bank whose accounts are fetched; another one."""
    require(request.actor, VIEW, request.company)
    typed = FeedForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            added = feeds.add(request.company, typed.told(), by=request.actor, on=request.today)
            row = feeds.renew(request.company, added, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            said = _("Added: %(name)s. Agree on the bank's page now.") if row.page else _("Added: %(name)s")
            tell(request, said % {"name": row.bank}, icon="link")
            return redirect("settings_feeds")
    may = allowed(request.actor, EDIT, request.company)
    found = queries.feeds(request.company)
    rows = [_row(row, may=may, fetches=allowed(request.actor, FETCH, request.company)) for row in found]
    heads = [
        Head(pgettext("bank feed", "Bank")),
        Head(_("Accounts"), is_optional=True),
        Head(_("Fetched")),
        Head(_("Consent ends"), is_optional=True),
        Head(_("State")),
    ]
    empty = {
        "title": _("No bank is asked yet"),
        "text": _("With your consent Kvit fetches what is booked on your accounts three times a day."),
    }
    more = {
        "empty": empty,
        "crumbs": [(_("Settings"), reverse("settings"))],
        "notices": [notice for row in found for notice in _notices(row)],
        "add": typed if may else None,
        "add_word": _("Add the bank"),
        "status": 422 if typed.is_bound else 200,
    }
    return listing(request, _("Bank feeds"), heads=heads, rows=rows, **more)


@require_POST
def fetch(request: Request, public_id: str) -> HttpResponse:
    """Ask the provider at once, and say what came of it."""
    row = queries.feed(request.company, public_id)
    found = feed_rounds.fetch(request.company, row, by=request.actor, on=request.today)
    if found.feed.trouble:
        tell(request, sentence(found.feed.trouble, found.feed.trouble_facts), icon="alert")
    elif found.is_waiting:
        tell(request, _("The consent was not given yet. Agree on the bank's page first."), icon="clock")
    else:
        told = ngettext("%(count)s new bank line", "%(count)s new bank lines", found.new) % {"count": found.new}
        tell(request, told, icon="check")
    return redirect("settings_feeds")


@require_POST
def renew(request: Request, public_id: str) -> HttpResponse:
    """Ask for a new consent."""
    feeds.renew(request.company, queries.feed(request.company, public_id), by=request.actor, on=request.today)
    return redirect("settings_feeds")


@require_POST
def accept_gap(request: Request, public_id: str) -> HttpResponse:
    """What was missing is in the books by now."""
    row = queries.feed(request.company, public_id)
    feeds.accept_gap(request.company, row, by=request.actor, on=request.today)
    return redirect("settings_feeds")


@require_POST
def remove(request: Request, public_id: str) -> HttpResponse:
    """Fetch nothing more."""
    row = queries.feed(request.company, public_id)
    feeds.remove(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Removed: %(name)s") % {"name": row.bank}, icon="off")
    return redirect("settings_feeds")


def _row(row: Feed, *, may: bool, fetches: bool) -> dict[str, Any]:
    acts: list[dict[str, Any]] = []
    if fetches:
        acts.append({"href": reverse("feed_fetch", args=[row.public_id]), "word": _("Fetch now")})
    if may:
        if any(one.gap for one in row.accounts.all()):
            word = _("Nothing is missing any more")
            acts.append({"href": reverse("feed_accept_gap", args=[row.public_id]), "word": word})
        acts.append({"href": reverse("feed_renew", args=[row.public_id]), "word": _("Ask for a new consent")})
        acts.append({"href": reverse("feed_remove", args=[row.public_id]), "word": _("Remove"), "is_danger": True})
    stands = "feed_troubled" if row.trouble else "feed_on" if row.consent else "feed_new"
    cells = [
        {"text": row.bank},
        {"text": ", ".join(one.bank_account.iban for one in row.accounts.all())},
        {"at": row.fetched_at},
        {"on": row.until},
        {"state": state(stands)},
    ]
    return {"name": row.bank, "cells": cells, "acts": acts}


def _notices(row: Feed) -> list[dict[str, str]]:
    """Why a feed does not work, where its holder agrees, and of which accounts movements are missing."""
    shown = []
    if row.trouble:
        told = sentence(row.trouble, row.trouble_facts)
        shown.append({"tone": "is-amber", "icon": "alert", "strong": row.bank, "text": told})
    if row.page:
        word = {"href": row.page, "word": _("Go to the bank's page")}
        text = _("Agree there that Kvit may read the accounts. It cannot pay.")
        shown.append({"tone": "", "icon": "link", "strong": row.bank, "text": text, **word})
    return shown + [_gap(one) for one in row.accounts.all() if one.gap]


def _gap(one: FedAccount) -> dict[str, str]:
    amount = format_money(Money(one.gap or Decimal(0), one.bank_account.currency), tongue())
    text = _("The bank's balance and the movements differ by %(amount)s. Import a statement of these days.")
    return {"tone": "is-amber", "icon": "alert", "strong": one.bank_account.iban, "text": text % {"amount": amount}}
