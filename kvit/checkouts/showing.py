"""How saved ways of paying and their charges look: in words to people, as values to programs."""

from django.utils import translation
from django.utils.translation import pgettext

from kvit.checkouts.models import SavedCharge, SavedMethod
from kvit.core.formatting import format_date, format_plain
from kvit.core.money import Money
from kvit.messages.placeholders import filled

Shape = dict[str, object]


def name_of(row: SavedMethod, *, language: str = "") -> str:
    """The way of paying as a receipt names it: never more than four figures of a number."""
    with translation.override(language or translation.get_language()):
        if row.kind == "sepa_debit":
            return filled(
                pgettext("saved method", "SEPA direct debit from account … {figures}"), {"figures": row.last4}
            )
        if row.kind == "card":
            name = pgettext("saved method", "{brand} card … {figures}")
            return filled(name, {"brand": row.brand.replace("_", " ").capitalize(), "figures": row.last4})
        return row.kind.replace("_", " ").capitalize()


def method(row: SavedMethod) -> Shape:
    """A saved way of paying, with what was agreed to."""
    return {
        "id": row.public_id,
        "customer": {"id": row.party.public_id, "external_id": row.party.external_id, "name": row.party.name},
        "status": row.status,
        "gateway": row.checkout.gateway.name,
        "kind": row.kind,
        "brand": row.brand,
        "last4": row.last4,
        "expires_on": row.expires_on,
        "agreed_at": row.agreed["at"],
        "wording": row.agreed["wording"],
        "text": row.agreed["text"],
        "kept_on": row.kept_on,
        "withdrawn_at": row.withdrawn_at,
        "forgotten_at": row.forgotten_at,
        "withdrawn_by": row.withdrawn_by,
        "reason": row.reason,
    }


def day_of(row: SavedCharge, *, language: str) -> str:
    """The day on which it is charged, as people write it."""
    return format_date(row.charge_on, language)


def amount_of(row: SavedCharge) -> Money:
    """What is charged: what was open on the day, once it was begun."""
    return Money(row.amount if row.checkout is None else row.checkout.amount, row.item.currency)


def state_of(row: SavedCharge) -> str:
    """Planned, dropped, or how its checkout stands."""
    return row.status if row.checkout is None else row.checkout.status


def charge(row: SavedCharge) -> Shape:
    """A charge of a saved way of paying, and how it stands."""
    payment = row.checkout.payment if row.checkout is not None else None
    return {
        "id": row.public_id,
        "method": row.saved.public_id,
        "customer": row.saved.party.public_id,
        "number": row.item.document_number,
        "item": row.item.public_id,
        "attempt": row.attempt,
        "status": state_of(row),
        "currency": row.item.currency,
        "amount": format_plain(amount_of(row).amount, row.item.currency),
        "told_on": row.told_on,
        "charge_on": row.charge_on,
        "told": row.checkout.told if row.checkout is not None else row.dropped,
        "payment": payment.public_id if payment is not None else "",
    }
