"""A customer who does not simply pay, and the company that lets reminders go by themselves."""

from datetime import date

from kvit.arrangements import disputes, plans, terms
from kvit.arrangements.models import Dispute, Plan
from kvit.companies import links
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.dunning import procedures
from kvit.jobs import worker
from kvit.ledger.models import OpenItem
from kvit.messages.models import Message
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.receivables.models import Invoice
from tests.builders import DAY, the_owner

LATE = date(2026, 4, 6)
"""A Monday, five days after what was issued on `DAY` was due: the friendly reminder's turn."""
LIMITS = {
    "most_instalments": 3,
    "least": "50",
    "longest_days": 120,
    "lowest": "100",
    "highest": "20000",
    "grace_days": 3,
}


def let_reminders_go(company: Company) -> None:
    """The usual procedure by itself, whatever the bank knows."""
    row, by = procedures.every(company)[0], the_owner(company)
    procedures.change(company, row, {**row.told, "bank_days": None}, by=by, on=DAY)
    procedures.let(company, row, level="auto", by=by, on=DAY)


def let_plans(company: Company, level: str, **changes: object) -> None:
    """The company's limits, at that level."""
    terms.change(company, {**LIMITS, "level": level, **changes}, by=the_owner(company), on=DAY)


def guest_of(company: Company, customer: Party) -> tuple[Actor, str]:
    """The customer as they act in the portal, and the token of their link."""
    link, token = links.make(company, customer.pk, purpose="customer", by=the_owner(company), on=DAY, facts={})
    return links.guest(link, name=customer.name), token


def dispute(invoice: Invoice, position: int, *, by: Actor, on: date = LATE, **asked: object) -> Dispute:
    """The line is damaged, says the customer."""
    told = {"reason": "damaged", "text": "Two legs are broken.", **asked}
    return disputes.open(invoice.company, invoice, disputes.Asked(position=position, **told), by=by, on=on)


def wish(*invoices: Invoice, count: int = 3, first_on: date = LATE) -> plans.Wish:
    """The open items of these invoices in instalments."""
    items = OpenItem.objects.filter(document_kind="invoice", document_id__in=[row.pk for row in invoices])
    return plans.Wish(items=[item.public_id for item in items], count=count, first_on=first_on)


def item_of(invoice: Invoice) -> OpenItem:
    """The open item of the invoice."""
    return OpenItem.objects.get(company=invoice.company, document_kind="invoice", document_id=invoice.pk)


def pay(invoice: Invoice, amount: str, *, on: date) -> None:
    """Money for the invoice."""
    raw = {"amount": amount, "invoice": invoice.number, "paid_on": on.isoformat()}
    incoming.record_all(invoice.company, [raw], by=the_owner(invoice.company), on=on)


def mails(company: Company, kind: str = "reminder") -> list[Message]:
    """Those of the kind, the oldest first."""
    return list(Message.objects.filter(company=company, kind=kind).order_by("pk"))


def settle_down() -> None:
    """All that follows by itself."""
    worker.until_idle()


def status_of(row: Dispute | Plan) -> str:
    row.refresh_from_db()
    return row.status
