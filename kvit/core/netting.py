"""Credits held against bills, and what a party owes us against what we owe it: `docs/rules/netting.md`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kvit.core.countries.set_off import LAWS
from kvit.core.errors import Finding, Refused
from kvit.core.money import Money, total

Basis = Literal["declaration", "agreement"]


@dataclass(frozen=True)
class Open:
    """An open item of a party: its balance, always above zero; `of` is the key of the document that it corrects."""

    key: str
    number: str
    balance: Money
    due_on: date
    of: str = ""
    disputed: bool = False


@dataclass(frozen=True)
class Pair:
    """What is settled between two items: `claim` of ours with `debt` of ours, from the day on which both were due."""

    claim: str
    debt: str
    amount: Money
    met_on: date


@dataclass(frozen=True)
class Netting:
    """The pairs, their sum, and what is then left of each item, by its key."""

    pairs: tuple[Pair, ...]
    total: Money
    left: dict[str, Money]


@dataclass(frozen=True)
class SetOff:
    """A set-off to sign or to declare: the pairs, on what basis, by which law, under which name and words."""

    netting: Netting
    basis: Basis
    law: str
    title: str
    sentence: str
    findings: tuple[Finding, ...]


def netted(credits: Sequence[Open], bills: Sequence[Open], *, currency: str) -> Netting:
    """A supplier's credit notes and prepayments against its bills: what they name first, then what is due first.

    Refuses `money.mixed_currencies` and `netting.bad_item`.
    """
    return _paired(credits, bills, currency=currency)


def set_off(
    claims: Sequence[Open],
    debts: Sequence[Open],
    *,
    on: date,
    countries: tuple[str, str],
    currency: str,
    both_sign: bool = False,
) -> SetOff:
    """What both owe each other, in one currency: ours and theirs, in the countries of us and of the party.

    Items that are disputed are left out. A declaration is proposed where the law of the country that both share lets
    one side do it on that day and nobody wants that `both_sign`, else an agreement. Refuses `netting.nothing`,
    `netting.bad_item` and `money.mixed_currencies`.
    """
    ours, theirs = ([one for one in side if not one.disputed] for side in (claims, debts))
    netting = _paired(ours, theirs, currency=currency)
    if not netting.pairs:
        raise Refused("netting.nothing", currency=currency)
    law = LAWS.get(countries[0]) if countries[0] == countries[1] else None
    by_key = {one.key: one for one in (*ours, *theirs)}
    used_ours = [by_key[key] for key in dict.fromkeys(pair.claim for pair in netting.pairs)]
    used_theirs = [by_key[key] for key in dict.fromkeys(pair.debt for pair in netting.pairs)]
    if law is None:
        return SetOff(netting, "agreement", law="", title="", sentence="", findings=())
    must_be_due = [*used_ours, *(used_theirs if law.theirs_must_be_due else [])]
    declares = not both_sign and all(one.due_on <= on for one in must_be_due)
    limit = law.state_procedure_above
    findings = [
        Finding("netting.through_the_state", one.key, "warning", {"number": one.number, "law": law.law})
        for one in (*used_ours, *used_theirs)
        if limit is not None and currency == law.currency and one.balance.amount > limit and one.due_on < on
    ]
    return SetOff(
        netting,
        "declaration" if declares else "agreement",
        law=law.law,
        title=law.declaration if declares else law.agreement,
        sentence=law.sentence,
        findings=tuple(findings),
    )


def _paired(claims: Sequence[Open], debts: Sequence[Open], *, currency: str) -> Netting:
    """Pairs until one side is used up; each claim with the debt that it names, then all in the order of due days."""
    left = _balances((*claims, *debts), currency)
    pairs: list[Pair] = []

    def settle(claim: Open, debt: Open) -> None:
        amount = min(left[claim.key], left[debt.key])
        if amount:
            left[claim.key] -= amount
            left[debt.key] -= amount
            pairs.append(Pair(claim.key, debt.key, amount, max(claim.due_on, debt.due_on)))

    by_key = {debt.key: debt for debt in debts}
    ordered = _by_due_day(claims)
    for claim in ordered:
        if claim.of in by_key:
            settle(claim, by_key[claim.of])
    waiting = _by_due_day(debts)
    for claim in ordered:
        for debt in waiting:
            settle(claim, debt)
    return Netting(tuple(pairs), total((pair.amount for pair in pairs), currency), left)


def _balances(items: Iterable[Open], currency: str) -> dict[str, Money]:
    left: dict[str, Money] = {}
    for one in items:
        if one.balance.currency != currency:
            raise Refused("money.mixed_currencies", one=one.balance.currency, other=currency)
        if one.balance.amount <= 0 or one.key in left or one.balance != one.balance.rounded():
            raise Refused("netting.bad_item", number=one.number, balance=str(one.balance))
        left[one.key] = one.balance
    return left


def _by_due_day(items: Sequence[Open]) -> list[Open]:
    return sorted(items, key=lambda one: (one.due_on, one.number, one.key))
