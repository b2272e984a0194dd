"""Invariants of collecting: late fees and demands add up, no day is charged twice, targets are told."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from django.db.models import Exists, F, OuterRef

from kvit.collecting.models import CollectionTarget, Demand, LateFee, LateFeeLine
from kvit.companies.models import Company
from kvit.core.late_fees import BEARING
from kvit.ledger.models import OpenItem
from kvit.parties.models import HandOver

Found = tuple[int, Iterable[str]]


def add_up(company: Company) -> Found:
    """Lines add up to their late fee, over which there is an open item; of one taken back no line is live."""
    rows = list(LateFee.objects.filter(company=company, reverses=None).select_related("reversed_by").order_by("pk"))
    lines: dict[int, list[LateFeeLine]] = defaultdict(list)
    for line in LateFeeLine.objects.filter(company=company):
        lines[line.fee_id].append(line)
    items = OpenItem.objects.filter(company=company, document_kind="late_fee", part=1)
    owed = dict(items.values_list("document_id", "amount"))
    broken = [
        row.public_id
        for row in rows
        if sum((one.amount for one in lines[row.pk]), Decimal(0)) != row.amount
        or owed.get(row.pk) != row.amount
        or any(one.live == hasattr(row, "reversed_by") for one in lines[row.pk])
    ]
    return len(rows), [*broken, *_broken_demands(company)]


def charged_once(company: Company) -> Found:
    """No day of a document bears interest twice, and what is charged is an invoice of the same customer."""
    rows = LateFeeLine.objects.filter(company=company, live=True)
    twice = rows.filter(
        item=OuterRef("item"), rule=OuterRef("rule"), since__lte=OuterRef("until"), until__gte=OuterRef("since")
    ).exclude(pk=OuterRef("pk"))
    stranger = rows.exclude(item__party=F("fee__party")) | rows.exclude(item__document_kind__in=BEARING)
    broken = {*rows.filter(Exists(twice)).values_list("fee__number", flat=True)}
    return rows.count(), sorted(broken | {*stranger.values_list("fee__number", flat=True)})


def _broken_demands(company: Company) -> list[str]:
    """Final demands whose documents do not add up to what they demand, or their interest to its interest."""
    rows = Demand.objects.filter(company=company).order_by("pk")
    return [
        row.number
        for row in rows
        if sum((Decimal(one["balance"]) for one in row.lines), Decimal(0)) != row.amount
        or sum((Decimal(one["interest"]) for one in row.lines), Decimal(0)) != row.interest
    ]


def entrusted_once(company: Company) -> Found:
    """A customer's colleague is the one of the last hand-over, and each hand-over begins where the one before ended."""
    found = list(HandOver.objects.filter(company=company).select_related("party").order_by("pk"))
    rows: dict[int, list[HandOver]] = defaultdict(list)
    for row in found:
        rows[row.party_id].append(row)
    broken = [
        some[-1].party.public_id
        for some in rows.values()
        if some[-1].after_id != some[-1].party.responsible_id
        or any(one.after_id != two.before_id or one.since_on > two.since_on for one, two in pairwise(some))
    ]
    return len(found), broken


def targets_told(company: Company) -> Found:
    """A target is what its last change says, and none of its changes is missing."""
    rows = list(CollectionTarget.objects.filter(company=company).prefetch_related("changes").order_by("pk"))
    broken = []
    for row in rows:
        changes = sorted(row.changes.all(), key=lambda one: one.version)
        told = [one.version for one in changes] == list(range(1, row.version + 1))
        named = ("amount", "share", "share_by")
        if not told or any(getattr(changes[-1], name) != getattr(row, name) for name in named):
            broken.append(row.public_id)
    return len(rows), broken


INVARIANTS = [
    (
        "I43",
        "Late fees and final demands add up; a late fee is owed, and charges nothing once it is taken back.",
        add_up,
    ),
    ("I61", "The colleague responsible for a customer is the one of the last hand-over.", entrusted_once),
    ("I62", "A collection target is what its last change says, and no change is missing.", targets_told),
    ("I43a", "No day of a document bears interest twice, and no late fee bears any.", charged_once),
]
