"""Invariants of collecting: a late fee adds up and is owed, no day is charged twice, a demand adds up."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Exists, F, OuterRef

from kvit.collecting.models import Demand, LateFee, LateFeeLine
from kvit.companies.models import Company
from kvit.core.late_fees import BEARING
from kvit.ledger.models import OpenItem

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


INVARIANTS = [
    (
        "I43",
        "Late fees and final demands add up; a late fee is owed, and charges nothing once it is taken back.",
        add_up,
    ),
    ("I43a", "No day of a document bears interest twice, and no late fee bears any.", charged_once),
]
