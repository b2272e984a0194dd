"""Thanking for money that came by a gateway: the customer waits for word of it, and nobody else saw it arrive."""

from collections.abc import Callable

from kvit.checkouts.models import Checkout
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.money import Money
from kvit.events.models import Event
from kvit.messages import letters, outbox, senders, wordings
from kvit.messages.letters import Mail
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.payments import queries
from kvit.payments.models import Payment

AUTOMATION = "send"


def send(event: Event) -> Callable[[], None] | None:
    """What follows when a checkout was paid: a receipt to the customer, once, where mails leave by themselves."""
    company = Company.objects.get(pk=event.company_id or 0)
    checkout = Checkout.objects.select_related("payment__party").get(company=company, pk=event.subject_id)
    payment = checkout.payment
    mailboxes = correspondence.mailboxes(company, payment.party) if payment is not None else []
    if payment is None or not mailboxes or autopilot.level(company, AUTOMATION) != autopilot.AUTO:
        return None
    language = correspondence.language_of(company, payment.party)
    mail = _letter(company, payment, language=language)

    def queue() -> None:
        for address, name in mailboxes:
            out = Outgoing(
                kind="payment_received",
                about=About(kind="payment", id=payment.pk, public_id=payment.public_id, name=payment.party.name),
                occasion="received",
                to_address=address,
                to_name=name,
                reply_to=company.email,
                language=language,
                mail=mail,
                party=payment.party,
            )
            outbox.queue(company, out, by=automation(AUTOMATION, company), on=event.acted_on)

    return queue


def _letter(company: Company, payment: Payment, *, language: str) -> Mail:
    settled = queries.settled_by(company, [payment]).get(payment.pk, [])
    return letters.payment_received(
        language=language,
        sender=senders.of(company),
        customer=payment.party.name,
        amount=Money(payment.amount, payment.currency),
        received_on=payment.paid_on,
        settled=[(one.item.document_number, Money(one.amount, payment.currency)) for one in settled],
        wording=wordings.of(company, "payment_received", language=language),
    )
