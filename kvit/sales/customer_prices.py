"""Which price list a customer buys by. Parties and catalog do not know each other, so it is said here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from kvit.catalog import prices
from kvit.catalog.models import PriceList
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import customers
from kvit.parties.models import Party

FIELDS = frozenset({"price_list", "price_list_until"})


@transaction.atomic
def take(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Party:
    """As `customers.take`, with a `price_list` by its id or name among the facts; empty: the products' own prices."""
    facts, told = _apart(raw)
    return _with_list(company, customers.take(company, facts, by=by, on=on), told, by=by, on=on)


@transaction.atomic
def change(
    company: Company, party: Party, raw: Mapping[str, object], *, version: int | None, by: Actor, on: date
) -> Party:
    """As `customers.change`, with a `price_list` among the facts as `take` reads it."""
    facts, told = _apart(raw)
    row = customers.change(company, party, facts, version=version, by=by, on=on)
    return _with_list(company, row, told, by=by, on=on)


@transaction.atomic
def give_list(
    company: Company, party: Party, price_list: PriceList | None, *, until: date | None = None, by: Actor, on: date
) -> None:
    """The customer buys by this list from now on, at will until a last day; None: by the products' own prices.

    Refuses `price_list.unknown` for another company's, or one that was put away.
    """
    require(by, "customer.edit", company)
    if price_list is not None:
        known = PriceList.objects.filter(company=company, pk=price_list.pk, archived_at=None)
        if not known.exists():
            raise Refused("price_list.unknown", price_list=price_list.name)
    given = {
        "price_list_id": None if price_list is None else price_list.pk,
        "price_list_until": None if price_list is None else until,
    }
    if Party.objects.filter(company=company, pk=party.pk).update(**given, version=F("version") + 1):
        events.record("customer.updated", party, by=by, on=on, facts={"changed": ["price_list"]})


@dataclass(frozen=True)
class _Told:
    """What a request says of the list: None where it says nothing of it."""

    named: str | None
    until: date | None
    says_until: bool


def _apart(raw: Mapping[str, object]) -> tuple[dict[str, object], _Told]:
    """The customer's own facts, and the list with its last day as far as they were told."""
    facts = dict(raw)
    known = {name: facts.pop(name) for name in FIELDS if name in facts}
    told = Told(known, FIELDS, place="customer")
    named = told.text("price_list") if "price_list" in told else None
    return facts, _Told(named, told.day("price_list_until"), "price_list_until" in told)


def _with_list(company: Company, party: Party, told: _Told, *, by: Actor, on: date) -> Party:
    """The customer buying by that list until that day; what is not told stays, and so does the list that it has."""
    price_list = prices.find_list(company, told.named) if told.named else None
    key = party.price_list_id if told.named is None else price_list.pk if price_list else None
    until = told.until if told.says_until else party.price_list_until if key == party.price_list_id else None
    until = until if key is not None else None
    if (party.price_list_id, party.price_list_until) == (key, until):
        return party
    if key == party.price_list_id:
        row = Party.objects.filter(company=company, pk=party.pk)
        row.update(price_list_until=until, version=F("version") + 1)
        events.record("customer.updated", party, by=by, on=on, facts={"changed": ["price_list_until"]})
    else:
        give_list(company, party, price_list, until=until, by=by, on=on)
    party.refresh_from_db()
    return party
