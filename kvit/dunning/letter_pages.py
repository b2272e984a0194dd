"""The page of a reminder that goes by post: what the mail would say, for a window envelope, with the code to pay."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.letter import Letter, Payable, Table
from kvit.companies.models import Company
from kvit.core.dunning import Outcome
from kvit.core.formatting import format_date
from kvit.dunning import letters, mails, texts
from kvit.dunning.letters import Line, Reminding
from kvit.dunning.models import Reminder, ReminderLetter
from kvit.dunning.situation import Situation
from kvit.messages.letters import Wording, worded, written
from kvit.messages.placeholders import filled
from kvit.receivables import invoices, printing, semantic

KIND = "reminder"
Told = dict[str, object]


def prepare(company: Company, row: Reminder, found: Situation, outcome: Outcome, *, on: date) -> ReminderLetter:
    """Keep what the page prints, in the caller's transaction; the worker sets it."""
    told = replace(mails.telling(company, found, outcome, on=on), language=row.language)
    accounts = invoices.accounts_of(company)
    iban = accounts.get(told.lines[0].balance.currency) or next(iter(accounts.values()), "")
    return ReminderLetter.objects.create(
        company=company,
        reminder=row,
        told=_kept(told),
        ours=semantic.seller_snapshot(company, iban=iban),
        theirs=semantic.buyer_snapshot(row.party),
    )


def later(company: Company, row: Reminder) -> Callable[[], None] | None:
    """The page is set now; what is given freezes it. Nothing, where it is frozen already."""
    return frozen.later(company, _setting(company, row))


def pdf(company: Company, row: Reminder) -> bytes:
    """The frozen page of a letter, set now if nobody did yet. The reminder is one that goes by post."""
    return frozen.pdf(company, _setting(company, row))


def file_name(row: Reminder) -> str:
    """The letter as the name of its PDF."""
    return documents.file_name(row.public_id, "pdf")


def _setting(company: Company, row: Reminder) -> Setting:
    setting = Setting(KIND, row, file_name(row), lambda: _printed(company, row))
    return printing.linked(company, row.party, setting, lambda link: _printed(company, row, pay_link=link))


def _kept(told: Reminding) -> Told:
    """The final words of the letter in its language."""
    language = told.language
    with translation.override(language):
        values, own = letters.values_of(told), told.own
        words = worded(
            texts.of(told.tone, several=len(told.lines) > 1),
            Wording(subject=own.subject, intro=own.intro, closing=own.closing),
        )
        due = letters.sums([line.balance for line in told.lines])
        label = pgettext("letter", "To be paid")
        several = [] if len(due) == 1 else [(f"{label}, {one.currency}", written(one, language)) for one in due]
        account = letters.account_of(told.account) if several else []
        return {
            "title": filled(own.subject, values) or words.heading,
            "numbers": values["numbers"],
            "intro": [filled(text, values) for text in words.paragraphs],
            "after": [filled(own.closing, values) or _answer()],
            "facts": [*several, *letters.beside(told), *account],
            "lines": [_line(line, language) for line in told.lines],
            "others": [_line(line, language) for line in letters.also_open(told)],
            "amount": str(due[0].amount) if not several else "",
            "currency": due[0].currency,
            "due_on": min(line.due_on for line in told.lines).isoformat(),
            "reference": told.account.reference if told.account else "",
        }


def _line(line: Line, language: str) -> dict[str, str]:
    return {"document": line.number, "due": format_date(line.due_on, language), "open": written(line.balance, language)}


def _answer() -> str:
    return pgettext(
        "reminder",
        "Is something on the invoice not right, or have you paid already? Write to us or call us: we stop reminding "
        "you until we have sorted it out together.",
    )


def _printed(company: Company, row: Reminder, *, pay_link: str = "") -> bytes:
    kept = ReminderLetter.objects.get(company=company, reminder=row)
    told = kept.told
    with translation.override(row.language):
        shown = Letter(
            title=told["title"],
            number=told["numbers"],
            on=row.reminded_on,
            currency=told["currency"],
            ours=semantic.seller_of(kept.ours),
            theirs=semantic.buyer_of(kept.theirs),
            facts=[(label, value) for label, value in told["facts"]],
            intro=told["intro"],
            tables=_tables(told),
            payable=_payable(kept, on=row.reminded_on, pay_link=pay_link),
            after=told["after"],
            specimen=company.is_test,
            numbered=False,
        )
        page = pages.page(shown, language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _payable(kept: ReminderLetter, *, on: date, pay_link: str) -> Payable | None:
    """One sum, one account; where several currencies are due, the facts name them."""
    told = kept.told
    if not told["amount"]:
        return None
    due_on = date.fromisoformat(told["due_on"])
    return Payable(
        label=pgettext("document", "To be paid"),
        amount=Decimal(told["amount"]),
        due_on=due_on if due_on >= on else None,
        iban=kept.ours.get("iban", ""),
        pay_link=pay_link,
        reference=told["reference"],
    )


def _tables(told: dict[str, Sequence[dict[str, str]]]) -> list[Table]:
    columns: list[tuple[str, str, int | None]] = [
        ("document", pgettext("document", "Document"), None),
        ("due", pgettext("document", "Due date"), 30),
        ("open", pgettext("document", "Open"), 40),
    ]
    tables = [Table(columns=columns, rows=told["lines"])]
    if told["others"]:
        tables.append(Table(title=pgettext("reminder", "Also open"), columns=columns, rows=told["others"]))
    return tables
