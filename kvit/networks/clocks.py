"""What is due by the clock: trying, asking, fetching, renewing, and warning before the law's last day passes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import calendar
from kvit.events import events
from kvit.networks import arrivals, connections, transport, withdrawals
from kvit.networks.models import Connection, Submission
from kvit.networks.outgoing import facts
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Network

OPEN = ("prepared", "validated", "submitted", "rejected", "unknown")
SOON, LATE = 1, 2
"""How far a submission was warned about: on the last day but one, and after the last."""
WARN_BEFORE = timedelta(days=14)


@dataclass
class Went:
    """What one round did."""

    done: Counter[str] = field(default_factory=Counter)


def run(company: Company, *, at: datetime, on: date) -> Went:
    """All that is due for the company's networks; doing it twice changes nothing."""
    went = Went()
    went.done["recovered"] += transport.recover(company, at=at)
    for way in Connection.objects.filter(company=company, is_on=True).order_by("pk"):
        went.done["renewed"] += _renewed(way, on=on)
        went.done["sent"] += transport.send_waiting(company, way.network)
        went.done["wanted_back"] += withdrawals.hand_over(company, way.network)
        went.done["answered"] += transport.ask_waiting(company, way.network, at=at)
        went.done["received"] += _received(way, at=at)
    went.done["warned"] += warn(company, on=on)
    return went


def warn(company: Company, *, on: date) -> int:
    """Tell of each submission whose last day is near, and of each that is late, once each; returns how many.

    On the day of issue nothing is told: where the law gives but one day, everything would be.
    """
    warned = 0
    soon = calendar.add_working_days(on, 1, calendar.closed_days(company.country, since=on, until=on))
    for level, name, last in ((LATE, "submission.late", on - timedelta(days=1)), (SOON, "submission.due_soon", soon)):
        near = Submission.objects.filter(company=company, status__in=OPEN, until__lte=last, warned__lt=level)
        near = near.filter(issued_on__lt=on)
        for row in near.order_by("pk"):
            with transaction.atomic():
                mine = Submission.objects.filter(pk=row.pk, warned__lt=level, status__in=OPEN)
                if mine.update(warned=level):
                    by = automation(transport.AUTOMATION, company)
                    events.record(name, row, by=by, on=on, facts=facts(row))
                    warned += 1
    return warned


def _received(way: Connection, *, at: datetime) -> int:
    """Fetch what came, at most every quarter of an hour."""
    mine = Connection.objects.filter(Q(fetched_at=None) | Q(fetched_at__lte=at - arrivals.EVERY), pk=way.pk)
    return arrivals.fetch(way.company, way.network, at=at) if mine.update(fetched_at=at) else 0


def _renewed(way: Connection, *, on: date) -> int:
    """Exchange secrets that end soon where the network lets us; tell a person where it does not."""
    if way.ends_on is None or way.ends_on > on + WARN_BEFORE or way.warned_on == on:
        return 0
    Connection.objects.filter(pk=way.pk).update(warned_on=on)
    port: Network = registry.use("networks")[way.network]
    by = automation(transport.AUTOMATION, way.company)
    try:
        renewed = port.renew(connections.access(way))
    except (Declined, Unreachable):
        renewed = None
    if renewed is not None:
        connections.keep_renewed(way, renewed)
        return 1
    with transaction.atomic():
        told: dict[str, object] = {"network": way.network, "mode": way.mode, "ends_on": way.ends_on.isoformat()}
        events.record("connection.ends_soon", way, by=by, on=on, facts=told)
    return 0
