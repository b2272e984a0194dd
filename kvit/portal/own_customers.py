"""What we know of the customer: facts that they may ask to change, and whether they agree to texts and calls."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from kvit.core.errors import Refused
from kvit.parties import own_customers
from kvit.portal import words
from kvit.portal.guests import Request, for_customers

LABELS: dict[str, tuple[str | Promise, str]] = {
    "name": (lazy("Name"), "organization"),
    "vat_id": (lazy("VAT id"), "off"),
    "street": (lazy("Street"), "address-line1"),
    "building": (lazy("Building"), "address-line2"),
    "post_code": (lazy("Post code"), "postal-code"),
    "town": (lazy("Town"), "address-level2"),
    "email": (lazy("E-mail"), "email"),
    "phone": (lazy("Telephone"), "tel"),
    "buyer_reference": (lazy("Your reference on invoices"), "off"),
}
"""Field to its label and what browsers fill into it (HTML, autofill)."""


@for_customers
@require_http_methods(["GET", "POST"])
def facts(request: Request) -> HttpResponse:
    """Ask for other facts; a person of the company takes them over."""
    guest = request.guest
    if request.method != "POST":
        return _shown(request)
    typed = {name: request.POST[name] for name in LABELS if name in request.POST}
    try:
        made = own_customers.propose(guest.company, guest.party, typed, by=guest.actor, on=guest.today)
    except Refused as refused:
        return _shown(request, typed=typed, problem=words.refusal(refused))
    messages.success(request, _("We look at it and take it over") if made else _("Nothing was changed"))
    return redirect("portal_customer_own")


@for_customers
@require_POST
def texts(request: Request) -> HttpResponse:
    """Agree to texts and calls, or no more; it holds at once."""
    guest = request.guest
    agrees = request.POST.get("agree") == "yes"
    verb = own_customers.agree_to_texts if agrees else own_customers.withdraw_from_texts
    try:
        verb(guest.company, guest.party, by=guest.actor, on=guest.today)
    except Refused as refused:
        return _shown(request, consent_problem=words.refusal(refused))
    messages.success(request, _("Noted: you agree") if agrees else _("Noted: no texts and no calls any more"))
    return redirect("portal_customer_own")


def _shown(
    request: Request, *, typed: dict[str, str] | None = None, problem: str = "", consent_problem: str = ""
) -> HttpResponse:
    guest = request.guest
    waiting = own_customers.waiting(guest.company, guest.party)
    known = {name: getattr(guest.party, name) for name in LABELS} | (waiting.asked if waiting else {})
    told = {
        "here": "portal_customer_own",
        "fields": [
            {"name": name, "label": label, "fill": fill, "value": (typed or {}).get(name, known[name])}
            for name, (label, fill) in LABELS.items()
        ],
        "waiting": waiting,
        "phone": guest.party.phone,
        "agreed": guest.party.text_number,
        "agreed_on": guest.party.text_consent_on,
        "problem": problem,
        "consent_problem": consent_problem,
    }
    return render(request, "portal/own_customer.html", told, status=422 if problem or consent_problem else 200)
