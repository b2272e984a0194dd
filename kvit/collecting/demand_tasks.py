"""Final demands that are due: a task for each customer, for who looks after them. A person writes the demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.collecting import customer_tasks
from kvit.collecting.customer_tasks import Waiting
from kvit.collecting.models import Demand
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import demand_days, dunning
from kvit.core.formatting import format_plain
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.dunning import queries, situation
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party

AUTOMATION = "collect"
KIND = "demand.due"


@dataclass(frozen=True)
class _Due:
    item: OpenItem
    balance: Money
    since: date


def run(company: Company, *, on: date) -> list[Party]:
    """A task for each customer whose last reminder did not help; tasks whose reason is gone are closed.

    Who let one pass is asked again once the sum grew. `auto` goes no further: a demand is a person's.
    """
    is_off = autopilot.level(company, AUTOMATION) == autopilot.OFF
    waiting = [] if is_off else [_waiting(party, mine) for party, mine in _due(company, on=on).items()]
    return customer_tasks.put(company, KIND, waiting, by=automation(AUTOMATION, company), on=on)


def close(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Somebody wrote it."""
    customer_tasks.close(company, KIND, party, by=by, on=on)


def _due(company: Company, *, on: date) -> dict[Party, list[_Due]]:
    """By customer, what is due and was not demanded yet."""
    if not queries.reminded_until(company, on - demand_days.AFTER_LAST):
        return {}
    seen = situation.of(company)
    demanded = _demanded(company)
    found: dict[Party, list[_Due]] = {}
    for debtor in seen.debtors:
        brakes = dunning.held(debtor, on=on, bank_on=seen.bank_on)
        for owed in debtor.owed:
            item, since = seen.items[owed.key], demand_days.told_last(owed)
            if since is None or item.public_id in demanded or not demand_days.is_due(owed, brakes[owed.key], on=on):
                continue
            found.setdefault(seen.parties[debtor.key], []).append(_Due(item, owed.balance, since))
    return found


def _demanded(company: Company) -> set[str]:
    """The ids of the open items that a final demand named."""
    rows = Demand.objects.filter(company=company).values_list("lines", flat=True)
    return {str(one["item"]) for lines in rows for one in lines}


def _waiting(party: Party, mine: Sequence[_Due]) -> Waiting:
    sums: dict[str, Decimal] = {}
    for one in mine:
        sums[one.balance.currency] = sums.get(one.balance.currency, Decimal(0)) + one.balance.amount
    sums = dict(sorted(sums.items()))
    facts = {
        "customer": party.name,
        "since": max(one.since for one in mine).isoformat(),
        "numbers": ", ".join(one.item.document_number for one in mine)[:200],
        "amounts": ", ".join(f"{format_plain(amount, currency)} {currency}" for currency, amount in sums.items()),
    }
    return Waiting(party, sums, facts)
