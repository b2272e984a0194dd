"""From when on the VAT of what was written off may be taken back, by country (`docs/rules/write-offs.md`).

A hint for a person with the day and the law: the relief is a document of its own, and nothing is booked by it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.money import Money, round_half_up
from kvit.core.write_offs import SMALL_REST

AGREEMENT, INSOLVENCY = "agreement", "insolvency"
LEV = Decimal("1.95583")


@dataclass(frozen=True, kw_only=True)
class Debt:
    """What was written off of an invoice in the seller's country, with its VAT, and when it was issued and due."""

    reason: str
    amount: Money
    issued_on: date
    supplied_on: date
    due_on: date
    is_business: bool
    net: Money
    """The whole invoice without VAT."""


@dataclass(frozen=True)
class Relief:
    """The first and last day; no first day where it hangs on an act of a court. `needs` names what else is asked."""

    since: date | None
    until: date | None
    law: str
    needs: str
    early: date | None = None
    """An earlier first day that some sellers have, by what `needs` says."""


def relief(country: str, debt: Debt, *, has_vat: bool) -> Relief | None:
    """When its VAT may be taken back; None for what bore none (or whose VAT never fell due), for a small rest, for what
    was forgiven by agreement (a lower price is a credit note), and where the law gives nothing."""
    if not has_vat or debt.reason in (SMALL_REST, AGREEMENT) or country not in LAWS:
        return None
    return LAWS[country](debt)


def _romania(debt: Debt) -> Relief | None:
    if debt.reason == INSOLVENCY:
        return Relief(None, None, "Legea 227/2015, art. 287 lit. d)", "ro_insolvency")
    if debt.is_business:
        return None
    since = max(_months(debt.due_on, 12), date(2021, 1, 1))
    return Relief(since, date(debt.due_on.year + 5, 12, 31), "Legea 227/2015, art. 287 lit. f)", "ro_consumer")


def _bulgaria(debt: Debt) -> Relief | None:
    law = "ЗДДС, чл. 126а, ал. 2 и чл. 126б"
    if debt.reason == INSOLVENCY:
        return Relief(None, None, law, "bg_insolvency")
    is_small = debt.amount.amount <= _bulgarian_limit(debt.amount.currency)
    by_law = debt.due_on + timedelta(days=365) if is_small else _months(debt.due_on, 60)
    if by_law < date(2023, 1, 1):
        return None
    return Relief(by_law, _months(by_law, 3), law, "bg_small" if is_small else "bg_years")


def _spain(debt: Debt) -> Relief | None:
    if debt.reason == INSOLVENCY:
        return Relief(None, None, "Ley 37/1992, art. 80.Tres", "es_insolvency")
    begins = debt.due_on if debt.due_on > _months(debt.supplied_on, 12) else debt.supplied_on
    since = _months(begins, 12)
    newer = _months(since, 3) >= date(2023, 1, 1)
    if not debt.is_business and debt.net.amount <= (50 if newer else 300):
        return None
    until = _months(since, 6 if newer else 3)
    return Relief(since, until, "Ley 37/1992, art. 80.Cuatro", "es_claimed", early=_months(begins, 6))


def _poland(debt: Debt) -> Relief | None:
    days = 90 if debt.due_on + timedelta(days=90) >= date(2019, 1, 1) else 150
    years = 3 if debt.issued_on.year >= 2019 else 2
    until = date(debt.issued_on.year + years, 12, 31)
    return Relief(debt.due_on + timedelta(days=days), until, "Ustawa o VAT, art. 89a", "pl_unpaid")


LAWS: Mapping[str, Callable[[Debt], Relief | None]] = {
    "RO": _romania,
    "BG": _bulgaria,
    "ES": _spain,
    "PL": _poland,
}


def _bulgarian_limit(currency: str) -> Decimal:
    """600 leva, in euro since 2026 at the fixed rate; of other currencies none is small."""
    return {"BGN": Decimal(600), "EUR": round_half_up(600 / LEV, 2)}.get(currency, Decimal(0))


def _months(day: date, count: int) -> date:
    """The same day so many months later, or the last one of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
