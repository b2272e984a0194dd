"""The mail that reminds: what is due, what else is open, how to pay; one for all that a customer owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import pgettext

from kvit.core.formatting import format_date
from kvit.core.money import Money, total
from kvit.core.reminder_procedures import OwnText
from kvit.dunning import texts
from kvit.messages import invitations, letters
from kvit.messages.letters import Account, Letter, Mail, Pair, Sender, Wording
from kvit.messages.placeholders import filled

PLACEHOLDERS = frozenset({"customer", "company", "amount", "numbers", "due_on"})
"""What a company's own texts of a level can name."""
MOST_NAMED = 3
"""More numbers than this are counted in a subject, not named."""


@dataclass(frozen=True)
class Line:
    """A document in the account summary: its number, due day, what is asked for of it, and what is disputed beside."""

    number: str
    due_on: date
    balance: Money
    disputed: Money


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """All that the mail says: what it is about, what else is open, what we owe back, how to pay.

    `offers_plan` to who seems to be in trouble: instalments instead of a sum that does not come.
    """

    language: str
    tone: str
    sender: Sender
    customer: str
    lines: Sequence[Line]
    others: Sequence[Line]
    credits: Sequence[Money]
    account: Account | None
    files: Sequence[str]
    own: OwnText
    offers_plan: bool = False


def reminder(told: Reminding) -> Mail:
    """The mail in the customer's language, with the account summary: every open document, credits, sums by currency."""
    language = told.language
    with translation.override(language):
        due, values = sums([line.balance for line in told.lines]), values_of(told)
        alone = due[0] if len(due) == 1 else None
        label = pgettext("letter", "To be paid")
        facts = [] if alone else [(f"{label}, {amount.currency}", letters.written(amount, language)) for amount in due]
        facts += [*_rows(told, language), *beside(told), *account_of(told.account)]
        wording = Wording(subject=told.own.subject, intro=told.own.intro, closing=told.own.closing)
        words = texts.of(told.tone, several=len(told.lines) > 1, offers_plan=told.offers_plan)
        return letters.composed(
            Letter(
                sender=told.sender,
                texts=letters.worded(words, wording),
                values=values,
                figure=letters.figure(label, alone, language) if alone else None,
                facts=tuple(facts),
                link=invitations.paying_address_of(letters.SECRET),
                files=tuple(told.files),
            ),
            language=language,
        )


def values_of(told: Reminding) -> dict[str, str]:
    """What the placeholders of its words stand for, in the language in force."""
    due = sums([line.balance for line in told.lines])
    return {
        "customer": told.customer,
        "company": told.sender.name,
        "amount": " + ".join(letters.written(amount, told.language) for amount in due),
        "numbers": named([line.number for line in told.lines]),
        "due_on": format_date(min(line.due_on for line in told.lines), told.language),
    }


def also_open(told: Reminding) -> list[Line]:
    """The other documents of the account of which something is asked for."""
    return [line for line in told.others if line.balance]


def _rows(told: Reminding, language: str) -> list[Pair]:
    rows = [_row(line, language) for line in told.lines]
    if others := also_open(told):
        rows.append((pgettext("reminder", "Also open"), "; ".join(": ".join(_row(line, language)) for line in others)))
    return rows


def beside(told: Reminding) -> list[Pair]:
    """What else stands in the account: disputed parts, what is in the customer's favour, the balance of it all."""
    rows: list[Pair] = []
    language, others = told.language, also_open(told)
    disputed = [line for line in (*told.lines, *told.others) if line.disputed]
    if disputed:
        parts = "; ".join(f"{line.number}: {letters.written(line.disputed, language)}" for line in disputed)
        rows.append((pgettext("reminder", "Disputed by you, not asked for now"), parts))
    if told.credits:
        owed_back = " + ".join(letters.written(amount, language) for amount in sums(told.credits))
        rows.append((pgettext("reminder", "In your favour, not used yet"), owed_back))
    if others or disputed or told.credits:
        balances = _balances(told)
        rows.append(
            (
                pgettext("reminder", "Balance of your account"),
                " + ".join(letters.written(one, language) for one in balances),
            )
        )
    return rows


def _row(line: Line, language: str) -> Pair:
    values = {"number": line.number, "due_on": format_date(line.due_on, language)}
    return filled(pgettext("reminder", "{number}, due on {due_on}"), values), letters.written(line.balance, language)


def account_of(account: Account | None) -> list[Pair]:
    """Where to pay to."""
    if account is None:
        return []
    return [
        ("IBAN", account.iban),
        (pgettext("letter", "Account holder"), account.holder),
        (pgettext("letter", "Payment reference"), account.reference),
    ]


def named(numbers: Sequence[str]) -> str:
    """The first few numbers, and how many more there are."""
    first = ", ".join(numbers[:MOST_NAMED])
    return first if len(numbers) <= MOST_NAMED else f"{first} + {len(numbers) - MOST_NAMED}"


def sums(amounts: Sequence[Money]) -> list[Money]:
    """One sum for each currency, in the order in which they come."""
    currencies = dict.fromkeys(amount.currency for amount in amounts)
    return [total((one for one in amounts if one.currency == currency), currency) for currency in currencies]


def _balances(told: Reminding) -> list[Money]:
    owed = [line.balance + line.disputed for line in (*told.lines, *told.others)]
    return sums([*owed, *(-credit for credit in told.credits)])
