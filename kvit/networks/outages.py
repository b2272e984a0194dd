"""Times in which a network was announced to be down: entered, ended, withdrawn, and asked about.

What follows for what was issued in one is law (`kvit/core/einvoice/ksef/outages.py`).
"""

from datetime import UTC, date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import network_access, networks
from kvit.core.einvoice.ksef import outages as law
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.networks.models import OUTAGES, Outage

CONCERNED = (networks.KSEF,)
"""Networks whose outages change what the law wants."""
LONGEST_SOURCE = 200


@transaction.atomic
def announce(
    company: Company,
    network: str,
    *,
    kind: str,
    began_at: datetime,
    ended_at: datetime | None = None,
    source: str = "",
    by: Actor,
    on: date,
) -> Outage:
    """Enter an outage as it was announced, with its end where that is known.

    Refuses `outage.no_such_network`, `outage.bad_kind`, `outage.bad_end`, `outage.in_future`.
    """
    require(by, "network.edit", company)
    if network not in CONCERNED:
        raise Refused("outage.no_such_network", network=network[:20], known=list(CONCERNED))
    if kind not in OUTAGES:
        raise Refused("outage.bad_kind", kind=kind[:20], known=OUTAGES)
    _refuse_wrong_times(began_at, ended_at)
    row = Outage.objects.create(
        company=company,
        network=network,
        kind=kind,
        began_at=began_at.astimezone(UTC),
        ended_at=ended_at.astimezone(UTC) if ended_at else None,
        source=source.strip()[:LONGEST_SOURCE],
    )
    _told("outage.announced", row, by=by, on=on)
    return row


@transaction.atomic
def end(company: Company, reference: str, *, ended_at: datetime, by: Actor, on: date) -> Outage:
    """It has ended at the moment; entering another end puts the first one right.

    Refuses `outage.unknown`, `outage.bad_end`, `outage.in_future`.
    """
    require(by, "network.edit", company)
    row = _locked(company, reference)
    _refuse_wrong_times(row.began_at, ended_at)
    row.ended_at = ended_at.astimezone(UTC)
    row.save(update_fields=["ended_at"])
    _told("outage.ended", row, by=by, on=on)
    return row


@transaction.atomic
def withdraw(company: Company, reference: str, *, by: Actor, on: date) -> None:
    """It was entered by mistake: last days stand again as if it had never been. Refuses `outage.unknown`."""
    require(by, "network.edit", company)
    row = _locked(company, reference)
    _told("outage.withdrawn", row, by=by, on=on)
    row.delete()


def listed(company: Company, network: str = "") -> list[Outage]:
    """Every outage of the network, of all where none is named, the newest first."""
    rows = Outage.objects.filter(company=company)
    return list((rows.filter(network=network) if network else rows).order_by("-began_at", "-pk"))


def find(company: Company, reference: str) -> Outage:
    """The outage by its id. Refuses `outage.unknown`."""
    row = Outage.objects.filter(company=company, public_id=reference).first()
    if row is None:
        raise Refused("outage.unknown", outage=reference[:60])
    return row


def known(company: Company, network: str) -> list[law.Outage]:
    """The outages as the law reads them."""
    if network not in CONCERNED:
        return []
    rows = Outage.objects.filter(company=company, network=network).order_by("began_at", "pk")
    return [law.Outage(kind=cast(law.Kind, row.kind), began_at=row.began_at, ended_at=row.ended_at) for row in rows]


def going_on(company: Company, network: str, *, at: datetime) -> law.Outage | None:
    """The gravest outage that goes on at the moment."""
    return law.going_on(known(company, network), at)


def is_down(company: Company, network: str, *, at: datetime) -> bool:
    """Whether the network is announced to be down at the moment."""
    return going_on(company, network, at=at) is not None


def _refuse_wrong_times(began_at: datetime, ended_at: datetime | None) -> None:
    if ended_at is not None and ended_at <= began_at:
        raise Refused("outage.bad_end", began=began_at.isoformat(), ended=ended_at.isoformat())
    latest = max(began_at, ended_at or began_at)
    if latest > timezone.now():
        raise Refused("outage.in_future", at=latest.isoformat())


def _locked(company: Company, reference: str) -> Outage:
    return Outage.objects.select_for_update().get(company=company, pk=find(company, reference).pk)


def _told(name: str, row: Outage, *, by: Actor, on: date) -> None:
    facts: dict[str, object] = {
        "network": row.network,
        "title": network_access.title(row.network),
        "kind": row.kind,
        "began_at": row.began_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "source": row.source,
    }
    events.record(name, row, by=by, on=on, facts=facts)
