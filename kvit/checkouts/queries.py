"""What pages ask about paying online."""

from kvit.checkouts.models import Checkout
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.parties.models import Party


def checkout(company: Company, party: Party, public_id: str) -> Checkout:
    """The customer's checkout of that id. Refuses `checkout.unknown` for every other, be there one or not."""
    rows = Checkout.objects.filter(company=company, party=party, public_id=public_id)
    row = rows.select_related("company", "gateway__company").first()
    if row is None:
        raise Refused("checkout.unknown")
    return row
