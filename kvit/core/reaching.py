"""By which channel a reminder reaches a customer: as its levels say, else by the next that does.

`docs/rules/texts.md`. Values in, values out: who has an address, a number and a service is read in the room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

EMAIL, SMS, VOICE, LETTER = "email", "sms", "voice", "letter"
TEXTS = (SMS, VOICE)
CHANNELS = (EMAIL, *TEXTS, LETTER)

NO_SERVICE, NO_CONSENT, HOURS, LIMIT = "no_service", "no_consent", "hours", "limit"
NO_MAILBOX, NO_POSTAL = "no_mailbox", "no_postal"
WHY_NOT = (NO_SERVICE, NO_CONSENT, HOURS, LIMIT, NO_MAILBOX, NO_POSTAL)
"""Why a channel is not used; each has its words in `kvit/wording/texts.py`."""


@dataclass(frozen=True)
class Reach:
    """How a customer can be reached; with nothing said, by mail alone.

    `texts` tells of a short message and a call why they cannot be used, empty where they can; `full_months` are those
    (`2026-04`) in which all of the company's texts are used up.
    """

    has_mailbox: bool = True
    has_postal: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    full_months: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Way:
    """The channel that is used, and where it is not the one that was wanted, which was that and why not."""

    channel: str = EMAIL
    instead_of: str = ""
    why: str = ""


def why_not(channel: str, reach: Reach, *, on: date, is_quiet: bool = False) -> str:
    """Why the channel does not reach the customer on the day; empty where it does. `is_quiet`: no telephone now."""
    if channel == EMAIL:
        return "" if reach.has_mailbox else NO_MAILBOX
    if channel == LETTER:
        return "" if reach.has_postal else NO_POSTAL
    if why := reach.texts.get(channel, NO_SERVICE):
        return why
    if is_quiet:
        return HOURS
    return LIMIT if f"{on:%Y-%m}" in reach.full_months else ""


def tried(wanted: Sequence[str], *, posts: bool) -> tuple[str, ...]:
    """The channels in their order: those that were wanted, then e-mail, a short message, and a letter where the
    procedure posts any: nobody is made to print who never did."""
    return tuple(dict.fromkeys((*wanted, EMAIL, SMS, *((LETTER,) if posts else ()))))


def way(wanted: Sequence[str], reach: Reach, *, posts: bool, on: date, is_quiet: bool = False) -> Way | None:
    """The first of the channels that reaches the customer on the day; None where none does."""
    for channel in tried(wanted, posts=posts):
        if not why_not(channel, reach, on=on, is_quiet=is_quiet):
            if channel == wanted[0]:
                return Way(channel)
            return Way(channel, wanted[0], why_not(wanted[0], reach, on=on, is_quiet=is_quiet))
    return None
