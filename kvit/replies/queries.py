"""Reading answers of customers."""

from django.db.models import Count, Prefetch, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.reply_lifecycle import CUSTOMER_REPLY
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.replies.models import CustomerReply, ReplyAct, ReplyAnswer
from kvit.tables import Page, page

VIEWS = ("open", "closed", "all")


def listed(
    company: Company, *, view: str = "open", size: int = 25, after: str = "", before: str = ""
) -> Page[CustomerReply]:
    """A page of answers with what was done, the newest first. Refuses `status.unknown`."""
    if view not in VIEWS:
        raise Refused("status.unknown", status=view[:20], known=list(VIEWS))
    rows = _whole(company)
    if view != "all":
        rows = rows.filter(status="open") if view == "open" else rows.exclude(status="open")
    return page(rows, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> CustomerReply:
    """The answer of that id. Refuses `reply.unknown`."""
    row = _whole(company).filter(public_id=public_id).first()
    if row is None:
        raise Refused("reply.unknown", reply=public_id[:60])
    return row


def of_party(company: Company, party: Party, *, most: int = 20) -> list[CustomerReply]:
    """The customer's answers, the newest first."""
    return list(_whole(company).filter(party=party).order_by("-pk")[:most])


def asked_in_portal(company: Company, party: Party, *, most: int = 20) -> list[CustomerReply]:
    """What the customer asked in the portal, with what was written back, the newest first."""
    rows = _whole(company).filter(party__in=linked.merged(company, party), mail=None)
    return list(rows.order_by("-pk")[:most])


def document(company: Company, number: str) -> Invoice:
    """The issued document of that number or id, for laying an answer to it. Refuses `invoice.unknown`."""
    rows = Invoice.objects.filter(company=company, status="issued").select_related("party")
    row = rows.filter(number=number).first() or rows.filter(public_id=number).first()
    if row is None:
        raise Refused("invoice.unknown", invoice=number[:60])
    return row


def counts(company: Company) -> dict[str, int]:
    """How many are open, and how many are not."""
    rows = CustomerReply.objects.filter(company=company).order_by().values_list("status").annotate(Count("pk"))
    found = dict(rows)
    waiting = found.get(CUSTOMER_REPLY.first, 0)
    return {"open": waiting, "closed": sum(found.values()) - waiting}


def _whole(company: Company) -> QuerySet[CustomerReply]:
    acts = Prefetch(
        "acts", ReplyAct.objects.select_related("pause", "message", "dispute", "plan", "invoice").order_by("pk")
    )
    said = Prefetch("answers", ReplyAnswer.objects.select_related("message").order_by("pk"))
    rows = CustomerReply.objects.filter(company=company).prefetch_related(acts, said)
    return rows.select_related("party", "invoice", "schedule", "owner", "mail", "answered", "company")
