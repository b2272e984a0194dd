"""What a customer sees and does by a link: what is owed, its papers, paying it in one act, the account summary."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.archive import documents
from kvit.checkouts import checkouts, gateways
from kvit.checkouts import queries as paying
from kvit.checkouts.models import Gateway
from kvit.collecting import customer_fees
from kvit.core.errors import Refused
from kvit.debits import on_screen
from kvit.loyalty import programmes
from kvit.loyalty import queries as loyal
from kvit.parties import own_customers
from kvit.portal import guests, ratings, saved, words
from kvit.portal.guests import Request, for_customers
from kvit.receivables import printing
from kvit.reports import customer_account, customer_arrangements, customer_asked


@for_customers
@require_GET
def index(request: Request) -> HttpResponse:
    """What is owed, the oldest due first, and one button that pays what is ticked."""
    return _open_items(request)


@for_customers
@require_POST
def pay(request: Request) -> HttpResponse:
    """One act leads to the gateway's page. Refused, the list says why."""
    guest = request.guest
    chosen = request.POST.getlist("item")
    keep, ip = request.POST.get("keep") == "1", request.META.get("REMOTE_ADDR", "")
    wish = checkouts.Wish(items=chosen, keep=keep, ip=ip)
    try:
        made = checkouts.begin(guest.company, guest.party, wish, by=guest.actor, on=guest.today)
    except Refused as refused:
        return _open_items(request, problem=words.refusal(refused), chosen=chosen)
    response = redirect(made.page)
    response.status_code = 303
    return response


@for_customers
@require_http_methods(["GET", "POST"])
def checkout(request: Request, public_id: str) -> HttpResponse:
    """How a payment stands; asking changes nothing, pressing the button asks the gateway."""
    guest = request.guest
    row = paying.checkout(guest.company, guest.party, public_id)
    if request.method == "POST":
        checkouts.look(row)
        return redirect("portal_checkout", public_id)
    told = {"here": "portal_customer", "checkout": row, "amount": customer_account.amount_of(row)}
    return render(request, "portal/checkout.html", told)


@for_customers
@require_GET
def account(request: Request) -> HttpResponse:
    """Everything that was billed and paid, with what is left after each."""
    guest = request.guest
    told = {
        "here": "portal_customer_account",
        "accounts": customer_account.summary(guest.company, guest.party),
        "late_fees": customer_fees.listed(guest.company, guest.party),
        "points": loyal.purse(guest.company, guest.party) if programmes.was_any(guest.company) else None,
    }
    return render(request, "portal/account.html", told)


@for_customers
@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The document as it was sent."""
    guest = request.guest
    row = customer_account.invoice(guest.company, guest.party, public_id)
    return file_of(printing.pdf(guest.company, row), name=printing.file_name(row, "pdf"), media_type="application/pdf")


@for_customers
@require_GET
def xml(request: Request, public_id: str) -> HttpResponse:
    """The frozen e-invoice."""
    guest = request.guest
    row = customer_account.invoice(guest.company, guest.party, public_id)
    content = documents.content(guest.company, "invoice", document_id=row.pk, form="ubl")
    return file_of(content, name=printing.file_name(row, "xml"), media_type=documents.MEDIA_TYPES["ubl"])


@for_customers
@require_POST
def language(request: Request) -> HttpResponse:
    """Pages and mails in this language from now on."""
    guest = request.guest
    chosen = request.POST.get("language", "")
    own_customers.speak(guest.company, guest.party, language=chosen, by=guest.actor, on=guest.today)
    return redirect("portal_customer")


@for_customers
@require_POST
def leave(request: Request) -> HttpResponse:
    """The visit is over on this device; the link still opens the next one."""
    return guests.end(render(request, "portal/left.html"), purpose="customer")


def _open_items(request: Request, *, problem: str = "", chosen: list[str] | None = None) -> HttpResponse:
    guest = request.guest
    way = gateways.in_use(guest.company)
    owed = customer_account.owed(guest.company, guest.party, on=guest.today)
    offered = customer_arrangements.offered(guest.company, guest.party, owed, on=guest.today)
    due = customer_asked.next_of(offered["plans"], on=guest.today)
    sums = customer_asked.sums(owed, due)
    told = {
        "here": "portal_customer",
        "owed": owed,
        "fees": customer_fees.ids(guest.company, guest.party),
        "sums": sums,
        "due": {one.plan.public_id: one for one in due},
        "transfers": customer_asked.transfers(guest.company, sums),
        "chosen": chosen if chosen is not None else customer_account.first_choice(owed),
        "can_pay": way is not None and any(one.can_be_paid for one in owed),
        "problem": problem,
        **saved.offered(guest, is_kept=request.POST.get("keep") == "1"),
        "can_mandate": on_screen.offered(guest.company) is not None,
        "to_rate": ratings.asked(guest),
        **offered,
    }
    return lets_go_to(way, render(request, "portal/owed.html", told, status=422 if problem else 200))


def lets_go_to(way: Gateway | None, response: HttpResponse) -> HttpResponse:
    """The answer to a form of the page may lead to the gateway's page, which browsers hold against this list."""
    if way is not None:
        response._csp_update = {"form-action": [gateways.offered()[way.name].pages]}  # type: ignore[attr-defined]
    return response


def file_of(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file of theirs to be kept, never run."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
