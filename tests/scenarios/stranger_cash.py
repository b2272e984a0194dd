"""A desk with its book and a count, and points by hand, for the stranger's walk."""

from decimal import Decimal

from kvit.cashbook import counting, desks, takings
from kvit.cashbook.counting import Counted
from kvit.cashbook.takings import Taking
from kvit.companies.models import Company
from kvit.loyalty import grants, programmes
from kvit.loyalty.grants import Wish
from kvit.parties.models import Party
from tests.builders import DAY, the_owner


def at_desk(company: Company, customer: Party, *, mark: str) -> dict[str, str]:
    """A desk, an advance of the customer, and what was counted after it."""
    who = {"by": the_owner(company), "on": DAY}
    desk = desks.open_desk(company, desks.Asked(name=f"{mark} desk", code="A", holds=Decimal(10)), **who)
    asked = Taking(amount=Decimal(1), customer=customer.public_id, purpose=f"{mark} advance")
    line = takings.take(company, desk, asked, **who)
    count = counting.count(company, desk, Counted(found=Decimal(11)), **who)
    found = {"desk": desk.public_id, "cash_line": line.public_id, "cash_count": count.public_id}
    return {**found, "loyalty_grant": _by_hand(company, customer, mark=mark)}


def _by_hand(company: Company, customer: Party, *, mark: str) -> str:
    """Points that were asked for; nothing is promised any more, so that no draft of the walk uses any."""
    who = {"by": the_owner(company), "on": DAY}
    programmes.start(company, {"way": "points", "per_unit": "1", "value": "0.01", "by_hand": 0}, **who)
    row = grants.ask(company, customer, Wish(points=1, reason=f"{mark} goodwill"), **who)
    if row.status == "done":
        grants.ask(company, customer, Wish(points=-1, reason=f"{mark} too much"), **who)
    programmes.end(company, **who)
    return row.public_id
