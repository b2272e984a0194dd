"""What a printed document says beside the electronic invoice: what the standard has no term for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from kvit.core.einvoice.model import Invoice
from kvit.core.tax import Surcharge

Kind = Literal["invoice", "credit_note", "corrective", "simplified", "proforma", "advance"]
CORRECTIONS = frozenset({"credit_note", "corrective"})


@dataclass(frozen=True, slots=True)
class Retention:
    """Tax that the customer keeps back and pays to the tax office for us (IRPF); rate in percent."""

    rate: Decimal
    net: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is owed beside the price and given back with what it was taken for, such as bottles."""

    reason: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Exchange:
    """The rate by which BT-111 was computed: units of the accounting currency for one of the document's."""

    rate: Decimal
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class EarlyDiscount:
    """What is taken off when the document is paid until a day; rate in percent."""

    rate: Decimal
    until: date
    payable: Decimal


@dataclass(frozen=True, slots=True)
class Code:
    """An authority's code, black on white: the words in it, its size and the words around it."""

    content: str
    alt: str
    size: int
    title: str = ""
    phrase: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the page needs beside invoice, country and appearance.

    `kind` is a key of the country's titles. `predicates` are those of the country's mentions that hold; reverse charge
    and self-billing are seen from the invoice itself. `registrations` are further lines of the letterhead, label and
    value in the company's own words. For a correction: `period_name` of a discount on a period, `reason`, what the
    corrected documents still owe (`still_open`), and, where both states are shown, the first document `before` and
    `after`. `specimen` is set in test companies,
    `attachment` are the blocks that stand under the lines, `annulled_on` where the document was issued by mistake and
    counts no more.
    """

    kind: Kind = "invoice"
    predicates: frozenset[str] = frozenset()
    registrations: tuple[tuple[str, str], ...] = ()
    bank: str = ""
    pay_link: str = ""
    retention: Retention | None = None
    deposits: tuple[Deposit, ...] = ()
    attachment: tuple[Mapping[str, Any], ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    exchange: Exchange | None = None
    discount: EarlyDiscount | None = None
    period_name: str = ""
    reason: str = ""
    still_open: Decimal | None = None
    before: Invoice | None = None
    after: Invoice | None = None
    valid_until: date | None = None
    top_code: Code | None = None
    codes: tuple[Code, ...] = ()
    specimen: bool = False
    annulled_on: date | None = None
