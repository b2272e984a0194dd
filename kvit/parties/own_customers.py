"""What customers say of themselves in the portal: language and consent at once, the rest when a person takes it over.

`docs/rules/portal.md`. A VAT id that is told is asked about at the register before anybody decides.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import automation, person_behind, require
from kvit.core import identifiers, lifecycle
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.parties import correspondence, customers, vat_checks
from kvit.parties.models import Party, PartyChange, VatCheck

SIDE = "customer"
FIELDS = {
    "name": 200,
    "vat_id": 20,
    "street": 150,
    "building": 30,
    "post_code": 20,
    "town": 100,
    "email": 254,
    "phone": 40,
    "buyer_reference": 100,
}
"""What may be asked for, with the most letters."""
ADDRESS = frozenset({"street", "building", "post_code", "town"})
IN_THE_PORTAL = "customer portal"
"""How we know that they agreed."""


@transaction.atomic
def speak(company: Company, party: Party, *, language: str, by: Actor, on: date) -> Party:
    """The customer is written to in this language from now on. Refuses `language.unknown`."""
    require(by, "portal.change", company)
    if language not in LANGUAGES:
        raise Refused("language.unknown", language=language[:10])
    row = _locked(company, party)
    if row.language != language:
        _changed(row, {"language": language}, by=by, on=on)
    return row


@transaction.atomic
def propose(company: Company, party: Party, told: Mapping[str, str], *, by: Actor, on: date) -> PartyChange | None:
    """What is told differs from what we know: kept for a person, in the place of what was told before.

    None where nothing differs. Refuses `customer.too_long`, `customer.name_missing`, and a wrong address, telephone or
    VAT id as their checks do.
    """
    require(by, "portal.change", company)
    row = _locked(company, party)
    read = {name: _read(company, row, name, told[name]) for name in FIELDS if name in told}
    if not read.get("name", row.name):
        raise Refused("customer.name_missing")
    asked = {name: value for name, value in read.items() if value != getattr(row, name)}
    known = PartyChange.objects.select_for_update().filter(company=company, party=row, side=SIDE, status="proposed")
    before = known.first()
    if before is not None and before.asked == asked:
        return before
    if before is not None:
        before.status = lifecycle.after(lifecycle.PARTY_CHANGE, before.status, "refuse")
        before.save(update_fields=["status"])
        events.record("customer.change_replaced", row, by=by, on=on, facts={"change": before.public_id})
    if not asked:
        return None
    was = {name: getattr(row, name) for name in asked}
    made = PartyChange.objects.create(company=company, party=row, side=SIDE, asked=asked, before=was, proposed_on=on)
    facts: dict[str, object] = {
        "customer": row.name,
        "change": made.public_id,
        "fields": sorted(asked),
        "responsible": correspondence.responsible(company, row).public_id,
    }
    events.record("customer.change_proposed", row, by=by, on=on, facts=facts)
    return made


@transaction.atomic
def take(company: Company, public_id: str, *, by: Actor, on: date) -> Party:
    """A person takes over what the customer told. Refuses `customer_change.unknown`, `supplier_change.over`, and what
    `customers.change` refuses."""
    require(by, "customer.edit", company)
    change = _decided(company, public_id, verb="take", by=by)
    change.save(update_fields=["status", "decided_by"])
    asked: dict[str, object] = {name: value for name, value in change.asked.items() if name not in ADDRESS}
    address = {name: value for name, value in change.asked.items() if name in ADDRESS}
    raw = asked | ({"address": address} if address else {})
    if "vat_id" in asked:
        raw["country"] = change.party.country
    row = customers.change(company, change.party, raw, version=None, by=by, on=on)
    facts: dict[str, object] = {"change": change.public_id, "fields": sorted(change.asked)}
    events.record("customer.change_taken", row, by=by, on=on, facts=facts)
    return row


@transaction.atomic
def refuse(company: Company, public_id: str, *, reason: str, by: Actor, on: date) -> PartyChange:
    """A person does not take it over, and says why.

    Refuses `reason.missing`, `customer_change.unknown`, `supplier_change.over`.
    """
    require(by, "customer.edit", company)
    if not reason.strip():
        raise Refused("reason.missing")
    change = _decided(company, public_id, verb="refuse", by=by)
    change.reason = reason.strip()[:400]
    change.save(update_fields=["status", "decided_by", "reason"])
    facts: dict[str, object] = {"change": change.public_id, "fields": sorted(change.asked)}
    events.record("customer.change_refused", change.party, by=by, on=on, facts=facts, reason=change.reason)
    return change


@transaction.atomic
def agree_to_texts(company: Company, party: Party, *, by: Actor, on: date) -> Party:
    """The customer agrees to texts and calls to the number that we know, from now on (GDPR art. 7(1)).

    Refuses a number that is missing or wrong as `check_phone` does.
    """
    require(by, "portal.change", company)
    row = _locked(company, party)
    number = identifiers.check_phone(row.phone, country=row.country or company.country)
    if row.text_number != number:
        told: dict[str, object] = {"text_number": number, "text_consent_on": on, "text_consent_source": IN_THE_PORTAL}
        _changed(row, told, by=by, on=on)
        events.record("customer.consent_given", row, by=by, on=on, facts={"number": number, "source": IN_THE_PORTAL})
    return row


@transaction.atomic
def withdraw_from_texts(company: Company, party: Party, *, by: Actor, on: date) -> Party:
    """They agree no more: no text and no call from now on (GDPR art. 7(3))."""
    require(by, "portal.change", company)
    row = _locked(company, party)
    if row.text_number:
        number = row.text_number
        _changed(row, {"text_number": "", "text_consent_on": None, "text_consent_source": ""}, by=by, on=on)
        events.record("customer.consent_withdrawn", row, by=by, on=on, facts={"number": number})
    return row


def waiting(company: Company, party: Party) -> PartyChange | None:
    """What the customer told and nobody decided yet."""
    return PartyChange.objects.filter(company=company, party=party, side=SIDE, status="proposed").first()


def find(company: Company, public_id: str) -> PartyChange:
    """What a customer told, decided or not. Refuses `customer_change.unknown`."""
    rows = PartyChange.objects.filter(company=company, public_id=public_id, side=SIDE).select_related("party")
    change = rows.first()
    if change is None:
        raise Refused("customer_change.unknown", change=public_id[:40])
    return change


def register_of(company: Company, change: PartyChange) -> VatCheck | None:
    """What the register said about the VAT id that is told, if it was asked."""
    told = str(change.asked.get("vat_id", ""))
    rows = VatCheck.objects.filter(company=company, party_id=change.party_id, vat_id=told) if told else None
    return rows.order_by("-pk").first() if rows is not None else None


def on_proposed(event: Event) -> Callable[[], None] | None:
    """What follows when a customer tells another VAT id: the register is asked, outside any transaction."""
    company = Company.objects.get(pk=event.company_id or 0)
    change = PartyChange.objects.filter(company=company, public_id=str(event.facts["change"])).first()
    told = str(change.asked.get("vat_id", "")) if change is not None else ""
    if change is None or not told:
        return None
    party = change.party
    party.vat_id = told  # never saved: only asked about
    return vat_checks.asked_about(company, party, by=automation(vat_checks.AUTOMATION, company), on=event.acted_on)


def _read(company: Company, row: Party, name: str, value: str) -> str:
    text = " ".join(value.split())
    if len(text) > FIELDS[name]:
        raise Refused("customer.too_long", field=name, most=FIELDS[name])
    if name == "email" and text:
        return identifiers.check_email(text)
    if name == "vat_id" and text and text != row.vat_id:
        return identifiers.check_vat_id(row.country or company.country, text)
    if name == "phone" and text and text != row.phone:
        identifiers.check_phone(text, country=row.country or company.country)
    return text


def _locked(company: Company, party: Party) -> Party:
    return Party.objects.select_for_update(of=("self",)).get(company=company, pk=party.pk)


def _changed(row: Party, told: Mapping[str, object], *, by: Actor, on: date) -> None:
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*told, "version"])
    events.record("customer.updated", row, by=by, on=on, facts={"changed": sorted(told)})


def _decided(company: Company, public_id: str, *, verb: str, by: Actor) -> PartyChange:
    rows = PartyChange.objects.select_for_update(of=("self",)).select_related("party")
    change = rows.filter(company=company, public_id=public_id, side=SIDE).first()
    if change is None:
        raise Refused("customer_change.unknown", change=public_id[:40])
    change.status = lifecycle.after(lifecycle.PARTY_CHANGE, change.status, verb)
    change.decided_by_id = person_behind(by)
    return change
