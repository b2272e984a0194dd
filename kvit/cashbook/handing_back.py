"""Cash that goes back to a customer: what is left of a credit note or of money that was too much, with its paper."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.cashbook import book, ceilings
from kvit.cashbook.book import NewLine
from kvit.cashbook.ceilings import Act
from kvit.cashbook.models import CashLine, Desk
from kvit.checkouts import other_ways
from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core import cash, cash_limits
from kvit.core.countries.cash import papers_of
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.payments import credits
from kvit.payments.refunds import FromDesk


@dataclass(frozen=True, kw_only=True)
class HandedBack:
    """So much of a credit: of a credit note or a payment, by id, or by a number that one open credit has.

    `person` is who takes the money. `key` names the act: done again with the same one, it is the same act.
    """

    amount: Decimal
    credit: str
    day: date | None = None
    person: str = ""
    purpose: str = ""
    key: str = ""


@transaction.atomic
def hand_back(company: Company, desk: Desk, asked: HandedBack, *, by: Actor, on: date) -> CashLine:
    """Hand it back: the paper is numbered, the refund booked against the credit, the book goes on, or nothing at all.

    Refuses `cash.no_person`, `credit.unknown`, `cash.other_currency`, `cash.not_enough`, what the law forbids, and
    what `other_ways.pay_back` refuses: `refund.too_much` over what is left, `refund.on_its_way`.
    """
    require(by, "cash.refund", company)
    require_person(by, Refused("cash.no_person"))
    opened = book.hold(company, desk)
    if (done := book.done_before(company, asked.key)) is not None:
        return done
    credit, day = credits.find(company, asked.credit), asked.day or on
    if credit.currency != opened.desk.currency:
        raise Refused("cash.other_currency", currency=credit.currency, desk=opened.desk.currency)
    book.require_movable(opened, asked.amount, day=day, on=on, moved=-asked.amount)
    act = Act(cash_limits.OUT, asked.amount, day, party=credit.party, item=credit)
    ceilings.require_within(company, opened.desk, act)
    paper = book.next_paper(company, opened, cash.REFUND, on=day)
    way = FromDesk(account=opened.desk.account.code, paper=paper.number)
    payment = other_ways.pay_back(company, credit, amount=asked.amount, by=by, on=on, paid_on=day, desk=way)
    number = credit.document_number if credit.document_kind == "invoice" else ""
    new = NewLine(
        kind=cash.REFUND,
        moved=-asked.amount,
        on=day,
        purpose=book.purpose_of(papers_of(company.country), cash.REFUND, said=asked.purpose, number=number),
        paper=paper,
        party=credit.party,
        person=asked.person,
        item=credit,
        payment=payment,
        key=asked.key,
    )
    line = book.write(company, opened, new, by=by)
    facts = {"number": line.number, "amount": str(asked.amount), "currency": opened.desk.currency}
    events.record("cash.refunded", line, by=by, on=on, facts={**facts, "payment": payment.public_id})
    return line
