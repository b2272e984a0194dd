"""The mails about direct debits: what will be collected and when, that it is not, and that it did not go through."""

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import pgettext

from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.messages.letters import Account, Letter, Mail, Sender, composed, figure, written
from kvit.messages.texts import Texts, billing_why


def announced(
    *,
    language: str,
    sender: Sender,
    customer: str,
    total: Money,
    lines: Sequence[tuple[str, Money, date]],
    mandate: str,
    creditor: str,
    iban: str,
) -> Mail:
    """What is collected for which document on which day, by whom, under which mandate, from which account."""
    with translation.override(language):
        first = min(on for _, _, on in lines)
        word = pgettext("letter", "Document")
        facts = [
            (word, f"{number}: {written(part, language)}, {format_date(on, language)}") for number, part, on in lines
        ]
        facts += [
            (pgettext("letter", "Mandate reference"), mandate),
            (pgettext("letter", "Creditor identifier"), creditor),
            (pgettext("letter", "From your account"), f"… {iban[-4:]}"),
        ]
        values = _values(sender, customer, amount=total, on=first, language=language)
        return composed(
            Letter(
                sender=sender,
                texts=_announcement(),
                values=values,
                figure=figure(pgettext("letter", "Will be collected"), total, language),
                facts=tuple(facts),
            ),
            language=language,
        )


def called_off(
    *,
    language: str,
    sender: Sender,
    customer: str,
    total: Money,
    lines: Sequence[tuple[str, Money, date]],
    mandate: str,
) -> Mail:
    """What was announced is not collected: which documents, on which days it would have been, under which mandate."""
    with translation.override(language):
        word = pgettext("letter", "Document")
        facts = [
            (word, f"{number}: {written(part, language)}, {format_date(on, language)}") for number, part, on in lines
        ]
        facts.append((pgettext("letter", "Mandate reference"), mandate))
        first = min(on for _, _, on in lines)
        return composed(
            Letter(
                sender=sender,
                texts=_calling_off(),
                values=_values(sender, customer, amount=total, on=first, language=language),
                figure=figure(pgettext("letter", "Will not be collected"), total, language),
                facts=tuple(facts),
            ),
            language=language,
        )


def not_collected(
    *,
    language: str,
    sender: Sender,
    customer: str,
    number: str,
    amount: Money,
    on: date,
    because: str,
    tried_again: bool,
    account: Account | None,
) -> Mail:
    """A collection was refused or came back: why, what is owed again, and whether we try once more or wait for them."""
    with translation.override(language):
        facts = [(pgettext("letter", "Document"), number), (pgettext("letter", "The bank's reason"), because)]
        if account is not None and not tried_again:
            facts += [
                ("IBAN", account.iban),
                (pgettext("letter", "Account holder"), account.holder),
                (pgettext("letter", "Payment reference"), account.reference),
            ]
        values = _values(sender, customer, amount=amount, on=on, language=language)
        return composed(
            Letter(
                sender=sender,
                texts=_failure(tried_again=tried_again),
                values={**values, "number": number},
                figure=figure(pgettext("letter", "Still to be paid"), amount, language),
                facts=tuple(facts),
            ),
            language=language,
        )


def _values(sender: Sender, customer: str, *, amount: Money, on: date, language: str) -> dict[str, str]:
    return {
        "company": sender.name,
        "customer": customer,
        "amount": written(amount, language),
        "collect_on": format_date(on, language),
    }


def _announcement() -> Texts:
    return Texts(
        subject=pgettext("letter", "{company} will collect {amount} by direct debit from {collect_on} on"),
        preheader=pgettext("letter", "You need not do anything: please keep enough money in your account."),
        heading=pgettext("letter", "Direct debit announced"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "as you agreed in your mandate, we collect the amounts below from your account."),
        ),
        action="",
        after=(pgettext("letter", "If something is not right, reply to this message before that day."),),
        why=billing_why(),
    )


def _calling_off() -> Texts:
    return Texts(
        subject=pgettext("letter", "{company} will not collect {amount} by direct debit"),
        preheader=pgettext("letter", "What we announced for {collect_on} is not debited from your account."),
        heading=pgettext("letter", "Direct debit cancelled"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "we announced that we would collect the amounts below. We do not; your mandate stands."),
        ),
        action="",
        after=(
            pgettext("letter", "What is still open we announce to you again before we collect it."),
            pgettext("letter", "If something is not right, reply to this message."),
        ),
        why=billing_why(),
    )


def _failure(*, tried_again: bool) -> Texts:
    after = pgettext("letter", "Please pay it by transfer. If something is not right, reply to this message.")
    if tried_again:
        after = pgettext("letter", "We shall try once more and tell you before. You may also pay by transfer.")
    return Texts(
        subject=pgettext("letter", "{number}: the direct debit of {amount} did not go through"),
        preheader=pgettext("letter", "{company}: {amount} is still to be paid."),
        heading=pgettext("letter", "The direct debit did not go through"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "your bank did not pay our direct debit, or took it back. The amount is open again."),
        ),
        action="",
        after=(after,),
        why=billing_why(),
    )
