"""What may leave next for a network that takes documents in the order of a chain: nothing overtakes anything.

Records go to the AEAT in the order in which they were sealed (docs/rules/verifactu.md), however many workers there are:
one message at a time for a company, and none while an earlier record is not ready or its fate is not known.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Min, Q
from django.utils import timezone

from kvit.events.models import Work
from kvit.networks.models import ChainHead, ChainRecord, Connection, Submission

SEALING = ("invoice.issued", "credit_note.issued", "invoice.annulled")
"""Events whose record is sealed already while its submission is still to be made."""
MAKING = ("", "networks")
"""The work that makes it (kvit/reactions.py): not dealt out yet, or dealt out."""


def next_keys(way: Connection, *, most: int) -> list[int]:
    """The keys of what may be handed over now, in the order of the chain; the way stays locked until the caller's
    transaction is over, and is told until when the network wants to be left alone."""
    way.send_at = Connection.objects.select_for_update().get(pk=way.pk).send_at
    rows = Submission.objects.filter(company=way.company, network=way.network)
    if rows.filter(Q(status="unknown") | Q(status="validated", begun_at__isnull=False)).exists():
        return []
    # Other workers commit between these looks: they go the way that records go (sealed, prepared, validated), so that
    # none slips through, and no further than what was sealed before the first of them.
    end = ChainHead.objects.filter(company=way.company, mode=way.mode).values_list("sequence", flat=True).first() or 0
    first_held = _first_held(way)
    waiting = _in_chain(way, rows.filter(status="validated").values_list("pk", "facts"))
    ready = [key for place, key in waiting if place <= end and (first_held is None or place < first_held)]
    if way.send_at is not None and way.send_at > timezone.now() and len(ready) < most:
        return []
    return ready[:most]


def _in_chain(way: Connection, found: Iterable[tuple[int, Mapping[str, object]]]) -> list[tuple[int, int]]:
    """Place in the chain and key of those that belong to this side, in order; the other side has a chain of its own."""
    mine = [(key, facts) for key, facts in found if facts.get("side", way.mode) == way.mode]
    return sorted((int(str(facts.get("sequence") or 0)), key) for key, facts in mine)


def _first_held(way: Connection) -> int | None:
    """The place of the first record that cannot leave yet: it waits for a person, or its submission is not made."""
    open_work = Work.objects.filter(
        event__company_id=way.company_id, event__name__in=SEALING, handler__in=MAKING, status__in=["pending", "running"]
    )
    annulments = [facts.get("annulment") for facts in open_work.values_list("event__facts", flat=True)]
    issues = open_work.exclude(event__name="invoice.annulled")  # it is about the invoice, whose record was made before
    issued = Q(document_kind="invoice", document_id__in=issues.values("event__subject_id"), attempt=1)
    annulled = Q(document_kind="annulment", document_public_id__in=[one for one in annulments if one])
    unmade = ChainRecord.objects.filter(issued | annulled, company=way.company, mode=way.mode)
    first = unmade.aggregate(first=Min("sequence"))["first"]
    prepared = Submission.objects.filter(company=way.company, network=way.network, status="prepared")
    held = [sequence for sequence, _ in _in_chain(way, prepared.values_list("pk", "facts"))[:1]]
    return min([*held, *([first] if first is not None else [])], default=None)
