"""How much of what a customer owes a payment online asks for: `docs/rules/online-payments.md`."""

from collections.abc import Mapping, Sequence
from datetime import date

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
    free = {item.pk: _free(item, disputed) for item in items}
    return {key: amount for key, amount in free.items() if amount.amount > 0}


def instalment(company: Company, plan: Plan, *, on: date) -> dict[str, Money]:
    """Of a plan that was read whole, what is to be paid now, laid on the plan's items by their due days: by the public
    id of each. Nothing once all of it is settled or disputed."""
    items = sorted(standing.items_of([plan]), key=lambda item: (item.due_on, item.pk))
    disputed = arranged.disputed(company, items)
    now = instalments.asked_now(standing.parts_of(plan), standing.settled_of(plan, disputed), on=on)
    left, nothing = now.amount if now is not None else Money.zero(plan.currency), Money.zero(plan.currency)
    found: dict[str, Money] = {}
    for item in items:
        found[item.public_id] = min(max(_free(item, disputed), nothing), left)
        left -= found[item.public_id]
    return {key: amount for key, amount in found.items() if amount.amount > 0}


def _free(item: OpenItem, disputed: Mapping[int, Money]) -> Money:
    return Money(item.balance, item.currency) - disputed.get(item.pk, Money.zero(item.currency))
