"""What a customer asks: a question, that something is wrong, that something is cancelled; and what we answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kvit.core.errors import Refused
from kvit.portal import words
from kvit.portal.guests import Request, for_customers
from kvit.replies import asking, queries
from kvit.reports import customer_questions


@for_customers
@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """What was asked, with the answers, and the form that asks. Asked twice, it is asked once."""
    guest, problem = request.guest, ""
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: given.get(name, "") for name in ("want", "about", "text")}
    if request.method == "POST":
        named = customer_questions.named(guest.company, guest.party, typed["about"])
        try:
            asked = asking.Asked(
                want=typed["want"],
                text=typed["text"],
                invoice=named.invoice,
                schedule=named.schedule,
                number=named.number,
            )
            asking.ask(guest.company, guest.party, asked, by=guest.actor, on=guest.today)
        except Refused as refused:
            problem = words.refusal(refused)
        else:
            messages.success(request, _("Thank you. We answer here and by mail."))
            return redirect("portal_questions")
    told = {
        "here": "portal_questions",
        "questions": queries.asked_in_portal(guest.company, guest.party),
        "subjects": customer_questions.subjects(guest.company, guest.party, about=typed["about"]),
        "wants": words.wants(),
        "typed": typed | {"want": typed["want"] or asking.OTHER},
        "problem": problem,
        "most": asking.LONGEST,
    }
    return render(request, "portal/questions.html", told, status=422 if problem else 200)
