"""Settling statement lines: suggested with reasons, confirmed by a person or alone when sure, and undone."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from kvit.banking import (
    bill_lines,
    bookings,
    claim_lines,
    debit_lines,
    on_account,
    owed,
    proforma_lines,
    proposing,
    receiving,
    recorded,
    run_lines,
)
from kvit.banking.holding import WAITING, hold, move
from kvit.banking.models import Booking, Match, Proposal, StatementLine
from kvit.banking.proposing import told
from kvit.banking.refused_ways import RefusedWays, forget_account, teaches
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import reconciling
from kvit.core.errors import Refused
from kvit.core.formats.statement import account_of
from kvit.core.matching import proposals as matching
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties import ibans
from kvit.payments import claim_queries, incoming, offset_queries
from kvit.payments.models import Payment
from kvit.payments.requests import Share

BY_HAND = Decimal(1)
BOOKED_BY = {
    run_lines.KIND: run_lines.pay,
    claim_lines.KIND: claim_lines.settle,
    debit_lines.COLLECTED: debit_lines.book,
    debit_lines.RETURNED: debit_lines.book,
    on_account.KIND: on_account.book,
    recorded.KIND: recorded.book,
    bill_lines.KIND: bill_lines.pay,
}
"""What books a line that settles no item by itself, or that a run or a claim of ours made: the payment, and the ids of
others that it made with it."""


@transaction.atomic
def suggest(company: Company, *, by: Actor, on: date) -> list[StatementLine]:
    """Proposals for every waiting line, best first; a sure one takes its items away from the lines after it."""
    require(by, "bank.match", company)
    waiting = StatementLine.objects.select_for_update(of=("self",)).select_related("bank_account")
    lines = list(waiting.filter(company=company, status__in=WAITING).order_by("booked_on", "pk"))
    Proposal.objects.filter(line__in=lines).delete()
    index, known = owed.index(company, lines), ibans.known(company)
    worth, standing = owed.Worth(company), claim_queries.standing(company)
    ways, debited = proposing.Ways(company), debit_lines.awaited(company)
    bills, proformas = bill_lines.Bills(company, lines), proforma_lines.Proformas(company, lines)
    refused, untied = RefusedWays(lines), recorded.Untied(company, lines)
    made: list[Proposal] = []
    for line in lines:
        of_supplier = run_lines.proposal(company, line) or claim_lines.proposal(company, line, standing)
        ours = (debit_lines.proposal(company, line) if debited else None) or of_supplier
        found = [ours] if ours else []
        of_bills = bills.proposals(line) if ours is None else []
        named = proformas.proposals(line, index) if ours is None else []
        for each in (*found, *of_bills, *named):
            refused.judge(line, each)
        if ours is None or (ours.kind == debit_lines.COLLECTED and not ours.is_sure):
            ranked = reconciling.rank(told(line), index, known_ibans=known, rates=worth.on(line.booked_on))
            others = proforma_lines.judged(bill_lines.judged(ranked, of_bills), named)
            for one in untied.judged(line, refused.judged(line, others)):
                if one.is_sure and not line.doubt:
                    reconciling.settle(index, one)
                    if party := reconciling.payer_shown(told(line), one):
                        known.setdefault(account_of(line.counterparty_iban), []).append(party)
                found.append(_kept(line, one, len(found) + 1))
        found = recorded.among([*named, *bill_lines.among(found, of_bills)], untied.proposals(line, known))
        found = proposing.ranked(found, ways.proposals(line, found))
        if line.doubt:
            for each in found:
                each.is_sure = False
        line.status = "proposed" if found else "open"
        made += found
    Proposal.objects.bulk_create(made)
    for status in WAITING:
        StatementLine.objects.filter(pk__in=[line.pk for line in lines if line.status == status]).update(status=status)
    return lines


@transaction.atomic
def confirm_proposal(
    company: Company, proposal: Proposal, *, by: Actor, on: date, automatic: bool = False
) -> Match | Booking:
    """Settle the line as proposed, or book it to the account proposed.

    Refuses `statement_line.not_proposed` where what it was proposed for is gone.
    """
    if proposal.account_id or proposal.own_account_id:
        return bookings.book_proposal(company, proposal, by=by, on=on, automatic=automatic)
    if (book := BOOKED_BY.get(proposal.kind)) is not None:
        require(by, "bank.match", company)
        row = hold(company, proposal.line, "reconcile")
        payment, others = book(company, row, proposal, by=by, on=on)
        return _kept_match(company, row, payment, by=by, on=on, proposal=proposal, automatic=automatic, others=others)
    shares = [Share(public_id, Decimal(amount)) for public_id, amount in proposal.items]
    return _confirm(company, proposal.line, shares, by=by, on=on, proposal=proposal, automatic=automatic)


@transaction.atomic
def confirm(company: Company, line: StatementLine, shares: Sequence[Share], *, by: Actor, on: date) -> Match:
    """Settle the line with items that a person chose: of customers, what is left of the money stays as their credit;
    or bills that money out paid.
    """
    if bill_lines.are_bills(company, shares):
        require(by, "bank.match", company)
        row = hold(company, line, "reconcile")
        payment, items = bill_lines.settle(company, row, shares, by=by, on=on)
        return keep_chosen(company, row, payment, kind=bill_lines.KIND, items=items, by=by, on=on)
    return _confirm(company, line, shares, by=by, on=on)


def _confirm(
    company: Company,
    line: StatementLine,
    shares: Sequence[Share],
    *,
    by: Actor,
    on: date,
    proposal: Proposal | None = None,
    automatic: bool = False,
) -> Match:
    require(by, "bank.match", company)
    row = hold(company, line, "reconcile")
    items = items_of(company, shares)
    if len({item.party_id for item, _ in items}) != 1:
        raise Refused("match.one_customer")
    credits: list[str] = []
    if row.amount > 0:
        credits = set_off(company, items, by=by, on=row.booked_on)
        payment = receiving.receive(company, row, items, by=by, on=on, proposal=proposal)
    else:
        payment = receiving.pay_back(company, row, items, by=by, on=on)
    told_items = [[item.public_id, str(amount)] for item, amount in items]
    kept: dict[str, Any] = {"automatic": automatic, "items": told_items, "credits": credits}
    match = _kept_match(company, row, payment, by=by, on=on, proposal=proposal, **kept)
    party = items[0][0].party
    if teaches(row, party, automatic=automatic):
        ibans.learn(company, party, iban=row.counterparty_iban, on=on)
    return match


def _kept_match(
    company: Company,
    row: StatementLine,
    payment: Payment,
    *,
    by: Actor,
    on: date,
    proposal: Proposal | None,
    automatic: bool,
    kind: str = "by_hand",
    **kept: Any,
) -> Match:
    match = Match.objects.create(
        company=company,
        line=row,
        payment=payment,
        kind=proposal.kind if proposal else kind,
        automatic=automatic,
        confidence=proposal.confidence if proposal else BY_HAND,
        reasons=proposal.reasons if proposal else ["match.by_hand"],
        at=timezone.now(),
        **{"items": proposal.items if proposal else [], **kept},
    )
    move(row, "reconcile", by=by, on=on)
    facts = {"payment": payment.public_id, "automatic": automatic, "reasons": match.reasons}
    events.record("statement_line.matched", row, by=by, on=on, facts=facts)
    return match


def keep_split(
    company: Company,
    row: StatementLine,
    payment: Payment,
    *,
    items: Iterable[tuple[OpenItem, Decimal]],
    credits: list[str],
    others: Sequence[Payment],
    by: Actor,
    on: date,
) -> Match:
    """Remember the payments of a line, under lock, that a person split over customers or accounts."""
    told_items = [[item.public_id, str(amount)] for item, amount in items]
    kept: dict[str, Any] = {"items": told_items, "credits": credits, "others": [one.public_id for one in others]}
    return _kept_match(company, row, payment, by=by, on=on, proposal=None, automatic=False, **kept)


def keep_chosen(
    company: Company,
    row: StatementLine,
    payment: Payment,
    *,
    kind: str,
    by: Actor,
    on: date,
    items: Sequence[Sequence[str]] = (),
) -> Match:
    """Remember the payment of a line, under lock, that a person named for it, or the bills that they chose."""
    kept: dict[str, Any] = {"kind": kind, "items": list(items)}
    return _kept_match(company, row, payment, by=by, on=on, proposal=None, automatic=False, **kept)


@transaction.atomic
def undo(company: Company, line: StatementLine, *, by: Actor, on: date) -> None:
    """The line waits again: its payment is taken back with all that it settled. Refuses a line that is not settled,
    and `allocation.in_offset` for what a set-off holds.

    What a person took back by hand before stays so, and what a person recorded before the line came stands.
    """
    require(by, "bank.match", company)
    row = hold(company, line, "undo")
    was_booked = bookings.take_back(company, row, by=by, on=on)
    match = Match.objects.select_for_update().filter(line=row, undone=False).first()
    assert match or was_booked, "a line that is settled is so by something"
    if match is not None:
        _take_back(company, row, match, by=by, on=on)
    move(row, "undo", by=by, on=on)


def _take_back(company: Company, row: StatementLine, match: Match, *, by: Actor, on: date) -> None:
    set_off = Allocation.objects.filter(company=company, public_id__in=match.credits, undone_by=None)
    of_credits = [item for one in set_off.select_related("item", "against") for item in (one.item, one.against)]
    others = Payment.objects.filter(company=company, public_id__in=match.others).order_by("pk")
    payments = [] if match.kind == recorded.KIND else [match.payment, *others]
    moved = [item for payment in payments for item in incoming.moved_by(company, payment)]
    open_items.hold(company, [*moved, *of_credits])
    offset_queries.refuse_held(company, of_credits)
    for payment in payments:
        if not hasattr(payment, "taken_back"):
            incoming.take_back(company, payment, reason=f"line {row.public_id}", by=by, on=on, with_line=True)
    debit_lines.undone(company, payments, by=by, on=on)
    for allocation in set_off.order_by("pk"):
        allocations.undo(company, allocation, by=by, on=on)
    match.undone = True
    match.save(update_fields=["undone"])
    forget_account(company, match)
    events.record("statement_line.unmatched", row, by=by, on=on, facts={"payment": match.payment.public_id})


@transaction.atomic
def ignore(company: Company, line: StatementLine, *, note: str, by: Actor, on: date) -> None:
    """The line settles nothing here (a transfer, a fee booked elsewhere); the note says why.

    One that was in doubt is covered: another line tells the same money.
    """
    require(by, "bank.match", company)
    if not note.strip():
        raise Refused("reason.missing")
    verb = "cover" if line.doubt else "ignore"
    row = hold(company, line, verb)
    move(row, verb, by=by, on=on, note=note.strip()[:400])
    events.record("statement_line.ignored", row, by=by, on=on, reason=note)


@transaction.atomic
def restore(company: Company, line: StatementLine, *, by: Actor, on: date) -> None:
    """A line that was ignored waits again. Refuses `statement_line.told_again` for one that another line tells."""
    require(by, "bank.match", company)
    row = hold(company, line, "restore")
    move(row, "restore", by=by, on=on)
    events.record("statement_line.restored", row, by=by, on=on)


def book_sure(company: Company, *, by: Actor, on: date, rules_alone: bool = False) -> list[Match | Booking]:
    """Suggest, then settle every line with a sure proposal; each by itself, so that one refusal stops no other.

    `rules_alone`: only what the company's own rules may book.
    """
    suggest(company, by=by, on=on)
    sure = Proposal.objects.filter(company=company, is_sure=True)
    sure = sure.select_related("line", "account", "own_account", "rule")
    if rules_alone:
        sure = sure.filter(rule__isnull=False)
    booked = []
    for proposal in sure.order_by("line_id"):
        try:
            booked.append(confirm_proposal(company, proposal, by=by, on=on, automatic=True))
        except Refused:
            continue  # it stays as a proposal for a person
    return booked


def _kept(line: StatementLine, one: matching.Proposal, rank: int) -> Proposal:
    return Proposal(
        company_id=line.company_id,
        line=line,
        rank=rank,
        items=[[item.id, str(amount)] for item, amount in one.items],
        difference=one.difference,
        kind=one.kind,
        confidence=one.confidence,
        reasons=list(one.reasons),
        is_sure=one.is_sure,
    )


def items_of(company: Company, shares: Sequence[Share]) -> list[tuple[OpenItem, Decimal]]:
    """The open items under lock with how much of each; refused when one is not there or nothing was chosen."""
    found = {
        item.public_id: item
        for item in open_items.of_customers(company)
        .filter(public_id__in=[share.document for share in shares])
        .select_related("party")
    }
    if not shares or len(found) != len(shares):
        raise Refused("open_item.unknown")
    open_items.hold(company, found.values())
    return [
        (found[share.document], found[share.document].balance if share.amount is None else share.amount)
        for share in shares
    ]


def set_off(company: Company, items: Iterable[tuple[OpenItem, Decimal]], *, by: Actor, on: date) -> list[str]:
    """Credit notes among the items against the invoices among them, oldest first; returns the allocations made."""
    items = list(items)
    due = [item for item, amount in items if amount > 0]
    made = []
    for credit, amount in items:
        left = -amount
        for item in due:
            if (part := min(left, item.balance)) > 0:
                made.append(allocations.allocate(company, Pair(item, credit, part), by=by, on=on).public_id)
                left -= part
    return made
