"""Cash from one desk to another: two lines, each with its paper, written together and taken back together."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.cashbook import book, queries
from kvit.cashbook.book import NewLine, Opened
from kvit.cashbook.models import CashLine, Desk
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import cash
from kvit.core.countries.cash import papers_of
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.messages.placeholders import filled


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """So much to the desk of that code or id; `person` is who carries it. `key` names the act: it is done once."""

    amount: Decimal
    to: str
    day: date | None = None
    person: str = ""
    purpose: str = ""
    key: str = ""


@transaction.atomic
def transfer(company: Company, desk: Desk, asked: Transfer, *, by: Actor, on: date) -> CashLine:
    """Bring cash to another desk of the same currency; gives the line by which it left.

    Refuses `desk.same`, `desk.other_currency`, `desk.closed` of either, `cash.not_enough`, `cash.out_of_order`.
    """
    require(by, "cash.move", company)
    opened = book.hold(company, desk)
    other = book.hold(company, queries.desk(company, asked.to))
    if (done := book.done_before(company, asked.key)) is not None:
        return done
    if other.desk == opened.desk:
        raise Refused("desk.same", desk=opened.desk.code)
    if other.desk.currency != opened.desk.currency:
        raise Refused("desk.other_currency", desk=other.desk.code, currency=other.desk.currency)
    day = asked.day or on
    for one, kind in ((opened, cash.TO_DESK), (other, cash.FROM_DESK)):
        book.require_movable(one, asked.amount, day=day, on=on, moved=cash.signed(kind, asked.amount))
    went = _written(company, opened, cash.TO_DESK, asked, facing=other.desk, by=by, day=day)
    came = _written(company, other, cash.FROM_DESK, asked, facing=opened.desk, by=by, day=day, partner=went)
    for line in (went, came):
        facts = {"number": line.number, "kind": line.kind, "amount": str(-line.amount), "currency": line.desk.currency}
        events.record("cash.moved", line, by=by, on=on, facts=facts)
    return went


def _written(
    company: Company,
    opened: Opened,
    kind: str,
    asked: Transfer,
    *,
    facing: Desk,
    by: Actor,
    day: date,
    partner: CashLine | None = None,
) -> CashLine:
    words = papers_of(company.country).purposes[kind]
    new = NewLine(
        kind=kind,
        moved=cash.signed(kind, asked.amount),
        on=day,
        purpose=asked.purpose.strip() or filled(words, {"number": f"{facing.code} {facing.name}"}),
        paper=book.next_paper(company, opened, kind, on=day),
        person=asked.person,
        faces=opened.desk.transit,
        partner=partner,
        key="" if partner else asked.key,
    )
    line = book.write(company, opened, new, by=by)
    book.post(company, line, opened.desk.transit, by=by)
    return line
