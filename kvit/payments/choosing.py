"""Which discounts a run takes, against a simple forecast of the balance: `docs/rules/discounts.md`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from kvit.companies.models import Company
from kvit.core import discounts
from kvit.core.discounts import Offer
from kvit.core.errors import Fact
from kvit.core.formatting import format_exact, format_plain
from kvit.core.money import Money
from kvit.core.payment_day import NotTaken, Owed, Way
from kvit.core.payment_plan import Forecast, Plan, plan
from kvit.ledger import open_items
from kvit.ledger.models import EntryLine
from kvit.payments import gathering
from kvit.payments.gathering import Gathered, LeftOut, Wanted
from kvit.payments.models import LIVE, RunItem

NO_FLOOR = Decimal(-(10**13))
"""Below every balance that the books hold: a company without a floor is told the lowest balance, and no more."""


@dataclass(frozen=True)
class Chosen:
    """The rows as they are paid, what the floor left out, and what was reckoned with."""

    rows: list[RunItem]
    left_out: list[LeftOut]
    told: dict[str, object]


def choose(company: Company, found: Gathered, *, wanted: Wanted, floor: Decimal | None, on: date) -> Chosen:
    """The discounts that earn most without going below the floor, and the best day for every bill.

    What is due after the day and whose discount is not taken is not in the run; what the floor does not let be paid
    is left out. Both leave credit notes for other bills, so that all is looked at anew.
    """
    rows, left_out = list(found.rows), list(found.left_out)
    while True:
        made, beside = _planned(company, rows, found=found, wanted=wanted, floor=floor, on=on)
        taken = {way.key: way for way in made.ways if way.why == "discount"}
        held = {one.key: one for one in made.held}
        out = [row for row in rows if _is_out(row, taken, until=wanted.until) or row.item.public_id in held]
        if not out:
            break
        for row in out:
            if (one := held.get(row.item.public_id)) is not None and row.item.due_on <= wanted.until:
                facts: dict[str, Fact] = {"on": one.short_on.isoformat(), "lacks": _plain(one.lacks)}
                left_out.append(
                    gathering.left_out_of(row.item, "run.below_floor", {**facts, "currency": row.item.currency})
                )
        rows = _netted_anew(company, [row for row in rows if row not in out])
    _set_days(rows, made, offers=found.offers)
    return Chosen(rows, left_out, {**beside, **_told(made, rows)})


def forecast(
    company: Company, rows: Sequence[RunItem], *, currency: str, floor: Decimal | None, first: date
) -> Forecast:
    """What the books have in the bank, what customers owe on its due day, and all we owe that is not to be paid now:
    other bills, and what is held of these.

    What customers should have paid before is not counted: nobody knows when it comes.
    """
    flows: dict[date, Money] = defaultdict(lambda: Money.zero(currency))
    for item in open_items.owed(company).filter(currency=currency, due_on__gte=first):
        flows[item.due_on] += Money(item.balance, currency)
    flying = RunItem.objects.filter(company=company, status__in=LIVE, run__currency=currency, pays__gt=0)
    live = {one.item_id: one for one in flying}
    ours = {row.item_id: row for row in rows}
    for item in open_items.of_suppliers(company).exclude(balance=0).filter(currency=currency, balance__lt=0):
        if item.pk in live:
            flows[max(first, live[item.pk].pay_on)] -= Money(live[item.pk].pays, currency)
        left = {**ours, **live}.get(item.pk)
        flows[max(first, item.due_on)] -= Money(-item.balance if left is None else left.held, currency)
    in_bank = EntryLine.objects.filter(company=company, account__role="bank", currency=currency, entry__posted=True)
    opening = Money(in_bank.aggregate(sum=Sum("amount"))["sum"] or Decimal(0), currency)
    return Forecast(opening, flows, Money(NO_FLOOR if floor is None else floor, currency))


def _planned(
    company: Company, rows: Sequence[RunItem], *, found: Gathered, wanted: Wanted, floor: Decimal | None, on: date
) -> tuple[Plan, dict[str, object]]:
    currency = wanted.account.currency
    bank, first = gathering.bank_days(company, currency, on=on)
    bills = [
        Owed(key, owed, row.item.due_on, discounts.offers(owed, found.offers.get(key, ())))
        for row in rows
        if row.pays and (key := row.item.public_id) and (owed := Money(row.pays, currency))
    ]
    seen = forecast(company, rows, currency=currency, floor=floor, first=first)
    beside = {"opening": _plain(seen.opening), "floor": None if floor is None else _plain(seen.floor)}
    return plan(bills, seen, first=first, bank=bank), dict(beside)


def _is_out(row: RunItem, taken: dict[str, Way], *, until: date) -> bool:
    return row.item.balance < 0 and row.item.due_on > until and row.item.public_id not in taken


def _netted_anew(company: Company, rows: Sequence[RunItem]) -> list[RunItem]:
    of_party: dict[int, list[RunItem]] = defaultdict(list)
    for row in rows:
        of_party[row.item.party_id].append(row)
    return [
        row
        for some in of_party.values()
        if any(one.item.balance < 0 for one in some)
        for row in gathering.net(company, some)
    ]


def _set_days(rows: Sequence[RunItem], made: Plan, *, offers: dict[str, list[Offer]]) -> None:
    ways = {way.key: way for way in made.ways}
    for row in rows:
        way = ways.get(row.item.public_id)
        if way is None:
            row.why = ""
            continue
        row.pay_on, row.why = way.on, way.why
        if way.why == "discount":
            one = _offer(Money(row.pays, row.item.currency), way, offers[way.key])
            gathering.take_off(row, percent=one.percent, until=one.until)


def _offer(owed: Money, way: Way, offers: Sequence[Offer]) -> Offer:
    """The offer that the way takes: of those that take off as much the one that holds longest."""
    same = [one for one in offers if [found.discount for found in discounts.offers(owed, [one])] == [way.saves]]
    return max(same, key=lambda one: one.until)


def _told(made: Plan, rows: Sequence[RunItem]) -> dict[str, object]:
    numbers = {row.item.public_id: row.number for row in rows}
    return {
        "earns": _plain(made.earns),
        "lowest": _plain(made.lowest),
        "lowest_on": made.lowest_on.isoformat(),
        "saw_all": made.saw_all,
        "yearly": {way.key: format_exact(way.yearly) for way in made.ways if way.yearly is not None},
        "not_taken": [_left(one, numbers) for one in made.left if one.key in numbers],
    }


def _left(one: NotTaken, numbers: dict[str, str]) -> dict[str, str]:
    return {
        "number": numbers[one.key],
        "discount": _plain(one.offer.discount),
        "until": one.offer.until.isoformat(),
        "why": one.why,
    }


def _plain(amount: Money) -> str:
    return format_plain(amount.amount, amount.currency)
