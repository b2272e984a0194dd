"""The programme that promises points: started, and ended by another one or by nothing; never changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core.errors import Refused
from kvit.core.loyalty import MOST_POINTS, WAYS
from kvit.core.money import decimals, round_half_up
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts
from kvit.loyalty.models import LoyaltyProgramme

OFF, SUGGEST, AUTO = LEVELS = ("off", "suggest", "auto")
MOST_PER_UNIT = Decimal(1000)
MOST_PERCENT = Decimal(50)
MOST_VALUE = Decimal(1000)
MOST_MONTHS = 120
MOST_LEAST = 1_000_000
MOST_SHARE = Decimal(99)
MOST_DAYS = 365
MOST_BONUS = Decimal(999)
BY_HAND = Decimal(1000)
"""So many points one person alone may give or take where the programme says nothing else."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A programme as a person asks for it, amounts in company currency."""

    level: str
    way: str
    per_unit: Decimal
    value: Decimal
    months: int
    least: int
    most_share: Decimal
    early_days: int
    early_bonus: Decimal
    by_hand: int


NAMES = tuple(Promise.__dataclass_fields__)


def live(company: Company) -> LoyaltyProgramme | None:
    """The programme that holds now, if there is one."""
    return LoyaltyProgramme.objects.filter(company=company, ended_on=None).select_related("company").first()


def was_any(company: Company) -> bool:
    """Whether anything was ever promised."""
    return LoyaltyProgramme.objects.filter(company=company).exists()


def on_day(company: Company, day: date) -> LoyaltyProgramme | None:
    """The programme that held on the day."""
    held = LoyaltyProgramme.objects.filter(company=company, started_on__lte=day).select_related("company")
    return held.filter(Q(ended_on=None) | Q(ended_on__gt=day)).order_by("-pk").first()


def read(company: Company, raw: object) -> Promise:
    """What is asked for. Refuses `field.unknown`, `field.bad_value`, `field.missing` for the way and what is out of
    bounds; with a percentage a point is worth a cent."""
    told = Told(raw, frozenset(NAMES))
    way = told.one_of("way", known=WAYS)
    cent = Decimal(1).scaleb(-decimals(company.currency))
    most = MOST_PERCENT if way == "percent" else MOST_PER_UNIT
    value = cent if way == "percent" else _number(told, "value", None, within=(cent, MOST_VALUE))
    if round_half_up(value, decimals(company.currency)) != value:
        told.refuse("value", f"whole cents of {company.currency}")
    return Promise(
        level=told.one_of("level", known=LEVELS) if "level" in told else OFF,
        way=way,
        per_unit=_number(told, "per_unit", None, within=(Decimal("0.0001"), most)),
        value=value,
        months=int(_number(told, "months", Decimal(12), within=(Decimal(1), Decimal(MOST_MONTHS)), digits=0)),
        least=int(_number(told, "least", Decimal(1), within=(Decimal(1), Decimal(MOST_LEAST)), digits=0)),
        most_share=_number(told, "most_share", Decimal(50), within=(Decimal(1), MOST_SHARE)),
        early_days=int(_number(told, "early_days", Decimal(0), within=(Decimal(0), Decimal(MOST_DAYS)), digits=0)),
        early_bonus=_number(told, "early_bonus", Decimal(0), within=(Decimal(0), MOST_BONUS)),
        by_hand=int(_number(told, "by_hand", BY_HAND, within=(Decimal(0), Decimal(MOST_POINTS)), digits=0)),
    )


@transaction.atomic
def start(company: Company, raw: object, *, by: Actor, on: date) -> LoyaltyProgramme:
    """Promise this from the day on, in the place of what was promised before. Refuses what `read` refuses."""
    require(by, "loyalty.edit", company)
    promise = read(company, raw)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    accounts.ensure(company, "loyalty")
    _end(company, by=by, on=on)
    told = {name: getattr(promise, name) for name in NAMES}
    row = LoyaltyProgramme.objects.create(company=company, started_on=on, started_by_id=person_behind(by), **told)
    events.record(
        "loyalty_programme.started", row, by=by, on=on, facts={name: str(value) for name, value in told.items()}
    )
    return row


@transaction.atomic
def end(company: Company, *, by: Actor, on: date) -> LoyaltyProgramme:
    """Promise nothing from the day on; points that were earned stay good. Refuses `loyalty.no_programme`."""
    require(by, "loyalty.edit", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    row = _end(company, by=by, on=on)
    if row is None:
        raise Refused("loyalty.no_programme")
    return row


def _end(company: Company, *, by: Actor, on: date) -> LoyaltyProgramme | None:
    row = live(company)
    if row is not None:
        row.ended_on = max(on, row.started_on)
        row.save(update_fields=["ended_on"])
        events.record("loyalty_programme.ended", row, by=by, on=on)
    return row


def _number(
    told: Told, name: str, usual: Decimal | None, *, within: tuple[Decimal, Decimal], digits: int = 4
) -> Decimal:
    value = told.number(name, digits=digits)
    if value is None:
        value = usual
    if value is None:
        told.missing(name)
    if not within[0] <= value <= within[1]:
        told.refuse(name, f"{within[0]:f} – {within[1]:f}")
    return value
