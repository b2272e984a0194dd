"""Asking a network for a document back: a person says why, the worker asks, and the other side decides.

FACe's anularFactura (docs/rules/facturae.md). What is given back counts no more; the document itself is put right by
another one, or annulled.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.networks import connections, given_back, transport
from kvit.networks.models import Submission
from kvit.networks.outgoing import facts
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Document, Network

REASON = "withdrawal_reason"
"""Under which name a submission keeps why it is wanted back."""


def may_be(row: Submission) -> bool:
    """Whether the network gives documents back, has this one, and was not asked for it yet."""
    port: Network | None = registry.use("networks").get(row.network)
    is_there = row.status in ("submitted", "accepted") and bool(row.reference)
    return port is not None and port.gives_back and is_there and row.withdrawal in ("", "refused")


@transaction.atomic
def ask(company: Company, row: Submission, *, reason: str, by: Actor, on: date) -> Submission:
    """The network is asked for the document back, for this reason.

    Refuses `reason.missing`, `withdrawal.not_there`, `withdrawal.not_here`.
    """
    require(by, "network.submit", company)
    if not reason.strip():
        raise Refused("reason.missing")
    mine = Submission.objects.select_for_update(of=("self",)).get(company=company, pk=row.pk)
    port: Network | None = registry.use("networks").get(mine.network)
    if port is None or not port.gives_back:
        raise Refused("withdrawal.not_here", network=mine.network)
    if not may_be(mine):
        raise Refused("withdrawal.not_there", number=mine.number)
    mine.withdrawal, mine.facts = "wanted", mine.facts | {REASON: reason.strip()[:400]}
    mine.save(update_fields=["withdrawal", "facts"])
    events.record("submission.withdrawal_wanted", mine, by=by, on=on, reason=mine.facts[REASON], facts=facts(mine))
    return mine


def on_wanted(event: Event) -> Callable[[], None] | None:
    """What follows when a document is wanted back: the network is asked now."""
    row = Submission.objects.filter(pk=event.subject_id, withdrawal="wanted").select_related("company").first()
    if row is not None:
        hand_over(row.company, row.network)
    return None


def hand_over(company: Company, network: str) -> int:
    """Ask for everything that is wanted back; what is not answered for is asked for again in the next round."""
    way = connections.in_use(company, network)
    if way is None or (way.again_at is not None and way.again_at > timezone.now()):
        return 0
    there = Submission.objects.filter(company=company, network=network, status__in=["submitted", "accepted"])
    rows = there.filter(withdrawal="wanted")
    port: Network = registry.use("networks")[network]
    by, on = automation(transport.AUTOMATION, company), whose.today(company.zone)
    done = 0
    for row in rows.select_related("file", "company").order_by("pk"):
        document = transport.document_of(row)
        if not isinstance(document, Document):
            continue
        try:
            answer = port.withdraw(connections.access(way), document, reason=str(row.facts[REASON]))
        except (Declined, Unreachable) as failure:
            connections.in_trouble(way, failure, by=by, on=on)
            return done
        connections.used(way, by=by, on=on)
        done += given_back.note(row, answer, by=by, on=on)
    return done
