"""Procedures: made, changed, let go further; which one a customer or a document has."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from kvit.companies.autopilot import LEVELS
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import reminder_procedures
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.reminder_procedures import ToldProcedure
from kvit.dunning import letters
from kvit.dunning.models import Choice, Procedure
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.messages.placeholders import check_placeholders
from kvit.parties.models import Party


@dataclass(frozen=True)
class Applied:
    """By which procedure a document, or (None) the customer, is reminded, and who says so: the company's default, a
    choice for the customer, or one for the invoice."""

    item: OpenItem | None
    procedure: Procedure
    why: Literal["company", "customer", "invoice"]


def set_up(company: Company) -> Procedure:
    """The procedure that a new company has: four mails, prepared for a person until they let it go further."""
    with translation.override(company.language):
        told = {"name": gettext("Usual reminders"), **reminder_procedures.DEFAULT}
    read = reminder_procedures.written(reminder_procedures.read(told))
    return Procedure.objects.create(company=company, told=read, is_default=True)


def every(company: Company) -> list[Procedure]:
    """The company's procedures, its default first. One that was founded before there were reminders gets its own."""
    found = list(Procedure.objects.filter(company=company).order_by("-is_default", "pk"))
    if not found:
        with transaction.atomic():
            Company.objects.select_for_update().get(pk=company.pk)
            found = list(Procedure.objects.filter(company=company)) or [set_up(company)]
    return found


def find(company: Company, public_id: str) -> Procedure:
    """The procedure of that id. Refuses `procedure.unknown`."""
    row = Procedure.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("procedure.unknown", procedure=public_id[:60])
    return row


def read(row: Procedure) -> ToldProcedure:
    """What the procedure says."""
    return reminder_procedures.read(row.told)


@transaction.atomic
def make(company: Company, raw: object, *, by: Actor, on: date) -> Procedure:
    """A further procedure, told as JSON; it is `off` until somebody lets it go further.

    Refuses what `core.reminder_procedures.read` refuses, and `template.unknown_placeholder`.
    """
    require(by, "reminder.edit", company)
    every(company)
    told = _read(raw)
    row = Procedure.objects.create(company=company, told=reminder_procedures.written(told), level="off")
    events.record("procedure.made", row, by=by, on=on, facts={"name": told.name, "version": 1})
    return row


@transaction.atomic
def change(company: Company, procedure: Procedure, raw: object, *, by: Actor, on: date) -> Procedure:
    """What the procedure says from now on; what was sent stays sent, and no level comes twice. Refuses as `make`."""
    require(by, "reminder.edit", company)
    told = _read(raw)
    row = _locked(company, procedure)
    before, row.told = row.told, reminder_procedures.written(told)
    row.version += 1
    row.save(update_fields=["told", "version"])
    facts: dict[str, object] = {"name": told.name, "version": row.version, "before": before}
    events.record("procedure.changed", row, by=by, on=on, facts=facts)
    return row


@transaction.atomic
def let(company: Company, procedure: Procedure, *, level: str, by: Actor, on: date) -> Procedure:
    """Let it go that far by itself from now on: `off`, `suggest`, `auto`. Refuses `procedure.bad_level`."""
    require(by, "autopilot.edit", company)
    if level not in LEVELS:
        raise Refused("procedure.bad_level", level=level[:20], known=list(LEVELS))
    row = _locked(company, procedure)
    before, row.level = row.level, level
    if before != level:
        row.save(update_fields=["level"])
        events.record("procedure.level_changed", row, by=by, on=on, facts={"from": before, "to": level})
    return row


@transaction.atomic
def choose(
    company: Company, party: Party, procedure: Procedure | None, *, item: OpenItem | None = None, by: Actor, on: date
) -> None:
    """Remind the customer, or one document of theirs, by this procedure; None: by what holds otherwise."""
    require(by, "reminder.pause", company)
    if item is not None and item.party_id != party.pk:
        raise Refused("open_item.unknown")
    Party.objects.select_for_update().get(company=company, pk=party.pk)
    rows = Choice.objects.filter(company=company, party=party, item=item)
    rows.delete()
    facts: dict[str, object] = {"customer": party.name}
    if item is not None:
        facts["number"] = item.document_number
    if procedure is not None:
        Choice.objects.create(company=company, party=party, item=item, procedure=procedure)
        facts |= {"procedure": procedure.public_id, "name": str(procedure.told["name"])}
    events.record("procedure.chosen", party, by=by, on=on, facts=facts)


def applied(company: Company, party: Party) -> list[Applied]:
    """By which procedure the customer is reminded, then each document they owe, the first due first; and why."""
    usual = next(row for row in every(company) if row.is_default)
    rows = Choice.objects.filter(company=company, party=party).select_related("procedure")
    chosen = {row.item_id: row.procedure for row in rows}
    whole = Applied(None, chosen[None], "customer") if None in chosen else Applied(None, usual, "company")
    owed = open_items.owed(company, party=party).exclude(document_kind="payment").order_by("due_on", "pk")
    return [
        whole,
        *(
            Applied(item, chosen[item.pk], "invoice")
            if item.pk in chosen
            else Applied(item, whole.procedure, whole.why)
            for item in owed
        ),
    ]


def _read(raw: object) -> ToldProcedure:
    told = reminder_procedures.read(raw)
    for level in told.levels:
        for own in level.texts.values():
            for text in (own.subject, own.intro, own.closing):
                check_placeholders(text, letters.PLACEHOLDERS)
    return told


def _locked(company: Company, procedure: Procedure) -> Procedure:
    row = Procedure.objects.select_for_update().filter(company=company, pk=procedure.pk).first()
    if row is None:
        raise Refused("procedure.unknown", procedure=procedure.public_id)
    return row
