"""What of a bill agrees with the order and the goods received, line by line; the rest is held, with the reason.

Rule and examples: docs/rules/order-matching.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kvit.core.errors import Finding
from kvit.core.money import Money, total

Policy = Literal["three_way", "two_way", "no_order"]
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """A line of a purchase order; `billed` is the quantity that earlier bills took of it, less what was credited."""

    id: str
    quantity: Decimal
    unit: str
    net: Money
    billed: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class BillLine:
    """A line of a bill, or of a credit note, whose quantity and net are below zero. `order_line` is what it names."""

    id: str
    quantity: Decimal
    unit: str
    net: Money
    order_line: str = ""


@dataclass(frozen=True)
class Tolerance:
    """By how much a supplier may be off: a difference keeps both, percent and money in the currency of the bill."""

    percent: Decimal
    money: Money

    def allows(self, excess: Money, *, of: Money) -> bool:
        """Whether so much over an expected amount passes."""
        return abs(excess.amount) * 100 <= abs(of.amount) * self.percent and abs(excess.amount) <= self._most(excess)

    def _most(self, excess: Money) -> Decimal:
        return (self.money + Money.zero(excess.currency)).amount


@dataclass(frozen=True)
class LineMatch:
    """What of a line may be paid and what is held; both add up to its net."""

    line: BillLine
    payable: Money
    held: Money
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Match:
    """The lines in their order, and their sums."""

    lines: tuple[LineMatch, ...]
    payable: Money
    held: Money

    @property
    def findings(self) -> list[Finding]:
        """Everything that was found, by line."""
        return [finding for line in self.lines for finding in line.findings]


@dataclass
class _Taken:
    """What bills took of an order line so far, and of this bill what those pieces should cost and cost beyond that."""

    quantity: Decimal
    expected: Money
    excess: Money

    def take(self, line: BillLine, ordered: OrderLine) -> None:
        expected = _expected(line, ordered)
        self.quantity += line.quantity
        self.expected += max(expected, -expected)
        self.excess += max(line.net - expected, Money.zero(expected.currency))


def three_way(
    bill: Sequence[BillLine],
    order: Sequence[OrderLine],
    *,
    received: Mapping[str, Decimal],
    tolerance: Tolerance,
    policy: Policy = "three_way",
) -> Match:
    """What of the bill agrees with the order and with what was received of each order line, less what went back.

    Lines of one order line take from it one after the other, and keep the tolerance together: a line cut in pieces is
    no cheaper. What is held takes nothing and gives nothing back. Refuses `money.mixed_currencies` for a bill, or a
    tolerance, in several currencies.
    """
    currency = tolerance.money.currency
    lines = {line.id: line for line in order}
    none = Money.zero(currency)
    taken = {line.id: _Taken(line.billed, none, none) for line in order}
    matches = []
    for line in bill:
        ordered = lines.get(line.order_line)
        if policy == "no_order":
            match = _whole(line)
        elif ordered is None:
            match = _held(line, "order.not_ordered")
        else:
            arrived = received.get(ordered.id, ZERO) if policy == "three_way" else None
            match = _matched(line, ordered, before=taken[ordered.id], arrived=arrived, within=tolerance)
            if match.payable.amount or not match.findings:
                taken[ordered.id].take(line, ordered)
        matches.append(match)
    return Match(
        tuple(matches),
        total((match.payable for match in matches), currency),
        total((match.held for match in matches), currency),
    )


def to_be_credited(order: Sequence[OrderLine], received: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """By order line, the quantity that was billed and is not here (any more): what a credit note has to bring."""
    missing = {line.id: line.billed - received.get(line.id, ZERO) for line in order}
    return {line: quantity for line, quantity in missing.items() if quantity > 0}


def _expected(line: BillLine, ordered: OrderLine) -> Money:
    return ordered.net.times(line.quantity).divided(ordered.quantity)


def _matched(
    line: BillLine, ordered: OrderLine, *, before: _Taken, arrived: Decimal | None, within: Tolerance
) -> LineMatch:
    if line.net.currency != ordered.net.currency:
        return _held(line, "order.other_currency", ordered=ordered.net.currency, billed=line.net.currency)
    if line.unit != ordered.unit:
        return _held(line, "order.other_unit", ordered=ordered.unit, billed=line.unit)
    if not line.quantity or not ordered.quantity or line.quantity * line.net.amount < 0:
        return _held(line, "order.no_quantity")
    expected = _expected(line, ordered)
    excess = line.net - expected
    if excess.amount > 0 and not within.allows(before.excess + excess, of=before.expected + max(expected, -expected)):
        return _held(line, "order.price", expected=str(expected.rounded()), billed=str(line.net.rounded()))
    if line.quantity < 0:
        if before.quantity + line.quantity < 0:
            facts = {"billed": _text(before.quantity), "credited": _text(-line.quantity)}
            return _held(line, "order.credited_too_much", **facts)
        return _whole(line)
    return _by_quantity(line, ordered, before=before.quantity, arrived=arrived, within=within)


def _by_quantity(
    line: BillLine, ordered: OrderLine, *, before: Decimal, arrived: Decimal | None, within: Tolerance
) -> LineMatch:
    """The line up to what was ordered and received; all bills of the order line together keep the tolerance."""
    limit = ordered.quantity if arrived is None else min(ordered.quantity, arrived)
    beyond = before + line.quantity - limit
    price = line.net.divided(line.quantity)
    if beyond <= 0 or within.allows(price.times(beyond), of=price.times(limit)):
        return _whole(line)
    facts = {"ordered": _text(ordered.quantity), "before": _text(before), "billed": _text(line.quantity)}
    if before >= ordered.quantity:
        return _held(line, "order.billed_before", **facts)
    kind = "order.not_received" if limit < ordered.quantity else "order.more_than_ordered"
    share = max(ZERO, limit - before)
    payable = line.net.times(share).divided(line.quantity).rounded()
    return LineMatch(line, payable, line.net - payable, (_found(line, kind, limit=_text(limit), **facts),))


def _whole(line: BillLine) -> LineMatch:
    return LineMatch(line, line.net, Money.zero(line.net.currency))


def _held(line: BillLine, rule: str, **facts: str) -> LineMatch:
    return LineMatch(line, Money.zero(line.net.currency), line.net, (_found(line, rule, **facts),))


def _found(line: BillLine, rule: str, **facts: str) -> Finding:
    return Finding(rule, f"lines/{line.id}", facts=dict(facts))


def _text(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
