"""Paying a customer's credit back, whole or in part."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import postings
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import MoneyFacts
from kvit.events import events
from kvit.ledger import accounts, allocations, entries, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import BankAccount, OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Payment


@dataclass(frozen=True, kw_only=True)
class Refund:
    """Money that goes back to a customer. `fee` is what was kept for it; below zero, what was returned of a fee.

    `desk_account` is the code of the account of the desk that cash left.
    """

    party: Party
    amount: Decimal
    currency: str
    paid_on: date
    reference: str
    method: str = "bank"
    bank: BankAccount | None = None
    external_id: str = ""
    fee: Decimal = Decimal(0)
    desk_account: str = ""


@dataclass(frozen=True, kw_only=True)
class FromDesk:
    """Cash that leaves a desk: the code of its account, the number of its paper."""

    account: str
    paper: str


@transaction.atomic
def record(
    company: Company,
    credit: OpenItem,
    *,
    amount: Decimal,
    by: Actor,
    on: date,
    paid_on: date | None = None,
    desk: FromDesk | None = None,
    bank: BankAccount | None = None,
) -> Payment:
    """Money back to the customer from what is left of a payment or credit note, by the bank or out of a desk.

    `bank` is the account that it left, the main one of its currency where none is said.
    Refuses `refund.too_much`, `payment.in_future`, and a part of a cent.
    """
    require(by, "payment.refund", company)
    credit = OpenItem.objects.select_for_update().get(company=company, pk=credit.pk)
    if not 0 < amount <= -credit.balance:
        raise Refused("refund.too_much", amount=str(amount), left=str(max(-credit.balance, Decimal(0))))
    if round_half_up(amount, decimals(credit.currency)) != amount:
        raise Refused("field.bad_value", field="amount", value=f"{amount:f}", wanted=f"cents of {credit.currency}")
    day = paid_on or on
    if day > on:
        raise Refused("payment.in_future", on=day.isoformat())
    refund = Refund(
        party=credit.party,
        amount=amount,
        currency=credit.currency,
        paid_on=day,
        reference=credit.document_number if desk is None else desk.paper,
        **(_by_bank(company, credit, bank) if desk is None else {"method": "cash", "desk_account": desk.account}),
    )
    payment, back = post(company, refund, by=by)
    allocations.allocate(company, Pair(back, credit, amount), by=by, on=day)
    events.record("payment.refunded", payment, by=by, on=on, facts={"amount": str(amount)})
    return payment


def _by_bank(company: Company, credit: OpenItem, bank: BankAccount | None) -> dict[str, Any]:
    return {"bank": bank or accounts.main_bank(company, credit.currency)}


def post(company: Company, refund: Refund, *, by: Actor) -> tuple[Payment, OpenItem]:
    """Book the money and what the bank or gateway kept for it; the open item is what it is still to be settled with.

    Refuses `payment.known` for a known external id.
    """
    if refund.external_id and Payment.objects.filter(company=company, external_id=refund.external_id).exists():
        raise Refused("payment.known", external_id=refund.external_id)
    payment = Payment.objects.create(
        company=company,
        direction="refund",
        party=refund.party,
        method=refund.method,
        external_id=refund.external_id,
        bank_account=refund.bank,
        paid_on=refund.paid_on,
        currency=refund.currency,
        amount=refund.amount,
        fee=refund.fee,
        reference=refund.reference,
        at=timezone.now(),
    )
    facts = MoneyFacts(
        rate=rates.exchange(company, refund.currency, on=refund.paid_on),
        amount=refund.amount,
        party=refund.party.pk,
        applied=refund.amount,
        fee=refund.fee,
        role=refund.method,
        account=refund.desk_account,
    )
    new = NewEntry(
        kind="refund",
        document_kind="payment",
        document_id=payment.pk,
        document_number=refund.reference[:60],
        posted_on=refund.paid_on,
        postings=postings.for_refund(facts),
        text=refund.party.name,
        in_book=bool(refund.desk_account),
    )
    entries.post(company, new, by=by)
    return payment, OpenItem.objects.get(company=company, document_kind="payment", document_id=payment.pk, part=1)
