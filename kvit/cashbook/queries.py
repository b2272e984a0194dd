"""Reading cash: desks, a line, a day of a book, counts, what is on the way to the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.companies.models import Company
from kvit.core import cash
from kvit.core.cash import Day, Movement
from kvit.core.errors import Refused
from kvit.ledger.models import EntryLine
from kvit.tables import Page, page

RELATED = ("desk__account", "party", "payment", "reverses", "reversed_by", "faces", "written_by")


@dataclass(frozen=True)
class DayBook:
    """A day of a desk's book: its sums and its lines in order."""

    desk: Desk
    day: Day
    lines: list[CashLine]


def desks(company: Company) -> list[Desk]:
    """The company's desks in the order in which they were opened."""
    rows = Desk.objects.filter(company=company).select_related("account", "transit", "responsible")
    return list(rows.order_by("nth"))


def desk(company: Company, reference: str) -> Desk:
    """The desk of that id or code; the only open one where none is named. Refuses `desk.unknown`, `desk.none`."""
    found = desks(company)
    if not found:
        raise Refused("desk.none")
    still_open = [one for one in found if one.closed_on is None]
    if not reference and len(still_open) == 1:
        return still_open[0]
    for one in found:
        if reference == one.public_id or reference.upper() == one.code:
            return one
    raise Refused("desk.unknown", desk=reference[:60])


def takes(company: Company, currency: str) -> bool:
    """Whether there is an open desk for cash of the currency."""
    return Desk.objects.filter(company=company, currency=currency, closed_on=None).exists()


def open_in(company: Company, currency: str) -> list[Desk]:
    """The open desks of that currency, in the order in which they were opened."""
    return [one for one in desks(company) if one.currency == currency and one.closed_on is None]


def balance(company: Company, desk: Desk) -> Decimal:
    """What is in the desk now, by its book."""
    last = CashLine.objects.filter(company=company, desk=desk).order_by("-nth").values_list("balance", flat=True)
    return last.first() or Decimal(0)


def line(company: Company, public_id: str) -> CashLine:
    """The line of that id. Refuses `cash.unknown`."""
    row = CashLine.objects.filter(company=company, public_id=public_id).select_related(*RELATED).first()
    if row is None:
        raise Refused("cash.unknown", line=public_id[:60])
    return row


def lines(company: Company, desk: Desk, *, size: int = 25, after: str = "", before: str = "") -> Page[CashLine]:
    """A page of a desk's book, the newest line first."""
    rows = CashLine.objects.filter(company=company, desk=desk).select_related(*RELATED)
    return page(rows, "-id", size=size, after=after, before=before)


def day_book(company: Company, desk: Desk, *, on: date) -> DayBook:
    """A day of the book: its opening, its lines, its closing."""
    rows = CashLine.objects.filter(company=company, desk=desk)
    today = list(rows.filter(booked_on=on).select_related(*RELATED).order_by("nth"))
    before = rows.filter(booked_on__lt=on).order_by("-nth").values_list("booked_on", "balance").first()
    known = [] if before is None else [Movement(*before)]
    moved = [Movement(one.booked_on, one.amount) for one in today]
    return DayBook(desk, cash.day_of([*known, *moved], on), today)


def days(company: Company, desk: Desk, *, most: int = 60) -> list[date]:
    """The last days on which the book has lines, the newest first."""
    rows = CashLine.objects.filter(company=company, desk=desk).order_by("-booked_on")
    return list(rows.values_list("booked_on", flat=True).distinct()[:most])


def counts(company: Company, desk: Desk, *, most: int = 10) -> list[CashCount]:
    """The last counts of a desk, the newest first."""
    rows = CashCount.objects.filter(company=company, desk=desk).select_related("counted_by", "line", "desk")
    return list(rows.order_by("-id")[:most])


def count(company: Company, public_id: str) -> CashCount:
    """The count of that id. Refuses `cash.count_unknown`."""
    row = CashCount.objects.filter(company=company, public_id=public_id).select_related("counted_by", "line", "desk")
    found = row.first()
    if found is None:
        raise Refused("cash.count_unknown", count=public_id[:60])
    return found


def of_payments(company: Company, keys: Sequence[int]) -> dict[int, CashLine]:
    """The lines of the book that these payments are, by the payment's key."""
    rows = CashLine.objects.filter(company=company, payment__in=keys).select_related("desk")
    return {row.payment_id: row for row in rows if row.payment_id is not None}


def on_the_way(company: Company) -> dict[str, Decimal]:
    """Cash between the desks and the bank, by currency: above zero what the bank has not written yet."""
    keys = Desk.objects.filter(company=company).values("transit_id")
    rows = EntryLine.objects.filter(company=company, account__in=keys, entry__posted=True).order_by()
    sums = rows.values_list("currency").annotate(sum=Sum("amount"))
    return {currency: amount for currency, amount in sums if amount}
