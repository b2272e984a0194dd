"""A day of a cash book as a page: opening, lines with their papers, closing, in the country's own form."""

from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, typesetting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures, in_currency
from kvit.archive.pages.letter import Letter, Table
from kvit.cashbook import queries
from kvit.cashbook.models import CashLine, Desk
from kvit.cashbook.queries import DayBook
from kvit.companies.models import Company
from kvit.core.countries.cash import papers_of
from kvit.receivables import printing, semantic


def pdf(company: Company, desk: Desk, *, on: date) -> bytes:
    """The page of a day; today's may still grow."""
    papers = papers_of(company.country)
    found = queries.day_book(company, desk, on=on)
    with translation.override(papers.language):
        figures = Figures(papers.language, desk.currency)
        shown = Letter(
            title=papers.book,
            number=f"{desk.code} {on.isoformat()}",
            on=on,
            currency=desk.currency,
            ours=semantic.seller_of(semantic.seller_snapshot(company)),
            theirs=semantic.buyer_of({"name": f"{desk.code} {desk.name}"}),
            facts=[
                (pgettext("cash", "Opening"), figures.amount(found.day.opening)),
                (pgettext("cash", "Closing"), figures.amount(found.day.closing)),
                (pgettext("cash", "Responsible"), str(desk.responsible)),
            ],
            intro=[],
            tables=[_table(found, figures)],
            after=[papers.law] if papers.law else [],
            specimen=company.is_test,
        )
        page = pages.page(shown, language=papers.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def file_name(company: Company, desk: Desk, *, on: date) -> str:
    """The book, the desk and the day as the name of the PDF."""
    return documents.file_name(f"{papers_of(company.country).book} {desk.code} {on.isoformat()}", "pdf")


def _table(found: DayBook, figures: Figures) -> Table:
    sums = {"paper": pgettext("cash", "Total"), "came": found.day.came, "went": found.day.went}
    rows = [_row(one, figures) for one in found.lines]
    rows.append(
        {
            "paper": str(sums["paper"]),
            "what": "",
            "came": figures.amount(found.day.came),
            "went": figures.amount(found.day.went),
            "left": figures.amount(found.day.closing),
        }
    )
    currency = found.desk.currency
    return Table(
        columns=[
            ("paper", pgettext("cash", "Paper"), None),
            ("what", pgettext("cash", "For"), 62),
            ("came", in_currency(pgettext("cash", "In"), currency), 28),
            ("went", in_currency(pgettext("cash", "Out"), currency), 28),
            ("left", in_currency(pgettext("cash", "In the desk"), currency), 28),
        ],
        rows=rows,
    )


def _row(line: CashLine, figures: Figures) -> dict[str, str]:
    nothing = Decimal(0)
    back = "" if line.reverses is None else f"{pgettext('cash', 'Takes back')} {line.reverses.number}: "
    who = line.party.name if line.party else line.person
    return {
        "paper": line.number or "–",
        "what": back + ", ".join(text for text in (who, line.purpose) if text),
        "came": figures.amount(line.amount) if line.amount > nothing else "",
        "went": figures.amount(-line.amount) if line.amount < nothing else "",
        "left": figures.amount(line.balance),
    }
