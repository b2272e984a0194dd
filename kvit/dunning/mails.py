"""A reminder on its way: one mail to each address of the customer, with the invoices that it is about."""

from collections.abc import Sequence
from datetime import date

from kvit.archive import documents
from kvit.archive.models import File
from kvit.archive.pages.payment import in_groups
from kvit.arrangements import terms
from kvit.capture import queries as mailboxes
from kvit.companies.models import Company
from kvit.core.dunning import DISPUTE, TONES, Outcome, Owed, Step
from kvit.core.habits import TROUBLED
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.core.reaching import TEXTS
from kvit.core.reminder_procedures import OwnText
from kvit.dunning import letters, procedures
from kvit.dunning.letters import Line, Reminding
from kvit.dunning.models import Reminder
from kvit.dunning.situation import INVOICE, Situation
from kvit.ledger.models import OpenItem
from kvit.messages import dispatches, invitations, senders
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Account, Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.parties import correspondence
from kvit.receivables import invoices, payment_titles, printing
from kvit.receivables.models import Invoice

KIND = "reminder"
MOST_FILES = 5
"""More invoices than this are not attached again: they are in the customer's mail already."""


def prepare(company: Company, due: tuple[Situation, Sequence[Step]]) -> None:
    """Have the pages of what is due set, if nobody did yet: it takes a while, so it is done before the transaction."""
    found, steps = due
    for row in _attached(company, [found.items[step.owed.key] for step in steps]):
        printing.pdf(company, row)


def letter(company: Company, found: Situation, outcome: Outcome, *, on: date) -> Mail:
    """What the customer would read, in their language."""
    return letters.reminder(telling(company, found, outcome, on=on))


def telling(company: Company, found: Situation, outcome: Outcome, *, on: date) -> Reminding:
    """All that the message says, whether it is mailed or printed."""
    party = found.parties[outcome.debtor.key]
    items = [found.items[step.owed.key] for step in outcome.steps]
    language = correspondence.language_of(company, party)
    return Reminding(
        language=language,
        tone=tone_of(outcome),
        sender=senders.of(company),
        customer=party.name,
        lines=[_line(found.items[step.owed.key], step.owed) for step in outcome.steps],
        others=_others(found, outcome),
        credits=outcome.debtor.credits,
        account=_account(company, items, on=on),
        files=[printing.file_name(one, "pdf") for one in _attached(company, items)],
        own=own_text(found, outcome, language),
        offers_plan=outcome.debtor.habit == TROUBLED and terms.of(company).level != terms.OFF,
    )


def queue(
    company: Company,
    row: Reminder,
    found: Situation,
    outcome: Outcome,
    *,
    occasion: str = dispatches.FIRST,
    by: Actor,
    on: date,
) -> list[Message]:
    """Put the reminder into the outbox, in the caller's transaction. Refuses `message.no_address`, `email.*`."""
    items = [found.items[step.owed.key] for step in outcome.steps]
    out = Dispatch(
        kind=KIND,
        about=about(row, items),
        party=row.party,
        language=row.language,
        mail=letter(company, found, outcome, on=on),
        files=[(printing.file_name(one, "pdf"), _pdf(company, one)) for one in _attached(company, items)],
        secret=invitations.secret_to_pay(company, row.party, by=by, on=on),
        reply_to=mailboxes.reply_address(company),
        copied=False,  # `digests.py` tells who looks after the customer, once a day
    )
    addressees = dispatches.addressees(company, row.party)
    return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def tone_of(outcome: Outcome) -> str:
    """The sharpest tone of the levels that the message uses."""
    return max((step.level.tone for step in outcome.steps), key=TONES.index)


def leading(outcome: Outcome) -> Step:
    """The level that gives the message its tone, its channel and its words: the first of the sharpest."""
    tone = tone_of(outcome)
    return next(step for step in outcome.steps if step.level.tone == tone)


def own_text(found: Situation, outcome: Outcome, language: str, *, text: bool = False) -> OwnText:
    """The company's words for the leading level, as a mail or as a text; empty where it has none for that."""
    step = leading(outcome)
    levels = procedures.read(found.procedures[step.owed.procedure.key]).levels
    for level in levels[step.level.position - 1 : step.level.position]:
        if (level.channel in TEXTS) == text:
            return level.texts.get(language, OwnText())
    return OwnText()


def about(row: Reminder, items: Sequence[OpenItem]) -> About:
    """The reminder as mails name it: by the documents that it is about."""
    return About(kind=KIND, id=row.pk, public_id=row.public_id, name=", ".join(one.document_number for one in items))


def _account(company: Company, items: Sequence[OpenItem], *, on: date) -> Account | None:
    """Where to pay to, and what the transfer says; None while the company has no account to show."""
    accounts = invoices.accounts_of(company)
    iban = accounts.get(items[0].currency) or next(iter(accounts.values()), "")
    reference = ", ".join(item.document_number for item in items)
    if len(items) == 1 and items[0].document_kind == INVOICE:
        row = Invoice.objects.get(company=company, pk=items[0].document_id)
        reference = payment_titles.title(company, row, on=on)
    return Account(iban=in_groups(iban), holder=company.name, reference=reference) if iban else None


def _others(found: Situation, outcome: Outcome) -> list[Line]:
    due = {step.owed.key for step in outcome.steps}
    return [_line(found.items[owed.key], owed) for owed in outcome.debtor.owed if owed.key not in due]


def _line(item: OpenItem, owed: Owed) -> Line:
    disputed = owed.disputed or Money.zero(item.currency)
    if any(brake.reason == DISPUTE for brake in owed.brakes):
        return Line(item.document_number, item.due_on, Money.zero(item.currency), owed.balance)
    return Line(item.document_number, item.due_on, owed.balance, disputed)


def _attached(company: Company, items: Sequence[OpenItem]) -> list[Invoice]:
    keys = [item.document_id for item in items if item.document_kind == INVOICE]
    if not 0 < len(keys) <= MOST_FILES:
        return []
    rows = Invoice.objects.filter(company=company, pk__in=keys).select_related("party", "corrects")
    return list(rows.order_by("pk"))


def _pdf(company: Company, row: Invoice) -> File:
    return documents.require(company, INVOICE, document_id=row.pk, form="pdf").file
