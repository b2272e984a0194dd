"""What may be charged for being late, read from the books: each debt with the charges that nobody made yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q

from kvit.checkouts import queries as checkouts
from kvit.collecting import policies, spared
from kvit.collecting.models import LateFeeLine, LateFeePolicy
from kvit.companies.models import Company
from kvit.core import calendar, countries, late_fees, terms
from kvit.core.errors import Refused
from kvit.core.late_fees import BEARING, Agreed, Debt, Fee, Rule
from kvit.core.money import Money, total
from kvit.debits import counting as debit_days
from kvit.dunning import queries as reminders
from kvit.ledger import open_items, rates
from kvit.ledger.cash_vat import GIVEN_UP
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties.models import Party

LOOKED_BACK = timedelta(days=3 * 366)
"""Older debts are not looked at: what they bear is barred by time in most countries."""


@dataclass(frozen=True)
class Gap:
    """What cannot be reckoned, and why."""

    rule: Rule
    refused: Refused


@dataclass(frozen=True)
class Chargeable:
    """An item with what may be charged on it, and what could be if something were known that is not."""

    item: OpenItem
    debt: Debt
    fees: tuple[Fee, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Asked:
    """Which rules and which items (all where none is named), and up to which day interest is reckoned."""

    until: date
    rules: tuple[Rule, ...] = late_fees.RULES
    items: frozenset[str] = frozenset()


def of(company: Company, asked: Asked, *, party: Party | None = None, by_itself: bool = False) -> list[Chargeable]:
    """What may be charged, the oldest due first; nothing for consumers.

    `by_itself`: only what an automation may: nothing that is spared, and of what is still open only what was late on
    the last day of a month that is over, up to that day.
    """
    policy = policies.of(company)
    items = list(_late(company, party=party, on=asked.until, named=asked.items))
    not_again: set[tuple[int, str]] = set()
    if by_itself:
        resting = spared.items(company, items, party=party, on=asked.until)
        items = [one for one in items if one.pk not in resting]
        not_again = spared.taken_back(company, items)
    charged = _charged(company, items)
    agreed = policies.agreed(company, policy)
    reminded = reminders.reminded_late(company, items, on=asked.until)
    found = []
    for item, debt in _debts(company, items, charged):
        until = asked.until if debt.settled_on or not by_itself else late_fees.full_months(asked.until)
        rules = tuple(rule for rule in asked.rules if (item.pk, rule) not in not_again)
        ask = _Ask(company, policy, agreed, replace(asked, rules=rules), until)
        one = _chargeable(item, debt, ask, known=charged[item.pk], is_reminded=item.pk in reminded)
        if one.fees or one.gaps:
            found.append(one)
    return found


@dataclass(frozen=True)
class _Ask:
    company: Company
    policy: LateFeePolicy
    agreed: Agreed
    asked: Asked
    until: date


def _late(company: Company, *, party: Party | None, on: date, named: frozenset[str]) -> Iterable[OpenItem]:
    """Documents that fell due before the day and are open, or of which something came after the due day."""
    came_late = Allocation.objects.filter(
        company=company, undoes=None, undone_by=None, against__opened_on__gt=F("item__due_on")
    )
    items = open_items.of_customers(company).filter(
        Q(balance__gt=0) | Q(pk__in=came_late.values("item")),
        amount__gt=0,
        document_kind__in=BEARING,
        due_on__lt=on,
        due_on__gte=on - LOOKED_BACK,
        party__is_business=True,
    )
    if party is not None:
        items = items.filter(party=party)
    if named:
        items = items.filter(public_id__in=named)
    return items.select_related("party").order_by("due_on", "pk")


def _charged(company: Company, items: Sequence[OpenItem]) -> dict[int, list[LateFeeLine]]:
    found: dict[int, list[LateFeeLine]] = defaultdict(list)
    for line in LateFeeLine.objects.filter(company=company, item__in=[one.pk for one in items], live=True):
        found[line.item_id].append(line)
    return found


def known_now(company: Company, items: Sequence[OpenItem]) -> dict[int, Debt]:
    """By item, its debt as if nothing had been charged; none where credit notes left none. What was written off was
    owed all the same."""
    found = _debts(company, items, defaultdict(list), lowering=BEARING)
    return {item.pk: debt for item, debt in found}


def compensation_by_claim(company: Company, item: OpenItem, debt: Debt) -> Money | None:
    """The fixed sum of the debt where the law reads it by the claim (Poland), else None; None too without a rate."""
    if company.country != "PL":
        return None
    try:
        return _compensation(company, item, debt, on=item.due_on)[0]
    except Refused:
        return None


def _debts(
    company: Company,
    items: Sequence[OpenItem],
    charged: dict[int, list[LateFeeLine]],
    *,
    lowering: tuple[str, ...] = (*BEARING, GIVEN_UP),
) -> Iterable[tuple[OpenItem, Debt]]:
    """Each item as a debt: credit notes and write-offs lower it from the start, money while it is with us.

    What we collected late ourselves was paid on the day that counts (`docs/rules/direct-debit.md`).
    """
    credits: dict[int, Decimal] = defaultdict(Decimal)
    currencies = {item.pk: item.currency for item in items}
    paid: dict[int, list[tuple[date, Money]]] = defaultdict(list)
    counted = debit_days.of_customers(company, {item.party_id for item in items})
    rows = Allocation.objects.filter(company=company, undoes=None, undone_by=None, item__in=[one.pk for one in items])
    for row in rows.select_related("against").order_by("pk"):
        if row.against.document_kind in lowering:
            credits[row.item_id] += row.amount
        elif row.against.document_kind != GIVEN_UP:
            of_payment = row.item_id, row.against.document_id
            is_payment = row.against.document_kind == "payment"
            paid_on = counted.get(of_payment, row.against.opened_on) if is_payment else row.against.opened_on
            paid[row.item_id].append((paid_on, Money(row.amount, row.against.currency)))
    for one in checkouts.were_with_us(company, items):
        amount = Money(one.amount, currencies[one.item])
        paid[one.item] += [(one.since, amount), (one.until, -amount)]
    for item in items:
        until = max((one.until for one in charged[item.pk] if one.rule == "interest"), default=None)
        owed = Money(item.amount - credits[item.pk], item.currency)
        if owed.amount > 0:
            yield item, Debt(owed, item.due_on, tuple(paid[item.pk]), until)


def _chargeable(
    item: OpenItem, debt: Debt, ask: _Ask, *, known: Sequence[LateFeeLine], is_reminded: bool
) -> Chargeable:
    before = {line.rule for line in known}
    wanted = {
        "interest": ask.policy.interest,
        "compensation": ask.policy.compensation and "compensation" not in before,
        "reminder_fee": is_reminded and ask.policy.reminder_fee > 0 and "reminder_fee" not in before,
    }
    fees, gaps = [], []
    for rule in ask.asked.rules:
        if wanted[rule] and debt.was_late(by=ask.until):
            try:
                fee = _fee(rule, item, debt, ask)
            except Refused as refused:
                gaps.append(Gap(rule, refused))
            else:
                fees += [fee] if fee else []
    return Chargeable(item, debt, tuple(fees), tuple(gaps))


def _fee(rule: Rule, item: OpenItem, debt: Debt, ask: _Ask) -> Fee | None:
    if rule == "interest":
        return late_fees.interest(debt, ask.agreed, until=ask.until)
    if rule == "reminder_fee":
        own = Money(ask.policy.reminder_fee, ask.company.currency)
        amount = _in(ask.company, own, item.currency, on=ask.asked.until)
        return late_fees.fixed(rule, debt, amount, law="", on=ask.until)
    amount, law = _compensation(ask.company, item, debt, on=ask.asked.until)
    return late_fees.fixed(rule, debt, amount, law=law, on=ask.until)


def _compensation(company: Company, item: OpenItem, debt: Debt, *, on: date) -> tuple[Money, str]:
    """The fixed sum in the debt's currency, and its law."""
    claim = debt.owed if item.currency == "PLN" or company.currency != "PLN" else _worth(item, debt.owed)
    closed = calendar.closed_days(company.country, since=item.due_on - timedelta(days=40), until=item.due_on)
    found = terms.compensation(claim, country=company.country, due_on=item.due_on, closed=closed)
    return _in(company, found.amount, item.currency, on=found.rate_on or on), found.law


def _worth(item: OpenItem, owed: Money) -> Money:
    """What is owed of the item is worth in the books, which is what Polish sums are read by."""
    return Money(item.base_amount * owed.amount / item.amount, "PLN").rounded()


def _in(company: Company, amount: Money, currency: str, *, on: date) -> Money:
    """The amount in the debt's own currency, by the company's rates of the day. Refuses `rate.missing`."""
    former = countries.profile(company.country).former_currency
    if former and amount.currency == former.currency and company.currency != former.currency:
        amount = Money(amount.amount / former.rate, company.currency).rounded()
    if amount.currency == currency:
        return amount
    worth = rates.exchange(company, amount.currency, on=on).worth(amount.amount)
    if currency == company.currency:
        return Money(worth, currency)
    return Money(worth / rates.exchange(company, currency, on=on).value, currency).rounded()


def interest_without(company: Company, party: Party, apart: Mapping[int, Money], *, on: date) -> dict[int, Decimal]:
    """By item, the interest to the day that was not charged yet, on what is owed but for what is set apart of it."""
    agreed = policies.agreed(company, policies.of(company))
    found = {}
    for one in of(company, Asked(on, rules=("interest",)), party=party):
        debt = one.debt
        if one.item.pk in apart:
            debt = replace(debt, owed=debt.owed - apart[one.item.pk])
        fee = late_fees.interest(debt, agreed, until=on) if one.fees else None
        found[one.item.pk] = fee.amount.amount if fee else Decimal(0)
    return found


def sums(found: Sequence[Chargeable]) -> list[Money]:
    """What it comes to in each currency."""
    fees = [fee.amount for one in found for fee in one.fees]
    currencies = sorted({fee.currency for fee in fees})
    return [total((fee for fee in fees if fee.currency == currency), currency) for currency in currencies]
