"""Purchase orders and goods receipts: drafted, sent, approved, received; what a supplier's bills must meet."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists, versions
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, ReasonGiven, Shown, Text
from kvit.companies.permissions import require
from kvit.core.formatting import format_exact
from kvit.parties import queries as parties
from kvit.purchasing import orders, outside, policies, queries, receipts
from kvit.purchasing.models import PurchaseOrder, SupplierPolicy

router = Router()
Status = Literal["draft", "to_approve", "approved", "closed", "cancelled"]
Against = Literal["order_and_receipt", "order_only", "none"]
LineNumber = Annotated[int, Field(ge=1, le=orders.MOST_LINES, description="Position of the order's line.")]


class SupplierGiven(Given):
    """A supplier by name, made where nobody knows them."""

    name: Text
    vat_id: Text = ""
    tax_id: Text = ""
    country: Annotated[str, Field(max_length=2)] = ""


class OrderLineGiven(Given):
    """What is ordered; the price without VAT."""

    name: Text
    quantity: GivenAmount
    price: GivenAmount
    unit: Annotated[Text, Field(description="Of UN/ECE Recommendation 20; pieces when left out.")] = "C62"
    product_code: Text = ""
    supplier_code: Text = ""
    vat_code: Text = ""


class OrderGiven(Given):
    """A whole draft."""

    supplier: Id | SupplierGiven
    lines: Annotated[list[OrderLineGiven], Field(min_length=1, max_length=orders.MOST_LINES)]
    currency: Currency | None = Field(None, description="The company's when left out.")
    wanted_on: GivenDay | None = None
    note: Text = ""


class CameGiven(Given):
    """So much of a line."""

    line: LineNumber
    quantity: GivenAmount


class ReceiptGiven(Given):
    """What came, or went back."""

    lines: Annotated[list[CameGiven], Field(min_length=1, max_length=orders.MOST_LINES)]
    delivery_note: Text = ""
    note: Text = ""
    beyond_reason: Annotated[Text, Field(description="Why more is kept than was ordered.")] = ""


class OrderPolicyGiven(Given):
    """What the supplier's bills are held against, and by how much they may be off; what is left out stays."""

    policy: Against | None = None
    percent: GivenAmount | None = None
    money: GivenAmount | None = None


class SupplierShown(Shown):
    """Who it is ordered from."""

    id: Id
    name: str


class OrderShown(Shown):
    """An order in a list."""

    id: Id
    status: Status
    number: str | None
    supplier: SupplierShown
    ordered_on: date | None
    wanted_on: date | None
    currency: str
    net: Amount


class OrderLineShown(Shown):
    """A line, and what came of it."""

    line: int
    name: str
    product_code: str
    supplier_code: str
    quantity: Amount
    unit: str
    price: Amount
    net: Amount
    vat_code: str
    received: Amount


class CameShown(Shown):
    """So much of a line; what went back is below zero."""

    line: int
    name: str
    quantity: Amount


class ReceiptShown(Shown):
    """One goods receipt."""

    id: Id
    kind: Literal["receipt", "return", "correction"]
    number: str
    received_on: date
    delivery_note: str
    note: str
    beyond_reason: str
    corrects: str | None
    lines: list[CameShown]


class OrderWhole(OrderShown):
    """With its lines and what came."""

    version: int
    note: str
    reason: str
    ordered_by: str | None
    approved_by: str | None
    approved_on: date | None
    lines: list[OrderLineShown]
    receipts: list[ReceiptShown]


class OrderPolicyShown(Shown):
    """What holds for the supplier."""

    policy: Against
    percent: Amount
    money: Amount


class Narrowed(lists.Paging):
    """Which orders."""

    status: Status | None = None


def shown(request: Asking, id: str) -> object:
    """The order as it stands now."""
    require(request.actor, "purchase_order.view", request.company)
    return outside.whole(request.company, queries.find(request.company, id))


def who(request: Asking) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": request.actor, "on": request.today}


def seen(request: Asking, row: PurchaseOrder) -> int:
    """The version that was looked at: the newest where nobody says."""
    version = versions.asked(request)
    return row.version if version is None else version


@reads(router, "/purchase_orders", gives=lists.Listed[OrderShown])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Orders, the newest first."""
    require(request.actor, "purchase_order.view", request.company)
    rows = queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(rows, outside.listed)


@changes(router, "/purchase_orders", gives=OrderWhole, status=201)
def draft(request: Asking, *, given: OrderGiven) -> object:
    """A draft; it gets its number when it is sent."""
    return shown(request, orders.draft(request.company, given.told(), **who(request)).public_id)


@reads(router, "/purchase_orders/{id}", gives=OrderWhole)
def show(request: Asking, id: str) -> object:
    """One order, by id or number."""
    return shown(request, id)


@changes(router, "/purchase_orders/{id}", method="PUT", gives=OrderWhole)
def edit(request: Asking, id: str, *, given: OrderGiven) -> object:
    """The whole draft as it is to be. If-Match names the version that was read."""
    row = queries.find(request.company, id)
    orders.edit(request.company, row, given.told(), version=seen(request, row), **who(request))
    return shown(request, id)


@changes(router, "/purchase_orders/{id}/send", gives=OrderWhole)
def send(request: Asking, id: str) -> object:
    """To its approvers, under its number."""
    orders.send(request.company, queries.find(request.company, id), **who(request))
    return shown(request, id)


@changes(router, "/purchase_orders/{id}/approve", gives=OrderWhole)
def approve(request: Asking, id: str) -> object:
    """Yes; never by whoever wrote any of it. If-Match names the version that was looked at."""
    row = queries.find(request.company, id)
    orders.approve(request.company, row, version=seen(request, row), **who(request))
    return shown(request, id)


@changes(router, "/purchase_orders/{id}/reject", gives=OrderWhole)
def reject(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Not so: it is a draft again."""
    orders.reject(request.company, queries.find(request.company, id), reason=given.reason, **who(request))
    return shown(request, id)


@changes(router, "/purchase_orders/{id}/close", gives=OrderWhole)
def close(request: Asking, id: str) -> object:
    """Nothing more is expected of it."""
    orders.close(request.company, queries.find(request.company, id), **who(request))
    return shown(request, id)


@changes(router, "/purchase_orders/{id}/cancel", gives=OrderWhole)
def cancel(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """It is not wanted any more; not once something came."""
    orders.cancel(request.company, queries.find(request.company, id), reason=given.reason, **who(request))
    return shown(request, id)


@changes(router, "/purchase_orders/{id}/receipts", gives=ReceiptShown, status=201)
def receive(request: Asking, id: str, *, given: ReceiptGiven) -> object:
    """So much came today."""
    made = receipts.receive(request.company, queries.find(request.company, id), given.told(), **who(request))
    return outside.receipt(queries.find_receipt(request.company, made.public_id))


@changes(router, "/purchase_orders/{id}/returns", gives=ReceiptShown, status=201)
def give_back(request: Asking, id: str, *, given: ReceiptGiven) -> object:
    """So much went back to the supplier."""
    made = receipts.give_back(request.company, queries.find(request.company, id), given.told(), **who(request))
    return outside.receipt(queries.find_receipt(request.company, made.public_id))


@changes(router, "/goods_receipts/{id}/correct", gives=ReceiptShown, status=201)
def correct(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """The counter receipt of a wrong one; both stay."""
    row = queries.find_receipt(request.company, id)
    made = receipts.correct(request.company, row, note=given.reason, **who(request))
    return outside.receipt(queries.find_receipt(request.company, made.public_id))


@changes(router, "/suppliers/{id}/order_policy", method="PUT", gives=OrderPolicyShown)
def choose(request: Asking, id: str, *, given: OrderPolicyGiven) -> object:
    """What the supplier's bills are held against from now on."""
    party = parties.find_supplier(request.company, id)
    told = {name: value for name, value in given.told().items() if value is not None}
    return _policy(policies.choose(request.company, party, told, **who(request)))


def _policy(row: SupplierPolicy) -> dict[str, object]:
    return {"policy": row.policy, "percent": format_exact(row.percent), "money": format_exact(row.money)}
