"""Invariants of e-invoices on their way through networks."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from kvit.companies.models import Company
from kvit.core import lifecycle
from kvit.networks.models import Acknowledgement, Connection, Submission

Found = tuple[int, Iterable[str]]
LONGEST_WAIT = timedelta(hours=1)
"""The worker hands over every minute; what is released and waits longer has a network that is off or in trouble."""


def one_is_live(company: Company) -> Found:
    """A document has at most one try that counts at each network, and every earlier one was replaced."""
    rows = Submission.objects.filter(company=company)
    wrong = rows.exclude(status__in=lifecycle.SUBMISSION.statuses).values_list("public_id", flat=True)
    live = rows.exclude(status="superseded").values("network", "document_kind", "document_public_id")
    doubled = live.annotate(times=Count("pk")).filter(times__gt=1)
    named = [f"{one['document_public_id']} at {one['network']}: {one['times']} tries count" for one in doubled]
    return rows.count(), [*wrong[:1000], *named]


def accepted_is_proven(company: Company) -> Found:
    """What a network accepted has its official number or a paper that says so."""
    rows = Submission.objects.filter(company=company, status="accepted")
    paper = Acknowledgement.objects.filter(submission=OuterRef("pk"))
    return rows.count(), rows.filter(Q(official="") & ~Exists(paper)).values_list("public_id", flat=True)


def nothing_released_is_forgotten(company: Company) -> Found:
    """What may leave has left, unless its network is off, in trouble, or used on the other side."""
    rows = Submission.objects.filter(company=company, status="validated")
    reachable = Connection.objects.filter(company=company, network=OuterRef("network"), is_on=True, trouble="")
    old = rows.filter(prepared_at__lt=timezone.now() - LONGEST_WAIT)
    forgotten = old.filter(Q(handed_at=None) | Q(handed_at__lt=timezone.now() - LONGEST_WAIT))
    sides = dict(Connection.objects.filter(company=company, is_on=True).values_list("network", "mode"))
    found = forgotten.filter(Exists(reachable))
    return rows.count(), [one.public_id for one in found if one.facts.get("side") in (None, sides.get(one.network))]


INVARIANTS = [
    ("I19e", "A document has one e-invoice that counts at each network.", one_is_live),
    ("I19n", "An accepted e-invoice has its official number or a paper of the network.", accepted_is_proven),
    ("I19r", "No released e-invoice waits over an hour for a network that works.", nothing_released_is_forgotten),
]
