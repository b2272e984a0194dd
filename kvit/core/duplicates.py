"""Whether a bill is a copy of one that is here already, and what says so.

Rule and examples: docs/rules/copies.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from kvit.core.errors import Fact
from kvit.core.parsing.dates import folded

Strength = Literal["stop", "warn"]
Party = Literal["same", "other_record", "not_known", "another"]
Writing = Literal["same", "alike", "near", "other"]

SAME_DAY = 1
"""Days by which one day is misread as another."""
HABIT_DAYS = 5
SAME_SPELL = 45
"""Days within which the turn of a year makes no new series."""
NEIGHBOURS = 3
"""Numbers so far apart are orders of one day."""
LEAST_NEAR = 4
"""Signs of a number below which every other is one slip apart."""

INVOICE_WORDS = frozenset(
    folded(
        """inv invoice bill fv fs fa fac fact fra factura fatura faktura fakt rechnung rg re rnr nr no num numar numero
        numer number seria ser serie doc dok ф ра фра фактура фак номер № n"""
    ).split()
)
"""What stands in front of a number and says only that it is one; a correction has words of its own."""

_LETTER = r"[^\W\d_]"
_FIGURES_READ_AS_LETTERS = re.compile(rf"(?<!{_LETTER})[oоil|]+(?!{_LETTER})|[oо][oоil|]*(?=[0-9])")
"""O, I and l among figures or alone; an l that ends a word in front of figures is a letter."""
_PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
_CHUNK = re.compile(r"[^\W_]+")
_FIGURE_OF = str.maketrans({"o": "0", "о": "0", "i": "1", "l": "1", "|": "1"})


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What is compared of a bill. `supplier` is our record; `bytes_hash` the file's.

    Amounts are below zero for a credit note. What was not read is empty or None.
    `order_ref` is the order of ours that it names.
    """

    id: str
    supplier: str
    number: str
    issued_on: date | None
    currency: str
    gross: Decimal
    net: Decimal | None = None
    vat_id: str = ""
    iban: str = ""
    order_ref: str = ""
    bytes_hash: str = ""


@dataclass(frozen=True)
class Likeness:
    """Which bill it resembles, how, and how strongly. `kind` has its words in `kvit.wording`, `facts` fill them."""

    other: str
    kind: str
    strength: Strength
    facts: dict[str, Fact]


def likely(candidate: Bill, others: Iterable[Bill]) -> list[Likeness]:
    """Of which other bills this one may be a copy, one likeness each, those that stop first.

    `others` are the bills, none of them known to be a copy, that share one of `keys` with the candidate. Nothing of it
    is decided by an amount alone (Directive 2006/112/EC, art. 226(2): the number identifies an invoice).
    """
    rest = [other for other in others if other.id != candidate.id]
    kin = [other for other in rest if _party(candidate, other) in ("same", "other_record")]
    found = [likeness for other in rest if (likeness := _likeness(_Pair(candidate, other, kin))) is not None]
    return sorted(found, key=lambda likeness: likeness.strength != "stop")


def number_key(number: str) -> str:
    """The number as it is unique of a supplier in a day's series: without what does not count, look-alikes as one."""
    return _number(number).whole


def keys(bill: Bill) -> frozenset[tuple[str, str]]:
    """By what a bill and its copies are found: a copy shares at least one with its twin."""
    named = {
        "bytes": bill.bytes_hash,
        "supplier": bill.supplier,
        "vat_id": _bare(bill.vat_id),
        "iban": _bare(bill.iban),
        "gross": f"{bill.gross.normalize():f}",
    }
    return frozenset((name, value) for name, value in named.items() if value)


@dataclass(frozen=True)
class _Number:
    """A number without what does not count."""

    plain: str
    """As written, without capitals and blanks."""
    pieces: tuple[str, ...]
    """Its runs of letters and of figures, without leading zeros and words for "invoice"."""
    whole: str
    """Its letters and figures run together, look-alikes as figures."""
    chunks: int
    """How many parts its separators make."""


@lru_cache(maxsize=65536)
def _number(text: str) -> _Number:
    low = _FIGURES_READ_AS_LETTERS.sub(lambda found: found[0].translate(_FIGURE_OF), folded(text))
    pieces = _PIECE.findall(low)
    first = next((at for at, piece in enumerate(pieces) if piece not in INVOICE_WORDS), len(pieces))
    kept = pieces[first:] or pieces
    return _Number(
        plain=re.sub(r"\s", "", folded(text)),
        pieces=tuple(piece.lstrip("0") or "0" if piece[0].isdigit() else piece for piece in kept),
        whole="".join(kept).translate(_FIGURE_OF),
        chunks=sum(not INVOICE_WORDS.issuperset(_PIECE.findall(chunk)) for chunk in _CHUNK.findall(low)),
    )


def _writing(one: str, other: str) -> Writing:
    """How the two numbers are written; a number that was not read is another one."""
    a, b = _number(one), _number(other)
    if not a.pieces or not b.pieces:
        return "other"
    if a.plain == b.plain:
        return "same"
    if a.pieces == b.pieces or (a.whole == b.whole and a.chunks != b.chunks):
        return "alike"
    longest = max(len(a.whole), len(b.whole))
    if longest >= LEAST_NEAR and OSA.distance(a.whole, b.whole, score_cutoff=1) <= 1:
        return "near"
    return "other"


def _steps(one: str, other: str) -> int | None:
    """How far the first number has counted on from the second; None where they differ in more than one count."""
    a, b = _number(one).pieces, _number(other).pieces
    if len(a) != len(b):
        return None
    apart = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if not all(x.isdecimal() and y.isdecimal() for x, y in apart) or len(apart) > 1:
        return None
    return int(apart[0][0]) - int(apart[0][1]) if apart else 0


def _party(one: Bill, other: Bill) -> Party:
    """Whether both come from one supplier."""
    if one.supplier and one.supplier == other.supplier:
        return "same"
    ids = _bare(one.vat_id), _bare(other.vat_id)
    if all(ids):
        return "other_record" if _same_vat_id(*ids) else "another"
    return "other_record" if _same_account(one, other) else "not_known"


def _same_vat_id(one: str, other: str) -> bool:
    """With or without the country in front."""
    return one == other or one[2:] == other or one == other[2:]


def _same_account(one: Bill, other: Bill) -> bool:
    return bool(_bare(one.iban)) and _bare(one.iban) == _bare(other.iban)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _years(day: date) -> set[str]:
    return {str(day.year), str(day.year % 100)}


class _Pair:
    """A bill and one that it may be a copy of, among the known bills of that supplier."""

    def __init__(self, bill: Bill, other: Bill, kin: Sequence[Bill]) -> None:
        self.bill, self.other, self.kin = bill, other, kin

    @cached_property
    def party(self) -> Party:
        return _party(self.bill, self.other)

    @cached_property
    def writing(self) -> Writing:
        return _writing(self.bill.number, self.other.number)

    @cached_property
    def days(self) -> int:
        """Days from the other's day to this one's; none where one of them was not read."""
        one, other = self.bill.issued_on, self.other.issued_on
        return (one - other).days if one is not None and other is not None else 0

    @cached_property
    def is_same_day(self) -> bool:
        return abs(self.days) <= SAME_DAY

    @cached_property
    def is_same_total(self) -> bool:
        return self.is_one_currency and self.bill.gross == self.other.gross

    @cached_property
    def is_one_currency(self) -> bool:
        return self.bill.currency == self.other.currency

    @cached_property
    def is_net_for_gross(self) -> bool:
        one, other = self.bill, self.other
        return self.is_one_currency and one.gross != other.gross and (one.gross == other.net or one.net == other.gross)

    @cached_property
    def is_other_year(self) -> bool:
        one, other = self.bill.issued_on, self.other.issued_on
        return one is not None and other is not None and one.year != other.year and abs(self.days) > SAME_SPELL

    @cached_property
    def are_different_orders(self) -> bool:
        refs = _number(self.bill.order_ref).pieces, _number(self.other.order_ref).pieces
        return all(refs) and refs[0] != refs[1]

    @cached_property
    def is_in_sequence(self) -> bool:
        """The later one has the higher number, or both are of one day and its next orders."""
        steps = _steps(self.bill.number, self.other.number)
        if not steps:
            return False
        if self.is_same_day:
            return abs(steps) <= NEIGHBOURS and not self.is_one_order and not self.is_slip_in_year
        return (steps > 0) == (self.days > 0)

    @cached_property
    def is_slip_in_year(self) -> bool:
        """Whether the numbers differ where one of them names the year, which does not count on within a day."""
        one, other = _number(self.bill.number).pieces, _number(self.other.number).pieces
        day = self.bill.issued_on or self.other.issued_on
        apart = {x for pair in zip(one, other, strict=False) if pair[0] != pair[1] for x in pair}
        return day is not None and sum(piece.isdecimal() for piece in one) > 1 and bool(apart & _years(day))

    @cached_property
    def is_billed_anew(self) -> bool:
        """Whether a credit note took the other back, so that this one stands in its place."""
        one, other = self.bill.issued_on, self.other.issued_on
        if one is None or other is None or not self.other.gross:  # nothing takes back a bill of nothing, nor does it
            return False
        alike = [kin.gross for kin in self.kin if kin.issued_on and other <= kin.issued_on <= one]
        return alike.count(-self.other.gross) >= max(1, alike.count(self.other.gross))

    @cached_property
    def is_one_order(self) -> bool:
        refs = _number(self.bill.order_ref).pieces, _number(self.other.order_ref).pieces
        return all(refs) and refs[0] == refs[1]

    @cached_property
    def is_habit(self) -> bool:
        """Whether the supplier often bills this total, so that total and day together say nothing."""
        days = [
            kin.issued_on
            for kin in self.kin
            if kin.gross == self.bill.gross and kin.currency == self.bill.currency and kin.issued_on is not None
        ]
        mine, days = self.bill.issued_on, sorted(days)
        near = [day for day in days if mine is not None and abs((day - mine).days) <= HABIT_DAYS]
        pairs = [1 for a, b in zip(days, days[1:], strict=False) if (b - a).days <= SAME_DAY]
        return len(near) > 1 or bool(pairs)

    @cached_property
    def has_restarted(self) -> bool:
        """Whether the supplier counts from the start again: a bill in between has a higher number."""
        one, other = self.bill.issued_on, self.other.issued_on
        assert one is not None and other is not None, "another year is known of both"
        first, last = sorted((one, other))
        return any(
            kin.issued_on is not None
            and first < kin.issued_on < last
            and (_steps(kin.number, self.bill.number) or 0) > 0
            for kin in self.kin
        )

    @cached_property
    def is_misread_year(self) -> bool:
        one, other = self.bill.issued_on, self.other.issued_on
        assert one is not None and other is not None, "another year is known of both"
        alone = sum(kin.gross == self.bill.gross for kin in self.kin) == 1
        return self.is_same_total and alone and (one.month, one.day) == (other.month, other.day)

    def told(self, kind: str, strength: Strength) -> Likeness:
        one, other = self.bill, self.other
        facts: dict[str, Fact] = {
            "number": one.number,
            "other_number": other.number,
            "total": f"{one.gross} {one.currency}",
            "other_total": f"{other.gross} {other.currency}",
            "day": one.issued_on.isoformat() if one.issued_on else "",
            "other_day": other.issued_on.isoformat() if other.issued_on else "",
        }
        return Likeness(other.id, kind, strength, facts)


def _likeness(pair: _Pair) -> Likeness | None:
    if pair.bill.bytes_hash and pair.bill.bytes_hash == pair.other.bytes_hash:
        return pair.told("copy.same_bytes", "stop")
    if (pair.bill.gross < 0) != (pair.other.gross < 0):
        return None
    if pair.party == "same":
        return _by_number(pair) if pair.writing in ("same", "alike") else _by_total(pair)
    return _of_other_record(pair)


def _by_number(pair: _Pair) -> Likeness | None:
    """One supplier and one number: a copy, unless the supplier began to count again."""
    if pair.is_other_year:
        honest = pair.has_restarted and not pair.is_misread_year
        return None if honest else pair.told("copy.other_year", "warn")
    same = pair.writing == "same"
    if not pair.is_one_currency:
        return pair.told("copy.other_currency", "stop" if same else "warn")
    if pair.is_net_for_gross:
        return pair.told("copy.net_for_gross", "stop" if same else "warn")
    if same:
        return pair.told("copy.same_number", "stop")
    return pair.told("copy.number_alike", "stop" if pair.is_same_total else "warn")


def _by_total(pair: _Pair) -> Likeness | None:
    """One supplier and another number: a copy only where total and day, or a slip in the number, say so."""
    if pair.are_different_orders or pair.is_in_sequence or pair.is_other_year or pair.is_billed_anew:
        return None
    near = pair.writing == "near"
    if near and pair.is_same_total and abs(pair.days) <= SAME_SPELL:
        return pair.told("copy.number_near", "warn")
    if not pair.is_same_day:
        return None
    if pair.is_net_for_gross:
        return pair.told("copy.net_for_gross", "warn")
    if near and not pair.is_one_currency and pair.bill.gross == pair.other.gross:
        return pair.told("copy.other_currency", "warn")
    if pair.is_same_total and not pair.is_habit:
        return pair.told("copy.same_amount_and_day", "warn")
    return None


def _of_other_record(pair: _Pair) -> Likeness | None:
    """Another record of ours: of the same supplier, or of one of which we know too little. It never stops a bill."""
    one_number = pair.writing in ("same", "alike") and not pair.is_other_year
    if pair.party != "other_record":
        may_be_one = pair.party == "not_known" or _same_account(pair.bill, pair.other)
        copied = may_be_one and one_number and pair.is_same_total and pair.is_same_day
        return pair.told("copy.other_supplier", "warn") if copied else None
    if one_number and (pair.is_same_total or pair.is_net_for_gross or pair.is_same_day):
        return pair.told("copy.other_supplier", "warn")
    if pair.are_different_orders or pair.is_in_sequence or not pair.is_same_day or not pair.is_same_total:
        return None
    if pair.writing == "near":
        return pair.told("copy.other_supplier", "warn")
    return None if pair.is_habit else pair.told("copy.same_amount_and_day", "warn")
