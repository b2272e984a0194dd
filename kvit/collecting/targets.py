"""How much money is to be collected in a month, by whom, and what was (`docs/rules/collection-targets.md`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    """One person's month, or that of the customers for whom nobody is named, or (`is_company`) the company's.

    `wanted` is the share that is aimed at, by the day `wanted_by`; `reached` the share on that day, or on the last one
    that is known.
    """

    user: User | None
    is_company: bool
    target: Decimal | None
    figures: Collected
    wanted: Decimal | None = None
    wanted_by: date | None = None
    reached: Decimal | None = None

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
    if not (amount.is_finite() and 0 <= amount <= MOST) or round_half_up(amount, decimals(company.currency)) != amount:
        wanted = f"0 to {MOST}, cents of {company.currency}"
        raise Refused("field.bad_value", field="amount", value=str(amount)[:20], wanted=wanted)
    row = _locked(company, month, person=person, on=on)
    before, row.amount = row.amount, amount
    return _kept(row, {"before": str(before), "amount": str(amount)}, is_news=before != amount, by=by, on=on)


@transaction.atomic
def set_share(
    company: Company, *, month: date, person: str, share: Decimal, by_day: date | None = None, by: Actor, on: date
) -> CollectionTarget:
    """How much of what can be collected is to be, in percent, by a day of the month, else by its end; 0: no such aim.

    Beside the sum, which stays as it is. Refuses as `set_amount`.
    """
    require(by, "target.edit", company)
    if not (share.is_finite() and 0 <= share <= 100) or round_half_up(share, 1) != share:
        raise Refused("field.bad_value", field="share", value=str(share)[:20], wanted="0 to 100, one decimal")
    if by_day is not None and by_day.replace(day=1) != month.replace(day=1):
        raise Refused("field.bad_value", field="by", value=str(by_day), wanted=f"a day of {month:%Y-%m}")
    row = _locked(company, month, person=person, on=on)
    before = (row.share, row.share_by)
    row.share, row.share_by = (share, by_day) if share else (None, None)
    facts: dict[str, object] = {"share": str(share), "by": by_day and by_day.isoformat()}
    return _kept(row, facts, is_news=before != (row.share, row.share_by), by=by, on=on)


def _locked(company: Company, month: date, *, person: str, on: date) -> CollectionTarget:
    """The target of the person or the company, made where it is the month's first."""
    first = month.replace(day=1)
    if end_of_month(first) < on:
        raise Refused("target.over", month=f"{first:%Y-%m}")
    user = whose.colleague(company, person.strip()) if person.strip() else None
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # the first of a month is made once
    row = CollectionTarget.objects.filter(company=company, user=user, month=first).first()
    return row or CollectionTarget(company=company, user=user, month=first, amount=ZERO, version=0)


def _kept(row: CollectionTarget, told: Mapping[str, object], *, is_news: bool, by: Actor, on: date) -> CollectionTarget:
    if row.version and not is_news:
        return row
    row.version += 1
    row.save()
    plain = {name: getattr(row, name) for name in ("company", "version", "amount", "share", "share_by")}
    TargetChange.objects.create(**plain, target=row, set_by_id=person_behind(by), set_on=on)
    facts: dict[str, object] = {"month": f"{row.month:%Y-%m}", "person": row.user and row.user.public_id}
    events.record("target.set", row, by=by, on=on, facts={**facts, **told})
    return row


def month_of(company: Company, month: date, *, by: Actor, on: date) -> Month:
    """The month of that day until its end, or today: all to who sets targets, else the company's row and one's own."""
    require(by, "report.view", company)
    first = month.replace(day=1)
    until = min(end_of_month(first), max(on, first))
    claims = list(_claims(company, first, until))
    figures = collection_targets.by_person(claims, month=first, until=until)
    aims = {one.user_id: one for one in _aims(company, first)}
    days = {min(one.share_by, until) for one in aims.values() if one.share_by is not None}
    then = {day: collection_targets.by_person(claims, month=first, until=day) for day in days if day < until}
    whole = _row(aims.pop(None, None), then, until, figures=collection_targets.in_all(figures))
    keys = {key for key, one in figures.items() if one != Collected()} | set(aims)
    if not sees_all(company, by=by):
        keys &= {person_behind(by)} - {None}
    users = User.objects.in_bulk([key for key in keys if key is not None])
    rows = [
        _row(aims.get(key), then, until, figures=figures.get(key, Collected()), key=key, users=users) for key in keys
    ]
    rows.sort(key=lambda one: (one.user is None, -one.figures.collected, str(one.user)))
    return Month(first, until, whole, rows)


def of_person(company: Company, *, by: Actor, on: date) -> Row | None:
    """How far somebody is this month; None where they have no target."""
    mine = person_behind(by)
    first = on.replace(day=1)
    if mine is None or not _aims(company, first).filter(user=mine):
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


def _aims(company: Company, first: date) -> QuerySet[CollectionTarget]:
    """The targets of the month that are none of nothing."""
    rows = CollectionTarget.objects.filter(Q(amount__gt=0) | Q(share__isnull=False), company=company, month=first)
    return rows.select_related("user")


def _row(
    aim: CollectionTarget | None,
    then: Mapping[date, Mapping[int | None, Collected]],
    until: date,
    *,
    figures: Collected,
    key: int | None = None,
    users: Mapping[int, User] | None = None,
) -> Row:
    """A row; without `users` the company's. `then` are everybody's figures on earlier days by which a share is due."""
    is_company = users is None
    user = users[key] if users is not None and key is not None else None
    if aim is None:
        return Row(user, is_company, None, figures)
    on = then.get(min(aim.share_by or until, until))
    at = figures if on is None else collection_targets.in_all(on) if is_company else on.get(key, Collected())
    return Row(user, is_company, aim.amount or None, figures, aim.share, aim.share_by, at.share if aim.share else None)


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
