"""Payment terms: what paying early saves, and what paying late costs between businesses.

`docs/rules/late-payment.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.calendar import add_working_days, due_date
from kvit.core.countries.late_payment import LatePaymentLaw, law_of
from kvit.core.errors import Refused
from kvit.core.money import Money, total

MOST_PERCENT = Decimal(100)


@dataclass(frozen=True)
class EarlyPayment:
    """An early-payment discount: what is taken off, what is then paid, and the last day for it."""

    discount: Money
    payable: Money
    until: date


@dataclass(frozen=True)
class InterestPart:
    """Days with one base and one yearly rate: from `since` to `until`, both counted. The interest is not rounded."""

    since: date
    until: date
    base: Money
    percent: Decimal
    interest: Money
    source: str

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


@dataclass(frozen=True)
class LateInterest:
    """Interest for being late, rounded once over all its parts; the parts say how it was reckoned."""

    amount: Money
    parts: tuple[InterestPart, ...]
    law: str

    @property
    def days(self) -> int:
        return sum(part.days for part in self.parts)


@dataclass(frozen=True)
class Compensation:
    """The fixed sum for recovering a late debt; `rate_on` is the day of the exchange rate where the law says it."""

    amount: Money
    law: str
    rate_on: date | None = None


def early_payment_discount(
    payable: Money, *, percent: Decimal, days: int, issued_on: date, closed: frozenset[date] = frozenset()
) -> EarlyPayment:
    """What is taken off when an invoice is paid within so many days: percent of what is to be paid, rounded once.

    The last day is found as a due day is. Refuses `discount.bad_terms` for a percentage outside 0 to 100, both out,
    and `terms.bad_days`.
    """
    if not (percent.is_finite() and 0 < percent < MOST_PERCENT):
        raise Refused("discount.bad_terms", percent=str(percent), days=days)
    discount = payable.times(percent / 100).rounded()
    return EarlyPayment(discount, payable - discount, until=due_date(issued_on, days, closed))


def late_interest(
    base: Money,
    *,
    country: str,
    due_on: date,
    until: date,
    payments: Sequence[tuple[date, Money]] = (),
    agreed_percent: Decimal | None = None,
    entered: Mapping[tuple[int, int], tuple[Decimal, str]] | None = None,
) -> LateInterest:
    """Simple interest on what is still owed, for each day after the due day up to `until`, the day of payment included.

    The rate is the law's of the half-year in which each day falls, or the one agreed in the contract; a payment
    lowers the base from the next day on. `entered` are yearly rates of (year, half) with their source that somebody
    gave; they go before the table. Refuses `interest.rate_missing` for a half-year without a known rate.
    """
    law = law_of(country)
    parts: list[InterestPart] = []
    for since, last in stretches(due_on, until, [day for day, _ in payments]):
        paid = total((amount for day, amount in payments if day < since), base.currency)
        owed = base - paid
        if owed.amount <= 0:
            continue
        percent, source = (
            (agreed_percent, "contract") if agreed_percent is not None else _rate(law, country, since, entered or {})
        )
        days = Decimal((last - since).days + 1)
        interest = Money(owed.amount * percent * days / 100 / law.days_in_year, base.currency)
        parts.append(InterestPart(since, last, owed, percent, interest, source))
    amount = total((part.interest for part in parts), base.currency).rounded()
    return LateInterest(amount, tuple(parts), law.law)


def stretches(due_on: date, until: date, paid_on: list[date]) -> list[tuple[date, date]]:
    """The days after the due day up to `until`, cut where a half-year begins and after each payment."""
    first = due_on + timedelta(days=1)
    years = range(first.year, until.year + 1)
    halves = [date(year, month, 1) for year in years for month in (1, 7)]
    starts = {first, *halves, *(day + timedelta(days=1) for day in paid_on)}
    inside = sorted(day for day in starts if first <= day <= until)
    ends = [start - timedelta(days=1) for start in inside[1:]] + [until]
    return list(zip(inside, ends, strict=False))


def _rate(
    law: LatePaymentLaw, country: str, day: date, entered: Mapping[tuple[int, int], tuple[Decimal, str]]
) -> tuple[Decimal, str]:
    half = 1 if day.month <= 6 else 2
    if (day.year, half) in entered:
        return entered[day.year, half]
    for rate in law.rates:
        if (rate.year, rate.half) == (day.year, half):
            return rate.percent, rate.source
    raise Refused("interest.rate_missing", country=country, half_year=f"{day.year}/{half}")


def compensation(claim: Money, *, country: str, due_on: date, closed: frozenset[date] = frozenset()) -> Compensation:
    """The fixed sum that a business owes for one invoice paid late (Directive 2011/7/EU art. 6), without VAT.

    Where the sum depends on the claim (Poland) the claim must come in that country's currency. `closed` finds the
    working day whose rate counts. Refuses `compensation.rate_missing`, `compensation.claim_currency`.
    """
    law = law_of(country)
    if law.claim_currency and claim.currency != law.claim_currency:
        raise Refused("compensation.claim_currency", currency=claim.currency, needed=law.claim_currency)
    late_on = due_on + timedelta(days=1)
    for one in law.sums:
        in_force = one.since <= late_on and (one.until is None or late_on <= one.until)
        if in_force and (one.below is None or claim.amount < one.below):
            # Poland: the rate of the last working day of the month before the one in which the claim fell due.
            rate_on = add_working_days(due_on.replace(day=1), -1, closed) if law.converted_before_due_month else None
            return Compensation(Money(one.amount, one.currency), law.law, rate_on)
    raise Refused("compensation.rate_missing", country=country, on=late_on.isoformat())
