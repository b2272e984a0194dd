"""What was read of a bill: each fact with its confidence and place, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.errors import Finding
from kvit.core.reading.pages import Box, Source

Value = str | date | Decimal

NAMES = (
    "number",
    "issued_on",
    "due_on",
    "currency",
    "net",
    "vat",
    "gross",
    "payable",
    "seller_name",
    "seller_vat_id",
    "buyer_vat_id",
    "iban",
    "order_ref",
)
"""What is read of a bill, in the order in which it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of a bill. `confidence` is from 0 to 1; page and box are missing where it stands nowhere (XML, worked
    out). `sure` only when check digits and sums agree and nothing else could be meant: no person need look at it.
    """

    name: str
    value: Value
    confidence: Decimal
    sure: bool
    source: Source
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line of a bill as it is written; what is not there is none. Amounts in the bill's currency."""

    name: str
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    net: Decimal | None = None
    vat_rate: Decimal | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyOffer:
    """So many percent off for paying within `days` of the bill's day, or by `until`: one of the two.

    `sure` only where a sum on the page proves it.
    """

    percent: Decimal
    days: int | None
    until: date | None
    confidence: Decimal
    sure: bool
    page: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that was read of one bill, one fact a name, and the ids by which its supplier may be remembered.

    Of pages: `kind` is what they call themselves (`bill`, `credit_note`, empty where that cannot be told), `rates` the
    percentages printed on them, `sizes` how wide and high each is, in tenths of a point; `offers` is for paying early.
    """

    source: Source
    facts: tuple[Fact, ...]
    lines: tuple[BillLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    suppliers: tuple[str, ...] = ()
    kind: str = ""
    rates: tuple[Decimal, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    offers: tuple[EarlyOffer, ...] = ()

    def value(self, name: str) -> Value | None:
        """The value read for the name, or none."""
        return next((fact.value for fact in self.facts if fact.name == name), None)

    def fact(self, name: str) -> Fact | None:
        """The fact of the name, or none."""
        return next((fact for fact in self.facts if fact.name == name), None)
