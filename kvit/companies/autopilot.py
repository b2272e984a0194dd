"""How far each automation may go by itself: off, suggest, auto."""

from datetime import date

from django.db import transaction

from kvit.companies.models import Autopilot, Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events

OFF, SUGGEST, AUTO = LEVELS = ("off", "suggest", "auto")
START_OFF = frozenset({"charge"})


def level(company: Company, automation: str) -> str:
    """The level of the automation; where nobody ever chose one, the one at which it starts."""
    found = Autopilot.objects.filter(company=company, automation=automation).values_list("level", flat=True).first()
    return found or starts(automation)


def starts(automation: str) -> str:
    """Where an automation starts: at `suggest`, but for those that take money."""
    return OFF if automation in START_OFF else SUGGEST


@transaction.atomic
def change(company: Company, automation: str, *, level: str, by: Actor, on: date) -> Autopilot:
    """Let the automation go that far from now on. Refuses `autopilot.unknown`, `autopilot.bad_level`."""
    require(by, "autopilot.edit", company)
    if level not in LEVELS:
        raise Refused("autopilot.bad_level", level=level[:20], known=list(LEVELS))
    rows = Autopilot.objects.select_for_update().filter(company=company)
    row = rows.filter(automation=automation).first()
    if row is None:
        known = sorted(rows.values_list("automation", flat=True))
        raise Refused("autopilot.unknown", automation=automation[:30], known=known)
    before, row.level = row.level, level
    row.save(update_fields=["level"])
    facts: dict[str, object] = {"automation": automation, "from": before, "to": level}
    events.record("autopilot.changed", company, by=by, on=on, facts=facts)
    return row
