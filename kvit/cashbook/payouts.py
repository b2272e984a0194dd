"""Cash that leaves a desk, or comes to it, without a customer: a supplier's bill, a cost, to and from the bank."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.cashbook import book, ceilings
from kvit.cashbook.book import NewLine, Opened
from kvit.cashbook.ceilings import Act
from kvit.cashbook.models import CashLine, Desk
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import bank_rules, cash, cash_limits
from kvit.core.countries.cash import papers_of
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts
from kvit.ledger.models import Account
from kvit.parties import queries as parties
from kvit.payments import cash_out
from kvit.payments.cash_out import CashPaid


@dataclass(frozen=True, kw_only=True)
class BillPaid:
    """So much of a bill, by its id or number; `person` is who takes the money."""

    amount: Decimal
    document: str
    day: date | None = None
    person: str = ""
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A cost without a bill, to an account of the chart; without a supplier the laws take it for a business."""

    amount: Decimal
    account: str
    purpose: str
    supplier: str = ""
    day: date | None = None
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Cash between the desk and the bank: `deposit` or `withdrawal`."""

    kind: str
    amount: Decimal
    day: date | None = None
    person: str = ""
    purpose: str = ""


@transaction.atomic
def pay_bill(company: Company, desk: Desk, asked: BillPaid, *, by: Actor, on: date) -> CashLine:
    """Pay a bill, whole or in part.

    Refuses `cash.other_currency`, `cash.not_enough`, what the law forbids, and what `cash_out.pay` refuses.
    """
    require(by, "cash.pay", company)
    opened = book.hold(company, desk)
    day = asked.day or on
    item = cash_out.owed_bill(company, asked.document)
    if item.currency != opened.desk.currency:
        raise Refused("cash.other_currency", currency=item.currency, desk=opened.desk.currency)
    book.require_movable(opened, asked.amount, day=day, on=on, moved=-asked.amount)
    act = Act(cash_limits.OUT, asked.amount, day, party=item.party, item=item)
    ceilings.require_within(company, opened.desk, act)
    paper = book.next_paper(company, opened, cash.PAID, on=day)
    paid = CashPaid(asked.amount, day, opened.desk.account.code, paper.number)
    payment = cash_out.pay(company, item, paid, by=by, on=on)
    number = item.document_number
    new = NewLine(
        kind=cash.PAID,
        moved=-asked.amount,
        on=day,
        purpose=book.purpose_of(papers_of(company.country), cash.PAID, said=asked.purpose, number=number),
        paper=paper,
        party=item.party,
        person=asked.person,
        item=item,
        payment=payment,
    )
    line = book.write(company, opened, new, by=by)
    return _told("cash.paid", line, by=by, on=on)


@transaction.atomic
def pay_cost(company: Company, desk: Desk, asked: Cost, *, by: Actor, on: date) -> CashLine:
    """Pay a cost out of the desk, with its paper; no VAT is taken off (a bill with VAT is captured and paid as one).

    Refuses `field.missing` without a purpose, `account.unknown`, `bank_rule.not_bookable`, `cash.not_enough` and what
    the law forbids.
    """
    require(by, "cash.pay", company)
    if not asked.purpose.strip():
        raise Refused("field.missing", field="purpose")
    opened = book.hold(company, desk)
    day = asked.day or on
    faces = bookable(company, asked.account)
    party = parties.supplier_meant(company, asked.supplier) if asked.supplier else None
    book.require_movable(opened, asked.amount, day=day, on=on, moved=-asked.amount)
    ceilings.require_within(company, opened.desk, Act(cash_limits.OUT, asked.amount, day, party=party))
    new = NewLine(
        kind=cash.EXPENSE,
        moved=-asked.amount,
        on=day,
        purpose=asked.purpose,
        paper=book.next_paper(company, opened, cash.EXPENSE, on=day),
        party=party,
        person=asked.person,
        faces=faces,
    )
    return _told("cash.paid", _posted(company, opened, new, by=by), by=by, on=on)


@transaction.atomic
def move(company: Company, desk: Desk, asked: Move, *, by: Actor, on: date) -> CashLine:
    """Bring cash to the bank or fetch it there. It is on the way until the bank's line is booked to the same account.

    Refuses `field.bad_value` for another kind, `cash.not_enough`.
    """
    require(by, "cash.move", company)
    if asked.kind not in (cash.DEPOSIT, cash.WITHDRAWAL):
        wanted = f"{cash.DEPOSIT} or {cash.WITHDRAWAL}"
        raise Refused("field.bad_value", field="kind", value=asked.kind[:20], wanted=wanted)
    opened = book.hold(company, desk)
    day, moved = asked.day or on, cash.signed(asked.kind, asked.amount)
    book.require_movable(opened, asked.amount, day=day, on=on, moved=moved)
    new = NewLine(
        kind=asked.kind,
        moved=moved,
        on=day,
        purpose=book.purpose_of(papers_of(company.country), asked.kind, said=asked.purpose),
        paper=book.next_paper(company, opened, asked.kind, on=day),
        person=asked.person,
        faces=opened.desk.transit,
    )
    return _told("cash.moved", _posted(company, opened, new, by=by), by=by, on=on)


def bookable(company: Company, code: str) -> Account:
    """An account that cash without a document may face. Refuses `account.unknown`, `bank_rule.not_bookable`."""
    found = accounts.by_code(company, {code})[code]
    if found.has_book or not bank_rules.bookable(found.role):
        raise Refused("bank_rule.not_bookable", account=f"{found.code} {found.name}"[:80])
    return found


def _posted(company: Company, opened: Opened, new: NewLine, *, by: Actor) -> CashLine:
    line = book.write(company, opened, new, by=by)
    assert new.faces is not None, "what pays no document faces an account"
    book.post(company, line, new.faces, by=by)
    return line


def _told(name: str, line: CashLine, *, by: Actor, on: date) -> CashLine:
    facts = {"number": line.number, "kind": line.kind, "amount": str(-line.amount), "currency": line.desk.currency}
    events.record(name, line, by=by, on=on, facts=facts)
    return line
