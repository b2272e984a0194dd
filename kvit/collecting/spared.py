"""What no automation charges for being late; a person still may (`docs/rules/late-fees.md`)."""

from collections.abc import Sequence
from datetime import date

from kvit.arrangements import queries as arranged
from kvit.arrangements.models import PlanItem
from kvit.collecting.models import LateFeeLine
from kvit.companies.models import Company
from kvit.dunning import queries as reminders
from kvit.dunning import sent_back
from kvit.ledger.models import OpenItem
from kvit.receivables import queries as documents


def items(company: Company, late: Sequence[OpenItem], *, on: date) -> set[int]:
    """The keys of those that rest on the day, are disputed, corrected, in a plan, or of which the money went back."""
    correcting = documents.being_corrected(company, [one.document_id for one in late])
    return {
        *reminders.paused(company, late, on=on),
        *arranged.disputed(company, late),
        *sent_back.brakes(company, late),
        *_planned(company, late, on=on),
        *(one.pk for one in late if one.document_id in correcting),
    }


def taken_back(company: Company, late: Sequence[OpenItem]) -> set[tuple[int, str]]:
    """What a person took back once, by item and rule: it is theirs from then on."""
    lines = LateFeeLine.objects.filter(company=company, item__in=[one.pk for one in late], live=False)
    return set(lines.values_list("item_id", "rule"))


def _planned(company: Company, late: Sequence[OpenItem], *, on: date) -> set[int]:
    """In a plan that holds on the day, or that was kept to its end: its days were granted."""
    holding = arranged.holding(company, late)
    kept = PlanItem.objects.filter(
        company=company, item__in=[one.pk for one in late], plan__status="completed", plan__decided_on__isnull=False
    )
    return {
        *(key for key, until in holding.items() if until is None or until >= on),
        *kept.values_list("item_id", flat=True),
    }
