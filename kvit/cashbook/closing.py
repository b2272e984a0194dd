"""Closing a desk for good: it is empty and counted so; its book, its papers and their numbers stay."""

from datetime import date

from django.db import transaction

from kvit.cashbook import book
from kvit.cashbook.models import CashCount, Desk
from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core import cash
from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.core.permissions import Actor
from kvit.events import events


@transaction.atomic
def close(company: Company, desk: Desk, *, by: Actor, on: date) -> Desk:
    """Close it: from now on nothing is written at it, and its account takes no entry.

    Refuses `cash.no_person`, `desk.closed`, `desk.has_money` while something is in it, and `desk.not_counted` where
    nobody counted it to zero after its last line: that day is not finished.
    """
    require(by, "desk.edit", company)
    person = require_person(by, Refused("cash.no_person"))
    opened = book.hold(company, desk)
    row = opened.desk
    if opened.balance:
        left = format_plain(opened.balance, row.currency)
        raise Refused("desk.has_money", desk=row.code, left=left, currency=row.currency)
    if opened.last is not None:
        cash.require_order(on, last_on=opened.last.booked_on)
        counted = CashCount.objects.filter(company=company, desk=row).order_by("-id").first()
        if counted is None or counted.counted or counted.at < opened.last.at:
            raise Refused("desk.not_counted", desk=row.code, on=opened.last.booked_on.isoformat())
    row.closed_on, row.closed_by_id = max(on, row.opened_on), person
    row.save(update_fields=["closed_on", "closed_by"])
    events.record("desk.closed", row, by=by, on=on, facts={"code": row.code})
    return row
