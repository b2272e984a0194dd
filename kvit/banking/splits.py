"""One line over several documents and accounts, by a person; a small rest written off with its reason."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from kvit.banking import bookings, reconciliation, rule_queries
from kvit.banking.bookings import Part, Why
from kvit.banking.holding import hold, move
from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import bank_rules
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import decimals, round_half_up
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.ledger import accounts
from kvit.ledger.models import OpenItem
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.payments import incoming, refunds
from kvit.payments.incoming import Receipt
from kvit.payments.models import Payment
from kvit.payments.requests import Share

KIND, WRITE_OFF = "split", "rounding"
Items = Sequence[tuple[OpenItem, Decimal]]


@dataclass(frozen=True)
class ToAccount:
    """A part of the line for an account or another own account; above zero takes money that came in."""

    target: Target
    amount: Decimal


@dataclass(frozen=True)
class OnAccount:
    """A part of the line that a customer pays on account; it becomes their credit."""

    customer: Party
    amount: Decimal


FEE = "fee"


@transaction.atomic
def close_gap(company: Company, proposal: Proposal, *, as_: str, why: str, by: Actor, on: date) -> StatementLine:
    """Settle the documents of the proposal whole although less came: the rest is a bank's fee, or is written off.

    Refuses what `split` refuses.
    """
    documents = [Share(public_id) for public_id, _amount in proposal.items]
    line = proposal.line
    if as_ != FEE:
        return split(company, line, documents=documents, write_off=why, by=by, on=on)
    to = Target(account=accounts.find(company, "bank_fee").code)
    parts = [ToAccount(to, proposal.difference)]
    return split(company, line, documents=documents, parts=parts, by=by, on=on)


def read(company: Company, raw: object) -> dict[str, Any]:
    """What a program says of a split, as `split` takes it. Refuses what `Told` refuses, and `customer.unknown`."""
    told = Told(raw, frozenset({"items", "parts", "on_account", "write_off"}))
    documents, parts, on_account = [], [], []
    for one, place in told.each("items", most=100):
        item = Told(one, frozenset({"item", "amount"}), place=place)
        documents.append(Share(item.needed("item", most=60), item.number("amount", digits=4)))
    for one, place in told.each("parts", most=100):
        part = Told(one, frozenset({"account", "to_account", "amount"}), place=place)
        target = Target(part.text("account", most=20), part.text("to_account", most=40))
        parts.append(ToAccount(target, part.number("amount", digits=4) or Decimal(0)))
    for one, place in told.each("on_account", most=100):
        money = Told(one, frozenset({"customer", "amount"}), place=place)
        customer = customers.find(company, money.needed("customer", most=100))
        on_account.append(OnAccount(customer, money.number("amount", digits=4) or Decimal(0)))
    write_off = told.text("write_off", most=400)
    return {"documents": documents, "parts": parts, "on_account": on_account, "write_off": write_off}


@transaction.atomic
def split(
    company: Company,
    line: StatementLine,
    *,
    documents: Sequence[Share] = (),
    parts: Sequence[ToAccount] = (),
    on_account: Sequence[OnAccount] = (),
    write_off: str = "",
    by: Actor,
    on: date,
) -> StatementLine:
    """Settle the documents and book the parts, together the whole line; what is on account is the customer's credit.

    `write_off` is why a rest may be written off. Refuses `split.nothing`, `split.not_whole`, `split.over_tolerance`,
    `split.other_currency`, `split.wrong_way`, `split.one_transfer`, and what settling and booking refuse.
    """
    require(by, "bank.match", company)
    row = hold(company, line, "reconcile")
    items = reconciliation.items_of(company, documents) if documents else []
    booked = [bookings.part(company, row, one.target, amount=one.amount) for one in parts]
    if not items and not booked and not on_account:
        raise Refused("split.nothing")
    _require_units(row, items, [*booked, *on_account])
    credit: defaultdict[Party, Decimal] = defaultdict(Decimal)
    for one in on_account:
        credit[one.customer] += one.amount
    taken = sum(amount for _, amount in items) + sum(one.amount for one in booked)
    rest = row.amount - taken - sum(credit.values())
    if rest and not write_off.strip():
        left = format_exact(rest, places=decimals(row.currency))
        raise Refused("split.not_whole", left=left, currency=row.currency)
    _require_small(company, row, [one for one in booked if _is_given_up(row, one, beside=bool(items))], rest, on=on)
    if rest:
        booked.append(Part(rest, role=WRITE_OFF))
    made = []
    for party in dict.fromkeys([*(item.party for item, _ in items), *credit]):
        own = [one for one in items if one[0].party_id == party.pk]
        made.append(_paid(company, row, party, items=own, credit=credit[party], by=by, on=on))
    if booked:
        bookings.keep(company, row, booked, Why(KIND, note=write_off.strip()[:400]), by=by, on=on)
    if made:
        credits = [one for _, some in made for one in some]
        first, *others = [payment for payment, _ in made]
        reconciliation.keep_split(company, row, first, items=items, credits=credits, others=others, by=by, on=on)
    else:
        move(row, "reconcile", by=by, on=on)
    return row


def _require_units(row: StatementLine, items: Items, booked: Sequence[Part | OnAccount]) -> None:
    if any(item.currency != row.currency for item, _ in items):
        raise Refused("split.other_currency", currency=row.currency)
    for amount in [*(amount for _, amount in items), *(one.amount for one in booked)]:
        if not amount or round_half_up(amount, decimals(row.currency)) != amount:
            wanted = f"cents of {row.currency}"
            raise Refused("field.bad_value", field="amount", value=f"{amount:f}", wanted=wanted)


def _is_given_up(row: StatementLine, one: Part, *, beside: bool) -> bool:
    """Whether the part lets documents count as paid that no money paid: then it is written off by another name.

    `beside`: documents stand beside it. A bank's fee is none: the customer paid it, and the bank took it.
    """
    role = one.account.role if one.account else ""
    if beside and role in bank_rules.WRITE_OFFS:
        return True
    return role != "bank_fee" and (one.amount > 0) != (row.amount > 0)


def _require_small(company: Company, row: StatementLine, given_up: Sequence[Part], rest: Decimal, *, on: date) -> None:
    """What is missing costs us, what is too much is ours: together at most the tolerance, whatever the signs."""
    together = abs(rest) + sum(abs(one.amount) for one in given_up)
    if not together:
        return
    most = rule_queries.tolerance(company, row.currency, on=on)
    if together > most:
        places = decimals(row.currency)
        left, told = format_exact(together, places=places), format_exact(most, places=places)
        raise Refused("split.over_tolerance", left=left, most=told, currency=row.currency)


def _paid(
    company: Company, row: StatementLine, party: Party, *, items: Items, credit: Decimal, by: Actor, on: date
) -> tuple[Payment, list[str]]:
    """What one customer paid with the line, on account too, or got back, and what was set off with it."""
    for_items = sum((amount for _, amount in items), Decimal(0))
    total = for_items + credit
    if not total or (total > 0) != (row.amount > 0) or credit < 0 or (credit and (total < 0 or for_items < 0)):
        raise Refused("split.wrong_way", customer=party.name)
    paid_on = min(row.booked_on, on)
    if total < 0:
        if len(items) != 1:
            raise Refused("match.one_credit")
        back: dict[str, Any] = {"amount": -total, "paid_on": paid_on, "bank": row.bank_account}
        return refunds.record(company, items[0][0], by=by, on=on, **back), []
    credits = reconciliation.set_off(company, items, by=by, on=row.booked_on)
    left = for_items
    shares: list[tuple[OpenItem, Decimal | None]] = []
    for item, amount in items:
        if amount > 0 and (share := min(amount, item.balance, left)) > 0:
            shares.append((item, share))
            left -= share
    receipt = Receipt(
        party=party,
        amount=total,
        currency=row.currency,
        paid_on=paid_on,
        bank=row.bank_account,
        items=shares,
        reference=(row.structured_reference or row.remittance)[:200],
        external_id=f"{row.public_id}/{row.matches.count() + 1}/{party.public_id}",
    )
    return incoming.receive(company, receipt, by=by, on=on).payment, credits
