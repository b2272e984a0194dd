"""What a customer asks in the portal: a question, that something is wrong, or that something is cancelled."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.billing.models import Schedule
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.replies import acting
from kvit.core.replies.words.table import CANCELLATION, DISPUTE, OTHER
from kvit.events import events
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.replies import arriving, proposals
from kvit.replies.models import CustomerReply
from kvit.replies.threads import Thread

WANTS = (OTHER, DISPUTE, CANCELLATION)
LONGEST = 2000
MOST_OPEN = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What for, in their words, about what: an invoice, an agreement, a document by its number alone, or nothing of
    these."""

    want: str
    text: str
    invoice: Invoice | None = None
    schedule: Schedule | None = None
    number: str = ""

    @property
    def about(self) -> str:
        """Its name; the first words where it is about nothing that has one."""
        if self.invoice is not None:
            return self.invoice.number or ""
        return self.schedule.name if self.schedule is not None else self.number


@transaction.atomic
def ask(company: Company, party: Party, asked: Asked, *, by: Actor, on: date) -> CustomerReply:
    """A person answers it, with an owner and a day; the same words about the same on one day are asked once.

    Refuses `reply.bad_want`, `note.empty`, `note.too_long`, `reply.nothing_to_cancel` where nothing is named that can
    be, and `reply.too_many` while many wait already.
    """
    require(by, "question.ask", company)
    words = asked.text.strip()
    _refuse(asked, words)
    case = _case(party, asked, words, on=on)
    known = CustomerReply.objects.filter(company=company, mail_case=case)
    found = known.first()
    if found is not None:
        return found
    if CustomerReply.objects.filter(company=company, party=party, mail=None, status="open").count() >= MOST_OPEN:
        raise Refused("reply.too_many", most=MOST_OPEN)
    row = _row(company, party, asked, words, on=on)
    row.mail_case = case
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # pressed twice in this moment
        return known.get()
    facts: dict[str, object] = {"want": row.want, "confidence": row.confidence, **proposals.facts(row)}
    events.record("reply.taken", row, by=by, on=on, facts=facts)
    proposals.put(row, by=automation(arriving.AUTOMATION, company), on=on)
    return row


def _refuse(asked: Asked, words: str) -> None:
    if asked.want not in WANTS:
        raise Refused("reply.bad_want", want=asked.want[:20], known=list(WANTS))
    if not words:
        raise Refused("note.empty")
    if len(words) > LONGEST:
        raise Refused("note.too_long", letters=len(words), most=LONGEST)
    if asked.want == CANCELLATION and asked.invoice is None and asked.schedule is None:
        raise Refused("reply.nothing_to_cancel")


def _case(party: Party, asked: Asked, words: str, *, on: date) -> str:
    """The key under which it is kept once."""
    told = "\n".join([str(party.pk), asked.want, asked.about, on.isoformat(), words])
    return f"portal/{hashlib.sha256(told.encode()).hexdigest()[:48]}"


def _row(company: Company, party: Party, asked: Asked, words: str, *, on: date) -> CustomerReply:
    row = CustomerReply(
        company=company,
        sender=party.email,
        subject=(asked.about or words)[:200].partition("\n")[0],
        words=words,
        received_on=on,
        received_at=timezone.now(),
        language=correspondence.language_of(company, party),
        want=asked.want,
        confidence=100,
        wants=[{"want": asked.want, "confidence": 100}],
        schedule=asked.schedule,
        proposed=acting.CANCELLED if asked.want == CANCELLATION else acting.ASKED,
        against=["person"],
    )
    proposals.lay(row, Thread("portal", party, asked.invoice, None, bool(party.email)), on=on)
    return row
