"""Payments that came in: recorded, allocated to many documents, taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import postings
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import MoneyFacts, Rate
from kvit.events import events
from kvit.ledger import accounts, allocations, entries, open_items, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.cash_vat import GIVEN_UP
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Account, Allocation, BankAccount, Entry, OpenItem
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.payments import claim_queries, credits, discounts, offset_queries, outgoing, requests
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

OF_GATEWAYS = ("chk_", "grf_", "cbk_")
"""How the external ids begin of what a gateway did: a checkout, a refund, a chargeback."""

OF_DEBITS = "/dbi_"
"""What stands in the external ids of a collection and its return, between the bank's line and the item of the run."""


@dataclass
class Recorded:
    """A payment with what it settled and what is left of it."""

    payment: Payment
    allocated: list[Allocation] = field(default_factory=list)
    unapplied: Decimal = Decimal(0)


@dataclass(frozen=True)
class Receipt:
    """Money that a customer sent, with what was found of it: the account it came to, and how much settles which item.

    An item without an amount takes what fits. `desk_account` is the code of the account of the desk that took cash.
    """

    party: Party
    amount: Decimal
    currency: str
    paid_on: date
    bank: BankAccount | None
    items: Sequence[tuple[OpenItem, Decimal | None]]
    method: str = "bank"
    reference: str = ""
    external_id: str = ""
    bank_amount: Decimal | None = None
    fee: Decimal = Decimal(0)
    desk_account: str = ""


@transaction.atomic
def record_all(company: Company, raws: Iterable[object], *, by: Actor, on: date) -> list[Recorded]:
    """Record payments as told, all or none; each is allocated to what it names."""
    return [record(company, requests.read(raw), by=by, on=on) for raw in raws]


@transaction.atomic
def record(company: Company, request: PaymentRequest, *, by: Actor, on: date) -> Recorded:
    """Find what the request names, then receive the money for it.

    Refuses `payment.unknown_document`, and what `receive` refuses.
    """
    require(by, "payment.record", company)
    items = [(owed_item(company, share.document), share.amount) for share in request.shares]
    currency = request.currency or (items[0][0].currency if items else company.currency)
    receipt = Receipt(
        party=customers.find(company, request.customer) if request.customer else items[0][0].party,
        amount=request.amount,
        currency=currency,
        paid_on=request.paid_on or on,
        bank=_bank(company, request, currency),
        items=items,
        method=request.method,
        reference=request.reference,
        external_id=request.external_id,
        bank_amount=request.bank_amount,
        fee=request.fee,
    )
    return receive(company, receipt, by=by, on=on)


@transaction.atomic
def receive(company: Company, receipt: Receipt, *, by: Actor, on: date) -> Recorded:
    """Book the money, then settle its items as far as it goes; the rest stays as the customer's credit.

    Refuses `payment.known` for a known external id, `payment.in_future`, and what allocations refuse.
    """
    require(by, "payment.record", company)
    if receipt.paid_on > on:
        raise Refused("payment.in_future", on=receipt.paid_on.isoformat())
    _require_new(company, receipt)
    _require_cents(receipt)
    payment = Payment.objects.create(
        company=company,
        party=receipt.party,
        external_id=receipt.external_id,
        method=receipt.method,
        bank_account=receipt.bank,
        paid_on=receipt.paid_on,
        currency=receipt.currency,
        amount=receipt.amount,
        bank_amount=receipt.bank_amount,
        fee=receipt.fee,
        reference=receipt.reference,
        at=timezone.now(),
    )
    post(company, payment, by=by, desk_account=receipt.desk_account)
    events.record("payment.recorded", payment, by=by, on=on, facts={"amount": str(payment.amount)})
    credit = credit_of(payment)
    done = _settle(company, credit, receipt.items, by=by, on=receipt.paid_on)
    return Recorded(payment, done, -credit.balance)


@transaction.atomic
def allocate(company: Company, credit: OpenItem, shares: list[Share], *, by: Actor, on: date) -> list[Allocation]:
    """Settle documents with what is left of a payment or credit note."""
    require(by, "payment.allocate", company)
    items = [(owed_item(company, share.document), share.amount) for share in shares]
    return _settle(company, credit, items, by=by, on=on)


@transaction.atomic
def deallocate(company: Company, allocation: Allocation, *, by: Actor, on: date) -> Allocation:
    """Undo one allocation; the others stay.

    Refuses `allocation.of_offset`, for a set-off is undone as a whole, `allocation.in_offset`, `allocation.of_claim`,
    for a claim is given up for good, and `allocation.of_write_off`, for the loss is reversed with it.
    """
    require(by, "payment.allocate", company)
    claim_queries.refuse_given_up(company, [allocation.item, allocation.against])
    if "offset" in (allocation.item.document_kind, allocation.against.document_kind):
        raise Refused("allocation.of_offset", allocation=allocation.public_id)
    if allocation.against.document_kind == GIVEN_UP:
        raise Refused("allocation.of_write_off")
    offset_queries.refuse_held(company, [allocation.item, allocation.against])
    return allocations.undo(company, allocation, by=by, on=on)


@transaction.atomic
def take_back(
    company: Company,
    payment: Payment,
    *,
    reason: str,
    by: Actor,
    on: date,
    with_line: bool = False,
    elsewhere: Mapping[int, Account] | None = None,
) -> None:
    """A payment or refund that was recorded wrongly: its allocations are undone and its entry reversed, once.

    A discount that it took goes with it. Refuses `allocation.in_offset` for what a set-off holds,
    `allocation.of_claim` for what was given up, `run.in_another` as `outgoing.reopen` does, and `payment.of_gateway`
    for what a gateway did: the money moved there, and how it stands is the gateway's to tell. What a direct debit moved
    goes only `with_line`, the bank's line that said so: else `payment.of_debit`. `elsewhere`: as `entries.reverse`.
    """
    require(by, BOOKED[payment.direction][1], company)
    if is_of_gateway(payment):
        raise Refused("payment.of_gateway")
    if is_of_debit(payment) and not with_line:
        raise Refused("payment.of_debit")
    if not reason.strip():
        raise Refused("reason.missing")
    reverse(company, payment, reason=reason, by=by, on=on, elsewhere=elsewhere)


def reverse(
    company: Company,
    payment: Payment,
    *,
    reason: str,
    by: Actor,
    on: date,
    in_book: bool = False,
    elsewhere: Mapping[int, Account] | None = None,
) -> None:
    """What `take_back` does, for those who have asked already whether it may be done."""
    kind, _verb = BOOKED[payment.direction]
    credit = credit_of(payment)
    moved = moved_by(company, payment)
    open_items.hold(company, [credit, *moved])
    offset_queries.refuse_held(company, moved)
    claim_queries.refuse_given_up(company, moved)
    if TakenBack.objects.filter(payment=payment).exists():
        raise Refused("payment.taken_back", payment=payment.public_id)
    entry = Entry.objects.get(
        company=company, kind=kind, document_kind="payment", document_id=payment.pk, reverses=None
    )
    credits.take_back(company, credit, entry, reason=reason, by=by, on=on, in_book=in_book, elsewhere=elsewhere)
    discounts.take_back(company, payment, reason=reason, by=by, on=on)
    TakenBack.objects.create(company=company, payment=payment, reason=reason, at=timezone.now())
    if payment.direction == "out":
        outgoing.reopen(company, payment, by=by, on=on)
    events.record("payment.taken_back", payment, by=by, on=on, reason=reason)


def is_of_gateway(payment: Payment) -> bool:
    """Whether a gateway moved this money: nobody recorded it, so nobody recorded it wrongly."""
    return payment.method == "clearing" and payment.external_id.startswith(OF_GATEWAYS)


def is_of_debit(payment: Payment) -> bool:
    """Whether the bank's word about a direct debit made it: it holds as long as the line does."""
    return payment.method == "bank" and OF_DEBITS in payment.external_id


def credit_of(payment: Payment) -> OpenItem:
    """The open item of the payment: below zero while something of it is left."""
    return OpenItem.objects.get(company_id=payment.company_id, document_kind="payment", document_id=payment.pk, part=1)


def post(company: Company, payment: Payment, *, by: Actor, desk_account: str = "") -> Entry:
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
        account=desk_account,
    )
    new = NewEntry(
        kind="payment",
        document_kind="payment",
        document_id=payment.pk,
        document_number=payment.reference[:60],
        posted_on=payment.paid_on,
        postings=postings.for_payment(facts),
        text=payment.party.name,
        in_book=bool(desk_account),
    )
    return entries.post(company, new, by=by)


def _bank_rate(company: Company, payment: Payment) -> Rate | None:
    bank = payment.bank_account
    if bank is None or bank.currency == payment.currency or payment.bank_amount is None:
        return None
    return rates.exchange(company, bank.currency, on=payment.paid_on)


def _bank(company: Company, request: PaymentRequest, currency: str) -> BankAccount | None:
    if request.account:
        known = BankAccount.objects.filter(company=company, archived_at=None)
        bank = known.filter(Q(iban=request.account) | Q(public_id=request.account)).first()
        if bank is None:
            raise Refused("bank_account.unknown", account=request.account)
        return bank
    return accounts.main_bank(company, currency) if request.method == "bank" else None


def _require_new(company: Company, receipt: Receipt) -> None:
    if receipt.external_id and Payment.objects.filter(company=company, external_id=receipt.external_id).exists():
        raise Refused("payment.known", external_id=receipt.external_id)


def _require_cents(receipt: Receipt) -> None:
    """Each amount in whole cents of its currency; the bank never keeps more than the payment."""
    told = {"amount": (receipt.amount, receipt.currency), "fee": (receipt.fee, receipt.currency)}
    if receipt.bank_amount is not None:
        told["bank_amount"] = (receipt.bank_amount, receipt.bank.currency if receipt.bank else receipt.currency)
    for field_, (amount, unit) in told.items():
        if round_half_up(amount, decimals(unit)) != amount:
            raise Refused("field.bad_value", field=field_, value=f"{amount:f}", wanted=f"cents of {unit}")
    if receipt.fee > receipt.amount:
        raise Refused("field.bad_value", field="fee", value=f"{receipt.fee:f}", wanted="at most the amount paid")


def owed_item(company: Company, document: str) -> OpenItem:
    """The open item by its own id, or by number or id of its document. Refuses `payment.unknown_document`."""
    items = open_items.owed(company).order_by("part")
    found = items.filter(public_id=document).first()
    if found is None and (invoice := Invoice.objects.filter(company=company, public_id=document).first()):
        found = items.filter(document_kind="invoice", document_id=invoice.pk).first()
    elif found is None:
        found = items.filter(document_number=document).first()
    if found is None:
        raise Refused("payment.unknown_document", document=document[:60])
    return found


def _settle(
    company: Company, credit: OpenItem, items: Sequence[tuple[OpenItem, Decimal | None]], *, by: Actor, on: date
) -> list[Allocation]:
    done = []
    named = {item.pk: item for item, _ in items}
    open_items.hold(company, [credit, *named.values()])
    for item, share in ((named[item.pk], share) for item, share in items):
        amount = min(item.balance, -credit.balance) if share is None else share
        if amount or share is not None:
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
