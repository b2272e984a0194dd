"""What becomes of a claim in the books: money that came back, or a loss; both settle the item that it is for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import purchase_postings
from kvit.core.claim_lifecycle import OPEN
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts, allocations, entries, open_items, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import BankAccount, OpenItem
from kvit.payments.models import Claim, Payment


@dataclass(frozen=True)
class CameBack:
    """Money from a supplier: how much, on which day, to which account of ours (else the main one)."""

    amount: Decimal
    paid_on: date
    account: BankAccount | None = None
    reference: str = ""


@transaction.atomic
def came_back(company: Company, claim: Claim, money: CameBack, *, by: Actor, on: date) -> Payment:
    """Book what a supplier paid back, and settle the item with it, whole or in part; the claim is held by the caller.

    Refuses `claim.not_open`, `claim.too_much`, `payment.in_future`, and a part of a cent.
    """
    require(by, "payment.record", company)
    row = locked(company, claim)
    if row.status not in OPEN:
        raise Refused("claim.not_open", status=row.status, verb="settle")
    if not 0 < money.amount <= row.item.balance:
        raise Refused("claim.too_much", amount=str(money.amount), left=str(max(row.item.balance, Decimal(0))))
    if round_half_up(money.amount, decimals(row.currency)) != money.amount:
        raise Refused("field.bad_value", field="amount", value=f"{money.amount:f}", wanted=f"cents of {row.currency}")
    if money.paid_on > on:
        raise Refused("payment.in_future", on=money.paid_on.isoformat())
    payment = Payment.objects.create(
        company=company,
        direction="back",
        party=row.item.party,
        bank_account=money.account or accounts.main_bank(company, row.currency),
        paid_on=money.paid_on,
        currency=row.currency,
        amount=money.amount,
        reference=(money.reference or row.number or row.document)[:200],
        at=timezone.now(),
    )
    rate = rates.exchange(company, row.currency, on=money.paid_on)
    new = NewEntry(
        kind="payment_back",
        document_kind="payment",
        document_id=payment.pk,
        document_number=row.number or row.document,
        posted_on=money.paid_on,
        postings=purchase_postings.for_money_back(money.amount, rate=rate, party=row.item.party_id),
        text=row.party.name,
    )
    entries.post(company, new, by=by)
    back = OpenItem.objects.get(company=company, document_kind="payment", document_id=payment.pk, part=1)
    allocations.allocate(company, Pair(row.item, back, money.amount), by=by, on=money.paid_on)
    events.record("payment.recorded", payment, by=by, on=on, facts={"amount": str(payment.amount)})
    return payment


def give_up(company: Company, row: Claim, *, by: Actor, on: date) -> None:
    """What is left of the item, which is locked, is a loss; its VAT is not touched (`docs/rules/claims.md`)."""
    left = row.item.balance
    if left <= 0:
        raise Refused("claim.nothing_left", document=row.document)
    rate = rates.exchange(company, row.currency, on=on)
    new = NewEntry(
        kind="claim_given_up",
        document_kind="claim",
        document_id=row.pk,
        document_number=row.number or row.document,
        posted_on=on,
        postings=purchase_postings.for_claim_given_up(left, rate=rate, party=row.item.party_id),
        text=row.party.name,
    )
    entries.post(company, new, by=by)
    loss = OpenItem.objects.get(company=company, document_kind="claim", document_id=row.pk, part=1)
    allocations.allocate(company, Pair(row.item, loss, left), by=by, on=on)


def locked(company: Company, claim: Claim) -> Claim:
    """The claim under lock, with its item as it stands. Refuses `claim.unknown`."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related("item", "party")
    row = rows.filter(company=company, pk=claim.pk).first()
    if row is None:
        raise Refused("claim.unknown", claim=claim.public_id)
    open_items.hold(company, [row.item])
    return row


def own_iban(company: Company, currency: str) -> str:
    """The account that a supplier pays back to. Refuses `claim.no_account`."""
    account = (
        accounts.main_bank(company, currency)
        or BankAccount.objects.filter(company=company, archived_at=None, is_main=True).order_by("pk").first()
    )
    if account is None:
        raise Refused("claim.no_account", currency=currency)
    return account.iban
