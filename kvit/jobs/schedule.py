"""What is due by the day: done by `kvit tick`, and by every worker now and then; doing it twice changes nothing."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

from kvit.approvals import clocks as approvals
from kvit.approvals.clocks import Pressed
from kvit.arrangements import plans
from kvit.arrangements.plans import Kept
from kvit.banking import automatic, feed_rounds, watched
from kvit.banking.feed_lines import Round
from kvit.banking.watched import FoundStatement
from kvit.billing import runs
from kvit.billing.runs import Ran
from kvit.capture import folders, mails
from kvit.capture.folders import Found
from kvit.capture.models import Mail
from kvit.checkouts import asking
from kvit.checkouts import clocks as charging
from kvit.checkouts.clocks import Charged
from kvit.collecting import balance_runs, demand_tasks, fee_runs
from kvit.collecting.balance_runs import Asking
from kvit.collecting.fee_runs import Charging
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.permissions import Actor
from kvit.debits import clocks as debits
from kvit.debits.clocks import Debiting
from kvit.dunning import digests, promises, rounds
from kvit.dunning.campaigns import Reminding
from kvit.dunning.promises import Judged
from kvit.loyalty import purse
from kvit.messages import texting
from kvit.networks import clocks
from kvit.networks.clocks import Went
from kvit.parties import vat_checks
from kvit.parties.models import Party
from kvit.payments import claims, receipt_tasks
from kvit.payments.models import Claim, Payment
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
    plans: Kept = field(default_factory=Kept)
    promises: Judged = field(default_factory=Judged)
    reminders: Reminding = field(default_factory=Reminding)
    checkouts: int = 0
    debits: Debiting = field(default_factory=Debiting)
    charges: Charged = field(default_factory=Charged)
    points_ended: int = 0
    statements: list[FoundStatement] = field(default_factory=list)
    fed: list[Round] = field(default_factory=list)
    late_fees: Charging = field(default_factory=Charging)
    demands: list[Party] = field(default_factory=list)
    balance_letters: Asking = field(default_factory=Asking)
    receipts: list[Payment] = field(default_factory=list)
    replies: list[CustomerReply] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        if self.recurring.refused or self.reminders.refused:
            return True
        return any(one.refusal for one in self.files) or any(one.refusal for one in self.statements)


def tick(company: Company, *, by: Actor | None = None, on: date, at: datetime | None = None) -> Ticked:
    """All that is due for the company on the day; with a moment, what has an hour waits for it.

    The automations act themselves unless somebody is named.
    """
    moment = at or timezone.now()
    reader = by or automation("read", company, reason="watched folder")
    done = Ticked(company, on)
    done.recurring = runs.run_due(company, by=by or automation("recurring", company), on=on, at=at)
    done.networks = clocks.run(company, at=moment, on=on)
    done.approvals = approvals.run(company, on=on)
    done.vat_checks = vat_checks.run(company, at=moment)
    done.files = _take_folder(company, by=reader, on=on)
    done.mails = mails.fetch_all(company, by=by or automation("read", company, reason="mailbox"), on=on)
    matcher = by or automation("match", company, reason="watched folder")
    done.statements = _take_statements(company, by=matcher, on=on)
    done.fed = _fetch_feeds(company, by=matcher, on=on, at=moment)
    done.checkouts = asking.ask_waiting(company, at=moment)
    texting.ask_waiting(company, at=moment)
    done.claims = claims.find_all(company, on=on)
    done.replies = acts.take_all(company, done.mails, on=on)
    done.plans = plans.run(company, on=on)
    done.debits = debits.run(company, on=on)
    done.charges = charging.run(company, on=on)
    done.points_ended = purse.run(company, on=on)
    done.promises = promises.run(company, on=on)  # after the money of the day, before the next reminder
    done.reminders = rounds.run(company, on=on, at=at)  # after all that may hold one back
    digests.run(company, on=on)
    done.late_fees = fee_runs.run(company, on=on)
    done.receipts = receipt_tasks.run(company, on=on)
    done.demands = demand_tasks.run(company, on=on)
    done.balance_letters = balance_runs.run(company, on=on)
    return done


def _take_folder(company: Company, *, by: Actor, on: date) -> list[Found]:
    """What lies in the company's folder, where it has one; each file is read by what follows from its arrival."""
    folder = folders.of(company)
    found = list(folders.take(company, folder, by=by, on=on)) if folder.is_dir() else []
    for one in found:
        if one.refusal is not None:
            log.warning("%s in the watched folder of %s: %s", one.name, company.public_id, one.refusal.code)
    return found


def _take_statements(company: Company, *, by: Actor, on: date) -> list[FoundStatement]:
    """What lies in the company's folder for statements, where it has one, matched before anybody is reminded."""
    found = list(watched.take(company, by=by, on=on))
    if any(one.loaded is not None and one.loaded.new for one in found):
        automatic.propose(company, by=by, on=on)
    for one in found:
        if one.refusal is not None:
            log.warning("%s among the statements of %s: %s", one.name, company.public_id, one.refusal.code)
    return found


def _fetch_feeds(company: Company, *, by: Actor, on: date, at: datetime) -> list[Round]:
    """What the banks told of the company's accounts, matched before anybody is reminded."""
    found = feed_rounds.due(company, by=by, on=on, at=at)
    if any(one.new for one in found):
        automatic.propose(company, by=by, on=on)
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
        asking.companies(at=timezone.now()),
        lambda company: asking.ask_waiting(company, at=timezone.now()),
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
