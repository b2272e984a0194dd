"""Counting a desk: a person says what is in it; what differs from the book is booked, with a reason."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.cashbook import book, payouts
from kvit.cashbook.book import NewLine
from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core import cash
from kvit.core.countries.cash import papers_of
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts
from kvit.ledger.models import Account

DIFFERENCES = "rounding"
"""The role of the account for small differences, where a person names no other."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was found in the desk; where it is not what the book says, why, and the account that bears it."""

    found: Decimal
    reason: str = ""
    account: str = ""


@transaction.atomic
def count(company: Company, desk: Desk, asked: Counted, *, by: Actor, on: date) -> CashCount:
    """Keep what a person counted today; a surplus or shortage gets its line and paper at once.

    Refuses `cash.no_person`, `reason.missing` for a difference without one, `field.bad_value`, `cash.out_of_order`.
    """
    require(by, "cash.count", company)
    person = require_person(by, Refused("cash.no_person"))
    opened = book.hold(company, desk)
    currency = opened.desk.currency
    if asked.found < 0 or round_half_up(asked.found, decimals(currency)) != asked.found:
        raise Refused("field.bad_value", field="found", value=f"{asked.found:f}", wanted=f"cents of {currency}")
    differs = asked.found - opened.balance
    if differs and not asked.reason.strip():
        raise Refused("reason.missing")
    line = None if not differs else _difference(company, opened, differs, asked, by=by, on=on)
    row = CashCount.objects.create(
        company=company,
        desk=opened.desk,
        counted_on=on,
        counted=asked.found,
        book=opened.balance,
        reason=asked.reason.strip()[:400],
        line=line,
        counted_by_id=person,
    )
    facts = {"counted": str(row.counted), "book": str(row.book), "currency": currency}
    events.record("cash.counted", row, by=by, on=on, facts=facts, reason=row.reason)
    return row


def _difference(
    company: Company, opened: book.Opened, differs: Decimal, asked: Counted, *, by: Actor, on: date
) -> CashLine:
    kind = cash.SURPLUS if differs > 0 else cash.SHORTAGE
    book.require_movable(opened, abs(differs), day=on, on=on, moved=differs)
    faces: Account = payouts.bookable(company, asked.account) if asked.account else accounts.find(company, DIFFERENCES)
    new = NewLine(
        kind=kind,
        moved=differs,
        on=on,
        purpose=book.purpose_of(papers_of(company.country), kind, said=asked.reason),
        paper=book.next_paper(company, opened, kind, on=on),
        faces=faces,
    )
    line = book.write(company, opened, new, by=by)
    book.post(company, line, faces, by=by)
    return line
