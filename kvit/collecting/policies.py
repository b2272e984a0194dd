"""What a company charges for being late, and the law's rates that its people entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.collecting.models import EnteredRate, LateFeePolicy
from kvit.companies.autopilot import LEVELS
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core.errors import Refused
from kvit.core.late_fees import Agreed
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events

MOST_PERCENT = Decimal(100)
MOST_SUM = Decimal(100_000)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A policy as somebody asks for it; `percent` None is the law's rate, the sums are in the company's currency."""

    level: str = "off"
    interest: bool = True
    compensation: bool = True
    percent: Decimal | None = None
    reminder_fee: Decimal = Decimal(0)
    least: Decimal = Decimal(0)


def of(company: Company) -> LateFeePolicy:
    """The company's policy; one that charges what the law gives and does nothing by itself where nobody made one."""
    row = LateFeePolicy.objects.filter(company=company).first()
    return row or LateFeePolicy(company=company, reminder_fee=Decimal(0), least=Decimal(0))


def agreed(company: Company, policy: LateFeePolicy) -> Agreed:
    """Whose law and which rates hold for the company's debts: those of its own country."""
    rows = EnteredRate.objects.filter(company=company)
    entered: Mapping[tuple[int, int], tuple[Decimal, str]] = {
        (one.year, one.half): (one.percent, one.source) for one in rows
    }
    return Agreed(company.country, policy.percent, entered)


@transaction.atomic
def change(company: Company, asked: Asked, *, by: Actor, on: date) -> LateFeePolicy:
    """Charge so from now on. Refuses `field.bad_value`."""
    require(by, "late_fee.edit", company)
    _check(company, asked)
    told = {name: getattr(asked, name) for name in Asked.__dataclass_fields__}
    row, _ = LateFeePolicy.objects.update_or_create(company=company, defaults=told)
    facts = {name: value if isinstance(value, bool) else str(value) for name, value in told.items()}
    events.record("late_fee_policy.changed", company, by=by, on=on, facts=facts)
    return row


@transaction.atomic
def enter_rate(company: Company, half_year: str, *, percent: Decimal, source: str, by: Actor, on: date) -> EnteredRate:
    """The law's yearly rate for `2026/2`, with where it was read, which goes before Kvit's table; entered once.

    Refuses `field.bad_value`, `field.missing` and `late_rate.entered` for the second time.
    """
    require(by, "late_fee.edit", company)
    year, _, half = half_year.partition("/")
    if not (year.isdecimal() and len(year) == 4 and half in ("1", "2")):
        raise Refused("field.bad_value", field="half_year", value=half_year[:20], wanted="2026/1, 2026/2")
    _in_range("percent", percent, most=MOST_PERCENT)
    if not source.strip():
        raise Refused("field.missing", field="source")
    given = {"percent": percent, "source": source.strip()[:120], "entered_by_id": person_behind(by), "entered_on": on}
    row, made = EnteredRate.objects.get_or_create(company=company, year=int(year), half=int(half), defaults=given)
    if not made:
        raise Refused("late_rate.entered", half_year=half_year, percent=f"{row.percent.normalize():f}")
    facts = {"half_year": half_year, "percent": str(percent), "source": row.source}
    events.record("late_rate.entered", row, by=by, on=on, facts=facts)
    return row


def rates(company: Company) -> list[EnteredRate]:
    """The rates that were entered, the newest first."""
    return list(EnteredRate.objects.filter(company=company).order_by("-year", "-half"))


def _check(company: Company, asked: Asked) -> None:
    if asked.level not in LEVELS:
        raise Refused("field.bad_value", field="level", value=asked.level[:20], wanted=", ".join(LEVELS))
    if asked.percent is not None:
        _in_range("percent", asked.percent, most=MOST_PERCENT)
    for field in ("reminder_fee", "least"):
        amount = getattr(asked, field)
        _in_range(field, amount, most=MOST_SUM)
        if round_half_up(amount, decimals(company.currency)) != amount:
            raise Refused("field.bad_value", field=field, value=f"{amount:f}", wanted=f"cents of {company.currency}")


def _in_range(field: str, value: Decimal, *, most: Decimal) -> None:
    if not (value.is_finite() and 0 <= value <= most):
        raise Refused("field.bad_value", field=field, value=str(value)[:20], wanted=f"0 to {most}")
