"""What we know of the supplier: facts that they may ask to change, and accounts, which are never trusted by a form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from kvit.core.errors import Refused
from kvit.parties import bank_details, own_facts
from kvit.portal import words
from kvit.portal.guests import Request

LABELS: dict[str, tuple[str | Promise, str]] = {
    "email": (lazy("E-mail"), "email"),
    "phone": (lazy("Telephone"), "tel"),
    "street": (lazy("Street"), "address-line1"),
    "building": (lazy("Building"), "address-line2"),
    "post_code": (lazy("Post code"), "postal-code"),
    "town": (lazy("Town"), "address-level2"),
}
"""Field to its label and what browsers fill into it (HTML, autofill)."""


@require_http_methods(["GET", "POST"])
def facts(request: Request) -> HttpResponse:
    """Ask for other facts; a person of the company takes them over."""
    guest = request.guest
    typed = {name: request.POST.get(name, "") for name in LABELS} if request.method == "POST" else {}
    problem = ""
    if typed:
        try:
            made = own_facts.propose(guest.company, guest.party, typed, by=guest.actor, on=guest.today)
        except Refused as refused:
            problem = words.refusal(refused)
        else:
            said = _("We look at it and take it over") if made else _("Nothing was changed")
            messages.success(request, said)
            return redirect("portal_own")
    return _shown(request, typed=typed, problem=problem)


@require_POST
def account(request: Request) -> HttpResponse:
    """Name an account: it is asked for, and paid to only after a call and a wait (docs/rules/bank-details.md)."""
    guest = request.guest
    typed = request.POST.get("iban", "")
    who: dict[str, Any] = {"by": guest.actor, "on": guest.today}
    try:
        bank_details.request(guest.company, guest.party, iban=typed, source="portal", **who)
    except Refused as refused:
        return _shown(request, typed={"iban": typed}, account_problem=words.refusal(refused))
    messages.success(request, _("Noted. We call you at a number we know before anything is paid to it."))
    return redirect("portal_own")


def _shown(request: Request, *, typed: dict[str, str], problem: str = "", account_problem: str = "") -> HttpResponse:
    guest = request.guest
    waiting = own_facts.waiting(guest.company, guest.party)
    known = {name: getattr(guest.party, name) for name in LABELS} | (waiting.asked if waiting else {})
    told = {
        "here": "portal_own",
        "party": guest.party,
        "fields": [
            {"name": name, "label": label, "fill": fill, "value": typed.get(name, known[name])}
            for name, (label, fill) in LABELS.items()
        ],
        "waiting": waiting,
        "accounts": [
            {"iban": words.masked(row.iban), "word": words.ACCOUNTS[row.status]}
            for row in bank_details.of_party(guest.company, guest.party)
        ],
        "iban": typed.get("iban", ""),
        "problem": problem,
        "account_problem": account_problem,
    }
    return render(request, "portal/own.html", told, status=422 if problem or account_problem else 200)
