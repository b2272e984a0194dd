"""Write-offs of what customers owe: asked for, decided by another person, withdrawn (`docs/rules/write-offs.md`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.approvals import answers, duties, requests
from kvit.approvals.models import Approval
from kvit.approvals.requests import About
from kvit.arrangements import write_off_entries, write_off_queries
from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import automation, person_behind, require, require_person
from kvit.core import lifecycle, write_offs
from kvit.core.arrangement_lifecycle import WRITE_OFF
from kvit.core.duties import Act
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.core.write_offs import Part
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import allocations, open_items, tolerances
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party

AUTOMATION = "write_offs"
SUBJECT = "write_off"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which documents or open items of one customer, by their names; without an amount all that is open of one."""

    items: Sequence[tuple[str, Decimal | None]]
    reason: str
    text: str


@transaction.atomic
def ask(company: Company, wish: Wish, *, by: Actor, on: date) -> WriteOff:
    """Put before its approvers what will not be paid any more; a small rest is booked at once.

    Refuses `write_off.bad_reason`, `…no_words`, `…no_person`, `…nothing_left`, `…bad_amount`, `…other_customer`,
    `…other_currency`, `…known` while one is asked for, `…in_plan`, `open_item.unknown`, `approval.nobody`.
    """
    require(by, "write_off.ask", company)
    person = require_person(by, Refused("write_off.no_person"))
    if wish.reason not in write_offs.REASONS:
        raise Refused("write_off.bad_reason", reason=wish.reason[:20], known=list(write_offs.REASONS))
    if not wish.text.strip():
        raise Refused("write_off.no_words", field="text")
    named = write_off_queries.named(company, wish.items)
    items = [item for item, _ in named]
    party, currency = write_off_queries.one_customer(items)
    open_items.hold(company, items)
    write_off_queries.require_free(company, items)
    parts = [_part(item, amount) for item, amount in named]
    Party.objects.select_for_update(no_key=True).get(company=company, pk=party.pk)
    before = write_off_queries.small_before(company, party, currency=currency, on=on)
    most = tolerances.of(company, currency, on=on)
    row = WriteOff.objects.create(
        company=company,
        party=party,
        reason=wish.reason,
        text=wish.text.strip()[:400],
        currency=currency,
        amount=sum((one.amount.amount for one in parts), Decimal(0)),
        is_small=write_offs.is_small(wish.reason, parts, before=before, tolerance=most),
        asked_by_id=person,
        asked_on=on,
    )
    WriteOffItem.objects.bulk_create(
        WriteOffItem(company=company, write_off=row, item=item, amount=one.amount.amount)
        for item, one in zip(items, parts, strict=True)
    )
    return _put(company, row, items, by=by, on=on)


@transaction.atomic
def approve(company: Company, write_off: WriteOff, *, by: Actor, on: date) -> WriteOff:
    """Yes; with the last yes that the policy needs it is booked. Where none holds one other person is enough.

    Refuses `write_off.own`, `…not_requested`, `…no_person`, `…nothing_left`, `…in_plan`, and what an answer refuses.
    """
    require(by, "write_off.view", company)
    row = _moved(company, write_off, "approve")
    person, asked = _other(row, by=by), of(company, row)
    if asked is None or asked.status == "approved":
        require(by, "write_off.approve", company)
        duties.record(company, (SUBJECT, row.pk), acts=[Act("approve", one) for one in sorted(hands.people(by))], on=on)
    elif answers.approve(company, asked, by=by, on=on).status != "approved":
        row.refresh_from_db()
        return row
    row.decided_by_id = person
    return _booked(company, row, by=by, on=on)


@transaction.atomic
def reject(company: Company, write_off: WriteOff, *, reason: str, by: Actor, on: date) -> WriteOff:
    """No, and why: it is owed and asked for as ever. Refuses as `approve`, and `reason.missing`."""
    require(by, "write_off.view", company)
    row = _moved(company, write_off, "reject")
    row.decided_by_id, row.answer = _other(row, by=by), _said(reason)
    asked = of(company, row)
    if asked is not None and asked.status == "open":
        answers.reject(company, asked, reason=row.answer, by=by, on=on)
    else:
        require(by, "write_off.approve", company)
    return _over(row, by=by, on=on)


@transaction.atomic
def withdraw(company: Company, write_off: WriteOff, *, reason: str, by: Actor, on: date) -> WriteOff:
    """It is not wanted any more: says who asked, or who may approve. Refuses `reason.missing`, `…not_requested`."""
    require(by, "write_off.ask", company)
    row = _moved(company, write_off, "withdraw")
    if person_behind(by) != row.asked_by_id:
        require(by, "write_off.approve", company)
    row.answer = _said(reason)
    requests.let_go(company, of(company, row), reason=row.answer, on=on)
    return _over(row, by=by, on=on)


def on_settled(event: Event) -> Callable[[], None] | None:
    """What follows when an item is settled: a request of which nothing is open any more lapses."""
    company = Company.objects.get(pk=event.company_id or 0)
    part = WriteOffItem.objects.filter(company=company, item_id=event.subject_id, is_live=True).first()
    if part is None or OpenItem.objects.filter(write_off_items__write_off=part.write_off_id, balance__gt=0).exists():
        return None
    return lambda: _lapse(company, part.write_off_id, on=event.acted_on)


def of(company: Company, row: WriteOff) -> Approval | None:
    """Those who are asked about it, where a policy names any."""
    return requests.of_subject(company, SUBJECT, id=row.pk)


def is_own(company: Company, row: WriteOff, *, by: Actor) -> bool:
    """Whether one of those who act asked for it."""
    return bool(hands.people(by) & _asked_by(company, row))


def _part(item: OpenItem, amount: Decimal | None) -> Part:
    wanted = None if amount is None else Money(amount, item.currency)
    return write_offs.part(Money(item.balance, item.currency), wanted)


def _put(company: Company, row: WriteOff, items: Sequence[OpenItem], *, by: Actor, on: date) -> WriteOff:
    """Before its approvers, or booked where nobody has to be asked."""
    duties.record(company, (SUBJECT, row.pk), acts=[Act("enter", one) for one in sorted(hands.people(by))], on=on)
    asked = None if row.is_small else requests.ask(company, _about(company, row), on=on)
    waits = not row.is_small and asked is None
    events.record("write_off.asked", row, by=by, on=on, facts={**write_off_entries.told(row), "waits": waits})
    if row.is_small or (asked is not None and asked.status == "approved"):
        row.status = lifecycle.after(WRITE_OFF, row.status, "approve")
        return _booked(company, row, by=by, on=on)
    return row


def _booked(company: Company, row: WriteOff, *, by: Actor, on: date) -> WriteOff:
    row.decided_on = on
    row.save()
    write_off_entries.book(company, row, by=by, on=on)
    return row


def _over(row: WriteOff, *, by: Actor, on: date) -> WriteOff:
    """Nothing is booked, and its items may be asked for again."""
    row.decided_on = on
    row.save()
    row.items.filter(is_live=True).update(is_live=False)
    events.record(f"write_off.{row.status}", row, by=by, on=on, facts=write_off_entries.told(row), reason=row.answer)
    return row


@transaction.atomic
def _lapse(company: Company, key: int, *, on: date) -> None:
    row = WriteOff.objects.select_for_update(of=("self",)).select_related("party").get(company=company, pk=key)
    open_left = OpenItem.objects.filter(write_off_items__write_off=row, balance__gt=0).exists()
    if row.status != WRITE_OFF.first or open_left:  # somebody else was first
        return
    row.status = lifecycle.after(WRITE_OFF, row.status, "lapse")
    requests.let_go(company, of(company, row), reason=AUTOMATION, on=on)
    _over(row, by=automation(AUTOMATION, company), on=on)


def _moved(company: Company, write_off: WriteOff, verb: str) -> WriteOff:
    row = write_off_entries.locked(company, write_off)
    row.status = lifecycle.after(WRITE_OFF, row.status, verb)
    return row


def _about(company: Company, row: WriteOff) -> About:
    """By the customer, so that a debt that is cut into several requests counts whole."""
    items = row.items.select_related("item")
    worth = sum((allocations.share_in_books(one.item, one.amount, company) for one in items), Decimal(0))
    return About(
        kind=SUBJECT,
        id=row.pk,
        name=f"{row.party.name}: {write_off_entries.numbers(row)}"[:120],
        public_id=row.public_id,
        amount=worth,
        supplier=row.party.public_id,
        done={"enter": row.asked_by_id},
        entered=_asked_by(company, row),
    )


def _asked_by(company: Company, row: WriteOff) -> frozenset[int]:
    return duties.people(company, (SUBJECT, row.pk), duty="enter") | {row.asked_by_id}


def _other(row: WriteOff, *, by: Actor) -> int:
    person = require_person(by, Refused("write_off.no_person"))
    if is_own(row.company, row, by=by):
        raise Refused("write_off.own")
    return person


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason.missing")
    return reason.strip()[:400]
