"""What a monthly file says, as values. Sections are iterables: a large month is written without being held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
NOBODY = "0"
"""Who or what a row is about where it is about none, as the authority's sample says it."""


@dataclass(frozen=True)
class Address:
    """Where somebody is; the file wants town and country."""

    town: str
    country: str
    street: str = ""
    building: str = ""
    post_code: str = ""
    region: str = ""


@dataclass(frozen=True)
class Amount:
    """An amount in euro, and in the currency it was agreed in. Neither is below zero but for what takes away."""

    base: Decimal
    currency: str = "EUR"
    amount: Decimal | None = None

    @property
    def in_currency(self) -> Decimal:
        """The amount in its own currency."""
        return self.base if self.amount is None else self.amount


@dataclass(frozen=True)
class Tax:
    """A tax on a row: its codes, percentage, base and amount; codes are empty where there is none."""

    kind: str
    code: str
    amount: Amount
    percentage: Decimal | None = None
    base: Decimal | None = None


NO_TAX = Tax("", "", Amount(ZERO))


@dataclass(frozen=True)
class Header:
    """Who files, for which month, with what; `contact` is first and last name, `position` what they are."""

    first: date
    created_on: date
    software: str
    software_version: str
    registration_number: str
    name: str
    address: Address
    contact: tuple[str, str]
    position: str
    phone: str
    email: str
    vat_id: str
    ibans: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """An account with its balances in euro, debit above zero; `standard` is the authority's account."""

    standard: str
    code: str
    name: str
    kind: str
    opening: Decimal
    closing: Decimal


@dataclass(frozen=True)
class Partner:
    """A customer or supplier on one account, with what they owe on it; debit above zero."""

    number: str
    name: str
    address: Address
    vat_id: str
    standard_account: str
    opening: Decimal
    closing: Decimal


@dataclass(frozen=True)
class Product:
    """Goods or a service; `commodity_code` is of the Combined Nomenclature."""

    code: str
    name: str
    is_service: bool
    commodity_code: str
    unit: str


@dataclass(frozen=True)
class EntryLine:
    """A line of an entry: on the debit or the credit side."""

    standard_account: str
    account: str
    customer: str
    document: str
    text: str
    is_debit: bool
    amount: Amount
    tax: Tax = NO_TAX
    supplier: str = NOBODY


@dataclass(frozen=True)
class Entry:
    """A double entry."""

    number: str
    entered_on: date
    posted_on: date
    text: str
    customer: str
    lines: tuple[EntryLine, ...]
    supplier: str = NOBODY


@dataclass(frozen=True)
class InvoiceLine:
    """A position of a document, by the side of the books on which its net stands."""

    standard_account: str
    product: str
    is_service: bool
    name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    tax_point_on: date
    amount: Amount
    tax: Tax
    corrects: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Invoice:
    """A document we issued or a supplier sent: its kind as in the VAT ledger (01, 02, 03), and its entry.

    `customer` is the other side of it, `posted_on` the day of the entry where that is not the document's own.
    """

    number: str
    kind: str
    issued_on: date
    customer: str
    customer_name: str
    address: Address
    standard_account: str
    entry: str
    is_debit: bool
    lines: tuple[InvoiceLine, ...]
    posted_on: date | None = None

    @property
    def booked_on(self) -> date:
        """The day on which it stands in the books."""
        return self.posted_on or self.issued_on


@dataclass(frozen=True)
class PaymentLine:
    """A side of a payment."""

    standard_account: str
    customer: str
    text: str
    is_debit: bool
    amount: Amount
    supplier: str = NOBODY


@dataclass(frozen=True)
class Payment:
    """Money that came in, went back or was paid; `method` is 01 in cash, 03 by bank, 02 otherwise."""

    number: str
    entry: str
    paid_on: date
    method: str
    text: str
    gross: Decimal
    lines: tuple[PaymentLine, ...]


@dataclass(frozen=True)
class Totals:
    """What a section announces before its rows: how many, and both sides in euro."""

    count: int
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Monthly:
    """The whole file; totals stand before the rows they are of."""

    header: Header
    accounts: Iterable[Account]
    customers: Iterable[Partner]
    suppliers: Iterable[Partner]
    products: Iterable[Product]
    units: Iterable[str]
    entry_totals: Totals
    entries: Iterable[Entry]
    invoice_totals: Totals
    invoices: Iterable[Invoice]
    payment_totals: Totals
    payments: Iterable[Payment]
    purchase_totals: Totals
    purchases: Iterable[Invoice]
