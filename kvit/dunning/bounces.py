"""A reminder that did not arrive goes to the next person at the customer, else by the other channel; else a task stays.

A mail is followed by a short message, once, where the customer agreed to those; a text or a call by the mail, or where
there is no address by a task: somebody talks to the customer.
"""

from collections.abc import Callable
from datetime import date

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import dunning, reaching
from kvit.core.dunning import Level, Outcome, Step
from kvit.core.permissions import Actor
from kvit.core.reaching import EMAIL, SMS
from kvit.core.texting import INSTEAD
from kvit.dunning import channels, mails, queries, situation
from kvit.dunning.models import Reminded, Reminder
from kvit.dunning.situation import Situation
from kvit.events.models import Event
from kvit.messages import invitations, outbox
from kvit.messages import queries as messages
from kvit.messages.letters import Mail
from kvit.messages.models import Message, Text
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.tasks import Case

ARRIVES = ("sent", "kept", "queued")
FAILED = "text.failed"
"""The task of a text that did not arrive, where nothing else reaches the customer."""


def on_trouble(event: Event) -> Callable[[], None] | None:
    """What follows when a mail came back or failed: of a reminder, the same letter to another address."""
    if event.facts.get("kind") != mails.KIND:
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    row = Message.objects.select_related("party").get(company=company, pk=event.subject_id)
    other = _another(company, row, on=event.acted_on)
    if other is None:
        return _by_text(company, row, on=event.acted_on)
    address, name, tried = other
    return lambda: _queue(company, row, event, address=address, name=name, tried=tried)


def on_text_failed(event: Event) -> Callable[[], None] | None:
    """What follows when a text was not taken or did not arrive: the reminder goes by mail, while all is so still."""
    if event.facts.get("about_kind") != mails.KIND:
        return None
    company, on = Company.objects.get(pk=event.company_id or 0), event.acted_on
    text = Text.objects.select_related("party").get(company=company, pk=event.subject_id)
    row = Reminder.objects.select_related("party").get(company=company, pk=text.about_id)
    if messages.about(company, mails.KIND, id=row.pk) or not _may_go(company, text.party, row.pk, on=on):
        return None
    found, outcome = _as_told(company, row)
    by = automation("remind", company)
    if not outcome.debtor.reach.has_mailbox:
        return lambda: _ask_person(company, text, event, by=by)
    mails.prepare(company, (found, outcome.steps))
    return lambda: channels.queue(company, row, found, outcome, channel=EMAIL, occasion=INSTEAD, by=by, on=on)


def _ask_person(company: Company, text: Text, event: Event, *, by: Actor) -> None:
    case = Case(
        kind=FAILED,
        key=case_key(FAILED, text.public_id),
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        subject_public_id=event.subject_public_id,
        facts=dict(event.facts),
        event=event.pk,
    )
    tasks.open(company, case, by=by, on=event.acted_on, owner=correspondence.responsible(company, text.party))


def _by_text(company: Company, mail: Message, *, on: date) -> Callable[[], None] | None:
    """The short message in place of a mail that came back; None after any other text or mail that may have arrived."""
    sent = messages.about(company, mails.KIND, id=mail.about_id)
    if mail.party is None or any(one.kind == mails.KIND and one.status in ARRIVES for one in sent):
        return None
    if Text.objects.filter(company=company, about_kind=mails.KIND, about_id=mail.about_id).exists():
        return None
    if not _may_go(company, mail.party, mail.about_id, on=on):
        return None
    row = Reminder.objects.select_related("party").get(company=company, pk=mail.about_id)
    found, outcome = _as_told(company, row)
    quiet = channels.is_quiet_now(company, outcome.debtor.country, on=on)
    if reaching.why_not(SMS, outcome.debtor.reach, on=on, is_quiet=quiet):
        return None
    by = automation("remind", company)
    return lambda: channels.queue(company, row, found, outcome, channel=SMS, occasion=INSTEAD, by=by, on=on)


def _as_told(company: Company, row: Reminder) -> tuple[Situation, Outcome]:
    """What the reminder told, as it was decided then."""
    found = situation.of(company, party=row.party, as_if_on=True)
    debtor = next(one for one in found.debtors if one.key == row.party_id)
    owed = {one.key: one for one in debtor.owed}
    parts = Reminded.objects.filter(company=company, reminder=row).order_by("pk")
    steps = [Step(owed[one.item_id], Level(one.position, one.days, row.tone), row.reminded_on) for one in parts]
    return found, Outcome(debtor, tuple(steps))


def _another(company: Company, row: Message, *, on: date) -> tuple[str, str, int] | None:
    """The first contact to whom none of this reminder's mails went; none once another one arrived, or where what it
    says is not so any more or is held back by now."""
    if row.party is None or not _may_go(company, row.party, row.about_id, on=on):
        return None
    sent = messages.about(company, mails.KIND, id=row.about_id)
    if any(one.kind == mails.KIND and one.status in ARRIVES for one in sent):
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
    by = automation("remind", company)
    # a link of its own: the one before it left in a mail that somebody else may have opened
    secret = invitations.secret_to_pay(company, row.party, by=by, on=event.acted_on) if row.party else ""
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
        secret=secret,
        files=[(one.name, one.file) for one in row.enclosures.select_related("file").order_by("position")],
    )
    outbox.queue(company, again, by=by, on=event.acted_on)
