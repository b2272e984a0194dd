"""A customer lets us collect from their account: the text, the signature on screen, what was signed, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.core.errors import Refused
from kvit.debits import evidence, on_screen, queries
from kvit.parties import correspondence
from kvit.portal import customers, words
from kvit.portal.guests import Request, for_customers


@for_customers
@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The mandate that stands, or the text and where to sign it. Refuses `creditor.missing` where none is offered."""
    guest = request.guest
    creditor = on_screen.offered(guest.company)
    if creditor is None:
        raise Refused("creditor.missing", company=guest.company.name)
    typed = {name: request.POST.get(name, "") for name in ("iban", "holder")}
    problem = ""
    if request.method == "POST":
        try:
            on_screen.give(
                guest.company,
                guest.party,
                agreed=request.POST.get("agreed") == "1",
                ip=request.META.get("REMOTE_ADDR", ""),
                by=guest.actor,
                on=guest.today,
                **typed,
            )
        except Refused as refused:
            if refused.code == "mandate.stands":
                return redirect("portal_mandate")
            problem = words.refusal(refused)
        else:
            messages.success(request, _("Thank you. We tell you before each collection."))
            return redirect("portal_mandate")
    standing = on_screen.standing(guest.company, guest.party)
    language = correspondence.language_of(guest.company, guest.party)
    told = {
        "here": "portal_mandate",
        "mandate": standing,
        "iban": words.masked(standing.iban) if standing else "",
        "texts": on_screen.text_of(guest.company, creditor, language=language),
        "language": language,
        "typed": {**typed, "holder": typed["holder"] or guest.party.name},
        "problem": problem,
    }
    return render(request, "portal/mandate.html", told, status=422 if problem else 200)


@for_customers
@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Take it back."""
    guest = request.guest
    row = queries.find_mandate(guest.company, public_id, party=guest.party)
    on_screen.withdraw(guest.company, guest.party, row, by=guest.actor, on=guest.today)
    messages.success(request, _("Taken back"))
    return redirect("portal_mandate")


@for_customers
@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """What was signed on screen. Refuses `mandate.no_paper`."""
    guest = request.guest
    row = queries.find_mandate(guest.company, public_id, party=guest.party)
    if not row.signed:
        raise Refused("mandate.no_paper", reference=row.reference)
    content = evidence.pdf(guest.company, row)
    return customers.file_of(content, name=evidence.file_name(row), media_type="application/pdf")
