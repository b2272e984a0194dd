"""Bank lines that pay no document: to accounts, split, asked about; and the company's rules for them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.banking import BankLineShown, BankShareGiven, found, shown
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, Moment, Shown
from kvit.banking import bank_rules, bookings, outside, questions, rule_queries, splits
from kvit.banking.models import BankRule
from kvit.banking.proposing import rule_of
from kvit.banking.splits import OnAccount, ToAccount
from kvit.companies.permissions import require
from kvit.core.bank_rules import LONGEST, Target
from kvit.parties import customers
from kvit.payments.requests import Share

router = Router()
Level = Literal["off", "suggest", "auto"]
Code = Annotated[str, Field(max_length=20, description="An account of the books by its code.")]
OwnAccount = Annotated[str, Field(max_length=40, description="Another account of ours, by id or IBAN.")]
Words = Annotated[str, Field(max_length=LONGEST)]
Note = Annotated[str, Field(max_length=400)]


class BankRuleGiven(Given):
    """Which lines, and where they go (docs/rules/bank-lines.md)."""

    name: Words
    direction: Literal["any", "in", "out"] = "any"
    text: Annotated[Words, Field(description="Words in the text.")] = ""
    whole_words: bool = False
    party: Annotated[Words, Field(description="Words in the counterparty's name.")] = ""
    iban: Annotated[str, Field(max_length=50)] = ""
    at_least: GivenAmount | None = None
    at_most: GivenAmount | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    own_account: OwnAccount = ""
    account: Code = ""
    to_account: OwnAccount = ""


class BankRuleShown(Shown):
    """A rule as it stands, and how many lines stand booked by it."""

    id: Id
    level: Level
    place: int
    used: int
    name: str
    direction: str
    text: str
    whole_words: bool
    party: str
    iban: str
    at_least: str
    at_most: str
    currency: str
    own_account: str
    account: str
    to_account: str


class BankRuleLevelGiven(Given):
    """How far it may go by itself."""

    level: Level


class BankRuleOrderGiven(Given):
    """The rules in their order, by id; those left out come after."""

    rules: Annotated[list[str], Field(max_length=1000)]


class FitShown(Shown):
    """A past line that the rule fits, and what became of it."""

    line: Id
    booked_on: date
    amount: Amount
    currency: str
    counterparty: str
    text: str
    became: Literal["waits", "same", "otherwise", "settled", "ignored"]


class BankRehearsalShown(Shown):
    """What the rule would have done with the lines of the last days."""

    fits: int
    went_elsewhere: int
    rows: list[FitShown]


class BookGiven(Given):
    """Where the whole line goes: an account, or another account of ours."""

    account: Code = ""
    to_account: OwnAccount = ""
    note: Note = ""


class BankPartGiven(Given):
    """A part of the line; above zero takes money that came in, below zero money that went out."""

    account: Code = ""
    to_account: OwnAccount = ""
    amount: GivenAmount


class BankCreditGiven(Given):
    """A part of the line that a customer pays on account."""

    customer: Annotated[str, Field(max_length=100, description="By id or external id.")]
    amount: GivenAmount


class SplitGiven(Given):
    """Documents, accounts and money on account, together the whole line; `write_off` is why a rest is written off."""

    items: list[BankShareGiven] = Field([], max_length=100)
    parts: list[BankPartGiven] = Field([], max_length=100)
    on_account: list[BankCreditGiven] = Field([], max_length=100)
    write_off: Note = ""


class LineQuestionGiven(Given):
    """What is asked, and whom."""

    to: Annotated[str, Field(max_length=254, description="A colleague's id or e-mail.")]
    text: Annotated[str, Field(max_length=4000)]


class LineAnswerGiven(Given):
    """The answer."""

    text: Annotated[str, Field(max_length=4000)]


class SaidShown(Shown):
    """What somebody said about a line."""

    author: str
    text: str
    at: Moment


class TalkShown(Shown):
    """What was said about a line, and who is asked now."""

    said: list[SaidShown]
    asked: str


@reads(router, "/bank_rules", gives=lists.Listed[BankRuleShown])
def listed(request: Asking) -> object:
    """Every rule, in their order."""
    require(request.actor, "bank.view", request.company)
    used = rule_queries.used(request.company)
    return lists.of_all([outside.rule(row, used=used.get(row.pk, 0)) for row in rule_queries.every(request.company)])


@changes(router, "/bank_rules", gives=BankRuleShown, status=201)
def make(request: Asking, *, given: BankRuleGiven) -> object:
    """A rule, the last in the order; it starts `off`, so that it can be rehearsed."""
    return _rule(request, bank_rules.make(request.company, _told(given), by=request.actor, on=request.today))


@changes(router, "/bank_rules/order", method="PUT", gives=lists.Listed[BankRuleShown])
def arrange(request: Asking, *, given: BankRuleOrderGiven) -> object:
    """Put the rules in this order."""
    bank_rules.arrange(request.company, given.rules, by=request.actor, on=request.today)
    return listed(request)


@reads(router, "/bank_rules/{id}", gives=BankRuleShown)
def show(request: Asking, id: str) -> object:
    """One rule."""
    require(request.actor, "bank.view", request.company)
    return _rule(request, rule_queries.find(request.company, id))


@changes(router, "/bank_rules/{id}", method="PUT", gives=BankRuleShown)
def change(request: Asking, id: str, *, given: BankRuleGiven) -> object:
    """The rule says this from now on; what it booked stays."""
    row = rule_queries.find(request.company, id)
    return _rule(request, bank_rules.change(request.company, row, _told(given), by=request.actor, on=request.today))


@changes(router, "/bank_rules/{id}/level", gives=BankRuleShown)
def let(request: Asking, id: str, *, given: BankRuleLevelGiven) -> object:
    """Let it go further, or less far, by itself."""
    row = rule_queries.find(request.company, id)
    return _rule(request, bank_rules.let(request.company, row, level=given.level, by=request.actor, on=request.today))


@changes(router, "/bank_rules/{id}/archive", gives=BankRuleShown)
def archive(request: Asking, id: str) -> object:
    """The rule takes no part any more; what it booked stays."""
    row = rule_queries.find(request.company, id)
    return _rule(request, bank_rules.archive(request.company, row, by=request.actor, on=request.today))


@reads(router, "/bank_rules/{id}/rehearsal", gives=BankRehearsalShown)
def rehearse(request: Asking, id: str, days: Annotated[int, Field(ge=1, le=rule_queries.DAYS)] = 366) -> object:
    """What it would have done with the lines of the last days; nothing is done."""
    require(request.actor, "bank.view", request.company)
    rule = rule_of(rule_queries.find(request.company, id))
    return outside.rehearsal(rule_queries.rehearse(request.company, rule, on=request.today, days=days))


@changes(router, "/statement_lines/{id}/book", gives=BankLineShown, key_required=True)
def book(request: Asking, id: str, *, given: BookGiven) -> object:
    """Book the whole line to an account, or to another account of ours."""
    line, to = found(request, id), Target(given.account, given.to_account)
    bookings.book(request.company, line, to, note=given.note, by=request.actor, on=request.today)
    return shown(request, found(request, id))


@changes(router, "/statement_lines/{id}/split", gives=BankLineShown, key_required=True)
def split(request: Asking, id: str, *, given: SplitGiven) -> object:
    """Settle documents and book parts to accounts, together the whole line."""
    told: dict[str, Any] = {
        "documents": [Share(one.item, Decimal(one.amount) if one.amount else None) for one in given.items],
        "parts": [ToAccount(Target(one.account, one.to_account), Decimal(one.amount)) for one in given.parts],
        "on_account": [
            OnAccount(customers.find(request.company, one.customer), Decimal(one.amount)) for one in given.on_account
        ],
        "write_off": given.write_off,
    }
    splits.split(request.company, found(request, id), by=request.actor, on=request.today, **told)
    return shown(request, found(request, id))


@reads(router, "/statement_lines/{id}/talk", gives=TalkShown)
def talk(request: Asking, id: str) -> object:
    """What was asked and answered about the line."""
    return _talk(request, id)


@changes(router, "/statement_lines/{id}/ask", gives=TalkShown)
def ask(request: Asking, id: str, *, given: LineQuestionGiven) -> object:
    """Ask a colleague about the line."""
    line = found(request, id)
    questions.ask(request.company, line, to=given.to, text=given.text, by=request.actor, on=request.today)
    return _talk(request, id)


@changes(router, "/statement_lines/{id}/answer", gives=TalkShown)
def answer(request: Asking, id: str, *, given: LineAnswerGiven) -> object:
    """Answer what was asked about the line."""
    questions.answer(request.company, found(request, id), text=given.text, by=request.actor, on=request.today)
    return _talk(request, id)


def _talk(request: Asking, id: str) -> dict[str, object]:
    heard = questions.talk(request.company, found(request, id))
    said = [{"author": str(one.author), "text": one.text, "at": one.at} for one in heard.notes]
    return {"said": said, "asked": str(heard.asked) if heard.asked else ""}


def _rule(request: Asking, row: BankRule) -> dict[str, object]:
    return outside.rule(row, used=rule_queries.used(request.company).get(row.pk, 0))


def _told(given: BankRuleGiven) -> dict[str, object]:
    """What was said of the rule, without what was left out."""
    return {name: value for name, value in given.told().items() if value not in ("", None, False)}
