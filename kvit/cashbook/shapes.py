"""How cash looks to programs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kvit.cashbook import ceilings, papers, queries
from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.cashbook.queries import DayBook
from kvit.companies.models import Company
from kvit.core.formatting import format_plain
from kvit.wording import over_desk

Shape = dict[str, object]


def desks(company: Company, rows: Sequence[Desk], *, on: date) -> list[Shape]:
    """Desks with what is in each, as a list shows them."""
    return [desk(company, row, on=on) for row in rows]


def desk(company: Company, row: Desk, *, on: date) -> Shape:
    """A desk: what is in it, and what a person must see to by law."""
    balance = queries.balance(company, row)
    told = ceilings.warnings(company, row, balance=balance, on=on)
    return {
        "id": row.public_id,
        "code": row.code,
        "name": row.name,
        "account": row.account.code,
        "transit_account": row.transit.code,
        "currency": row.currency,
        "responsible": row.responsible.email,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "balance": format_plain(balance, row.currency),
        "warnings": [over_desk(facts) for facts in told],
    }


def lines(company: Company, rows: Sequence[CashLine]) -> list[Shape]:
    """Lines of a book as a list shows them."""
    return [line(company, row) for row in rows]


def line(company: Company, row: CashLine) -> Shape:
    """A line of a book with its paper."""
    currency = row.desk.currency
    return {
        "id": row.public_id,
        "desk": row.desk.code,
        "on": row.booked_on,
        "kind": row.kind,
        "paper": papers.title_of(company, row),
        "number": row.number,
        "party": row.party.public_id if row.party else None,
        "party_name": row.party.name if row.party else "",
        "person": row.person,
        "purpose": row.purpose,
        "currency": currency,
        "amount": format_plain(row.amount, currency),
        "balance": format_plain(row.balance, currency),
        "payment": row.payment.public_id if row.payment else None,
        "takes_back": row.reverses.public_id if row.reverses else None,
        "taken_back": hasattr(row, "reversed_by"),
    }


def day(company: Company, found: DayBook) -> Shape:
    """A day of a desk's book."""
    currency = found.desk.currency
    return {
        "desk": found.desk.code,
        "on": found.day.on,
        "currency": currency,
        "opening": format_plain(found.day.opening, currency),
        "came": format_plain(found.day.came, currency),
        "went": format_plain(found.day.went, currency),
        "closing": format_plain(found.day.closing, currency),
        "lines": lines(company, found.lines),
    }


def count(row: CashCount) -> Shape:
    """What a person counted, beside the book."""
    currency = row.desk.currency
    return {
        "id": row.public_id,
        "desk": row.desk.code,
        "on": row.counted_on,
        "currency": currency,
        "counted": format_plain(row.counted, currency),
        "book": format_plain(row.book, currency),
        "difference": format_plain(row.counted - row.book, currency),
        "reason": row.reason,
        "line": row.line.public_id if row.line else None,
        "counted_by": row.counted_by.email,
    }


def on_the_way(company: Company) -> dict[str, str]:
    """Cash between the desks and the bank, by currency."""
    found: dict[str, Decimal] = queries.on_the_way(company)
    return {currency: format_plain(amount, currency) for currency, amount in found.items()}
