"""What customers are told by mail: a dispute rejected; a plan agreed, declined or broken."""

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import pgettext

from kvit.arrangements import beside, queries, standing
from kvit.arrangements.models import Dispute, Plan
from kvit.capture import queries as mailboxes
from kvit.companies.models import Company
from kvit.core.formatting import format_date
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events.events import kind_of
from kvit.messages import dispatches, letters, senders
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Letter, Mail, Pair
from kvit.messages.outbox import About
from kvit.messages.texts import Texts, billing_why
from kvit.parties import correspondence
from kvit.parties.models import Party


def rejected(company: Company, row: Dispute, *, by: Actor, on: date) -> None:
    """Why we think that the line is right, and that what is still open of it is to be paid."""
    language = correspondence.language_of(company, row.party)
    left = min(Money(row.amount, row.currency), beside.left_of(company, row.invoice))
    with translation.override(language):
        texts = Texts(
            subject=pgettext("letter", "Your objection to invoice {number}"),
            preheader=pgettext("letter", "{company} has looked at it."),
            heading=pgettext("letter", "Your objection to invoice {number}"),
            paragraphs=(
                pgettext("letter", "Good day,"),
                pgettext(
                    "letter", "we have looked at what you told us about {line}. We think that the invoice is right:"
                ),
                "{answer}",
                *([pgettext("letter", "So this part is to be paid as well: {amount}.")] if left.amount > 0 else []),
            ),
            action="",
            after=(pgettext("letter", "If you see it otherwise, reply to this message."),),
            why=billing_why(),
        )
        values = {
            "number": row.invoice.number or "",
            "line": row.line.name[:80],
            "answer": row.answer,
            "amount": letters.written(left, language),
        }
        mail = _mail(company, texts, values, language=language)
    _queue(company, row.party, row, mail=mail, kind="dispute_rejected", name=row.invoice.number or "", by=by, on=on)


def plan_agreed(company: Company, row: Plan, *, by: Actor, on: date) -> None:
    """The days and amounts, and that nobody reminds while each comes in time."""
    language = correspondence.language_of(company, row.party)
    with translation.override(language):
        texts = _plan_texts(
            subject=pgettext("letter", "Your payment plan: {amount}"),
            paragraphs=(
                pgettext("letter", "we agree that you pay {amount} in instalments, for {numbers}."),
                pgettext("letter", "While each comes in time, we send you no reminders of it."),
            ),
        )
        days = _days(row, language)
        mail = _mail(company, texts, _plan_values(row, language), language=language, facts=days)
    _queue_plan(company, row, mail, kind="plan_agreed", by=by, on=on)


def plan_declined(company: Company, row: Plan, *, by: Actor, on: date) -> None:
    """Why not."""
    language = correspondence.language_of(company, row.party)
    with translation.override(language):
        texts = _plan_texts(
            subject=pgettext("letter", "We cannot agree to the payment plan"),
            paragraphs=(
                pgettext("letter", "you asked to pay {amount} in instalments. We cannot agree to that:"),
                "{answer}",
            ),
        )
        mail = _mail(company, texts, _plan_values(row, language), language=language)
    _queue_plan(company, row, mail, kind="plan_declined", by=by, on=on)


def plan_broken(company: Company, row: Plan, *, by: Actor, on: date) -> None:
    """An instalment is missing: the plan is over, and what is open is to be paid, less what is disputed of it."""
    language = correspondence.language_of(company, row.party)
    disputed = queries.disputed(company, standing.items_of([row]))
    left = Money(row.amount, row.currency) - standing.settled_of(row, disputed)
    with translation.override(language):
        texts = _plan_texts(
            subject=pgettext("letter", "Your payment plan has ended: {left} open"),
            paragraphs=(
                pgettext(
                    "letter",
                    "an instalment of your payment plan did not arrive in time. The plan has ended, and what is open "
                    "is to be paid now: {left}, for {numbers}.",
                ),
            ),
        )
        values = _plan_values(row, language) | {"left": letters.written(left, language)}
        mail = _mail(company, texts, values, language=language)
    _queue_plan(company, row, mail, kind="plan_broken", by=by, on=on)


def _plan_texts(*, subject: str, paragraphs: tuple[str, ...]) -> Texts:
    return Texts(
        subject=subject,
        preheader=pgettext("letter", "About your payment plan with {company}."),
        heading=pgettext("letter", "Payment plan"),
        paragraphs=(pgettext("letter", "Good day,"), *paragraphs),
        action="",
        after=(pgettext("letter", "If something is not right, reply to this message."),),
        why=billing_why(),
    )


def _plan_values(row: Plan, language: str) -> dict[str, str]:
    return {
        "amount": letters.written(Money(row.amount, row.currency), language),
        "numbers": ", ".join(sorted(one.item.document_number for one in row.items.select_related("item"))),
        "answer": row.answer,
    }


def _days(row: Plan, language: str) -> Sequence[Pair]:
    return [
        (format_date(part.due_on, language), letters.written(part.amount, language)) for part in standing.parts_of(row)
    ]


def _mail(company: Company, texts: Texts, values: dict[str, str], *, language: str, facts: Sequence[Pair] = ()) -> Mail:
    sender = senders.of(company)
    letter = Letter(sender=sender, texts=texts, values=values | {"company": sender.name}, facts=tuple(facts))
    return letters.composed(letter, language=language)


def _queue_plan(company: Company, row: Plan, mail: Mail, *, kind: str, by: Actor, on: date) -> None:
    numbers = ", ".join(sorted(one.item.document_number for one in row.items.select_related("item")))
    _queue(company, row.party, row, mail=mail, kind=kind, name=numbers[:100], by=by, on=on)


def _queue(
    company: Company, party: Party, row: Dispute | Plan, *, mail: Mail, kind: str, name: str, by: Actor, on: date
) -> None:
    """One mail to each address of the customer; each kind is sent once about a row, by its occasion."""
    to = correspondence.mailboxes(company, party)
    if not to:
        return
    out = Dispatch(
        kind=kind,
        about=About(kind=kind_of(row), id=row.pk, public_id=row.public_id, name=name),
        party=party,
        language=correspondence.language_of(company, party),
        mail=mail,
        files=(),
        reply_to=mailboxes.reply_address(company),
    )
    dispatches.queue_all(company, out, to=to, occasion=kind, by=by, on=on)
