"""A discount agreed afterwards on what one customer bought in a period: what it takes off each invoice and VAT rate.

One note may say the difference in total alone (ustawa o VAT art. 106j ust. 3); books, VAT ledger and what may still be
credited need it by invoice. `docs/rules/period-discounts.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.core.money import Money, decimals, round_half_up, shares
from kvit.core.tax import Vat

ZERO = Decimal(0)
LAWS: Mapping[str, str] = {"PL": "ustawa o VAT art. 106j ust. 3"}
"""Where one note may lower many invoices, and by which law. Elsewhere each invoice gets a note of its own."""

FROM_THE_NOTE = 2
"""TypKorekty: the tax is less from the day of the note on (ustawa o VAT art. 29a ust. 13)."""


@dataclass(frozen=True)
class Part:
    """An amount without VAT, and its VAT."""

    base: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        """With VAT."""
        return self.base + self.vat


Parts = Mapping[Vat, Part]


def split(discount: Decimal, left: Sequence[Parts], *, currency: str) -> list[dict[Vat, Part]]:
    """What a discount with VAT takes off each document, by VAT rate, in proportion to what is left of it.

    The parts add up to the discount to the last cent, and none is more than is left. The VAT of each rate is reckoned
    from the amount with VAT (art. 106e ust. 7 and 8), once for the whole discount. Refuses
    `period_discount.beyond_left`, and `period_discount.nothing` for what is no amount above zero in whole cents.
    """
    whole = sum((part.gross for document in left for part in document.values() if part.base > 0), ZERO)
    if discount <= 0 or round_half_up(discount, decimals(currency)) != discount:
        raise Refused("period_discount.nothing", amount=f"{discount:f}")
    if discount > whole:
        facts = {"amount": format_plain(discount, currency), "left": format_plain(whole, currency)}
        raise Refused("period_discount.beyond_left", currency=currency, **facts)
    rates = sorted({vat for document in left for vat, part in document.items() if part.base > 0}, key=_order)
    held = {vat: [document.get(vat, Part(ZERO, ZERO)) for document in left] for vat in rates}
    by_rate = shares(Money(discount, currency), [_sum(held[vat]).gross for vat in rates])
    found: list[dict[Vat, Part]] = [{} for _ in left]
    for vat, gross in zip(rates, by_rate, strict=True):
        if not gross:
            continue
        taken = _of_gross(gross.amount, vat.rate, left=_sum(held[vat]), currency=currency)
        bases = _shares(taken.base, [part.base for part in held[vat]], currency=currency)
        taxes = _shares(taken.vat, [part.vat for part in held[vat]], currency=currency)
        for document, base, tax in zip(found, bases, taxes, strict=True):
            if base or tax:
                document[vat] = Part(base, tax)
    return found


def summed(parts: Sequence[Parts]) -> dict[Vat, Part]:
    """The parts of all documents together, by VAT rate: the breakdown of the note."""
    rates = sorted({vat for document in parts for vat in document}, key=_order)
    return {vat: _sum([document[vat] for document in parts if vat in document]) for vat in rates}


def period_words(since: date, until: date) -> str:
    """The period as a note names it where nobody gave it a name: its days."""
    return f"{since.isoformat()} – {until.isoformat()}"


def _of_gross(gross: Decimal, rate: Decimal, *, left: Part, currency: str) -> Part:
    """The amount with VAT as base and VAT; near the whole neither is more than what single documents' cents left."""
    tax = min(round_half_up(gross * rate / (100 + rate), decimals(currency)), left.vat)
    base = min(gross - tax, left.base)
    return Part(base, gross - base)


def _shares(whole: Decimal, weights: Sequence[Decimal], *, currency: str) -> list[Decimal]:
    """In proportion to what is left, and never more of a document than that (`money.shares`: less than one more cent,
    and only where there is a part of a cent)."""
    held = [max(weight, ZERO) for weight in weights]
    if not whole or not any(held):
        return [ZERO] * len(weights)
    return [part.amount for part in shares(Money(whole, currency), held)]


def _sum(parts: Sequence[Part]) -> Part:
    kept = [part for part in parts if part.base > 0]
    return Part(sum((part.base for part in kept), ZERO), sum((part.vat for part in kept), ZERO))


def _order(vat: Vat) -> tuple[str, Decimal]:
    return (vat.category, -vat.rate)
