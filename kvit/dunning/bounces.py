"""A reminder that did not arrive goes to the next person at the customer, where there is one; else a task stays."""

from collections.abc import Callable
from datetime import date

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import dunning
from kvit.dunning import mails, queries, situation
from kvit.events.models import Event
from kvit.messages import outbox
from kvit.messages import queries as messages
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.parties import queries as parties
from kvit.parties.models import Party


def on_trouble(event: Event) -> Callable[[], None] | None:
    """What follows when a mail came back or failed: of a reminder, the same letter to another address."""
    if event.facts.get("kind") != mails.KIND:
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    row = Message.objects.select_related("party").get(company=company, pk=event.subject_id)
    other = _another(company, row, on=event.acted_on)
    if other is None:
        return None
    address, name, tried = other
    return lambda: _queue(company, row, event, address=address, name=name, tried=tried)


def _another(company: Company, row: Message, *, on: date) -> tuple[str, str, int] | None:
    """The first contact to whom none of this reminder's mails went; none once another one arrived, or where what it
    says is not so any more or is held back by now."""
    if row.party is None or not _may_go(company, row.party, row.about_id, on=on):
        return None
    sent = messages.about(company, mails.KIND, id=row.about_id)
    if any(one.kind == mails.KIND and one.status in ("sent", "kept", "queued") for one in sent):
        return None
    tried = {one.to_address.lower() for one in sent}
    for contact in parties.contacts(company, row.party):
        if contact.email and contact.email.lower() not in tried:
            return contact.email, contact.name, len(tried)
    return None


def _may_go(company: Company, party: Party, reminder_id: int, *, on: date) -> bool:
    """Whether each document is owed as it was told, and nothing forbids to speak of it."""
    found = situation.of(company, party=party)
    free = {key for debtor in found.debtors for key in dunning.free(debtor, on=on, bank_on=found.bank_on)}
    asked = {owed.key: owed.balance.amount for debtor in found.debtors for owed in debtor.owed}
    told = queries.balances_told(company, reminder_id)
    return all(item in free and asked[item] == balance for item, balance in told.items())


def _queue(company: Company, row: Message, event: Event, *, address: str, name: str, tried: int) -> None:
    again = Outgoing(
        kind=row.kind,
        about=About(kind=row.about_kind, id=row.about_id, public_id=row.about_public_id, name=row.about_name),
        occasion=f"instead-{tried}",
        to_address=address,
        to_name=name,
        reply_to=row.reply_to,
        language=row.language,
        mail=Mail(row.subject, row.text, row.html),
        party=row.party,
        responsible=row.responsible,
        files=[(one.name, one.file) for one in row.enclosures.select_related("file").order_by("position")],
    )
    outbox.queue(company, again, by=automation("remind", company), on=event.acted_on)
