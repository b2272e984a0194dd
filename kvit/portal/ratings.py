"""How it was to get and pay an invoice: one question, asked once it is paid."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_http_methods

from kvit.arrangements import rating_queries, ratings
from kvit.arrangements.ratings import Said
from kvit.core.errors import Refused
from kvit.portal import words
from kvit.portal.guests import Guest, Request, for_customers
from kvit.receivables.models import Invoice
from kvit.reports import customer_account

STARS = (
    (5, p_("rating", "Very easy")),
    (4, p_("rating", "Easy")),
    (3, p_("rating", "All right")),
    (2, p_("rating", "Tedious")),
    (1, p_("rating", "Very tedious")),
)


@for_customers
@require_http_methods(["GET", "POST"])
def rate(request: Request, public_id: str) -> HttpResponse:
    """The question with its five answers; looking at it says nothing."""
    guest = request.guest
    row = customer_account.invoice(guest.company, guest.party, public_id)
    known = rating_queries.of_invoice(guest.company, row)
    stars, text = (str(known.stars), known.text) if known is not None else ("", "")
    problem = ""
    if request.method == "POST":
        stars, text = request.POST.get("stars", ""), request.POST.get("text", "")
        said = Said(int(stars) if stars in {str(one) for one, _word in STARS} else 0, text)
        try:
            ratings.rate(guest.company, row, said, by=guest.actor, on=guest.today)
        except Refused as refused:
            problem = words.refusal(refused)
        else:
            messages.success(request, _("Thank you for telling us"))
            return redirect("portal_invoice", public_id)
    told = {
        "here": "portal_customer",
        "invoice": row,
        "choices": [(str(number), word) for number, word in STARS],
        "stars": stars,
        "text": text,
        "problem": problem,
        "can": rating_queries.may_rate(guest.company, row, on=guest.today),
    }
    return render(request, "portal/rating.html", told, status=422 if problem else 200)


def of_invoice(guest: Guest, row: Invoice) -> dict[str, object]:
    """For the page of a document: what was said of it, and whether more may be."""
    return {
        "rating": rating_queries.of_invoice(guest.company, row),
        "may_rate": rating_queries.may_rate(guest.company, row, on=guest.today),
    }


def asked(guest: Guest) -> Invoice | None:
    """The paid invoice that the question is about, where one is."""
    return rating_queries.to_ask_about(guest.company, guest.party, on=guest.today)
