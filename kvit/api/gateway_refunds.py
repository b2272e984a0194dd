"""Paying back online: what a customer paid by a gateway goes back the same way."""

from decimal import Decimal
from typing import Literal

from ninja import Router
from pydantic import Field

from kvit.api import payments
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, Shown, Text
from kvit.checkouts import outside, queries, refunds

router = Router()


class GatewayRefundGiven(Given):
    """How much goes back by the gateway, and why."""

    amount: GivenAmount
    gone_back: GivenAmount | None = Field(
        None, description="How much had gone back when you looked; refused where it is more by now."
    )
    reason: Text | None = None


class GatewayRefundShown(Shown):
    """Money that goes back by the gateway. `refund` is the payment that it was booked as."""

    id: Id
    payment: str
    status: Literal["asked", "pending", "done", "failed"]
    currency: str
    amount: Amount
    reason: str
    told: str = Field(description="Why it failed, in the gateway's words.")
    refund: str


class GatewayRefundsShown(Shown):
    """All that went back of a payment."""

    data: list[GatewayRefundShown]


@reads(router, "/payments/{id}/gateway_refunds", gives=GatewayRefundsShown)
def gone_back(request: Asking, id: str) -> object:
    """What went back by the gateway of a payment that came by it, the latest first."""
    checkout = queries.of_payment(request.company, payments.found(request, id))
    rows = queries.refunds_of(request.company, checkout) if checkout is not None else []
    return {"data": [outside.refund(row) for row in rows]}


@changes(router, "/payments/{id}/gateway_refunds", gives=GatewayRefundShown, status=201, key_required=True)
def pay_back(request: Asking, id: str, *, given: GatewayRefundGiven) -> object:
    """Pay back by the gateway, whole or in part. It is handed over at once, and booked when the gateway says so."""
    checkout = queries.paid_by(request.company, payments.found(request, id))
    row = refunds.begin(
        request.company,
        checkout,
        amount=Decimal(given.amount),
        before=None if given.gone_back is None else Decimal(given.gone_back),
        reason=given.reason or "",
        by=request.actor,
        on=request.today,
    )
    return outside.refund(row)
