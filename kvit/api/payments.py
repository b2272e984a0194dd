"""Payments: recorded, allocated, taken back, paid back; and open items, what is owed by whom."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import customers, lists
from kvit.api.asking import Asking
from kvit.api.invoice_shapes import CustomerNamedShown
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, Moment, ReasonGiven, Shown, Text
from kvit.cashbook import earlier
from kvit.checkouts import other_ways
from kvit.companies.permissions import require
from kvit.core.formatting import format_plain
from kvit.ledger import allocations
from kvit.ledger import queries as ledger
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties.models import Party
from kvit.payments import credits, incoming, queries, receipts
from kvit.payments.models import Payment
from kvit.payments.requests import Share

router = Router()
ZERO = Decimal(0)


class ShareGiven(Given):
    """How much goes to which document; all that fits where no amount is given."""

    document: Annotated[str, Field(max_length=100, description="Number or id of a document, or id of an open item.")]
    amount: GivenAmount | None = None


class PaymentGiven(Given):
    """Money that came in."""

    amount: GivenAmount
    currency: Currency | None = None
    customer: Text | None = Field(None, description="Id or external id; needed where no document is named.")
    paid_on: GivenDay | None = Field(None, description="Today when left out.")
    method: Literal["bank", "cash", "clearing"] = "bank"
    account: Text | None = Field(None, description="Our account: its IBAN or id.")
    reference: Text | None = None
    external_id: Text | None = None
    invoice: Text | None = Field(None, description="Number or id of the one document it pays.")
    allocations: list[ShareGiven] | None = Field(None, max_length=1000)
    bank_amount: GivenAmount | None = Field(None, description="What the bank booked, in the account's currency.")
    fee: GivenAmount | None = Field(None, description="What the bank kept.")


class AllocationShown(Shown):
    """What a payment or credit settles of a document."""

    id: Id
    document: str
    item: Id
    amount: Amount
    allocated_on: date


class TakenBackShown(Shown):
    """Why a payment does not count any more."""

    reason: str
    at: Moment


class PaymentShown(Shown):
    """Money that came in, or went back as a refund."""

    id: Id
    direction: Literal["in", "refund", "out", "back"]
    external_id: str
    customer: CustomerNamedShown
    method: str
    paid_on: date
    currency: str
    amount: Amount
    bank_amount: Amount | None
    fee: Amount
    reference: str
    allocated: list[AllocationShown]
    unapplied: Amount = Field(description="What is left of it: the customer's credit.")
    taken_back: TakenBackShown | None
    recorded_at: Moment


class OpenItemShown(Shown):
    """What is still owed: above zero to us, below zero by us."""

    id: Id
    document: str
    document_kind: str
    part: int
    customer: CustomerNamedShown | None
    opened_on: date
    due_on: date
    overdue: bool
    currency: str
    amount: Amount
    balance: Amount
    base_amount: Amount
    base_balance: Amount


class ItemShown(OpenItemShown):
    """An open item with what settles it."""

    allocations: list[AllocationShown]


class Named(lists.Paging):
    """Whose."""

    customer: Annotated[str, Field(max_length=100, description="Id of a customer.")] = ""


class NamedItems(Named):
    """Which open items."""

    owed: Annotated[Literal["to_us", "by_us"], Field(description="`by_us`: payments and credits not used yet.")] = (
        "to_us"
    )


class SharesGiven(Given):
    """What a credit shall settle."""

    allocations: list[ShareGiven] = Field(min_length=1, max_length=1000)


class RefundGiven(Given):
    """A credit to be paid back."""

    credit: Annotated[str, Field(max_length=100, description="Id of a payment, a credit note or its open item.")]
    amount: GivenAmount
    paid_on: GivenDay | None = None


def _customer(party: Party) -> dict[str, str]:
    return {"id": party.public_id, "external_id": party.external_id, "name": party.name}


def _allocation(one: Allocation) -> dict[str, object]:
    return {
        "id": one.public_id,
        "document": one.item.document_number,
        "item": one.item.public_id,
        "amount": format_plain(one.amount, one.item.currency),
        "allocated_on": one.allocated_on,
    }


def shown_all(request: Asking, payments: list[Payment]) -> list[dict[str, object]]:
    """Payments as programs see them."""
    settled = queries.settled_by(request.company, payments)
    left = queries.left_of(request.company, payments)
    return [
        _shown(one, settled.get(one.pk, []), format_plain(left.get(one.pk, ZERO), one.currency)) for one in payments
    ]


def _shown(one: Payment, settled: list[Allocation], left: str) -> dict[str, object]:
    back = getattr(one, "taken_back", None)
    return {
        "id": one.public_id,
        "direction": one.direction,
        "external_id": one.external_id,
        "customer": _customer(one.party),
        "method": one.method,
        "paid_on": one.paid_on,
        "currency": one.currency,
        "amount": format_plain(one.amount, one.currency),
        "bank_amount": None if one.bank_amount is None else format_plain(one.bank_amount, _bank_currency(one)),
        "fee": format_plain(one.fee, one.currency),
        "reference": one.reference,
        "allocated": [_allocation(part) for part in settled],
        "unapplied": left,
        "taken_back": {"reason": back.reason, "at": back.at} if back is not None else None,
        "recorded_at": one.at,
    }


def _bank_currency(one: Payment) -> str:
    return one.bank_account.currency if one.bank_account is not None else one.currency


def found(request: Asking, id: str) -> Payment:
    """The asker's payment of that id."""
    require(request.actor, "payment.view", request.company)
    return queries.find(request.company, id)


def shown(request: Asking, id: str) -> dict[str, object]:
    """The payment as it stands now."""
    return shown_all(request, [found(request, id)])[0]


def _party_id(request: Asking, reference: str) -> int | None:
    return customers.found(request, reference).pk if reference else None


def _shares(given: list[ShareGiven]) -> list[Share]:
    return [Share(one.document, None if one.amount is None else Decimal(one.amount)) for one in given]


@reads(router, "/payments", gives=lists.Listed[PaymentShown])
def listed(request: Asking, *, asked: Query[Named]) -> object:
    """Payments and refunds, the newest first."""
    require(request.actor, "payment.view", request.company)
    rows = queries.listed(
        request.company, party_id=_party_id(request, asked.customer), size=asked.limit, after=asked.after
    )
    return lists.of_page(rows, lambda some: shown_all(request, list(some)))


@changes(router, "/payments", gives=PaymentShown, status=201, key_required=True)
def record(request: Asking, *, given: PaymentGiven) -> object:
    """Record money that came in; it settles what it names, and the rest stays as the customer's credit."""
    done = incoming.record_all(request.company, [given.told()], by=request.actor, on=request.today)[0]
    return shown(request, done.payment.public_id)


@reads(router, "/payments/{id}", gives=PaymentShown)
def show(request: Asking, id: str) -> object:
    """One payment with what it settles and what is left of it."""
    return shown(request, id)


@changes(router, "/payments/{id}/allocate", gives=PaymentShown, key_required=True)
def allocate(request: Asking, id: str, *, given: SharesGiven) -> object:
    """Settle documents with what is left of a payment."""
    credit = incoming.credit_of(found(request, id))
    incoming.allocate(request.company, credit, _shares(given.allocations), by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/payments/{id}/take_back", gives=PaymentShown, key_required=True)
def take_back(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """A payment that was recorded wrongly: its allocations are undone and its entry is reversed, once."""
    payment = found(request, id)
    earlier.take_back(request.company, payment, reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/payments/{id}/receipt", gives=PaymentShown)
def thank(request: Asking, id: str) -> object:
    """Mail the receipt for a payment to its customer, once; cash has its own paper."""
    receipts.send(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, id)


@reads(router, "/receipts_due", gives=lists.Listed[PaymentShown])
def unthanked(request: Asking) -> object:
    """Money of the last two weeks that settles something and whose customer was not thanked yet."""
    require(request.actor, "payment.view", request.company)
    return lists.of_all(shown_all(request, receipts.waiting(request.company, on=request.today)))


@changes(router, "/refunds", gives=PaymentShown, status=201, key_required=True)
def refund(request: Asking, *, given: RefundGiven) -> object:
    """Pay a customer's credit back, whole or in part."""
    require(request.actor, "payment.view", request.company)
    credit = credits.find(request.company, given.credit)
    paid = other_ways.pay_back(
        request.company,
        credit,
        amount=Decimal(given.amount),
        by=request.actor,
        on=request.today,
        paid_on=given.paid_on,
    )
    return shown(request, paid.public_id)


@changes(router, "/allocations/{id}/undo", gives=ItemShown, key_required=True)
def undo(request: Asking, id: str) -> object:
    """Take one allocation back; the others stay. Answers the item that is owed again."""
    require(request.actor, "payment.view", request.company)
    allocation = ledger.find_allocation(request.company, id)
    incoming.deallocate(request.company, allocation, by=request.actor, on=request.today)
    return _item(request, ledger.find_item(request.company, allocation.item.public_id))


@reads(router, "/open_items", gives=lists.Listed[OpenItemShown])
def items(request: Asking, *, asked: Query[NamedItems]) -> object:
    """What is owed, by due day."""
    require(request.actor, "invoice.view", request.company)
    rows = ledger.open_items(
        request.company,
        owed=asked.owed == "to_us",
        party_id=_party_id(request, asked.customer),
        size=asked.limit,
        after=asked.after,
    )
    return lists.of_page(rows, lambda some: [_open_item(request, one) for one in some])


@reads(router, "/open_items/{id}", gives=ItemShown)
def item(request: Asking, id: str) -> object:
    """One open item with what settles it."""
    require(request.actor, "invoice.view", request.company)
    return _item(request, ledger.find_item(request.company, id))


def _open_item(request: Asking, one: OpenItem) -> dict[str, object]:
    base = request.company.currency
    return {
        "id": one.public_id,
        "document": one.document_number,
        "document_kind": one.document_kind,
        "part": one.part,
        "customer": _customer(one.party) if one.party else None,
        "opened_on": one.opened_on,
        "due_on": one.due_on,
        "overdue": one.balance > 0 and one.due_on < request.today,
        "currency": one.currency,
        "amount": format_plain(one.amount, one.currency),
        "balance": format_plain(one.balance, one.currency),
        "base_amount": format_plain(one.base_amount, base),
        "base_balance": format_plain(one.base_balance, base),
    }


def _item(request: Asking, one: OpenItem) -> dict[str, object]:
    active = allocations.active(request.company, one)
    return {**_open_item(request, one), "allocations": [_allocation(part) for part in active]}
