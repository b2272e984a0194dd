"""What is done about an answer: by itself where nothing speaks against it, else by a person; undone one by one."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from kvit.capture.models import Mail
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.replies import acting
from kvit.core.replies.acting import (
    CANCELLED,
    DISPUTED,
    HELD,
    NOTED,
    PLANNED,
    PROMISED,
    SENT_AGAIN,
    Decision,
    Standing,
)
from kvit.core.replies.words.table import DISPUTE, DOCUMENT, PLAN
from kvit.core.reply_lifecycle import CUSTOMER_REPLY
from kvit.dunning import pauses
from kvit.dunning.models import Pause
from kvit.dunning.pauses import Asked
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.receivables import printing, sending
from kvit.replies import arriving, begun, proposals
from kvit.replies.models import CustomerReply, ReplyAct

AUTOMATION = arriving.AUTOMATION
STAYS_OPEN = frozenset({HELD})
"""Reminders rest, but somebody still has to find the money."""


def on_taken(event: Event) -> Callable[[], None] | None:
    """What follows when an answer came: done, proposed, or given to a person."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = CustomerReply.objects.select_related("invoice", "party").get(company=company, pk=event.subject_id)
    if row.invoice is not None and _decided(company, row, on=event.acted_on).act == SENT_AGAIN:
        printing.pdf(company, row.invoice)  # set now if nobody did: it takes a while
    by = automation(AUTOMATION, company)
    return lambda: follow(company, row, by=by, on=event.acted_on)


def take_all(company: Company, came: Sequence[Mail], *, on: date) -> list[CustomerReply]:
    """Read what just came and decide about every answer that waits for it, before anybody is reminded today.

    Workers do the same, one event at a time: whoever comes second finds it done.
    """
    for mail in came:
        if mail.mailbox.purpose == arriving.REPLIES:
            arriving.reading(company, mail)()
    by = automation(AUTOMATION, company)
    waiting = CustomerReply.objects.filter(company=company, status="open", against=[], acts=None)
    rows = list(waiting.select_related("invoice", "party").order_by("pk"))
    for row in rows:
        if row.invoice is not None and row.want == DOCUMENT:
            printing.pdf(company, row.invoice)
        with transaction.atomic():
            follow(company, row, by=by, on=on)
    return rows


def follow(company: Company, reply: CustomerReply, *, by: Actor, on: date) -> None:
    """Decide about the open answer and do so; in the caller's transaction."""
    row = locked(company, reply)
    if row.status != CUSTOMER_REPLY.first or row.against or row.acts.exists():
        return
    found = _decided(company, row, on=on)
    against = list(found.against)
    if found.is_done:
        try:
            with transaction.atomic():
                _do(row, found.act, day=None, is_by_itself=True, by=by, on=on)
        except Refused as refused:
            against = [refused.code]
    row.proposed, row.against = found.act, against
    row.save(update_fields=["proposed", "against"])
    if row.status == CUSTOMER_REPLY.first:
        proposals.put(row, by=by, on=on)


@transaction.atomic
def act(company: Company, reply: CustomerReply, *, by: Actor, on: date, day: date | None = None) -> CustomerReply:
    """Do what is proposed; a person may name another day for a promise.

    Refuses `reply.closed`, `reply.nothing_to_do` where only a person can answer it, and what the act itself refuses.
    """
    require(by, "reply.work", company)
    row = locked(company, reply)
    lifecycle.after(CUSTOMER_REPLY, row.status, "act")
    kind = next_act(row)
    if not kind:
        raise Refused("reply.nothing_to_do", reply=row.public_id)
    _do(row, kind, day=day, is_by_itself=False, by=by, on=on)
    return row


@transaction.atomic
def undo(company: Company, reply: CustomerReply, *, by: Actor, on: date) -> CustomerReply:
    """Take back the last act: the pause, dispute or plan ends, the answer is open again. A mail that went stays.

    Refuses `reply.nothing_to_undo`, `reply.sent`.
    """
    require(by, "reply.work", company)
    row = locked(company, reply)
    last = row.acts.select_related("pause", "dispute", "plan").filter(undone_on=None).order_by("-pk").first()
    if last is None:
        raise Refused("reply.nothing_to_undo", reply=row.public_id)
    if last.kind == SENT_AGAIN:
        raise Refused("reply.sent", reply=row.public_id)
    if last.kind == CANCELLED:
        raise Refused("reply.cancelled", reply=row.public_id)
    if last.pause is not None and last.pause.ended_on is None:
        pauses.end(company, last.pause, by=by, on=on)
    begun.end(company, last, by=by, on=on)
    last.undone_on = on
    last.save(update_fields=["undone_on"])
    events.record("reply.undone", row, by=by, on=on, facts=proposals.facts(row) | {"act": last.kind})
    if row.status != CUSTOMER_REPLY.first:
        reopen(row, by=by, on=on)
    return row


def reopen(row: CustomerReply, *, by: Actor, on: date) -> None:
    """It waits for a person again, in the caller's transaction."""
    row.status = lifecycle.after(CUSTOMER_REPLY, row.status, "reopen")
    row.save(update_fields=["status"])
    events.record("reply.reopened", row, by=by, on=on, facts=proposals.facts(row))
    proposals.put(row, by=by, on=on)


def close(row: CustomerReply, verb: str, *, by: Actor, on: date, reason: str = "") -> None:
    """It is done, noted or dismissed, with its task, in the caller's transaction."""
    row.status = lifecycle.after(CUSTOMER_REPLY, row.status, verb)
    row.save(update_fields=["status"])
    facts = proposals.facts(row) | {"status": row.status}
    events.record("reply.closed", row, by=by, on=on, facts=facts, reason=reason)
    proposals.close(row, by=by, on=on)


def propose(company: Company, row: CustomerReply, *, on: date) -> None:
    """What a person is offered for an answer that was just laid to somebody. Not saved."""
    found = _decided(company, row, on=on)
    row.proposed, row.against = found.act, list(found.against) or ["person"]


def next_act(row: CustomerReply) -> str:
    """What one click does about the open answer; empty where a person answers it in another way."""
    standing = {one.kind for one in row.acts.all() if one.undone_on is None}
    return "" if row.proposed == acting.ASKED or row.proposed in standing else row.proposed


def days_told(row: CustomerReply) -> tuple[date, ...]:
    """The days that it tells of the payment."""
    return arriving.as_read(row).days


def locked(company: Company, reply: CustomerReply) -> CustomerReply:
    """The row under lock. Refuses `reply.unknown`."""
    rows = CustomerReply.objects.select_for_update(of=("self",)).select_related("company", "party", "invoice", "owner")
    row = rows.filter(company=company, pk=reply.pk).first()
    if row is None:
        raise Refused("reply.unknown", reply=reply.public_id)
    return row


def _decided(company: Company, row: CustomerReply, *, on: date) -> Decision:
    item = _item(row)
    owed = open_items.owed(company, party=row.party) if row.party is not None else OpenItem.objects.none()
    held = ReplyAct.objects.filter(company=company, kind=HELD, reply__party=row.party)
    before = Pause.objects.none() if row.party is None else _before(row.party, item, owed)
    standing = Standing(
        level=autopilot.level(company, AUTOMATION),
        has_party=row.party is not None,
        has_document=row.invoice is not None,
        is_known=row.is_known,
        is_doubted=row.is_doubted,
        program=row.program,
        owes=item.balance > 0 if item is not None else owed.exists(),
        promised_before=before.filter(kind=PROMISED).exists(),
        held_before=before.filter(kind=HELD, pk__in=held.values("pause")).exists(),
        sent_today=row.invoice is not None
        and ReplyAct.objects.filter(invoice=row.invoice, kind=SENT_AGAIN, done_on=on).exists(),
        has_line=row.want == DISPUTE and begun.line(row) is not None,
        has_plans=row.want == PLAN and bool(begun.items(row)),
    )
    return acting.decision(arriving.as_read(row), standing, on=on)


def _before(party: Party, item: OpenItem | None, owed: QuerySet[OpenItem]) -> QuerySet[Pause]:
    """What held back reminders of the item since there is one, those of all that the customer owes too; without an
    item, of anything that they owe now."""
    rows = Pause.objects.filter(company=party.company, party=party)
    if item is not None:
        return rows.filter(Q(item=item) | Q(item=None, since__gte=item.opened_on))
    first = owed.aggregate(on=Min("opened_on"))["on"]
    return rows.filter(Q(item__in=owed.order_by()) | Q(item=None, since__gte=first)) if first else rows.none()


def _do(row: CustomerReply, kind: str, *, day: date | None, is_by_itself: bool, by: Actor, on: date) -> None:
    """The act with its row and event; the answer is closed where nothing is left to do."""
    done = ReplyAct(company=row.company, reply=row, kind=kind, is_by_itself=is_by_itself, done_on=on)
    done.facts = {"want": row.want, "confidence": row.confidence, "words": row.words[:400], **row.told}
    if kind in (PROMISED, HELD):
        done.pause = _paused(row, kind, day=day, by=by, on=on)
        done.facts["until"] = done.pause.until.isoformat() if done.pause.until else ""
    elif kind == SENT_AGAIN:
        _send(row, done, by=by, on=on)
    elif kind == DISPUTED:
        done.dispute = begun.dispute(row, by=by, on=on)
    elif kind == PLANNED:
        done.plan = begun.plan(row, by=by, on=on)
    elif kind == CANCELLED:
        done.invoice = begun.cancel(row, by=by, on=on)
    done.save(force_insert=True)
    facts = proposals.facts(row) | {"act": kind, "want": row.want, "confidence": row.confidence}
    events.record("reply.acted", row, by=by, on=on, facts=facts)
    if kind not in STAYS_OPEN:
        close(row, "note" if kind == NOTED else "finish", by=by, on=on)


def _paused(row: CustomerReply, kind: str, *, day: date | None, by: Actor, on: date) -> Pause:
    """Reminders rest: until the day that was promised, or while somebody looks in the bank."""
    assert row.party is not None
    item = _item(row)
    item = item if item is not None and item.balance > 0 else None
    promised = day or arriving.as_read(row).day
    until = promised if kind == PROMISED else on + acting.HOLD
    words = row.words.strip() or row.subject or row.sender
    asked = Asked(kind=kind, item=item, until=until, reason=words[:400])
    return pauses.begin(row.company, row.party, asked, by=by, on=on)


def _send(row: CustomerReply, done: ReplyAct, *, by: Actor, on: date) -> None:
    """The invoice's mail once more: to who asked where we know them, else to the customer's own addresses."""
    if row.invoice is None:
        raise Refused("reply.no_document", reply=row.public_id)
    if ReplyAct.objects.filter(invoice=row.invoice, kind=SENT_AGAIN, done_on=on).exists():
        raise Refused("reply.sent_today", number=row.invoice.number)
    to = [row.sender] if row.is_known and row.sender else []
    done.invoice = row.invoice
    done.message = sending.send(row.company, row.invoice, by=by, on=on, to=to, again=True)[0]


def _item(row: CustomerReply) -> OpenItem | None:
    """What is owed of its document."""
    if row.invoice is None:
        return None
    return open_items.of_document(row.company, "invoice", document_id=row.invoice.pk)
