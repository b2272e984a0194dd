"""Cash from customers: a line of the book, a numbered receipt, and a payment that settles what it names."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.cashbook import book, ceilings
from kvit.cashbook.book import NewLine
from kvit.cashbook.ceilings import Act
from kvit.cashbook.models import CashLine, Desk
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import cash, cash_limits
from kvit.core.countries.cash import papers_of
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import OpenItem
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.payments.incoming import Receipt


@dataclass(frozen=True, kw_only=True)
class Taking:
    """Cash that somebody hands over: for a document, by its number or id, or as an advance of a customer.

    `person` is who stands at the desk, `purpose` what the receipt says it is for where our own words do not do.
    """

    amount: Decimal
    document: str = ""
    customer: str = ""
    day: date | None = None
    person: str = ""
    purpose: str = ""


@transaction.atomic
def take(company: Company, desk: Desk, asked: Taking, *, by: Actor, on: date) -> CashLine:
    """Take the cash: the receipt is numbered, the payment booked and allocated, the book goes on, or nothing at all.

    What is more than the document is the customer's credit. Refuses `field.missing` where neither document nor customer
    is named, `cash.other_currency`, what `book.require_movable` and `ceilings.require_within` do, and
    `payment.unknown_document`.
    """
    require(by, "cash.take", company)
    opened = book.hold(company, desk)
    day = asked.day or on
    item, party = _for_whom(company, asked)
    if item is not None and item.currency != opened.desk.currency:
        raise Refused("cash.other_currency", currency=item.currency, desk=opened.desk.currency)
    book.require_movable(opened, asked.amount, day=day, on=on, moved=asked.amount)
    act = Act(cash_limits.IN, asked.amount, day, party=party, item=item)
    ceilings.require_within(company, opened.desk, act)
    paper = book.next_paper(company, opened, cash.RECEIVED, on=day)
    receipt = Receipt(
        party=party,
        amount=asked.amount,
        currency=opened.desk.currency,
        paid_on=day,
        bank=None,
        items=[] if item is None else [(item, None)],
        method="cash",
        reference=paper.number,
        desk_account=opened.desk.account.code,
    )
    done = incoming.receive(company, receipt, by=by, on=on)
    number = "" if item is None else item.document_number
    new = NewLine(
        kind=cash.RECEIVED,
        moved=asked.amount,
        on=day,
        purpose=book.purpose_of(papers_of(company.country), cash.RECEIVED, said=asked.purpose, number=number),
        paper=paper,
        party=party,
        person=asked.person,
        item=item,
        payment=done.payment,
    )
    line = book.write(company, opened, new, by=by)
    facts = {"number": line.number, "amount": str(line.amount), "currency": opened.desk.currency}
    events.record("cash.taken", line, by=by, on=on, facts={**facts, "payment": done.payment.public_id})
    return line


def _for_whom(company: Company, asked: Taking) -> tuple[OpenItem | None, Party]:
    if asked.document:
        item = incoming.owed_item(company, asked.document)
        return item, item.party
    if not asked.customer:
        raise Refused("field.missing", field="document")
    return None, parties.named(company, asked.customer)
