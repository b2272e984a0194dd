"""Final demands: a numbered letter that names each overdue document, the interest to its day, the last day to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from kvit.collecting import demand_tasks, owed_fees
from kvit.collecting.models import Demand
from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import allowed, automation, person_behind, require
from kvit.core import dunning
from kvit.core.countries.final_demand import MOST_DAYS, law_of
from kvit.core.dunning import Brake
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.dunning import pauses, situation
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables import invoices, semantic
from kvit.wording import held_back

KIND = "demand"
PATTERN = "FD-{year}-{n:05}"
NO_MATTER = frozenset({dunning.TO_POST, dunning.TAKEN_OVER, dunning.BANK_OLD, dunning.BANK_NEVER})
"""What holds a reminder back and no letter that a person makes."""


@dataclass(frozen=True)
class Asked:
    """In which currency (None: the company's own), and how many days it gives (None: as the law's letter does)."""

    currency: str = ""
    days: int | None = None


@dataclass(frozen=True)
class _Claim:
    item: OpenItem
    balance: Money
    disputed: Money | None


@transaction.atomic
def make(company: Company, party: Party, asked: Asked, *, by: Actor, on: date) -> Demand:
    """Demand all that the party owes and that is overdue, but for what something holds back and what is disputed.

    It ends no promise and no pause: while one holds, the document is left out. Until its last day what it demands is
    neither reminded of nor charged by itself. Refuses `demand.nothing`, `demand.held` where everything is held back,
    `demand.running` while the last one's days are not over, and `demand.days`.
    """
    require(by, "demand.make", company)
    currency = asked.currency or company.currency
    days = law_of(company.country).days if asked.days is None else asked.days
    if not 1 <= days <= MOST_DAYS:
        raise Refused("demand.days", days=days, most=MOST_DAYS)
    items = _overdue(company, party, currency, on=on)
    if not items:
        raise Refused("demand.nothing", customer=party.name, currency=currency)
    before = Demand.objects.filter(company=company, party=party, currency=currency, last_on__gte=on).first()
    if before is not None:
        raise Refused("demand.running", number=before.number, until=before.last_on.isoformat())
    claims = _free(company, party, items, on=on)
    row = _written(company, party, claims, last_on=on + timedelta(days=days), by=by, on=on)
    facts = {"number": row.number, "customer": party.name, "amount": str(row.amount), "currency": currency}
    events.record("demand.made", row, by=by, on=on, facts={**facts, "last_on": row.last_on.isoformat()})
    works = allowed(by, "task.work", company)
    demand_tasks.close(company, party, by=by if works else automation(demand_tasks.AUTOMATION, company), on=on)
    for one in claims:
        rest = pauses.Asked(kind=dunning.HOLD, item=one.item, until=row.last_on, reason=row.number)
        pauses.begin(company, party, rest, by=by, on=on)
    return row


def _overdue(company: Company, party: Party, currency: str, *, on: date) -> list[OpenItem]:
    """What is open now that it is held: it may have been paid a second ago."""
    rows = open_items.overdue(company, on=on).filter(party=party, currency=currency).exclude(document_kind="payment")
    items = list(rows)
    open_items.hold(company, items)
    return [one for one in items if one.balance > 0]


def _written(company: Company, party: Party, claims: Sequence[_Claim], *, last_on: date, by: Actor, on: date) -> Demand:
    currency = claims[0].item.currency
    lines = _lines(company, party, claims, on=on)
    accounts = invoices.accounts_of(company)
    return Demand.objects.create(
        company=company,
        party=party,
        number=series.next_of(company, KIND, pattern=PATTERN, on=on),
        currency=currency,
        amount=sum((one.balance.amount for one in claims), Decimal(0)),
        interest=sum((Decimal(str(one["interest"])) for one in lines), Decimal(0)),
        lines=lines,
        language=correspondence.language_of(company, party),
        ours=semantic.seller_snapshot(company, iban=accounts.get(currency) or next(iter(accounts.values()), "")),
        theirs=semantic.buyer_snapshot(party),
        made_on=on,
        last_on=last_on,
        made_by_id=person_behind(by),
    )


def _free(company: Company, party: Party, items: Sequence[OpenItem], *, on: date) -> list[_Claim]:
    """Those that nothing holds back today, without what is disputed. Refuses `demand.held` where none is left."""
    found = situation.of(company, party=party)
    stops: dict[int, list[Brake]] = {}
    asked: dict[int, tuple[Money, Money | None]] = {}
    for debtor in found.debtors:
        for key, brakes in dunning.held(debtor, on=on, bank_on=found.bank_on).items():
            stops[key] = [one for one in brakes if one.reason not in NO_MATTER]
        asked |= {owed.key: (owed.balance, owed.disputed) for owed in debtor.owed}
    free = [_Claim(item, *asked[item.pk]) for item in items if not stops[item.pk]]
    if not free:
        first = stops[items[0].pk][0]
        raise Refused("demand.held", why=held_back(first.reason, first.facts))
    return free


def _lines(company: Company, party: Party, claims: Sequence[_Claim], *, on: date) -> list[dict[str, object]]:
    """Each document with what is claimed of it and the interest on that which was not charged yet; 0 where unknown."""
    apart = {one.item.pk: one.disputed for one in claims if one.disputed}
    interest = owed_fees.interest_without(company, party, apart, on=on)
    return [
        {
            "item": one.item.public_id,
            "number": one.item.document_number,
            "issued_on": one.item.opened_on.isoformat(),
            "due_on": one.item.due_on.isoformat(),
            "days": (on - one.item.due_on).days,
            "amount": str(one.item.amount),
            "balance": str(one.balance.amount),
            "disputed": str(one.disputed.amount if one.disputed else Decimal(0)),
            "interest": str(interest.get(one.item.pk, Decimal(0))),
        }
        for one in claims
    ]
