"""What is owed to us, by how late it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, Count, Sum, Value, When

from kvit.companies.models import Company
from kvit.core.money import Money
from kvit.ledger.models import OpenItem

AGES = ("not_due", "1-30", "31-60", "61-90", "over_90")


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
    owed = OpenItem.objects.filter(company=company, balance__gt=0)
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
