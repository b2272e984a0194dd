"""A line's money as a payment of the items that it settles, in their currency; or as a credit that was paid back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.banking import owed
from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import decimals
from kvit.core.permissions import Actor
from kvit.ledger import rates
from kvit.ledger.models import OpenItem
from kvit.payments import discounts, incoming, refunds
from kvit.payments.incoming import Receipt
from kvit.payments.models import Payment

Items = Sequence[tuple[OpenItem, Decimal]]
MOST_OFF = Decimal("0.05")
"""By so much of what is settled a bank's own rate and its fee may differ from our rate of the day."""


def receive(
    company: Company, line: StatementLine, items: Items, *, by: Actor, on: date, proposal: Proposal | None
) -> Payment:
    """The money, with the fee that a bank took off it, and the discount that the customer took.

    In another currency than the line's it is as much as its items are settled by. Refuses `match.other_worth` where
    that is worth something else, and `allocation.other_currency` for items of several currencies.
    """
    due = [(item, amount) for item, amount in items if amount > 0]
    currency = due[0][0].currency if due else line.currency
    fee = -proposal.difference if proposal and proposal.kind == "fee" else Decimal(0)
    taken = owed.taken_off(due, proposal, on=line.booked_on) if proposal else []
    off = {item.pk: amount for item, amount in taken}
    settled = [(item, min(amount - off.get(item.pk, Decimal(0)), item.balance)) for item, amount in due if item.balance]
    is_foreign = currency != line.currency
    if is_foreign:
        _require_worth(company, line, settled)
    receipt = Receipt(
        party=items[0][0].party,
        amount=sum((amount for _, amount in settled), Decimal(0)) if is_foreign else line.amount + fee,
        currency=currency,
        paid_on=min(line.booked_on, on),
        bank=line.bank_account,
        items=settled,
        reference=(line.structured_reference or line.remittance)[:200],
        external_id=f"{line.public_id}/{line.matches.count() + 1}",
        bank_amount=line.amount if is_foreign else None,
        fee=fee,
    )
    payment = incoming.receive(company, receipt, by=by, on=on).payment
    if taken:
        discounts.grant(company, payment, taken, by=by, on=payment.paid_on)
    return payment


def pay_back(company: Company, line: StatementLine, items: Items, *, by: Actor, on: date) -> Payment:
    """Money out against a customer's credit: a refund of one item, whole.

    Refuses `match.one_credit`, `split.other_currency`, and `match.more_than_credit` where more went out.
    """
    if len(items) != 1:
        raise Refused("match.one_credit")
    item, amount = items[0]
    if item.currency != line.currency:
        raise Refused("split.other_currency", currency=line.currency)
    paid = -line.amount
    if paid > -amount:
        places = decimals(line.currency)
        told = {
            "paid": format_exact(paid, places=places),
            "left": format_exact(max(-amount, Decimal(0)), places=places),
        }
        raise Refused("match.more_than_credit", currency=line.currency, **told)
    back: dict[str, Any] = {"paid_on": min(line.booked_on, on), "bank": line.bank_account}
    return refunds.record(company, item, amount=paid, by=by, on=on, **back)


def _require_worth(company: Company, line: StatementLine, settled: Items) -> None:
    currencies = {item.currency for item, _ in settled}
    if len(currencies) > 1:
        one, other, *_ = sorted(currencies)
        raise Refused("allocation.other_currency", one=one, other=other)
    amount = sum((share for _, share in settled), Decimal(0))
    currency = next(iter(currencies), line.currency)
    came = rates.exchange(company, line.currency, on=line.booked_on).worth(line.amount)
    worth = rates.exchange(company, currency, on=line.booked_on).worth(amount)
    if abs(worth - came) > MOST_OFF * worth or not amount:
        raise Refused(
            "match.other_worth",
            amount=format_exact(amount, places=decimals(currency)),
            currency=currency,
            worth=format_exact(worth, places=decimals(company.currency)),
            came=format_exact(came, places=decimals(company.currency)),
            own=company.currency,
        )
