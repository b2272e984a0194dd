"""Payment plans: asked for by a customer, agreed or declined, kept or broken (`docs/rules/payment-plans.md`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from kvit.arrangements import letters, queries, standing, terms
from kvit.arrangements.models import Plan, PlanInstalment, PlanItem
from kvit.arrangements.standing import Doubts
from kvit.companies.models import Company
from kvit.companies.permissions import automation, person_behind, require
from kvit.core import instalments, lifecycle
from kvit.core.arrangement_lifecycle import LIVE, PLAN
from kvit.core.errors import Refused
from kvit.core.instalments import Instalment
from kvit.core.money import Money, total
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence, linked
from kvit.parties.models import Party

AUTOMATION = "plans"
FIRST_AFTER = timedelta(days=7)
"""So long after today the first instalment is offered."""
FIRST_WITHIN = timedelta(days=31)
"""The first instalment of a customer's wish; a colleague may begin within a year."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which open items, by their ids, in how many instalments from which day on."""

    items: Sequence[str]
    count: int
    first_on: date


@dataclass
class Kept:
    """What the day's look at plans left."""

    broken: list[Plan] = field(default_factory=list)
    completed: list[Plan] = field(default_factory=list)


def foreseen(company: Company, party: Party, wish: Wish, *, on: date, bound: bool = True) -> list[Instalment]:
    """The instalments that the wish comes to; `bound` by the company's limits. Refuses what they do not allow."""
    items = _items(company, party, wish)
    return _parts(company, party, items, wish, on=on, bound=bound)


@transaction.atomic
def ask(company: Company, party: Party, wish: Wish, *, by: Actor, on: date) -> Plan:
    """A customer asks; inside the limits it is agreed at once where the company lets that happen by itself, unless a
    plan of an item that they asked for came to nothing before: then a person decides.

    Refuses `plan.not_offered`, `plan.item_taken` while an item is in a live plan, `plan.disputed`, `plan.no_items`,
    `plan.bad_first`, and what the limits do not allow.
    """
    require(by, "plan.ask", company)
    terms.require_offered(company)
    made = _made(company, party, wish, by=by, on=on, bound=True)
    waits = not by_itself(company, wish.items)
    owner = correspondence.responsible(company, party)
    events.record(
        "plan.proposed", made, by=by, on=on, facts={**told(made), "waits": waits, "responsible": owner.public_id}
    )
    return made if waits else _agreed(company, made, by=automation(AUTOMATION, company), on=on)


def by_itself(company: Company, items: Sequence[str]) -> bool:
    """Whether a plan of these open items, by their ids, is agreed by itself inside the limits."""
    return terms.of(company).level == terms.AUTO and not queries.lapsed(company, items)


@transaction.atomic
def make(company: Company, party: Party, wish: Wish, *, by: Actor, on: date) -> Plan:
    """A colleague writes down what was agreed with the customer; the company's limits do not bind them."""
    require(by, "plan.decide", company)
    made = _made(company, party, wish, by=by, on=on, bound=False)
    events.record("plan.proposed", made, by=by, on=on, facts={**told(made), "waits": False})
    return _agreed(company, made, by=by, on=on)


@transaction.atomic
def agree(company: Company, plan: Plan, *, by: Actor, on: date) -> Plan:
    """Yes: reminders of its items wait while it is kept, and the customer gets its days by mail.

    Refuses `plan.first_passed` where it would be broken today, and `plan.disputed`.
    """
    require(by, "plan.decide", company)
    row = _locked(company, plan)
    if row.status == PLAN.first:
        _require_agreeable(company, row, on=on)
    return _agreed(company, row, by=by, on=on)


@transaction.atomic
def decline(company: Company, plan: Plan, *, answer: str, by: Actor, on: date) -> Plan:
    """No, with the reason that the customer gets by mail. Refuses `reason.missing`, `plan.not_proposed`."""
    require(by, "plan.decide", company)
    if not answer.strip():
        raise Refused("reason.missing", field="answer")
    row = _locked(company, plan)
    row.answer, row.decided_on, row.decided_by_id = answer.strip()[:400], on, person_behind(by)
    _end(row, "decline", by=by, on=on)
    letters.plan_declined(company, row, by=by, on=on)
    return row


@transaction.atomic
def cancel(company: Company, plan: Plan, *, answer: str = "", by: Actor, on: date) -> Plan:
    """It holds no more, at the customer's wish or ours: what is open is asked for again. Refuses `plan.not_live`."""
    require(by, "plan.cancel", company)
    row = _locked(company, plan)
    row.answer = answer.strip()[:400]
    _end(row, "cancel", by=by, on=on)
    return row


def run(company: Company, *, on: date) -> Kept:
    """The day's look: plans of which an instalment was missed are broken, those that are paid are completed.

    Looking twice changes nothing.
    """
    kept = Kept()
    live = queries.live_plans(company)
    doubts = queries.doubts(company, live)
    for plan in live:
        if _turn(plan, doubts, on=on) is not None:
            _turned(company, plan, kept, on=on)
    return kept


def on_settled(event: Event) -> Callable[[], None] | None:
    """What follows when an item is settled: its plan may be at its end."""
    company = Company.objects.get(pk=event.company_id or 0)
    rows = PlanItem.objects.filter(company=company, is_live=True, item_id=event.subject_id)
    plan = Plan.objects.filter(company=company, pk__in=rows.values("plan")).first()
    return None if plan is None else lambda: _turned(company, plan, Kept(), on=event.acted_on)


def on_reopened(event: Event) -> Callable[[], None] | None:
    """What follows when an item is open again: the plan that was kept to its end by it is no more at its end."""
    company = Company.objects.get(pk=event.company_id or 0)
    rows = PlanItem.objects.filter(company=company, item_id=event.subject_id)
    plan = Plan.objects.filter(company=company, pk__in=rows.values("plan")).order_by("-pk").first()
    if plan is None or plan.status != "completed":
        return None
    return lambda: _resumed(company, plan, on=event.acted_on)


def told(row: Plan) -> dict[str, object]:
    """What its events say of it."""
    return {
        "customer": row.party.name,
        "party": row.party.public_id,
        "amount": str(row.amount),
        "currency": row.currency,
        "instalments": row.instalments.count(),
        "numbers": ", ".join(one.item.document_number for one in row.items.select_related("item").order_by("pk"))[:200],
    }


def _items(company: Company, party: Party, wish: Wish) -> list[OpenItem]:
    """What is named and owed by the customer, of one currency. Refuses `plan.no_items`, `open_item.unknown`."""
    named = set(wish.items)
    if not named:
        raise Refused("plan.no_items")
    records = linked.merged(company, party)
    found = list(open_items.owed(company).filter(public_id__in=named, party__in=records))
    if len(found) != len(named):
        raise Refused("open_item.unknown")
    currencies = sorted({item.currency for item in found})
    if len(currencies) > 1:
        raise Refused("money.mixed_currencies", one=currencies[0], other=currencies[1])
    return found


def _parts(
    company: Company, party: Party, items: Sequence[OpenItem], wish: Wish, *, on: date, bound: bool
) -> list[Instalment]:
    last = on + (FIRST_WITHIN if bound else timedelta(days=366))
    if not on <= wish.first_on <= last:
        raise Refused("plan.bad_first", since=on.isoformat(), until=last.isoformat(), field="first_on")
    amount = total((Money(item.balance, item.currency) for item in items), items[0].currency)
    country = party.country or company.country
    parts = instalments.plan(amount, count=wish.count, first_on=wish.first_on, country=country)
    if bound:
        instalments.require_inside(terms.limits(company), parts, on=on)
    return parts


def _made(company: Company, party: Party, wish: Wish, *, by: Actor, on: date, bound: bool) -> Plan:
    """The plan as proposed, its items held. Refuses `plan.item_taken`, `plan.disputed`."""
    items = _items(company, party, wish)
    open_items.hold(company, items)
    if queries.plan_ids(company, items):
        raise Refused("plan.item_taken")
    if queries.disputed(company, items):
        raise Refused("plan.disputed")
    items = _items(company, party, wish)  # as they stand now that they are held
    parts = _parts(company, party, items, wish, on=on, bound=bound)
    amount = total((part.amount for part in parts), items[0].currency)
    plan = Plan.objects.create(
        company=company,
        party=party,
        currency=amount.currency,
        amount=amount.amount,
        is_asked=bound,
        grace_days=terms.of(company).grace_days,
        made_on=on,
    )
    PlanItem.objects.bulk_create(PlanItem(company=company, plan=plan, item=item, amount=item.balance) for item in items)
    PlanInstalment.objects.bulk_create(
        PlanInstalment(company=company, plan=plan, position=at, due_on=part.due_on, amount=part.amount.amount)
        for at, part in enumerate(parts, start=1)
    )
    return plan


def _require_agreeable(company: Company, row: Plan, *, on: date) -> None:
    """As it stands now that its items are held, the day may be long after it was asked for."""
    items = OpenItem.objects.filter(company=company, plan_items__plan=row)
    open_items.hold(company, items)
    if queries.disputed(company, list(items)):
        raise Refused("plan.disputed")
    read = queries.find_plan(company, row.public_id)
    until = instalments.holds_until(standing.parts_of(read), standing.settled_of(read), grace_days=read.grace_days)
    if until is not None and on > until:
        raise Refused("plan.first_passed", day=(until - timedelta(days=read.grace_days)).isoformat())


def _agreed(company: Company, row: Plan, *, by: Actor, on: date) -> Plan:
    row.status = lifecycle.after(PLAN, row.status, "agree")
    row.decided_on, row.decided_by_id = on, person_behind(by)
    row.save(update_fields=["status", "decided_on", "decided_by"])
    events.record("plan.agreed", row, by=by, on=on, facts=told(row))
    letters.plan_agreed(company, queries.find_plan(company, row.public_id), by=by, on=on)
    return row


def _turn(plan: Plan, doubts: Doubts, *, on: date) -> str | None:
    """What a plan that was read whole has come to on the day: `complete`, `break`, or nothing. What is disputed of its
    items breaks no plan and completes none; once that is answered the customer has the days that were left."""
    if standing.settled_of(plan) >= Money(plan.amount, plan.currency):
        return "complete"
    until = standing.kept_until(plan, doubts)
    return "break" if plan.status == "agreed" and until is not None and on > until else None


@transaction.atomic
def _turned(company: Company, plan: Plan, kept: Kept, *, on: date) -> None:
    """Break or complete it, as it stands now that it and its items are held; somebody else may have been first."""
    row = Plan.objects.select_for_update(of=("self",)).get(company=company, pk=plan.pk)
    if row.status not in LIVE:
        return
    open_items.hold(company, OpenItem.objects.filter(company=company, plan_items__plan=row))
    row = queries.find_plan(company, row.public_id)
    verb = _turn(row, queries.doubts(company, [row]), on=on)
    by = automation(AUTOMATION, company)
    if verb == "complete":
        _end(row, verb, by=by, on=on)
        kept.completed.append(row)
    elif verb == "break":
        _end(row, verb, by=by, on=on)
        letters.plan_broken(company, queries.find_plan(company, row.public_id), by=by, on=on)
        kept.broken.append(row)


@transaction.atomic
def _resumed(company: Company, plan: Plan, *, on: date) -> None:
    """It holds again, or waits again for an answer, once; not where something of it is in another plan by now."""
    row = _locked(company, plan)
    items = OpenItem.objects.filter(company=company, plan_items__plan=row)
    open_items.hold(company, items)
    if row.status != "completed" or PlanItem.objects.filter(company=company, is_live=True, item__in=items).exists():
        return
    read = queries.find_plan(company, row.public_id)
    if standing.settled_of(read) >= Money(row.amount, row.currency):
        return
    waits = row.decided_on is None
    row.status = lifecycle.after(PLAN, row.status, "ask_again" if waits else "resume")
    row.ended_on, row.resumed_on = None, on
    row.save(update_fields=["status", "ended_on", "resumed_on"])
    PlanItem.objects.filter(company=company, plan=row).update(is_live=True)
    owner = correspondence.responsible(company, row.party)
    facts = {**told(row), "waits": waits, "responsible": owner.public_id}
    events.record("plan.reopened", row, by=automation(AUTOMATION, company), on=on, facts=facts)


def _locked(company: Company, plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("party").get(company=company, pk=plan.pk)


def _end(row: Plan, verb: str, *, by: Actor, on: date) -> None:
    row.status, row.ended_on = lifecycle.after(PLAN, row.status, verb), on
    row.save(update_fields=["status", "ended_on", "answer", "decided_on", "decided_by"])
    PlanItem.objects.filter(company=row.company, plan=row, is_live=True).update(is_live=False)
    owner = correspondence.responsible(row.company, row.party)
    facts = {**told(row), "responsible": owner.public_id}
    events.record(f"plan.{row.status}", row, by=by, on=on, facts=facts, reason=row.answer)
