"""Which price list a customer buys by. Parties and catalog do not know each other, so it is said here."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from kvit.catalog import prices
from kvit.catalog.models import PriceList
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import customers
from kvit.parties.models import Party


@transaction.atomic
def take(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Party:
    """As `customers.take`, with a `price_list` by its id or name among the facts; empty: the products' own prices."""
    facts, named = _apart(raw)
    return _with_list(company, customers.take(company, facts, by=by, on=on), named, by=by, on=on)


@transaction.atomic
def change(
    company: Company, party: Party, raw: Mapping[str, object], *, version: int | None, by: Actor, on: date
) -> Party:
    """As `customers.change`, with a `price_list` among the facts as `take` reads it."""
    facts, named = _apart(raw)
    row = customers.change(company, party, facts, version=version, by=by, on=on)
    return _with_list(company, row, named, by=by, on=on)


@transaction.atomic
def give_list(company: Company, party: Party, price_list: PriceList | None, *, by: Actor, on: date) -> None:
    """The customer buys by this list from now on; None: by the products' own prices.

    Refuses `price_list.unknown` for another company's, or one that was put away.
    """
    require(by, "customer.edit", company)
    if price_list is not None:
        known = PriceList.objects.filter(company=company, pk=price_list.pk, archived_at=None)
        if not known.exists():
            raise Refused("price_list.unknown", price_list=price_list.name)
    key = None if price_list is None else price_list.pk
    if Party.objects.filter(company=company, pk=party.pk).update(price_list_id=key, version=F("version") + 1):
        events.record("customer.updated", party, by=by, on=on, facts={"changed": ["price_list"]})


def _apart(raw: Mapping[str, object]) -> tuple[dict[str, object], str | None]:
    """The customer's own facts, and the list if one was told."""
    facts = dict(raw)
    if "price_list" not in facts:
        return facts, None
    named = facts.pop("price_list")
    if named is not None and not isinstance(named, str):
        raise Refused("field.bad_value", field="customer/price_list", value=str(named)[:40], wanted="text")
    return facts, (named or "").strip()


def _with_list(company: Company, party: Party, named: str | None, *, by: Actor, on: date) -> Party:
    """The customer buying by that list; None leaves it as it is, and so does the list that it has."""
    if named is None:
        return party
    price_list = prices.find_list(company, named) if named else None
    if party.price_list_id != (price_list.pk if price_list else None):
        give_list(company, party, price_list, by=by, on=on)
        party.refresh_from_db()
    return party
