"""What an invoice comes to: lines, VAT and totals as EN 16931 computes them, with the Spanish retention and surcharge.

Amounts are in the document's currency and rounded to its decimals, half away from zero, each once:
the line (BT-131), the VAT of each category and rate (BT-117), the retention. Everything else is a sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Literal

from kvit.core import gross_prices
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up

ZERO = Decimal(0)
CATEGORIES = frozenset({"S", "Z", "E", "AE", "K", "G", "O", "L", "M"})
"""UNCL 5305 as EN 16931 has it: standard, zero, exempt, reverse charge, intra-EU, export, outside, IGIC, IPSI."""
RATED = frozenset({"S", "L", "M"})
"""The categories that charge VAT; the others have the rate 0 (BR-Z-05, E-05, AE-05, IC-05, G-05, O-05)."""
SURCHARGES = {Decimal(21): Decimal("5.2"), Decimal(10): Decimal("1.4"), Decimal(4): Decimal("0.5")}
"""Recargo de equivalencia for each rate of IVA (Ley 37/1992, art. 161)."""
LARGEST = Decimal(10) ** 13
"""An amount from here on is a slip of the pen: it would not fit the tables either."""
PRECISION = 60
"""Digits of every product: the longest price times the longest quantity stays exact."""


@dataclass(frozen=True)
class Vat:
    """A VAT category (BT-151), its rate in percent (BT-152). Refuses `vat.unknown_category`, `vat.rate_not_allowed`."""

    category: str
    rate: Decimal

    def __post_init__(self) -> None:
        if self.category not in CATEGORIES:
            raise Refused("vat.unknown_category", category=self.category)
        if not self.rate.is_finite() or not 0 <= self.rate <= 100 or (self.rate and self.category not in RATED):
            raise Refused("vat.rate_not_allowed", category=self.category, rate=str(self.rate))


@dataclass(frozen=True)
class Line:
    """What is sold: price for `base_quantity` (BT-149), less a percentage and an amount of discount."""

    quantity: Decimal
    price: Decimal
    vat: Vat
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    base_quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class Extra:
    """An allowance or a charge on the whole document (BG-20, BG-21), with the VAT it lowers or raises."""

    amount: Decimal
    vat: Vat


@dataclass(frozen=True)
class LineTotals:
    """A line computed: price without VAT, what goes off, what is left; `vat` is what the e-invoice names."""

    net_price: Decimal  # BT-146
    discount: Decimal  # BT-136
    net: Decimal  # BT-131
    vat: Vat  # BT-151, BT-152: with the surcharge in the rate, where there is one


@dataclass(frozen=True)
class VatTotals:
    """One row of the VAT breakdown (BG-23); in the accounting currency too where that is another."""

    vat: Vat  # BT-118, BT-119
    base: Decimal  # BT-116
    amount: Decimal  # BT-117
    amount_accounting: Decimal | None = None  # its part of BT-111


@dataclass(frozen=True)
class Surcharge:
    """A recargo de equivalencia: its part of a row of the breakdown; `vat` is the IVA it comes with."""

    vat: Vat
    rate: Decimal
    base: Decimal
    vat_amount: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """A document computed. 106 - 107 + 108 = 109; 109 + 110 = 112; 112 - 113 + 114 = 115, always exactly."""

    lines: tuple[LineTotals, ...]
    line_sum: Decimal  # BT-106
    allowance_sum: Decimal  # BT-107
    charge_sum: Decimal  # BT-108
    net: Decimal  # BT-109
    vat: Decimal  # BT-110
    vat_accounting: Decimal | None  # BT-111
    gross: Decimal  # BT-112
    prepaid: Decimal  # BT-113: paid before, and the retention the customer pays to the tax office for us
    rounding: Decimal  # BT-114: what prices with VAT cannot be brought to; never hidden in another amount
    payable: Decimal  # BT-115
    breakdown: tuple[VatTotals, ...]
    retention: Decimal
    surcharges: tuple[Surcharge, ...]
    allowances: tuple[Decimal, ...] = ()  # BT-92 each, without VAT
    charges: tuple[Decimal, ...] = ()  # BT-99 each, without VAT


@dataclass(frozen=True)
class _Part:
    """A line, allowance or charge on its way: what was told, what it is without VAT, and the VAT it comes under."""

    kind: Literal["line", "allowance", "charge"]
    told: Decimal
    net: Decimal
    vat: Vat
    discount: Decimal = ZERO

    @property
    def sign(self) -> int:
        return -1 if self.kind == "allowance" else 1


def totals(
    lines: Sequence[Line],
    *,
    currency: str,
    allowances: Sequence[Extra] = (),
    charges: Sequence[Extra] = (),
    prices_include_vat: bool = False,
    prepaid: Decimal = ZERO,
    accounting_rate: Decimal | None = None,
    accounting_currency: str | None = None,
    retention_rate: Decimal = ZERO,
    with_surcharge: bool = False,
) -> Totals:
    """Compute a document (EN 16931, BR-CO-10 to BR-CO-17; docs/rules/vat-totals.md).

    With `prices_include_vat`, prices, discounts, allowances and charges all contain VAT. `prepaid` was paid before.
    `accounting_rate` is units of `accounting_currency` for one of `currency`. `retention_rate` is in percent.
    Refuses `line.not_a_number`, `line.base_quantity_not_positive`, `surcharge.no_rate`, `invoice.amount_too_large`.
    """
    digits = decimals(currency)
    _refuse_impossible(lines, [*allowances, *charges], (prepaid, retention_rate, accounting_rate or ZERO))
    with localcontext(prec=PRECISION):
        parts = [_line_part(line, digits, with_surcharge) for line in lines]
        parts += [_extra_part("allowance", extra, digits, with_surcharge) for extra in allowances]
        parts += [_extra_part("charge", extra, digits, with_surcharge) for extra in charges]
        told = sum((part.told * part.sign for part in parts), ZERO) if prices_include_vat else None
        if prices_include_vat:
            parts = _without_vat(parts, digits)
        breakdown = _breakdown(parts, digits)
        if accounting_rate is not None and accounting_currency not in (None, currency):
            breakdown = _also_in(str(accounting_currency), breakdown, rate=accounting_rate)
        net = sum((row.base for row in breakdown), ZERO)
        retention = round_half_up(net * retention_rate / 100, digits)
        computed = _summed(parts, breakdown, told=told, paid=round_half_up(prepaid, digits), retention=retention)
        result = replace(
            computed,
            lines=tuple(_line_totals(line, parts[i], digits, prices_include_vat) for i, line in enumerate(lines)),
            surcharges=surcharges_of(breakdown, digits) if with_surcharge else (),
        )
    return _refuse_too_large(result)


def _summed(
    parts: Sequence[_Part],
    breakdown: tuple[VatTotals, ...],
    *,
    told: Decimal | None,
    paid: Decimal,
    retention: Decimal,
) -> Totals:
    """All that is a sum of what was rounded already; `told` is what the customer was told where that had VAT in it."""
    net = sum((row.base for row in breakdown), ZERO)
    vat = sum((row.amount for row in breakdown), ZERO)
    payable = net + vat if told is None else told
    in_accounting = [row.amount_accounting for row in breakdown if row.amount_accounting is not None]
    zero = paid - paid  # with the decimals of the currency
    return Totals(
        lines=(),
        line_sum=_net_of("line", parts, zero=zero),
        allowance_sum=_net_of("allowance", parts, zero=zero),
        charge_sum=_net_of("charge", parts, zero=zero),
        net=net,
        vat=vat,
        vat_accounting=sum(in_accounting, ZERO) if in_accounting else None,
        gross=net + vat,
        prepaid=paid + retention,
        rounding=payable - net - vat,
        payable=payable - paid - retention,
        breakdown=breakdown,
        retention=retention,
        surcharges=(),
        allowances=tuple(part.net for part in parts if part.kind == "allowance"),
        charges=tuple(part.net for part in parts if part.kind == "charge"),
    )


def _refuse_impossible(lines: Sequence[Line], extras: Sequence[Extra], others: Iterable[Decimal]) -> None:
    for number, line in enumerate(lines, start=1):
        given = (line.quantity, line.price, line.base_quantity, line.discount_percent, line.discount_amount)
        if not all(value is None or value.is_finite() for value in given):
            raise Refused("line.not_a_number", line=number)
        if line.base_quantity <= 0:
            raise Refused("line.base_quantity_not_positive", line=number)
        if any(value is not None and abs(value) >= LARGEST for value in given):
            raise Refused("invoice.amount_too_large", limit=str(LARGEST))
    for value in (*(extra.amount for extra in extras), *others):
        if not value.is_finite():
            raise Refused("invoice.not_a_number")
        if abs(value) >= LARGEST:
            raise Refused("invoice.amount_too_large", limit=str(LARGEST))


def _refuse_too_large(result: Totals) -> Totals:
    amounts = (result.line_sum, result.allowance_sum, result.charge_sum, result.gross, result.payable)
    if any(abs(amount) >= LARGEST for amount in (*amounts, result.vat_accounting or ZERO)):
        raise Refused("invoice.amount_too_large", limit=str(LARGEST))
    return result


def _charged(vat: Vat, with_surcharge: bool) -> Vat:
    """The VAT as the e-invoice names it: with the surcharge in the rate (docs/rules/retention-and-surcharge.md)."""
    if not with_surcharge or vat.category != "S":
        return vat
    if vat.rate not in SURCHARGES:
        raise Refused("surcharge.no_rate", rate=str(vat.rate))
    return Vat(vat.category, vat.rate + SURCHARGES[vat.rate])


def _line_part(line: Line, digits: int, with_surcharge: bool) -> _Part:
    whole = round_half_up(line.quantity * line.price / line.base_quantity, digits)
    discount = round_half_up(line.discount_amount or ZERO, digits)
    discount += round_half_up(whole * (line.discount_percent or ZERO) / 100, digits)
    net = whole - discount
    return _Part("line", told=net, net=net, vat=_charged(line.vat, with_surcharge), discount=discount)


def _extra_part(kind: Literal["allowance", "charge"], extra: Extra, digits: int, with_surcharge: bool) -> _Part:
    amount = round_half_up(extra.amount, digits)
    return _Part(kind, told=amount, net=amount, vat=_charged(extra.vat, with_surcharge))


def _without_vat(parts: Sequence[_Part], digits: int) -> list[_Part]:
    """The VAT of each category and rate taken out of its sum, then out of the parts, so that both agree."""
    out = list(parts)
    for vat in dict.fromkeys(part.vat for part in parts):
        group = [i for i, part in enumerate(parts) if part.vat == vat]
        signed = [parts[i].told * parts[i].sign for i in group]
        whole = gross_prices.without_vat(sum(signed, ZERO), vat.rate, digits)
        nets = gross_prices.net_shares(signed, whole, rate=vat.rate, digits=digits)
        for i, net in zip(group, nets, strict=True):
            discount = round_half_up(parts[i].discount * 100 / (100 + vat.rate), digits)
            out[i] = replace(parts[i], net=net * parts[i].sign, discount=discount)
    return out


def _breakdown(parts: Sequence[_Part], digits: int) -> tuple[VatTotals, ...]:
    """VAT is rounded once per category and rate, on the summed net (BR-CO-17, BR-S-08)."""
    bases: dict[Vat, Decimal] = {}
    for part in parts:
        bases[part.vat] = bases.get(part.vat, ZERO) + part.net * part.sign
    return tuple(VatTotals(vat, base, round_half_up(base * vat.rate / 100, digits)) for vat, base in bases.items())


def _also_in(currency: str, breakdown: Iterable[VatTotals], *, rate: Decimal) -> tuple[VatTotals, ...]:
    """Each row's VAT converted and rounded by itself, so that BT-111 is the sum of what the VAT book lists per rate."""
    digits = decimals(currency)
    return tuple(replace(row, amount_accounting=round_half_up(row.amount * rate, digits)) for row in breakdown)


def _line_totals(line: Line, part: _Part, digits: int, includes_vat: bool) -> LineTotals:
    price = line.price
    if includes_vat:
        price = gross_prices.net_price(
            line.price,
            part.net + part.discount,
            quantity=line.quantity,
            base_quantity=line.base_quantity,
            rate=part.vat.rate,
            digits=digits,
        )
    return LineTotals(price, part.discount, part.net, part.vat)


def _net_of(kind: str, parts: Iterable[_Part], *, zero: Decimal) -> Decimal:
    return sum((part.net for part in parts if part.kind == kind), zero)


def surcharges_of(breakdown: Iterable[VatTotals], digits: int) -> tuple[Surcharge, ...]:
    """What of each row is recargo: the row's VAT less the IVA, so that the two add up to BT-117."""
    found = []
    for row in breakdown:
        for rate, extra in SURCHARGES.items():
            if row.vat == Vat("S", rate + extra):
                iva = round_half_up(row.base * rate / 100, digits)
                found.append(Surcharge(Vat("S", rate), extra, row.base, iva, row.amount - iva))
    return tuple(found)
