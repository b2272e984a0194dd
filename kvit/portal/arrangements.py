"""What a customer does instead of paying now: disputes a line, asks for instalments, says when they pay."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.arrangements import disputes, plans, queries
from kvit.arrangements.disputes import Asked
from kvit.checkouts import checkouts, gateways, payable
from kvit.checkouts.checkouts import Wish
from kvit.core.errors import Refused
from kvit.core.money import Money, total
from kvit.dunning import pauses
from kvit.portal import ratings, words
from kvit.portal.customers import lets_go_to
from kvit.portal.guests import Request, for_customers
from kvit.reports import customer_account, customer_arrangements, customer_asked


@for_customers
@require_GET
def invoice(request: Request, public_id: str) -> HttpResponse:
    """One document: its lines, what was said of them, and where to say that one is wrong."""
    guest = request.guest
    row = customer_account.invoice(guest.company, guest.party, public_id)
    owed = customer_account.owed(guest.company, guest.party, on=guest.today)
    mine = [one for one in owed if one.invoice == public_id]
    sums = customer_asked.of_document(guest.company, mine, on=guest.today)
    told = {
        "here": "portal_customer",
        "invoice": row,
        "sums": sums,
        "transfers": customer_asked.transfers(guest.company, sums),
        "payable": Money(row.payable, row.currency),
        "lines": customer_arrangements.lines(guest.company, row),
        **ratings.of_invoice(guest, row),
    }
    return render(request, "portal/invoice.html", told)


@for_customers
@require_http_methods(["GET", "POST"])
def dispute(request: Request, public_id: str, position: int) -> HttpResponse:
    """Say what is wrong with a line. Said twice, it stays said once."""
    guest = request.guest
    row = customer_account.invoice(guest.company, guest.party, public_id)
    line = next((one for one in customer_arrangements.lines(guest.company, row) if one.position == position), None)
    if line is None:
        raise Refused("dispute.unknown", dispute=public_id[:40])
    problem, who = "", _who(request)
    typed = {name: request.POST.get(name, "") for name in ("reason", "text")}
    if request.method == "POST":
        try:
            disputes.open(
                guest.company, row, Asked(position=position, reason=typed["reason"], text=typed["text"]), **who
            )
        except Refused as refused:
            if refused.code == "dispute.known":
                return redirect("portal_invoice", public_id)
            problem = _("Choose what is wrong.") if refused.code == "dispute.bad_reason" else words.refusal(refused)
        else:
            thanks = _("Thank you. We look at it; until then you need not pay this part.")
            messages.success(request, _("Thank you. We look at it again.") if line.is_asked_for else thanks)
            return redirect("portal_invoice", public_id)
    told = {
        "here": "portal_customer",
        "invoice": row,
        "line": line,
        "reasons": words.reasons(),
        "typed": typed,
        "problem": problem,
    }
    return render(request, "portal/dispute.html", told, status=422 if problem else 200)


@for_customers
@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Take it back."""
    guest = request.guest
    row = queries.find_dispute(guest.company, public_id, party=guest.party)
    disputes.withdraw(guest.company, row, **_who(request))
    messages.success(request, _("Taken back"))
    return redirect("portal_invoice", row.invoice.public_id)


@for_customers
@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """What instalments of what is ticked would come to, worked out before anything is asked for; then ask."""
    guest = request.guest
    owed = customer_account.owed(guest.company, guest.party, on=guest.today)
    items = customer_arrangements.for_plan(guest.company, owed)
    given = request.POST if request.method == "POST" else request.GET
    offered, last = customer_arrangements.first_day(guest.today)
    first_on = _day(given.get("first_on", ""), otherwise=offered)
    chosen = _chosen(request, [one.id for one in items])
    problem, found = "", []
    try:
        if request.method == "POST":
            wish = plans.Wish(items=chosen, count=_count(given.get("count", "")), first_on=first_on)
            made = plans.ask(guest.company, guest.party, wish, **_who(request))
            return redirect("portal_plan", made.public_id)
        found = customer_arrangements.choices(guest.company, guest.party, chosen, first_on=first_on, on=guest.today)
    except Refused as refused:
        problem = words.refusal(refused)
    told = {
        "here": "portal_customer",
        "items": items,
        "chosen": chosen,
        "choices": found,
        "first_on": first_on,
        "since": guest.today,
        "until": last,
        "by_itself": plans.by_itself(guest.company, chosen),
        "problem": problem,
    }
    return render(request, "portal/plan.html", told, status=422 if problem and request.method == "POST" else 200)


@for_customers
@require_GET
def show_plan(request: Request, public_id: str) -> HttpResponse:
    """A plan with its days, what is paid of it, and one button that pays the instalment whose turn it is."""
    return _plan(request, public_id)


@for_customers
@require_POST
def pay_instalment(request: Request, public_id: str) -> HttpResponse:
    """One act leads to the gateway's page for what is left of the instalment. Refused, the plan says why."""
    guest = request.guest
    row = queries.find_plan(guest.company, public_id, party=guest.party)
    parts = payable.instalment(guest.company, row, on=guest.today)
    try:
        made = checkouts.begin(guest.company, guest.party, Wish(items=[*parts], parts=parts), **_who(request))
    except Refused as refused:
        return _plan(request, public_id, problem=words.refusal(refused))
    response = redirect(made.page)
    response.status_code = 303
    return response


def _plan(request: Request, public_id: str, *, problem: str = "") -> HttpResponse:
    guest = request.guest
    row = queries.find_plan(guest.company, public_id, party=guest.party)
    way = gateways.in_use(guest.company)
    can_pay = way is not None and row.status == "agreed"
    due = payable.instalment(guest.company, row, on=guest.today) if can_pay else {}
    owed = [one for one in customer_account.owed(guest.company, guest.party, on=guest.today) if one.plan == public_id]
    sums = customer_asked.sums(owed, customer_asked.next_of([row], on=guest.today))
    told = {
        "here": "portal_customer",
        "plan": row,
        "state": f"plan_{row.status}",
        "amount": Money(row.amount, row.currency),
        "parts": customer_arrangements.parts_of(row, on=guest.today),
        "numbers": [one.item.document_number for one in row.items.all()],
        "transfers": customer_asked.transfers(guest.company, sums),
        "due": total(due.values(), row.currency),
        "problem": problem,
    }
    response = render(request, "portal/plan_shown.html", told, status=422 if problem else 200)
    return lets_go_to(way, response)


@for_customers
@require_POST
def cancel_plan(request: Request, public_id: str) -> HttpResponse:
    """No longer wanted."""
    guest = request.guest
    row = queries.find_plan(guest.company, public_id, party=guest.party)
    plans.cancel(guest.company, row, **_who(request))
    messages.success(request, _("The payment plan is cancelled"))
    return redirect("portal_customer")


@for_customers
@require_POST
def promise(request: Request) -> HttpResponse:
    """Say by which day all that is open is paid; said twice, it stays said once."""
    guest = request.guest
    until = _day(request.POST.get("until", ""), otherwise=date.min)
    try:
        pauses.promise(guest.company, guest.party, until=until, **_who(request))
    except Refused as refused:
        messages.warning(request, words.refusal(refused))
    else:
        messages.success(request, _("Noted, thank you. We do not remind you before that day."))
    return redirect("portal_customer")


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.guest.actor, "on": request.guest.today}


def _chosen(request: Request, offered: list[str]) -> list[str]:
    """What was ticked, as it was: whoever asks for a plan gets it for that or not at all. Looking begins with all."""
    if request.method == "POST":
        return request.POST.getlist("item")
    return [one for one in offered if one in request.GET.getlist("item")] or offered


def _day(text: str, *, otherwise: date) -> date:
    """A day as a browser's date field gives it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0
