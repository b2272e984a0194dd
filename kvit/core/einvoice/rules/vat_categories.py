"""The VAT categories (UNTDID 5305) and where the standard's families of rules differ between them."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kvit.core.einvoice.model import Adjustment, Invoice, Line


class Rules(NamedTuple):
    """The ten codes of one family, written out so that they can be looked for."""

    groups: str
    line_parties: str
    allowance_parties: str
    charge_parties: str
    line_rate: str
    allowance_rate: str
    charge_rate: str
    taxable: str
    tax: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Category:
    """One category with its family of rules."""

    code: str
    rules: Rules
    rate: Literal["positive", "zero", "not_negative", "absent"] = "zero"
    """What the rate of a line, allowance or charge must be."""
    seller: Literal["vat_or_tax", "vat", "nobody"] = "vat_or_tax"
    """By which registration the seller must be known; `nobody` has one."""
    buyer: Literal["anyone", "vat", "vat_or_legal"] = "anyone"
    """By which the buyer must be."""
    wants_reason: bool
    """Whether the breakdown must say why nothing is charged; where not, it may not."""
    by_rate: bool = False
    """Whether the breakdown has one group for each rate, compared within one unit of the currency."""


STANDARD = Category(
    code="S",
    rules=Rules(
        "BR-S-01", "BR-S-02", "BR-S-03", "BR-S-04", "BR-S-05", "BR-S-06", "BR-S-07", "BR-S-08", "BR-S-09", "BR-S-10"
    ),
    rate="positive",
    wants_reason=False,
    by_rate=True,
)
ZERO = Category(
    code="Z",
    rules=Rules(
        "BR-Z-01", "BR-Z-02", "BR-Z-03", "BR-Z-04", "BR-Z-05", "BR-Z-06", "BR-Z-07", "BR-Z-08", "BR-Z-09", "BR-Z-10"
    ),
    wants_reason=False,
)
EXEMPT = Category(
    code="E",
    rules=Rules(
        "BR-E-01", "BR-E-02", "BR-E-03", "BR-E-04", "BR-E-05", "BR-E-06", "BR-E-07", "BR-E-08", "BR-E-09", "BR-E-10"
    ),
    wants_reason=True,
)
REVERSE = Category(
    code="AE",
    rules=Rules(
        "BR-AE-01",
        "BR-AE-02",
        "BR-AE-03",
        "BR-AE-04",
        "BR-AE-05",
        "BR-AE-06",
        "BR-AE-07",
        "BR-AE-08",
        "BR-AE-09",
        "BR-AE-10",
    ),
    buyer="vat_or_legal",
    wants_reason=True,
)
INTRA = Category(
    code="K",
    rules=Rules(
        "BR-IC-01",
        "BR-IC-02",
        "BR-IC-03",
        "BR-IC-04",
        "BR-IC-05",
        "BR-IC-06",
        "BR-IC-07",
        "BR-IC-08",
        "BR-IC-09",
        "BR-IC-10",
    ),
    seller="vat",
    buyer="vat",
    wants_reason=True,
)
EXPORT = Category(
    code="G",
    rules=Rules(
        "BR-G-01", "BR-G-02", "BR-G-03", "BR-G-04", "BR-G-05", "BR-G-06", "BR-G-07", "BR-G-08", "BR-G-09", "BR-G-10"
    ),
    seller="vat",
    wants_reason=True,
)
OUTSIDE = Category(
    code="O",
    rules=Rules(
        "BR-O-01", "BR-O-02", "BR-O-03", "BR-O-04", "BR-O-05", "BR-O-06", "BR-O-07", "BR-O-08", "BR-O-09", "BR-O-10"
    ),
    rate="absent",
    seller="nobody",
    wants_reason=True,
)
CANARIES = Category(
    code="L",
    rules=Rules(
        "BR-AF-01",
        "BR-AF-02",
        "BR-AF-03",
        "BR-AF-04",
        "BR-AF-05",
        "BR-AF-06",
        "BR-AF-07",
        "BR-AF-08",
        "BR-AF-09",
        "BR-AF-10",
    ),
    rate="not_negative",
    wants_reason=False,
    by_rate=True,
)
CEUTA = Category(
    code="M",
    rules=Rules(
        "BR-AG-01",
        "BR-AG-02",
        "BR-AG-03",
        "BR-AG-04",
        "BR-AG-05",
        "BR-AG-06",
        "BR-AG-07",
        "BR-AG-08",
        "BR-AG-09",
        "BR-AG-10",
    ),
    rate="not_negative",
    wants_reason=False,
    by_rate=True,
)

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
