"""The letter by which we claim back what a supplier owes us: of which document, why, how much, until when, where to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance
from kvit.archive.pages import document
from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.figures import Figures, in_currency
from kvit.archive.pages.identifiers import identifiers_of
from kvit.archive.pages.payment import in_groups
from kvit.archive.pages.text import breakable, plain, prose
from kvit.archive.typesetting import Page
from kvit.core.einvoice.model import Invoice, Party
from kvit.core.overpayments import Reason


@dataclass(frozen=True, kw_only=True)
class ClaimPaper:
    """Everything that the letter prints; `of` is the document that the item is for, with its day and amount."""

    number: str
    on: date
    due_on: date
    reason: Reason
    of: str
    since: date
    whole: Decimal
    amount: Decimal
    currency: str
    ours: Party
    theirs: Party
    iban: str
    specimen: bool


def page(paper: ClaimPaper, *, language: str, appearance: Appearance) -> Page:
    """The page for `typesetting.pdf`, in the supplier's language."""
    letter = Invoice(
        number=paper.number, issued_on=paper.on, currency=paper.currency, seller=paper.ours, buyer=paper.theirs
    )
    figures = Figures(language, paper.currency)
    with translation.override(language):
        around = Circumstances(specimen=paper.specimen)
        return {
            **document.frame(letter, appearance, language=language, circumstances=around),
            "title": pgettext("document", "Claim for repayment"),
            "number": plain(paper.number),
            "facts": _facts(paper, figures),
            "intro": [
                prose(_begun(because(paper.reason, of=paper.of))),
                prose(
                    pgettext(
                        "document", "Pay it back until {day}, or tell us which invoice it is held against."
                    ).format(day=figures.day(paper.due_on))
                ),
            ],
            "tables": [_table(paper, figures)],
            "totals": [],
            "due": {
                "label": in_currency(pgettext("document", "In our favour"), paper.currency),
                "amount": figures.amount(paper.amount),
            },
            "payment": _payment(paper, figures),
        }


def because(reason: Reason, *, of: str) -> str:
    """Why it is in our favour, as a sentence in the language in force."""
    named = plain(of) or "–"
    words = {
        "paid_twice": pgettext("document", "we paid invoice {number} twice.").format(number=named),
        "overpaid": pgettext("document", "we paid more than we owed with our payment for {number}.").format(
            number=named
        ),
        "credited": pgettext(
            "document", "you credited {number} after we had paid, and no open invoice of yours uses it up."
        ).format(number=named),
        "never_used": pgettext("document", "no invoice of yours uses up our payment for {number}.").format(
            number=named
        ),
    }
    return words[reason]


def _facts(paper: ClaimPaper, figures: Figures) -> list[list[str]]:
    found = [
        [pgettext("document", "Number"), plain(paper.number)],
        [pgettext("document", "Day"), figures.day(paper.on)],
        [pgettext("document", "To be paid by"), figures.day(paper.due_on)],
    ]
    for name, number in identifiers_of(paper.theirs)[:2]:
        found.append([pgettext("document", "Your {name}").format(name=name), plain(number)])
    return found


def _table(paper: ClaimPaper, figures: Figures) -> Page:
    is_note = paper.reason == "credited"
    word = pgettext("document", "Credit note") if is_note else pgettext("document", "Our payment")
    columns = [
        ("document", pgettext("document", "Document"), None),
        ("since", pgettext("document", "Day"), 26),
        ("whole", in_currency(pgettext("document", "Amount"), paper.currency), 30),
        ("amount", in_currency(pgettext("document", "Still in our favour"), paper.currency), 42),
    ]
    return {
        "columns": [
            {"key": key, "label": label, "width": width, "align": "right" if width else "left"}
            for key, label, width in columns
        ],
        "rows": [
            {
                "document": breakable(f"{word} {plain(paper.of)}"),
                "since": figures.day(paper.since),
                "whole": figures.amount(paper.whole),
                "amount": figures.amount(paper.amount),
            }
        ],
    }


def _payment(paper: ClaimPaper, figures: Figures) -> Page:
    contact = paper.ours.contact
    asked = contact and (contact.telephone or contact.email)
    return {
        "left": [
            [in_currency(pgettext("document", "Amount"), paper.currency), figures.amount(paper.amount)],
            [pgettext("document", "To be paid by"), figures.day(paper.due_on)],
        ],
        "iban": {"label": "IBAN", "groups": in_groups(paper.iban)},
        "middle": [
            [pgettext("document", "Payment reference"), plain(paper.number), "strong"],
            [pgettext("document", "Account holder"), plain(paper.ours.name)],
        ],
        "right": [[pgettext("document", "Questions"), breakable(plain(asked))]] if asked else [],
    }


def reason_of(code: str) -> Reason:
    """The reason that the database keeps as text."""
    return next(one for one in get_args(Reason) if one == code)


def _begun(sentence: str) -> str:
    """As the first of a letter, where no greeting stands before it."""
    return sentence[:1].upper() + sentence[1:]
