"""Goods receipts: what arrived of an order, what went back, and the counter receipt of a wrong one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core.errors import Refused
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.purchasing import orders, papers, policies, queries
from kvit.purchasing.models import GoodsReceipt, OrderLine, PurchaseOrder, ReceiptLine

HEAD = frozenset({"lines", "delivery_note", "note", "beyond_reason"})
LINE = frozenset({"line", "quantity"})


@transaction.atomic
def receive(company: Company, order: PurchaseOrder, raw: Mapping[str, object], *, by: Actor, on: date) -> GoodsReceipt:
    """So much of the order's lines came today.

    Refuses `goods_receipt.not_expected` of an order that is not approved or over, `…no_line`, `…beyond` for more than
    was ordered and the supplier's percent, unless a person says why in `beyond_reason`.
    """
    require(by, "goods_receipt.add", company)
    row = _expected(company, order)
    told = Told(raw, HEAD)
    came = _quantities(row, told)
    reason = told.text("beyond_reason", most=400)
    beyond = _beyond(company, row, came)
    if beyond is not None and (not reason or person_behind(by) is None):
        raise Refused("goods_receipt.beyond", line=beyond.name, ordered=f"{beyond.quantity.normalize():f}")
    made = _receipt(row, told, kind="receipt", by=by, on=on)
    made.beyond_reason = reason if beyond is not None else ""
    return _kept(made, came, by=by, on=on)


@transaction.atomic
def give_back(
    company: Company, order: PurchaseOrder, raw: Mapping[str, object], *, by: Actor, on: date
) -> GoodsReceipt:
    """So much went back to the supplier. Refuses `goods_receipt.more_than_here`, and as `receive`."""
    require(by, "goods_receipt.add", company)
    row = orders.locked(company, order)
    told = Told(raw, HEAD)
    went = {line: -quantity for line, quantity in _quantities(row, told).items()}
    _require_here(company, row, went)
    return _kept(_receipt(row, told, kind="return", by=by, on=on), went, by=by, on=on)


@transaction.atomic
def correct(company: Company, receipt: GoodsReceipt, *, note: str, by: Actor, on: date) -> GoodsReceipt:
    """The counter receipt of a wrong one: the same lines the other way round. Both stay.

    Refuses `reason.missing`, `goods_receipt.corrected` for one that is or has a counter receipt, and
    `…more_than_here` where what it took in went back since.
    """
    require(by, "goods_receipt.add", company)
    if not note.strip():
        raise Refused("reason.missing")
    row = orders.locked(company, receipt.order)
    again = queries.find_receipt(company, receipt.public_id)
    if again.kind == "correction" or GoodsReceipt.objects.filter(company=company, corrects=again).exists():
        raise Refused("goods_receipt.corrected", number=again.number)
    back = {one.order_line: -one.quantity for one in again.lines.all()}
    _require_here(company, row, back)
    made = _receipt(row, Told({"note": note.strip()[:400]}, HEAD), kind="correction", by=by, on=on)
    made.corrects = again
    return _kept(made, back, by=by, on=on)


def _expected(company: Company, order: PurchaseOrder) -> PurchaseOrder:
    row = orders.locked(company, order)
    if row.status != "approved":
        raise Refused("goods_receipt.not_expected", number=row.number or "", status=row.status)
    return row


def _quantities(order: PurchaseOrder, told: Told) -> dict[OrderLine, Decimal]:
    """By line of the order, which is named by its position."""
    lines = {line.position: line for line in order.lines.all()}
    found: dict[OrderLine, Decimal] = {}
    for one, place in told.each("lines", most=orders.MOST_LINES):
        named = Told(one, LINE, place=place)
        position, quantity = named.whole("line", most=orders.MOST_LINES), named.number("quantity", most=9)
        line = lines.get(position or 0)
        if line is None or line in found:
            raise Refused("goods_receipt.no_line", number=order.number or "", line=str(position))
        if quantity is None or quantity <= 0:
            named.refuse("quantity", "more than 0")
        found[line] = quantity
    if not found:
        raise Refused("goods_receipt.empty")
    return found


def _beyond(company: Company, order: PurchaseOrder, came: Mapping[OrderLine, Decimal]) -> OrderLine | None:
    """The first line of which more would be here than was ordered and the supplier's percent."""
    here = queries.received(company, order)
    percent = policies.of(company, order.party).percent
    for line, quantity in came.items():
        if (here[line.pk] + quantity) * 100 > line.quantity * (100 + percent):
            return line
    return None


def _require_here(company: Company, order: PurchaseOrder, change: Mapping[OrderLine, Decimal]) -> None:
    here = queries.received(company, order)
    for line, quantity in change.items():
        if here[line.pk] + quantity < 0:
            raise Refused("goods_receipt.more_than_here", line=line.name, here=f"{here[line.pk].normalize():f}")


def _receipt(order: PurchaseOrder, told: Told, *, kind: str, by: Actor, on: date) -> GoodsReceipt:
    return GoodsReceipt(
        company=order.company,
        order=order,
        kind=kind,
        number=papers.number(order.company, "goods_receipt", on=on),
        received_on=on,
        delivery_note=told.text("delivery_note", most=100),
        note=told.text("note", most=400),
        received_by_id=person_behind(by),
    )


def _kept(made: GoodsReceipt, lines: Mapping[OrderLine, Decimal], *, by: Actor, on: date) -> GoodsReceipt:
    made.save(force_insert=True)
    ReceiptLine.objects.bulk_create(
        ReceiptLine(company=made.company, receipt=made, order_line=line, quantity=quantity)
        for line, quantity in lines.items()
    )
    facts: dict[str, object] = {"number": made.number, "order": made.order.number, "kind": made.kind}
    events.record("goods_receipt.recorded", made, by=by, on=on, facts=facts, reason=made.beyond_reason)
    return made
