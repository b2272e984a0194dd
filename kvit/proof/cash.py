"""Invariants of cash: a book is its account, papers have no gap, no cash moves without its paper."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from django.db.models import Max, Min, Q, Sum

from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.companies.models import Company
from kvit.ledger.models import EntryLine
from kvit.payments.models import Payment

Found = tuple[int, Iterable[str]]


def books(company: Company) -> Found:
    """Each line follows the last one, none is below zero, and what is in the desk is what its account says."""
    broken = []
    desks = list(Desk.objects.filter(company=company).select_related("account"))
    for desk in desks:
        lines = list(CashLine.objects.filter(desk=desk).order_by("nth"))
        follows = all(
            b.nth == a.nth + 1 and b.balance == a.balance + b.amount and b.booked_on >= a.booked_on
            for a, b in pairwise(lines)
        )
        first = not lines or (lines[0].nth == 1 and lines[0].balance == lines[0].amount)
        rows = EntryLine.objects.filter(company=company, account=desk.account, entry__posted=True)
        sums = {row["currency"]: row["sum"] for row in rows.order_by().values("currency").annotate(sum=Sum("amount"))}
        closing = lines[-1].balance if lines else Decimal(0)
        alone = {currency for currency, amount in sums.items() if amount} <= {desk.currency}
        if not (follows and first and alone and sums.get(desk.currency, Decimal(0)) == closing):
            broken.append(f"desk {desk.code}")
        broken += [f"{line.number or line.public_id} below zero" for line in lines if line.balance < 0]
    return len(desks), broken


def papers(company: Company) -> Found:
    """The papers of a desk, kind and year are numbered from 1 without a gap, and no number is printed twice."""
    rows = CashLine.objects.filter(company=company).exclude(form="").order_by()
    runs = rows.values("desk__code", "form", "year").annotate(first=Min("counter"), last=Max("counter"))
    having: dict[tuple[str, str, int], int] = defaultdict(int)
    printed: Counter[tuple[str, str]] = Counter()
    for code, form, year, number in rows.values_list("desk__code", "form", "year", "number"):
        having[code, form, year] += 1
        printed[form, number] += 1
    broken = [
        f"{run['form']} of desk {run['desk__code']}"
        for run in runs
        if run["first"] != 1 or run["last"] != having[run["desk__code"], run["form"], run["year"]]
    ]
    return len(having), [*broken, *(number for (_, number), times in printed.items() if times > 1)]


def paid_in_cash(company: Company) -> Found:
    """Since the first desk every payment in cash is a line of a book, taken back as it was; counts are booked."""
    since = Desk.objects.filter(company=company).aggregate(at=Min("at"))["at"]
    if since is None:
        return 0, []
    later = Q(at__gt=since) | Q(cash_line__isnull=False)
    money = Payment.objects.filter(later, company=company, method="cash")
    rows = list(money.select_related("cash_line__reversed_by", "taken_back"))
    broken = [row.public_id for row in rows if not _is_written(row)]
    counts = CashCount.objects.filter(company=company).select_related("line")
    wrong = [one.public_id for one in counts if one.counted - one.book != (one.line.amount if one.line else Decimal(0))]
    return len(rows), [*broken, *wrong]


def _is_carried(line: CashLine, other: CashLine) -> bool:
    """Whether what left one desk came to the other, and both were taken back or neither."""
    same = (other.amount, other.desk.currency) == (-line.amount, line.desk.currency)
    return same and hasattr(line, "reversed_by") == hasattr(other, "reversed_by")


def _is_written(payment: Payment) -> bool:
    line = getattr(payment, "cash_line", None)
    if line is None or not line.number or abs(line.amount) != payment.amount:
        return False
    return hasattr(payment, "taken_back") == hasattr(line, "reversed_by")


def closed_and_carried(company: Company) -> Found:
    """A closed desk was counted to zero and has nothing in it or after it; what left one desk came to another."""
    desks = list(Desk.objects.filter(company=company).exclude(closed_on=None))
    broken = []
    for desk in desks:
        last = CashLine.objects.filter(desk=desk).order_by("-nth").first()
        counted = CashCount.objects.filter(desk=desk).order_by("-id").first()
        is_empty = last is None or (not last.balance and counted is not None and not counted.counted)
        if not is_empty or CashLine.objects.filter(desk=desk, booked_on__gt=desk.closed_on).exists():
            broken.append(f"desk {desk.code}")
    went = CashLine.objects.filter(company=company, kind="to_desk", reverses=None)
    for line in went.select_related("desk", "reversed_by", "arrived_by__desk", "arrived_by__reversed_by"):
        other = getattr(line, "arrived_by", None)
        if other is None or not _is_carried(line, other):
            broken.append(line.number)
    return len(desks) + went.count(), broken


INVARIANTS = [
    ("I50", "A cash book follows line by line, is never below zero, and closes with what its account says.", books),
    ("I51", "Papers of cash are numbered without a gap.", papers),
    ("I52", "Every payment in cash has its paper, and what was counted is what is booked.", paid_in_cash),
    ("I67", "A closed desk is empty and takes no line; what left a desk came to another.", closed_and_carried),
]
