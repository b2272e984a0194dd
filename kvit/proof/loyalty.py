"""Invariants of points: what moved is what is left, and what is left is what the books owe."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from kvit.companies.models import Company
from kvit.ledger.models import EntryLine
from kvit.loyalty import queries
from kvit.loyalty.models import LoyaltyGrant, LoyaltyHold, LoyaltyLot, LoyaltyMovement
from kvit.receivables.models import Invoice, InvoiceExtra

Found = tuple[int, Iterable[str]]


def what_moved_is_left(company: Company) -> Found:
    """Of each lot: its movements come to what is left, at its own worth; its holds to what is held, of drafts alone."""
    lots = list(LoyaltyLot.objects.filter(company=company).order_by("pk"))
    moved: dict[int, list[LoyaltyMovement]] = defaultdict(list)
    for one in LoyaltyMovement.objects.filter(company=company).order_by("place"):
        moved[one.lot_id].append(one)
    held: dict[int, list[LoyaltyHold]] = defaultdict(list)
    for hold in LoyaltyHold.objects.filter(company=company):
        held[hold.lot_id].append(hold)
    drafts = set(Invoice.objects.filter(company=company, status="draft").values_list("pk", flat=True))
    broken = []
    for lot in lots:
        own = moved[lot.pk]
        adds_up = sum(one.points for one in own) == lot.left and len(own) == lot.moves
        worth = all(one.worth == one.points * lot.value for one in own)
        kept = sum(one.points for one in held[lot.pk]) == lot.held
        if not (adds_up and worth and kept and all(one.document_id in drafts for one in held[lot.pk])):
            broken.append(lot.public_id)
    return len(lots), broken


def what_is_left_is_owed(company: Company) -> Found:
    """The worth of all points is what the books owe; each issued invoice's allowance is what it used."""
    lines = EntryLine.objects.filter(company=company, account__role="loyalty")
    owed = -(lines.aggregate(whole=Sum("base_amount"))["whole"] or Decimal(0))
    broken = [] if owed == queries.owed(company).amount else [company.public_id]
    used: dict[int, Decimal] = defaultdict(Decimal)
    for one in LoyaltyMovement.objects.filter(company=company, kind="redeemed", document_kind="invoice"):
        used[one.document_id] -= one.worth
    taken: dict[int, Decimal] = defaultdict(Decimal)
    rewards = InvoiceExtra.objects.filter(company=company, is_reward=True, invoice__status="issued")
    for extra in rewards.exclude(invoice__kind="credit_note"):
        taken[extra.invoice_id] += extra.amount
    wrong = [key for key in {*used, *taken} if used[key] != taken[key]]
    broken += list(Invoice.objects.filter(pk__in=wrong).order_by("pk").values_list("public_id", flat=True))
    return len(used) + 1, broken


def by_hand_as_decided(company: Company) -> Found:
    """What was decided by hand moved just its points, once; what waits or was refused moved none; many need two."""
    moved: dict[int, int] = defaultdict(int)
    for one in LoyaltyMovement.objects.filter(company=company, kind__in=["granted", "removed"]):
        moved[one.document_id] += one.points
    rows = list(LoyaltyGrant.objects.filter(company=company).order_by("pk"))
    broken = []
    for row in rows:
        alone = row.status == "done" and row.needs_two and row.decided_by_id == row.asked_by_id
        if alone or moved.pop(row.pk, 0) != (row.points if row.status == "done" else 0):
            broken.append(row.public_id)
    return len(rows), [*broken, *(f"points of grant {key}" for key in moved)]


def taken_back_once(company: Company) -> Found:
    """Notes took no more back of what points took off a document than it had; nor did more points go back than used."""
    taken: dict[int, Decimal] = defaultdict(Decimal)
    rewards = InvoiceExtra.objects.filter(company=company, is_reward=True, invoice__status="issued")
    for extra in rewards.select_related("invoice"):
        row = extra.invoice
        if row.kind != "credit_note":
            taken[row.pk] += extra.amount
        elif row.corrects_id is not None:
            taken[row.corrects_id] -= extra.amount
    left: dict[int, int] = defaultdict(int)
    for one in LoyaltyMovement.objects.filter(company=company, kind__in=["redeemed", "given_back"]):
        left[one.document_id] -= one.points
    wrong = [key for key in {*taken, *left} if taken[key] < 0 or left[key] < 0]
    return len(taken), Invoice.objects.filter(pk__in=wrong).order_by("pk").values_list("public_id", flat=True)


INVARIANTS = [
    ("I58", "What moved of points is what is left of them, and no draft holds more than there is.", what_moved_is_left),
    (
        "I59",
        "The worth of all points is what the books owe, and invoices took off what they used.",
        what_is_left_is_owed,
    ),
    (
        "I82",
        "Notes took back no more of what points took off than there was, nor points than were used.",
        taken_back_once,
    ),
    ("I68", "Points by hand moved as two people, or one for few, decided.", by_hand_as_decided),
]
