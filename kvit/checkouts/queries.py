"""What others ask about paying online."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from kvit.checkouts.models import Chargeback, Checkout, CheckoutItem, GatewayRefund
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Payment
from kvit.receivables.models import Invoice
from kvit.tables import Page, page

CHARGEBACKS = {"open": ("asked", "open"), "won": ("won",), "lost": ("lost",)}
"""The states in which a list of chargebacks is asked for."""


@dataclass(frozen=True)
class WithUs:
    """Money that settled an item from a day until it went back: by a refund of ours, or because a bank took it."""

    item: int
    since: date
    until: date
    amount: Decimal
    is_ours: bool


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
    rows = were_with_us(company, [item for item in items if item.balance > 0])
    return {one.item: one.until for one in sorted(rows, key=lambda one: one.until) if one.is_ours}


def were_with_us(company: Company, items: Iterable[OpenItem]) -> list[WithUs]:
    """The sums that settled these items for a time and then went back by the gateway."""
    keys = [item.pk for item in items]
    rows = Allocation.objects.filter(company=company, item__in=keys, against__document_kind="payment").order_by("pk")
    payments = set(rows.exclude(undoes=None).values_list("against__document_id", flat=True))
    if not payments:
        return []
    refunds = GatewayRefund.objects.filter(company=company, status="done", checkout__payment__in=payments)
    ours = set(refunds.values_list("checkout__payment_id", "payment__paid_on"))
    taken = Chargeback.objects.filter(company=company, checkout__payment__in=payments).exclude(taken=None)
    went = ours | set(taken.values_list("checkout__payment_id", "taken__paid_on"))
    found: dict[tuple[int, int, date], WithUs] = {}
    told = rows.values_list(
        "item_id", "against__document_id", "against__opened_on", "allocated_on", "amount", "undoes_id"
    )
    for item, payment, since, on, amount, undoes in told:
        if undoes and (payment, on) in went:  # from here on: what was undone, less what settles it once more
            is_ours = (payment, on) in ours
            found.setdefault((item, payment, on), WithUs(item, since, on, Decimal(0), is_ours))
        if (one := found.get((item, payment, on))) is not None:
            found[item, payment, on] = replace(one, amount=one.amount - amount)
    return list(found.values())


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


def chargebacks(
    company: Company, *, view: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Chargeback]:
    """What customers' banks want back, the newest first: all, or those of a state. Refuses `status.unknown`."""
    rows = Chargeback.objects.filter(company=company).select_related("checkout__party", "checkout__payment")
    if view:
        if view not in CHARGEBACKS:
            raise Refused("status.unknown", status=view[:40], known=list(CHARGEBACKS))
        rows = rows.filter(status__in=CHARGEBACKS[view])
    return page(rows, "-id", size=size, after=after, before=before)


def numbers_of(company: Company, rows: Sequence[Chargeback]) -> dict[int, list[tuple[str, int]]]:
    """What each of them had paid: number and key of its invoices, by the chargeback's key."""
    items = CheckoutItem.objects.filter(company=company, checkout__in=[row.checkout_id for row in rows])
    told: dict[int, list[tuple[str, int]]] = {}
    for checkout, number, key in items.order_by("pk").values_list(
        "checkout_id", "item__document_number", "item__document_id"
    ):
        told.setdefault(checkout, []).append((number, key))
    return {row.pk: told.get(row.checkout_id, []) for row in rows}


def status_of_payments(company: Company, payments: Iterable[Payment]) -> dict[int, str]:
    """How the newest chargeback of each payment stands, by the payment's key; those without one are left out."""
    rows = Chargeback.objects.filter(company=company, checkout__payment__in=[one.pk for one in payments])
    return dict(rows.order_by("pk").values_list("checkout__payment_id", "status"))


def status_of_invoices(company: Company, ids: Iterable[str]) -> dict[str, str]:
    """How the newest chargeback of each of these invoices stands, by its id; those without one are left out."""
    known = Invoice.objects.filter(company=company, public_id__in=list(ids))
    mine = known.filter(pk=OuterRef("item__document_id")).values("public_id")
    rows = CheckoutItem.objects.filter(
        company=company, item__document_kind="invoice", item__document_id__in=known.values("pk")
    )
    rows = rows.exclude(checkout__chargebacks=None).order_by("checkout__chargebacks__pk")
    return dict(rows.values_list(Subquery(mine), "checkout__chargebacks__status"))
