"""Which price list a customer buys by. Parties and catalog do not know each other, so it is said here."""

from datetime import date

from django.db import transaction
from django.db.models import F

from kvit.catalog.models import PriceList
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import Party


@transaction.atomic
def give_list(company: Company, party: Party, price_list: PriceList | None, *, by: Actor, on: date) -> None:
    """The customer buys by this list from now on; None: by the products' own prices.

    Refuses `price_list.unknown` for another company's, or one that was put away.
    """
    require(by, "customer.edit", company)
    if price_list is not None:
        known = PriceList.objects.filter(company=company, pk=price_list.pk, archived_at=None)
        if not known.exists():
            raise Refused("price_list.unknown", price_list=price_list.public_id)
    key = None if price_list is None else price_list.pk
    if Party.objects.filter(company=company, pk=party.pk).update(price_list_id=key, version=F("version") + 1):
        events.record("customer.updated", party, by=by, on=on, facts={"changed": ["price_list"]})
