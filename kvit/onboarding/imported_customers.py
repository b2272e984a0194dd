"""A row of customers: known by its number, then by its VAT id, else new."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.onboarding.made import Made
from kvit.onboarding.models import Import
from kvit.parties import customers, ibans
from kvit.parties.models import Contact, Party

DIRECT = ("name", "country", "currency", "vat_id", "email", "phone", "language")
ADDRESS = ("street", "building", "post_code", "town", "region")
OFFICES = {"office_accounting": "accounting", "office_managing": "managing", "office_processing": "processing"}
COLUMNS = (
    *DIRECT,
    *ADDRESS,
    "is_public",
    "public_offices",
    "external_id",
    "register_id",
    "terms_days",
    "credit_limit",
    "incomplete",
)


def take(company: Company, values: Mapping[str, Any], *, source: Import, by: Actor, on: date) -> Made | None:
    """The customer of the row, made or changed; None when it says nothing new."""
    told: dict[str, Any] = {name: values[name] for name in DIRECT if values.get(name)}
    address = {name: values[name] for name in ADDRESS if values.get(name)}
    if address:
        told["address"] = address
    if values.get("customer_id"):
        told["external_id"] = values["customer_id"]
    if values.get("registration_number"):
        told["register_id"] = values["registration_number"]
    offices = {office: values[name] for name, office in OFFICES.items() if values.get(name)}
    if offices:
        told |= {"is_public": True, "public_offices": offices}
    if values.get("terms_days") is not None:
        told["terms_days"] = int(values["terms_days"])
    told.setdefault("name", values.get("customer_id") or "")
    for name in ("language", "currency"):
        if told.get(name):
            told[name] = told[name].lower() if name == "language" else told[name].upper()
    known = _known(company, told)
    before = _snapshot(known) if known else {}
    if known is not None and not known.external_id and told.get("external_id"):
        known.external_id = told["external_id"]
        known.save(update_fields=["external_id"])
    elif known is not None and known.external_id:
        told["external_id"] = known.external_id
    party = customers.take(company, told, by=by, on=on)
    _more(company, party, values, on=on)
    after = _snapshot(party)
    if known is not None and before == after:
        return None
    changed = {name: after[name] for name in after if before.get(name) != after[name]}
    return Made("party", party.pk, known is None, {name: before.get(name) for name in changed}, changed)


def _known(company: Company, told: Mapping[str, Any]) -> Party | None:
    parties = Party.objects.filter(company=company, archived_at=None)
    if told.get("external_id"):
        found = parties.filter(external_id=told["external_id"]).first()
        if found is not None:
            return found
    if told.get("vat_id"):
        return parties.filter(vat_id=told["vat_id"], external_id="").first()
    return None


def _more(company: Company, party: Party, values: Mapping[str, Any], *, on: date) -> None:
    """What a customer's own facts do not hold: limit, account, contact."""
    if values.get("credit_limit") is not None:
        party.credit_limit = values["credit_limit"]
        party.save(update_fields=["credit_limit"])
    if values.get("iban"):
        ibans.learn(company, party, iban=values["iban"], on=on, told=True)
    if values.get("contact_name"):
        Contact.objects.get_or_create(company=company, party=party, name=values["contact_name"][:200])


def _snapshot(party: Party) -> dict[str, Any]:
    values = {name: getattr(party, name) for name in COLUMNS}
    return {name: f"{value.normalize():f}" if isinstance(value, Decimal) else value for name, value in values.items()}
