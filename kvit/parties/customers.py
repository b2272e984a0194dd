"""Customers as they are drafted for, made and changed."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import identifiers
from kvit.core.countries.codes import country_code
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import Party

TEXTS = {
    "external_id": 100,
    "name": 200,
    "trading_name": 200,
    "vat_id": 20,
    "tax_id": 30,
    "register_id": 60,
    "email": 254,
    "phone": 40,
    "language": 5,
    "currency": 3,
    "electronic_scheme": 4,
    "electronic_address": 100,
    "buyer_reference": 100,
    "note": 4000,
}
ADDRESS = {"street": 150, "building": 30, "post_code": 20, "town": 100, "region": 10, "country": 2}
PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
KNOWN = set(TEXTS) | {"country", "address", "terms_days", "is_business", "surcharge", "retention_rate"}


def find(company: Company, reference: str) -> Party:
    """The customer by public id or external id. Refuses `customer.unknown`."""
    customers = Party.objects.filter(company=company, is_customer=True)
    party = (
        customers.filter(public_id=reference).first()
        or customers.filter(external_id=reference).exclude(external_id="").first()
    )
    if party is None:
        raise Refused("customer.unknown", customer=reference[:100])
    while party.merged_into is not None:
        party = party.merged_into
    return party


@transaction.atomic
def take(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Party:
    """The customer these facts speak of: known by its external id (then what is given is changed), or made anew.

    Refuses `customer.field_unknown`, `customer.bad_value`, `customer.name_missing` and wrong identifiers.
    """
    require(by, "customer.edit", company)
    facts = read(raw)
    external = str(facts.get("external_id", ""))
    party = None
    if external:
        party = Party.objects.select_for_update().filter(company=company, external_id=external).first()
    if party is None:
        if not facts.get("name"):
            raise Refused("customer.name_missing")
        party = Party(company=company, **facts)
        party.language = party.language or company.language
        party.save(force_insert=True)
        events.record("customer.created", party, by=by, on=on)
        return party
    changes = {name: value for name, value in facts.items() if getattr(party, name) != value}
    if changes or not party.is_customer:
        for name, value in changes.items():
            setattr(party, name, value)
        party.is_customer = True
        party.incomplete = False
        party.version += 1
        party.save()
        events.record("customer.updated", party, by=by, on=on, facts={"changed": sorted(changes)})
    return party


@transaction.atomic
def change(
    company: Company, party: Party, raw: Mapping[str, object], *, version: int | None, by: Actor, on: date
) -> Party:
    """The customer with these facts. Refuses what `take` refuses, and `customer.changed` under another version."""
    require(by, "customer.edit", company)
    facts = read(raw)
    row = Party.objects.select_for_update().get(company=company, pk=party.pk)
    if version is not None and row.version != version:
        raise Refused("customer.changed", customer=row.name)
    if not facts.get("name", row.name):
        raise Refused("customer.name_missing")
    changes = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    row.incomplete = False
    row.version += 1
    row.save()
    events.record("customer.updated", row, by=by, on=on, facts={"changed": sorted(changes)})
    return row


@transaction.atomic
def archive(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Put the customer away: no longer offered, all its documents stay."""
    require(by, "customer.edit", company)
    found = Party.objects.filter(company=company, pk=party.pk, archived_at=None)
    if found.update(archived_at=timezone.now(), version=F("version") + 1):
        events.record("customer.archived", party, by=by, on=on)


@transaction.atomic
def restore(company: Company, party: Party, *, by: Actor, on: date) -> None:
    """Offer the customer again."""
    require(by, "customer.edit", company)
    found = Party.objects.filter(company=company, pk=party.pk).exclude(archived_at=None)
    if found.update(archived_at=None, version=F("version") + 1):
        events.record("customer.restored", party, by=by, on=on)


def read(raw: Mapping[str, object]) -> dict[str, object]:
    """The given facts as columns, checked; only what was given is there."""
    unknown = sorted(set(raw) - KNOWN)
    if unknown:
        raise Refused("customer.field_unknown", field=unknown[0], known=sorted(KNOWN))
    facts: dict[str, object] = {name: _text(raw[name], name, most) for name, most in TEXTS.items() if name in raw}
    address = raw.get("address") or {}
    if not isinstance(address, Mapping) or set(address) - set(ADDRESS):
        raise Refused("customer.bad_value", field="address", value=str(address)[:60])
    facts |= {name: _text(address[name], name, most) for name, most in ADDRESS.items() if name in address}
    if raw.get("country"):
        facts["country"] = _text(raw["country"], "country", 2)
    if "terms_days" in raw:
        facts["terms_days"] = _whole(raw["terms_days"])
    if "is_business" in raw:
        facts["is_business"] = raw["is_business"] is True
    if "surcharge" in raw:
        facts["surcharge"] = raw["surcharge"] is True
    if "retention_rate" in raw:
        facts["retention_rate"] = _percent(raw["retention_rate"])
    return _checked(facts)


def _checked(facts: dict[str, object]) -> dict[str, object]:
    if facts.get("country"):
        facts["country"] = country_code(str(facts["country"]))
    if facts.get("vat_id"):
        facts["vat_id"] = identifiers.check_vat_id(str(facts.get("country") or ""), str(facts["vat_id"]))
    if facts.get("email"):
        facts["email"] = identifiers.check_email(str(facts["email"]))
    return facts


def _text(value: object, name: str, most: int) -> str:
    if value is None:
        return ""
    if (
        not isinstance(value, str)
        or len(value) > most
        or any(ord(letter) < 32 for letter in value if letter not in "\n\t")
    ):
        raise Refused("customer.bad_value", field=name, value=str(value)[:60])
    return value.strip()


def _whole(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= 3650:
        raise Refused("customer.bad_value", field="terms_days", value=str(value)[:20])
    return value


def _percent(value: object) -> Decimal:
    """What the customer keeps back of the base for the tax office; a percentage with four places at most."""
    told = value if isinstance(value, str) and PERCENT.fullmatch(value) else None
    if told is None or Decimal(told) > 100:
        raise Refused("customer.bad_value", field="retention_rate", value=str(value)[:20])
    return Decimal(told)
