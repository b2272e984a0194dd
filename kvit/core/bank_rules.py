"""A company's rules for bank lines that pay no document, and what was done three times: `docs/rules/bank-lines.md`."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from kvit.core.errors import Refused
from kvit.core.formats.statement import StatementLine, account_of
from kvit.core.parsing.dates import folded, month_names
from kvit.core.parsing.told import Told

IN, OUT, ANY = "in", "out", "any"
DIRECTIONS = (ANY, OUT, IN)
OFF, SUGGEST, AUTO = "off", "suggest", "auto"
CONDITIONS = ("direction", "text", "whole_words", "party", "iban", "at_least", "at_most", "currency", "own_account")
KNOWN = frozenset({"name", *CONDITIONS, "account", "to_account"})
LONGEST = 120
CLEARING = "clearing"
"""Where a gateway's money is until its payout stands on a statement: a person says which line that is."""
BOOKABLE = frozenset({"", "expense", "bank_fee", "rounding", "bad_debt", CLEARING})
"""Roles of accounts that lines are booked to without a document; the others belong to documents, money or taxes."""
WRITE_OFFS = frozenset({"rounding", "bad_debt"})
"""Roles of accounts that take what nobody pays."""
TIMES = 3
"""So often the same must have been done before it is proposed."""
SHORTEST_PATTERN = 2


@dataclass(frozen=True)
class Target:
    """Where a line is booked: an account by its code, or another own account by its id. One of both."""

    account: str = ""
    own_account: str = ""


@dataclass(frozen=True)
class Rule:
    """Conditions that must all hold, and the target; empty conditions do not count."""

    target: Target
    name: str = ""
    direction: str = ANY
    text: str = ""
    whole_words: bool = False
    party: str = ""
    iban: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    currency: str = ""
    own_account: str = ""
    level: str = OFF
    id: int = 0


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a line, in their order; `agree` when they all name one target, `auto` when one may book."""

    rules: tuple[Rule, ...]
    agree: bool
    auto: bool


@dataclass(frozen=True)
class Done:
    """A line that a person booked, and where to."""

    line: StatementLine
    target: Target


def read(raw: object) -> Rule:
    """The rule as told. Refuses what `Told` does, `bank_rule.no_condition`, `no_target`, `no_range`, `no_currency`."""
    told = Told(raw, KNOWN)
    rule = Rule(
        name=told.needed("name", most=LONGEST),
        target=Target(told.text("account", most=20), told.text("to_account", most=40)),
        direction=told.one_of("direction", known=DIRECTIONS) if "direction" in told else ANY,
        text=told.text("text", most=LONGEST),
        whole_words=told.flag("whole_words"),
        party=told.text("party", most=LONGEST),
        iban=account_of(told.text("iban", most=50)),
        at_least=told.number("at_least", digits=2),
        at_most=told.number("at_most", digits=2),
        currency=told.text("currency", most=3).upper(),
        own_account=told.text("own_account", most=40),
    )
    if bool(rule.target.account) == bool(rule.target.own_account):
        raise Refused("bank_rule.no_target")
    if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
        raise Refused("bank_rule.no_range", at_least=f"{rule.at_least:f}", at_most=f"{rule.at_most:f}")
    bounds = [one for one in (rule.at_least, rule.at_most) if one is not None]
    if bounds and not rule.currency:
        raise Refused("bank_rule.no_currency")
    if any(one < 0 for one in bounds):
        raise Refused("bank_rule.below_zero")
    if not (_words(rule.text) or _words(rule.party) or rule.iban or len(bounds) == 2):
        raise Refused("bank_rule.no_condition")
    if rule.target.own_account and rule.target.own_account == rule.own_account:
        raise Refused("bank_rule.same_account")
    return rule


def holds(rule: Rule, line: StatementLine, *, own_account: str) -> bool:
    """Whether the rule fits the line, which is of that own account of ours."""
    if rule.direction != ANY and (line.amount > 0) != (rule.direction == IN):
        return False
    if rule.own_account and rule.own_account != own_account:
        return False
    if rule.target.own_account and rule.target.own_account == own_account:
        return False
    if rule.currency and rule.currency != line.currency:
        return False
    if rule.iban and rule.iban != account_of(line.counterparty_iban):
        return False
    if rule.at_least is not None and abs(line.amount) < rule.at_least:
        return False
    if rule.at_most is not None and abs(line.amount) > rule.at_most:
        return False
    told = f"{line.remittance} {line.structured_reference} {line.kind}"
    return _stands(rule.text, told, whole=rule.whole_words) and _stands(
        rule.party, line.counterparty_name, whole=rule.whole_words
    )


def verdict(
    rules: Sequence[Rule], line: StatementLine, *, own_account: str, is_sure: bool, is_proposed: bool
) -> Verdict:
    """What the rules say of a line that matching is sure about, has proposals for, or neither.

    They are silent about what is sure; `auto` is said only where nothing else fits, they agree, and it is no reversal.
    """
    if is_sure:
        return Verdict((), agree=True, auto=False)
    fits = tuple(one for one in rules if one.level != OFF and holds(one, line, own_account=own_account))
    agree = len({one.target for one in fits}) <= 1
    alone = agree and not is_proposed and not line.is_reversal
    return Verdict(fits, agree=agree, auto=alone and any(one.level == AUTO for one in fits))


class Habits:
    """What a person did before, found again by the other side or the words of the text."""

    def __init__(self, done: Iterable[Done]) -> None:
        """`done`: the newest first."""
        self._by_key: dict[tuple[object, ...], list[tuple[int, Done]]] = {}
        for place, one in enumerate(done):
            for key in _keys(one.line):
                self._by_key.setdefault(key, []).append((place, one))

    def learned(self, line: StatementLine) -> Target | None:
        """Where the newest three alike lines went; None where there are fewer, or they went to two targets."""
        near = {place: one for key in _keys(line) for place, one in self._by_key.get(key, ())}
        found = (near[place].target for place in sorted(near) if alike(line, near[place].line))
        newest = list(islice(found, TIMES))
        return newest[0] if len(newest) == TIMES and len(set(newest)) == 1 else None


def alike(one: StatementLine, other: StatementLine) -> bool:
    """Whether two lines are of one kind: direction, currency, and the other side or the words of the text."""
    if (one.amount > 0) != (other.amount > 0) or one.currency != other.currency:
        return False
    if one.counterparty_iban and other.counterparty_iban:
        return account_of(one.counterparty_iban) == account_of(other.counterparty_iban)
    if one.counterparty_name and other.counterparty_name:
        return _words(one.counterparty_name) == _words(other.counterparty_name)
    words = pattern(one.remittance)
    return len(words) >= SHORTEST_PATTERN and words == pattern(other.remittance)


def pattern(text: str) -> tuple[str, ...]:
    """The words of the text that come again each time: no figures, no months."""
    months = month_names()
    return tuple(word for word in re.findall(r"[^\W\d_]{3,}", folded(text)) if word not in months)


def written(rule: Rule) -> dict[str, object]:
    """The rule as `read` reads it, without what is not said."""
    told: dict[str, object] = {
        "name": rule.name,
        "direction": rule.direction,
        "text": rule.text,
        "whole_words": rule.whole_words,
        "party": rule.party,
        "iban": rule.iban,
        "at_least": None if rule.at_least is None else f"{rule.at_least:f}",
        "at_most": None if rule.at_most is None else f"{rule.at_most:f}",
        "currency": rule.currency,
        "own_account": rule.own_account,
        "account": rule.target.account,
        "to_account": rule.target.own_account,
    }
    return {name: value for name, value in told.items() if value not in ("", None, False)}


def made_of(line: StatementLine, target: Target, *, name: str) -> Rule:
    """The rule that says of lines like this one what was done with it; by account, else name, else words."""
    iban = account_of(line.counterparty_iban)
    party = "" if iban or not _words(line.counterparty_name) else line.counterparty_name[:LONGEST]
    text = "" if iban or party else longest_run(line.remittance)
    return Rule(
        target=target,
        name=name[:LONGEST],
        direction=IN if line.amount > 0 else OUT,
        text=text,
        party=party,
        iban=iban,
        currency=line.currency,
        level=SUGGEST,
    )


def longest_run(text: str) -> str:
    """The words of the pattern that stand in the text one after the other, as many letters of them as there are.

    Short words between them stay, figures and months end the run: `Comision 05/2026 administrare de cont` gives
    `administrare de cont`. At most `LONGEST` letters, cut at a word.
    """
    telling = set(pattern(text))
    runs: list[list[str]] = [[]]
    for word in _words(text):
        if word in telling or (word.isalpha() and len(word) < 3):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    found = [_cut(run, telling) for run in runs]
    return max(found, key=lambda run: sum(len(word) for word in run.split() if word in telling))


def _cut(run: Sequence[str], telling: Collection[str]) -> str:
    """The run from its first to its last telling word, as far as it is short enough."""
    places = [at for at, word in enumerate(run) if word in telling]
    while places and len(" ".join(run[places[0] : places[-1] + 1])) > LONGEST:
        places.pop()
    return " ".join(run[places[0] : places[-1] + 1]) if places else ""


def bookable(role: str, *, alone: bool = False) -> bool:
    """Whether a line may be booked to an account of this role without a document; `alone`: without a person."""
    return role in BOOKABLE and not (alone and role == CLEARING)


def _keys(line: StatementLine) -> list[tuple[object, ...]]:
    """Under what alike lines are found: never too few, `alike` says the rest."""
    kind = (line.amount > 0, line.currency)
    words = pattern(line.remittance)
    told = (account_of(line.counterparty_iban), tuple(_words(line.counterparty_name)), words)
    return [(*kind, place, one) for place, one in enumerate(told) if one]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _stands(wanted: str, text: str, *, whole: bool) -> bool:
    """Whether the wanted words stand in the text, one after the other; part of a word is enough unless `whole`."""
    needle, hay = " ".join(_words(wanted)), " ".join(_words(text))
    return f" {needle} " in f" {hay} " if whole and needle else needle in hay
