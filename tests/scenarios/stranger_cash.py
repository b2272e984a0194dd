"""A desk with its book and a count, for the stranger's walk."""

from decimal import Decimal

from kvit.cashbook import counting, desks, takings
from kvit.cashbook.counting import Counted
from kvit.cashbook.takings import Taking
from kvit.companies.models import Company
from kvit.parties.models import Party
from tests.builders import DAY, the_owner


def at_desk(company: Company, customer: Party, *, mark: str) -> dict[str, str]:
    """A desk, an advance of the customer, and what was counted after it."""
    who = {"by": the_owner(company), "on": DAY}
    desk = desks.open_desk(company, desks.Asked(name=f"{mark} desk", code="A", holds=Decimal(10)), **who)
    asked = Taking(amount=Decimal(1), customer=customer.public_id, purpose=f"{mark} advance")
    line = takings.take(company, desk, asked, **who)
    count = counting.count(company, desk, Counted(found=Decimal(11)), **who)
    return {"desk": desk.public_id, "cash_line": line.public_id, "cash_count": count.public_id}
