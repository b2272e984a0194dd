"""What others ask about paying online."""

from collections.abc import Iterable
from datetime import date

from kvit.checkouts.models import Chargeback, Checkout, CheckoutItem, GatewayRefund
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import Allocation, OpenItem
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


def charged_back(company: Company, items: Iterable[OpenItem]) -> set[int]:
    """Which of these items, by their keys, were paid online with money that a bank wants back; nobody decided yet."""
    rows = CheckoutItem.objects.filter(company=company, item__in=[item.pk for item in items])
    return set(rows.filter(checkout__chargebacks__status__in=["asked", "open"]).values_list("item_id", flat=True))


def given_back(company: Company, items: Iterable[OpenItem]) -> dict[int, date]:
    """By the key of an item that is owed again because we paid it back by the gateway, the last day on which we did."""
    undone = Allocation.objects.filter(company=company, item__in=[item.pk for item in items if item.balance > 0])
    rows = undone.filter(against__document_kind="payment").exclude(undoes=None).order_by("allocated_on", "pk")
    told = list(rows.values_list("item_id", "against__document_id", "allocated_on"))
    refunds = GatewayRefund.objects.filter(
        company=company, status="done", checkout__payment__in={one[1] for one in told}
    )
    went = set(refunds.values_list("checkout__payment_id", "payment__paid_on"))
    return {item: on for item, payment, on in told if (payment, on) in went}


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
