"""The mails about saved ways of paying: what will be charged and when, and that a charge was declined."""

from datetime import date

from django.utils import translation
from django.utils.translation import pgettext

from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.messages import invitations
from kvit.messages.letters import SECRET, Letter, Mail, Sender, composed, figure, written
from kvit.messages.texts import Texts, billing_why


def announced(
    *, language: str, sender: Sender, customer: str, number: str, amount: Money, on: date, method: str
) -> Mail:
    """What is charged for which document on which day, by which way of paying; where they end it."""
    with translation.override(language):
        facts = (
            (pgettext("letter", "Document"), number),
            (pgettext("letter", "Charged on"), format_date(on, language)),
            (pgettext("letter", "Way of paying"), method),
        )
        texts = Texts(
            subject=pgettext("letter", "{company} will charge {amount} on {charge_on} for {number}"),
            preheader=pgettext("letter", "You need not do anything."),
            heading=pgettext("letter", "Charge announced"),
            paragraphs=(
                pgettext("letter", "Good day,"),
                pgettext("letter", "as you agreed, we charge the amount below by the way of paying that you saved."),
            ),
            action=pgettext("letter", "See or change it"),
            after=(pgettext("letter", "By this link you pay it earlier or another way, or take your agreement back."),),
            why=billing_why(),
        )
        values = _values(sender, customer, number=number, amount=amount, language=language)
        return composed(
            Letter(
                sender=sender,
                texts=texts,
                values={**values, "charge_on": format_date(on, language)},
                figure=figure(pgettext("letter", "Will be charged"), amount, language),
                facts=facts,
                link=invitations.paying_address_of(SECRET),
            ),
            language=language,
        )


def declined(*, language: str, sender: Sender, customer: str, number: str, amount: Money, method: str) -> Mail:
    """A charge was declined: what is still to be paid, and the link by which they pay it."""
    with translation.override(language):
        texts = Texts(
            subject=pgettext("letter", "{number}: {amount} could not be charged"),
            preheader=pgettext("letter", "{company}: {amount} is still to be paid."),
            heading=pgettext("letter", "The charge was declined"),
            paragraphs=(
                pgettext("letter", "Good day,"),
                pgettext("letter", "your bank did not let us charge the way of paying that you saved."),
            ),
            action=pgettext("letter", "Pay now"),
            after=(pgettext("letter", "We do not try again by ourselves. Please pay by this link or by transfer."),),
            why=billing_why(),
        )
        facts = ((pgettext("letter", "Document"), number), (pgettext("letter", "Way of paying"), method))
        return composed(
            Letter(
                sender=sender,
                texts=texts,
                values=_values(sender, customer, number=number, amount=amount, language=language),
                figure=figure(pgettext("letter", "Still to be paid"), amount, language),
                facts=facts,
                link=invitations.paying_address_of(SECRET),
            ),
            language=language,
        )


def _values(sender: Sender, customer: str, *, number: str, amount: Money, language: str) -> dict[str, str]:
    return {"company": sender.name, "customer": customer, "number": number, "amount": written(amount, language)}
