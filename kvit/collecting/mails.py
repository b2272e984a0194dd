"""The mails of collecting: a charge, one taken back, a final demand, a question about a balance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext

from kvit.archive.pages.payment import in_groups
from kvit.companies.models import Company
from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.messages import invitations, senders
from kvit.messages.letters import SECRET, Letter, Mail, composed, figure, written
from kvit.messages.texts import Texts, billing_why


@dataclass(frozen=True, kw_only=True)
class Told:
    """What such a mail names; `day` is the one until which to pay or to answer. The language is in force.

    One that `pays` shows the customer's link to what is open.
    """

    customer: str
    title: str
    number: str
    amount: Money
    day: date
    iban: str
    files: Sequence[str]
    pays: bool = False


def charged(company: Company, told: Told, language: str) -> Mail:
    """The mail that carries a late fee."""
    intro = pgettext(
        "late fee mail",
        "some of your invoices were paid late or are still open. The document attached says what we charge for that, "
        "and how it is reckoned.",
    )
    return _mail(company, told, language, intro=intro, label=pgettext("letter", "To be paid"))


def taken_back(company: Company, told: Told, language: str) -> Mail:
    """The mail that carries what takes a late fee back."""
    intro = pgettext("late fee mail", "we take back what we had charged for a late payment. Nothing is owed of it.")
    return _mail(company, told, language, intro=intro, label=pgettext("late fee mail", "Taken back"))


def demanded(company: Company, told: Told, language: str) -> Mail:
    """The mail that carries a final demand."""
    intro = pgettext(
        "late fee mail",
        "attached is our final demand for payment. If what it names is not on our account by {day}, we go to court "
        "without another word.",
    )
    return _mail(company, told, language, intro=intro, label=pgettext("letter", "To be paid"))


def asked(company: Company, told: Told, language: str) -> Mail:
    """The mail that asks whether a balance is right."""
    intro = pgettext(
        "late fee mail",
        "please look at the balance in the letter attached, and answer this message by {day}: that it is right, or "
        "what your books say instead. You can also sign the letter and send it back.",
    )
    return _mail(company, told, language, intro=intro, label="")


def _mail(company: Company, told: Told, language: str, *, intro: str, label: str) -> Mail:
    sender = senders.of(company)
    day = format_date(told.day, language)
    amount = written(told.amount, language)
    facts = []
    if told.iban:
        facts = [
            (pgettext("letter", "To be paid by"), day),
            ("IBAN", in_groups(told.iban)),
            (pgettext("letter", "Account holder"), sender.name),
            (pgettext("letter", "Payment reference"), told.number),
        ]
    return composed(
        Letter(
            sender=sender,
            texts=Texts(
                subject="{title} {number}",
                preheader=pgettext("late fee mail", "{company} writes to you about {number}."),
                heading="{title}",
                paragraphs=(pgettext("letter", "Good day,"), intro),
                action=pgettext("reminder", "See what is open, and pay") if told.pays else "",
                after=(
                    pgettext("late fee mail", "If you see it otherwise, or have paid already, reply to this message."),
                ),
                why=billing_why(),
            ),
            values={
                "company": sender.name,
                "customer": told.customer,
                "title": told.title,
                "number": told.number,
                "amount": amount,
                "day": day,
            },
            figure=figure(label, told.amount, language) if label else None,
            facts=tuple(facts),
            link=invitations.paying_address_of(SECRET) if told.pays else "",
            files=tuple(told.files),
        ),
        language=language,
    )
