"""Ways for lines that pay no document: by the company's rules, between own accounts, as it was done before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kvit.banking import bookings, kept
from kvit.banking.models import BankRule, Booking, Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core import bank_rules
from kvit.core.bank_rules import Done, Habits, Rule, Target
from kvit.core.formats import statement as formats
from kvit.ledger import accounts

BY_RULE, LEARNED = "rule", "learned"
SURE, LIKELY, HABIT = Decimal(1), Decimal("0.9"), Decimal("0.8")
REMEMBERED = 2000
"""So many of the newest bookings are looked at for what was done before."""


@dataclass(frozen=True)
class Way:
    """Why a line would go to a target, how likely, and whether it may be booked alone."""

    kind: str
    reason: str
    confidence: Decimal
    rule: BankRule | None = None
    is_sure: bool = False


class Ways:
    """What the company's rules and habits say of lines; read once for many lines."""

    def __init__(self, company: Company) -> None:
        self._company = company
        rows = BankRule.objects.filter(company=company, archived=False).exclude(level=bank_rules.OFF)
        self._rows = {row.pk: row for row in rows.order_by("place", "id")}
        self._rules = [rule_of(row) for row in self._rows.values()]
        self._accounts = {one.code: one for one in accounts.to_book(company)}
        self._banks = {one.public_id: one for one in accounts.banks(company)}
        self._numbers = {one.iban: one for one in self._banks.values()}
        taken = Booking.objects.filter(company=company, undone=True, rule__isnull=False)
        self._taken_back = set(taken.values_list("line_id", "rule_id"))
        self._halves = bookings.halves(company)
        self._habits = Habits(_done(company))

    def proposals(self, line: StatementLine, found: Sequence[Proposal]) -> list[Proposal]:
        """The ways of the line beside those that matching found: the rules' first, each target once."""
        seen = told(line)
        if any(one.is_sure for one in found):
            return []
        ways = self._by_rule(line, seen, is_proposed=bool(found))
        if (to := self._transfer(line)) is not None:
            ways.setdefault(*to)
        if (habit := self._habits.learned(seen)) is not None:
            ways.setdefault(habit, Way(LEARNED, "match.learned", HABIT))
        made = [self._proposal(line, target, way) for target, way in ways.items()]
        return [one for one in made if one is not None]

    def _by_rule(self, line: StatementLine, seen: formats.StatementLine, *, is_proposed: bool) -> dict[Target, Way]:
        own = line.bank_account.public_id
        said = bank_rules.verdict(self._rules, seen, own_account=own, is_sure=False, is_proposed=is_proposed)
        is_sure = said.auto and all(self._may_alone(line, one) for one in said.rules)
        ways: dict[Target, Way] = {}
        for rule in said.rules:
            reason, odds = ("match.rule", SURE) if said.agree else ("match.rules_differ", LIKELY)
            ways.setdefault(rule.target, Way(BY_RULE, reason, odds, self._rows[rule.id], is_sure))
        return ways

    def _may_alone(self, line: StatementLine, rule: Rule) -> bool:
        to = self._accounts.get(rule.target.account)
        return (line.pk, rule.id) not in self._taken_back and bank_rules.bookable(to.role if to else "", alone=True)

    def _transfer(self, line: StatementLine) -> tuple[Target, Way] | None:
        half = bookings.other_half(line, self._halves)
        if half is not None:
            bank = next((one for one in self._banks.values() if one.pk == half.line.bank_account_id), None)
            reason = "match.other_half"
        else:
            bank, reason = self._numbers.get(formats.account_of(line.counterparty_iban)), "match.own_account"
        if bank is None or bank.pk == line.bank_account_id:
            return None
        return Target(own_account=bank.public_id), Way(bookings.TRANSFER, reason, LIKELY)

    def _proposal(self, line: StatementLine, target: Target, way: Way) -> Proposal | None:
        account, own = self._accounts.get(target.account), self._banks.get(target.own_account)
        if account is None and own is None:
            return None  # the account holds documents now, or the own account is closed
        return Proposal(
            company=self._company,
            line=line,
            rank=1,
            items=[],
            difference=Decimal(0),
            kind=way.kind,
            confidence=way.confidence,
            reasons=[way.reason],
            is_sure=way.is_sure,
            account=account,
            own_account=own,
            rule=way.rule,
        )


def ranked(found: Sequence[Proposal], ways: Sequence[Proposal]) -> list[Proposal]:
    """All ways in one order: a rule before what is only likely, habits and transfers after what matching found."""
    first = [one for one in ways if one.kind == BY_RULE]
    rest = [one for one in ways if one.kind != BY_RULE]
    every = [*first, *found, *rest] if not any(one.is_sure for one in found) else list(found)
    for rank, one in enumerate(every, start=1):
        one.rank = rank
    return every


def rule_of(row: BankRule) -> Rule:
    """The rule as the core reads it."""
    return replace(bank_rules.read(row.told), level=row.level, id=row.pk)


def told(line: StatementLine) -> formats.StatementLine:
    """The line as matching reads it."""
    return formats.StatementLine(
        booked_on=line.booked_on,
        amount=line.amount,
        currency=line.currency,
        counterparty_name=line.counterparty_name,
        counterparty_iban=line.counterparty_iban,
        remittance=f"{line.remittance} {line.retold}".strip(),
        end_to_end_id=line.end_to_end_id,
        structured_reference=line.structured_reference,
        bank_reference=line.bank_reference,
        entry_reference=line.entry_reference,
        kind=line.kind,
        is_reversal=line.is_reversal,
        value_on=line.value_on,
        batch=line.batch,
        parts=tuple(kept.part_of(one) for one in line.parts),
        references=tuple(line.marks.get("references", [line.bank_reference] if line.bank_reference else ())),
        transfers=line.marks.get("transfers", 0),
        message=line.marks.get("message", ""),
        told_in=line.marks.get("told_in", ""),
    )


def _done(company: Company) -> list[Done]:
    """What people booked, the newest first."""
    rows = Booking.objects.filter(company=company, undone=False, automatic=False, account__isnull=False)
    newest = rows.select_related("line", "account").order_by("-at", "-id")[:REMEMBERED]
    return [Done(told(one.line), Target(account=one.account.code)) for one in newest if one.account]
