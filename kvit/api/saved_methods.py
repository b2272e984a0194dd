"""Ways of paying that customers let us keep, and charging them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, Id, Shown, WhyGiven
from kvit.checkouts import charges, saved, saved_queries, showing
from kvit.companies.permissions import require
from kvit.parties import customers

router = Router()


class SavedMethodCustomerShown(Shown):
    """Whose it is."""

    id: Id
    external_id: str
    name: str


class SavedMethodShown(Shown):
    """A saved way of paying: never a number, at most its last four figures. `text` is what the customer agreed to."""

    id: Id
    customer: SavedMethodCustomerShown
    status: Literal["kept", "withdrawn"]
    gateway: str
    kind: str = Field(description="The gateway's word: `card`, `sepa_debit`.")
    brand: str
    last4: str
    expires_on: date | None
    agreed_at: datetime
    wording: str = Field(description="The version of the words.")
    text: list[str]
    kept_on: date | None
    withdrawn_at: datetime | None
    forgotten_at: datetime | None = Field(description="When the gateway said that it keeps it no more.")
    withdrawn_by: str
    reason: str


class SavedChargeGiven(Given):
    """What is to be charged."""

    document: Annotated[str, Field(max_length=100, description="Its number, or the id of its open item.")]


class SavedChargeShown(Shown):
    """A charge of a saved way of paying. The customer is told on `told_on` that it is charged on `charge_on`."""

    id: Id
    method: Id
    customer: Id
    number: str
    item: Id
    attempt: int
    status: Literal["planned", "dropped", "created", "open", "unknown", "paid", "failed", "expired"]
    currency: str
    amount: Amount
    told_on: date
    charge_on: date
    told: str = Field(description="Why it was dropped, or declined, in the gateway's word.")
    payment: str


class WhichSavedMethods(lists.Paging):
    """Which of them."""

    customer: Annotated[str, Field(max_length=100)] = ""
    status: Literal["kept", "withdrawn"] | None = None


@reads(router, "/saved_methods", gives=lists.Listed[SavedMethodShown])
def listed(request: Asking, *, asked: Query[WhichSavedMethods]) -> object:
    """Saved ways of paying, the newest first."""
    require(request.actor, "saved_method.view", request.company)
    party = customers.find(request.company, asked.customer) if asked.customer else None
    page = saved_queries.listed(
        request.company, party=party, status=asked.status or "", size=asked.limit, after=asked.after
    )
    return lists.of_page(page, lambda rows: [showing.method(row) for row in rows])


@reads(router, "/saved_methods/{id}", gives=SavedMethodShown)
def show(request: Asking, id: str) -> object:
    """One of them."""
    require(request.actor, "saved_method.view", request.company)
    return showing.method(saved_queries.method(request.company, id))


@changes(router, "/saved_methods/{id}/withdraw", gives=SavedMethodShown)
def withdraw(request: Asking, id: str, *, given: WhyGiven) -> object:
    """The customer takes it back: nothing is charged by it any more."""
    row = saved_queries.method(request.company, id)
    saved.withdraw(request.company, row, reason=given.reason, by=request.actor, on=request.today)
    return showing.method(saved_queries.method(request.company, id))


@reads(router, "/saved_charges", gives=lists.Listed[SavedChargeShown])
def charged(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """Charges of saved ways of paying, the newest first."""
    require(request.actor, "saved_method.view", request.company)
    page = saved_queries.charge_page(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [showing.charge(row) for row in rows])


@changes(router, "/saved_charges", gives=SavedChargeShown, status=201, key_required=True)
def charge(request: Asking, *, given: SavedChargeGiven) -> object:
    """Charge a document: the customer is told now, and it is charged on the day when it is due and the notice over."""
    item = saved_queries.item_of(request.company, given.document)
    row = charges.plan(request.company, item, by=request.actor, on=request.today)
    return showing.charge(saved_queries.charge(request.company, row.public_id))


@reads(router, "/saved_charges/{id}", gives=SavedChargeShown)
def show_charge(request: Asking, id: str) -> object:
    """One charge, and how it stands."""
    require(request.actor, "saved_method.view", request.company)
    return showing.charge(saved_queries.charge(request.company, id))


@changes(router, "/saved_charges/{id}/cancel", gives=SavedChargeShown)
def cancel(request: Asking, id: str, *, given: WhyGiven) -> object:
    """It is not charged after all; once begun it is not called back."""
    row = saved_queries.charge(request.company, id)
    charges.cancel(request.company, row, reason=given.reason, by=request.actor, on=request.today)
    return showing.charge(saved_queries.charge(request.company, id))
