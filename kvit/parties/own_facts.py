"""What suppliers say of themselves in the portal: their language at once, the rest when a person takes it over.

`docs/rules/portal.md`. The telephone and the address are what a fraud changes first, so that our call reaches it.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import identifiers, lifecycle
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties.models import Party, PartyChange

SIDE = "supplier"
FIELDS = {"email": 254, "phone": 40, "street": 150, "building": 30, "post_code": 20, "town": 100}
"""What may be asked for, with the most letters; name and tax numbers come with a document, never by a form."""


@transaction.atomic
def speak(company: Company, party: Party, *, language: str, by: Actor, on: date) -> Party:
    """The supplier is written to in this language from now on. Refuses `language.unknown`."""
    require(by, "portal.change", company)
    if language not in LANGUAGES:
        raise Refused("language.unknown", language=language[:10])
    row = Party.objects.select_for_update(of=("self",)).get(company=company, pk=party.pk)
    if row.language != language:
        row.language = language
        row.version += 1
        row.save(update_fields=["language", "version"])
        events.record("supplier.updated", row, by=by, on=on, facts={"changed": ["language"]})
    return row


@transaction.atomic
def propose(company: Company, party: Party, told: Mapping[str, str], *, by: Actor, on: date) -> PartyChange | None:
    """What is told differs from what we know: kept for a person, in the place of what was told before.

    None where nothing differs. Refuses `supplier.too_long`, and a wrong address as `check_email` does.
    """
    require(by, "portal.change", company)
    row = Party.objects.select_for_update(of=("self",)).get(company=company, pk=party.pk)
    read = {name: _read(name, told[name], most=most) for name, most in FIELDS.items() if name in told}
    asked = {name: value for name, value in read.items() if value != getattr(row, name)}
    rows = PartyChange.objects.select_for_update().filter(company=company, party=row, side=SIDE)
    waiting = rows.filter(status="proposed").first()
    if waiting is not None and waiting.asked == asked:
        return waiting
    if waiting is not None:
        waiting.status = lifecycle.after(lifecycle.PARTY_CHANGE, waiting.status, "refuse")
        waiting.save(update_fields=["status"])
    if not asked:
        return None
    before = {name: getattr(row, name) for name in asked}
    made = PartyChange.objects.create(company=company, party=row, asked=asked, before=before, proposed_on=on)
    facts: dict[str, object] = {"supplier": row.name, "change": made.public_id, "fields": sorted(asked)}
    events.record("supplier.change_proposed", row, by=by, on=on, facts=facts)
    return made


@transaction.atomic
def take(company: Company, public_id: str, *, by: Actor, on: date) -> Party:
    """A person takes over what the supplier told. Refuses `supplier_change.unknown`, `supplier_change.over`."""
    require(by, "supplier.edit", company)
    change = _decided(company, public_id, verb="take", by=by)
    change.save(update_fields=["status", "decided_by"])
    party = Party.objects.select_for_update(of=("self",)).get(company=company, pk=change.party_id)
    for name, value in change.asked.items():
        setattr(party, name, value)
    party.version += 1
    party.save(update_fields=[*change.asked, "version"])
    fields = sorted(change.asked)
    events.record("supplier.updated", party, by=by, on=on, facts={"changed": fields})
    events.record("supplier.change_taken", party, by=by, on=on, facts={"change": change.public_id, "fields": fields})
    return party


@transaction.atomic
def refuse(company: Company, public_id: str, *, reason: str, by: Actor, on: date) -> PartyChange:
    """A person does not take it over, and says why.

    Refuses `reason.missing`, `supplier_change.unknown`, `supplier_change.over`.
    """
    require(by, "supplier.edit", company)
    if not reason.strip():
        raise Refused("reason.missing")
    change = _decided(company, public_id, verb="refuse", by=by)
    change.reason = reason.strip()[:400]
    change.save(update_fields=["status", "decided_by", "reason"])
    facts: dict[str, object] = {"change": change.public_id, "fields": sorted(change.asked)}
    events.record("supplier.change_refused", change.party, by=by, on=on, facts=facts, reason=change.reason)
    return change


def waiting(company: Company, party: Party) -> PartyChange | None:
    """What the supplier told and nobody decided yet."""
    return PartyChange.objects.filter(company=company, party=party, side=SIDE, status="proposed").first()


def _read(name: str, value: str, *, most: int) -> str:
    text = " ".join(value.split())
    if len(text) > most:
        raise Refused("supplier.too_long", field=name, most=most)
    return identifiers.check_email(text) if name == "email" and text else text


def _decided(company: Company, public_id: str, *, verb: str, by: Actor) -> PartyChange:
    rows = PartyChange.objects.select_for_update(of=("self",)).select_related("party")
    change = rows.filter(company=company, public_id=public_id, side=SIDE).first()
    if change is None:
        raise Refused("supplier_change.unknown", change=public_id[:40])
    change.status = lifecycle.after(lifecycle.PARTY_CHANGE, change.status, verb)
    change.decided_by_id = person_behind(by)
    return change
