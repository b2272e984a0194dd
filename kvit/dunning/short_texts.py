"""What a short message or a call says: who, how much, since when, which documents; in the customer's language."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import pgettext

from kvit.companies.models import Company
from kvit.core.dunning import FIRM, LAST, NOTICE, Outcome
from kvit.core.formatting import format_date, format_date_long
from kvit.core.money import Money
from kvit.core.reaching import VOICE
from kvit.core.texting import LONGEST, spoken_amount
from kvit.dunning import letters, mails
from kvit.dunning.situation import Situation
from kvit.messages import letters as mail_letters
from kvit.messages import senders
from kvit.messages.placeholders import filled
from kvit.parties import correspondence


def body(company: Company, found: Situation, outcome: Outcome, *, channel: str) -> str:
    """The words; in a call, amounts and days as they are spoken, and in the company's own words too."""
    party = found.parties[outcome.debtor.key]
    language = correspondence.language_of(company, party)
    is_spoken = channel == VOICE
    amount: Callable[[Money, str], str] = spoken_amount if is_spoken else mail_letters.written
    day = format_date_long if is_spoken else format_date
    sums = letters.sums([step.owed.balance for step in outcome.steps])
    tone = mails.tone_of(outcome)
    with translation.override(language):
        own = mails.own_text(found, outcome, language, text=True).intro
        values = {
            "customer": party.name,
            "company": senders.of(company).name,
            "amount": " + ".join(amount(one, language) for one in sums),
            "numbers": letters.named([found.items[step.owed.key].document_number for step in outcome.steps]),
            "due_on": day(min(step.owed.due_on for step in outcome.steps), language),
        }
        return filled(own or usual(tone, channel=channel), values)[:LONGEST]


def usual(tone: str, *, channel: str) -> str:
    """Kvit's own words in the language in force."""
    return _call(tone) if channel == VOICE else _message(tone)


def _message(tone: str) -> str:
    if tone == NOTICE:
        return pgettext("sms", "{company}: {amount} falls due on {due_on} ({numbers}).")
    if tone == FIRM:
        return pgettext(
            "sms",
            "{company}: {amount} has been due since {due_on} ({numbers}). Please pay within seven days, or tell us "
            "what keeps you from it.",
        )
    if tone == LAST:
        return pgettext(
            "sms",
            "{company}: last reminder. {amount} has been due since {due_on} ({numbers}). If we hear nothing within "
            "seven days, we shall have to claim it formally.",
        )
    return pgettext(
        "sms", "{company}: {amount} fell due on {due_on} ({numbers}). If you have paid it already, thank you."
    )


def _call(tone: str) -> str:
    if tone == NOTICE:
        return pgettext("call", "Good day. This is a message from {company}. {amount} falls due on {due_on}.")
    if tone == FIRM:
        return pgettext(
            "call",
            "Good day. This is a message from {company}. {amount} has been due since {due_on}. Please pay within seven "
            "days, or tell us what keeps you from it.",
        )
    if tone == LAST:
        return pgettext(
            "call",
            "Good day. This is a message from {company}, our last reminder. {amount} has been due since {due_on}. If "
            "we hear nothing within seven days, we shall have to claim it formally.",
        )
    return pgettext(
        "call",
        "Good day. This is a message from {company}. {amount} fell due on {due_on}. If you have paid it already, "
        "thank you.",
    )
