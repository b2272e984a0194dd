"""Electronic addresses of customers, asked about at the directory of Peppol: found, absent, or unknown.

The network is used outside any transaction; what was said is kept for good (docs/rules/peppol-network.md).
"""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.einvoice.model import Identifier
from kvit.core.einvoice.peppol import addressing
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.parties.models import AddressCheck, Party
from kvit.ports import registry
from kvit.ports.directory import Directory, Entry

AUTOMATION = "report"
CONCERNED_BY = {"electronic_scheme", "electronic_address"}


def on_customer(event: Event) -> Callable[[], None] | None:
    """What follows when a customer came or got another electronic address: the directory is asked, if there is one."""
    if event.name == "customer.updated" and not CONCERNED_BY & set(event.facts.get("changed", [])):
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    party = Party.objects.filter(company=company, pk=event.subject_id).first()
    if party is None or not may_be_asked(party):
        return None
    entry = _directory().find(participant(party))

    def write() -> None:
        _keep(company, party, entry, by=automation(AUTOMATION, company), on=event.acted_on)

    return write


def ask(company: Company, party: Party, *, by: Actor, on: date) -> AddressCheck:
    """Ask now; whatever comes of it is kept. Refuses `address_check.no_address` and `.no_directory`."""
    require(by, "customer.edit", company)
    if not participant(party):
        raise Refused("address_check.no_address", customer=party.name)
    if not may_be_asked(party):
        raise Refused("address_check.no_directory")
    entry = _directory().find(participant(party))
    with transaction.atomic():
        return _keep(company, party, entry, by=by, on=on)


def may_be_asked(party: Party) -> bool:
    """Whether there is a directory to ask about the party's electronic address."""
    return bool(participant(party)) and _directory().is_set_up


def participant(party: Party) -> str:
    """Who the party is in Peppol; empty without an electronic address and its scheme."""
    return addressing.participant(Identifier(party.electronic_address, party.electronic_scheme))


def of(company: Company, party: Party) -> list[AddressCheck]:
    """Everything the directory said about the party, the newest first."""
    return list(AddressCheck.objects.filter(company=company, party=party).order_by("-pk")[:100])


def latest(company: Company, party: Party) -> AddressCheck | None:
    """What was said last about the address that the party has now."""
    rows = AddressCheck.objects.filter(company=company, party=party, participant=participant(party))
    return rows.order_by("-pk").first()


def _directory() -> Directory:
    return cast(Directory, registry.use("directory"))


def _keep(company: Company, party: Party, entry: Entry, *, by: Actor, on: date) -> AddressCheck:
    """Write down what was said, in the caller's transaction; told where it is news."""
    before = latest(company, party)
    row = AddressCheck.objects.create(
        company=company,
        party=party,
        participant=participant(party)[:150],
        answer=entry.standing,
        takes_invoices=addressing.takes_invoices(entry.documents),
        asked_at=entry.asked_at,
        reason=entry.reason[:120],
    )
    if before is None or before.answer != row.answer:
        told: dict[str, object] = {"participant": row.participant, "answer": row.answer}
        events.record("customer.address_checked", party, by=by, on=on, facts=told)
    return row
