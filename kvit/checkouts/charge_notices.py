"""Telling customers of charges: announced when planned, and that one was declined, with the link that pays it."""

from collections.abc import Callable
from typing import Any

from kvit.checkouts import saved_queries, showing
from kvit.checkouts.models import SavedCharge
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.saved_methods import NOT_TRIED
from kvit.events.models import Event
from kvit.messages import charge_letters, invitations, outbox, senders
from kvit.messages.letters import Mail
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence

AUTOMATION = "charge"


def on_planned(event: Event) -> Callable[[], None] | None:
    """The customer is told how much, when, for what and by which way of paying."""
    row = _row(event, pk=event.subject_id)
    if row is None or row.status != "planned":
        return None
    mail = charge_letters.announced(**_told(row), on=row.charge_on)
    return lambda: _queue(row, mail, kind="charge_announced", event=event)


def on_failed(event: Event) -> Callable[[], None] | None:
    """A charge was declined: the customer gets the link by which they pay it themselves."""
    row = _row(event, public_id=event.facts.get("charge") or "")
    if row is None or event.facts.get("told") in NOT_TRIED:
        return None
    mail = charge_letters.declined(**_told(row))
    return lambda: _queue(row, mail, kind="charge_declined", event=event)


def _row(event: Event, **which: Any) -> SavedCharge | None:
    company = Company.objects.get(pk=event.company_id or 0)
    return saved_queries.charges(company).select_related("company").filter(**which).first()


def _told(row: SavedCharge) -> dict[str, Any]:
    language = correspondence.language_of(row.company, row.saved.party)
    return {
        "language": language,
        "sender": senders.of(row.company),
        "customer": row.saved.party.name,
        "number": row.item.document_number,
        "amount": showing.amount_of(row),
        "method": showing.name_of(row.saved, language=language),
    }


def _queue(row: SavedCharge, mail: Mail, *, kind: str, event: Event) -> None:
    company, party = row.company, row.saved.party
    by = automation(AUTOMATION, company)
    for address, name in correspondence.mailboxes(company, party):
        out = Outgoing(
            kind=kind,
            about=About(kind="saved_charge", id=row.pk, public_id=row.public_id, name=party.name),
            occasion=kind,
            to_address=address,
            to_name=name,
            reply_to=company.email,
            language=correspondence.language_of(company, party),
            mail=mail,
            party=party,
            secret=invitations.secret_to_pay(company, party, by=by, on=event.acted_on),
        )
        outbox.queue(company, out, by=by, on=event.acted_on)
