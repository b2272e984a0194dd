"""Set-off of what a party owes us against what we owe it: proposed, signed by another person, booked, reversed.

`docs/rules/set-off.md` says who signs what and when it counts.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies import hands, series, whose
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import lifecycle, netting
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money
from kvit.core.netting import Open, SetOff
from kvit.core.permissions import Actor
from kvit.core.run_lifecycle import OFFSET, OFFSET_ITEM
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.payables import holds
from kvit.payables.models import Bill
from kvit.payments import countersigning, duty, offset_entries
from kvit.payments.countersigning import Countersigned
from kvit.payments.models import HELD, LIVE, Offset, OffsetItem, RunItem
from kvit.receivables import semantic

PATTERN = "OF-{year}-{n:05}"
Resting = Callable[[Company, Sequence[OpenItem]], Collection[int]]


def _none(company: Company, items: Sequence[OpenItem]) -> Collection[int]:
    return ()


@dataclass(frozen=True)
class Wanted:
    """In which currency, of what is due until when; `agreement` even where a declaration of ours would do."""

    currency: str = ""
    until: date | None = None
    agreement: bool = False


@transaction.atomic
def propose(company: Company, party: Party, *, wanted: Wanted, by: Actor, on: date, resting: Resting = _none) -> Offset:
    """What both owe each other and is due, the older first, held for this set-off alone.

    `resting` gives, of items under lock, the keys of those that rest for a reason of their own: they are left out and
    named.
    Refuses `offset.nothing` with what is in a run or another set-off, and what `netting.set_off` refuses.
    """
    require(by, "offset.propose", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # beside runs and other set-offs, one at a time
    currency = wanted.currency or company.currency
    items, taken = _free(company, party, currency=currency, until=wanted.until or on, resting=resting)
    if not items[0] or not items[1]:
        raise Refused("offset.nothing", party=party.name, currency=currency, taken=taken or ["–"])
    held = holds.of_bills(company, [one.document_id for one in items[1] if one.document_kind == "bill"])
    found = netting.set_off(
        [_open(one) for one in items[0]],
        [_open(one, held=one.document_id in held) for one in items[1]],
        on=on,
        countries=(company.country, party.country),
        currency=currency,
        both_sign=wanted.agreement,
    )
    row = Offset.objects.create(
        company=company,
        party=party,
        basis=found.basis,
        currency=currency,
        amount=found.netting.total.amount,
        law=found.law,
        title=found.title,
        sentence=found.sentence,
        pairs=_pairs(found),
        findings=[{"rule": one.rule, "facts": one.facts} for one in found.findings],
        language=_language(company, party),
        proposed_by_id=person_behind(by),
        proposed_on=on,
    )
    OffsetItem.objects.bulk_create(_items(row, found, [*items[0], *items[1]]))
    signer = whose.another_who_may(company, "offset.sign", than=hands.people(by))
    asked: dict[str, object] = {"responsible": signer.public_id} if signer is not None else {}
    events.record("offset.proposed", row, by=by, on=on, facts={**told(row), **asked})
    return row


@transaction.atomic
def sign(company: Company, offset: Offset, *, by: Actor, on: date, resting: Resting = _none) -> Offset:
    """Our signature, by another person than proposed it or had a hand in its bills; a declaration is booked by it.

    `resting` as in `propose`, of what came to rest meanwhile. Refuses `offset.own`, `offset.no_person`,
    `duty.kept_apart` and `offset.items_changed`.
    """
    require(by, "offset.sign", company)
    if by.kind != "user":
        raise Refused("offset.no_person")
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # before its items, in the order of `propose`
    row = locked(company, offset)
    status = lifecycle.after(OFFSET, row.status, "sign")
    if by.id in proposed_by(row):
        raise Refused("offset.own")
    items = _held(company, row)
    rests = resting(company, [one.item for one in items])
    changed = [one.number for one in items if abs(one.item.balance) != one.balance or one.item_id in rests]
    _refuse_changed(changed)
    bills = Bill.objects.filter(company=company, pk__in=[one.item.document_id for one in items if _is_bill(one)])
    duty.release(company, bills, person=by.id, on=on)
    row.number = series.next_of(company, "offset", pattern=PATTERN, on=on)
    row.ours, row.theirs = semantic.seller_snapshot(company), semantic.buyer_snapshot(row.party)
    row.signed_by_id, row.signed_on, row.status = by.id, on, status
    row.save()
    behind: dict[str, object] = {} if row.proposed_by is None else {"responsible": row.proposed_by.public_id}
    events.record("offset.signed", row, by=by, on=on, facts={**told(row), **behind})
    if row.basis == "declaration":
        _settle(company, row, items, by=by, settled_on=on, on=on)
    return row


@transaction.atomic
def countersign(company: Company, offset: Offset, *, signed: Countersigned, by: Actor, on: date) -> Offset:
    """The party signed too, on that day, as the file shows: now it is booked.

    Refuses `offset.bad_day`, `offset.bad_file`, and `offset.items_changed` where less is open than is set off.
    """
    require(by, "offset.countersign", company)
    row = locked(company, offset)
    lifecycle.after(OFFSET, row.status, "settle")
    assert row.signed_on is not None, "the database holds nothing signed without its day"
    if not row.signed_on <= signed.on <= on:
        raise Refused("offset.bad_day", day=signed.on.isoformat(), since=row.signed_on.isoformat())
    items = _held(company, row)
    _refuse_changed([one.number for one in items if abs(one.item.balance) < one.amount])
    row.countersigned = countersigning.kept(company, signed)
    _settle(company, row, items, by=by, settled_on=signed.on, on=on)
    return row


@transaction.atomic
def cancel(company: Company, offset: Offset, *, reason: str, by: Actor, on: date) -> Offset:
    """Before it binds it is dropped; what is booked is undone by reversing, by a person who may sign, once.

    Refuses `reason.missing` and `offset.not_settled`.
    """
    if not reason.strip():
        raise Refused("reason.missing")
    require(by, "offset.propose", company)
    row = locked(company, offset)
    binds = row.status in ("settled", "reversed")
    if binds:
        require(by, "offset.sign", company)
    row.status = lifecycle.after(OFFSET, row.status, "reverse" if binds else "cancel")
    items = list(row.items.select_related("item").order_by("pk"))
    if binds:
        offset_entries.reverse(company, row, by=by, on=on, reason=reason.strip())
    _move(items, "release")
    row.save(update_fields=["status"])
    name = "offset.reversed" if binds else "offset.cancelled"
    events.record(name, row, by=by, on=on, facts=told(row), reason=reason.strip()[:400])
    return row


def locked(company: Company, offset: Offset) -> Offset:
    """The set-off under lock. Refuses `offset.unknown`."""
    rows = Offset.objects.select_for_update(of=("self",)).select_related("party")
    row = rows.filter(company=company, pk=offset.pk).first()
    if row is None:
        raise Refused("offset.unknown", offset=offset.public_id)
    return row


def proposed_by(row: Offset) -> frozenset[int]:
    """Who proposed it, with whoever made the key through which they did: somebody else signs it."""
    known = () if row.proposed_by_id is None else (row.proposed_by_id,)
    return hands.acted(row.company, "offset", row.pk, names={"offset.proposed"}).union(known)


def told(row: Offset) -> dict[str, object]:
    """What its events say of it."""
    return {
        "number": row.number or "",
        "party": row.party.name,
        "basis": row.basis,
        "amount": str(row.amount),
        "currency": row.currency,
    }


def _settle(
    company: Company, row: Offset, items: Sequence[OffsetItem], *, by: Actor, settled_on: date, on: date
) -> None:
    row.status, row.settled_on = lifecycle.after(OFFSET, row.status, "settle"), settled_on
    row.save()
    offset_entries.post(company, row, items, by=by)
    _move(items, "settle")
    events.record("offset.settled", row, by=by, on=on, facts=told(row))


def _free(
    company: Company, party: Party, *, currency: str, until: date, resting: Resting
) -> tuple[tuple[list[OpenItem], list[OpenItem]], list[str]]:
    """Claims and debts with the party that nothing else holds, and the numbers of those that something does."""
    records = linked.records(company, party)
    claims = open_items.owed(company).filter(party__in=records)
    debts = open_items.of_suppliers(company).exclude(balance=0).filter(party__in=records, balance__lt=0)
    both = [
        list(side.filter(currency=currency, due_on__lte=until).select_related("party").order_by("due_on", "pk"))
        for side in (claims, debts)
    ]
    every = [one.pk for side in both for one in side]
    open_items.hold(company, [one for side in both for one in side])
    in_runs = RunItem.objects.filter(company=company, item__in=every, status__in=LIVE)
    in_offsets = OffsetItem.objects.filter(company=company, item__in=every, status=HELD)
    held = {
        *resting(company, both[0]),
        *in_runs.values_list("item_id", flat=True),
        *in_offsets.values_list("item_id", flat=True),
    }
    free = [[one for one in side if one.pk not in held] for side in both]
    return (free[0], free[1]), [one.document_number for side in both for one in side if one.pk in held]


def _held(company: Company, row: Offset) -> list[OffsetItem]:
    items = list(row.items.filter(status=HELD).select_related("item__party").order_by("pk"))
    open_items.hold(company, [one.item for one in items])
    return items


def _refuse_changed(numbers: list[str]) -> None:
    if numbers:
        raise Refused("offset.items_changed", numbers=numbers)


def _open(item: OpenItem, *, held: bool = False) -> Open:
    """A bill of which a part is held is disputed as a whole (`docs/rules/held-parts.md`)."""
    owed = Money(abs(item.balance), item.currency)
    return Open(item.public_id, item.document_number, owed, item.due_on, disputed=held)


def _pairs(found: SetOff) -> list[dict[str, str]]:
    return [
        {"claim": one.claim, "debt": one.debt, "amount": str(one.amount.amount), "met_on": one.met_on.isoformat()}
        for one in found.netting.pairs
    ]


def _items(row: Offset, found: SetOff, items: Iterable[OpenItem]) -> list[OffsetItem]:
    used: dict[str, Decimal] = defaultdict(Decimal)
    for pair in found.netting.pairs:
        used[pair.claim] += pair.amount.amount
        used[pair.debt] += pair.amount.amount
    return [
        OffsetItem(
            company=row.company,
            offset=row,
            item=one,
            number=one.document_number,
            balance=abs(one.balance),
            amount=used[one.public_id],
        )
        for one in items
        if one.public_id in used
    ]


def _is_bill(one: OffsetItem) -> bool:
    return one.item.document_kind == "bill"


def _language(company: Company, party: Party) -> str:
    return next((one for one in (party.language, company.language) if one in LANGUAGES), "en")


def _move(items: Sequence[OffsetItem], verb: str) -> None:
    for one in items:
        one.status = lifecycle.after(OFFSET_ITEM, one.status, verb)
        one.save(update_fields=["status"])
