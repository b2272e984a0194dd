"""What was due and held back, with every reason, on record once."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.core.dunning import Outcome
from kvit.core.permissions import Actor
from kvit.dunning.models import Suppression
from kvit.dunning.situation import Situation
from kvit.events import events
from kvit.parties.models import Party


@transaction.atomic
def note(company: Company, found: Situation, outcomes: Sequence[Outcome], *, by: Actor, on: date) -> None:
    """Keep each reason for each level of a document when it first holds, and tell it once for each customer."""
    steps = [step for outcome in outcomes for step in outcome.held]
    if not steps:
        return
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    rows = Suppression.objects.filter(company=company, item__in=[step.owed.key for step in steps])
    known = set(rows.values_list("item_id", "position", "reason"))
    fresh: dict[tuple[int, int, str], Suppression] = {}
    for step in steps:
        for brake in step.brakes:
            key = (step.owed.key, step.level.position, brake.reason)
            if key not in known:
                item, position, reason = key
                fresh[key] = Suppression(
                    company=company, item_id=item, position=position, reason=reason, facts=dict(brake.facts), since=on
                )
    Suppression.objects.bulk_create(fresh.values())
    _tell(found, list(fresh.values()), by=by, on=on)


def _tell(found: Situation, rows: Sequence[Suppression], *, by: Actor, on: date) -> None:
    told: dict[int, list[dict[str, object]]] = {}
    for row in rows:
        item = found.items[row.item_id]
        one = {"number": item.document_number, "level": row.position, "reason": row.reason}
        told.setdefault(item.party_id, []).append(one)
    parties: list[Party] = [found.parties[key] for key in told]
    facts = [{"customer": party.name, "documents": told[party.pk]} for party in parties]
    events.record_all("reminder.suppressed", parties, by=by, on=on, facts=facts)
