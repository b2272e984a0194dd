"""Reading mailboxes and the mails that came by them."""

from django.db.models import Prefetch

from kvit.capture.models import CapturedDocument, Mail, Mailbox, MailPart
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.tables import Page, page


def mailboxes(company: Company) -> list[Mailbox]:
    """The company's mailboxes that are looked into, the oldest first."""
    return list(company.mailboxes.filter(is_used=True).order_by("pk"))


def mailbox(company: Company, public_id: str) -> Mailbox:
    """The mailbox of that id. Refuses `mailbox.unknown`, of one that was removed too."""
    row = company.mailboxes.filter(is_used=True, public_id=public_id).first()
    if row is None:
        raise Refused("mailbox.unknown", mailbox=public_id[:60])
    return row


def reply_address(company: Company) -> str:
    """Where customers' answers are looked for: who signs in at the first mailbox of replies; empty without one."""
    found = company.mailboxes.filter(is_used=True, purpose="replies", user__contains="@").order_by("pk")
    return found.values_list("user", flat=True).first() or ""


def mails(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Mail]:
    """A page of the mails that were taken, the newest first, with their files."""
    parts = Prefetch("parts", MailPart.objects.select_related("document").order_by("position"))
    found = Mail.objects.filter(company=company, status="taken").select_related("mailbox").prefetch_related(parts)
    return page(found, "-id", size=size, after=after, before=before)


def mail(company: Company, public_id: str) -> Mail:
    """The mail of that id, with its files and the bills they became. Refuses `mail.unknown`."""
    row = Mail.objects.filter(company=company, public_id=public_id, status="taken").select_related("file").first()
    if row is None:
        raise Refused("mail.unknown", mail=public_id[:60])
    return row


def parts(company: Company, mail: Mail) -> list[MailPart]:
    """The files of the mail in their order."""
    found = MailPart.objects.filter(company=company, mail=mail).select_related("document")
    return list(found.order_by("position"))


def mail_of(company: Company, document: CapturedDocument) -> Mail | None:
    """The mail with which the document came first."""
    return Mail.objects.filter(company=company, parts__document=document).order_by("pk").first()
