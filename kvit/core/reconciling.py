"""Which open items a line of a bank statement pays: ordered rules over what it says, each proposal with its reasons.

A proposal is sure only when one set of items alone fits, what it leaves over is explained, and nothing in the line
speaks against it. Everything else is shown to a person. Rules and examples: docs/rules/matching.md.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kvit.core.formats.statement import StatementLine
from kvit.core.matching import by_number, by_payer
from kvit.core.matching.evidence import Evidence
from kvit.core.matching.gaps import gaps
from kvit.core.matching.names import is_payer
from kvit.core.matching.proposals import Proposal
from kvit.core.open_items import Index

MOST_PROPOSALS = 5
RULES: tuple[Callable[[Evidence], Iterator[Proposal]], ...] = (
    by_number.named,
    by_number.named_with_parts,
    by_number.named_range,
    gaps,
    by_number.named_less_credits,
    by_number.named_and_cut,
    by_number.named_and_next,
    by_number.named_in_part,
    by_number.mistyped,
    by_payer.by_month,
    by_payer.by_amount_owed,
    by_payer.by_sum_owed,
    by_payer.by_neighbours,
    by_number.some_named,
    by_payer.by_amount_alone,
    by_payer.in_other_currency,
)
"""In the order of their evidence: of two that propose the same items the first one says why."""


def rank(
    line: StatementLine,
    index: Index,
    *,
    known_ibans: Mapping[str, Collection[str]],
    rates: Mapping[str, Decimal] | None = None,
) -> list[Proposal]:
    """At most five ways to settle the line, the best first; nothing when nothing speaks for any.

    `known_ibans` gives, by account number, the parties who pay from it; `rates` the worth of one unit of a currency.
    """
    if line.amount == 0:
        return []
    evidence = Evidence(line, index, known_ibans=known_ibans, rates=rates)
    proposals: list[Proposal] = []
    seen: set[frozenset[str]] = set()
    for rule in RULES:
        for proposal in rule(evidence):
            ids = frozenset(item.id for item, _ in proposal.items)
            if ids not in seen:
                seen.add(ids)
                proposals.append(proposal)
    proposals = _sure_alone(proposals)
    proposals.sort(key=lambda each: (not each.is_sure, -each.confidence))
    return proposals[:MOST_PROPOSALS]


OF_MONEY_OUT = frozenset({"exact", "several", "partial", "over"})
"""Nobody takes a fee off what we pay, a discount is taken by a run, and another currency needs the bank's rate."""


def rank_paid_out(line: StatementLine, index: Index, *, known_ibans: Mapping[str, Collection[str]]) -> list[Proposal]:
    """Which bills money that went out pays, by the same rules: line and bills are given above zero.

    Never sure, for what left the bank without a run of ours is for a person; and nothing by its amount alone, which
    many a fee has too.
    """
    found = rank(line, index, known_ibans=known_ibans)
    telling = [one for one in found if one.kind in OF_MONEY_OUT and set(one.reasons) != {"match.amount"}]
    return [replace(one, is_sure=False) for one in telling]


def _sure_alone(proposals: list[Proposal]) -> list[Proposal]:
    """Of several sure ones none is, but what pays to the cent is more than a part payment."""
    sure = [each for each in proposals if each.is_sure]
    whole = [each for each in sure if each.kind != "partial"]
    kept = whole if len(whole) == 1 else sure
    return [replace(each, is_sure=each.is_sure and kept == [each]) for each in proposals]


def settle(index: Index, proposal: Proposal) -> None:
    """Takes what the proposal allocates off the balances, so that a second payment finds nothing left."""
    for item, amount in proposal.items:
        index.settle(item.id, amount)


def payer_shown(line: StatementLine, proposal: Proposal) -> str:
    """The party that a sure proposal shows to pay from the line's account: its name is the payer's. Else nothing."""
    parties = {(item.party, item.party_name) for item, _ in proposal.items}
    if not proposal.is_sure or not line.counterparty_iban or len(parties) != 1:
        return ""
    party, name = parties.pop()
    return party if is_payer(line.counterparty_name, name) else ""
