"""The VAT categories (UNTDID 5305) and where the standard's families of rules differ between them."""

from dataclasses import dataclass
from typing import Literal

from kvit.core.einvoice.model import Adjustment, Invoice, Line


@dataclass(frozen=True)
class Category:
    """One family of rules: BR-S-01 to BR-S-10 and so on."""

    code: str
    family: str
    rate: Literal["positive", "zero", "not_negative", "absent"]
    """What its rate must be (rules 05, 06, 07)."""
    seller: Literal["vat_or_tax", "vat", "nobody"]
    """By which registration the seller must be known (02, 03, 04); `nobody` has one."""
    buyer: Literal["anyone", "vat", "vat_or_legal"]
    """By which the buyer must be."""
    reason: Literal["required", "forbidden"]
    """Whether the breakdown says why nothing is charged (10)."""
    by_rate: bool
    """Whether the breakdown has one group for each rate, compared within one unit of the currency (01, 08, 09)."""


STANDARD = Category("S", "S", "positive", "vat_or_tax", "anyone", "forbidden", True)
ZERO = Category("Z", "Z", "zero", "vat_or_tax", "anyone", "forbidden", False)
EXEMPT = Category("E", "E", "zero", "vat_or_tax", "anyone", "required", False)
REVERSE = Category("AE", "AE", "zero", "vat_or_tax", "vat_or_legal", "required", False)
INTRA = Category("K", "IC", "zero", "vat", "vat", "required", False)
EXPORT = Category("G", "G", "zero", "vat", "anyone", "required", False)
OUTSIDE = Category("O", "O", "absent", "nobody", "anyone", "required", False)
CANARIES = Category("L", "AF", "not_negative", "vat_or_tax", "anyone", "forbidden", True)
CEUTA = Category("M", "AG", "not_negative", "vat_or_tax", "anyone", "forbidden", True)

ALL = (STANDARD, ZERO, EXEMPT, REVERSE, INTRA, EXPORT, OUTSIDE, CANARIES, CEUTA)
SPLIT_PAYMENT = "B"
"""Italian split payment has two rules of its own."""


def lines_in(invoice: Invoice, code: str) -> list[tuple[int, Line]]:
    """The lines of the category with their numbers."""
    return [(index, line) for index, line in enumerate(invoice.lines, 1) if line.vat_category == code]


def adjustments_in(adjustments: tuple[Adjustment, ...], code: str) -> list[tuple[int, Adjustment]]:
    """The allowances or charges of the category with their numbers."""
    return [(index, one) for index, one in enumerate(adjustments, 1) if one.vat_category == code]


def used(invoice: Invoice) -> set[str]:
    """The categories that lines, allowances and charges name."""
    items: list[Line | Adjustment] = [*invoice.lines, *invoice.allowances, *invoice.charges]
    return {item.vat_category for item in items if item.vat_category is not None}
