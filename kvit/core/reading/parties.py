"""Whose VAT number is whose on a bill: by the label, by the heading above it, else the supplier's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kvit.core.reading.labelling import Label, Sheet
from kvit.core.reading.rows import CELL, Span
from kvit.core.reading.vat_ids import VatId

REACH = 16
"""How many heights under a heading its block may reach."""


@dataclass(frozen=True)
class Headings:
    """The words that head the blocks of supplier and customer."""

    sheet: Sheet
    marks: tuple[Label, ...]

    def over(self, span: Span, *, named_by: Label | None = None) -> str:
        """`seller` or `buyer` for what stands in their block, else nothing.

        A number whose own label stands beside the heading, in another cell of its row, is in no block.
        """
        best: tuple[int, str] | None = None
        for label in self.marks:
            row = label.span.row
            down = span.row.top - row.top
            if (
                named_by is not None
                and named_by.span.row is row
                and CELL in row.text[label.span.end : named_by.span.start]
            ):
                continue
            if row.page != span.row.page or down < -row.size // 2 or down > REACH * row.size:
                continue
            aside = span.left - label.span.left
            if aside < -2 * row.size or self._is_parted(label, span):
                continue
            distance = down + max(aside, 0) // 2
            if best is None or distance < best[0]:
                best = distance, label.field
        return best[1] if best else ""

    def _is_parted(self, label: Label, span: Span) -> bool:
        """Whether another heading of the same row stands between the two."""
        return any(
            other.span.row is label.span.row and label.span.left < other.span.left <= span.left + label.span.row.size
            for other in self.marks
        )


def headings(sheet: Sheet) -> Headings:
    """The headings of the parties: labels that stand alone in their cell or before a colon."""
    marks = [label for _, label in sheet.of("seller", "buyer") if _stands_alone(label)]
    return Headings(sheet, tuple(marks))


def _stands_alone(label: Label) -> bool:
    text = label.span.row.text
    before, behind = text[: label.span.start], text[label.span.end :]
    begins = not before or before.endswith(CELL) or before.rstrip().endswith(("|", "/"))
    return begins and (not behind or behind.startswith((CELL, " /")) or label.span.text.endswith(":"))


def seller_of(numbers: Sequence[VatId], headings: Headings) -> list[VatId]:
    """The numbers that can be the supplier's, the likeliest first."""
    return _ranked([number for number in numbers if role_of(number, headings) == "seller"], headings)


def buyer_of(numbers: Sequence[VatId], headings: Headings) -> list[VatId]:
    """The numbers that can be the customer's, the likeliest first."""
    return _ranked([number for number in numbers if role_of(number, headings) == "buyer"], headings)


def role_of(number: VatId, headings: Headings) -> str:
    """`seller` or `buyer`; a number that nothing tells apart is taken for the seller's."""
    if number.label is not None and number.label.field == "buyer_vat_id":
        return "buyer"
    return headings.over(number.span, named_by=number.label) or "seller"


def _ranked(numbers: list[VatId], headings: Headings) -> list[VatId]:
    times = Counter(number.value for number in numbers)

    def rank(number: VatId) -> tuple[bool, bool, bool, int]:
        return (
            not headings.over(number.span, named_by=number.label),
            bool(number.flaw),
            number.label is None,
            -times[number.value],
        )

    return sorted(numbers, key=rank)
