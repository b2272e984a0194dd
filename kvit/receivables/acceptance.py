"""Warnings on a draft: each holds it until a named person accepts it. An error cannot be accepted."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Finding, Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.receivables import drafts
from kvit.receivables.models import AcceptedFinding, Invoice
from kvit.receivables.papers import Paper


@transaction.atomic
def accept(
    company: Company, draft: Invoice, found: Sequence[Finding], *, rule: str, place: str, by: Actor, on: date
) -> AcceptedFinding:
    """Take the responsibility for one of the warnings that were found. `found` is what the rules say of it today.

    Refuses `finding.unknown`, `finding.is_error`, and `finding.needs_person` for anybody but a user.
    """
    require(by, "finding.accept", company)
    if by.kind != "user":
        raise Refused("finding.needs_person")
    row = drafts.locked_draft(company, draft)
    same = [finding for finding in found if (finding.rule, finding.place) == (rule, place)]
    if not same or same[0].severity == "note":
        raise Refused("finding.unknown", rule=rule[:40], place=place[:120])
    if same[0].severity == "error":
        raise Refused("finding.is_error", rule=rule)
    accepted, new = AcceptedFinding.objects.get_or_create(
        invoice=row,
        rule=rule,
        place=place,
        version=row.version,
        defaults={"company": company, "user_id": by.id, "at": timezone.now()},
    )
    if new:
        events.record("finding.accepted", row, by=by, on=on, facts={"rule": rule, "place": place, **same[0].facts})
    return accepted


def held(papers: Sequence[Paper]) -> dict[int, list[Finding]]:
    """The warnings that nobody accepted yet, by the key of the draft; drafts without any are left out."""
    warned = {
        paper.row.pk: [finding for finding in paper.findings if finding.severity == "warning"] for paper in papers
    }
    warned = {key: found for key, found in warned.items() if found}
    if not warned:
        return {}
    rows = AcceptedFinding.objects.filter(invoice_id__in=warned, version=F("invoice__version"))
    accepted = set(rows.values_list("invoice_id", "rule", "place"))
    left = {
        key: [finding for finding in found if (key, finding.rule, finding.place) not in accepted]
        for key, found in warned.items()
    }
    return {key: found for key, found in left.items() if found}
