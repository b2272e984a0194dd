"""A desk and what people do at it, for the stories of cash."""

from datetime import date
from decimal import Decimal

from kvit.cashbook import counting, desks, takings
from kvit.cashbook.counting import Counted
from kvit.cashbook.desks import Asked
from kvit.cashbook.models import CashLine
from kvit.cashbook.takings import Taking
from kvit.ledger.models import EntryLine, Rate
from tests.builders import DAY, a_line, an_invoice, the_owner

LATER = date(2026, 3, 3)


def a_desk(company, *, holds="200.00", on=DAY, code="A", name="Front desk", **facts):
    asked = Asked(code=code, name=name, holds=Decimal(holds), **facts)
    return desks.open_desk(company, asked, by=the_owner(company), on=on)


def sold(company, net="1000.00", *, on=DAY, **facts):
    """An invoice with the country's usual VAT on that net: 1,210.00 in Romania."""
    rate = {"RO": "21", "BG": "20", "ES": "21", "PL": "23"}[company.country]
    return an_invoice(company, a_line(net, vat=rate), on=on, **facts)


def in_euros(company, **facts):
    """A desk in euros, of which the books know the rate."""
    Rate.objects.create(company=company, currency="EUR", valid_on=DAY, rate=Decimal("5.0000"), source="BNR")
    return a_desk(company, code="E", name="Euros", holds="0", currency="EUR", **facts)


def took(company, desk, amount, *, by=None, on=DAY, **facts):
    return takings.take(company, desk, Taking(amount=Decimal(amount), **facts), by=by or the_owner(company), on=on)


def book_of(desk):
    """The lines of the book: kind, what it moved, what was left."""
    return list(CashLine.objects.filter(desk=desk).order_by("nth").values_list("kind", "amount", "balance"))


def posted(company, code):
    """What stands on an account."""
    rows = EntryLine.objects.filter(company=company, account__code=code, entry__posted=True)
    return sum((row.amount for row in rows), Decimal(0))


def counted(company, desk, found, *, by=None, on=DAY, **facts):
    """What somebody, else the owner, found in the desk."""
    told = Counted(found=Decimal(found), **facts)
    return counting.count(company, desk, told, by=by or the_owner(company), on=on)
