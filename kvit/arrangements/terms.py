"""The limits inside which customers are granted instalments, and how far that goes by itself."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.arrangements.models import PlanTerms
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.instalments import MOST, Limits
from kvit.core.money import Money
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events

OFF, SUGGEST, AUTO = LEVELS = ("off", "suggest", "auto")
MOST_DAYS = 3 * 366
MOST_GRACE = 30


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The limits as a person sets them, amounts in company currency."""

    level: str
    most_instalments: int
    least: Decimal
    longest_days: int
    lowest: Decimal
    highest: Decimal
    grace_days: int


NAMES = tuple(field.name for field in fields(Terms))
AMOUNTS = ("least", "lowest", "highest")


def of(company: Company) -> Terms:
    """The limits as they stand; off where nobody ever set some."""
    row = PlanTerms.objects.filter(company=company).first() or PlanTerms(company=company)
    return Terms(
        level=row.level,
        most_instalments=row.most_instalments,
        least=Decimal(row.least),
        longest_days=row.longest_days,
        lowest=Decimal(row.lowest),
        highest=Decimal(row.highest),
        grace_days=row.grace_days,
    )


def limits(company: Company) -> Limits:
    """The limits as the core takes them."""
    row = of(company)
    return Limits(
        most_instalments=row.most_instalments,
        least=Money(row.least, company.currency),
        longest_days=row.longest_days,
        lowest=Money(row.lowest, company.currency),
        highest=Money(row.highest, company.currency),
        grace_days=row.grace_days,
    )


def read(company: Company, raw: object) -> Terms:
    """The limits with what was told put in. Refuses `field.unknown`, `field.bad_value` and what is out of bounds."""
    told, known = Told(raw, frozenset(NAMES)), of(company)
    level = told.text("level") or known.level
    if level not in LEVELS:
        told.refuse("level", ", ".join(LEVELS))
    terms = Terms(
        level=level,
        most_instalments=_whole(told, "most_instalments", known.most_instalments, within=(2, MOST)),
        least=_above_zero(told, "least", known.least),
        longest_days=_whole(told, "longest_days", known.longest_days, within=(1, MOST_DAYS)),
        lowest=_above_zero(told, "lowest", known.lowest),
        highest=_above_zero(told, "highest", known.highest),
        grace_days=_whole(told, "grace_days", known.grace_days, within=(0, MOST_GRACE)),
    )
    if terms.highest < terms.lowest:
        told.refuse("highest", "at least the lowest sum")
    return terms


@transaction.atomic
def change(company: Company, raw: object, *, by: Actor, on: date) -> Terms:
    """Grant plans inside these limits from now on; live plans stay as they are."""
    require(by, "plan.limit", company)
    terms = read(company, raw)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    before = of(company)
    PlanTerms.objects.update_or_create(company=company, defaults={name: getattr(terms, name) for name in NAMES})
    changed = {
        name: [str(getattr(before, name)), str(getattr(terms, name))]
        for name in NAMES
        if getattr(before, name) != getattr(terms, name)
    }
    if changed:
        events.record("plan_terms.changed", company, by=by, on=on, facts={"changed": changed})
    return terms


def require_offered(company: Company) -> Terms:
    """The limits where plans are granted at all. Refuses `plan.not_offered`."""
    found = of(company)
    if found.level == OFF:
        raise Refused("plan.not_offered")
    return found


def _whole(told: Told, name: str, known: int, *, within: tuple[int, int]) -> int:
    number = told.number(name, digits=0)
    value = known if number is None else int(number)
    if not within[0] <= value <= within[1]:
        told.refuse(name, f"{within[0]} – {within[1]}")
    return value


def _above_zero(told: Told, name: str, known: Decimal) -> Decimal:
    number = told.number(name, digits=4)
    value = known if number is None else number
    if value <= 0:
        told.refuse(name, "an amount above zero")
    return value
