"""Inviting a supplier to the portal: a link of their own, mailed in their language where they have an address."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kvit.companies import links
from kvit.companies.models import Company, PortalLink
from kvit.core.permissions import Actor
from kvit.messages import letters, outbox, senders
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.parties.models import Party


@dataclass(frozen=True)
class Invited:
    """The link, its address, which is shown this once, and to whom it was mailed."""

    link: PortalLink
    url: str
    mailed_to: tuple[str, ...]


@transaction.atomic
def invite(company: Company, supplier: Party, *, by: Actor, on: date, mail: bool = True) -> Invited:
    """A new link for the supplier; those that they have stay as they are."""
    facts: dict[str, object] = {"supplier": supplier.public_id}
    link, token = links.make(company, supplier.pk, purpose="supplier", by=by, on=on, facts=facts)
    mailboxes = correspondence.mailboxes(company, supplier) if mail else []
    for address, name in mailboxes:
        out = _letter(company, supplier, link=link, token=token, to=(address, name))
        outbox.queue(company, out, by=by, on=on)
    return Invited(link, address_of(token), tuple(address for address, _ in mailboxes))


def to_pay(company: Company, customer: Party, *, by: Actor, on: date) -> Invited:
    """A new link by which the customer sees what is open, and pays it; those that they have stay as they are."""
    link, token = _to_pay(company, customer, by=by, on=on)
    return Invited(link, paying_address_of(token), ())


def secret_to_pay(company: Company, customer: Party, *, by: Actor, on: date) -> str:
    """The key of such a link, for a mail that has `paying_address_of(letters.SECRET)` in it."""
    return _to_pay(company, customer, by=by, on=on)[1]


def keep_to_pay(company: Company, customer: Party, token: str, *, by: Actor, on: date) -> None:
    """From now on the token, which a paper shows already, opens what the customer owes."""
    facts: dict[str, object] = {"customer": customer.public_id}
    links.make(company, customer.pk, purpose="customer", by=by, on=on, facts=facts, token=token)


def _to_pay(company: Company, customer: Party, *, by: Actor, on: date) -> tuple[PortalLink, str]:
    facts: dict[str, object] = {"customer": customer.public_id}
    return links.make(company, customer.pk, purpose="customer", by=by, on=on, facts=facts)


def outside(link: PortalLink, supplier: Party) -> dict[str, object]:
    """A link as programs see it: never with its token."""
    moments = {name: getattr(link, name) for name in ("made_at", "expires_at", "last_used_at")}
    return {"id": link.public_id, "supplier": supplier.public_id, "standing": links.standing(link), **moments}


def address_of(token: str) -> str:
    """Where the portal is opened with that token."""
    return f"{settings.KVIT_BASE_URL}/portal/open/{token}"


def paying_address_of(token: str) -> str:
    """Where a customer opens what is owed with that token."""
    return f"{settings.KVIT_BASE_URL}/portal/pay/{token}"


def _letter(company: Company, supplier: Party, *, link: PortalLink, token: str, to: tuple[str, str]) -> Outgoing:
    language = correspondence.language_of(company, supplier)
    return Outgoing(
        kind="portal_invited",
        about=About(kind="portal_link", id=link.pk, public_id=link.public_id, name=supplier.name),
        occasion="invited",
        to_address=to[0],
        to_name=to[1],
        reply_to=company.email,
        language=language,
        mail=letters.portal_invited(
            language=language,
            sender=senders.of(company),
            supplier=supplier.name,
            link=address_of(letters.SECRET),
            until=link.expires_at.astimezone(ZoneInfo(company.zone)).date(),
        ),
        party=supplier,
        secret=token,
    )
