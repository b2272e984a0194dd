"""What a customer has left with us, offered on a draft as soon as it has a customer."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kvit.companies.permissions import allowed
from kvit.core.money import Money
from kvit.parties.models import Party
from kvit.receivables import credits, filling
from kvit.receivables.models import Invoice
from kvit.web.current import Request
from kvit.web.drafting import Draft


@dataclass(frozen=True)
class Offered:
    """The credits to be ticked, and for whom in which currency they are; `key` is empty where there are none."""

    key: str
    rows: list[dict[str, Any]]


def on_page(request: Request, draft: Draft, row: Invoice | None) -> Offered | None:
    """What stands on the page of the draft; None where the person may not settle anything."""
    if not allowed(request.actor, "payment.allocate", request.company):
        return None
    party = draft.customer_meant()
    if party is None:
        return Offered("", [])
    currency = _currency(request, draft, party)
    key = f"{party.public_id}/{currency}"
    taken = _taken(request, row, key=key)
    rows = [
        {
            "item": one.item.public_id,
            "left": Money(one.left, currency),
            "what": one.item.document_number or _("Payment"),
            "on": one.item.opened_on,
            "is_taken": one.item.public_id in taken,
        }
        for one in credits.offered_to(request.company, party, currency=currency)
    ]
    return Offered(key if rows else "", rows)


def changed(request: Request, draft: Draft) -> Offered | None:
    """What stands there from now on, where another customer or currency is typed than that of what stood there.

    Ticks of the same customer are left alone: a person may be at them.
    """
    if "credits-offered" not in request.POST:
        return None
    now = on_page(request, draft, None)
    return now if now is not None and now.key != request.POST["credits-offered"] else None


def chosen(request: Request, draft: Draft) -> list[dict[str, str]] | None:
    """What was ticked; None where nothing was offered to the customer that the draft has now."""
    key = request.POST.get("credits-offered", "")
    party = draft.customer_meant()
    if not key or party is None or key != f"{party.public_id}/{_currency(request, draft, party)}":
        return None
    return [{"item": item} for item in request.POST.getlist("credit")]


def _currency(request: Request, draft: Draft, party: Party) -> str:
    typed = str(draft.form["currency"].value() or "").strip().upper()
    return filling.currency_of(request.company, party, asked=typed)


def _taken(request: Request, row: Invoice | None, *, key: str) -> set[str]:
    """What is ticked: by the person just now, else as the draft keeps it."""
    if request.POST.get("credits-offered"):
        return set(request.POST.getlist("credit")) if request.POST["credits-offered"] == key else set()
    return {str(one["item"]) for one in row.credits} if row is not None else set()
