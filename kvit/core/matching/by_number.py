"""Rules for lines that name numbers, where what is named makes the amount to the cent (docs/rules/matching.md)."""

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from kvit.core.matching import words
from kvit.core.matching.evidence import Evidence
from kvit.core.matching.names import likeness
from kvit.core.matching.proposals import Proposal
from kvit.core.matching.sums import MOST_SEARCHED, in_number, sums, total
from kvit.core.open_items import Item
from kvit.core.references import runs_of, writings

MOST_TRIED = 10
"""Items of which every combination is tried."""
BANK_CUTS = (27, 35, 70, 105, 140)
"""So many signs a bank's field holds; a text as long may have been longer."""
NEAR_YEARS = 2
"""So far from its own day a line speaks of years: `2025`, and not `1971`."""
LEAST_MISTYPED = 5
"""Signs of a number below which every other, and every year, is one slip apart."""


def named(evidence: Evidence) -> Iterator[Proposal]:
    """Every number named, and their sum is the amount."""
    items = evidence.strong
    if items and total(items) == evidence.amount:
        payer = evidence.payer_reasons(items)
        is_sure = evidence.numbers_are_one_each and (bool(payer) or not _may_be_mistyped(evidence, items))
        confidence = "0.99" if payer else "0.97"
        yield evidence.whole(items, confidence, *evidence.naming(items), "match.amount", *payer, is_sure=is_sure)


def _may_be_mistyped(evidence: Evidence, items: Sequence[Item]) -> bool:
    """Whether somebody else owes the same, and is this payer, or is nearer by name under a number one letter apart."""
    if len(items) != 1:
        return False
    one, payer = items[0], evidence.line.counterparty_name
    equal = evidence.open(evidence.index.of_amount(one.currency, one.balance))
    for rival in equal:
        if rival.party == one.party:
            continue
        if rival.party in (evidence.holders if one.id in evidence.official else evidence.payers):
            return True
        mistypable = one.id not in evidence.official and OSA.distance(rival.number, one.number, score_cutoff=1) <= 1
        nearer = likeness(payer, rival.party_name) > likeness(payer, one.party_name)
        if mistypable and (not one.party_name or nearer):
            return True
    return False


def named_with_parts(evidence: Evidence) -> Iterator[Proposal]:
    """Numbers named in full, and others of the same party by their counting part.

    Last come counting parts that look like a year: sure where the year is none that anybody writes on that day.
    """
    strong, amount = evidence.strong, evidence.amount
    parties = {item.party for item in strong}
    if total(strong) == amount or len(parties) != 1:
        return
    weak = [item for item in evidence.endings if item.party in parties]
    years = {item.id: year for year, item in evidence.counted_as_years if item.party in parties}
    as_years = [evidence.index.items[id_] for id_ in years if all(item.id != id_ for item in [*strong, *weak])]
    weak, more_weak = weak[:MOST_TRIED], [*as_years, *weak][:MOST_TRIED] if as_years else []
    for tried in (weak, more_weak):
        made = sums(tried, amount - total(strong), most=len(tried))
        for more in made.found:
            items, payer = [*strong, *more], evidence.payer_reasons(strong)
            reasons = (*evidence.naming(strong), "match.serial", "match.amount", *payer)
            is_sure = len(made.found) == 1 and (tried is weak or _are_no_years(evidence, as_years, more, years))
            yield evidence.whole(items, "0.95", *reasons, is_sure=is_sure)
        if made.found:
            return


def _are_no_years(evidence: Evidence, named: Sequence[Item], used: Sequence[Item], years: Mapping[str, int]) -> bool:
    """Whether all that is named so is used, and nobody writes these years on that day."""
    today = evidence.line.booked_on.year
    return all(item in used and abs(years[item.id] - today) > NEAR_YEARS for item in named)


def named_range(evidence: Evidence) -> Iterator[Proposal]:
    """Two numbers of a series, and all between them that the party still owes make the amount."""
    ends = evidence.strong
    if len(ends) != 2 or ends[0].party != ends[1].party or total(ends) == evidence.amount:
        return
    serials = sorted(int(writings(item.number).serial or 0) for item in ends)
    between = [
        item
        for item in evidence.open(evidence.index.of_parties([ends[0].party]))
        if serials[0] <= int(writings(item.number).serial or -1) <= serials[1] and item.balance > 0
    ]
    if len(between) > 2 and total(between) == evidence.amount:
        payer = evidence.payer_reasons(between)
        reasons = (*evidence.naming(ends), "match.range", "match.amount", *payer)
        yield evidence.whole(between, "0.94", *reasons, is_sure=bool(payer) or not evidence.payers)


def named_less_credits(evidence: Evidence) -> Iterator[Proposal]:
    """Numbers named, less credit notes of the same party that nobody named."""
    strong = evidence.strong or [item for item in evidence.endings if item.party in evidence.holders]
    parties = {item.party for item in strong}
    if not strong or len(parties) != 1 or total(strong) == evidence.amount:
        return
    others = evidence.open(evidence.index.of_parties(parties))
    credits = [item for item in others if item.balance < 0 and item not in strong][:MOST_TRIED]
    made = sums(credits, evidence.amount - total(strong), most=2)
    payer = evidence.payer_reasons(strong)
    by = evidence.naming(strong) if evidence.strong else ("match.serial",)
    is_sure = len(made.found) == 1 and bool(payer) and not evidence.equal
    for more in made.found:
        yield evidence.whole(
            [*strong, *more], "0.92", *by, "match.credit_note", "match.amount", *payer, is_sure=is_sure
        )


def named_and_cut(evidence: Evidence) -> Iterator[Proposal]:
    """A list that the bank cut short: what is named, and the only set of the payer's other items that makes the rest.

    The last number may itself be cut, and then name something else.
    """
    named_first, payer = evidence.in_order, evidence.payers
    for strong in (named_first, named_first[:-1]):
        if not strong or not evidence.is_of_payer(strong) or len({item.party for item in strong}) != 1:
            continue
        rest = [item for item in evidence.own if item not in strong and item.party in payer]
        made = sums(rest, evidence.amount - total(strong))
        if not made.only or total(strong) >= evidence.amount:
            continue
        is_cut = any(len(text) in BANK_CUTS for text in evidence.texts)
        reasons = (*evidence.naming(strong), "match.cut", "match.amount", *evidence.payer_reasons(strong))
        is_sure = is_cut and made.is_telling and not evidence.equal
        yield evidence.whole([*strong, *made.only], "0.88" if is_cut else "0.57", *reasons, is_sure=is_sure)
        return


def named_and_next(evidence: Evidence) -> Iterator[Proposal]:
    """What is named, and the payer's items that follow it in number without a gap make the amount: never sure."""
    named_first = evidence.in_order
    for strong in (named_first, named_first[:-1]):
        parties = {item.party for item in strong}
        if len(parties) != 1 or not evidence.is_of_payer(strong):
            continue
        theirs = in_number(item for item in evidence.own if item.party in parties)
        after = theirs[theirs.index(strong[-1]) + 1 :]
        for size in range(1, len(after) + 1):
            items = list({item.id: item for item in [*strong, *after[:size]]}.values())
            if total(items) == evidence.amount:
                reasons = (*evidence.naming(strong), "match.next", "match.amount", *evidence.payer_reasons(strong))
                yield evidence.whole(items, "0.75", *reasons)
                return


def named_in_part(evidence: Evidence) -> Iterator[Proposal]:
    """Counting parts alone: with the payer they are sure, without they are a hint."""
    amount = evidence.amount
    if evidence.strong:
        return
    own = [item for item in evidence.endings if item.party in evidence.payers]
    found = [[item] for item in own if item.balance == amount]
    if not found and len(own) > 1 and total(own) == amount:
        found = [own]
    payer = evidence.payer_reasons(own)
    is_sure = len(found) == 1 and not evidence.is_double
    for items in found:
        yield evidence.whole(items, "0.93", "match.serial", "match.amount", *payer, is_sure=is_sure)
    for item in evidence.weak:
        if item.balance == amount and item.party not in evidence.payers:
            yield evidence.whole([item], "0.70", "match.serial", "match.amount")


def mistyped(evidence: Evidence) -> Iterator[Proposal]:
    """The payer owes exactly this under a number one slip from one in the text, which names nothing that is open."""
    if evidence.strong:
        return
    near = [item for item in evidence.equal if _is_written_wrong(item, evidence.texts)]
    if len(near) == 1 and evidence.is_of_payer(near):
        payer = evidence.payer_reasons(near)
        yield evidence.whole(near, "0.91", "match.mistyped", "match.amount", *payer, is_sure=not evidence.is_double)


def _is_written_wrong(item: Item, texts: Sequence[str]) -> bool:
    written = writings(item.number)
    ways = [way for way in (written.whole, written.figures, written.serial) if len(way) >= LEAST_MISTYPED]
    runs = {run.whole for text in texts for run in runs_of(words.without_days(text))}
    return any(OSA.distance(way, run, score_cutoff=1) <= 1 for way in ways for run in runs)


def some_named(evidence: Evidence) -> Iterator[Proposal]:
    """Only some of the numbers named make the amount."""
    items = evidence.strong
    if not items or total(items) == evidence.amount or len(items) > MOST_SEARCHED:
        return
    some = sums(items, evidence.amount, most=len(items) - 1) if len(items) <= MOST_TRIED else None
    if some and some.only:
        yield evidence.whole(some.only, "0.60", "match.some_numbers", "match.amount")
