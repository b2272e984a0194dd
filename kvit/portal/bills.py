"""The supplier's bills: all of them in plain states, one with its history, files sent, questions answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.messages import announcements
from kvit.payables import supplier_questions
from kvit.payments import early_offers
from kvit.portal import words
from kvit.portal.guests import Request
from kvit.reports import supplier_bills

MOST_FILES = 10


@require_GET
def index(request: Request) -> HttpResponse:
    """Announcements, questions that wait, and every bill with its state and its day."""
    guest = request.guest
    told = {
        "here": "portal",
        "announced": announcements.read_on(guest.company, on=guest.today),
        "questions": supplier_questions.of_supplier(guest.company, guest.party),
        "advices": [
            (row, Money(row.amount, row.currency)) for row in supplier_bills.advices(guest.company, guest.party)
        ],
        "offers": early_offers.open_to(guest.company, guest.party, on=guest.today),
        "bills": supplier_bills.listed(guest.company, guest.party, on=guest.today),
    }
    return render(request, "portal/bills.html", told)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One bill: its state, its days, what happened to it, what was asked."""
    return _shown(request, public_id)


@require_http_methods(["GET", "POST"])
def send(request: Request) -> HttpResponse:
    """Take files in as they are; they are read afterwards, and become bills or wait for a person of the company."""
    guest = request.guest
    problems: list[str] = []
    if request.method == "POST":
        given = request.FILES.getlist("files")
        if not given:
            problems = [_("Choose a file.")]
        if len(given) > MOST_FILES:
            problems = [_("Send %(count)s files at once at most.") % {"count": MOST_FILES}]
        taken = 0
        for file in given if not problems else []:
            incoming = Incoming(
                content=file.read(), name=file.name or "", via="portal", sender=guest.party.name, supplier=guest.party
            )
            try:
                arrivals.take(guest.company, incoming, by=guest.actor, on=guest.today)
            except Refused as refused:
                problems.append(f"{file.name}: {words.refusal(refused)}")
            else:
                taken += 1
        if taken:
            said = ngettext("%(count)s file received", "%(count)s files received", taken) % {"count": taken}
            messages.success(request, said)
        if taken and not problems:
            return redirect("portal")
    shown = {"here": "portal_send", "problems": problems, "most": MOST_FILES}
    return render(request, "portal/send.html", shown, status=422 if problems else 200)


@require_POST
def answer(request: Request, public_id: str) -> HttpResponse:
    """Answer a question about a bill, once."""
    guest = request.guest
    text = request.POST.get("text", "")
    who: dict[str, Any] = {"by": guest.actor, "on": guest.today}
    row = supplier_questions.answer(guest.company, guest.party, public_id, text=text, **who)
    messages.success(request, _("Your answer was sent"))
    return redirect("portal_bill", row.bill.public_id)


@require_POST
def accept(request: Request, public_id: str) -> HttpResponse:
    """Say yes to being paid earlier and less, once; `pays` is the amount that the page showed."""
    guest = request.guest
    who: dict[str, Any] = {"by": guest.actor, "on": guest.today}
    pays = request.POST.get("pays", "")
    row = early_offers.accept(guest.company, guest.party, public_id, pays=pays, **who)
    messages.success(request, _("Agreed: you are paid earlier"))
    return redirect("portal_bill", row.bill.public_id)


def _shown(request: Request, public_id: str) -> HttpResponse:
    guest = request.guest
    row, seen = supplier_bills.find(guest.company, guest.party, public_id, on=guest.today)
    is_theirs = supplier_bills.is_theirs(row, guest.party)
    told = {
        "bill": seen,
        "happened": supplier_bills.history(guest.company, row) if is_theirs else [],
        "questions": supplier_questions.of_bill(guest.company, row) if is_theirs else [],
        "offers": early_offers.open_to(guest.company, guest.party, bill=row, on=guest.today) if is_theirs else [],
    }
    return render(request, "portal/bill.html", told)
