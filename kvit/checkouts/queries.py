"""What others ask about paying online."""

from collections.abc import Iterable

from kvit.checkouts.models import Checkout, CheckoutItem
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party


def checkout(company: Company, party: Party, public_id: str) -> Checkout:
    """The customer's checkout of that id. Refuses `checkout.unknown` for every other, be there one or not."""
    rows = Checkout.objects.filter(company=company, party=party, public_id=public_id)
    row = rows.select_related("company", "gateway__company").first()
    if row is None:
        raise Refused("checkout.unknown")
    return row


def under_way(company: Company, items: Iterable[OpenItem]) -> set[int]:
    """Which of these items, by their keys, somebody is paying now: a try to pay them is not decided yet."""
    rows = CheckoutItem.objects.filter(company=company, item__in=[item.pk for item in items], is_live=True)
    return set(rows.values_list("item_id", flat=True))
