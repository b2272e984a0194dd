"""An e-invoice held against the pages that people see beside it: docs/rules/hybrid-pdf.md, "Against its pages"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.bill_facts import BillFacts
from kvit.core.duplicates import number_key
from kvit.core.errors import Finding
from kvit.core.formatting import format_exact
from kvit.core.reading import bills
from kvit.core.reading.facts import Reading
from kvit.core.reading.pages import Page


@dataclass(frozen=True)
class Shown:
    """What the words on pages show: what was read of them, and all their figures in the order in which they stand."""

    reading: Reading
    figures: str


Differs = tuple[str, str, str]
"""The field, what the pages show, what the e-invoice says."""


def shown_on(pages: Sequence[Page]) -> Shown:
    """What these pages of text show."""
    words = (word.text for page in pages for word in page.words)
    return Shown(bills.read(pages, source="text"), " ".join(filter(None, (_figures(one) for one in words))))


def page_differences(told: BillFacts, shown: Shown) -> list[Finding]:
    """What the pages show for sure and the e-invoice says otherwise, each with both values.

    What was not read for sure, and what the e-invoice does not say, is no difference.
    """
    sure = {fact.name: fact.value for fact in shown.reading.facts if fact.sure}
    found = [*_names(told, sure), *_amounts(told, sure, shown.figures)]
    return [
        Finding("bill.page_differs", place, "error", {"field": place, "page": page, "xml": xml})
        for place, page, xml in found
    ]


def _names(told: BillFacts, sure: dict[str, str | date | Decimal]) -> Iterator[Differs]:
    number, issued_on, currency = sure.get("number"), sure.get("issued_on"), sure.get("currency")
    vat_id, iban = sure.get("seller_vat_id"), sure.get("iban")
    if isinstance(number, str) and told.number and number_key(number) != number_key(told.number):
        yield "number", number, told.number
    if isinstance(issued_on, date) and told.issued_on not in (None, issued_on):
        assert told.issued_on is not None, "looked at just now"
        yield "issued_on", issued_on.isoformat(), told.issued_on.isoformat()
    if isinstance(currency, str) and told.currency not in ("", currency):
        yield "currency", currency, told.currency
    theirs = [one for one in (told.seller_vat_id, told.seller_tax_id) if one]
    if isinstance(vat_id, str) and told.seller_vat_id and not any(_same_id(vat_id, one) for one in theirs):
        yield "seller_vat_id", vat_id, told.seller_vat_id
    if isinstance(iban, str) and told.ibans and _bare(iban) not in {_bare(one) for one in told.ibans}:
        yield "iban", iban, ", ".join(told.ibans)


def _amounts(told: BillFacts, sure: dict[str, str | date | Decimal], figures: str) -> Iterator[Differs]:
    """The total; and where more is to be paid than it, what stands nowhere on the pages.

    A credit note's page may show its total below zero.
    """
    total = sure.get("gross")
    if not isinstance(total, Decimal):
        return
    sign = -1 if told.is_credit_note and total < 0 else 1
    total *= sign
    if told.gross is not None and told.gross != total:
        yield "gross", _said(total, told), _said(told.gross, told)
    elif told.payable is not None and told.payable > total and not _stands(told.payable, figures):
        yield "payable", _said(total, told), _said(told.payable, told)


def _stands(amount: Decimal, figures: str) -> bool:
    """Whether the amount is written there, however its thousands are parted."""
    wanted = " ?".join(_figures(format_exact(amount, places=2)))
    return re.search(rf"(?<!\d){wanted}(?!\d)", figures) is not None


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def _said(amount: Decimal, told: BillFacts) -> str:
    return f"{format_exact(amount, places=2)} {told.currency}".strip()


def _same_id(one: str, other: str) -> bool:
    """With or without the two letters of the country."""
    one, other = _bare(one), _bare(other)
    return one == other or one[2:] == other or one == other[2:]


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
