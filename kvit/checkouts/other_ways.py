"""Paying a customer's credit back by another way than the gateway: never what goes back by the gateway already."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.checkouts.models import GatewayRefund
from kvit.checkouts.refunds import LIVE
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.payments import refunds
from kvit.payments.models import Payment
from kvit.payments.refunds import FromDesk

ZERO = Decimal(0)


@transaction.atomic
def pay_back(
    company: Company,
    credit: OpenItem,
    *,
    amount: Decimal,
    by: Actor,
    on: date,
    paid_on: date | None = None,
    desk: FromDesk | None = None,
) -> Payment:
    """Pay back by the bank, or out of a desk, what is left of a payment or credit note, whole or in part.

    Refuses `refund.on_its_way` for what a refund by the gateway will use, and what `refunds.record` refuses.
    """
    require(by, "payment.refund", company)
    open_items.hold(company, [credit, *open_items.credits(company, credit.party, currency=credit.currency)])
    free = left_of(company, credit)
    if free < amount <= -credit.balance:
        told = {"amount": amount, "left": free}
        facts = {name: f"{Money(each, credit.currency).rounded().amount:f}" for name, each in told.items()}
        raise Refused("refund.on_its_way", **facts)
    return refunds.record(company, credit, amount=amount, by=by, on=on, paid_on=paid_on, desk=desk)


def left_of(company: Company, credit: OpenItem) -> Decimal:
    """What is left of the credit and is not on its way back by a gateway, which uses the payment before the notes."""
    going = _going(company, credit)
    credits = list(open_items.credits(company, credit.party, currency=credit.currency))
    own = {one.document_id: -one.balance for one in credits if one.document_kind == "payment"}
    if credit.document_kind == "payment":
        return max(-credit.balance - going[credit.document_id], ZERO)
    if credit.document_kind != "invoice":
        return -credit.balance
    of_notes = sum((max(amount - own.get(key, ZERO), ZERO) for key, amount in going.items()), ZERO)
    notes = sum((-one.balance for one in credits if one.document_kind == "invoice"), ZERO)
    return min(-credit.balance, max(notes - of_notes, ZERO))


def _going(company: Company, credit: OpenItem) -> dict[int, Decimal]:
    """How much goes back of each of the customer's payments, by the payment's key."""
    rows = GatewayRefund.objects.filter(
        company=company, status__in=LIVE, checkout__party=credit.party, checkout__currency=credit.currency
    )
    going = defaultdict[int, Decimal](Decimal)
    for payment, amount in rows.values_list("checkout__payment_id", "amount"):
        going[payment] += amount
    return going
