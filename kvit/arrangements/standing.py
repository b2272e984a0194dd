"""How a plan that was read with its items and instalments stands: its parts, and what was settled since."""

from kvit.arrangements.models import Plan
from kvit.core.instalments import Instalment
from kvit.core.money import Money, total


def parts_of(plan: Plan) -> list[Instalment]:
    """Its instalments as the core takes them."""
    rows = sorted(plan.instalments.all(), key=lambda one: one.position)
    return [Instalment(one.due_on, Money(one.amount, plan.currency)) for one in rows]


def settled_of(plan: Plan) -> Money:
    """What of its items was settled since it was made, of a plan that was read with them."""
    return total(
        (Money(one.amount - min(one.item.balance, one.amount), plan.currency) for one in plan.items.all()),
        plan.currency,
    )
