"""VAT that the buyer owes in the seller's place: on which rows, how much, by when (`docs/rules/self-charge.md`).

Directive 2006/112/EC, art. 194 to 200 (who owes it) and 168(a), (c), 178(c), (f) (it is deducted in the same return).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.countries.profile import CountryProfile
from kvit.core.countries.self_charge import SelfChargeLaw, Treatment
from kvit.core.errors import Refused
from kvit.core.identifiers import is_eu_member
from kvit.core.money import decimals, round_half_up
from kvit.core.postings import Posting, Rate

ZERO = Decimal(0)
CATEGORIES: Mapping[str, str] = {"services": "AE", "acquisition": "K", "domestic": "AE"}
"""The letter of EN 16931 under which each treatment is booked."""


@dataclass(frozen=True)
class Owed:
    """A base on which the buyer owes the VAT, in the bill's currency; below zero on a supplier's credit note."""

    treatment: Treatment
    base: Decimal


@dataclass(frozen=True)
class Charged:
    """What is charged under one treatment, in the company's currency; the rate is in percent."""

    treatment: Treatment
    rate: Decimal
    base: Decimal
    vat: Decimal

    @property
    def vat_code(self) -> str:
        """As the books know it: the category and the rate that was charged."""
        return f"{CATEGORIES[self.treatment]}{self.rate.normalize():f}"


def treatment(category: str, *, seller: str, buyer: str) -> Treatment | None:
    """What a row of the bill's category asks of its buyer, by both countries; None where the seller owes the VAT, or
    where a person must say so (a seller outside the Union writes what the law there wants).
    """
    abroad = seller not in ("", buyer)
    if category == "AE":
        return "services" if abroad else "domestic"
    if category == "K" and abroad and is_eu_member(seller):
        return "acquisition"
    return None


def standard_rate(profile: CountryProfile, *, on: date) -> Decimal:
    """The country's standard rate of the day: the highest that it has."""
    return max(code.rate for code in profile.vat_codes_on(on) if code.category == "S")


def require_rate(profile: CountryProfile, rate: Decimal, *, on: date) -> Decimal:
    """The rate itself. Refuses `self_charge.no_rate` for one that the country does not have on the day."""
    known = sorted({code.rate for code in profile.vat_codes_on(on) if code.category == "S"})
    if rate not in known:
        told = [f"{one.normalize():f}" for one in known]
        raise Refused("self_charge.no_rate", rate=f"{rate.normalize():f}", known=told, on=on.isoformat())
    return rate


def charged(owed: Iterable[Owed], *, rate: Decimal, exchange: Rate) -> list[Charged]:
    """The VAT of each treatment, rounded once on its base in the company's currency (art. 91 for the exchange)."""
    bases: dict[Treatment, Decimal] = {}
    for one in owed:
        bases[one.treatment] = bases.get(one.treatment, ZERO) + one.base
    digits = decimals(exchange.company_currency)
    found = []
    for kind, base in bases.items():
        worth = exchange.worth(base)
        found.append(Charged(kind, rate, worth, round_half_up(worth * rate / 100, digits)))
    return found


def postings(rows: Sequence[Charged], *, currency: str) -> list[Posting]:
    """Output VAT and input VAT of the same amount: with full deduction nothing is left of the two."""
    lines = []
    for row in rows:
        lines.append(Posting("vat_input", row.vat, row.vat, currency, row.vat_code))
        lines.append(Posting("vat_output", -row.vat, -row.vat, currency, row.vat_code))
    return [line for line in lines if line.amount]


def until(law: SelfChargeLaw, tax_point_on: date) -> date:
    """The last day: for the document so many days after the tax point, else that of the return of its month."""
    if law.document:
        return tax_point_on + timedelta(days=law.document_days)
    following = (tax_point_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following.replace(day=law.return_day)
