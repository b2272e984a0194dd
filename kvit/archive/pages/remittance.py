"""The page of a payment advice: which documents a transfer paid, what came off each, to which account it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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

MOST_NUMBERS = 6
"""So many numbers stand in the block of the payment; the table has them all."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A document: signed amounts, so that `paid` is the sum of the others; a credit note stands below zero."""

    number: str
    is_credit: bool
    issued_on: date | None
    paid_on: date | None
    transfer: str
    iban: str
    amount: Decimal
    before: Decimal
    discount: Decimal
    later: Decimal
    paid: Decimal


@dataclass(frozen=True, kw_only=True)
class RemittancePaper:
    """Everything that an advice prints."""

    number: str
    made_on: date
    paid_on: date
    currency: str
    amount: Decimal
    ours: Party
    theirs: Party
    rows: Sequence[Row]
    specimen: bool


def page(paper: RemittancePaper, *, language: str, appearance: Appearance) -> Page:
    """The page for `typesetting.pdf`, in the supplier's language."""
    letter = Invoice(
        number=paper.number, issued_on=paper.made_on, currency=paper.currency, seller=paper.ours, buyer=paper.theirs
    )
    figures = Figures(language, paper.currency)
    with translation.override(language):
        return {
            **document.frame(
                letter, appearance, language=language, circumstances=Circumstances(specimen=paper.specimen)
            ),
            "title": pgettext("document", "Payment advice"),
            "number": plain(paper.number),
            "facts": _facts(paper, figures),
            "intro": [prose(pgettext("document", "Our bank has transferred the following to your account."))],
            "tables": [_table(paper.rows, figures)],
            "totals": _totals(paper.rows, figures),
            "due": {
                "label": in_currency(pgettext("document", "Transferred"), paper.currency),
                "amount": figures.amount(paper.amount),
            },
            "side_notes": [
                pgettext("document", "If the account is not yours, call us before you reply to any message about it.")
            ],
            "payment": _payment(paper, figures),
        }


def _facts(paper: RemittancePaper, figures: Figures) -> list[list[str]]:
    found = [
        [pgettext("document", "Number"), plain(paper.number)],
        [pgettext("document", "Paid on"), figures.day(paper.paid_on)],
    ]
    for name, number in identifiers_of(paper.theirs)[:2]:
        found.append([pgettext("document", "Your {name}").format(name=name), plain(number)])
    return found


def _table(rows: Sequence[Row], figures: Figures) -> Page:
    return {
        "columns": [
            _column("document", pgettext("document", "Document")),
            _column("issued", pgettext("document", "Issue date"), 26),
            _column("amount", in_currency(pgettext("document", "Total"), figures.currency), 28),
            _column("off", in_currency(pgettext("document", "Taken off"), figures.currency), 30),
            _column(
                "paid",
                in_currency(
                    pgettext(
                        "document",
                        "Paid",
                    ),
                    figures.currency,
                ),
                30,
            ),
        ],
        "rows": [
            {
                "document": _with_sub(breakable(_named(row)), _sub(row, figures)),
                "issued": figures.day(row.issued_on) if row.issued_on else "",
                "amount": figures.amount(row.amount),
                "off": figures.amount(row.paid - row.amount) if row.paid != row.amount else "",
                "paid": figures.amount(row.paid),
            }
            for row in rows
        ],
    }


def _with_sub(text: str, sub: str) -> str | dict[str, str]:
    return {"text": text, "sub": sub} if sub else text


def _named(row: Row) -> str:
    word = pgettext("document", "Credit note") if row.is_credit else pgettext("document", "Invoice")
    return f"{word} {plain(row.number)}"


def _sub(row: Row, figures: Figures) -> str:
    """Why less was paid than the document says, and under which name the transfer stands on their statement."""
    said = []
    if row.before:
        said.append(pgettext("document", "Settled before: {amount}").format(amount=figures.amount(row.before)))
    if row.discount:
        said.append(
            pgettext("document", "Discount for early payment: {amount}").format(amount=figures.amount(row.discount))
        )
    if row.later:
        left = figures.amount(abs(row.later))
        said.append(
            pgettext("document", "Kept for later bills: {amount}").format(amount=left)
            if row.is_credit
            else pgettext("document", "Still to be paid: {amount}").format(amount=left)
        )
    if row.transfer and row.paid_on:
        said.append(
            pgettext("document", "Transfer {name} of {day}").format(
                name=plain(row.transfer), day=figures.day(row.paid_on)
            )
        )
    return breakable(" · ".join(said))


def _totals(rows: Sequence[Row], figures: Figures) -> list[list[str]]:
    sums = {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("before", "discount", "later")}
    words = {
        "before": pgettext("document", "Settled before"),
        "discount": pgettext("document", "Discount for early payment"),
        "later": pgettext("document", "Left for later"),
    }
    total = sum((row.amount for row in rows), Decimal(0))
    found = [[pgettext("document", "Total of the documents"), figures.amount(total)]]
    return found + [[words[name], figures.amount(amount)] for name, amount in sums.items() if amount]


def _payment(paper: RemittancePaper, figures: Figures) -> Page:
    ibans = list(dict.fromkeys(row.iban for row in paper.rows if row.iban))
    numbers = [plain(row.number) for row in paper.rows if row.transfer]
    told = ", ".join(numbers[:MOST_NUMBERS]) + (" …" if len(numbers) > MOST_NUMBERS else "")
    block: Page = {
        "left": [
            [in_currency(pgettext("document", "Amount transferred"), paper.currency), figures.amount(paper.amount)],
            [pgettext("document", "Paid on"), figures.day(paper.paid_on)],
        ],
        "middle": [
            [pgettext("document", "On your statement"), breakable(told)],
            [pgettext("document", "Payer"), plain(paper.ours.name)],
        ],
        "right": [],
    }
    if len(ibans) == 1:
        block["iban"] = {"label": pgettext("document", "To your account (IBAN)"), "groups": in_groups(ibans[0])}
    elif ibans:
        block["middle"] = [
            [pgettext("document", "To your accounts"), ", ".join(in_groups(iban) for iban in ibans)],
            *block["middle"],
        ]
    contact = paper.ours.contact
    if contact and (contact.telephone or contact.email):
        block["right"] = [[pgettext("document", "Questions"), breakable(plain(contact.telephone or contact.email))]]
    return block


def _column(key: str, label: str, width: int | None = None) -> dict[str, object]:
    return {"key": key, "label": label, "width": width, "align": "right" if width else "left"}
