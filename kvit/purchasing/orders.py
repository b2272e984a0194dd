"""Purchase orders: drafted, edited, sent for approval, approved, closed, cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from kvit.approvals import answers, duties
from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require, require_person
from kvit.core import lifecycle
from kvit.core.duties import Act
from kvit.core.errors import Refused
from kvit.core.money import Money, decimals, total
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.core.purchase_lifecycle import PURCHASE_ORDER
from kvit.events import events
from kvit.parties import suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from kvit.purchasing import approving, papers
from kvit.purchasing.models import GoodsReceipt, OrderLine, PurchaseOrder

HEAD = frozenset({"supplier", "currency", "wanted_on", "note", "lines"})
LINE = frozenset({"name", "product_code", "supplier_code", "quantity", "unit", "price", "vat_code"})
SUPPLIER = frozenset({"name", "vat_id", "tax_id", "country"})
MOST_LINES = 500


@dataclass(frozen=True)
class _Asked:
    """An order as it was told."""

    currency: str
    wanted_on: date | None
    note: str
    lines: list[OrderLine]


@transaction.atomic
def draft(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> PurchaseOrder:
    """A new order without a number. Refuses `field.…`, `supplier.unknown` and `purchase_order.empty`."""
    require(by, "purchase_order.draft", company)
    asked = _read(company, raw)
    row = PurchaseOrder(company=company, party=_supplier(company, raw, by=by, on=on), drafted_by_id=person_behind(by))
    _fill(row, asked)
    _wrote(company, row, by=by, on=on)
    events.record("purchase_order.drafted", row, by=by, on=on)
    return row


@transaction.atomic
def edit(
    company: Company, order: PurchaseOrder, raw: Mapping[str, object], *, version: int, by: Actor, on: date
) -> PurchaseOrder:
    """The draft as it is told now, as a whole. Refuses as `draft`, `purchase_order.changed` and `…not_draft`."""
    require(by, "purchase_order.draft", company)
    row = _moved(company, order, "edit", version=version)
    asked = _read(company, raw)
    row.party = _supplier(company, raw, by=by, on=on)
    row.lines.all().delete()
    _fill(row, asked)
    _wrote(company, row, by=by, on=on)
    events.record("purchase_order.edited", row, by=by, on=on)
    return row


@transaction.atomic
def send(company: Company, order: PurchaseOrder, *, by: Actor, on: date) -> PurchaseOrder:
    """To its approvers, under its number. Whoever sends it orders it.

    Refuses `purchase_order.no_person`, `…not_draft`, `rate.missing`, `approval.nobody`.
    """
    require(by, "purchase_order.send", company)
    row = _moved(company, order, "send")
    row.ordered_by_id, row.reason = require_person(by, Refused("purchase_order.no_person")), ""
    if row.number is None:
        row.number, row.ordered_on = papers.number(company, "purchase_order", on=on), on
    row.save()
    _wrote(company, row, by=by, on=on)
    approving.ask(company, row, on=on)
    events.record("purchase_order.sent", row, by=by, on=on, facts={"number": row.number})
    return row


@transaction.atomic
def approve(company: Company, order: PurchaseOrder, *, version: int, by: Actor, on: date) -> PurchaseOrder:
    """Yes to what was looked at; with the last yes that the policy needs it is an order.

    Refuses `purchase_order.own` for who wrote or ordered it, `duty.kept_apart` for whoever edited it, `…changed`,
    `…not_to_approve`, `…no_person`.
    """
    require(by, "purchase_order.view", company)
    row = _moved(company, order, "approve", version=version)
    person = require_person(by, Refused("purchase_order.no_person"))
    acting = hands.people(by)
    if acting & {row.drafted_by_id, row.ordered_by_id}:
        raise Refused("purchase_order.own", number=row.number)
    request = approving.ask(company, row, on=on)
    if request is None or request.status == "approved":
        require(by, "purchase_order.approve", company)
        acts = [Act("approve", one) for one in sorted(acting)]
        duties.record(company, (approving.SUBJECT, row.pk), acts=acts, on=on)
    elif answers.approve(company, request, by=by, on=on).status != "approved":
        row.refresh_from_db()
        return row
    row.approved_by_id, row.approved_on = person, on
    row.save()
    facts: dict[str, object] = {"number": row.number, "net": str(row.net), "currency": row.currency}
    events.record("purchase_order.approved", row, by=by, on=on, facts=facts)
    return row


@transaction.atomic
def reject(company: Company, order: PurchaseOrder, *, reason: str, by: Actor, on: date) -> PurchaseOrder:
    """Not so: it is a draft again, with the reason. Refuses `reason.missing`, `purchase_order.not_to_approve`."""
    require(by, "purchase_order.view", company)
    row = _moved(company, order, "reject")
    row.reason = _said(reason)
    request = approving.asked(company, row)
    if request is not None and request.status == "open":
        answers.reject(company, request, reason=row.reason, by=by, on=on)
    else:
        require(by, "purchase_order.approve", company)
    row.save()
    events.record("purchase_order.rejected", row, by=by, on=on, facts={"number": row.number}, reason=row.reason)
    return row


@transaction.atomic
def close(company: Company, order: PurchaseOrder, *, by: Actor, on: date) -> PurchaseOrder:
    """Nothing more is expected of it; bills for what came still match. Refuses `purchase_order.not_approved`."""
    require(by, "purchase_order.send", company)
    row = _moved(company, order, "close")
    row.save()
    events.record("purchase_order.closed", row, by=by, on=on, facts={"number": row.number})
    return row


@transaction.atomic
def cancel(company: Company, order: PurchaseOrder, *, reason: str, by: Actor, on: date) -> PurchaseOrder:
    """It is not wanted any more. Refuses `reason.missing`, `purchase_order.over`, `…arrived`, `…billed`."""
    require(by, "purchase_order.send", company)
    row = _moved(company, order, "cancel")
    if GoodsReceipt.objects.filter(company=company, order=row).exists():
        raise Refused("purchase_order.arrived", number=row.number)
    if row.is_billed:
        raise Refused("purchase_order.billed", number=row.number)
    row.reason = _said(reason)
    approving.let_go(company, row, reason=row.reason, on=on)
    row.save()
    events.record("purchase_order.cancelled", row, by=by, on=on, facts={"number": row.number}, reason=row.reason)
    return row


def entered_by(company: Company, order: PurchaseOrder) -> frozenset[int]:
    """Whoever wrote any of it or sent it, or made the key through which that was done: somebody else approves it."""
    return duties.people(company, (approving.SUBJECT, order.pk), duty="enter")


def mark_billed(company: Company, order: PurchaseOrder) -> None:
    """An approved bill took of the order, which is under lock: it may be closed from now on, never cancelled."""
    assert connection.in_atomic_block
    PurchaseOrder.objects.filter(company=company, pk=order.pk, status="approved").update(is_billed=True)


def locked(company: Company, order: PurchaseOrder) -> PurchaseOrder:
    """The order under lock: what is received and billed of it waits in line. Refuses `purchase_order.unknown`."""
    assert connection.in_atomic_block
    rows = PurchaseOrder.objects.select_for_update(of=("self",)).select_related("party", "company")
    row = rows.filter(company=company, pk=order.pk).first()
    if row is None:
        raise Refused("purchase_order.unknown", order=order.public_id)
    return row


def _moved(company: Company, order: PurchaseOrder, verb: str, *, version: int | None = None) -> PurchaseOrder:
    row = locked(company, order)
    if version is not None and row.version != version:
        raise Refused("purchase_order.changed", number=row.number or row.public_id)
    row.status = lifecycle.after(PURCHASE_ORDER, row.status, verb)
    row.version += 1
    return row


def _read(company: Company, raw: Mapping[str, object]) -> _Asked:
    told = Told(raw, HEAD)
    currency = told.text("currency", most=3).upper() or company.currency
    decimals(currency)
    lines = [
        _line(company, Told(one, LINE, place=place), position=position, currency=currency)
        for position, (one, place) in enumerate(told.each("lines", most=MOST_LINES), start=1)
    ]
    if not lines:
        raise Refused("purchase_order.empty")
    return _Asked(currency, told.day("wanted_on"), told.text("note", most=400), lines)


def _line(company: Company, told: Told, *, position: int, currency: str) -> OrderLine:
    quantity, price = told.number("quantity", most=9), told.number("price", digits=8, most=9)
    if quantity is None or quantity <= 0:
        told.refuse("quantity", "more than 0")
    if price is None or price < 0:
        told.refuse("price", "0 or more")
    return OrderLine(
        company=company,
        position=position,
        name=told.needed("name", most=300),
        product_code=told.text("product_code", most=60),
        supplier_code=told.text("supplier_code", most=60),
        quantity=quantity,
        unit=told.text("unit", most=20) or "C62",
        price=price,
        net=Money(price, currency).times(quantity).rounded().amount,
        vat_code=told.text("vat_code", most=20),
    )


def _supplier(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Party:
    """By its id; or as it is named, made where nobody knows it."""
    named = raw.get("supplier")
    if isinstance(named, Mapping):
        told = Told(named, SUPPLIER, place="supplier")
        country, vat_id = told.text("country", most=2), told.text("vat_id", most=20)
        one = Named(name=told.needed("name", most=200), vat_id=vat_id, tax_id=told.text("tax_id"), country=country)
        return suppliers.take(company, one, by=by, on=on)[0]
    found = Party.objects.filter(company=company, public_id=str(named)[:40]).first()
    if found is None:
        raise Refused("supplier.unknown", supplier=str(named)[:40])
    return suppliers.surviving(found)


def _fill(row: PurchaseOrder, asked: _Asked) -> None:
    row.currency, row.wanted_on, row.note = asked.currency, asked.wanted_on, asked.note
    row.net = total((Money(line.net, asked.currency) for line in asked.lines), asked.currency).amount
    row.save()
    for line in asked.lines:
        line.order = row
    OrderLine.objects.bulk_create(asked.lines)


def _wrote(company: Company, row: PurchaseOrder, *, by: Actor, on: date) -> None:
    """Whoever wrote any of it, or sent it, never approves it."""
    acts = [Act("enter", person) for person in sorted(hands.people(by))]
    duties.record(company, (approving.SUBJECT, row.pk), acts=acts, on=on)


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason.missing")
    return reason.strip()[:400]
