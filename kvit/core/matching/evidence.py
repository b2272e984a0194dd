"""What a bank line says, and which open items and parties it says it about (docs/rules/matching.md)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from kvit.core.formats.statement import StatementLine, account_of
from kvit.core.matching import words
from kvit.core.matching.names import SAME
from kvit.core.matching.proposals import Proposal
from kvit.core.matching.sums import total
from kvit.core.open_items import Index, Item, Mention, Sureness


class Evidence:
    """One line beside the open items of its day. `rates` give the worth of one unit of a currency in ours."""

    def __init__(
        self,
        line: StatementLine,
        index: Index,
        *,
        known_ibans: Mapping[str, Collection[str]],
        rates: Mapping[str, Decimal] | None = None,
    ) -> None:
        self.line, self.index, self.rates = line, index, rates or {}
        self.amount = line.amount
        self.texts = (line.structured_reference, line.end_to_end_id, line.remittance)
        self.text = " ".join(text for text in (line.structured_reference, line.remittance) if text)
        self.holders = frozenset(
            known_ibans.get(account_of(line.counterparty_iban), ()) if line.counterparty_iban else ()
        )
        self.by_text = [index.mentions(text) for text in self.texts if text]
        self.mentions = [mention for mentions in self.by_text for mention in mentions]

    # -- who pays

    @cached_property
    def alike(self) -> dict[str, int]:
        """The parties whose names are near to the payer's."""
        return self.index.names.alike(self.line.counterparty_name)

    @cached_property
    def payers(self) -> frozenset[str]:
        """Who pays: known by the account, else by a name that is as good as the same."""
        return self.holders or frozenset(party for party, score in self.alike.items() if score >= SAME)

    @cached_property
    def family(self) -> frozenset[str]:
        """The payers, and whoever may be meant as well: sisters, and those with a name that is near."""
        return self.payers | frozenset(self.alike)

    def payer_reasons(self, items: Iterable[Item]) -> tuple[str, ...]:
        """How the payer of these items is known; nothing where somebody else pays."""
        if not self.payers or not all(each.party in self.payers for each in items):
            return ()
        return ("match.account",) if self.holders else ("match.name",)

    def is_of_payer(self, items: Iterable[Item]) -> bool:
        """Whether these items are the payer's, as far as the payer is known."""
        return bool(self.payer_reasons(items))

    # -- which items

    def open(self, items: Iterable[Item], *, any_currency: bool = False) -> list[Item]:
        """Those that are open on the day of the line, in its currency, each once, the oldest first."""
        line = self.line
        found = {
            item.id: item
            for item in items
            if item.balance
            and (any_currency or item.currency == line.currency)
            and (item.issued_on is None or item.issued_on <= line.booked_on)
        }
        return sorted(found.values(), key=lambda item: (item.due_on or item.issued_on or line.booked_on, item.number))

    def of(self, mentions: Iterable[Mention]) -> list[Item]:
        """The open items that these places name."""
        return self.open(self.index.items[each.item] for each in mentions)

    @cached_property
    def own(self) -> list[Item]:
        """What the payer still owes."""
        return self.open(self.index.of_parties(self.payers))

    @cached_property
    def equal(self) -> list[Item]:
        """What the payer, or somebody who may be meant as well, owes to the cent; the oldest first."""
        return [item for item in self.open(self.index.of_parties(self.family)) if item.balance == self.amount]

    @cached_property
    def strong(self) -> list[Item]:
        """Named by a number or reference that stands for itself. Of equal numbers, those of the known payer."""
        return self.of(rival for rivals in self.rivals for rival in rivals)

    @cached_property
    def in_order(self) -> list[Item]:
        """The same in the order in which the line names them."""
        order = {id_: at for at, id_ in enumerate(dict.fromkeys(rival.item for each in self.rivals for rival in each))}
        return sorted(self.strong, key=lambda item: order[item.id])

    @cached_property
    def official(self) -> frozenset[str]:
        """The items named by the number that KSeF gave them, of which no letter can be mistyped unseen."""
        return frozenset(mention.item for mention in self.mentions if mention.sureness == Sureness.OFFICIAL)

    @cached_property
    def rivals(self) -> list[list[Mention]]:
        """For each place where a number stands for itself, the items that have this number."""
        places: list[list[Mention]] = []
        for mentions in self.by_text:
            sure = [each for each in mentions if each.sureness >= Sureness.SHORT]
            for place in sorted({(each.start, each.end) for each in sure}):
                here = [each for each in sure if (each.start, each.end) == place]
                owned = [each for each in here if self.index.items[each.item].party in self.holders]
                places.append(owned or here)
        return places

    @cached_property
    def numbers_are_one_each(self) -> bool:
        """Whether every place in the texts names one open item only."""
        return all(len(self.of(rivals)) <= 1 for rivals in self.rivals)

    @cached_property
    def weak(self) -> list[Item]:
        """Named by a part of a number, where only the payer or the others named can make it sure."""
        strong = {item.id for item in self.strong}
        serials = self.of(each for each in self.mentions if Sureness.ENDING < each.sureness < Sureness.SHORT)
        return [item for item in serials if item.id not in strong]

    @cached_property
    def endings(self) -> list[Item]:
        """Named by its last figures at least: of use among the few items of one payer only."""
        strong = {item.id for item in self.strong}
        return [item for item in self.of(self.mentions) if item.id not in strong]

    @cached_property
    def counted_as_years(self) -> list[tuple[int, Item]]:
        """Open items whose counting part stands in the text and may as well be a year: of use in a list only."""
        said = zip((text for text in self.texts if text), self.by_text, strict=True)
        found = [pair for text, mentions in said for pair in self.index.counted_as_years(text, mentions)]
        there = {item.id for item in self.open(item for _, item in found)}
        return [(year, item) for year, item in found if item.id in there]

    # -- what speaks against it

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether the words say that this may be no payment at all."""
        negative = words.is_negative(" ".join(self.texts), names_a_number=bool(self.strong))
        return negative or self.line.is_reversal

    @cached_property
    def closed(self) -> list[Item]:
        """What the line names in full and is settled already."""
        named = (self.index.items[rival.item] for rivals in self.rivals for rival in rivals)
        return list({item.id: item for item in named if not item.balance}.values())

    @cached_property
    def is_double(self) -> bool:
        """Whether the line names what is settled, and comes to what that was: paid twice."""
        if not self.closed or any(item.total is None for item in self.closed):
            return bool(self.closed)
        was = sum((item.total or Decimal(0) for item in self.closed), Decimal(0))
        return was + total(self.strong) == self.amount

    @cached_property
    def says_figures(self) -> bool:
        """Whether the text has figures of its own, which may name something that Kvit does not know."""
        return bool(re.search("[0-9]{3}", words.without_days(self.text)))

    @cached_property
    def is_silent(self) -> bool:
        """Whether the text names nothing, known or unknown."""
        return not self.says_figures and not self.mentions

    # -- what follows

    def whole(self, items: Sequence[Item], confidence: str, *reasons: str, is_sure: bool = False) -> Proposal:
        """Settles the items in full, where the line pays them exactly; never sure for several parties at once."""
        return Proposal(
            items=tuple((item, item.balance) for item in items),
            difference=Decimal(0),
            kind="exact" if len(items) == 1 else "several",
            confidence=Decimal(confidence),
            reasons=reasons,
            is_sure=is_sure and not self.is_doubtful and len({item.party for item in items}) == 1,
        )

    def naming(self, items: Iterable[Item]) -> tuple[str, ...]:
        """By which numbers the line names the items: KSeF's, ours, or some of each."""
        by_ksef = {item.id in self.official for item in items}
        told = ((True, "match.ksef_number"), (False, "match.number"))
        return tuple(reason for is_ksef, reason in told if is_ksef in by_ksef)
