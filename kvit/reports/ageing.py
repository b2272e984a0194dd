"""What is owed to us, by how late it is; on any day, in sum and item by item."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, Count, Q, Sum, Value, When

from kvit.companies.models import Company
from kvit.core.money import Money
from kvit.ledger import open_items
from kvit.ledger.models import Allocation, OpenItem

AGES = ("not_due", "1-30", "31-60", "61-90", "over_90")
LIMITS = (0, 30, 60, 90)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Age:
    """One age: how many items, and how much is open on them in company currency."""

    key: str
    count: int
    open: Money


def ageing(company: Company, *, on: date, party_id: int | None = None) -> list[Age]:
    """Open amounts by days since the due day: not due, 1-30, 31-60, 61-90, over 90; every age is there.

    What customers have paid too much is no part of it: it is theirs and does not make others less late.
    """
    owed = open_items.owed(company)
    if party_id is not None:
        owed = owed.filter(party_id=party_id)
    late = Case(
        When(due_on__gte=on, then=Value("not_due")),
        When(due_on__gte=on - timedelta(days=30), then=Value("1-30")),
        When(due_on__gte=on - timedelta(days=60), then=Value("31-60")),
        When(due_on__gte=on - timedelta(days=90), then=Value("61-90")),
        default=Value("over_90"),
        output_field=CharField(),
    )
    rows = owed.order_by().values_list(late).annotate(count=Count("pk"), open=Sum("base_balance"))
    found = {key: (count, amount) for key, count, amount in rows}
    ages = []
    for key in AGES:
        count, amount = found.get(key, (0, Decimal(0)))
        ages.append(Age(key, count, Money(amount, company.currency)))
    return ages


@dataclass(frozen=True)
class Ageing:
    """Amounts by bucket in company currency, and their sum; credits are not set off."""

    on: date
    amounts: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), ZERO)

    @property
    def overdue(self) -> Decimal:
        return self.total - self.amounts[AGES[0]]


@dataclass(frozen=True)
class Row:
    """One customer's line of the ageing."""

    customer: str
    customer_id: str
    amounts: dict[str, Decimal]
    total: Decimal


def bucket(due_on: date, on: date) -> str:
    """The bucket of an item on a day."""
    late = (on - due_on).days
    return AGES[sum(late > limit for limit in LIMITS)]


def receivables(company: Company, *, on: date) -> Ageing:
    """The whole company in one query."""
    if _is_today(company, on):
        return Ageing(on, {age.key: age.open.amount for age in ageing(company, on=on)})
    amounts = dict.fromkeys(AGES, ZERO)
    for item, balance in _as_of(company, on):
        amounts[bucket(item.due_on, on)] += balance
    return Ageing(on, amounts)


def by_customer(company: Company, *, on: date) -> list[Row]:
    """A line for each customer who owes something, the largest first."""
    if _is_today(company, on):
        found = open_items.owed(company).order_by().values_list("party__name", "party__public_id").annotate(**_sums(on))
        rows = [
            _row(name, public_id, {age: amount or ZERO for age, amount in zip(AGES, amounts, strict=True)})
            for name, public_id, *amounts in found
        ]
    else:
        parties: dict[tuple[str, str], dict[str, Decimal]] = {}
        for item, balance in _as_of(company, on):
            key = (item.party.name, item.party.public_id)
            sums = parties.setdefault(key, dict.fromkeys(AGES, ZERO))
            sums[bucket(item.due_on, on)] += balance
        rows = [_row(*key, sums) for key, sums in parties.items()]
    return sorted(rows, key=lambda row: (-row.total, row.customer))


def documents(company: Company, *, on: date) -> list[tuple[OpenItem, Decimal]]:
    """The items behind the figure, with what was open of each on the day."""
    return sorted(_as_of(company, on), key=lambda pair: (pair[0].due_on, pair[0].pk))


def _row(customer: str, customer_id: str, amounts: dict[str, Decimal]) -> Row:
    return Row(customer, customer_id, amounts, sum(amounts.values(), ZERO))


def _sums(on: date) -> dict[str, Sum]:
    ends = [on, *(on - timedelta(days=limit) for limit in LIMITS[1:])]
    within = [
        Q(due_on__gte=ends[0]),
        Q(due_on__lt=ends[0], due_on__gte=ends[1]),
        Q(due_on__lt=ends[1], due_on__gte=ends[2]),
        Q(due_on__lt=ends[2], due_on__gte=ends[3]),
        Q(due_on__lt=ends[3]),
    ]
    return {name: Sum("base_balance", filter=one) for name, one in zip(AGES, within, strict=True)}


def _is_today(company: Company, on: date) -> bool:
    """Whether nothing was booked or allocated after the day, so that the balances of now are those of the day."""
    later_items = open_items.of_customers(company).filter(opened_on__gt=on)
    later = Allocation.objects.filter(company=company, allocated_on__gt=on)
    return not later_items.exists() and not later.exists()


def _as_of(company: Company, on: date) -> list[tuple[OpenItem, Decimal]]:
    """Each item with its balance of the day in company currency: its amount less what was allocated until then."""
    until = Q(allocations__allocated_on__lte=on)
    items = (
        open_items.of_customers(company)
        .filter(amount__gt=0, opened_on__lte=on)
        .select_related("party")
        .annotate(
            gone=Sum("allocations__amount", filter=until),
            gone_base=Sum("allocations__item_base", filter=until),
        )
    )
    return [
        (item, item.base_amount - (item.gone_base or ZERO)) for item in items if item.amount - (item.gone or ZERO) > 0
    ]
