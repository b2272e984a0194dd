"""How much of what a customer owes a payment online asks for: `docs/rules/online-payments.md`."""

from collections.abc import Mapping, Sequence

from kvit.arrangements import queries as arranged
from kvit.arrangements import standing
from kvit.arrangements.models import Plan
from kvit.companies.models import Company
from kvit.core import instalments
from kvit.core.money import Money
from kvit.ledger.models import OpenItem


def asked_for(company: Company, items: Sequence[OpenItem]) -> dict[int, Money]:
    """By the key of an open item, what of it is not disputed; those of which nothing is asked for are left out."""
    disputed = arranged.disputed(company, items)
    return _above_zero({item.pk: _free(item, disputed) for item in items})


def instalment(company: Company, plan: Plan) -> dict[str, Money]:
    """Of a plan that was read whole, what is left of the first instalment that is not settled, laid on the plan's
    items by their due days: by the public id of each. Nothing once all of it is settled or disputed."""
    items = sorted(standing.items_of([plan]), key=lambda item: (item.due_on, item.pk))
    disputed = arranged.disputed(company, items)
    parts = standing.parts_of(plan)
    covered = instalments.covered(parts, standing.settled_of(plan, disputed))
    open_parts = [part.amount - paid for part, paid in zip(parts, covered, strict=True) if paid < part.amount]
    left = open_parts[0] if open_parts else Money.zero(plan.currency)
    found: dict[str, Money] = {}
    for item in items:
        found[item.public_id] = min(max(_free(item, disputed), Money.zero(plan.currency)), left)
        left -= found[item.public_id]
    return {key: amount for key, amount in found.items() if amount.amount > 0}


def _free(item: OpenItem, disputed: Mapping[int, Money]) -> Money:
    return Money(item.balance, item.currency) - disputed.get(item.pk, Money.zero(item.currency))


def _above_zero(amounts: Mapping[int, Money]) -> dict[int, Money]:
    return {key: amount for key, amount in amounts.items() if amount.amount > 0}
