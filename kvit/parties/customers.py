"""Customers as they are drafted for, made and changed."""

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import identifiers
from kvit.core.countries.codes import country_code
from kvit.core.errors import Refused
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import consents
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
    "text_consent_source": 200,
    "language": 5,
    "currency": 3,
    "electronic_scheme": 4,
    "electronic_address": 100,
    "buyer_reference": 100,
    "customer_number": 60,
    "note": 4000,
}
ADDRESS = {"street": 150, "building": 30, "post_code": 20, "town": 100, "region": 10, "country": 2}
OFFICES = ("accounting", "managing", "processing")
"""Oficina contable, órgano gestor, unidad tramitadora (Ley 25/2013 art. 6)."""
DIR3 = re.compile(r"[A-Z]{1,2}[0-9A-Z]{7,8}")
KNOWN = (
    frozenset(TEXTS)
    | {"country", "address", "terms_days", "is_business", "is_public", "public_offices", "surcharge", "retention_rate"}
    | {"credit_limit", "text_consent_on"}
)


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

    Refuses `field.unknown`, `field.bad_value`, `customer.name_missing`, wrong identifiers, and as `consents.told`.
    """
    require(by, "customer.edit", company)
    facts = read(raw)
    external = str(facts.get("external_id", ""))
    party = None
    if external:
        party = Party.objects.select_for_update().filter(company=company, external_id=external).first()
    facts = consents.told(company, party or Party(company=company), facts)
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
    facts = consents.told(company, row, facts)
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
    told = Told(raw, KNOWN, place="customer")
    address = told.within("address", frozenset(ADDRESS))
    facts: dict[str, object] = {name: told.text(name, most=most) for name, most in TEXTS.items() if name in told}
    facts |= {name: address.text(name, most=most) for name, most in ADDRESS.items() if name in address}
    if told.text("country"):
        facts["country"] = told.text("country", most=2)
    if "text_consent_on" in told:
        facts["text_consent_on"] = told.day("text_consent_on")
    if "terms_days" in told:
        facts["terms_days"] = told.whole("terms_days", most=3650)
    facts |= {name: told.flag(name) for name in ("is_business", "is_public", "surcharge") if name in told}
    if "public_offices" in told:
        facts["public_offices"] = _offices(told.within("public_offices", frozenset(OFFICES)))
    if "retention_rate" in told:
        rate = told.number("retention_rate", digits=4, most=3)
        if rate is None or not 0 <= rate <= 100:
            told.refuse("retention_rate", "0 to 100")
        facts["retention_rate"] = rate
    if "credit_limit" in told:
        limit = told.number("credit_limit", digits=2)
        if limit is not None and limit < 0:
            told.refuse("credit_limit", "0 or more")
        facts["credit_limit"] = limit
    return _checked(facts)


def _offices(told: Told) -> dict[str, str]:
    """The DIR3 codes that were given, in capitals. Refuses `field.bad_value` for what cannot be one."""
    found = {name: told.text(name, most=20).upper() for name in OFFICES if told.text(name, most=20)}
    for name, code in found.items():
        if not DIR3.fullmatch(code):
            told.refuse(name, "L01280796")
    return found


def _checked(facts: dict[str, object]) -> dict[str, object]:
    if facts.get("country"):
        facts["country"] = country_code(str(facts["country"]))
    if facts.get("vat_id"):
        facts["vat_id"] = identifiers.check_vat_id(str(facts.get("country") or ""), str(facts["vat_id"]))
    if facts.get("email"):
        facts["email"] = identifiers.check_email(str(facts["email"]))
    return facts
