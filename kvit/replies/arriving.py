"""A mail in a mailbox for replies becomes an answer: understood outside the transaction, and kept once."""

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction

from kvit.capture import mails
from kvit.capture.models import Mail
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.mail_parts import MailParts
from kvit.core.permissions import Actor
from kvit.core.replies import understanding
from kvit.core.replies.understanding import Understood
from kvit.events import events
from kvit.events.models import Event
from kvit.parties import correspondence
from kvit.replies import proposals, threads
from kvit.replies.models import CustomerReply
from kvit.replies.threads import Thread

AUTOMATION = "reply"
REPLIES = "replies"


def on_mail(event: Event) -> Callable[[], None] | None:
    """What follows when a mail came: read in the limited child, then kept as an answer."""
    if event.facts.get("purpose") != REPLIES:
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    mail = Mail.objects.select_related("file").get(company=company, pk=event.subject_id)
    if CustomerReply.objects.filter(company=company, mail_case=mail.case).exists():
        return None
    return reading(company, mail)


def reading(company: Company, mail: Mail) -> Callable[[], None]:
    """Read and understand the mail now; gives what keeps it as an answer, on the day on which it came."""
    on = mail.received_on
    told, _ = mails.read(mail)
    thread = threads.found(company, sender=told.sender, answers=told.answers, subject=told.subject, text=told.words)
    hint = correspondence.language_of(company, thread.party) if thread.party else company.language
    found = understanding.understood(told.words or told.subject, on=on, hint=hint, program=told.made_by)
    by = automation(AUTOMATION, company)
    return lambda: _keep(company, mail, told, (found, thread), by=by, on=on)


def _keep(
    company: Company, mail: Mail, told: MailParts, read: tuple[Understood, Thread], *, by: Actor, on: date
) -> None:
    """The answer, with its task; the same mail delivered twice is the one that is there already."""
    found, thread = read
    if CustomerReply.objects.filter(company=company, mail_case=mail.case).exists():
        return
    row = CustomerReply(
        company=company,
        mail=mail,
        mail_case=mail.case,
        message_key=told.key,
        sender=told.sender,
        subject=told.subject,
        words=found.words,
        program=told.made_by,
        is_doubted=told.is_doubted,
        received_on=mail.received_on,
        received_at=mail.received_at,
        language=found.language,
        want=found.want,
        confidence=found.confidence,
        wants=[{"want": one.want, "confidence": one.confidence} for one in found.wants],
        told=_said(found),
    )
    proposals.lay(row, thread, on=on)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            facts: dict[str, object] = {"want": row.want, "confidence": row.confidence, **proposals.facts(row)}
            events.record("reply.taken", row, by=by, on=on, facts=facts)
    except IntegrityError:  # the same mail was read twice in this moment
        return


def _said(found: Understood) -> dict[str, object]:
    """What the answer tells, as JSON keeps it; what it does not is left out."""
    told = {
        "day": found.day.isoformat() if found.day else "",
        "days": [one.isoformat() for one in found.days] if len(found.days) > 1 else [],
        "amount": found.amount,
        "currency": found.currency,
        "reference": found.reference,
    }
    return {name: value for name, value in told.items() if value}


def as_read(row: CustomerReply) -> Understood:
    """The answer as it was understood when it came."""
    day = date.fromisoformat(str(row.told["day"])) if row.told.get("day") else None
    days = tuple(date.fromisoformat(one) for one in row.told.get("days", ()))
    wants = tuple(understanding.Want(one["want"], one["confidence"]) for one in row.wants)
    return Understood(
        words=row.words, language=row.language, wants=wants, day=day, days=days or ((day,) if day else ())
    )
