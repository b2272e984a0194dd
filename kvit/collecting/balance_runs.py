"""Asking everybody about the balance of the year's end: put before a person, or by itself, once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from kvit.banking import queries as bank
from kvit.collecting import balance_letters, balance_papers, balances, papers, queries
from kvit.collecting.models import BalanceLetter
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import balance_days
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

AUTOMATION = "collect"
DUE, TO_POST = "balance_letter.due", "balance_letter.to_post"


@dataclass
class Asking:
    """What the day's look left: letters made, and how many parties were put before a person."""

    made: list[BalanceLetter] = field(default_factory=list)
    proposed: int = 0


def run(company: Company, *, on: date) -> Asking:
    """In the first months of a year, ask about the end of the last one. Twice is once.

    `suggest` opens one task; `auto` makes the letters as soon as the bank's figures reach the day, and opens a task for
    those that cannot be mailed. Where the bank is late, a person is asked from 9 January on.
    """
    done, day = Asking(), balance_days.asked_about(on)
    level, by = autopilot.level(company, AUTOMATION), automation(AUTOMATION, company)
    if day is None or level == autopilot.OFF:
        _keep(company, set(), by=by, on=on)
        return done
    is_known = balance_days.is_known(day, bank.known_until(company))
    if not is_known and balance_days.may_wait(on):
        return done
    if level == autopilot.AUTO and is_known:
        _keep(company, set(), by=by, on=on)
        done.made = balance_letters.make_all(company, balance_on=day, by=by, on=on)
        _to_post(company, day, by=by, on=on)
        return done
    done.proposed = _propose(company, day, len(_unasked(company, day)), by=by, on=on)
    return done


def on_made(event: Event) -> Callable[[], None] | None:
    """What follows when a letter was made by itself: its mail, once. A person mails what they made themselves."""
    if (event.actor_kind, event.actor_name) != ("automation", AUTOMATION):
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    row = queries.balance_letter(company, event.subject_public_id)
    paper = balance_papers.paper_of(company, row)
    return papers.first(company, paper, by=automation(AUTOMATION, company), on=event.acted_on)


@transaction.atomic
def _propose(company: Company, day: date, left: int, *, by: Actor, on: date) -> int:
    """One task about the day, opened once: whoever did or dismissed it is not asked again."""
    key = case_key(DUE, day.isoformat())
    _keep(company, {key} if left else set(), by=by, on=on)
    if not left or Task.objects.filter(company=company, key=key).exclude(status="open").exists():
        return 0
    case = _case(company, DUE, day, count=left, days=balance_days.days_left(company.country, on=on))
    tasks.open(company, case, by=by, on=on)
    return left


@transaction.atomic
def _to_post(company: Company, day: date, *, by: Actor, on: date) -> None:
    """One task about the day's letters that no mail takes, however many looks it took to make them all."""
    rows = BalanceLetter.objects.filter(company=company, balance_on=day).select_related("party")
    parties = [row.party for row in rows]
    nowhere = len(parties) - len(correspondence.with_mailbox(company, parties))
    last = Task.objects.filter(company=company, key=case_key(TO_POST, day.isoformat())).order_by("pk").last()
    if nowhere and (last is None or last.status == "open" or int(last.facts["count"]) < nowhere):
        tasks.open(company, _case(company, TO_POST, day, count=nowhere), by=by, on=on)


def _case(company: Company, kind: str, day: date, *, count: int, days: int | None = None) -> Case:
    return Case(
        kind=kind,
        key=case_key(kind, day.isoformat()),
        subject_kind="company",
        subject_id=company.pk,
        subject_public_id=company.public_id,
        facts={"count": count, "since": day.isoformat()},
        days=days,
    )


def _unasked(company: Company, day: date) -> set[int]:
    asked = BalanceLetter.objects.filter(company=company, balance_on=day).values_list("party_id", flat=True)
    kept = Party.objects.filter(company=company, pk__in=set(balances.at(company, on=day)) - set(asked))
    return set(kept.values_list("pk", flat=True))


@transaction.atomic
def _keep(company: Company, keys: set[str], *, by: Actor, on: date) -> None:
    """Close the open tasks about days that nobody is to be asked about any more."""
    waiting = Task.objects.filter(company=company, kind=DUE, status="open").values_list("key", flat=True)
    tasks.close(company, sorted(set(waiting) - keys), by=by, on=on)
