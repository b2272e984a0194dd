"""Reading ratings: of an invoice, of a customer, of some days; what a customer may be asked about."""

from datetime import date

from django.db.models import Q, QuerySet

from kvit.arrangements.models import Rating
from kvit.companies.models import Company
from kvit.core import ratings
from kvit.core.errors import Refused
from kvit.ledger.models import Allocation
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.receivables import standings
from kvit.receivables.models import Invoice

RATED = ("invoice", "simplified", "corrective")
PAID = ("paid", "overpaid")
NEWEST = 20
"""So many of a customer's newest documents are looked at for one to ask about."""


def find(company: Company, public_id: str) -> Rating:
    """The rating of that id. Refuses `rating.unknown`."""
    row = Rating.objects.filter(company=company, public_id=public_id).select_related("invoice", "party").first()
    if row is None:
        raise Refused("rating.unknown", rating=public_id[:60])
    return row


def of_days(company: Company, *, since: date, until: date) -> QuerySet[Rating]:
    """What was said first on these days, the oldest first."""
    rows = Rating.objects.filter(company=company, rated_on__range=(since, until))
    return rows.select_related("invoice", "party").order_by("rated_on", "pk")


def of_party(company: Company, party: Party) -> QuerySet[Rating]:
    """What a customer said, the newest first."""
    rows = Rating.objects.filter(company=company, party__in=linked.with_merged(company, [party]))
    return rows.select_related("invoice").order_by("-rated_on", "-pk")


def of_invoice(company: Company, invoice: Invoice) -> Rating | None:
    """What was said of the invoice."""
    rows = Rating.objects.filter(company=company, invoice=invoice)
    return rows.select_related("company", "invoice", "party").first()


def is_paid(company: Company, invoice: Invoice, *, on: date) -> bool:
    """Whether nothing of it is open, nothing was given up, and money came for it."""
    if invoice.status != "issued" or invoice.kind not in RATED:
        return False
    money = Allocation.objects.filter(company=company, undoes=None, undone_by=None, against__document_kind="payment")
    came = money.filter(item__document_kind="invoice", item__document_id=invoice.pk).exists()
    return came and standings.of(company, [invoice], on=on)[invoice.pk].settlement in PAID


def may_rate(company: Company, invoice: Invoice, *, on: date) -> bool:
    """Whether its customer may say something, or say it anew."""
    known = of_invoice(company, invoice)
    return is_paid(company, invoice, on=on) if known is None else ratings.may_change(known.rated_on, on=on)


def to_ask_about(company: Company, party: Party, *, on: date) -> Invoice | None:
    """The newest invoice that the customer paid and said nothing of yet."""
    money = Allocation.objects.filter(company=company, undoes=None, undone_by=None, against__document_kind="payment")
    money = money.filter(item__document_kind="invoice", item__party__in=linked.with_merged(company, [party]))
    keys = list(money.order_by("-pk").values_list("item__document_id", flat=True)[:NEWEST])
    asked = Invoice.objects.filter(Q(rating=None), company=company, pk__in=keys)
    rows = {row.pk: row for row in asked}
    found = (rows[key] for key in dict.fromkeys(keys) if key in rows)
    return next((row for row in found if is_paid(company, row, on=on)), None)
