"""A bill against the order it names and the goods received: found, held line by line, taken when it is approved.

Rule: docs/rules/purchase-orders.md. What a line comes to is `core.order_matching`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db import IntegrityError, transaction

from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import lifecycle, order_matching
from kvit.core.errors import Finding, Refused
from kvit.core.money import Money
from kvit.core.order_matching import LineMatch, Policy, Tolerance
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import suppliers
from kvit.payables.models import Bill, BillLine, BillOrder, OrderMatch, OrderTaken
from kvit.purchasing import orders, policies, queries
from kvit.purchasing.models import OrderLine, PurchaseOrder

Outcome = Literal["passed", "failed", "not_checked"]
MATCHED: Mapping[str, Policy] = {"order_and_receipt": "three_way", "order_only": "two_way"}
ORDERED = ("approved", "closed")


@dataclass(frozen=True)
class _Pair:
    """A line of the bill with the line of the order that it means, and what core says of it."""

    line: BillLine
    ordered: OrderLine | None
    match: LineMatch


def checked(company: Company, bill: Bill) -> tuple[Outcome, list[Finding]]:
    """Whether the bill is what was ordered and came; what is found of each line is kept beside it."""
    OrderMatch.objects.filter(company=company, bill_line__bill=bill).delete()
    outcome, found, order, pairs = _judged(company, bill)
    if order is not None:
        OrderMatch.objects.bulk_create(_match(company, one, order) for one in pairs)
    return outcome, found


def hold_order(company: Company, bill: Bill) -> None:
    """Bills and receipts of one order wait for each other."""
    if (named := _named(company, bill)) is not None:
        orders.locked(company, named)


def now(company: Company, bill: Bill) -> list[OrderMatch]:
    """What its order says of each line of an approved bill today, beside what other bills took; not kept yet.

    Empty where there is nothing to hold it against any more.
    """
    _, _, order, pairs = _judged(company, bill)
    return [] if order is None else [_match(company, one, order) for one in pairs]


def take(company: Company, bill: Bill) -> None:
    """What the bill takes of its order, in the transaction that approves it; nobody else can take it any more.

    Refuses `order.changed_since` where it no longer agrees with what was checked or accepted.
    """
    hold_order(company, bill)
    outcome, found, _, pairs = _judged(company, bill)
    kept = bill.checks.filter(name="order").first()
    told = [(one["rule"], one["place"], one["facts"]) for one in (kept.findings if kept else [])]
    if outcome == "failed" and [(one.rule, one.place, dict(one.facts)) for one in found] != told:
        raise Refused("order.changed_since", number=bill.number)
    for one in pairs:
        if one.ordered is not None:
            _take(company, one.line, one.ordered, quantity=_signed(bill, one.line.quantity))
            orders.mark_billed(company, one.ordered.order)


@transaction.atomic
def name_order(
    company: Company, bill: Bill, *, order: PurchaseOrder, lines: Mapping[str, int], by: Actor, on: date
) -> BillOrder:
    """A person says which order the bill is for, and which of its lines are meant: position there by position here.

    The bill is then checked anew by who asked. Refuses `bill.decided`, `order.not_of_supplier`, `order.no_line`.
    """
    require(by, "bill.check", company)
    row = Bill.objects.select_for_update(of=("self",)).select_related("party").get(company=company, pk=bill.pk)
    lifecycle.after(lifecycle.BILL, row.status, "stop")
    if row.party is None or suppliers.surviving(order.party) != suppliers.surviving(row.party):
        raise Refused("order.not_of_supplier", number=order.number or order.public_id)
    known = {line.position for line in order.lines.all()}
    ours = {str(position) for position in row.lines.values_list("position", flat=True)}
    for ours_at, theirs in lines.items():
        if ours_at not in ours or theirs not in known:
            raise Refused("order.no_line", line=f"{ours_at}: {theirs}"[:40])
    told = {"company": company, "order": order, "lines": dict(lines), "named_by_id": person_behind(by)}
    named, _ = BillOrder.objects.update_or_create(bill=row, defaults=told)
    facts: dict[str, object] = {"number": row.number, "order": order.number}
    events.record("bill.order_named", row, by=by, on=on, facts=facts)
    return named


def _match(company: Company, one: _Pair, order: PurchaseOrder) -> OrderMatch:
    return OrderMatch(
        company=company,
        bill_line=one.line,
        order=order,
        order_line=one.ordered,
        payable=one.match.payable.amount,
        held=one.match.held.amount,
        findings=[{"rule": found.rule, "facts": dict(found.facts)} for found in one.match.findings],
    )


def _judged(company: Company, bill: Bill) -> tuple[Outcome, list[Finding], PurchaseOrder | None, Sequence[_Pair]]:
    if bill.party is None or not bill.currency:
        return "not_checked", [], None, ()
    terms = policies.of(company, bill.party)
    order = _named(company, bill)
    if order is None:
        return *_without(bill, terms.policy), None, ()
    if order.status not in ORDERED:
        facts = {"order": order.number or "", "status": order.status}
        return "failed", [Finding("order.not_approved", "order", "error", dict(facts))], None, ()
    lines = list(bill.lines.order_by("position"))
    if terms.policy == "none" or not lines:
        return "not_checked", [], None, ()
    pairs = _paired(company, bill, order, lines)
    found = [
        Finding(one.rule, one.place, "error", {"line": pair.line.name, **one.facts})
        for pair in pairs
        for one in pair.match.findings
    ]
    return ("failed" if found else "passed"), found, order, pairs


def _without(bill: Bill, policy: str) -> tuple[Outcome, list[Finding]]:
    """A bill for no order of ours: a failure only where the supplier's bills must be for one."""
    strict = policy in MATCHED
    rule = "order.not_ours" if bill.order_ref else "order.not_named"
    if not strict and not bill.order_ref:
        return "not_checked", []
    found = [Finding(rule, "order", "error" if strict else "warning", {"order": bill.order_ref})]
    return ("failed" if strict else "not_checked"), found


def _named(company: Company, bill: Bill) -> PurchaseOrder | None:
    """The order of this supplier that a person, the bill (BT-13), or the bill that it corrects, names."""
    by_hand = BillOrder.objects.filter(company=company, bill=bill).select_related("order__party").first()
    if by_hand is not None:
        return by_hand.order
    if bill.party is None:
        return None
    if bill.order_ref:
        return _of_number(company, bill, bill.order_ref)
    if bill.kind == "credit_note" and bill.preceding:
        kin = Bill.objects.filter(company=company, party=bill.party, number=bill.preceding, status="approved").first()
        return None if kin is None or kin.pk == bill.pk or kin.kind != "bill" else _named(company, kin)
    return None


def _of_number(company: Company, bill: Bill, reference: str) -> PurchaseOrder | None:
    rows = PurchaseOrder.objects.filter(company=company, number__iexact=reference.strip()).select_related("party")
    row = rows.first()
    assert bill.party is not None, "looked at before"
    return row if row is not None and suppliers.surviving(row.party) == suppliers.surviving(bill.party) else None


def _paired(company: Company, bill: Bill, order: PurchaseOrder, lines: Sequence[BillLine]) -> list[_Pair]:
    assert bill.party is not None, "looked at before"
    terms = policies.of(company, bill.party)
    ordered = list(order.lines.order_by("position"))
    by_hand = BillOrder.objects.filter(company=company, bill=bill).values_list("lines", flat=True).first() or {}
    meant = [_meant(line, ordered, by_hand=by_hand) for line in lines]
    matched = order_matching.three_way(
        [
            order_matching.BillLine(
                id=str(line.position),
                quantity=_signed(bill, line.quantity),
                unit=line.unit,
                net=Money(_signed(bill, line.net), bill.currency),
                order_line=str(one.pk) if one else "",
            )
            for line, one in zip(lines, meant, strict=True)
        ],
        [
            order_matching.OrderLine(
                id=str(one.pk),
                quantity=one.quantity,
                unit=one.unit,
                net=Money(one.net, order.currency),
                billed=_billed(company, one, beside=bill),
            )
            for one in ordered
        ],
        received={str(line): quantity for line, quantity in queries.received(company, order).items()},
        tolerance=Tolerance(terms.percent, Money(terms.money, bill.currency)),
        policy=MATCHED[terms.policy or "order_and_receipt"],
    )
    return [_Pair(*one) for one in zip(lines, meant, matched.lines, strict=True)]


def _meant(line: BillLine, ordered: Sequence[OrderLine], *, by_hand: Mapping[str, int]) -> OrderLine | None:
    """By a person's word, by BT-132, else the only one of that name or code; nothing is guessed between several."""
    at = by_hand.get(str(line.position))
    named = str(at) if at else line.order_line_ref.strip()
    if named:
        return next((one for one in ordered if str(one.position) == named), None)
    words = _plain(line.name)
    fitting = [
        one for one in ordered if words in {_plain(one.name), _plain(one.product_code), _plain(one.supplier_code)}
    ]
    return fitting[0] if words and len(fitting) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _signed(bill: Bill, value: Decimal) -> Decimal:
    return -value if bill.kind == "credit_note" else value


def _billed(company: Company, line: OrderLine, *, beside: Bill | None = None) -> Decimal:
    """What approved bills took of the line, less what was credited; without what the one bill took itself."""
    taken = OrderTaken.objects.filter(company=company, order_line=line).exclude(bill_line__bill=beside)
    return sum(taken.values_list("quantity", flat=True), Decimal(0))


def _take(company: Company, line: BillLine, ordered: OrderLine, *, quantity: Decimal) -> None:
    before = _billed(company, ordered)
    nth = OrderTaken.objects.filter(company=company, order_line=ordered).count() + 1
    told = {"bill_line": line, "order_line": ordered, "nth": nth, "quantity": quantity, "before": before}
    try:
        with transaction.atomic():
            OrderTaken.objects.create(company=company, **told)
    except IntegrityError:
        raise Refused("order.changed_since", number=line.bill.number) from None
