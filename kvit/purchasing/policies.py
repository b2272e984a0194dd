"""What a supplier's bills are held against, and by how much they may be off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import suppliers
from kvit.parties.models import Party
from kvit.purchasing.models import POLICIES, SupplierPolicy

PERCENT, MONEY = Decimal(1), Decimal(1)
"""Where nobody said anything: enough for roundings, for nothing else."""


@dataclass(frozen=True)
class Terms:
    """A policy with its tolerance; `policy` is empty where nobody chose one."""

    policy: str = ""
    percent: Decimal = PERCENT
    money: Decimal = MONEY


def of(company: Company, party: Party) -> Terms:
    """What holds for the supplier."""
    row = SupplierPolicy.objects.filter(company=company, party=suppliers.surviving(party)).first()
    return Terms() if row is None else Terms(row.policy, row.percent, row.money)


@transaction.atomic
def choose(company: Company, party: Party, raw: Mapping[str, object], *, by: Actor, on: date) -> SupplierPolicy:
    """Another policy from now on; bills that are approved stay so. Refuses `field.bad_value`."""
    require(by, "policy.edit", company)
    told = Told(raw, frozenset({"policy", "percent", "money"}))
    kept = suppliers.surviving(party)
    before = of(company, kept)
    percent, money = told.number("percent", digits=4, most=3), told.number("money", digits=2, most=9)
    for name, value in (("percent", percent), ("money", money)):
        if value is not None and value < 0:
            told.refuse(name, "0 or more")
    chosen = {
        "policy": told.one_of("policy", known=(before.policy or POLICIES[0], *POLICIES)),
        "percent": before.percent if percent is None else percent,
        "money": before.money if money is None else money,
    }
    row, _ = SupplierPolicy.objects.update_or_create(company=company, party=kept, defaults=chosen)
    facts: dict[str, object] = {name: str(value) for name, value in chosen.items()}
    events.record("supplier.order_policy_chosen", kept, by=by, on=on, facts=facts)
    return row
