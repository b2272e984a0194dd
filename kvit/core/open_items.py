"""The open items of a company, found by what payers write about them (docs/rules/matching.md)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import cached_property

from kvit.core.einvoice.ksef.numbers import written_in
from kvit.core.matching.names import Names
from kvit.core.references import is_year, pieces_of, runs_of, writings

SHORTEST_SERIAL = 3


@dataclass(frozen=True, slots=True)
class Item:
    """What is still owed: above zero to us, below zero by us (a bill, a credit note), in the item's currency.

    `official` is the number that KSeF gave the document; `total` what was owed at first, where it is known;
    `discount` what may be taken off for paying it all by `discount_until`.
    """

    id: str
    number: str
    party: str
    currency: str
    balance: Decimal
    reference: str = ""
    official: str = ""
    party_name: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    total: Decimal | None = None
    discount: Decimal = Decimal(0)
    discount_until: date | None = None


class Sureness(IntEnum):
    """How surely a text names an item. From `SHORT` on the number stands for itself, below it needs a known payer."""

    ENDING = 0
    """The last figures of its number."""
    SERIAL = 1
    """The counting part of its number, or the number glued to other letters."""
    FEW_FIGURES = 2
    """The whole number, which is so short that it could be anything."""
    SHORT = 3
    """The number without its leading zeros."""
    WHOLE = 4
    """The whole number or reference, whatever stands between its parts."""
    OFFICIAL = 5
    """The number that KSeF gave it, with its check characters."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text, from piece to piece, and the item that it names."""

    start: int
    end: int
    item: str
    sureness: Sureness


class Index:
    """The open items by what payers write. `settle` lowers a balance, so that the next line finds what is left."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items: dict[str, Item] = {}
        self._by_whole: defaultdict[str, list[tuple[str, Sureness]]] = defaultdict(list)
        self._by_official: defaultdict[str, list[str]] = defaultdict(list)
        self._by_short: defaultdict[str, list[str]] = defaultdict(list)
        self._by_serial: defaultdict[str, list[str]] = defaultdict(list)
        self._by_ending: defaultdict[str, list[str]] = defaultdict(list)
        self._by_party: defaultdict[str, list[str]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._by_amount: defaultdict[tuple[str, Decimal], set[str]] = defaultdict(set)
        for item in items:
            self._add(item)

    def _add(self, item: Item) -> None:
        self.items[item.id] = item
        written = writings(item.number)
        few = written.whole.isdigit() and not written.short and not written.figures
        self._by_whole[written.whole].append((item.id, Sureness.FEW_FIGURES if few else Sureness.WHOLE))
        if written.figures and written.figures != written.whole:
            self._by_whole[written.figures].append((item.id, Sureness.SHORT))
        if written.dropped not in ("", written.whole):
            self._by_whole[written.dropped].append((item.id, Sureness.SHORT))
        reference = "".join(piece for piece, _, _ in pieces_of(item.reference))
        if reference:
            self._by_whole[reference].append((item.id, Sureness.WHOLE))
        if item.official:
            self._by_official[item.official].append(item.id)
        if written.short:
            self._by_short[written.short].append(item.id)
        if len(written.serial) >= SHORTEST_SERIAL:
            self._by_serial[written.serial].append(item.id)
            self._by_ending[written.serial[-SHORTEST_SERIAL:]].append(item.id)
        self._by_party[item.party].append(item.id)
        self._names[item.party] = item.party_name
        self._by_amount[item.currency, item.balance].add(item.id)

    def settle(self, item: str, amount: Decimal) -> None:
        """Takes the amount off the balance of the item."""
        before = self.items[item]
        after = replace(before, balance=before.balance - amount)
        self._by_amount[before.currency, before.balance].discard(item)
        self._by_amount[after.currency, after.balance].add(item)
        self.items[item] = after

    def of_parties(self, parties: Iterable[str]) -> list[Item]:
        """All items of these parties, settled ones too."""
        return [self.items[each] for party in sorted(parties) for each in self._by_party.get(party, ())]

    @cached_property
    def names(self) -> Names:
        """The parties by what a bank writes of their names."""
        return Names(self._names)

    def of_amount(self, currency: str, balance: Decimal) -> list[Item]:
        """All items of which exactly this is open."""
        return [self.items[each] for each in sorted(self._by_amount.get((currency, balance), ()))]

    def mentions(self, text: str) -> list[Mention]:
        """What the text names, the surest reading of each place: a longer number hides those inside it.

        A KSeF number is read as nothing else, whether or not what it names is still open.
        """
        found: dict[tuple[int, int, str], Mention] = {}
        official = list(written_in([piece for piece, _, _ in pieces_of(text)]))
        for start, end, number in official:
            for item in self._by_official.get(number.value, ()):
                found[start, end, item] = Mention(start, end, item, Sureness.OFFICIAL)
        for run in runs_of(text):
            if any(start < run.end and run.start < end for start, end, _ in official):
                continue
            for item, sureness in self._named(run.whole, run.short, run.end - run.start):
                if run.is_glued and sureness > Sureness.ENDING:
                    sureness = Sureness.SERIAL
                mention = Mention(run.start, run.end, item, sureness)
                known = found.get((run.start, run.end, item))
                if known is None or known.sureness < sureness:
                    found[run.start, run.end, item] = mention
        return _unhidden(list(found.values()))

    def counted_as_years(self, text: str, mentions: Iterable[Mention]) -> list[tuple[int, Item]]:
        """The items whose counting part is a lone group of figures that may as well be a year, each with that year.

        A year inside what the text names in full (`mentions`) is a part of that.
        """
        taken = {at for each in mentions if each.sureness >= Sureness.SHORT for at in range(each.start, each.end)}
        years = [
            piece
            for at, (piece, before, after) in enumerate(pieces_of(text))
            if is_year(piece) and at not in taken and not before and not after
        ]
        return [(int(year), self.items[item]) for year in years for item in self._by_serial.get(year, ())]

    def _named(self, whole: str, short: str, pieces: int) -> list[tuple[str, Sureness]]:
        named = list(self._by_whole.get(whole, ()))
        named += [(item, Sureness.SHORT) for item in self._by_short.get(short, ())]
        if pieces == 1 and whole.isdigit() and not is_year(whole):
            named += [(item, Sureness.SERIAL) for item in self._by_serial.get(short, ())]
            if len(whole) >= SHORTEST_SERIAL:
                named += [
                    (item, Sureness.ENDING)
                    for item in self._by_ending.get(whole[-SHORTEST_SERIAL:], ())
                    if writings(self.items[item].number).serial.endswith(whole)
                ]
        return named


def _unhidden(mentions: Sequence[Mention]) -> list[Mention]:
    """Without those inside a longer one, and without the less sure of one place."""
    kept = []
    for mention in mentions:
        hidden = any(
            (other.start <= mention.start and mention.end <= other.end)
            and (
                (other.end - other.start > mention.end - mention.start and other.sureness >= mention.sureness)
                or (other.end - other.start == mention.end - mention.start and other.sureness > mention.sureness)
            )
            for other in mentions
        )
        if not hidden:
            kept.append(mention)
    return kept
