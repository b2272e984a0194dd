"""The outbox: mails are queued in the transaction that gives them a reason, sent afterwards, and their fate is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kvit.archive.models import File
from kvit.companies.models import Company, User
from kvit.companies.permissions import require
from kvit.core import identifiers, lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import ciphers, events
from kvit.messages.letters import Mail
from kvit.messages.models import Enclosure, Message
from kvit.messages.placeholders import header
from kvit.parties.models import Party
from kvit.tables import new_id

LONGEST_NAME = 200
QUIET_KINDS = frozenset({"task_opened", "rule_notice", "request_told", "document_copy", "reminder_digest"})
"""Mails to colleagues: when one fails, no other mail and no task follows."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a mail is about: kind, keys and the name that people know, such as an invoice's number."""

    kind: str
    id: int
    public_id: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A mail to be queued: `occasion` says why this one, so that the same occasion never makes a second.

    `answers` are the Message-IDs of what it answers, the nearest last.
    `secret` takes the place of `letters.SECRET` when it leaves, so that the outbox shows nobody the key of another.
    """

    kind: str
    about: About
    occasion: str
    to_address: str
    to_name: str = ""
    reply_to: str = ""
    answers: Sequence[str] = ()
    language: str
    mail: Mail
    party: Party | None = None
    responsible: User | None = None
    files: Sequence[tuple[str, File]] = ()
    secret: str = ""


def queue(company: Company, out: Outgoing, *, by: Actor, on: date) -> Message:
    """Put the mail into the outbox, in the caller's transaction; the one that is there already, where it is.

    Nothing is sent here: the event leaves work behind. Refuses a wrong address (`email.*`).
    """
    require(by, "message.send", company)
    assert connection.in_atomic_block, "a mail is queued in the transaction that gives it a reason"
    address = identifiers.check_email(out.to_address)
    known = Message.objects.filter(
        company=company,
        about_kind=out.about.kind,
        about_id=out.about.id,
        kind=out.kind,
        occasion=out.occasion,
        to_address=address,
    )
    found = known.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _written(company, out, address, by=by, on=on)
    except IntegrityError:  # another worker was first
        return known.get()


@transaction.atomic
def retry(company: Company, message: Message, *, by: Actor, on: date) -> Message:
    """Send it again under the same Message-ID: what failed, came back, was kept, or may not have arrived."""
    row = _locked(company, message, "retry", by=by)
    row.attempts, row.begun_at, row.failure, row.failure_facts = 0, None, "", {}
    row.save(update_fields=["status", "attempts", "begun_at", "failure", "failure_facts"])
    events.record("message.queued", row, by=by, on=on, facts=facts(row))
    return row


@transaction.atomic
def confirm(company: Company, message: Message, *, by: Actor, on: date) -> Message:
    """A person knows that a mail whose fate was unknown has arrived."""
    row = _locked(company, message, "confirm", by=by)
    row.failure, row.failure_facts = "", {}
    row.save(update_fields=["status", "failure", "failure_facts"])
    events.record("message.confirmed", row, by=by, on=on, facts=facts(row))
    return row


@transaction.atomic
def bounce(company: Company, message: Message, *, reason: str, by: Actor, on: date) -> Message:
    """The mail came back: somebody's mail server says that it could not be delivered, and why."""
    row = _locked(company, message, "bounce", by=by)
    row.failure = "message.bounced"
    row.failure_facts = {"address": row.to_address, "reason": header(reason)[:LONGEST_NAME]}
    row.save(update_fields=["status", "failure", "failure_facts"])
    events.record("message.bounced", row, by=by, on=on, facts=facts(row))
    return row


def facts(row: Message) -> dict[str, object]:
    """What every event about a mail tells."""
    told: dict[str, object] = {"kind": row.kind, "to": row.to_address, "about": row.about_public_id}
    if row.about_name:
        told["number"] = row.about_name
    if row.party is not None:
        told["customer"] = row.party.name
    if row.responsible is not None:
        told["responsible"] = row.responsible.public_id
    if row.failure:
        told |= {"failure": row.failure, "failure_facts": row.failure_facts}
    if row.kind in QUIET_KINDS:
        told["quiet"] = True
    return told


def _written(company: Company, out: Outgoing, address: str, *, by: Actor, on: date) -> Message:
    sender = company.email or settings.KVIT_MAIL_FROM
    name = new_id("msg")
    row = Message.objects.create(
        public_id=name,
        company=company,
        kind=out.kind,
        about_kind=out.about.kind,
        about_id=out.about.id,
        about_public_id=out.about.public_id,
        about_name=header(out.about.name)[:100],
        occasion=out.occasion,
        party=out.party,
        responsible=out.responsible,
        to_address=address,
        to_name=header(out.to_name)[:LONGEST_NAME],
        from_address=sender,
        from_name=header(company.trading_name or company.name)[:LONGEST_NAME],
        reply_to="" if out.reply_to == sender else out.reply_to,
        answers=" ".join(out.answers),
        language=out.language,
        subject=header(out.mail.subject),
        text=out.mail.text,
        html=out.mail.html,
        secret=ciphers.encrypt(out.secret) if out.secret else "",
        key=f"{name}@{sender.rpartition('@')[2]}",
        queued_at=timezone.now(),
    )
    Enclosure.objects.bulk_create(
        Enclosure(company=company, message=row, position=position, file=file, name=header(name)[:LONGEST_NAME])
        for position, (name, file) in enumerate(out.files, 1)
    )
    replaced = _troubled_before(company, row)
    events.record("message.queued", row, by=by, on=on, facts=facts(row) | ({"replaces": replaced} if replaced else {}))
    return row


def _troubled_before(company: Company, row: Message) -> list[str]:
    """Mails of earlier occasions about the same that did not arrive: this one is sent in their place."""
    before = Message.objects.filter(
        company=company,
        about_kind=row.about_kind,
        about_id=row.about_id,
        kind=row.kind,
        status__in=["failed", "bounced", "unknown"],
    )
    return list(before.exclude(occasion=row.occasion).order_by("pk").values_list("public_id", flat=True))


def _locked(company: Company, message: Message, verb: str, *, by: Actor) -> Message:
    """The row under lock with the status that the verb leads to. Refuses `message.unknown` and what the table does."""
    require(by, "message.send", company)
    row = Message.objects.select_for_update(of=("self",)).filter(company=company, pk=message.pk).first()
    if row is None:
        raise Refused("message.unknown", message=message.public_id)
    row.status = lifecycle.after(lifecycle.MESSAGE, row.status, verb)
    return row
