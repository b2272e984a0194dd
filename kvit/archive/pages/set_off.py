"""The page of a set-off: who owes whom what, what is set off, by which law, and the lines to sign on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance
from kvit.archive.pages import document, letterhead
from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.figures import Figures, in_currency
from kvit.archive.pages.text import breakable, plain, prose
from kvit.archive.typesetting import Page
from kvit.core.einvoice.model import Invoice, Party


@dataclass(frozen=True)
class Row:
    """An open item: its number, due day, what was open of it, and how much of that is set off."""

    number: str
    due_on: date
    balance: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Met:
    """Which claim of ours met which debt, how much of both is settled, and from which day."""

    claim: str
    debt: str
    amount: Decimal
    met_on: date


@dataclass(frozen=True)
class SetOffPaper:
    """Everything that a set-off prints. Without a number it is a draft; `both_sign` has two lines to sign on."""

    number: str | None
    on: date
    ours: Party
    theirs: Party
    claims: Sequence[Row]
    debts: Sequence[Row]
    pairs: Sequence[Met]
    amount: Decimal
    currency: str
    title: str
    law: str
    sentence: str
    law_language: str
    both_sign: bool
    specimen: bool


def page(paper: SetOffPaper, *, language: str, appearance: Appearance) -> Page:
    """The page for `typesetting.pdf`, in the party's language; title and law in that of the law."""
    letter = Invoice(
        number=paper.number, issued_on=paper.on, currency=paper.currency, seller=paper.ours, buyer=paper.theirs
    )
    figures = Figures(language, paper.currency)
    with translation.override(language):
        own = pgettext("document", "Set-off agreement") if paper.both_sign else pgettext("document", "Set-off notice")
        around = Circumstances(specimen=paper.specimen)
        total = f"{figures.amount(paper.amount)} {paper.currency}"
        return {
            **document.frame(letter, appearance, language=language, circumstances=around),
            "title": _title(paper, own, language=language),
            "number": plain(paper.number),
            "facts": letterhead.facts(letter, figures, circumstances=around),
            "intro": [prose(_opening(paper, total))],
            "tables": [
                _items(pgettext("document", "You owe us"), paper.claims, figures),
                _items(pgettext("document", "We owe you"), paper.debts, figures),
                _pairs(paper.pairs, figures),
            ],
            "mentions": _law(paper),
            "signatures": _signatures(paper),
        }


def _title(paper: SetOffPaper, own: str, *, language: str) -> str:
    """The law's word for the document, and the reader's where they read another language."""
    if not paper.title:
        return own
    return paper.title if language == paper.law_language else f"{paper.title} · {own}"


def _opening(paper: SetOffPaper, total: str) -> str:
    if paper.both_sign:
        return pgettext("document", "We agree that {amount} which we owe each other is set off as follows.").format(
            amount=total
        )
    return pgettext("document", "We declare that {amount} which we owe each other is set off as follows.").format(
        amount=total
    )


def _items(title: str, rows: Sequence[Row], figures: Figures) -> Page:
    currency = figures.currency
    return {
        "title": title,
        "columns": [
            _column("number", pgettext("document", "Document")),
            _column("due", pgettext("document", "Due date"), 26, is_figure=True),
            _column("open", in_currency(pgettext("document", "Open"), currency), 30, is_figure=True),
            _column("amount", in_currency(pgettext("document", "Set off"), currency), 30, is_figure=True),
            _column("left", in_currency(pgettext("document", "Left"), currency), 30, is_figure=True),
        ],
        "rows": [
            {
                "number": breakable(plain(row.number)),
                "due": figures.day(row.due_on),
                "open": figures.amount(row.balance),
                "amount": figures.amount(row.amount),
                "left": figures.amount(row.balance - row.amount),
            }
            for row in rows
        ]
        + [{"number": pgettext("document", "Total"), "amount": figures.amount(_sum(rows)), "strong": True}],
    }


def _pairs(pairs: Sequence[Met], figures: Figures) -> Page:
    return {
        "title": pgettext("document", "What is settled with what"),
        "columns": [
            _column("claim", pgettext("document", "You owe us")),
            _column("debt", pgettext("document", "We owe you"), 50),
            _column("met", pgettext("document", "With effect from"), 30, is_figure=True),
            _column("amount", in_currency(pgettext("document", "Set off"), figures.currency), 30, is_figure=True),
        ],
        "rows": [
            {
                "claim": breakable(plain(one.claim)),
                "debt": breakable(plain(one.debt)),
                "met": figures.day(one.met_on),
                "amount": figures.amount(one.amount),
            }
            for one in pairs
        ],
    }


def _column(key: str, label: str, width: int | None = None, *, is_figure: bool = False) -> dict[str, object]:
    return {"key": key, "label": label, "width": width, "align": "right" if is_figure else "left"}


def _sum(rows: Sequence[Row]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def _law(paper: SetOffPaper) -> list[Page] | None:
    if not paper.sentence:
        return None
    return [{"texts": [{"lang": paper.law_language, "words": prose(paper.sentence), "law": prose(paper.law)}]}]


def _signatures(paper: SetOffPaper) -> list[list[str]]:
    """For each who signs: the label, the name, and what stands under the line."""
    told = pgettext("document", "Name, signature, date")
    ours = [pgettext("document", "For us"), plain(paper.ours.name), told]
    return [ours, [pgettext("document", "For you"), plain(paper.theirs.name), told]] if paper.both_sign else [ours]
