"""Telling customers of charges: announced when planned, and that one was declined, with the link that pays it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kvit.checkouts import announcing, saved_queries, showing
from kvit.checkouts.models import SavedCharge
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.saved_methods import NOT_TRIED, charge_day
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
    on = announcing.written_on(event, zone=row.company.zone)
    mail = charge_letters.announced(**_told(row), on=_charge_day(row, told_on=on))
    to = correspondence.mailboxes(row.company, row.saved.party)
    return lambda: _queue(row, mail, kind=announcing.KIND, to=to, on=on)


def on_trouble(event: Event) -> Callable[[], None] | None:
    """An announcement failed or came back: somebody else at the customer is told, with the later day."""
    if event.facts.get("kind") != announcing.KIND:
        return None
    row = _row(event, public_id=event.facts.get("about") or "")
    if row is None or not announcing.another(row):
        return None
    return lambda: tell_another(row, on=event.acted_on)


def tell_another(row: SavedCharge, *, on: date) -> None:
    """Tell of it who was not told yet, in the caller's transaction, where everybody who was did not hear of it."""
    if to := announcing.another(row):
        mail = charge_letters.announced(**_told(row), on=_charge_day(row, told_on=on))
        _queue(row, mail, kind=announcing.KIND, to=to, on=on, occasion=f"instead-{announcing.tried(row)}")


def _charge_day(row: SavedCharge, *, told_on: date) -> date:
    return max(row.charge_on, charge_day(row.item.due_on, told_on=told_on))


def on_failed(event: Event) -> Callable[[], None] | None:
    """A charge was declined: the customer gets the link by which they pay it themselves."""
    row = _row(event, public_id=event.facts.get("charge") or "")
    if row is None or event.facts.get("told") in NOT_TRIED:
        return None
    mail = charge_letters.declined(**_told(row))
    to = correspondence.mailboxes(row.company, row.saved.party)
    return lambda: _queue(row, mail, kind="charge_declined", to=to, on=event.acted_on)


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


def _queue(row: SavedCharge, mail: Mail, *, kind: str, to: list[tuple[str, str]], on: date, occasion: str = "") -> None:
    company, party = row.company, row.saved.party
    by = automation(AUTOMATION, company)
    for address, name in to:
        out = Outgoing(
            kind=kind,
            about=About(kind="saved_charge", id=row.pk, public_id=row.public_id, name=party.name),
            occasion=occasion or kind,
            to_address=address,
            to_name=name,
            reply_to=company.email,
            language=correspondence.language_of(company, party),
            mail=mail,
            party=party,
            secret=invitations.secret_to_pay(company, party, by=by, on=on),
        )
        outbox.queue(company, out, by=by, on=on)
