"""What points took off a document, as credit notes take it back: by the share of the lines, the last note the rest.

`docs/rules/loyalty.md`: who sends half back gets half of the money and half of the points.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kvit.core.money import decimals, round_half_up
from kvit.core.tax import Extra, Vat
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine

ZERO = Decimal(0)


def of_lines(
    original: Invoice, chosen: Iterable[tuple[InvoiceLine, Decimal]], *, earlier: Sequence[Invoice]
) -> list[InvoiceExtra]:
    """What of each reward goes with so much of these lines, unsaved: their share of the net of all lines of its VAT, in
    whole cents, and no more than the `earlier` notes left of it."""
    rewards = [one for one in left(original, earlier=earlier) if one.is_reward]
    if not rewards:
        return []
    whole: dict[Vat, Decimal] = defaultdict(lambda: ZERO)
    credited: dict[Vat, Decimal] = defaultdict(lambda: ZERO)
    for line in original.lines.all():
        whole[_vat(line)] += line.net
    for line, quantity in chosen:
        credited[_vat(line)] += line.net * quantity / line.quantity
    told = {one.pk: one.amount for one in original.extras.filter(is_reward=True)}
    found = []
    for one in rewards:
        base = whole[_vat(one)]
        share = told[one.pk] * credited[_vat(one)] / base if base > 0 else ZERO
        one.amount = min(round_half_up(share, decimals(original.currency)), one.amount)
        if one.amount > 0:
            found.append(one)
    return found


def left(original: Invoice, *, earlier: Sequence[Invoice]) -> list[InvoiceExtra]:
    """The document's allowances and charges, unsaved: of its rewards what the `earlier` notes left."""
    gone: dict[Vat, list[InvoiceExtra]] = defaultdict(list)
    for one in InvoiceExtra.objects.filter(company_id=original.company_id, invoice__in=earlier, is_reward=True):
        gone[_vat(one)].append(one)
    found = []
    for one in original.extras.order_by("position"):
        if one.is_reward:
            one.amount -= sum((before.amount for before in gone[_vat(one)]), ZERO)
            one.net -= sum((before.net for before in gone[_vat(one)]), ZERO)
        if one.amount or one.net:
            found.append(one)
    return found


def as_extras(rewards: Iterable[InvoiceExtra]) -> list[Extra]:
    """As the totals of a note take them off."""
    return [Extra(one.amount, _vat(one)) for one in rewards]


def _vat(row: InvoiceLine | InvoiceExtra) -> Vat:
    return Vat(row.vat_category, row.vat_rate.normalize())
