"""The letter about a balance, and the mail that carries it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.letter import Letter, Table
from kvit.collecting import mails, papers
from kvit.collecting.models import BalanceLetter
from kvit.collecting.papers import Paper
from kvit.companies.models import Company
from kvit.core.countries.balance_confirmation import law_of
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.receivables import printing, semantic

KIND = "balance_letter"


def pdf(company: Company, row: BalanceLetter) -> bytes:
    """The frozen letter, set now if nobody did yet."""
    return frozen.pdf(company, _setting(company, row))


def file_name(row: BalanceLetter) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number, "pdf")


def send(
    company: Company, row: BalanceLetter, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail it to the party, or to the addresses in `to`. Refuses as `dispatches` does."""
    return papers.send(company, paper_of(company, row), to=to, again=again, by=by, on=on)


def paper_of(company: Company, row: BalanceLetter) -> Paper:
    """The letter as it is mailed."""
    return Paper(row, _setting(company, row), "balance_asked", lambda: _mail(company, row), pays=_pays(row))


def title() -> str:
    """What the letter is called in the language in force."""
    return pgettext("balance letter", "Confirmation of balance")


def _setting(company: Company, row: BalanceLetter) -> Setting:
    return Setting(KIND, row, file_name(row), lambda: _printed(company, row))


def _pays(row: BalanceLetter) -> bool:
    """Whether the letter is to a customer who owes something by it."""
    return row.party.is_customer and any(Decimal(amount) > 0 for amount in row.sums.values())


def _mail(company: Company, row: BalanceLetter) -> Mail:
    currency, amount = next(iter(row.sums.items()))
    told = mails.Told(
        customer=row.party.name,
        title=title(),
        number=row.number,
        amount=Money(Decimal(amount), currency),
        day=row.answer_by_on,
        iban="",
        files=[file_name(row)],
        pays=_pays(row),
    )
    return mails.asked(company, told, row.language)


def _printed(company: Company, row: BalanceLetter) -> bytes:
    law = law_of(company.country)
    with translation.override(row.language):
        figures = Figures(row.language, next(iter(row.sums)))
        named = [name for name in (law.title, title()) if name]
        shown = Letter(
            title=named[0] if row.language == law.language else " · ".join(named),
            number=row.number,
            on=row.made_on,
            currency=figures.currency,
            ours=semantic.seller_of(row.ours),
            theirs=semantic.buyer_of(row.theirs),
            facts=[(pgettext("balance letter", "Balance of"), figures.day(row.balance_on))],
            intro=_intro(row, figures),
            tables=[_sums(row), _lines(row, figures)],
            after=[
                pgettext(
                    "balance letter", "[   ] The balance is right.   [   ] It is not right; our books say: ____________"
                ),
                *([law.sentence] if law.sentence else []),
            ],
            signed_by_both=True,
            specimen=company.is_test,
        )
        page = pages.page(shown, language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _intro(row: BalanceLetter, figures: Figures) -> list[str]:
    return [
        pgettext(
            "balance letter",
            "At the end of {day} the following was open between us. Please answer by {until}, also if it is right.",
        ).format(day=figures.day(row.balance_on), until=figures.day(row.answer_by_on))
    ]


def _sums(row: BalanceLetter) -> Table:
    rows = []
    for currency, text in row.sums.items():
        amount = Decimal(text)
        owes = pgettext("balance letter", "in our favour")
        if amount < 0:
            owes = pgettext("balance letter", "in your favour")
        shown = Figures(row.language, currency).amount(abs(amount))
        rows.append({"whose": owes, "amount": f"{shown} {currency}"})
    return Table(
        title=pgettext("balance letter", "Balance"),
        columns=[("whose", pgettext("balance letter", "In whose favour"), None), ("amount", "", 50)],
        rows=rows,
    )


def _lines(row: BalanceLetter, figures: Figures) -> Table:
    return Table(
        title=pgettext("balance letter", "Open documents"),
        columns=[
            ("document", pgettext("document", "Document"), None),
            ("on", pgettext("document", "Day"), 24),
            ("due", pgettext("document", "Due date"), 24),
            ("amount", pgettext("late fee", "Amount"), 34),
            ("balance", pgettext("document", "Open"), 40),
        ],
        rows=[
            {
                "document": line["number"] or pgettext("balance letter", "Payment"),
                "on": figures.day(date.fromisoformat(line["on"])),
                "due": figures.day(date.fromisoformat(line["due_on"])),
                "amount": Figures(row.language, line["currency"]).amount(Decimal(line["amount"])),
                "balance": f"{Figures(row.language, line['currency']).amount(Decimal(line['balance']))} "
                f"{line['currency']}",
            }
            for line in row.lines
        ],
    )
