"""Final demands that are due: a task for each customer, for who looks after them. A person writes the demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

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
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

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
    return _put(company, {} if is_off else _due(company, on=on), by=automation(AUTOMATION, company), on=on)


def close(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Somebody wrote it."""
    tasks.close(company, [case_key(KIND, party.public_id)], by=by, on=on)


@transaction.atomic
def _put(company: Company, found: Mapping[Party, Sequence[_Due]], *, by: Actor, on: date) -> list[Party]:
    keep = {case_key(KIND, party.public_id) for party in found}
    waiting = Task.objects.filter(company=company, kind=KIND, status="open").values_list("key", flat=True)
    tasks.close(company, sorted(set(waiting) - keep), by=by, on=on)
    last = {one.key: one for one in Task.objects.filter(company=company, key__in=keep).order_by("pk")}
    asked = []
    for party, mine in found.items():
        key, sums = case_key(KIND, party.public_id), _sums(mine)
        if _let_pass(last.get(key), sums):
            continue
        case = Case(
            kind=KIND,
            key=key,
            subject_kind="party",
            subject_id=party.pk,
            subject_public_id=party.public_id,
            facts=_facts(party, mine),
        )
        tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, party))
        asked.append(party)
    return asked


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


def _facts(party: Party, mine: Sequence[_Due]) -> dict[str, object]:
    sums = _sums(mine)
    return {
        "customer": party.name,
        "since": max(one.since for one in mine).isoformat(),
        "numbers": ", ".join(one.item.document_number for one in mine)[:200],
        "amounts": ", ".join(f"{format_plain(amount, currency)} {currency}" for currency, amount in sums.items()),
        "sums": {currency: str(amount) for currency, amount in sums.items()},
    }


def _sums(mine: Sequence[_Due]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for one in mine:
        sums[one.balance.currency] = sums.get(one.balance.currency, Decimal(0)) + one.balance.amount
    return dict(sorted(sums.items()))


def _let_pass(last: Task | None, sums: Mapping[str, Decimal]) -> bool:
    if last is None or last.status != "dismissed":
        return False
    before: Mapping[str, str] = last.facts.get("sums", {})
    return all(amount <= Decimal(before.get(currency, "0")) for currency, amount in sums.items())
