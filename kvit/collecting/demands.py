"""Final demands: a numbered letter that names each overdue document, the interest to its day, the last day to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from kvit.collecting import owed_fees
from kvit.collecting.models import Demand
from kvit.collecting.owed_fees import Asked as Fees
from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import dunning
from kvit.core.countries.final_demand import MOST_DAYS, law_of
from kvit.core.dunning import Brake
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.dunning import situation
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables import invoices, semantic
from kvit.wording import held_back

KIND = "demand"
PATTERN = "FD-{year}-{n:05}"
NO_MATTER = frozenset({dunning.NO_ADDRESS, dunning.TAKEN_OVER})
"""What holds a reminder back and no letter that a person makes."""


@dataclass(frozen=True)
class Asked:
    """In which currency (None: the company's own), and how many days it gives (None: as the law's letter does)."""

    currency: str = ""
    days: int | None = None


@transaction.atomic
def make(company: Company, party: Party, asked: Asked, *, by: Actor, on: date) -> Demand:
    """Demand all that the party owes and that is overdue, but for documents that something holds back.

    It ends no promise and no pause: while one holds, the document is left out. Refuses `demand.nothing`,
    `demand.held` where everything is held back, `demand.running` while the last one's days are not over, and
    `demand.days`.
    """
    require(by, "demand.make", company)
    currency = asked.currency or company.currency
    days = law_of(company.country).days if asked.days is None else asked.days
    if not 1 <= days <= MOST_DAYS:
        raise Refused("demand.days", days=days, most=MOST_DAYS)
    overdue = open_items.overdue(company, on=on).filter(party=party, currency=currency).exclude(document_kind="payment")
    open_items.hold(company, list(overdue))
    items = _free(company, party, list(overdue), on=on)
    if not items:
        raise Refused("demand.nothing", customer=party.name, currency=currency)
    before = Demand.objects.filter(company=company, party=party, currency=currency, last_on__gte=on).first()
    if before is not None:
        raise Refused("demand.running", number=before.number, until=before.last_on.isoformat())
    lines = _lines(company, party, items, on=on)
    accounts = invoices.accounts_of(company)
    row = Demand.objects.create(
        company=company,
        party=party,
        number=series.next_of(company, KIND, pattern=PATTERN, on=on),
        currency=currency,
        amount=sum((one.balance for one in items), Decimal(0)),
        interest=sum((Decimal(str(one["interest"])) for one in lines), Decimal(0)),
        lines=lines,
        language=correspondence.language_of(company, party),
        ours=semantic.seller_snapshot(company, iban=accounts.get(currency) or next(iter(accounts.values()), "")),
        theirs=semantic.buyer_snapshot(party),
        made_on=on,
        last_on=on + timedelta(days=days),
        made_by_id=person_behind(by),
    )
    facts = {"number": row.number, "customer": party.name, "amount": str(row.amount), "currency": currency}
    events.record("demand.made", row, by=by, on=on, facts={**facts, "last_on": row.last_on.isoformat()})
    return row


def _free(company: Company, party: Party, items: Sequence[OpenItem], *, on: date) -> list[OpenItem]:
    """Those that nothing holds back today. Refuses `demand.held` where that leaves none of them."""
    found = situation.of(company, party=party)
    stops: dict[int, tuple[Brake, ...]] = {}
    for debtor in found.debtors:
        for owed in debtor.owed:
            brakes = (*debtor.brakes, *owed.brakes)
            stops[owed.key] = tuple(one for one in brakes if one.holds(on) and one.reason not in NO_MATTER)
    free = [item for item in items if not stops.get(item.pk)]
    if items and not free:
        first = stops[items[0].pk][0]
        raise Refused("demand.held", why=held_back(first.reason, first.facts))
    return free


def _lines(company: Company, party: Party, items: Sequence[OpenItem], *, on: date) -> list[dict[str, object]]:
    """Each document with its balance and the interest to the day that was not charged yet; 0 where it is unknown."""
    fees = owed_fees.of(company, Fees(on, rules=("interest",)), party=party)
    interest = {one.item.pk: fee.amount.amount for one in fees for fee in one.fees}
    return [
        {
            "item": item.public_id,
            "number": item.document_number,
            "issued_on": item.opened_on.isoformat(),
            "due_on": item.due_on.isoformat(),
            "days": (on - item.due_on).days,
            "amount": str(item.amount),
            "balance": str(item.balance),
            "interest": str(interest.get(item.pk, Decimal(0))),
        }
        for item in items
    ]
