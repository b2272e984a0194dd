"""Lines that pay no document, booked to accounts of the books or to the way between two own accounts, and undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kvit.banking.holding import hold, move
from kvit.banking.models import BankRule, Booking, Proposal, StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import bank_rules, postings
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.core.formats.statement import account_of
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts, entries, rates
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Account, BankAccount, Entry

KIND = "booking"
TRANSFER = "transfer"
DAYS_APART = timedelta(days=10)
"""So long money may be on the way between two own accounts."""


@dataclass(frozen=True)
class Part:
    """A part of the line, with the line's sign where it takes of it, and the account that faces the bank."""

    amount: Decimal
    account: Account | None = None
    own_account: BankAccount | None = None
    role: str = ""


@dataclass(frozen=True)
class Why:
    """What a booking follows from: a rule, or a person; and what was said of it."""

    kind: str = "by_hand"
    rule: BankRule | None = None
    automatic: bool = False
    note: str = ""


@transaction.atomic
def book(company: Company, line: StatementLine, target: Target, *, by: Actor, on: date, note: str = "") -> Booking:
    """Book the whole line where a person says.

    Refuses `account.unknown`, `bank_account.unknown`, `bank_rule.not_bookable`, `bank_rule.same_account`,
    `period.locked`.
    """
    require(by, "bank.match", company)
    row = hold(company, line, "reconcile")
    found = part(company, row, target, amount=row.amount)
    return _whole(company, row, found, Why(note=note.strip()[:400]), by=by, on=on)


@transaction.atomic
def book_proposal(company: Company, proposal: Proposal, *, by: Actor, on: date, automatic: bool = False) -> Booking:
    """Book the line as a rule, or what was done before, proposes."""
    require(by, "bank.match", company)
    row = hold(company, proposal.line, "reconcile")
    found = Part(row.amount, proposal.account, proposal.own_account)
    why = Why(proposal.kind, proposal.rule, automatic, proposal.rule.name if proposal.rule else "")
    return _whole(company, row, found, why, by=by, on=on)


def part(company: Company, line: StatementLine, target: Target, *, amount: Decimal) -> Part:
    """The part of the line that goes to the target. Refuses as `book`."""
    if target.own_account:
        own = own_account(company, target.own_account)
        if own.pk == line.bank_account_id:
            raise Refused("bank_rule.same_account")
        return Part(amount, own_account=own)
    return Part(amount, account=account(company, target.account))


def account(company: Company, code: str) -> Account:
    """An account that lines are booked to. Refuses `account.unknown`, `bank_rule.not_bookable`."""
    row = accounts.by_code(company, {code})[code]
    is_bank = BankAccount.objects.filter(company=company, account=row).exists()
    if is_bank or not bank_rules.bookable(row.role):
        raise Refused("bank_rule.not_bookable", account=f"{row.code} {row.name}"[:80])
    return row


def own_account(company: Company, reference: str) -> BankAccount:
    """An own account by its id or number. Refuses `bank_account.unknown`."""
    for one in accounts.banks(company):
        if reference == one.public_id or account_of(reference) == one.iban:
            return one
    raise Refused("bank_account.unknown", account=reference[:40])


def keep(company: Company, row: StatementLine, parts: Sequence[Part], why: Why, *, by: Actor, on: date) -> Booking:
    """Post the parts of a line under lock, once while not undone; the caller moves the line on.

    Refuses `split.one_transfer`: a booking is one half of a transfer at most.
    """
    whole = parts[0] if len(parts) == 1 and parts[0].amount == row.amount else Part(row.amount)
    transfers = [one for one in parts if one.own_account]
    if len(transfers) > 1:
        raise Refused("split.one_transfer")
    booking = Booking.objects.create(
        company=company,
        line=row,
        kind=TRANSFER if whole.own_account else why.kind,
        parts=[_told(one) for one in parts],
        account=whole.account,
        own_account=transfers[0].own_account if transfers else None,
        rule=why.rule,
        automatic=why.automatic,
        note=why.note,
        at=timezone.now(),
    )
    new = NewEntry(
        kind=KIND,
        document_kind=KIND,
        document_id=booking.pk,
        document_number=(row.bank_reference or row.entry_reference)[:60],
        posted_on=min(row.booked_on, on),
        postings=postings.for_bank_line(
            [(_role(company, one), one.account.code if one.account else "", one.amount) for one in parts],
            rate=rates.exchange(company, row.currency, on=min(row.booked_on, on)),
            note=(why.note or row.remittance)[:200],
        ),
        text=(row.counterparty_name or row.remittance)[:200],
    )
    entry = entries.post(company, new, by=by)
    if transfers:
        _meet(booking)
    facts = {"entry": entry.public_id, "parts": booking.parts, "automatic": why.automatic, "kind": booking.kind}
    facts |= {"rule": why.rule.public_id} if why.rule else {}
    events.record("statement_line.booked", row, by=by, on=on, facts=facts, reason=why.note)
    return booking


def take_back(company: Company, row: StatementLine, *, by: Actor, on: date) -> bool:
    """Reverse what the line, under lock, was booked to; whether there was anything. The other half stays booked."""
    booking = Booking.objects.select_for_update().filter(line=row, undone=False).first()
    if booking is None:
        return False
    entry = Entry.objects.get(company=company, kind=KIND, document_kind=KIND, document_id=booking.pk, reverses=None)
    entries.reverse(company, entry, on=on, by=by, text=f"line {row.public_id}")
    Booking.objects.filter(company=company, other=booking).update(other=None)
    booking.undone, booking.other = True, None
    booking.save(update_fields=["undone", "other"])
    events.record("statement_line.unbooked", row, by=by, on=on, facts={"entry": entry.public_id})
    return True


def halves(company: Company) -> list[Booking]:
    """The transfers between own accounts whose other half is not booked."""
    found = Booking.objects.filter(company=company, undone=False, own_account__isnull=False, other=None)
    return list(found.select_related("line").order_by("pk"))


def other_half(row: StatementLine, among: Iterable[Booking], *, amount: Decimal | None = None) -> Booking | None:
    """The transfer to the line's account whose other half the line, or that amount of it, is; of the nearest day."""
    wanted = (row.bank_account_id, -(row.amount if amount is None else amount), row.currency)
    near = sorted(
        (abs(one.line.booked_on - row.booked_on), one.pk, one)
        for one in among
        if (one.own_account_id, _crossing(one), one.line.currency) == wanted
        and abs(one.line.booked_on - row.booked_on) <= DAYS_APART
    )
    return near[0][2] if near else None


def _whole(company: Company, row: StatementLine, found: Part, why: Why, *, by: Actor, on: date) -> Booking:
    booking = keep(company, row, [found], why, by=by, on=on)
    move(row, "reconcile", by=by, on=on)
    return booking


def _crossing(booking: Booking) -> Decimal:
    """How much of the line is on the way to the other own account, with the line's sign."""
    return sum((Decimal(one["amount"]) for one in booking.parts if "own_account" in one), Decimal(0))


def _meet(booking: Booking) -> None:
    """Tie the two halves of a transfer, each to one other only."""
    there = [one for one in halves(booking.company) if one.line.bank_account_id == booking.own_account_id]
    other = other_half(booking.line, there, amount=_crossing(booking))
    if other is None:
        return
    if Booking.objects.filter(pk=other.pk, other=None).update(other=booking):
        booking.other = other
        booking.save(update_fields=["other"])


def _role(company: Company, one: Part) -> str:
    return accounts.in_transit(company) if one.own_account else one.role


def _told(one: Part) -> dict[str, str]:
    where = {"account": one.account.code} if one.account else {"role": one.role}
    return {"amount": f"{one.amount:f}", **({"own_account": one.own_account.public_id} if one.own_account else where)}
