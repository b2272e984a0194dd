"""In which way a reminder goes now: as `core.reaching` finds, and never by a telephone at an hour that is quiet.

`docs/rules/texts.md`. A text or call that was not taken, or did not arrive, is followed by the mail (`bounces.py`).
"""

from datetime import date

from django.conf import settings
from django.utils import timezone

from kvit.companies import whose
from kvit.companies.models import Company
from kvit.core import dunning, texting
from kvit.core.dunning import Outcome
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.reaching import EMAIL, LETTER, SMS, Way
from kvit.dunning import letter_pages, mails, short_texts
from kvit.dunning.models import Reminder
from kvit.dunning.situation import Situation
from kvit.messages import dispatches, invitations, letters
from kvit.messages import texting as texts


def now(company: Company, outcome: Outcome, *, on: date) -> Way:
    """The way for the customer at this moment: on the day that it is, the hour where the customer is counts as well.

    Refuses `reminder.quiet` where a telephone alone reaches them, and nobody may ring now.
    """
    quiet = is_quiet_now(company, outcome.debtor.country, on=on)
    way = dunning.way_for(outcome.debtor, outcome.steps, on=on, is_quiet=quiet)
    if way is None:
        raise Refused("reminder.quiet")
    return way


def is_quiet_now(company: Company, country: str, *, on: date) -> bool:
    """Whether no telephone may ring there now; of another day than today no hour is known."""
    return on == whose.today(company.zone) and texting.is_quiet(timezone.now(), country=country, zone=company.zone)


def queue(
    company: Company,
    row: Reminder,
    found: Situation,
    outcome: Outcome,
    *,
    channel: str,
    occasion: str = dispatches.FIRST,
    by: Actor,
    on: date,
) -> None:
    """Put the reminder among the mails or texts to be sent, or the letters to be posted, in the caller's transaction.

    Refuses as they do.
    """
    if channel == LETTER:
        letter_pages.prepare(company, row, found, outcome, on=on)
        return
    if channel == EMAIL:
        mails.queue(company, row, found, outcome, occasion=occasion, by=by, on=on)
        return
    body, secret = short_texts.body(company, found, outcome, channel=channel), ""
    if channel == SMS and settings.KVIT_BASE_URL.startswith("https://"):
        secret = invitations.secret_to_pay(company, row.party, by=by, on=on)
        linked = texting.with_link(body, invitations.paying_address_of(secret))
        body = linked.replace(secret, letters.SECRET)
    out = texts.Outgoing(
        party=row.party,
        channel=channel,
        number=row.party.text_number,
        body=body,
        secret=secret,
        language=row.language,
        about=mails.about(row, [found.items[step.owed.key] for step in outcome.steps]),
        occasion=occasion,
    )
    texts.queue(company, out, by=by, on=on)
