"""Handing mails over. What became of one is written down at once: a work row that is lost must not lose that.

Nothing here runs inside a transaction but the short ones that write. A worker that is killed between the server's
answer and our note of it leaves a mail queued; it is handed over again under the same Message-ID, by which mail
servers and mailboxes know it. When the answer itself is lost, a person is asked instead.
"""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kvit.archive import files
from kvit.companies.permissions import automation
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.events import ciphers, events
from kvit.events.models import Event
from kvit.events.work import TryLater
from kvit.messages import letters
from kvit.messages.models import Message
from kvit.messages.outbox import facts
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.sender import Address, Attachment, Handed, Mail, Sender

TRIES = 8
"""After so many a mail that could not be handed over has failed; a work row tries as often, over about a day."""
LONGEST_TRY = timedelta(minutes=15)
"""Longer than any talk with a mail server: a try that began earlier was killed."""
VERBS = {"sent": "send", "kept": "keep", "unknown": "lose"}
TOLD = {"send": "message.sent", "keep": "message.kept", "lose": "message.lost", "fail": "message.failed"}
"""Verb of the lifecycle to the event that it leaves."""


def send(event: Event) -> Callable[[], None] | None:
    """What follows when a mail is queued: it is handed to the sender, once at a time."""
    row = Message.objects.filter(pk=event.subject_id, status="queued").select_related("company").first()
    if row is None:
        return None
    if not _begin(row):
        raise TryLater("another worker is at it")
    try:
        handed = _handed(row)
    except Declined as refusal:
        _settle(row, "fail", failure=refusal.code, failure_facts=refusal.facts)
    except Refused as refusal:  # an attachment is damaged: a person must look
        broken = {"address": row.to_address, "reason": str(refusal)}
        _settle(row, "fail", failure="message.broken", failure_facts=broken)
    except Unreachable as failure:
        _put_off(row, failure)
    else:
        _settle(row, VERBS[handed.outcome], told=handed.told)
    return None


def give_up(event: Event) -> Callable[[], None] | None:
    """What follows when work was given up: the mail that it was to send has failed, and says so."""
    if event.facts.get("event") != "message.queued":
        return None
    row = Message.objects.filter(pk=event.facts["about_id"], status="queued").select_related("company").first()
    if row is None:
        return None
    told = {"address": row.to_address, "tries": str(row.attempts), "reason": str(event.facts["error"])}
    failure = (row.failure, row.failure_facts) if row.failure else ("message.given_up", told)
    return lambda: _settle(row, "fail", failure=failure[0], failure_facts=failure[1])


def _begin(row: Message) -> bool:
    """Count the try and keep others away from the mail; False while another one is at it."""
    now = timezone.now()
    idle = Q(begun_at=None) | Q(begun_at__lt=now - LONGEST_TRY)
    mine = Message.objects.filter(idle, pk=row.pk, status="queued")
    if not mine.update(begun_at=now, attempts=F("attempts") + 1):
        return False
    row.refresh_from_db(fields=["attempts", "begun_at"])
    return True


def _handed(row: Message) -> Handed:
    """The sender's answer; a test company's figures are made up, so its mails never leave."""
    sender: Sender = registry.use("sender")
    mail = _mail(row)
    return Handed("kept") if row.company.is_test else sender.send(mail)


def _mail(row: Message) -> Mail:
    secret = ciphers.decrypt(row.secret) if row.secret else ""
    enclosed = row.enclosures.select_related("file").order_by("position")
    return Mail(
        key=row.key,
        at=row.queued_at.astimezone(ZoneInfo(row.company.zone)),
        sender=Address(row.from_address, row.from_name),
        to=Address(row.to_address, row.to_name),
        reply_to=Address(row.reply_to) if row.reply_to else None,
        answers=tuple(row.answers.split()),
        subject=row.subject,
        text=row.text.replace(letters.SECRET, secret) if secret else row.text,
        html=row.html.replace(letters.SECRET, secret) if secret else row.html,
        attachments=tuple(Attachment(one.name, one.file.media_type, files.read(one.file)) for one in enclosed),
    )


def _put_off(row: Message, failure: Unreachable) -> None:
    """Later again, or never after the last try."""
    if row.attempts >= TRIES:
        _settle(row, "fail", failure=failure.code, failure_facts=failure.facts)
        return
    mine = Message.objects.filter(pk=row.pk, status="queued", attempts=row.attempts)
    mine.update(begun_at=None, failure=failure.code, failure_facts=failure.facts)
    raise TryLater(str(failure)) from failure


def _settle(row: Message, verb: str, **kept: object) -> None:
    """Write down what became of this try of the mail, and tell it; nothing where another try came first."""
    status = lifecycle.after(lifecycle.MESSAGE, "queued", verb)
    kept = {"failure": "", "failure_facts": {}, **kept}
    if verb == "lose":
        kept |= {"failure": "message.lost", "failure_facts": {"address": row.to_address}}
    if verb == "send":
        kept |= {"sent_at": timezone.now(), "secret": ""}
    with transaction.atomic():
        mine = Message.objects.filter(pk=row.pk, status="queued", attempts=row.attempts)
        if not mine.update(status=status, begun_at=None, **kept):
            return
        row.refresh_from_db()
        by = automation("send", row.company)
        today = timezone.now().astimezone(ZoneInfo(row.company.zone)).date()
        events.record(TOLD[verb], row, by=by, on=today, facts=facts(row))
