"""Rules for lines that name nothing: who pays, how much, and for which month (docs/rules/matching.md)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kvit.core.matching import words
from kvit.core.matching.evidence import Evidence
from kvit.core.matching.proposals import Proposal
from kvit.core.matching.sums import in_number, stretches, sums, total
from kvit.core.open_items import Item, Sureness

MOST_PAIRED = 20
MOST_STRETCHED = 200
"""Open items of one payer beyond which neighbours that make a sum tell nothing."""
NEAR_RATE = Decimal("0.03")
"""By so much a bank's rate may differ from ours."""


def by_month(evidence: Evidence) -> Iterator[Proposal]:
    """The payer owes exactly this for several months, and the text names the month of one of them."""
    months = words.months_of(evidence.text)
    if evidence.strong or not months:
        return
    issued = [item for item in evidence.equal if item.issued_on]
    of_month = [item for item in issued if item.issued_on and (item.issued_on.year, item.issued_on.month) in months]
    payer = evidence.payer_reasons(of_month)
    if of_month and payer:
        is_sure = len(of_month) == 1 == len(months) and evidence.is_silent
        yield evidence.whole(of_month[:1], "0.89", "match.month", "match.amount", *payer, is_sure=is_sure)


def by_amount_owed(evidence: Evidence) -> Iterator[Proposal]:
    """The payer owes exactly this: sure when the text names nothing else, and nobody else may be meant.

    Of equal ones that with the nearest name comes first, then the lowest number.
    """
    equal = evidence.equal
    others = [item for item in evidence.own if item not in equal]
    silent = evidence.is_silent and not words.months_of(evidence.text)
    alone = len(equal) == 1 and evidence.is_of_payer(equal) and silent and not _makes_sum(others, evidence.amount)
    for item in sorted(equal, key=lambda item: (-evidence.alike.get(item.party, 0), len(item.number), item.number)):
        payer = evidence.payer_reasons([item])
        likely = payer and (len(equal) == 1 or evidence.strong)  # more so than a part of what is named
        confidence = "0.90" if alone else "0.65" if likely else "0.50"
        yield evidence.whole([item], confidence, "match.amount", *payer, is_sure=alone)


def _makes_sum(items: Sequence[Item], amount: Decimal) -> bool:
    """Whether two or three of the items, or all of them, would be paid by the amount as well."""
    sizes = (2, 3) if len(items) <= MOST_PAIRED else (2,)
    return len(items) > 1 and (
        total(items) == amount or any(total(each) == amount for size in sizes for each in combinations(items, size))
    )


def by_sum_owed(evidence: Evidence) -> Iterator[Proposal]:
    """All that the payer owes, or the only set of it that makes the amount."""
    own, amount = evidence.own, evidence.amount
    payer = evidence.payer_reasons(own)
    if evidence.equal or evidence.strong or not payer:
        return
    may_be_sure = evidence.is_silent and bool(evidence.holders)
    for party in sorted(evidence.payers):
        theirs = [item for item in own if item.party == party]
        if len(theirs) > 1 and total(theirs) == amount:
            yield evidence.whole(theirs, "0.87", "match.all_open", *payer, is_sure=may_be_sure)
            return
    made = sums(own, amount)
    if made.only:
        is_sure = may_be_sure and made.is_telling
        yield evidence.whole(made.only, "0.86" if is_sure else "0.55", "match.sum", *payer, is_sure=is_sure)


def by_neighbours(evidence: Evidence) -> Iterator[Proposal]:
    """Of several sets that make the amount, the one of invoices that follow each other in number: never sure."""
    if evidence.equal or evidence.strong:
        return
    for party in sorted(evidence.payers):
        theirs = in_number(item for item in evidence.own if item.party == party)
        found = stretches(theirs, evidence.amount) if len(theirs) <= MOST_STRETCHED else []
        if len(found) == 1:
            reasons = ("match.neighbours", *evidence.payer_reasons(found[0]))
            yield evidence.whole(found[0], "0.52", *reasons)


def by_amount_alone(evidence: Evidence) -> Iterator[Proposal]:
    """Nobody else owes exactly this: no more than a hint."""
    if evidence.strong or evidence.own or evidence.is_doubtful:
        return
    found = evidence.open(evidence.index.of_amount(evidence.line.currency, evidence.amount))
    if len(found) == 1:
        yield evidence.whole(found, "0.30", "match.amount")


def in_other_currency(evidence: Evidence) -> Iterator[Proposal]:
    """A number named whose item is in another currency: a person says at which rate."""
    line = evidence.line
    sure = [evidence.index.items[each.item] for each in evidence.mentions if each.sureness >= Sureness.SHORT]
    items = [item for item in evidence.open(sure, any_currency=True) if item.currency != line.currency]
    if items and not evidence.strong and all((item.balance > 0) == (line.amount > 0) for item in items):
        settled = tuple((item, item.balance) for item in items)
        by_rate = _agrees_by_rate(evidence, items)
        reasons = (*evidence.naming(items), "match.other_currency", *(("match.rate",) if by_rate else ()))
        yield Proposal(settled, Decimal(0), "other_currency", Decimal("0.70" if by_rate else "0.50"), reasons)


def _agrees_by_rate(evidence: Evidence, items: Sequence[Item]) -> bool:
    """Whether what came is worth what is owed at our rates of the day, give or take what a bank's rate differs."""
    rates = evidence.rates
    if any(currency not in rates for currency in (evidence.line.currency, *(item.currency for item in items))):
        return False
    owed = sum((item.balance * rates[item.currency] for item in items), Decimal(0))
    came = evidence.amount * rates[evidence.line.currency]
    return abs(owed - came) <= NEAR_RATE * owed
