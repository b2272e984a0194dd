"""In which way a reminder goes: as its level says where the customer may be reached so, else by e-mail, and why.

`docs/rules/texts.md`. A text or call that was not taken, or did not arrive, is followed by the mail (`bounces.py`).
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kvit.companies import whose
from kvit.companies.models import Company
from kvit.core import texting
from kvit.core.dunning import Outcome
from kvit.core.permissions import Actor
from kvit.core.reminder_procedures import EMAIL
from kvit.dunning import mails, short_texts
from kvit.dunning.models import Reminder
from kvit.dunning.situation import Situation
from kvit.messages import dispatches
from kvit.messages import texting as texts
from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.texter import Texter


@dataclass(frozen=True)
class Way:
    """The channel that is used, the number where it is one, and why it is not the one that was wanted."""

    channel: str = EMAIL
    number: str = ""
    instead_of: str = ""
    why: str = ""


def chosen(company: Company, party: Party, wanted: str, *, on: date) -> Way:
    """The way for the customer on the day. On the day that it is, the hour where the customer is counts as well."""
    if wanted == EMAIL:
        return Way()
    why = _why_not(company, party, wanted, on=on)
    return Way(instead_of=wanted, why=why) if why else Way(wanted, party.text_number)


def queue(
    company: Company,
    row: Reminder,
    found: Situation,
    outcome: Outcome,
    *,
    way: Way,
    occasion: str = dispatches.FIRST,
    by: Actor,
    on: date,
) -> None:
    """Put the reminder among the mails or texts to be sent, in the caller's transaction. Refuses as they do."""
    if way.channel == EMAIL:
        mails.queue(company, row, found, outcome, by=by, on=on)
        return
    out = texts.Outgoing(
        party=row.party,
        channel=way.channel,
        number=way.number,
        body=short_texts.body(company, found, outcome, channel=way.channel),
        language=row.language,
        about=mails.about(row, [found.items[step.owed.key] for step in outcome.steps]),
        occasion=occasion,
    )
    texts.queue(company, out, by=by, on=on)


def _why_not(company: Company, party: Party, wanted: str, *, on: date) -> str:
    service: Texter = registry.use("texter")
    if wanted not in service.channels:
        return texting.NO_SERVICE
    if not party.text_number:
        return texting.NO_CONSENT
    country, now = party.country or company.country, timezone.now()
    if on == whose.today(company.zone) and texting.is_quiet(now, country=country, zone=company.zone):
        return texting.HOURS
    return "" if texts.left(company, on=on) else texting.LIMIT
