"""What a person does with an answer: finishes or dismisses it, lays it to a customer, writes back."""

import hashlib
from datetime import date

from django.db import transaction

from kvit.capture import queries as mailboxes
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require, require_person
from kvit.core import lifecycle, mail_heads
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.permissions import Actor
from kvit.core.replies.acting import CANCELLED
from kvit.core.reply_lifecycle import CUSTOMER_REPLY
from kvit.events import events
from kvit.messages import letters, outbox, senders
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.replies import acts, proposals, threads
from kvit.replies.models import CustomerReply, ReplyAnswer

KIND = "reply_answer"
LONGEST = 4000


@transaction.atomic
def finish(company: Company, reply: CustomerReply, *, by: Actor, on: date) -> CustomerReply:
    """A person did what it wants, by whatever way. Refuses `reply.closed`."""
    require(by, "reply.work", company)
    row = acts.locked(company, reply)
    acts.close(row, "finish", by=by, on=on)
    return row


@transaction.atomic
def dismiss(company: Company, reply: CustomerReply, *, reason: str, by: Actor, on: date) -> CustomerReply:
    """Nothing is to do about it, and why. Refuses `reply.closed`, `reason.missing`."""
    require(by, "reply.work", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = acts.locked(company, reply)
    acts.close(row, "dismiss", by=by, on=on, reason=reason.strip()[:400])
    return row


@transaction.atomic
def decide(company: Company, reply: CustomerReply, *, accepts: bool, text: str, by: Actor, on: date) -> CustomerReply:
    """Accept what is asked to be cancelled or decline it, with a sentence to the customer, who needs one for a no.

    Refuses `reply.closed`, `reply.nothing_to_do` where nothing is to be cancelled, `note.empty`, and as `write` and
    cancelling itself do.
    """
    require(by, "reply.work", company)
    row = acts.locked(company, reply)
    lifecycle.after(CUSTOMER_REPLY, row.status, "act")
    if acts.next_act(row) != CANCELLED:
        raise Refused("reply.nothing_to_do", reply=row.public_id)
    if text.strip() or not accepts:
        write(company, row, text=text, by=by, on=on)
    if accepts:
        return acts.act(company, row, by=by, on=on)
    acts.close(row, "dismiss", by=by, on=on, reason=text.strip()[:400])
    return row


@transaction.atomic
def thread(
    company: Company, reply: CustomerReply, *, party: Party, invoice: Invoice | None = None, by: Actor, on: date
) -> CustomerReply:
    """Lay it to the customer, and to one document of theirs; what to do is decided anew, by a person.

    Refuses `reply.closed`, `invoice.unknown` for a document of somebody else, `reply.from_portal`.
    """
    require(by, "reply.work", company)
    row = acts.locked(company, reply)
    if row.mail_id is None:  # who asked is known, and reads the answer in their own portal
        raise Refused("reply.from_portal")
    lifecycle.after(CUSTOMER_REPLY, row.status, "act")
    if invoice is not None and invoice.party_id != party.pk:
        raise Refused("invoice.unknown", invoice=invoice.public_id)
    found = threads.of_person(company, sender=row.sender, party=party, invoice=invoice)
    proposals.close(row, by=by, on=on)
    proposals.lay(row, found, on=on)
    acts.propose(company, row, on=on)
    row.save()
    events.record("reply.threaded", row, by=by, on=on, facts=proposals.facts(row))
    proposals.put(row, by=by, on=on)
    return row


@transaction.atomic
def write(company: Company, reply: CustomerReply, *, text: str, by: Actor, on: date) -> ReplyAnswer:
    """Write back: by mail, and in the portal what was asked there; the same words twice are one answer and one mail.
    What was asked stays open until it is finished. Without an address it stands in the portal alone.

    Refuses `note.empty`, `note.too_long`, `reply.no_person` for an automation, `reply.from_program`, `email.*`.
    """
    require(by, "reply.work", company)
    require_person(by, Refused("reply.no_person"))
    row = acts.locked(company, reply)
    words = text.strip()
    if not words:
        raise Refused("note.empty")
    if len(words) > LONGEST:
        raise Refused("note.too_long", letters=len(words), most=LONGEST)
    if row.program:  # two programs that answer each other never end (RFC 3834)
        raise Refused("reply.from_program")
    key = hashlib.sha256(words.encode()).hexdigest()
    known = row.answers.filter(key=key).first()
    if known is not None:
        return known
    message = _mailed(company, row, words, by=by, on=on) if row.sender or row.mail_id is not None else None
    made = ReplyAnswer.objects.create(
        company=company,
        reply=row,
        key=key,
        words=words,
        message=message,
        written_by_id=person_behind(by),
        written_on=on,
    )
    told = {"message": message.public_id} if message is not None else {}
    events.record("reply.answered", row, by=by, on=on, facts=proposals.facts(row) | told)
    return made


def _mailed(company: Company, row: CustomerReply, words: str, *, by: Actor, on: date) -> Message:
    language = correspondence.language_of(company, row.party) if row.party else row.language
    language = language if language in LANGUAGES else company.language
    out = Outgoing(
        kind=KIND,
        about=About(kind="customer_reply", id=row.pk, public_id=row.public_id, name=str(proposals.facts(row)["about"])),
        occasion=f"answer/{hashlib.sha256(words.encode()).hexdigest()[:24]}",
        to_address=row.sender,
        to_name=row.party.name if row.party else "",
        reply_to=mailboxes.reply_address(company),
        answers=mail_heads.thread_of(row.answered.key if row.answered is not None else "", row.message_key),
        language=language,
        mail=letters.reply_answer(language=language, sender=senders.of(company), subject=row.subject, words=words),
        party=row.party,
        responsible=row.owner,
    )
    return outbox.queue(company, out, by=by, on=on)
