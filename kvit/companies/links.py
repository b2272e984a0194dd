"""Signed links: a customer's or supplier's way into the portal, for one company, party and purpose.

`docs/rules/portal.md`. A token is random and only its hash is kept; opening it changes nothing but when it was used.
"""

import secrets
from datetime import date, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kvit.companies import whose
from kvit.companies.companies import secret_hash
from kvit.companies.models import Company, PortalLink
from kvit.companies.permissions import person_behind, require
from kvit.core.errors import Refused
from kvit.core.permissions import CUSTOMER, SUPPLIER, Actor
from kvit.events import events

Purpose = Literal["supplier", "customer"]
BYTES = 32
"""256 random bits: twice what OWASP ASVS 5.0 asks of a reference token (7.2.3)."""
LASTS = timedelta(days=180)
ROLES = {"supplier": SUPPLIER, "customer": CUSTOMER}


@transaction.atomic
def make(
    company: Company,
    party_id: int,
    *,
    purpose: Purpose,
    by: Actor,
    on: date,
    facts: dict[str, object],
    token: str = "",
) -> tuple[PortalLink, str]:
    """The link and its token, which nobody can read again. `facts` say for whom it is, `token` is one made before."""
    require(by, "portal.invite", company)
    token, now = token or fresh_token(), timezone.now()
    link = PortalLink.objects.create(
        company=company,
        party_id=party_id,
        purpose=purpose,
        hash=secret_hash(token),
        made_by_id=person_behind(by),
        made_at=now,
        expires_at=now + LASTS,
    )
    events.record("portal_link.made", link, by=by, on=on, facts={"purpose": purpose, **facts})
    return link, token


def fresh_token() -> str:
    """A token that opens nothing until a link is made for it."""
    return secrets.token_urlsafe(BYTES)


@transaction.atomic
def revoke(company: Company, public_id: str, *, by: Actor, on: date) -> PortalLink:
    """The link opens nothing any more, nor does a visit that it began; twice is once. Refuses `portal_link.unknown`."""
    require(by, "portal.invite", company)
    link = PortalLink.objects.select_for_update(of=("self",)).filter(company=company, public_id=public_id).first()
    if link is None:
        raise Refused("portal_link.unknown", link=public_id[:40])
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        events.record("portal_link.revoked", link, by=by, on=on, facts={"purpose": link.purpose})
    return link


def opened(token: str, *, purpose: Purpose) -> PortalLink:
    """The live link of the token, noted as used now.

    Refuses `portal_link.closed` for what was never made, has expired, was revoked or opens another door: one query and
    one answer for all of them, so that nobody learns which tokens there were.
    """
    link = _live(purpose).filter(hash=secret_hash(token)).first()
    if link is None:
        raise Refused("portal_link.closed")
    with transaction.atomic():
        PortalLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
        on = whose.today(link.company.zone)
        events.record("portal_link.opened", link, by=guest(link), on=on, facts={"purpose": purpose})
    return link


def still_live(public_id: str, *, purpose: Purpose) -> PortalLink:
    """The link under which a visit began, while it lives. Refuses `portal_link.closed`."""
    link = _live(purpose).filter(public_id=public_id).first()
    if link is None:
        raise Refused("portal_link.closed")
    return link


def of_party(company: Company, party_id: int, *, purpose: Purpose) -> list[PortalLink]:
    """Every link that was made for the party, the newest first."""
    rows = PortalLink.objects.filter(company=company, party_id=party_id, purpose=purpose)
    return list(rows.select_related("made_by").order_by("-pk"))


def standing(link: PortalLink) -> str:
    """Live, expired or revoked, now."""
    if link.revoked_at is not None:
        return "revoked"
    return "live" if link.expires_at > timezone.now() else "expired"


def guest(link: PortalLink, *, name: str = "", request_id: str = "") -> Actor:
    """Whoever came by the link, acting: a guest of the portal, who is no user."""
    return Actor(
        "portal_guest", link.pk, name or link.purpose, link.company_id, ROLES.get(link.purpose, ""), request_id
    )


def _live(purpose: Purpose) -> QuerySet[PortalLink]:
    found = PortalLink.objects.filter(purpose=purpose, revoked_at=None, expires_at__gt=timezone.now())
    return found.select_related("company")
