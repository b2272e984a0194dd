"""Thanking for money that came in: one mail for each payment, ever (`docs/rules/receipts.md`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import Allocation
from kvit.messages import dispatches, letters, outbox, senders, wordings
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.payments import incoming, queries
from kvit.payments.models import Payment, PaymentReceipt, TakenBack

AUTOMATION = "send"
FRESH = timedelta(days=14)
"""So old money may be as it is recorded: nobody is thanked for what came long ago."""
MAIL, OCCASION = "payment_received", "received"


def on_recorded(event: Event) -> Callable[[], None] | None:
    """What follows when money was recorded: its receipt, once, where mails leave by themselves."""
    company = Company.objects.get(pk=event.company_id or 0)
    return _by_itself(company, {event.subject_id: event.acted_on}, event)


def on_settled(event: Event) -> Callable[[], None] | None:
    """What follows when an item was settled: receipts for the money on account that did it, as `on_recorded`."""
    company = Company.objects.get(pk=event.company_id or 0)
    rows = Allocation.objects.filter(company=company, item_id=event.subject_id, against__document_kind="payment")
    keys = list(rows.filter(undoes=None, undone_by=None).values_list("against__document_id", flat=True))
    told = Event.objects.filter(company_id=company.pk, name="payment.recorded", subject_id__in=keys)
    days = dict(told.values_list("subject_id", "acted_on"))  # what settles it may be dated by the money
    return _by_itself(company, {key: max(day, event.acted_on) for key, day in days.items()}, event)


def waiting(company: Company, *, on: date, among: Iterable[int] | None = None) -> list[Payment]:
    """Fresh money that settles something and was not thanked for, of customers who have an address, the oldest first.

    What a gateway took is thanked for by `checkouts`; cash has its own paper. `among`: of those alone, by
    their keys.
    """
    rows = Payment.objects.filter(company=company, direction="in", paid_on__gt=on - FRESH, paid_on__lte=on)
    rows = rows if among is None else rows.filter(pk__in=among)
    rows = rows.exclude(method="cash").filter(taken_back=None, receipt=None).select_related("party").order_by("pk")
    found = [row for row in rows if not incoming.is_of_gateway(row)]
    settled = queries.settled_by(company, found)
    reached = correspondence.with_mailbox(company, list({row.party_id: row.party for row in found}.values()))
    return [row for row in found if row.pk in settled and row.party_id in reached]


def send(company: Company, payment: Payment, *, by: Actor, on: date) -> list[Message]:
    """Mail the receipt, a person's act: of any money that came in but cash.

    Refuses `receipt.other_paper` for cash and for money that went out, `receipt.taken_back`, `receipt.sent` for the
    second one, `message.no_address`.
    """
    require(by, "message.send", company)
    if not is_for(payment):
        raise Refused("receipt.other_paper")
    to = dispatches.addressees(company, payment.party)
    return _queue(company, payment, _letter(company, payment), to, by=by, on=on)


def is_for(payment: Payment) -> bool:
    """Whether such money is thanked for by mail: cash has a paper of its own."""
    return payment.direction == "in" and payment.method != "cash"


def send_all(company: Company, *, by: Actor, on: date) -> list[Message]:
    """Mail every receipt that waits; what somebody else did meanwhile is left alone."""
    require(by, "message.send", company)
    sent: list[Message] = []
    for payment in waiting(company, on=on):
        sent += later(company, payment, by=by, on=on)()
    return sent


def later(company: Company, payment: Payment, *, by: Actor, on: date) -> Callable[[], list[Message]]:
    """What mails the receipt, its letter written now; nothing where it was mailed, or the money was taken back."""
    to, mail = correspondence.mailboxes(company, payment.party), _letter(company, payment)

    def queue() -> list[Message]:
        try:
            return _queue(company, payment, mail, to, by=by, on=on) if to else []
        except Refused:  # mailed by somebody else, or taken back in this moment
            return []

    return queue


def _by_itself(company: Company, days: Mapping[int, date], event: Event) -> Callable[[], None] | None:
    """Of payments by their keys, with the day on which each was recorded or used."""
    if autopilot.level(company, AUTOMATION) != autopilot.AUTO:
        return None
    by = automation(AUTOMATION, company)
    rows = [row for key, day in days.items() for row in waiting(company, on=day, among=[key])]
    acts = [later(company, row, by=by, on=event.acted_on) for row in rows]

    def write() -> None:
        for act in acts:
            act()

    return write if acts else None


@transaction.atomic
def _queue(
    company: Company, payment: Payment, mail: Mail, to: Sequence[tuple[str, str]], *, by: Actor, on: date
) -> list[Message]:
    """While nobody takes the payment back. Refuses `receipt.taken_back`, `receipt.sent`."""
    open_items.hold(company, [incoming.credit_of(payment)])
    if TakenBack.objects.filter(payment=payment).exists():
        raise Refused("receipt.taken_back")
    try:
        with transaction.atomic():
            PaymentReceipt.objects.create(company=company, payment=payment, sent_on=on)
    except IntegrityError:
        raise Refused("receipt.sent") from None
    return [
        outbox.queue(
            company,
            Outgoing(
                kind=MAIL,
                about=About(kind="payment", id=payment.pk, public_id=payment.public_id, name=payment.party.name),
                occasion=OCCASION,
                to_address=address,
                to_name=name,
                reply_to=company.email,
                language=correspondence.language_of(company, payment.party),
                mail=mail,
                party=payment.party,
            ),
            by=by,
            on=on,
        )
        for address, name in to
    ]


def _letter(company: Company, payment: Payment) -> Mail:
    language = correspondence.language_of(company, payment.party)
    settled = queries.settled_by(company, [payment]).get(payment.pk, [])
    return letters.payment_received(
        language=language,
        sender=senders.of(company),
        customer=payment.party.name,
        amount=Money(payment.amount, payment.currency),
        received_on=payment.paid_on,
        settled=[(one.item.document_number, Money(one.amount, payment.currency)) for one in settled],
        wording=wordings.of(company, MAIL, language=language),
    )
