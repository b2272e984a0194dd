"""What is due by the day: done by `kvit tick`, and by every worker now and then; doing it twice changes nothing."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

from kvit.approvals import clocks as approvals
from kvit.approvals.clocks import Pressed
from kvit.billing import runs
from kvit.billing.runs import Ran
from kvit.capture import folders, mails
from kvit.capture.folders import Found
from kvit.capture.models import Mail
from kvit.checkouts import checkouts
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.permissions import Actor
from kvit.dunning import campaigns
from kvit.dunning.campaigns import Reminding
from kvit.networks import clocks
from kvit.networks.clocks import Went
from kvit.parties import vat_checks
from kvit.payments import claims
from kvit.payments.models import Claim
from kvit.replies import acts
from kvit.replies.models import CustomerReply

log = logging.getLogger(__name__)
Done = TypeVar("Done")


@dataclass
class Ticked:
    """What was done for one company."""

    company: Company
    on: date
    recurring: Ran = field(default_factory=Ran)
    networks: Went = field(default_factory=Went)
    vat_checks: int = 0
    approvals: Pressed = field(default_factory=Pressed)
    files: list[Found] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    reminders: Reminding = field(default_factory=Reminding)
    checkouts: int = 0
    replies: list[CustomerReply] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return bool(self.recurring.refused) or bool(self.reminders.refused) or any(one.refusal for one in self.files)


def tick(company: Company, *, by: Actor | None = None, on: date, at: datetime | None = None) -> Ticked:
    """All that is due for the company on the day; with a moment, what has an hour waits for it.

    The automations act themselves unless somebody is named.
    """
    actor = by or automation("recurring", company)
    recurring = runs.run_due(company, by=actor, on=on, at=at)
    moment = at or timezone.now()
    went = clocks.run(company, at=moment, on=on)
    pressed = approvals.run(company, on=on)
    checked = vat_checks.run(company, at=moment)
    found = _take_folder(company, by=by or automation("read", company, reason="watched folder"), on=on)
    came = mails.fetch_all(company, by=by or automation("read", company, reason="mailbox"), on=on)
    answered = acts.take_all(company, came, on=on)
    owed_back = claims.find_all(company, on=on)
    reminded = campaigns.run(company, on=on, at=at)
    settled = checkouts.ask_waiting(company, at=moment)
    return Ticked(company, on, recurring, went, checked, pressed, found, came, owed_back, reminded, settled, answered)


def _take_folder(company: Company, *, by: Actor, on: date) -> list[Found]:
    """What lies in the company's folder, where it has one; each file is read by what follows from its arrival."""
    folder = folders.of(company)
    found = list(folders.take(company, folder, by=by, on=on)) if folder.is_dir() else []
    for one in found:
        if one.refusal is not None:
            log.warning("%s in the watched folder of %s: %s", one.name, company.public_id, one.refusal.code)
    return found


def tick_all() -> list[Ticked]:
    """Every company, on the day and at the hour that it is there now."""
    return _each(
        Company.objects.order_by("pk"),
        lambda company: tick(company, on=whose.today(company.zone), at=timezone.now()),
    )


def go_on_networks() -> None:
    """What is due in the networks of every company in this minute: sending, asking, fetching."""
    _each(
        Company.objects.filter(connections__is_on=True).distinct().order_by("pk"),
        lambda company: clocks.run(company, at=timezone.now(), on=whose.today(company.zone)),
    )


def go_on_checkouts() -> None:
    """Ask the gateways what became of the payments that nobody told us about."""
    _each(
        Company.objects.filter(checkouts__ask_at__lte=timezone.now()).distinct().order_by("pk"),
        lambda company: checkouts.ask_waiting(company, at=timezone.now()),
    )


def _each(companies: Iterable[Company], act: Callable[[Company], Done]) -> list[Done]:
    """One company after the other; what breaks in one keeps no other waiting, and is raised when all had their turn."""
    done, broken = [], []
    for company in companies:
        try:
            done.append(act(company))
        except Exception as error:  # whatever it is: the others wait
            log.exception("what is due for %s broke", company.public_id)
            broken.append(error)
    if broken:
        raise broken[0]
    return done
