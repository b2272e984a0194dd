"""The letter of a final demand, and the mail that carries it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures, in_currency
from kvit.archive.pages.letter import Letter, Payable, Table
from kvit.collecting import mails, papers
from kvit.collecting.models import Demand
from kvit.collecting.papers import Paper
from kvit.companies.models import Company
from kvit.core.countries.final_demand import law_of
from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.placeholders import filled
from kvit.receivables import printing, semantic

KIND = "demand"


def pdf(company: Company, row: Demand) -> bytes:
    """The frozen letter, set now if nobody did yet."""
    return frozen.pdf(company, _setting(company, row))


def file_name(row: Demand) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number, "pdf")


def send(
    company: Company, row: Demand, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail it to the party, or to the addresses in `to`. Refuses as `dispatches` does."""
    paper = Paper(row, _setting(company, row), "demand_sent", lambda: _mail(company, row), pays=True)
    return papers.send(company, paper, to=to, again=again, by=by, on=on)


def title() -> str:
    """What the letter is called in the language in force."""
    return pgettext("demand", "Final demand for payment")


def _setting(company: Company, row: Demand) -> Setting:
    setting = Setting(KIND, row, file_name(row), lambda: _printed(company, row))
    return printing.linked(company, row.party, setting, lambda link: _printed(company, row, pay_link=link))


def _mail(company: Company, row: Demand) -> Mail:
    told = mails.Told(
        customer=row.party.name,
        title=title(),
        number=row.number,
        amount=Money(row.amount + row.interest, row.currency),
        day=row.last_on,
        iban=row.ours.get("iban", ""),
        files=[file_name(row)],
        pays=True,
    )
    return mails.demanded(company, told, row.language)


def _printed(company: Company, row: Demand, *, pay_link: str = "") -> bytes:
    law = law_of(company.country)
    with translation.override(row.language):
        figures = Figures(row.language, row.currency)
        named = [name for name in (law.title, title()) if name]
        given = str((row.last_on - row.made_on).days)
        own = filled(law.sentence, {"days": given, "day": format_date(row.last_on, law.language)})
        shown = Letter(
            title=named[0] if row.language == law.language else " · ".join(named),
            number=row.number,
            on=row.made_on,
            currency=row.currency,
            ours=semantic.seller_of(row.ours),
            theirs=semantic.buyer_of(row.theirs),
            facts=[(pgettext("demand", "Last day to pay"), figures.day(row.last_on)), *_disputed(row, figures)],
            intro=_intro(row, figures),
            tables=[_table(row, figures)],
            payable=Payable(
                label=pgettext("document", "To be paid"),
                amount=row.amount + row.interest,
                due_on=row.last_on,
                iban=row.ours.get("iban", ""),
                pay_link=pay_link,
            ),
            after=[one for one in (own, law.law) if one],
            specimen=company.is_test,
        )
        page = pages.page(shown, language=row.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _intro(row: Demand, figures: Figures) -> list[str]:
    return [
        pgettext(
            "demand",
            "In spite of our reminders the documents below are not paid. We demand payment for the last time: by "
            "{day}, to the account below.",
        ).format(day=figures.day(row.last_on)),
        pgettext(
            "demand",
            "Interest is reckoned to {day} and goes on until the day of payment. If we do not see the money by the "
            "last day, we go to court without another word, and the costs are then yours too.",
        ).format(day=figures.day(row.made_on)),
    ]


def _disputed(row: Demand, figures: Figures) -> list[tuple[str, str]]:
    """What is owed beside and not demanded, by document."""
    apart = [(line["number"], Decimal(line.get("disputed", "0"))) for line in row.lines]
    parts = [f"{number}: {figures.amount(amount)} {row.currency}" for number, amount in apart if amount]
    return [(pgettext("demand", "Disputed by you, not demanded here"), "; ".join(parts))] if parts else []


def _table(row: Demand, figures: Figures) -> Table:
    return Table(
        columns=[
            ("document", pgettext("document", "Document"), None),
            ("issued", pgettext("document", "Day"), 24),
            ("due", pgettext("document", "Due date"), 24),
            ("late", pgettext("demand", "Days late"), 18),
            ("open", in_currency(pgettext("document", "Open"), row.currency), 32),
            ("interest", in_currency(pgettext("late fee", "Interest"), row.currency), 30),
        ],
        rows=[
            {
                "document": line["number"],
                "issued": figures.day(date.fromisoformat(line["issued_on"])),
                "due": figures.day(date.fromisoformat(line["due_on"])),
                "late": str(line["days"]),
                "open": figures.amount(Decimal(line["balance"])),
                "interest": figures.amount(Decimal(line["interest"])),
            }
            for line in row.lines
        ],
    )
