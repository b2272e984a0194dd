"""Rules for lines that name numbers and bring another amount: discount, fee, part or too much.

Rules and examples: docs/rules/matching.md.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kvit.core.matching import words
from kvit.core.matching.evidence import Evidence
from kvit.core.matching.proposals import Kind, Proposal
from kvit.core.matching.sums import total
from kvit.core.money import round_half_up
from kvit.core.open_items import Item

MOST_FEE = {"EUR": 30, "USD": 30, "GBP": 30, "CHF": 30, "BGN": 60, "RON": 150, "PLN": 130, "CZK": 750, "HUF": 12000}
"""The most that a chain of banks takes off one transfer, by currency."""
MOST_FEE_SHARE = Decimal("0.10")
MOST_SILENT_SHARE = Decimal("0.05")
LEAST_PART_GAP = Decimal("0.10")
"""A smaller gap is a fee, a late discount or a slip before it is a part payment."""
SLIP = Decimal(1)
"""What is too much by less than one unit of the currency is a slip of the payer; it stays as the customer's credit."""


def gaps(evidence: Evidence) -> Iterator[Proposal]:
    """Numbers named in full, and another amount than they owe: the first reading that explains it."""
    items = evidence.in_order
    if (
        not items
        or total(items) == evidence.amount
        or any((item.balance > 0) != (evidence.amount > 0) for item in items)
    ):
        return
    for reading in (_discounted, _less_fee, _likely_fee, _part, _too_much):
        if (proposal := reading(evidence, items)) is not None:
            yield proposal
            return


def _gap(evidence: Evidence, items: Sequence[Item]) -> Decimal:
    """How much less came, or went, than is owed; below zero where it was more."""
    less = total(items) - evidence.amount
    return less if evidence.amount > 0 else -less


def _speaks_for_payer(evidence: Evidence, items: Sequence[Item]) -> bool:
    """Whether payer, numbers and amounts agree: nobody else is known to pay, and nothing else owes this amount."""
    agrees = not evidence.payers or evidence.is_of_payer(items)
    return agrees and evidence.numbers_are_one_each and not evidence.equal and not evidence.closed


def _discounted(evidence: Evidence, items: Sequence[Item]) -> Proposal | None:
    """What was offered for paying early is taken off, and the money is there in time."""
    entitled = [item for item in items if _is_entitled(item, evidence)]
    gap = _gap(evidence, items)
    if not entitled or gap != sum((item.discount for item in entitled), Decimal(0)):
        return None
    return _settled(
        evidence,
        items,
        kind="discount",
        confidence="0.97",
        reason="match.discount",
        is_sure=_speaks_for_payer(evidence, items),
    )


def _is_entitled(item: Item, evidence: Evidence) -> bool:
    """The offer holds for the whole of the item only, until its last day."""
    until = item.discount_until
    is_whole = item.total is None or item.balance == item.total
    return item.discount > 0 and until is not None and evidence.line.booked_on <= until and is_whole


def _less_fee(evidence: Evidence, items: Sequence[Item]) -> Proposal | None:
    """The line speaks of a fee: sure where it states the gap, or where the bank's signs say that one was taken off."""
    gap, text = _gap(evidence, items), evidence.text
    if not words.speaks_of_fee(text) or not _may_be_fee(evidence, gap, share=MOST_FEE_SHARE):
        return None
    stated = words.stated_fee(text)
    explains = stated == gap if stated is not None else words.says_fee_taken(text)
    is_sure = explains and _speaks_for_payer(evidence, items)
    return _settled(evidence, items, kind="fee", confidence="0.93", reason="match.fee_stated", is_sure=is_sure)


def _likely_fee(evidence: Evidence, items: Sequence[Item]) -> Proposal | None:
    """A small gap that nobody explains: most likely a bank's fee, but a person says so."""
    gap = _gap(evidence, items)
    if not _may_be_fee(evidence, gap, share=MOST_SILENT_SHARE) or _is_percentage(gap, items):
        return None
    return _settled(evidence, items, kind="fee", confidence="0.62", reason="match.fee_likely", is_sure=False)


def _may_be_fee(evidence: Evidence, gap: Decimal, *, share: Decimal) -> bool:
    most = Decimal(MOST_FEE.get(evidence.line.currency, 30))
    return evidence.amount > 0 and 0 < gap <= min(most, (evidence.amount + gap) * share)


def _is_percentage(gap: Decimal, items: Sequence[Item]) -> bool:
    """Whether a whole percentage up to 5 was taken off, as for a discount that is offered no more."""
    owed = total(items)
    return any(gap == round_half_up(owed * percent / 100, 2) for percent in (1, 2, 3, 4, 5))


def _settled(
    evidence: Evidence, items: Sequence[Item], *, kind: Kind, confidence: str, reason: str, is_sure: bool
) -> Proposal:
    """The items are settled whole, and the gap is booked for what it is."""
    return Proposal(
        items=tuple((item, item.balance) for item in items),
        difference=evidence.amount - total(items),
        kind=kind,
        confidence=Decimal(confidence),
        reasons=(*evidence.naming(items), reason, *evidence.payer_reasons(items)),
        is_sure=is_sure and not evidence.is_doubtful,
    )


def _part(evidence: Evidence, items: Sequence[Item]) -> Proposal | None:
    """Less came: a part of one invoice is sure where payer or text say so. Of several those named first are paid first.

    The debtor says what a payment is for (RO Civil Code art. 1507, BG ЗЗД art. 76, ES Código Civil art. 1172, PL KC
    art. 451 § 1, DE BGB § 366).
    """
    gap = _gap(evidence, items)
    if gap <= 0:
        return None
    left, taken = evidence.amount, []
    for item in items:
        part = min(item.balance, left, key=abs)
        if part:
            taken.append((item, part))
            left -= part
    known = evidence.amount > 0 and (evidence.is_of_payer(items) or words.says_part(evidence.text))
    is_sure = len(items) == 1 and known and gap >= LEAST_PART_GAP * total(items) and _speaks_for_payer(evidence, items)
    is_said = len(items) == 1 and words.says_part(evidence.text) and evidence.is_of_payer(items)
    return Proposal(
        items=tuple(taken),
        difference=evidence.amount - total(items),
        kind="partial",
        confidence=Decimal("0.90" if is_sure else "0.70" if is_said else "0.58"),
        reasons=(*evidence.naming(items), "match.partial", *evidence.payer_reasons(items)),
        is_sure=is_sure and not evidence.is_doubtful,
    )


def _too_much(evidence: Evidence, items: Sequence[Item]) -> Proposal | None:
    """More came: less than one unit of the currency is a slip, anything more is for a person."""
    over = -_gap(evidence, items)
    is_sure = evidence.amount > 0 and 0 < over < SLIP and _speaks_for_payer(evidence, items)
    return _settled(
        evidence, items, kind="over", confidence="0.94" if is_sure else "0.58", reason="match.over", is_sure=is_sure
    )
