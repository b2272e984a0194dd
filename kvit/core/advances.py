"""An advance: what was received before the supply, split over the VAT rates of its order, and taken back at the end.

VAT is due on what was received (Directive 2006/112/EC art. 65) and is taken out of it: received × rate ÷ (100 + rate)
(Poland: ustawa o VAT art. 106f ust. 1 pkt 3). The final document shows the order less the advances, net and VAT each
(art. 106f ust. 3). `docs/rules/advances.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.tax import LineTotals, Totals, Vat, VatTotals

ZERO = Decimal(0)


def advance(order: Totals, received: Decimal, *, currency: str, rate: Decimal | None = None) -> Totals:
    """The totals of the advance invoice: one line for each VAT rate of the order, all of it paid already.

    `rate`: the company's currency for one of the document's, where they differ (BT-111). Refuses `advance.nothing`,
    `advance.beyond_order`, `advance.rate_below_nothing`.
    """
    digits = decimals(currency)
    if received <= 0 or round_half_up(received, digits) != received:
        raise Refused("advance.nothing", received=f"{received:f}")
    if received > order.gross:
        raise Refused("advance.beyond_order", received=f"{received:f}", order=f"{order.gross:f}", currency=currency)
    parts = shares(received, {row.vat: row.base + row.amount for row in order.breakdown}, digits=digits)
    rows = []
    for vat, gross in parts.items():
        tax = round_half_up(gross * vat.rate / (100 + vat.rate), digits)
        rows.append(VatTotals(vat, gross - tax, tax))
    return _paid([row for row in rows if row.base or row.amount], worth=rate, order=order)


def last(order: Totals, taken: Iterable[VatTotals], received: Decimal, *, rate: Decimal | None = None) -> Totals:
    """The totals of the last advance of all: what the earlier ones left of the order (ustawa o VAT art. 106f ust. 4).

    Refuses `advance.not_the_rest` where it was not received to the cent, and what `settled` refuses.
    """
    rest = settled(order, taken, rate=rate)
    if rest.gross != received:
        raise Refused("advance.not_the_rest", received=f"{received:f}", rest=f"{rest.gross:f}")
    return _paid([row for row in rest.breakdown if row.base or row.amount], worth=rate, order=order)


def settled(order: Totals, taken: Iterable[VatTotals], *, rate: Decimal | None = None) -> Totals:
    """The totals of the final invoice: the order's lines, then one below zero for each row that is taken back.

    Net and VAT of each rate are those of the order less those of the advances. Refuses `advance.beyond_order_rate`.
    """
    gone = list(taken)
    left = {row.vat: row for row in order.breakdown}
    for row in gone:
        before = left.get(row.vat, VatTotals(row.vat, ZERO, ZERO))
        left[row.vat] = VatTotals(row.vat, before.base - row.base, before.amount - row.amount)
    wrong = next((row for row in left.values() if row.base < 0 or row.amount < 0), None)
    if wrong is not None:
        raise Refused("advance.beyond_order_rate", rate=f"{wrong.vat.rate.normalize():f}")
    breakdown = _worth(left.values(), rate)
    nets = tuple(LineTotals(row.base, ZERO, -row.base, row.vat) for row in gone)
    net, vat = _sum(row.base for row in breakdown), _sum(row.amount for row in breakdown)
    return replace(
        order,
        lines=(*order.lines, *nets),
        line_sum=order.line_sum + _sum(row.net for row in nets),
        net=net,
        vat=vat,
        vat_accounting=_accounting(breakdown),
        gross=net + vat,
        payable=net + vat + order.rounding - order.prepaid,
        breakdown=breakdown,
        surcharges=(),
    )


def corrected(
    order: Totals, standing: Iterable[VatTotals], received: Decimal, *, currency: str, rate: Decimal | None = None
) -> Totals:
    """The totals of a correction that raises an advance, or changes its order: what is due now less what stands.

    Together with what stands it is the advance as it would have been invoiced (ustawa o VAT art. 106j ust. 2 pkt 5,
    by difference). Refuses what `advance` refuses, `advance.not_raised` where less was received than stands, and
    `advance.moves_vat` where a rate would get less: that is a credit note and an advance anew.
    """
    wanted = advance(order, received, currency=currency)
    left = {row.vat: (row.base, row.amount) for row in wanted.breakdown}
    stands = ZERO
    for row in standing:
        base, amount = left.get(row.vat, (ZERO, ZERO))
        left[row.vat] = (base - row.base, amount - row.amount)
        stands += row.base + row.amount
    if received < stands:
        raise Refused("advance.not_raised", received=f"{received:f}", stands=f"{stands:f}", currency=currency)
    lowered = next((vat for vat, (base, amount) in left.items() if base < 0 or amount < 0), None)
    if lowered is not None:
        raise Refused("advance.moves_vat", rate=f"{lowered.rate.normalize():f}")
    rows = [VatTotals(vat, base, amount) for vat, (base, amount) in left.items()]
    return _paid([row for row in rows if row.base or row.amount] or rows[:1], worth=rate, order=order)


def with_vat(note: Totals, amounts: Mapping[Vat, Decimal]) -> Totals:
    """A note whose VAT, of these rates, is what the advance held of it: it was taken out of the gross there."""
    breakdown = tuple(replace(row, amount=amounts.get(row.vat, row.amount)) for row in note.breakdown)
    over = _sum(row.amount for row in breakdown) - note.vat
    vat, gross, payable = note.vat + over, note.gross + over, note.payable + over
    return replace(note, breakdown=breakdown, vat=vat, gross=gross, payable=payable)


def shares(received: Decimal, gross: Mapping[Vat, Decimal], *, digits: int) -> dict[Vat, Decimal]:
    """What was received, split in proportion to the gross value of each rate: together exactly the whole.

    Each share is rounded down; the units left over go to those that lost most by it, by category and rate where two
    lost the same, so that the order of the lines changes nothing. Refuses `advance.rate_below_nothing`.
    """
    below = next((vat for vat, value in gross.items() if value < 0), None)
    if below is not None:
        raise Refused("advance.rate_below_nothing", rate=f"{below.rate.normalize():f}")
    whole = _sum(gross.values())
    unit = Decimal(1).scaleb(-digits)
    known = sorted((vat for vat, value in gross.items() if value), key=lambda vat: (vat.category, vat.rate))
    exact = {vat: received * gross[vat] / whole for vat in known}
    parts = {vat: share.quantize(unit, ROUND_FLOOR) for vat, share in exact.items()}
    over = int((received - _sum(parts.values())) / unit)
    for vat in sorted(known, key=lambda vat: parts[vat] - exact[vat])[:over]:
        parts[vat] += unit
    return {vat: part for vat, part in parts.items() if part}


def _paid(rows: Iterable[VatTotals], *, worth: Decimal | None, order: Totals) -> Totals:
    breakdown = _worth(rows, worth)
    net, vat = _sum(row.base for row in breakdown), _sum(row.amount for row in breakdown)
    return replace(
        order,
        lines=tuple(LineTotals(row.base, ZERO, row.base, row.vat) for row in breakdown),
        line_sum=net,
        allowance_sum=ZERO,
        charge_sum=ZERO,
        net=net,
        vat=vat,
        vat_accounting=_accounting(breakdown),
        gross=net + vat,
        prepaid=net + vat,
        rounding=ZERO,
        payable=ZERO,
        breakdown=breakdown,
        surcharges=(),
        allowances=(),
        charges=(),
    )


def _worth(rows: Iterable[VatTotals], rate: Decimal | None) -> tuple[VatTotals, ...]:
    """With the VAT in the company's currency too, which has cents as every currency of the four countries."""
    if rate is None:
        return tuple(rows)
    return tuple(replace(row, amount_accounting=round_half_up(row.amount * rate, 2)) for row in rows)


def _accounting(rows: Sequence[VatTotals]) -> Decimal | None:
    known = [row.amount_accounting for row in rows if row.amount_accounting is not None]
    return _sum(known) if known else None


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
