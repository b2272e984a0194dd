"""What a country asks of its companies' books and documents, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from kvit.core.errors import Refused
from kvit.core.numbering import NumberPolicy

Kind = Literal["asset", "liability", "equity", "income", "expense"]
LANGUAGES = ("en", "ro", "bg", "es", "pl")

ROLES = (
    "receivable", "payable", "revenue", "revenue_services", "vat_output", "vat_output_deferred", "vat_input",
    "retention", "tax_withheld", "surcharge", "bank", "cash", "clearing", "customer_credit",
    "customer_advance", "deposit", "fx_gain", "fx_loss", "rounding", "discount_allowed", "discount_received",
    "bank_fee",
    "late_interest", "compensation", "bad_debt", "opening", "expense", "loyalty",
)  # fmt: skip
"""What the postings ask for; every country's accounts name each exactly once."""

SERIES_KINDS = ("invoice", "credit_note", "corrective", "simplified", "proforma")


@dataclass(frozen=True)
class Account:
    """An account of the national chart: code and native name, and the role the postings know it by ("" for none)."""

    code: str
    name: str
    kind: Kind
    role: str = ""


@dataclass(frozen=True)
class VatCode:
    """A VAT treatment with its rate in percent, its days, and the law behind it.

    `category` is the letter of EN 16931 (S Z E AE K G O L M); `reason` is the law's text in the country's own
    language with its code (VATEX) where no VAT is charged; `surcharge` is the recargo de equivalencia.
    """

    code: str
    category: str
    rate: Decimal
    name: str
    valid_from: date
    source: str
    valid_to: date | None = None
    reason_code: str = ""
    reason: str = ""
    surcharge: Decimal | None = None

    def valid_on(self, day: date) -> bool:
        """Whether a supply of that day may carry this treatment."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Reason:
    """Why no VAT is charged: EN 16931 BT-121 (code) and BT-120 (text, by language).

    Reverse charge has two: within the country, and for a service to a business in another one (`abroad`).
    """

    category: str
    code: str
    texts: Mapping[str, str]
    law: str
    abroad: bool = False


@dataclass(frozen=True)
class Mention:
    """Words the law wants on a document when the predicate holds. Locked: users add, they do not edit."""

    predicate: str
    texts: Mapping[str, str]
    law: str
    source: str
    valid_from: date


@dataclass(frozen=True)
class Correction:
    """How a mistake on an issued document is put right, by the reason for it."""

    reason: str
    kind: str
    law: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class SimplifiedLimit:
    """Up to which gross amount a simplified invoice may be issued, for a trade ("general" for all)."""

    trade: str
    gross: Decimal
    currency: str
    law: str


@dataclass(frozen=True)
class FormerCurrency:
    """What the country paid in until `ended_on`; `rate` of it is one unit of today's currency, fixed by law."""

    currency: str
    rate: Decimal
    ended_on: date
    law: str


@dataclass(frozen=True)
class CountryProfile:
    """All that differs by the seller's country; rates are percents.

    `not_verified` lists what its documents may need and Kvit does not print, since no source was found.
    """

    country: str
    currency: str
    tax_currency: str
    zone: str
    languages: tuple[str, ...]
    accounts: tuple[Account, ...]
    vat_codes: tuple[VatCode, ...]
    reasons: tuple[Reason, ...]
    titles: Mapping[str, str]
    mentions: tuple[Mention, ...] = ()
    corrections: tuple[Correction, ...] = ()
    series: Mapping[str, str] = field(default_factory=dict)
    numbers: NumberPolicy = NumberPolicy()
    vat_on_payment: str = ""
    simplified_limits: tuple[SimplifiedLimit, ...] = ()
    retention_rates: tuple[Decimal, ...] = ()
    former_currency: FormerCurrency | None = None
    not_verified: tuple[str, ...] = ()

    def account(self, role: str) -> Account:
        """The account the postings know by this role. Refuses `account.no_role`."""
        for account in self.accounts:
            if account.role == role:
                return account
        raise Refused("account.no_role", country=self.country, role=role)

    def vat_codes_on(self, day: date) -> list[VatCode]:
        """The VAT treatments a supply of that day may carry."""
        return [code for code in self.vat_codes if code.valid_on(day)]

    def vat_code(self, code: str, *, on: date) -> VatCode:
        """The treatment by its code, as valid on the day. Refuses `vat_code.not_valid`."""
        for known in self.vat_codes:
            if known.code == code and known.valid_on(on):
                return known
        raise Refused("vat_code.not_valid", vat_code=code, country=self.country, on=on.isoformat())

    def reason(self, category: str, *, abroad: bool = False) -> Reason:
        """The standard reason for a category without VAT, by where the customer is. Refuses `vat.reason_missing`."""
        known = [reason for reason in self.reasons if reason.category == category]
        if not known:
            raise Refused("vat.reason_missing", category=category, country=self.country)
        return next((reason for reason in known if reason.abroad == abroad), known[0])

    def title(self, kind: str) -> str:
        """The document's title in the country's own language. Refuses `document.no_title`."""
        if kind not in self.titles:
            raise Refused("document.no_title", kind=kind, country=self.country)
        return self.titles[kind]

    def in_both(self, texts: Mapping[str, str], *, language: str) -> list[str]:
        """The law's words in the document's language and beside them in the seller's own, once where they are equal."""
        own = self.languages[0]
        return list(dict.fromkeys([texts.get(language, texts["en"]), texts[own]]))

    def mentions_for(self, predicates: frozenset[str], *, on: date) -> list[Mention]:
        """The words the law wants on a document of that day for which these predicates hold."""
        return [m for m in self.mentions if m.predicate in predicates and m.valid_from <= on]
