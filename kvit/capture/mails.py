"""Mails: each frozen as it came, then taken apart, a supplier's files captured; put away only when that is kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.archive import files, sandbox
from kvit.capture import arrivals, mailboxes
from kvit.capture.arrivals import Incoming
from kvit.capture.models import CapturedDocument, Mail, Mailbox, MailPart
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import mail_parts
from kvit.core.errors import Refused
from kvit.core.mail_parts import PASSED_OVER, MailParts
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.mailbox import Folder, Mailboxes

MOST_BYTES = 40 * 1024 * 1024
"""Of a mail as it travels; of a larger one its head is kept (RFC 6522), and a person looks."""
LONGEST_HEAD = 64 * 1024
MAIL, HEAD = "message/rfc822", "text/rfc822-headers"


@dataclass(frozen=True)
class Part:
    """A file of a mail: the document it became, or why it became none."""

    name: str
    document: CapturedDocument | None = None
    refusal: Refused | None = None


def fetch_all(company: Company, *, by: Actor, on: date) -> list[Mail]:
    """What waits in every mailbox of the company. One that cannot be looked into is in trouble, and delays no other."""
    taken = []
    for mailbox in Mailbox.objects.filter(company=company, is_used=True).order_by("pk"):
        taken += fetch(company, mailbox, by=by, on=on)
    return taken


def fetch(company: Company, mailbox: Mailbox, *, by: Actor, on: date) -> list[Mail]:
    """What waits in the mailbox. A kill at any point loses nothing and takes nothing twice: a mail that was kept is
    gone on with, and one that was taken is only put away."""
    require(by, "bill.add", company)
    taken = [_take(row, by=by, on=on) for row in Mail.objects.filter(mailbox=mailbox, status="kept").order_by("pk")]
    port: Mailboxes = registry.use("mailboxes")
    try:
        with port.open(mailboxes.account(mailbox)) as folder:
            taken += list(_fetched(mailbox, folder, by=by, on=on))
    except (Declined, Unreachable) as failure:
        mailboxes.in_trouble(mailbox, failure, by=by, on=on)
    else:
        mailboxes.out_of_trouble(mailbox, by=by, on=on)
    return taken


def _fetched(mailbox: Mailbox, folder: Folder, *, by: Actor, on: date) -> Iterator[Mail]:
    known = set(Mail.objects.filter(mailbox=mailbox, validity=folder.validity).values_list("number", flat=True))
    for number in folder.waiting():
        if number not in known:
            raw = folder.read(number, most=MOST_BYTES + 1)
            if raw is None:  # somebody took it out of the folder meanwhile
                continue
            yield _take(_kept(mailbox, raw, validity=folder.validity, number=number, on=on), by=by, on=on)
        folder.put_away(number)


def _kept(mailbox: Mailbox, raw: bytes, *, validity: int, number: int, on: date) -> Mail:
    """The mail under its hash, committed before anything reads it."""
    company, is_whole = mailbox.company, len(raw) <= MOST_BYTES
    content, kind = (raw, MAIL) if is_whole else (_head(raw), HEAD)
    try:
        with transaction.atomic():
            file = files.keep(company, content, media_type=kind, name=f"{number}.eml")
            return Mail.objects.create(
                company=company,
                mailbox=mailbox,
                validity=validity,
                number=number,
                file=file,
                received_on=on,
                received_at=timezone.now(),
            )
    except IntegrityError:  # another worker looked into the mailbox in this moment
        return Mail.objects.get(mailbox=mailbox, validity=validity, number=number)


def _take(row: Mail, *, by: Actor, on: date) -> Mail:
    """Its files are captured like every upload, all with the mail's own row in one transaction."""
    told, wrong = read(row)
    with transaction.atomic():
        mine = Mail.objects.select_for_update(of=("self",)).select_related("company", "mailbox").get(pk=row.pk)
        if mine.status == "taken":
            return mine
        mine.case = _case(told, row)
        is_repeat = Mail.objects.filter(company=mine.company, case=mine.case, status="taken").exists()
        mine.status, mine.sender, mine.subject, mine.words = "taken", told.sender, told.subject, told.words
        mine.save(update_fields=["status", "case", "sender", "subject", "words"])
        if mine.mailbox.purpose == mailboxes.REPLIES:  # files of customers are no bills
            events.record("mail.taken", mine, by=by, on=on, facts=_told(mine) | {"purpose": mailboxes.REPLIES})
            return mine
        parts = [_part(mine, one, by=by, on=on) for one in told.parts]
        if wrong is not None:
            parts.append(Part(told.subject or row.file.name, refusal=wrong))
        _keep_parts(mine, parts)
        _tell(mine, parts, is_repeat=is_repeat, by=by, on=on)
    return mine


def read(row: Mail) -> tuple[MailParts, Refused | None]:
    """What the mail says, and why it says nothing where it cannot be taken apart. In the limited child."""
    content = files.read(row.file)
    if row.file.media_type == HEAD:
        return _headed(content), Refused("mail.too_large", most=MOST_BYTES // 1024**2)
    try:
        return sandbox.read_mail(content, row.file.name), None
    except Refused as refused:
        return _headed(content), refused


def _headed(content: bytes) -> MailParts:
    """A mail of which only the head can be read, by its head."""
    try:
        return replace(sandbox.read_mail(_head(content), "head.eml"), parts=())
    except Refused:
        return MailParts("", "", "", "", ())


def _head(content: bytes) -> bytes:
    return content[:LONGEST_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"


def _case(told: MailParts, row: Mail) -> str:
    """What makes two mails the same one: their Message-ID, words and files, or else every byte."""
    if not told.key:
        return row.file.sha256
    hashes = sorted(files.sha256(one.content) for one in told.parts)
    return hashlib.sha256("\0".join([told.key, told.sender, told.words, *hashes]).encode()).hexdigest()


def _part(mail: Mail, part: mail_parts.MailPart, *, by: Actor, on: date) -> Part:
    if part.ignored:
        return Part(part.name, refusal=Refused(part.ignored, name=part.name))
    incoming = Incoming(content=part.content, name=part.name, via="mailbox", sender=mail.sender)
    try:
        document, _ = arrivals.take(mail.company, incoming, by=by, on=on)
    except Refused as refused:
        if refused.code not in ("document.empty", "document.too_large"):
            raise
        return Part(part.name, refusal=refused)
    return Part(part.name, document=document)


def _keep_parts(mail: Mail, parts: list[Part]) -> None:
    MailPart.objects.bulk_create(
        MailPart(
            company=mail.company,
            mail=mail,
            position=position,
            name=one.name[:200],
            document=one.document,
            ignored=one.refusal.code if one.refusal else "",
            ignored_facts=one.refusal.facts if one.refusal else {},
        )
        for position, one in enumerate(parts, start=1)
    )


def _tell(mail: Mail, parts: list[Part], *, is_repeat: bool, by: Actor, on: date) -> None:
    """A person is asked to read it where no file of it can be a bill, or one of them could not be taken."""
    unread = [one for one in parts if one.refusal is not None and one.refusal.code not in PASSED_OVER]
    found = [one for one in parts if one.document is not None]
    facts: dict[str, object] = {
        **_told(mail),
        "documents": [one.document.public_id for one in found if one.document is not None],
        "waits": not is_repeat and (bool(unread) or not found),
    }
    if unread and unread[0].refusal is not None:
        facts |= {"code": unread[0].refusal.code, "code_facts": unread[0].refusal.facts}
    elif not found:
        facts |= {"code": "mail.no_files", "code_facts": {"words": mail.words[:200]}}
    events.record("mail.taken", mail, by=by, on=on, facts=facts)


def _told(mail: Mail) -> dict[str, object]:
    return {"sender": mail.sender, "subject": mail.subject, "words": mail.words[:500]}
