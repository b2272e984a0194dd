"""Disputes: lines of invoices of which customers say that something is wrong."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, Shown
from kvit.arrangements import beside, disputes, outside, queries
from kvit.arrangements.disputes import Asked
from kvit.arrangements.models import Dispute
from kvit.companies.permissions import require
from kvit.receivables import queries as invoices

router = Router()
Reason = Literal["wrong_price", "not_delivered", "damaged", "wrong_quantity", "not_ordered", "other"]
Status = Literal["open", "corrected", "rejected", "withdrawn", "settled"]


class DisputeGiven(Given):
    """What is wrong with which line, in the customer's words."""

    line: Annotated[int, Field(ge=1, le=1_000_000, description="The line's place on the invoice.")]
    reason: Reason
    text: Annotated[str, Field(max_length=1000)]
    amount: GivenAmount | None = Field(None, description="With VAT; all that is left of the line where none is given.")


class DisputeRejectedGiven(Given):
    """Why the invoice is right: the customer reads it."""

    answer: Annotated[str, Field(max_length=1000)]


class DisputingCustomerShown(Shown):
    """Who."""

    id: Id
    name: str


class DisputeShown(Shown):
    """A line of an invoice that the customer disputes."""

    id: Id
    status: Status
    invoice: Id
    number: str
    line: int
    name: str
    customer: DisputingCustomerShown
    reason: Reason
    text: str
    amount: Amount
    currency: str
    opened_on: date
    answer_by: date
    by_customer: bool
    answer: str
    corrected_by: str = Field(description="The number of the credit note.")
    ended_on: date | None


class DeliveryGiven(Given):
    """How much of the line reached the customer, and by which paper."""

    delivered: GivenAmount = Field(description="In the line's unit; 0: nothing.")
    paper: Annotated[str, Field(max_length=100)] = ""


class KnownShown(Shown):
    """What something says of the line (the price is of one unit after discounts), and in what it differs from it."""

    quantity: str | None
    price: str | None
    differs: list[Literal["quantity", "price"]]


class DisputeFactsShown(Shown):
    """What is known beside it: the line as invoiced, the price that was agreed, order and delivery."""

    quantity: str
    price: str
    gross: Amount
    listed_price: str | None
    price_list: str
    is_dearer: bool
    order_ref: str
    proforma: str
    delivered_on: date | None
    ordered: KnownShown = Field(description="By the proforma that became the invoice.")
    delivered: KnownShown = Field(description="By the delivery note that a colleague looked up.")
    delivery_note: str
    correct_quantity: str | None = Field(
        description="How much of the line a credit note takes by these facts: 0 where they agree with it, else null."
    )
    correct_gross: Amount
    credited: Amount


class DisputeWholeShown(DisputeShown):
    """A dispute with the facts beside it."""

    facts: DisputeFactsShown


class OfDisputeStatus(lists.Paging):
    """Which disputes."""

    status: Status | None = None


def found(request: Asking, id: str) -> Dispute:
    """The asker's dispute of that id."""
    require(request.actor, "dispute.view", request.company)
    return queries.find_dispute(request.company, id)


def shown(request: Asking, id: str) -> object:
    row = found(request, id)
    return outside.facts(row, beside.of(request.company, row))


@reads(router, "/disputes", gives=lists.Listed[DisputeShown])
def listed(request: Asking, *, asked: Query[OfDisputeStatus]) -> object:
    """Disputes, the newest first."""
    require(request.actor, "dispute.view", request.company)
    page = queries.disputes_of(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [outside.dispute(row) for row in rows])


@reads(router, "/disputes/{id}", gives=DisputeWholeShown)
def show(request: Asking, id: str) -> object:
    """One dispute with the facts beside it."""
    return shown(request, id)


@changes(router, "/invoices/{id}/disputes", gives=DisputeWholeShown, status=201)
def note(request: Asking, id: str, *, given: DisputeGiven) -> object:
    """Note what a customer says is wrong: that part is not asked for until it is answered."""
    invoice = invoices.find(request.company, id)
    amount = None if given.amount is None else Decimal(given.amount)
    asked = Asked(position=given.line, reason=given.reason, text=given.text, amount=amount)
    row = disputes.open(request.company, invoice, asked, by=request.actor, on=request.today)
    return shown(request, row.public_id)


@changes(router, "/disputes/{id}/reject", gives=DisputeWholeShown)
def reject(request: Asking, id: str, *, given: DisputeRejectedGiven) -> object:
    """The invoice is right; the customer gets the answer by mail."""
    disputes.reject(request.company, found(request, id), answer=given.answer, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/disputes/{id}/delivery", gives=DisputeWholeShown)
def note_delivery(request: Asking, id: str, *, given: DeliveryGiven) -> object:
    """Note how much of the line reached the customer, by the delivery note."""
    row, quantity = found(request, id), Decimal(given.delivered)
    disputes.note_delivery(
        request.company, row, quantity=quantity, paper=given.paper, by=request.actor, on=request.today
    )
    return shown(request, id)


@changes(router, "/disputes/{id}/withdraw", gives=DisputeWholeShown)
def withdraw(request: Asking, id: str) -> object:
    """The customer takes it back."""
    disputes.withdraw(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, id)
