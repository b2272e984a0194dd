"""A way of paying that was taken back is forgotten by its gateway too: said once, asked about, said again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kvit.checkouts import gateways, saved
from kvit.checkouts.models import SavedMethod
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.events import events
from kvit.events.models import Event
from kvit.ports.failures import Declined, Unreachable

AUTOMATION = "checkout"
ASKED_AFTER = (60, 300, 3600, 21600, 86400)
"""Seconds until the gateway is told again, by how often it was told already."""


def hand_over(event: Event) -> Callable[[], None] | None:
    """What follows when it was taken back: its gateway is told to keep it no more."""
    rows = waiting(at=timezone.now()).filter(company_id=event.company_id or 0)
    row = rows.filter(pk=event.subject_id).select_related("company", "party", "checkout__gateway").first()
    if row is None:
        return None
    heard = _told(row)

    def write() -> None:
        _write(row, heard)

    return write


def waiting(*, at: datetime) -> QuerySet[SavedMethod]:
    """What was taken back and its gateway may keep still, as far as it is time to tell it."""
    rows = SavedMethod.objects.filter(status="withdrawn", forgotten_at=None).exclude(method="")
    return rows.filter(Q(forget_at=None) | Q(forget_at__lte=at))


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Tell the gateways once more of what nobody knows whether they forgot; returns how many did by now."""
    rows = waiting(at=at).filter(company=company).select_related("company", "party", "checkout__gateway")
    forgotten = 0
    for row in rows.order_by("pk"):
        heard = _told(row)
        with transaction.atomic():
            forgotten += _write(row, heard)
    return forgotten


def _told(row: SavedMethod) -> bool | Refused:
    """Whether the gateway keeps it no more; the refusal where a person must look."""
    way = row.checkout.gateway
    port = gateways.offered().get(way.name)
    if port is None:
        return Refused("gateway.unknown", gateway=way.name)
    try:
        return port.forget(gateways.access(way), saved.as_kept(row))
    except Unreachable:
        return False
    except Declined as failure:
        return Refused(failure.code, **failure.facts)
    except Refused as refused:
        return refused


def _write(method: SavedMethod, heard: bool | Refused) -> bool:
    row = saved.locked(method.company, method)
    if row.forgotten_at is not None:
        return False
    by, on, now = automation(AUTOMATION, row.company), whose.today(row.company.zone), timezone.now()
    if heard is True:
        row.forgotten_at, row.forget_at, row.trouble = now, None, ""
        events.record("saved_method.forgotten", row, by=by, on=on, facts=saved.facts_of(row))
    else:
        wait = ASKED_AFTER[min(row.asked, len(ASKED_AFTER) - 1)]
        row.asked, row.forget_at = row.asked + 1, now + timedelta(seconds=wait)
        code = heard.code[:60] if isinstance(heard, Refused) else row.trouble
        if code != row.trouble:
            row.trouble = code
            facts = saved.facts_of(row) | {"refusal": code, "gateway": row.checkout.gateway.name}
            events.record("saved_method.stuck", row, by=by, on=on, facts=facts)
    row.save(update_fields=["forgotten_at", "forget_at", "asked", "trouble"])
    return row.forgotten_at is not None
