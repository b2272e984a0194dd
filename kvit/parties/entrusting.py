"""Who of ours is responsible for a customer, and since when (`docs/rules/collection-targets.md`)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core.collection_targets import Keepers
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import HandOver, Party


@transaction.atomic
def entrust(company: Company, party: Party, *, to: str, by: Actor, on: date) -> Party:
    """The colleague of that id or e-mail address is responsible from the day on; with none named, nobody is.

    A hand-over is never earlier than the one before it. Refuses `user.unknown`.
    """
    require(by, "customer.entrust", company)
    user = whose.colleague(company, to.strip()) if to.strip() else None
    row = Party.objects.select_for_update(of=("self",)).select_related("responsible").get(company=company, pk=party.pk)
    before = row.responsible
    if user == before:
        return row
    last = HandOver.objects.filter(company=company, party=row).order_by("-pk").first()
    since = on if last is None else max(on, last.since_on)
    HandOver.objects.create(
        company=company, party=row, before=before, after=user, since_on=since, made_by_id=person_behind(by)
    )
    row.responsible = user
    row.version += 1
    row.save(update_fields=["responsible", "version"])
    facts = {"before": before and before.public_id, "after": user and user.public_id, "since": since.isoformat()}
    events.record("customer.entrusted", row, by=by, on=on, facts=facts)
    return row


def keepers(company: Company, parties: Iterable[Party]) -> dict[int, Keepers]:
    """By the key of each customer, since when who is responsible; read at once, however many they are."""
    found: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
    for row in HandOver.objects.filter(company=company).order_by("pk"):
        if row.party_id not in found:
            found[row.party_id].append((date.min, row.before_id))
        found[row.party_id].append((row.since_on, row.after_id))
    return {one.pk: found.get(one.pk, [(date.min, one.responsible_id)]) for one in parties}


def history(company: Company, party: Party) -> list[HandOver]:
    """The hand-overs of a customer, the newest first."""
    rows = HandOver.objects.filter(company=company, party=party).select_related("before", "after", "made_by")
    return list(rows.order_by("-pk"))
