"""What others ask about paying online."""

from collections.abc import Iterable

from kvit.checkouts.models import Chargeback, Checkout, CheckoutItem, GatewayRefund
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Payment


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


def of_payment(company: Company, payment: Payment) -> Checkout | None:
    """The checkout by which the payment came, where it came by one."""
    rows = Checkout.objects.filter(company=company, payment=payment)
    return rows.select_related("company", "gateway", "party", "payment").first()


def paid_by(company: Company, payment: Payment) -> Checkout:
    """The checkout by which the payment came. Refuses `gateway_refund.not_paid` for one that came another way."""
    row = of_payment(company, payment)
    if row is None:
        raise Refused("gateway_refund.not_paid")
    return row


def refunds_of(company: Company, checkout: Checkout) -> list[GatewayRefund]:
    """What went back of it, or shall, the latest first."""
    rows = GatewayRefund.objects.filter(company=company, checkout=checkout)
    return list(rows.select_related("payment").order_by("-pk"))


def chargebacks_of(company: Company, checkout: Checkout) -> list[Chargeback]:
    """What the customer's bank wanted back of it, the latest first."""
    return list(Chargeback.objects.filter(company=company, checkout=checkout).order_by("-pk"))
