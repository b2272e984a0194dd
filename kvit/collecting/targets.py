"""How much money is to be collected in a month, by whom, and what was (`docs/rules/collection-targets.md`)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from kvit.collecting.models import CollectionTarget, TargetChange
from kvit.companies import whose
from kvit.companies.models import Company, User
from kvit.companies.permissions import allowed, person_behind, require
from kvit.core import collection_targets
from kvit.core.calendar import end_of_month
from kvit.core.collection_targets import Claim, Collected, Move
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties import entrusting
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving

MONEY = "payment"
MOST = Decimal(10_000_000_000)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Row:
    """One person's month, or that of the customers for whom nobody is named, or (`is_company`) the company's."""

    user: User | None
    is_company: bool
    target: Decimal | None
    figures: Collected

    @property
    def progress(self) -> Decimal | None:
        """Collected of the target, in percent."""
        return None if self.target is None else collection_targets.progress(self.figures.collected, self.target)


@dataclass(frozen=True)
class Month:
    """What the asker may see of a month: the company's row, then people's, who collected most first."""

    first: date
    until: date
    company: Row
    people: Sequence[Row]


@transaction.atomic
def set_amount(company: Company, *, month: date, person: str, amount: Decimal, by: Actor, on: date) -> CollectionTarget:
    """The target of a colleague (id or e-mail), or with none of the company, for the month of that day; 0: none.

    Refuses `target.over` once the month is over, `user.unknown` and `field.bad_value`.
    """
    require(by, "target.edit", company)
    first = month.replace(day=1)
    if end_of_month(first) < on:
        raise Refused("target.over", month=f"{first:%Y-%m}")
    if not (amount.is_finite() and 0 <= amount <= MOST) or round_half_up(amount, decimals(company.currency)) != amount:
        wanted = f"0 to {MOST}, cents of {company.currency}"
        raise Refused("field.bad_value", field="amount", value=str(amount)[:20], wanted=wanted)
    user = whose.colleague(company, person.strip()) if person.strip() else None
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # the first of a month is made once
    row = CollectionTarget.objects.filter(company=company, user=user, month=first).first()
    before = row.amount if row is not None else ZERO
    if row is None:
        row = CollectionTarget(company=company, user=user, month=first, version=0)
    elif before == amount:
        return row
    row.amount, row.version = amount, row.version + 1
    row.save()
    TargetChange.objects.create(
        company=company, target=row, version=row.version, amount=amount, set_by_id=person_behind(by), set_on=on
    )
    facts = {"month": f"{first:%Y-%m}", "person": user and user.public_id, "before": str(before), "amount": str(amount)}
    events.record("target.set", row, by=by, on=on, facts=facts)
    return row


def month_of(company: Company, month: date, *, by: Actor, on: date) -> Month:
    """The month of that day until its end, or today: all to who sets targets, else the company's row and one's own."""
    require(by, "report.view", company)
    first = month.replace(day=1)
    until = min(end_of_month(first), max(on, first))
    figures = collection_targets.by_person(_claims(company, first, until), month=first, until=until)
    aims = CollectionTarget.objects.filter(company=company, month=first, amount__gt=0).select_related("user")
    wanted = {one.user_id: one.amount for one in aims}
    whole = Row(None, True, wanted.pop(None, None), collection_targets.in_all(figures))
    keys = {key for key, one in figures.items() if one != Collected()} | set(wanted)
    if not sees_all(company, by=by):
        keys &= {person_behind(by)} - {None}
    users = User.objects.in_bulk([key for key in keys if key is not None])
    rows = [
        Row(users[key] if key is not None else None, False, wanted.get(key), figures.get(key, Collected()))
        for key in keys
    ]
    rows.sort(key=lambda one: (one.user is None, -one.figures.collected, str(one.user)))
    return Month(first, until, whole, rows)


def of_person(company: Company, *, by: Actor, on: date) -> Row | None:
    """How far somebody is this month; None where they have no target."""
    mine = person_behind(by)
    first = on.replace(day=1)
    if mine is None or not CollectionTarget.objects.filter(company=company, user=mine, month=first, amount__gt=0):
        return None
    found = month_of(company, on, by=by, on=on)
    return next((one for one in found.people if one.user is not None and one.user.pk == mine), None)


def sees_all(company: Company, *, by: Actor) -> bool:
    """Whether they see how much each colleague collected (GDPR art. 5(1)(c): nobody else needs it)."""
    return allowed(by, "target.edit", company)


def changes(company: Company, month: date, *, by: Actor) -> list[TargetChange]:
    """How the targets of the month came to be so, the newest first; as far as the asker may see them."""
    require(by, "report.view", company)
    rows = TargetChange.objects.filter(company=company, target__month=month.replace(day=1))
    if not sees_all(company, by=by):
        rows = rows.filter(Q(target__user=None) | Q(target__user=person_behind(by)))
    return list(rows.select_related("target__user", "set_by").order_by("-pk"))


def _claims(company: Company, first: date, until: date) -> Iterator[Claim]:
    """What customers owe by the month's end, and was not settled before it began."""
    claims = open_items.of_customers(company).filter(amount__gt=0, line__entry__reverses=None)
    claims = claims.exclude(document_kind=MONEY)  # what we paid back is no claim
    due = claims.filter(due_on__lte=end_of_month(first), opened_on__lte=until)
    moved = Allocation.objects.filter(company=company, allocated_on__gte=first).values("item")
    due = due.filter(Q(balance__gt=0) | Q(pk__in=moved))
    moves = _moves(company, due)
    items = list(due.select_related("party__merged_into"))
    parties: dict[int, Party] = {item.party_id: surviving(item.party) for item in items}
    keepers = entrusting.keepers(company, parties.values())
    for item in items:
        kept = keepers[parties[item.party_id].pk]
        yield Claim(item.opened_on, item.due_on, item.base_amount, moves[item.pk], kept)


def _moves(company: Company, items: QuerySet[OpenItem]) -> dict[int, list[Move]]:
    """What settled each item and when, by the key of the item; nothing settles it before it was opened."""
    found: dict[int, list[Move]] = defaultdict(list)
    rows = Allocation.objects.filter(company=company, item__in=items.order_by().values("pk")).order_by("pk")
    named = ("allocated_on", "item_base", "against__document_kind", "undoes__allocated_on")
    for key, opened, on, base, kind, undoes_of in rows.values_list("item_id", "item__opened_on", *named):
        was = undoes_of and max(undoes_of, opened)
        found[key].append(Move(max(on, opened), base, kind == MONEY, was))
    return found
