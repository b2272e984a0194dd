"""Letters about money owed: a heading, facts, words, tables, a sum, how to pay, what the law says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance
from kvit.archive.pages import document
from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.figures import Figures, in_currency
from kvit.archive.pages.identifiers import identifiers_of
from kvit.archive.pages.payment import in_groups, link_coded, paid_online
from kvit.archive.pages.text import breakable, plain, prose
from kvit.archive.typesetting import Page
from kvit.core.einvoice.model import Invoice, Party

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns of (key, word, width in mm; None for the wide one at the left), and rows of texts by key."""

    columns: Sequence[tuple[str, str, int | None]]
    rows: Sequence[dict[str, str]]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Payable:
    """What is to be paid, until when where that is still to come, to which account, and where on the web.

    `reference` is what the transfer says, where that is not the letter's number.
    """

    label: str
    amount: Decimal
    due_on: date | None
    iban: str
    pay_link: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything that a letter prints, in its own language, which is in force.

    `under` stands below its title, `stamp` across the page. What is `numbered` by the documents that it is about has no
    number of its own among its facts.
    """

    title: str
    number: str
    on: date
    currency: str
    ours: Party
    theirs: Party
    facts: Sequence[Pair]
    intro: Sequence[str]
    tables: Sequence[Table]
    payable: Payable | None = None
    law: str = ""
    after: Sequence[str] = ()
    signed_by_both: bool = False
    under: str = ""
    stamp: str = ""
    specimen: bool = False
    numbered: bool = True


def page(letter: Letter, *, language: str, appearance: Appearance) -> Page:
    """The page for `typesetting.pdf`; the caller has put the language in force."""
    about = Invoice(
        number=letter.number, issued_on=letter.on, currency=letter.currency, seller=letter.ours, buyer=letter.theirs
    )
    figures = Figures(language, letter.currency)
    around = Circumstances(specimen=letter.specimen)
    made: Page = {
        **document.frame(about, appearance, language=language, circumstances=around),
        "title": letter.title,
        "number": plain(letter.number),
        "facts": _facts(letter, figures),
        "intro": [prose(words) for words in letter.intro],
        "tables": [_table(one) for one in letter.tables],
        "totals": [],
    }
    if letter.under:
        made["subtitle"] = prose(letter.under)
    if letter.stamp:
        made["watermark"] = letter.stamp
    texts = [*letter.after, *([letter.law] if letter.law else [])]
    made["mentions"] = [{"texts": [{"lang": language, "words": prose(words)}]} for words in texts]
    if letter.payable is not None:
        made["due"] = {
            "label": in_currency(letter.payable.label, letter.currency),
            "amount": figures.amount(letter.payable.amount),
        }
        made["payment"] = _payment(letter, letter.payable, figures)
    if letter.signed_by_both:
        told = pgettext("document", "Name, signature, date")
        made["signatures"] = [
            [pgettext("document", "For us"), plain(letter.ours.name), told],
            [pgettext("document", "For you"), plain(letter.theirs.name), told],
        ]
    return made


def _facts(letter: Letter, figures: Figures) -> list[list[str]]:
    found = [
        *([[pgettext("document", "Number"), plain(letter.number)]] if letter.numbered else []),
        [pgettext("document", "Day"), figures.day(letter.on)],
        *([label, plain(value)] for label, value in letter.facts),
    ]
    for name, number in identifiers_of(letter.theirs)[:2]:
        found.append([pgettext("document", "Your {name}").format(name=name), plain(number)])
    return found


def _table(table: Table) -> Page:
    return {
        **({"title": table.title} if table.title else {}),
        "columns": [
            {"key": key, "label": label, "width": width, "align": "right" if width and nth else "left"}
            for nth, (key, label, width) in enumerate(table.columns)
        ],
        "rows": [{key: breakable(plain(text)) for key, text in row.items()} for row in table.rows],
    }


def _payment(letter: Letter, payable: Payable, figures: Figures) -> Page:
    contact = letter.ours.contact
    asked = contact and (contact.telephone or contact.email)
    online = [paid_online(payable.pay_link)] if payable.pay_link else []
    return {
        "left": [
            [in_currency(pgettext("document", "Amount"), letter.currency), figures.amount(payable.amount)],
            *([[pgettext("document", "To be paid by"), figures.day(payable.due_on)]] if payable.due_on else []),
        ],
        "iban": {"label": "IBAN", "groups": in_groups(payable.iban)} if payable.iban else None,
        "middle": [
            [pgettext("document", "Payment reference"), plain(payable.reference or letter.number), "strong"],
            [pgettext("document", "Account holder"), plain(letter.ours.name)],
            *online,
        ],
        "right": [[pgettext("document", "Questions"), breakable(plain(asked))]] if asked and not online else [],
        **(link_coded(payable.pay_link) if payable.pay_link else {}),
    }
