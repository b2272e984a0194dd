"""What became of promises to pay: kept or broken, said once, with a task for who looks after the customer.

`core.promises` decides (`docs/rules/promises.md`); a promise itself is a pause (`pauses.py`).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import dunning
from kvit.core import promises as core
from kvit.core.dunning import PROMISE
from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.core.money import Money, total
from kvit.core.promises import Verdict
from kvit.dunning import situation
from kvit.dunning.models import Pause, PromiseOutcome
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.tables import Page, page
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

AUTOMATION = "promises"
KIND = "promise.broken"


@dataclass
class Judged:
    """What the day's look at promises said."""

    kept: list[Pause] = field(default_factory=list)
    broken: list[Pause] = field(default_factory=list)


def run(company: Company, *, on: date) -> Judged:
    """Say of each promise whose day is over whether it was kept, where that can be said. Looking twice changes
    nothing. The task about a broken one is closed once all that was missing is paid."""
    said = Judged()
    for row in waiting(company, on=on).select_related("party"):
        judge(company, row, said, on=on)
    _close_paid(company, on=on)
    return said


def listed(
    company: Company, *, state: str = "", party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[Pause]:
    """A page of promises in that state of `core.promises.STATES`, or all of them, the newest first.

    Refuses `field.bad_value` for another state.
    """
    if state and state not in core.STATES:
        raise Refused("field.bad_value", field="state", value=state[:20], wanted=", ".join(core.STATES))
    rows = _replaced(Pause.objects.filter(company=company, kind=PROMISE)).select_related("party", "item", "outcome")
    rows = rows.filter(party=party) if party is not None else rows
    return page(rows.filter(_IN_STATE[state]) if state else rows, "-id", size=size, after=after, before=before)


def state_of(row: Pause) -> str:
    """How a promise stands, of those that were `listed`."""
    outcome = getattr(row, "outcome", None)
    if outcome is not None:
        return str(outcome.outcome)
    if row.ended_on is not None:
        return core.ENDED
    return core.REPLACED if row.is_replaced else core.HELD  # type: ignore[attr-defined]


def missing(row: Pause) -> list[Money]:
    """What was missing of a promise that was broken, a sum for each currency; nothing of any other."""
    outcome = getattr(row, "outcome", None)
    sums: dict[str, list[Money]] = {}
    for one in outcome.missing if outcome is not None else ():
        sums.setdefault(one["currency"], []).append(Money(Decimal(one["open"]), one["currency"]))
    return [total(some, currency) for currency, some in sorted(sums.items())]


def waiting(company: Company, *, on: date) -> QuerySet[Pause]:
    """The promises whose day is over and that nobody judged, the oldest first."""
    rows = Pause.objects.filter(company=company, kind=PROMISE, until__lt=on, ended_on=None, outcome=None)
    return _replaced(rows).filter(_IN_STATE[core.HELD]).order_by("pk")


def _replaced(rows: QuerySet[Pause]) -> QuerySet[Pause]:
    """With whether another promise, about the same or about all, was made before anybody judged this one."""
    later = Pause.objects.filter(
        company=OuterRef("company"), party=OuterRef("party"), kind=PROMISE, pk__gt=OuterRef("pk"), ended_on=None
    )
    later = later.filter(Q(item=None) | Q(item=OuterRef("item")))
    return rows.annotate(is_replaced=Exists(later))


@transaction.atomic
def judge(company: Company, row: Pause, said: Judged, *, on: date) -> None:
    """Judge one, as it stands now that the customer and what they owe are held; somebody else may have been first."""
    assert row.until is not None, "a promise has its day"
    Party.objects.select_for_update(no_key=True).get(company=company, pk=row.party_id)
    if not waiting(company, on=on).filter(pk=row.pk).exists():
        return
    open_items.hold(company, open_items.of_customers(company).filter(party=row.party).exclude(balance=0))
    found = situation.of(company, party=row.party)
    verdict = _verdict(row, found, on=on)
    if not verdict.outcome:
        return
    told = [
        {
            "item": found.items[one.key].public_id,
            "number": found.items[one.key].document_number,
            "open": str(one.balance.amount),
            "currency": one.balance.currency,
        }
        for one in verdict.missing
    ]
    row.outcome = PromiseOutcome.objects.create(
        company=company, pause=row, outcome=verdict.outcome, missing=told, said_on=on
    )
    by = automation(AUTOMATION, company)
    events.record(f"promise.{verdict.outcome}", row, by=by, on=on, facts=_facts(company, row))
    if verdict.outcome == core.KEPT:
        said.kept.append(row)
        return
    said.broken.append(row)
    case = Case(
        kind=KIND,
        key=case_key(KIND, row.public_id),
        subject_kind="pause",
        subject_id=row.pk,
        subject_public_id=row.public_id,
        facts=_facts(company, row),
    )
    tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, row.party))


def _verdict(row: Pause, found: situation.Situation, *, on: date) -> Verdict:
    """Of what was open when it was made and due by its day, or of the one document that it names."""
    assert row.until is not None, "a promise has its day"
    for debtor in found.debtors:
        owed = [one for one in debtor.owed if _is_about(row, found.items[one.key])]
        brakes = dunning.held(debtor, on=on, bank_on=found.bank_on)
        return core.verdict(row.until, owed, brakes, country=debtor.country, on=on, bank_on=found.bank_on)
    return core.verdict(row.until, (), {}, country=row.company.country, on=on, bank_on=found.bank_on)


def _is_about(row: Pause, item: OpenItem) -> bool:
    if row.item_id is not None:
        return row.item_id == item.pk
    return row.until is not None and item.opened_on <= row.since and item.due_on <= row.until


def _facts(company: Company, row: Pause) -> dict[str, object]:
    assert row.until is not None, "a promise has its day"
    facts: dict[str, object] = {
        "customer": row.party.name,
        "party": row.party.public_id,
        "until": row.until.isoformat(),
        "responsible": correspondence.responsible(company, row.party).public_id,
    }
    if row.outcome.outcome == core.BROKEN:
        facts["numbers"] = ", ".join(one["number"] for one in row.outcome.missing)[:200]
        facts["amounts"] = ", ".join(f"{format_plain(one.amount, one.currency)} {one.currency}" for one in missing(row))
    return facts


@transaction.atomic
def _close_paid(company: Company, *, on: date) -> None:
    asked = Task.objects.filter(company=company, kind=KIND, status="open").values("subject_id")
    rows = list(PromiseOutcome.objects.filter(company=company, pause__in=asked).select_related("pause"))
    items = {row.pk: {one["item"] for one in row.missing} for row in rows}
    owed = open_items.owed(company).filter(public_id__in=set().union(*items.values()))
    left = set(owed.values_list("public_id", flat=True))
    done = [case_key(KIND, row.pause.public_id) for row in rows if not items[row.pk] & left]
    if done:
        tasks.close(company, done, by=automation(AUTOMATION, company), on=on)


_OPEN = Q(outcome=None, ended_on=None)
_IN_STATE = {
    core.KEPT: Q(outcome__outcome=core.KEPT),
    core.BROKEN: Q(outcome__outcome=core.BROKEN),
    core.ENDED: Q(outcome=None, ended_on__isnull=False),
    core.REPLACED: _OPEN & Q(is_replaced=True),
    core.HELD: _OPEN & Q(is_replaced=False),
}
