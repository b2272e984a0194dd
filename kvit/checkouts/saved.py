"""Ways of paying that customers let us keep: what they agree to, what the gateway keeps, taking it back.

`docs/rules/saved-methods.md`.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import pgettext

from kvit.checkouts.models import Checkout, Gateway, SavedMethod
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.saved_methods import METHOD, NOTICE_DAYS
from kvit.events import events
from kvit.messages.placeholders import filled
from kvit.parties import correspondence, linked
from kvit.parties.models import Party
from kvit.ports.gateway import Charge, Kept

WORDING = "2026-11"
"""The version of the words that customers agree to: it changes with them."""


def text_of(company: Company, *, language: str) -> list[str]:
    """What the customer agrees to, in their language: what is kept, what it is charged for, how they end it.

    That it is kept for later is agreed to by itself (Regulation (EU) 2016/679 art. 6(1)(a), 7; EDPB 02/2021).
    """
    with translation.override(language):
        texts = (
            pgettext(
                "saved method",
                "{company} may charge the way of paying that you choose now for later invoices to you, once they are "
                "due. It tells you the amount and the day at least {days} days before each charge.",
            ),
            pgettext(
                "saved method",
                "The payment provider keeps it; {company} never sees the number. You take this back here at any time, "
                "and nothing is charged after that.",
            ),
        )
    return [filled(text, {"company": company.name, "days": str(NOTICE_DAYS)}) for text in texts]


def agree(checkout: Checkout, *, ip: str, by: Actor, on: date) -> SavedMethod:
    """The customer lets us keep the way by which they pay this checkout; in the transaction that begins it."""
    require(by, "saved_method.give", checkout.company)
    language = correspondence.language_of(checkout.company, checkout.party)
    row = SavedMethod.objects.create(
        company=checkout.company,
        party=checkout.party,
        checkout=checkout,
        agreed_on=on,
        agreed={
            "by": by.name,
            "link": by.id,
            "at": timezone.now().isoformat(timespec="seconds"),
            "ip": ip[:60],
            "language": language,
            "wording": WORDING,
            "text": text_of(checkout.company, language=language),
        },
    )
    events.record("saved_method.agreed", row, by=by, on=on, facts=facts_of(row) | {"wording": WORDING})
    return row


def keep(checkout: Checkout, charge: Charge, *, by: Actor, on: date) -> None:
    """A paid checkout brought the way of paying that its customer let us keep; without their word nothing is kept.

    What they took back before they paid, the gateway keeps all the same: it is told to forget it.
    """
    row = SavedMethod.objects.select_for_update(of=("self",)).filter(checkout=checkout, method="").first()
    if row is None or charge.kept is None:
        return
    told, is_kept = charge.kept, row.status == "agreed"
    if is_kept:
        row.status = lifecycle.after(METHOD, row.status, "keep")
    row.customer, row.method, row.mandate = told.customer, told.method, told.mandate
    row.kind, row.brand, row.last4 = told.kind[:30], told.brand[:30], told.last4[-4:]
    row.expires_on, row.kept_on = told.expires_on, on
    row.save()
    if is_kept:
        events.record("saved_method.kept", row, by=by, on=on, facts=facts_of(row))


@transaction.atomic
def withdraw(
    company: Company, method: SavedMethod, *, reason: str = "", by: Actor, on: date, party: Party | None = None
) -> SavedMethod:
    """Nothing is charged by it any more, and what was planned is dropped; by the customer, or a person for them.

    Refuses `saved_method.over` a second time, and `saved_method.unknown` for another customer's (S06).
    """
    require(by, "saved_method.give" if party is not None else "saved_method.withdraw", company)
    row = locked(company, method)
    if party is not None and not linked.merged(company, party).filter(pk=row.party_id).exists():
        raise Refused("saved_method.unknown", method=method.public_id)
    row.status = lifecycle.after(METHOD, row.status, "withdraw")
    row.withdrawn_at, row.withdrawn_by, row.reason = timezone.now(), by.name[:200], reason.strip()[:400]
    row.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "reason"])
    row.charges.filter(status="planned").update(status="dropped", dropped="saved_method.over")
    events.record("saved_method.withdrawn", row, by=by, on=on, facts=facts_of(row), reason=row.reason)
    return row


def locked(company: Company, method: SavedMethod) -> SavedMethod:
    """The method under lock. Refuses `saved_method.unknown`."""
    rows = SavedMethod.objects.select_for_update(of=("self",)).select_related("party", "checkout__gateway")
    row = rows.filter(company=company, pk=method.pk).first()
    if row is None:
        raise Refused("saved_method.unknown", method=method.public_id)
    return row


def known_as(way: Gateway, party: Party) -> str:
    """The gateway's own name of the customer, where it keeps something of theirs already."""
    rows = SavedMethod.objects.filter(company=way.company_id, party=party, checkout__gateway=way).exclude(customer="")
    return rows.order_by("-pk").values_list("customer", flat=True).first() or ""


def as_kept(row: SavedMethod) -> Kept:
    """The method as its gateway knows it."""
    return Kept(customer=row.customer, method=row.method, kind=row.kind, mandate=row.mandate)


def facts_of(row: SavedMethod) -> dict[str, object]:
    """What events tell of it: never more than a receipt shows."""
    return {"customer": row.party.name, "kind": row.kind, "brand": row.brand, "last4": row.last4}
