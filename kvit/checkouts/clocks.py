"""What the day brings to saved ways of paying: charges whose day has come, and those that are planned by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from kvit.checkouts import charge_notices, charges, gateways, saved_queries
from kvit.checkouts.models import SavedCharge
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.core.saved_methods import NOTICE_DAYS
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.suppliers import surviving

AUTOMATION = "charge"


@dataclass
class Charged:
    """What was done for the day."""

    begun: list[SavedCharge] = field(default_factory=list)
    planned: list[SavedCharge] = field(default_factory=list)
    suggested: list[OpenItem] = field(default_factory=list)


def run(company: Company, *, on: date) -> Charged:
    """Begin what was told and is due, whoever planned it; on `auto` plan what falls due within the days of notice, on
    `suggest` ask a person about it, once for each item."""
    by, level = automation(AUTOMATION, company), autopilot.level(company, AUTOMATION)
    done = Charged(begun=charges.begin_due(company, by=by, on=on))
    _tell_others(company, on=on)
    if level == autopilot.OFF:
        return done
    for item in _chargeable(company, on=on):
        if level == autopilot.AUTO:
            try:
                done.planned.append(charges.plan(company, item, by=by, on=on))
            except Refused:
                continue  # what speaks against it may end: it is looked at again tomorrow
        elif _suggest(company, item, by=by, on=on):
            done.suggested.append(item)
    return done


def _tell_others(company: Company, *, on: date) -> None:
    """Who was not told of a charge, because the mails came back, by the people who were added since."""
    for row in saved_queries.charges(company).filter(status="planned").select_related("company"):
        with transaction.atomic():
            charge_notices.tell_another(row, on=on)


def _chargeable(company: Company, *, on: date) -> Iterator[OpenItem]:
    """What is due when the notice is over, of customers who keep a way of paying with us, and is not planned yet."""
    way = gateways.in_use(company)
    if way is None:
        return
    kept = set(saved_queries.methods(company).filter(status="kept").values_list("party_id", flat=True))
    owed = (
        open_items.owed(company).exclude(document_kind="payment").filter(due_on__lte=on + timedelta(days=NOTICE_DAYS))
    )
    items = [item for item in owed.select_related("party__merged_into") if surviving(item.party).pk in kept]
    planned = saved_queries.planned(company, items)
    for item in items:
        method = saved_queries.in_force(company, surviving(item.party), way=way, on=on)
        if item.pk not in planned and method is not None:
            yield item


@transaction.atomic
def _suggest(company: Company, item: OpenItem, *, by: Actor, on: date) -> bool:
    """Asked about once; a charge that was planned or declined before is no question any more."""
    open_items.hold(company, [item])
    asked = Event.objects.filter(company_id=company.pk, name="saved_charge.suggested", facts__item=item.public_id)
    if asked.exists() or saved_queries.charges_of(company, item):
        return False
    facts: dict[str, object] = {
        "item": item.public_id,
        "number": item.document_number,
        "customer": item.party.name,
        "currency": item.currency,
        "amount": f"{Money(item.balance, item.currency).rounded().amount:f}",
    }
    events.record("saved_charge.suggested", surviving(item.party), by=by, on=on, facts=facts)
    return True
