"""Which open items a line of a bank statement pays: exact evidence only, each proposal with its reasons.

A proposal is sure only when the amounts agree to the cent, one set of items alone fits, and nothing in the line speaks
against it. Everything else is shown to a person. Rule and examples: docs/rules/exact-matching.md.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Literal

from kvit.core.formats.statement import StatementLine, account_of
from kvit.core.open_items import Index, Item, Mention, Sureness
from kvit.core.parsing.dates import folded

Kind = Literal["exact", "several", "partial", "over", "other_currency"]

MOST_PROPOSALS = 5
MOST_TRIED = 10
"""Items of which every combination is tried."""

_NEGATIVE = """
    proforma advance advances prepayment deposit deposits loan refund refunds refunded return returned returns claim
    claims donation chargeback reversal rejected grant interest
    avans avansuri acont depozit garantie imprumut rambursare restituire retur returnare dauna despagubire donatie
    dobanda storno stornare
    проформа аванс авансово депозит гаранция заем възстановяване връщане върната щета обезщетение дарение лихва сторно
    anticipo fianza prestamo reembolso devolucion devuelto siniestro indemnizacion donacion interes intereses
    zaliczka zadatek kaucja pozyczka zwrot odszkodowanie darowizna odsetki
    anzahlung vorkasse kaution darlehen erstattung ruckzahlung rucklastschrift schaden spende zinsen
"""
NEGATIVE_WORDS = frozenset(folded(_NEGATIVE).split())
"""Words that say that the money may be something else than the payment of an invoice."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to settle a line: what is taken off which items, and what is left over.

    `difference` is the line's amount less all that the items owe: below zero too little came, above zero too much; it
    is zero where the currencies differ. `is_sure` is given to at most one proposal of a line. Reasons are codes with
    words in `kvit.wording`.
    """

    items: tuple[tuple[Item, Decimal], ...]
    difference: Decimal
    kind: Kind
    confidence: Decimal
    reasons: tuple[str, ...]
    is_sure: bool = False


def rank(line: StatementLine, index: Index, *, known_ibans: Mapping[str, Collection[str]]) -> list[Proposal]:
    """At most five ways to settle the line, the best first; nothing when nothing speaks for any.

    `known_ibans` gives, by account number, the parties who pay from it.
    """
    if line.amount == 0:
        return []
    evidence = _Evidence(line, index, known_ibans)
    proposals: list[Proposal] = []
    seen: set[frozenset[str]] = set()
    for rule in (_named, _named_with_more, _weakly_named, _by_account, _named_in_part, _by_amount, _in_other_currency):
        for proposal in rule(evidence):
            ids = frozenset(item.id for item, _ in proposal.items)
            if ids not in seen:
                seen.add(ids)
                proposals.append(proposal)
    proposals.sort(key=lambda each: (not each.is_sure, -each.confidence))
    return proposals[:MOST_PROPOSALS]


def settle(index: Index, proposal: Proposal) -> None:
    """Takes what the proposal allocates off the balances, so that a second payment finds nothing left."""
    for item, amount in proposal.items:
        index.settle(item.id, amount)


class _Evidence:
    """What a line says, and which open items it says it about."""

    def __init__(self, line: StatementLine, index: Index, known_ibans: Mapping[str, Collection[str]]) -> None:
        self.line, self.index = line, index
        self.texts = (line.structured_reference, line.end_to_end_id, line.remittance)
        self.parties = frozenset(
            known_ibans.get(account_of(line.counterparty_iban), ()) if line.counterparty_iban else ()
        )
        self.by_text = [index.mentions(text) for text in self.texts if text]
        self.mentions = [mention for mentions in self.by_text for mention in mentions]

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
        return self.open(self.index.items[each.item] for each in mentions)

    @cached_property
    def own(self) -> list[Item]:
        """What the payer, known by the account, still owes."""
        return self.open(self.index.of_parties(self.parties))

    @cached_property
    def strong(self) -> list[Item]:
        """Named by a number or reference that stands for itself. Of equal numbers, those of the known payer."""
        kept = [rival for rivals in self.rivals for rival in rivals]
        return self.of(kept)

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
                owned = [each for each in here if self.index.items[each.item].party in self.parties]
                places.append(owned or here)
        return places

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
    def is_doubtful(self) -> bool:
        """Whether the words say that this may be no payment at all."""
        words = folded(" ".join(self.texts))
        negative = NEGATIVE_WORDS & set(re.findall(r"[^\W\d_]+", words)) or re.search(r"\bpro forma\b", words)
        return bool(negative) or self.line.is_reversal

    @cached_property
    def says_figures(self) -> bool:
        """Whether the text has figures of its own, which may name something that Kvit does not know."""
        return any(re.search("[0-9]{3}", text) for text in (self.line.structured_reference, self.line.remittance))

    @cached_property
    def numbers_are_one_each(self) -> bool:
        """Whether every place in the texts names one open item only."""
        return all(len(self.of(rivals)) <= 1 for rivals in self.rivals)

    def proposal(self, items: Sequence[Item], confidence: str, *reasons: str, is_sure: bool = False) -> Proposal:
        """Settles the items in full, where the line pays them exactly."""
        return Proposal(
            items=tuple((item, item.balance) for item in items),
            difference=Decimal(0),
            kind="exact" if len(items) == 1 else "several",
            confidence=Decimal(confidence),
            reasons=reasons,
            is_sure=is_sure and not self.is_doubtful,
        )


def _total(items: Iterable[Item]) -> Decimal:
    return sum((item.balance for item in items), Decimal(0))


def _sums(items: Sequence[Item], wanted: Decimal, *, most: int) -> list[tuple[Item, ...]]:
    """The combinations of up to so many items that make the wanted sum; two at most, which is enough to be unsure."""
    found: list[tuple[Item, ...]] = []
    for size in range(1, min(most, len(items)) + 1):
        for combination in combinations(items, size):
            if _total(combination) == wanted:
                found.append(combination)
                if len(found) == 2:
                    return found
    return found


def _account_reason(evidence: _Evidence, items: Iterable[Item]) -> tuple[str, ...]:
    return ("match.account",) if evidence.parties and all(each.party in evidence.parties for each in items) else ()


def _naming(evidence: _Evidence, items: Iterable[Item]) -> tuple[str, ...]:
    """By which numbers the line names the items: KSeF's, ours, or some of each."""
    by_ksef = {item.id in evidence.official for item in items}
    return tuple(
        reason for is_ksef, reason in ((True, "match.ksef_number"), (False, "match.number")) if is_ksef in by_ksef
    )


def _named(evidence: _Evidence) -> Iterator[Proposal]:
    """Every number named, and their sum is the amount."""
    items = evidence.strong
    if items and _total(items) == evidence.line.amount:
        payer = _account_reason(evidence, items)
        is_sure = evidence.numbers_are_one_each and (bool(payer) or not _may_be_mistyped(evidence, items))
        yield evidence.proposal(
            items, "0.99" if payer else "0.97", *_naming(evidence, items), "match.amount", *payer, is_sure=is_sure
        )


def _may_be_mistyped(evidence: _Evidence, items: Sequence[Item]) -> bool:
    """Whether somebody else owes the same, and is this payer by account, or by name under a number one letter apart."""
    if len(items) != 1:
        return False
    named, payer = items[0], evidence.line.counterparty_name
    equal = evidence.open(evidence.index.of_amount(named.currency, named.balance))
    for rival in equal:
        if rival.party == named.party:
            continue
        if rival.party in evidence.parties:
            return True
        mistypable = named.id not in evidence.official and _one_letter_apart(rival.number, named.number)
        if mistypable and (
            not named.party_name or _likeness(payer, rival.party_name) > _likeness(payer, named.party_name)
        ):
            return True
    return False


def _likeness(one: str, other: str) -> int:
    """How many words of three letters or more two names share; legal forms are in both or in neither."""
    return len(set(re.findall(r"[^\W\d_]{3,}", folded(one))) & set(re.findall(r"[^\W\d_]{3,}", folded(other))))


def _one_letter_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _named_with_more(evidence: _Evidence) -> Iterator[Proposal]:
    """Numbers named in full with others named in part, or less credit notes that nobody named."""
    strong, amount = evidence.strong, evidence.line.amount
    naming = _naming(evidence, strong)
    parties = {item.party for item in strong}
    if not strong or _total(strong) == amount or len(parties) != 1:
        return
    weak = [item for item in evidence.endings if item.party in parties][:MOST_TRIED]
    found = _sums(weak, amount - _total(strong), most=len(weak))
    for more in found:
        payer = _account_reason(evidence, strong)
        items = [*strong, *more]
        yield evidence.proposal(items, "0.95", *naming, "match.serial", "match.amount", *payer, is_sure=len(found) == 1)
    if found:
        return
    others = evidence.open(evidence.index.of_parties(parties))
    credits = [item for item in others if item.balance < 0 and item not in strong][:MOST_TRIED]
    for more in _sums(credits, amount - _total(strong), most=2):
        yield evidence.proposal([*strong, *more], "0.85", *naming, "match.credit_note", "match.amount")


def _weakly_named(evidence: _Evidence) -> Iterator[Proposal]:
    """Parts of numbers: with the payer's account they are sure, without it they are a hint."""
    amount = evidence.line.amount
    if evidence.strong:
        return
    own = [item for item in evidence.endings if item.party in evidence.parties]
    found = [[item] for item in own if item.balance == amount]
    if not found and len(own) > 1 and _total(own) == amount:
        found = [own]
    for items in found:
        yield evidence.proposal(items, "0.93", "match.serial", "match.amount", "match.account", is_sure=len(found) == 1)
    for item in evidence.weak:
        if item.balance == amount and item.party not in evidence.parties:
            yield evidence.proposal([item], "0.70", "match.serial", "match.amount")


def _by_account(evidence: _Evidence) -> Iterator[Proposal]:
    """The payer is known by the account and owes exactly this: sure when the text names nothing else."""
    amount, own = evidence.line.amount, evidence.own
    equal = [item for item in own if item.balance == amount]
    silent = not evidence.says_figures and not evidence.mentions
    alone = len(equal) == 1 and silent and not _makes_sum(own, amount)
    for item in equal:
        confidence = "0.90" if alone else "0.65" if len(equal) == 1 else "0.50"
        yield evidence.proposal([item], confidence, "match.amount", "match.account", is_sure=alone)
    if equal or evidence.strong:
        return
    if len(own) > 1 and _total(own) == amount:
        yield evidence.proposal(own, "0.80", "match.all_open", "match.account")
    elif len(own) <= MOST_TRIED:
        found = _sums(own, amount, most=5)
        if len(found) == 1:
            yield evidence.proposal(found[0], "0.55", "match.sum", "match.account")


def _makes_sum(items: Sequence[Item], amount: Decimal) -> bool:
    """Whether two or three of the items, or all of them, would be paid by the amount as well."""
    others = [item for item in items if item.balance != amount]
    sizes = (2, 3) if len(others) <= 2 * MOST_TRIED else (2,)
    return len(others) > 1 and (
        _total(others) == amount or any(_total(each) == amount for size in sizes for each in combinations(others, size))
    )


def _named_in_part(evidence: _Evidence) -> Iterator[Proposal]:
    """Numbers named, but another amount: a part, too much, or only some of them."""
    items, amount = evidence.strong, evidence.line.amount
    total = _total(items)
    if not items or total == amount:
        return
    some = _sums(items, amount, most=len(items) - 1) if len(items) <= MOST_TRIED else []
    if len(some) == 1:
        yield evidence.proposal(some[0], "0.60", "match.some_numbers", "match.amount")
    if any((item.balance > 0) != (amount > 0) for item in items):
        return
    left, taken = amount, []
    for item in items:
        part = min(item.balance, left, key=abs)
        if part:
            taken.append((item, part))
            left -= part
    kind: Kind = "over" if left else "partial"
    reason = "match.over" if left else "match.partial"
    yield Proposal(tuple(taken), amount - total, kind, Decimal("0.58"), (*_naming(evidence, items), reason))


def _by_amount(evidence: _Evidence) -> Iterator[Proposal]:
    """Nobody else owes exactly this: no more than a hint."""
    if evidence.strong or evidence.own or evidence.is_doubtful:
        return
    found = evidence.open(evidence.index.of_amount(evidence.line.currency, evidence.line.amount))
    if len(found) == 1:
        yield evidence.proposal(found, "0.30", "match.amount")


def _in_other_currency(evidence: _Evidence) -> Iterator[Proposal]:
    """A number named whose item is in another currency: a person says at which rate."""
    sure = [evidence.index.items[each.item] for each in evidence.mentions if each.sureness >= Sureness.SHORT]
    items = [item for item in evidence.open(sure, any_currency=True) if item.currency != evidence.line.currency]
    if items and not evidence.strong and all((item.balance > 0) == (evidence.line.amount > 0) for item in items):
        settled = tuple((item, item.balance) for item in items)
        reasons = (*_naming(evidence, items), "match.other_currency")
        yield Proposal(settled, Decimal(0), "other_currency", Decimal("0.50"), reasons)
