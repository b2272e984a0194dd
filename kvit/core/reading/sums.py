"""Net, VAT, total and what is to be paid: the amounts that the words name and that add up.

EN 16931 BR-CO-15: total = net + VAT; BR-CO-16: payable = total - prepaid. Amounts that add up are believed before
amounts that are only named; what is neither alone nor added up is never sure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kvit.core.money import round_half_up
from kvit.core.reading.amounts import Amount, rates_in
from kvit.core.reading.labelling import ROW_BEFORE, SAME_ROW, Pair, Sheet, pairs
from kvit.core.reading.labels import MIDDLE, PLAIN

_ROUNDING = re.compile(r"\b(?:round(?:ing|ed)?\b|rotunj|redonde|zaokr|закръгл|rundung)", re.IGNORECASE)
_SMALLEST_COIN = Decimal("0.05")
FIELDS = ("net", "vat", "gross", "payable")
MOST_RATE = Decimal("0.30")
"""No VAT of Europe is higher (Hungary: 27 %)."""

RATES = "4 5 5.5 6 7 7.7 8 8.1 9 10 11 12 13 13.5 16 17 18 19 20 21 22 23 24 25 27"
USUAL_RATES = tuple(map(Decimal, RATES.split()))
MOST_AMOUNTS = 300
"""So many of the last are held against one another: a total ends its bill, and a list of prices is no bill."""
NEEDED = 400
"""The evidence from which a sum of three is believed without a doubt: two named in so many words, or three plainly."""


@dataclass(frozen=True)
class Sums:
    """The amounts by field, where each stands (none where it was worked out), and whether they prove one another."""

    values: Mapping[str, Decimal]
    places: Mapping[str, Amount]
    proven: bool
    evidence: int


@dataclass(frozen=True)
class _Sum:
    net: Decimal
    vat: Decimal
    gross: Decimal
    score: int
    named: int


def sums_of(sheet: Sheet, amounts: Sequence[Amount]) -> Sums:
    """The amounts of the bill. Empty where there is none."""
    handed = _handed_over(sheet, amounts)
    every, amounts = amounts, _without(sheet, amounts)
    named = _named(sheet, amounts)
    triples = sorted(_triples(sheet, amounts, named, handed=handed), key=lambda each: -each.score)
    gross = _best([*named["gross"], *named["payable"]])
    if gross is not None and gross.score >= 100 * MIDDLE:  # a total that is named in so many words is never another
        totals = {pair.value.value for pair in (*named["gross"], *named["payable"])}
        triples = [each for each in triples if each.gross in totals]
    best = triples[0] if triples else None
    if best is None or (gross and best.score < 250):
        return _unproven(named, amounts, handed)
    rounded = _rounded_in_cash(sheet, every, best.gross)
    if rounded is not None:
        values = {"net": best.net, "vat": best.vat, "gross": rounded.value, "payable": rounded.value}
        return Sums(values, {"gross": rounded, "payable": rounded}, False, best.score)
    values = {"net": best.net, "vat": best.vat, "gross": best.gross}
    rivals = [other for other in triples if other.gross != best.gross and other.score > best.score - 100]
    proven = best.score >= NEEDED and best.named >= 2 and not rivals
    payable = _payable(named["payable"], best.gross)
    places = {name: place for name, value in values.items() if (place := _place(value, named[name], amounts))}
    values["payable"] = payable.value if payable else best.gross
    if payable or "gross" in places:
        places["payable"] = payable or places["gross"]
    return Sums(values, places, proven, best.score)


def _rounded_in_cash(sheet: Sheet, amounts: Sequence[Amount], gross: Decimal) -> Amount | None:
    """The total of a receipt that rounds to its smallest coin, where a row says so and the rounded total stands there.

    Malaysia: Bank Negara's rounding mechanism of 2008, to five sen; Switzerland's smallest coin is five as well.
    """
    if not any(_ROUNDING.search(row.text) for row in sheet.rows):
        return None
    near = [
        each
        for each in amounts
        if 0 < abs(each.value - gross) <= _SMALLEST_COIN / 2 and not each.value % _SMALLEST_COIN
    ]
    return near[-1] if near else None


def _without(sheet: Sheet, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts without those that their row says are a discount, a price, cash or change."""
    others = pairs(sheet, amounts, ("not_total", "tendered", "change"))
    claimed = {id(pair.value) for pair in others if pair.nearness >= SAME_ROW}
    return [amount for amount in amounts if id(amount) not in claimed]


def _handed_over(sheet: Sheet, amounts: Sequence[Amount]) -> Decimal | None:
    """Of a receipt: what was given less what was given back."""
    given, back = (_best(pairs(sheet, amounts, (field,))) for field in ("tendered", "change"))
    if given is None or back is None or back.value.value > given.value.value:
        return None
    return given.value.value - back.value.value


def _named(sheet: Sheet, amounts: Sequence[Amount]) -> dict[str, list[Pair[Amount]]]:
    return {field: pairs(sheet, amounts, (field,), every=True) for field in FIELDS}


def _best(named: Sequence[Pair[Amount]]) -> Pair[Amount] | None:
    """The best named amount; of equals the last, for totals end a bill."""
    ranked = sorted(enumerate(named), key=lambda each: (each[1].score, each[0]))
    return ranked[-1][1] if ranked else None


def _scores(named: Sequence[Pair[Amount]]) -> dict[Decimal, int]:
    """How well each value is named: its best label, a little more for each further one."""
    found: dict[Decimal, int] = {}
    for pair in sorted(named, key=lambda each: -each.score):
        value = pair.value.value
        found[value] = found[value] + 20 if value in found else pair.score
    return found


def _triples(
    sheet: Sheet,
    amounts: Sequence[Amount],
    named: Mapping[str, list[Pair[Amount]]],
    *,
    handed: Decimal | None,
) -> Iterator[_Sum]:
    scores = {field: _scores(named[field]) for field in FIELDS}
    if handed is not None:
        scores["gross"][handed] = scores["gross"].get(handed, 0) + 100 * PLAIN
    looked_at = amounts[-MOST_AMOUNTS:]
    values = sorted({amount.value for amount in looked_at}, key=abs)
    known = set(values)
    parted, parted_vat = _parted(looked_at)
    rows = _values_by_row(looked_at)
    by_rate = _by_rate(named["vat"])
    largest = max((abs(value) for value in values), default=Decimal(0))
    for gross in values:
        for net in values:
            vat = gross - net
            if _is_rate(net, vat) and vat in known:
                yield _judged(net, vat, gross, scores=scores, rows=rows, largest=largest)
            elif vat == by_rate and vat:
                yield _judged(net, vat, gross, scores=scores, rows=rows, largest=largest, parted=True)
        if parted_vat and gross == parted:
            yield _judged(gross - parted_vat, parted_vat, gross, scores=scores, rows=rows, largest=largest, parted=True)
        named_total = max(scores["gross"].get(gross, 0), scores["payable"].get(gross, 0)) >= 200
        if named_total and scores["net"].get(gross) and (Decimal(0) in scores["vat"] or not scores["vat"]):
            yield _judged(gross, Decimal(0), gross, scores=scores, rows=rows, largest=largest)


def _values_by_row(amounts: Sequence[Amount]) -> list[frozenset[Decimal]]:
    by_row: dict[int, set[Decimal]] = {}
    for amount in amounts:
        by_row.setdefault(id(amount.span.row), set()).add(amount.value)
    return [frozenset(values) for values in by_row.values() if len(values) >= 3]


def _by_rate(named: Sequence[Pair[Amount]]) -> Decimal:
    """The VAT of all rates together, where each has a row of its own; nothing where there is one rate alone."""
    taxes = {
        (rate.value, pair.value.value)
        for pair in named
        if pair.nearness > ROW_BEFORE
        for rate in rates_in(pair.value.span.row)
    }
    return sum((tax for _, tax in taxes), Decimal(0)) if len(taxes) > 1 else Decimal(0)


def _is_rate(net: Decimal, vat: Decimal) -> bool:
    return net != 0 and (net > 0) == (vat > 0) and abs(vat) <= abs(net) * MOST_RATE


def _is_usual(net: Decimal, vat: Decimal) -> bool:
    return any(abs(net * rate / 100 - vat) <= Decimal("0.02") for rate in USUAL_RATES)


def _judged(
    net: Decimal,
    vat: Decimal,
    gross: Decimal,
    *,
    scores: Mapping[str, Mapping[Decimal, int]],
    rows: Sequence[frozenset[Decimal]],
    largest: Decimal,
    parted: bool = False,
) -> _Sum:
    as_gross = max(scores["gross"].get(gross, 0), scores["payable"].get(gross, 0) * 19 // 20)
    each = (scores["net"].get(net, 0), scores["vat"].get(vat, 0), as_gross)
    score = sum(each)
    if vat and _is_usual(net, vat):
        score += 100
    if parted:
        score += 150
    if any({net, vat, gross} <= row for row in rows):
        score += 100
    score += int(200 * abs(gross) / largest) if largest else 0
    return _Sum(net, vat, gross, score, sum(1 for one in each if one >= 75 * PLAIN) + parted)


def _parted(amounts: Sequence[Amount]) -> tuple[Decimal, Decimal]:
    """What a table of rates comes to, and the VAT in it: rows with a rate, a base and its tax; nothing where there is
    no such table."""
    taxes: dict[tuple[Decimal, Decimal], None] = {}
    by_row: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_row.setdefault(id(amount.span.row), []).append(amount)
    for on_row in by_row.values():
        for rate in rates_in(on_row[0].span.row):
            for base in on_row:
                tax = round_half_up(base.value * rate.value / 100, 2)
                if tax and any(other.value == tax for other in on_row):
                    taxes[base.value, tax] = None
    if not 2 <= len(taxes) <= 6:
        return Decimal(0), Decimal(0)
    return sum((base + tax for base, tax in taxes), Decimal(0)), sum((tax for _, tax in taxes), Decimal(0))


def _payable(named: Sequence[Pair[Amount]], gross: Decimal) -> Amount | None:
    """The amount that is named as the one to pay; the total where it is among them."""
    for pair in named:
        if pair.value.value == gross:
            return pair.value
    fitting = [pair for pair in named if abs(pair.value.value) < abs(gross)]
    best = _best(fitting)
    return best.value if best and best.nearness > ROW_BEFORE else None


def _place(value: Decimal, named: Sequence[Pair[Amount]], amounts: Sequence[Amount]) -> Amount | None:
    for pair in sorted(named, key=lambda each: -each.score):
        if pair.value.value == value:
            return pair.value
    return next((amount for amount in reversed(amounts) if amount.value == value), None)


def _unproven(named: Mapping[str, list[Pair[Amount]]], amounts: Sequence[Amount], handed: Decimal | None) -> Sums:
    """The best named amount of each field; the largest one where no total is named."""
    places = {field: best.value for field in FIELDS if (best := _best(named[field]))}
    for amount in amounts:
        if amount.value == handed:
            places["gross"] = amount
    if "gross" not in places and "payable" in places:
        places["gross"] = places["payable"]
    if "gross" not in places and {"net", "vat"} <= set(places):
        worked_out = places["net"].value + places["vat"].value
        if _is_usual(places["net"].value, places["vat"].value):
            values = {field: place.value for field, place in places.items()}
            return Sums(values | {"gross": worked_out, "payable": worked_out}, places, False, 100)
    if "gross" not in places and amounts:
        places["gross"] = max(amounts, key=lambda each: abs(each.value))
    if "payable" not in places and "gross" in places:
        places["payable"] = places["gross"]
    best = _best(named["gross"])
    values = {field: place.value for field, place in places.items()}
    if {"net", "gross"} <= set(values) and values["net"] + values.get("vat", Decimal(0)) != values["gross"]:
        vat = values["gross"] - values["net"]
        if _is_rate(values["net"], vat):
            values["vat"] = vat
            places.pop("vat", None)
    return Sums(values, places, False, best.score if best else 50)
