"""Payments that came in: recorded, allocated to many documents, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import postings
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import MoneyFacts, Rate
from kvit.events import events
from kvit.ledger import allocations, entries, open_items, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Allocation, BankAccount, Entry, OpenItem
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.payments import credits, discounts, outgoing, requests
from kvit.payments.models import Payment, TakenBack
from kvit.payments.requests import PaymentRequest, Share
from kvit.receivables.models import Invoice

BOOKED = {
    "in": ("payment", "payment.record"),
    "refund": ("refund", "payment.refund"),
    "out": ("payment_out", "payment.pay"),
    "back": ("payment_back", "payment.record"),
}
"""By the direction of the money: the kind of its entry, and what one must be allowed to do."""


@dataclass
class Recorded:
    """A payment with what it settled and what is left of it."""

    payment: Payment
    allocated: list[Allocation] = field(default_factory=list)
    unapplied: Decimal = Decimal(0)


@transaction.atomic
def record_all(company: Company, raws: Iterable[object], *, by: Actor, on: date) -> list[Recorded]:
    """Record payments as told, all or none; each is allocated to what it names."""
    return [record(company, requests.read(raw), by=by, on=on) for raw in raws]


@transaction.atomic
def record(company: Company, request: PaymentRequest, *, by: Actor, on: date) -> Recorded:
    """Book the money, then settle what it names as far as it goes; the rest stays as the customer's credit.

    Refuses `payment.known` for a known external id, `payment.unknown_document`, `payment.other_currency`,
    `payment.in_future`, and what allocations refuse.
    """
    require(by, "payment.record", company)
    items = [(_item(company, share.document), share) for share in request.shares]
    party = customers.find(company, request.customer) if request.customer else items[0][0].party
    paid_on = request.paid_on or on
    if paid_on > on:
        raise Refused("payment.in_future", on=paid_on.isoformat())
    _require_new(company, request)
    currency = request.currency or (items[0][0].currency if items else company.currency)
    bank = _bank(company, request, currency)
    _require_cents(request, currency, bank=bank)
    payment = Payment.objects.create(
        company=company,
        party=party,
        external_id=request.external_id,
        method=request.method,
        bank_account=bank,
        paid_on=paid_on,
        currency=currency,
        amount=request.amount,
        bank_amount=request.bank_amount,
        fee=request.fee,
        reference=request.reference,
        at=timezone.now(),
    )
    post(company, payment, by=by)
    events.record("payment.recorded", payment, by=by, on=on, facts={"amount": str(payment.amount)})
    credit = credit_of(payment)
    done = _settle(company, credit, items, by=by, on=paid_on)
    credit.refresh_from_db()
    return Recorded(payment, done, -credit.balance)


@transaction.atomic
def allocate(company: Company, credit: OpenItem, shares: list[Share], *, by: Actor, on: date) -> list[Allocation]:
    """Settle documents with what is left of a payment or credit note."""
    require(by, "payment.allocate", company)
    items = [(_item(company, share.document), share) for share in shares]
    return _settle(company, credit, items, by=by, on=on)


@transaction.atomic
def deallocate(company: Company, allocation: Allocation, *, by: Actor, on: date) -> Allocation:
    """Undo one allocation; the others stay.

    Refuses `allocation.of_offset`, which is undone as a whole, and `allocation.of_claim`, which is given up for good.
    """
    require(by, "payment.allocate", company)
    if "claim" in (allocation.item.document_kind, allocation.against.document_kind):
        raise Refused("allocation.of_claim", allocation=allocation.public_id)
    if "offset" in (allocation.item.document_kind, allocation.against.document_kind):
        raise Refused("allocation.of_offset", allocation=allocation.public_id)
    return allocations.undo(company, allocation, by=by, on=on)


@transaction.atomic
def take_back(company: Company, payment: Payment, *, reason: str, by: Actor, on: date) -> None:
    """A payment or refund that was recorded wrongly: its allocations are undone and its entry reversed, once.

    A discount that it took goes with it.
    """
    kind, verb = BOOKED[payment.direction]
    require(by, verb, company)
    if not reason.strip():
        raise Refused("reason.missing")
    credit = credit_of(payment)
    open_items.hold(company, moved_by(company, payment))
    credit.refresh_from_db()
    if TakenBack.objects.filter(payment=payment).exists():
        raise Refused("payment.taken_back", payment=payment.public_id)
    entry = Entry.objects.get(
        company=company, kind=kind, document_kind="payment", document_id=payment.pk, reverses=None
    )
    credits.take_back(company, credit, entry, reason=reason, by=by, on=on)
    discounts.take_back(company, payment, reason=reason, by=by, on=on)
    TakenBack.objects.create(company=company, payment=payment, reason=reason, at=timezone.now())
    if payment.direction == "out":
        outgoing.reopen(company, payment, by=by, on=on)
    events.record("payment.taken_back", payment, by=by, on=on, reason=reason)


def credit_of(payment: Payment) -> OpenItem:
    """The open item of the payment: below zero while something of it is left."""
    return OpenItem.objects.get(company_id=payment.company_id, document_kind="payment", document_id=payment.pk, part=1)


def post(company: Company, payment: Payment, *, by: Actor) -> Entry:
    """Bank against receivable, in the payment's currency and in the bank account's where it keeps another."""
    facts = MoneyFacts(
        rate=rates.exchange(company, payment.currency, on=payment.paid_on),
        amount=payment.amount,
        party=payment.party_id,
        applied=payment.amount,
        fee=payment.fee,
        role=payment.method,
        bank_rate=_bank_rate(company, payment),
        bank_amount=payment.bank_amount or Decimal(0),
    )
    new = NewEntry(
        kind="payment",
        document_kind="payment",
        document_id=payment.pk,
        document_number=payment.reference[:60],
        posted_on=payment.paid_on,
        postings=postings.for_payment(facts),
        text=payment.party.name,
    )
    return entries.post(company, new, by=by)


def _bank_rate(company: Company, payment: Payment) -> Rate | None:
    bank = payment.bank_account
    if bank is None or bank.currency == payment.currency or payment.bank_amount is None:
        return None
    return rates.exchange(company, bank.currency, on=payment.paid_on)


def _bank(company: Company, request: PaymentRequest, currency: str) -> BankAccount | None:
    accounts = BankAccount.objects.filter(company=company, archived_at=None)
    if request.account:
        bank = accounts.filter(iban=request.account).first() or accounts.filter(public_id=request.account).first()
        if bank is None:
            raise Refused("bank_account.unknown", account=request.account)
        return bank
    return accounts.filter(currency=currency, is_main=True).first() if request.method == "bank" else None


def _require_new(company: Company, request: PaymentRequest) -> None:
    if request.external_id and Payment.objects.filter(company=company, external_id=request.external_id).exists():
        raise Refused("payment.known", external_id=request.external_id)


def _require_cents(request: PaymentRequest, currency: str, *, bank: BankAccount | None) -> None:
    """Each amount in whole cents of its currency; the bank never keeps more than the payment."""
    told = {"amount": (request.amount, currency), "fee": (request.fee, currency)}
    if request.bank_amount is not None:
        told["bank_amount"] = (request.bank_amount, bank.currency if bank is not None else currency)
    for field_, (amount, unit) in told.items():
        if round_half_up(amount, decimals(unit)) != amount:
            raise Refused("field.bad_value", field=field_, value=f"{amount:f}", wanted=f"cents of {unit}")
    if request.fee > request.amount:
        raise Refused("field.bad_value", field="fee", value=f"{request.fee:f}", wanted="at most the amount paid")


def _item(company: Company, document: str) -> OpenItem:
    """The open item by its own id, or by number or id of its document. Refuses `payment.unknown_document`."""
    items = open_items.owed(company).order_by("part")
    invoice = Invoice.objects.filter(company=company, public_id=document).first()
    found = items.filter(public_id=document).first() or items.filter(document_number=document).first()
    if invoice is not None:
        found = items.filter(document_kind="invoice", document_id=invoice.pk).first()
    if found is None:
        raise Refused("payment.unknown_document", document=document[:60])
    return found


def _settle(
    company: Company, credit: OpenItem, items: list[tuple[OpenItem, Share]], *, by: Actor, on: date
) -> list[Allocation]:
    done = []
    open_items.hold(company, [credit, *(item for item, _ in items)])
    for item, share in items:
        credit.refresh_from_db(fields=["balance"])
        item.refresh_from_db(fields=["balance"])
        amount = min(item.balance, -credit.balance) if share.amount is None else share.amount
        if amount or share.amount is not None:
            done.append(allocations.allocate(company, Pair(item, credit, amount), by=by, on=on))
    return done


def moved_by(company: Company, payment: Payment) -> list[OpenItem]:
    """Everything that taking the payment back will move: its own item, and all that it settles now."""
    own = [one for one in (credit_of(payment), discounts.of_payment(payment)) if one is not None]
    settled = [each for credit in own for each in allocations.active(company, credit)]
    return [*own, *(one for each in settled for one in (each.item, each.against))]


def left_of(company: Company, party: Party) -> list[OpenItem]:
    """What the customer may use on the next invoice: payments and credit notes with something left."""
    return list(open_items.credits(company, party))
