"""The mails to suppliers about money: what we paid, that a payment came back, what they owe us."""

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import pgettext

from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.messages import texts
from kvit.messages.letters import Account, Letter, Mail, Sender, composed, figure, written

MOST_LINES = 12
"""So many documents stand in the mail itself; the PDF has them all."""
MOST_COPIES = 60
"""So many copies are asked for at once."""


def sent(
    *,
    language: str,
    sender: Sender,
    supplier: str,
    number: str,
    amount: Money,
    paid_on: date,
    ibans: Sequence[str],
    documents: Sequence[tuple[str, Money]],
    files: Sequence[str],
) -> Mail:
    """What was transferred, when, to which account (its end alone), and for which documents."""
    with translation.override(language):
        facts = [
            (pgettext("letter", "Paid on"), format_date(paid_on, language)),
            (pgettext("letter", "To your account"), ", ".join(f"… {iban[-4:]}" for iban in ibans)),
        ]
        word = pgettext("letter", "Document")
        facts += [(word, f"{name}: {written(part, language)}") for name, part in documents[:MOST_LINES]]
        if len(documents) > MOST_LINES:
            facts.append((pgettext("letter", "All documents"), pgettext("letter", "in the attached advice")))
        return composed(
            Letter(
                sender=sender,
                texts=texts.default("remittance_sent"),
                values=_values(sender, supplier, number=number, amount=amount, on=paid_on, language=language),
                figure=figure(pgettext("letter", "Transferred"), amount, language),
                facts=tuple(facts),
                files=tuple(files),
            ),
            language=language,
        )


def corrected(
    *, language: str, sender: Sender, supplier: str, number: str, document: str, amount: Money, told_on: date
) -> Mail:
    """A payment of which an advice told did not arrive or came back: its document is open again."""
    with translation.override(language):
        facts = (
            (pgettext("letter", "Document"), document),
            (pgettext("letter", "Payment advice"), number),
        )
        return composed(
            Letter(
                sender=sender,
                texts=texts.default("remittance_corrected"),
                values=_values(sender, supplier, number=number, amount=amount, on=told_on, language=language),
                figure=figure(pgettext("letter", "Not paid after all"), amount, language),
                facts=facts,
            ),
            language=language,
        )


def _values(sender: Sender, supplier: str, *, number: str, amount: Money, on: date, language: str) -> dict[str, str]:
    return {
        "company": sender.name,
        "supplier": supplier,
        "number": number,
        "amount": written(amount, language),
        "paid_on": format_date(on, language),
    }


def claimed(
    *,
    language: str,
    sender: Sender,
    supplier: str,
    number: str,
    amount: Money,
    due_on: date,
    because: str,
    account: Account,
    files: Sequence[str],
) -> Mail:
    """The mail that carries a claim: why something is in our favour, and where it is to be paid back to."""
    with translation.override(language):
        day = format_date(due_on, language)
        values = _values(sender, supplier, number=number, amount=amount, on=due_on, language=language)
        facts = (
            (pgettext("letter", "To be paid by"), day),
            ("IBAN", account.iban),
            (pgettext("letter", "Account holder"), account.holder),
            (pgettext("letter", "Payment reference"), account.reference),
        )
        return composed(
            Letter(
                sender=sender,
                texts=texts.default("overpayment_claimed"),
                values=values | {"due_on": day, "because": because},
                figure=figure(pgettext("letter", "In our favour"), amount, language),
                facts=facts,
                files=tuple(files),
            ),
            language=language,
        )


def copies_asked(
    *,
    language: str,
    sender: Sender,
    supplier: str,
    documents: Sequence[tuple[str, date | None, Money]],
) -> Mail:
    """Which invoices of their statement we do not have, with day and amount."""
    with translation.override(language):
        word = pgettext("letter", "Invoice")
        facts = []
        for number, on, amount in documents[:MOST_COPIES]:
            day = f", {format_date(on, language)}" if on else ""
            facts.append((word, f"{number}{day}: {written(amount, language)}"))
        return composed(
            Letter(
                sender=sender,
                texts=texts.default("copies_asked"),
                values={"company": sender.name, "supplier": supplier},
                facts=tuple(facts),
            ),
            language=language,
        )
