"""People at a customer: noted, changed, put away; some of them get the invoices."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import identifiers
from kvit.core.errors import Refused
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import Contact, Party

TEXTS = {"name": 200, "email": 254, "phone": 40, "role": 60}
KNOWN = frozenset(TEXTS) | {"gets_invoices"}


@transaction.atomic
def add(company: Company, party: Party, raw: Mapping[str, object], *, by: Actor, on: date) -> Contact:
    """Note a person at the customer. Refuses what `Told` refuses, and what `change` refuses."""
    require(by, "customer.edit", company)
    if not Party.objects.filter(company=company, pk=party.pk).exists():
        raise Refused("customer.unknown", customer=party.public_id)
    row = Contact(company=company, party=party)
    _put(row, raw)
    row.save(force_insert=True)
    events.record("contact.added", row, by=by, on=on, facts=_facts(row))
    return row


@transaction.atomic
def change(company: Company, contact: Contact, raw: Mapping[str, object], *, by: Actor, on: date) -> Contact:
    """The person with these facts.

    Refuses `contact.name_missing`, a wrong address as `check_email` does, and `contact.no_email` for somebody who is
    to get the invoices and has no address for them.
    """
    require(by, "customer.edit", company)
    row = _locked(company, contact)
    _put(row, raw)
    row.save()
    events.record("contact.changed", row, by=by, on=on, facts=_facts(row))
    return row


@transaction.atomic
def archive(company: Company, contact: Contact, *, by: Actor, on: date) -> None:
    """Put the person away: no longer shown, no longer written to."""
    require(by, "customer.edit", company)
    row = _locked(company, contact)
    row.archived_at = timezone.now()
    row.save(update_fields=["archived_at"])
    events.record("contact.archived", row, by=by, on=on, facts=_facts(row))


def _put(row: Contact, raw: Mapping[str, object]) -> None:
    told = Told(raw, KNOWN, place="contact")
    for name, most in TEXTS.items():
        if name in told:
            setattr(row, name, told.text(name, most=most))
    if "gets_invoices" in told:
        row.gets_invoices = told.flag("gets_invoices")
    if not row.name:
        raise Refused("contact.name_missing", field="name")
    if row.email:
        row.email = identifiers.check_email(row.email)
    if row.gets_invoices and not row.email:
        raise Refused("contact.no_email", field="email", name=row.name)


def _locked(company: Company, contact: Contact) -> Contact:
    row = Contact.objects.select_for_update().filter(company=company, pk=contact.pk, archived_at=None).first()
    if row is None:
        raise Refused("contact.unknown", contact=contact.public_id)
    return row


def _facts(row: Contact) -> dict[str, object]:
    return {"customer": row.party.public_id, "gets_invoices": row.gets_invoices}
