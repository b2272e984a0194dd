"""What of a bill waits while the rest is paid: the held nets of its lines with their VAT (docs/rules/held-parts.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kvit.core.money import Money, total

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """A line of a bill: under which VAT it stands, its net, and how much of that is held, in the bill's currency.

    `key` says what it is of: a credit line of the same key takes back of it.
    """

    vat: str
    net: Decimal
    held: Decimal
    key: str = ""


def held_gross(lines: Sequence[PartLine], *, vat_totals: Mapping[str, Money], payable: Money, withheld: Money) -> Money:
    """What of the payable is held: of each VAT of the breakdown (base with its VAT, as written) the held share of its
    lines, rounded once, and all of it where all is held; less its share of the tax that is withheld, which is never
    paid to the supplier. Never more than the payable: what was paid before counts for the part that goes on.

    A line whose VAT the breakdown does not know makes one share of the whole bill.
    """
    told = all(line.vat in vat_totals for line in lines)
    wholes = vat_totals if told else {"": total(vat_totals.values(), payable.currency)}
    nets, held = _sums(lines if told else [replace(line, vat="") for line in lines])
    parts = [_share(wholes[vat], held=held[vat], net=nets[vat]) for vat in nets if held[vat] > 0]
    gross = total(parts, payable.currency)
    if withheld.amount:
        gross -= withheld.times(gross.amount).divided(total(wholes.values(), payable.currency).amount).rounded()
    return min(gross, payable)


def less_credited(lines: Sequence[PartLine], credited: Mapping[str, Decimal]) -> list[PartLine]:
    """The lines, of which no more is held than their credit notes leave: by key, what was credited, above zero."""
    left = dict(credited)
    found = []
    for line in lines:
        taken = min(left.get(line.key, ZERO), max(line.net, ZERO))
        left[line.key] = left.get(line.key, ZERO) - taken
        found.append(replace(line, held=min(line.held, line.net - taken)))
    return found


def _sums(lines: Sequence[PartLine]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Nets and what is held of them, by VAT. A line below zero holds nothing back: without it more would be paid."""
    nets: dict[str, Decimal] = {}
    held: dict[str, Decimal] = {}
    for line in lines:
        nets[line.vat] = nets.get(line.vat, ZERO) + line.net
        held[line.vat] = held.get(line.vat, ZERO) + max(line.held, ZERO)
    return nets, held


def _share(whole: Money, *, held: Decimal, net: Decimal) -> Money:
    if held >= net:
        return max(whole, Money.zero(whole.currency))
    return whole.times(held).divided(net).rounded()
