"""Why an invoice earns points: paid on time, in money, and not credited since (`docs/rules/loyalty.md`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import loyalty
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import Allocation, OpenItem
from kvit.loyalty import programmes, purse
from kvit.loyalty.models import LoyaltyLot, LoyaltyMovement
from kvit.loyalty.purse import AUTOMATION, Document
from kvit.parties.suppliers import surviving
from kvit.receivables.models import Annulment, CorrectedDocument, Invoice

ZERO = Decimal(0)
INVOICE = "invoice"
EARNING = ("invoice", "simplified")
MONEY = "payment"
Counted = Callable[[Company, OpenItem], Mapping[int, date]]
"""By the key of a payment of an item, the day that counts in the place of the money's own: `reactions.py` names it,
since direct debits lie above this room."""


@dataclass(frozen=True)
class Paid:
    """How money settled an invoice: what is owed in all, what of it money paid, the day of the last of it."""

    owed: Decimal
    paid: Decimal
    last_on: date | None
    due_on: date

    @property
    def days_early(self) -> int:
        """Below zero where the last money came late, or none came."""
        return -1 if self.last_on is None else (self.due_on - self.last_on).days


def on_item(event: Event, *, counted: Counted) -> Callable[[], None] | None:
    """What follows when an item is settled, or open again."""
    company = Company.objects.get(pk=event.company_id or 0)
    item = OpenItem.objects.filter(company=company, pk=event.subject_id, document_kind=INVOICE, amount__gt=0).first()
    if item is None or not _may_matter(company, item.document_id):
        return None
    return lambda: _follow(company, item.document_id, counted=counted, on=event.acted_on)


def on_credited(event: Event, *, counted: Counted) -> Callable[[], None] | None:
    """What follows when a credit note is issued, or an invoice annulled: earned less, and points used go back."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Invoice.objects.filter(company=company, pk=event.subject_id).first()
    if row is None:
        return None
    keys = {row.corrects_id} if row.corrects_id is not None else {row.pk}
    keys |= set(CorrectedDocument.objects.filter(company=company, invoice=row).values_list("original_id", flat=True))
    found = sorted(key for key in keys if key is not None and _may_matter(company, key))
    if not found:
        return None

    def write() -> None:
        for key in found:
            _credited(company, key, counted=counted, on=event.acted_on)

    return write


def credited_of(company: Company, invoice: Invoice) -> Money:
    """What of the invoice's net issued notes have credited; all of it once it is annulled."""
    if Annulment.objects.filter(company=company, invoice=invoice).exists():
        return Money(invoice.net, invoice.currency)
    notes = Invoice.objects.filter(company=company, corrects=invoice, kind="credit_note", status="issued")
    shared = CorrectedDocument.objects.filter(company=company, original=invoice, invoice__status="issued")
    whole = sum((one.net for one in notes), ZERO) + sum((one.base for one in shared), ZERO)
    return Money(whole, invoice.currency)


def _may_matter(company: Company, document_id: int) -> bool:
    """Whether the document earned or used points, or a programme says that it may earn some."""
    moved = LoyaltyMovement.objects.filter(company=company, document_kind=INVOICE, document_id=document_id)
    return moved.exists() or programmes.was_any(company)


@transaction.atomic
def _follow(company: Company, document_id: int, *, counted: Counted, on: date) -> None:
    """Bring what the invoice earned to what it should have earned, as it stands now; twice changes nothing."""
    row = Invoice.objects.select_for_update(of=("self",)).select_related("party").get(company=company, pk=document_id)
    by = automation(AUTOMATION, company)
    paid = _paid(company, row, counted)
    lot = LoyaltyLot.objects.filter(company=company, document_kind=INVOICE, document_id=row.pk).first()
    if lot is None:
        if paid is not None and row.kind in EARNING:
            _earn(company, row, paid, by=by, on=on)
        return
    should = (
        0
        if paid is None
        else loyalty.earned(_earning(company, row, paid), lot.programme.terms, days_early=paid.days_early)
    )
    lot = LoyaltyLot.objects.select_related("party", "programme").get(pk=lot.pk)
    if should != purse.earned_by(company, Document(row.pk)):
        purse.adjust(company, lot, should=should, by=by, on=on)


def _earn(company: Company, row: Invoice, paid: Paid, *, by: Actor, on: date) -> None:
    programme = programmes.on_day(company, paid.last_on) if paid.last_on is not None else None
    if programme is None:
        return
    points = loyalty.earned(_earning(company, row, paid), programme.terms, days_early=paid.days_early)
    if points:
        purse.earn(
            company,
            surviving(row.party),
            Document(row.pk, row.printed_number),
            points=points,
            programme=programme,
            days_early=paid.days_early,
            by=by,
            on=max(on, paid.last_on or on),
        )


@transaction.atomic
def _credited(company: Company, document_id: int, *, counted: Counted, on: date) -> None:
    row = Invoice.objects.select_for_update(of=("self",)).get(company=company, pk=document_id)
    by, document = automation(AUTOMATION, company), Document(row.pk, row.number or "")
    used = purse.used_by(company, document)
    changed = {row.pk}
    if used:
        should = _back(company, row, used)
        changed |= {lot.document_id for lot in purse.give_back(company, document, should=should, by=by, on=on)}
    for key in sorted(changed):
        _follow(company, key, counted=counted, on=on)


def _back(company: Company, row: Invoice, used: int) -> int:
    """Of the points that the invoice used, how many should be back: by the share of its lines that was credited, for
    the notes take the same share of what the points took off; a later discount gives none back."""
    net, whole = Money(row.net, row.currency), Money(row.line_sum, row.currency)
    if credited_of(company, row) >= net:
        return used
    notes = Invoice.objects.filter(company=company, corrects=row, kind="credit_note", status="issued")
    credited = Money(sum((one.line_sum for one in notes), ZERO), row.currency)
    return loyalty.given_back(used, credited=credited, whole=whole)


def _earning(company: Company, row: Invoice, paid: Paid) -> Money:
    """What money paid of the invoice without VAT, in company currency at the invoice's rate."""
    net, credited = Money(row.net, row.currency), credited_of(company, row)
    found = loyalty.paid_net(net, owed=paid.owed, paid=paid.paid, credited=credited)
    return found.converted(company.currency, row.rate or Decimal(1))


def _paid(company: Company, row: Invoice, counted: Counted) -> Paid | None:
    """How money settled the invoice; None while something of it is owed."""
    item = open_items.of_document(company, INVOICE, document_id=row.pk)
    if item is None or item.amount <= 0 or item.balance:
        return None
    rows = Allocation.objects.filter(company=company, undoes=None, undone_by=None, item=item).select_related("against")
    money = [one for one in rows if one.against.document_kind == MONEY]
    days = counted(company, item)
    last_on = max((days.get(one.against.document_id, one.against.opened_on) for one in money), default=None)
    return Paid(item.amount, sum((one.amount for one in money), ZERO), last_on, item.due_on)
