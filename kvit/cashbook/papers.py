"""The paper of a line: a receipt, an order or a voucher in the country's own form, set once and kept.

Taken back, it is set once more with the law's word across it; what was printed before stays in the archive.
"""

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive import documents, frozen, typesetting
from kvit.archive.frozen import Setting
from kvit.archive.pages import letter as pages
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.letter import Letter
from kvit.cashbook.models import CashLine
from kvit.companies.models import Company
from kvit.core.countries.cash import CashPapers, papers_of
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.core.number_words import in_words
from kvit.messages.placeholders import filled
from kvit.receivables import printing, semantic

KIND = "cash_line"
CANCELLED = "cash_line_cancelled"
"""Of a line that was taken back, beside what was printed of it before."""


def pdf(company: Company, row: CashLine) -> bytes:
    """The frozen paper, set now if nobody did yet; of a line that was taken back the one that says so.

    Refuses `cash.no_paper` for an opening and what takes back.
    """
    if not row.form:
        raise Refused("cash.no_paper")
    back = CashLine.objects.filter(company=company, reverses=row).first()
    kind = KIND if back is None else CANCELLED
    return frozen.pdf(company, Setting(kind, row, file_name(row), lambda: _printed(company, row, back)))


def file_name(row: CashLine) -> str:
    """The number as the name of its PDF."""
    return documents.file_name(row.number, "pdf")


def title_of(company: Company, row: CashLine) -> str:
    """What the paper is called in the company's country; empty for a line without one."""
    return papers_of(company.country).forms[row.form].title if row.form else ""


def said(company: Company, row: CashLine) -> list[str]:
    """What stands on it: who gave or got how much, in figures and in words, and what for."""
    papers = papers_of(company.country)
    paper = papers.forms[row.form]
    money = Money(abs(row.amount), row.desk.currency)
    told = {
        "party": _who(row),
        "amount": format_money(money, papers.language).replace("\N{NO-BREAK SPACE}", " "),
        "words": in_words(money, papers.language),
        "purpose": row.purpose,
        "number": row.number,
    }
    return [filled(words, told) for words in (paper.sentence, paper.stub) if words]


def _printed(company: Company, row: CashLine, back: CashLine | None) -> bytes:
    papers = papers_of(company.country)
    with translation.override(papers.language):
        sentence, *stub = said(company, row)
        if back is not None and stub and papers.stub_cancelled:
            stub = [papers.stub_cancelled, *stub]
        shown = Letter(
            title=papers.forms[row.form].title,
            number=row.number,
            on=row.booked_on,
            currency=row.desk.currency,
            ours=semantic.seller_of(row.ours),
            theirs=semantic.buyer_of(row.theirs or {"name": _who(row)}),
            facts=_facts(row),
            intro=[sentence],
            tables=[],
            after=[*stub, *([papers.law] if papers.law else [])],
            signed_by_both=True,
            under="" if back is None else _cancelled(papers, row, back),
            stamp="" if back is None else papers.stamp,
            specimen=company.is_test,
        )
        page = pages.page(shown, language=papers.language, appearance=printing.appearance_of(company))
    return typesetting.pdf(page, font_dirs=printing.fonts())


def _cancelled(papers: CashPapers, row: CashLine, back: CashLine) -> str:
    day = Figures(papers.language, row.desk.currency).day(back.booked_on)
    return filled(papers.cancelled, {"day": day, "reason": back.purpose.rstrip(".")})


def _facts(row: CashLine) -> list[tuple[str, str]]:
    found = [(pgettext("cash", "Cash desk"), f"{row.desk.code} {row.desk.name}")]
    if row.person and row.party is not None:
        found.append((pgettext("cash", "At the desk"), row.person))
    if row.written_by is not None:
        found.append((pgettext("cash", "Cashier"), str(row.written_by)))
    return found


def _who(row: CashLine) -> str:
    return row.theirs.get("name") or row.person or row.ours.get("name", "")
