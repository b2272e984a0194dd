"""How a plan that was read with its items and instalments stands: its parts, and what was settled since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kvit.arrangements.models import Plan
from kvit.core import instalments
from kvit.core.calendar import closed_days
from kvit.core.instalments import Instalment, Spell
from kvit.core.money import Money, total
from kvit.ledger.models import OpenItem


@dataclass(frozen=True)
class Doubts:
    """What customers dispute of the items of plans: `now`, by the key of the item, and by that of the plan when."""

    now: Mapping[int, Money]
    spells: Mapping[int, list[Spell]]


def parts_of(plan: Plan) -> list[Instalment]:
    """Its instalments as the core takes them."""
    rows = sorted(plan.instalments.all(), key=lambda one: one.position)
    return [Instalment(one.due_on, Money(one.amount, plan.currency)) for one in rows]


def settled_of(plan: Plan, disputed: Mapping[int, Money] | None = None) -> Money:
    """What of its items was settled since it was made, of a plan that was read with them; with what is `disputed` of
    them, by their keys, which nobody asks for now, where that is told."""
    zero, said = Money.zero(plan.currency), disputed or {}
    return total(
        (
            Money(one.amount, plan.currency)
            - min(
                Money(one.item.balance, plan.currency) - said.get(one.item_id, zero), Money(one.amount, plan.currency)
            )
            for one in plan.items.all()
        ),
        plan.currency,
    )


def items_of(plans: Iterable[Plan]) -> list[OpenItem]:
    """The open items of plans that were read whole."""
    return [one.item for plan in plans for one in plan.items.all()]


def kept_until(plan: Plan, doubts: Doubts) -> date | None:
    """The last day on which a plan that was read whole holds: that of the first instalment of which something is asked
    for, and its grace; none where all is settled or disputed. While an instalment was disputed its clock stood; once
    what paid it was taken back, the customer has some days from then."""
    settled = settled_of(plan)
    spells = doubts.spells.get(plan.pk, [])
    ends = [one.until for one in spells if one.until is not None]
    ends += [plan.resumed_on] if plan.resumed_on is not None else []
    closed: frozenset[date] = frozenset()
    if ends:
        country = plan.party.country or plan.company.country
        closed = closed_days(country, since=min(ends), until=max(ends) + timedelta(days=31))
    until = instalments.holds_until(
        parts_of(plan),
        settled,
        grace_days=plan.grace_days,
        disputed=settled_of(plan, doubts.now) - settled,
        spells=spells,
        closed=closed,
    )
    if until is None or plan.resumed_on is None:
        return until
    return max(until, instalments.resumed_until(plan.resumed_on, grace_days=plan.grace_days, closed=closed))
