"""Late fees: a document that charges what being late costs, once for each item, rule and day; what takes it back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.collecting import not_owed, owed_fees, proposals
from kvit.collecting.models import LateFee, LateFeeLine
from kvit.collecting.owed_fees import Asked, Chargeable
from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import calendar, postings
from kvit.core.errors import Refused
from kvit.core.late_fees import Fee
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, entries, open_items, rates
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.receivables import invoices, semantic

KIND = "late_fee"
PATTERN = "LF-{year}-{n:05}"
DAYS_TO_PAY = 14
ROLES = {"interest": "late_interest", "compensation": "compensation", "reminder_fee": "compensation"}
Charged = tuple[OpenItem, Fee]


def issue(
    company: Company, party: Party, asked: Asked, *, by: Actor, on: date, by_itself: bool = False
) -> list[LateFee]:
    """Charge what the party owes for being late: one document for each currency, numbered, booked and an open item.

    Refuses `late_fee.consumer`, `late_fee.nothing`, and the reason where what was asked for cannot be reckoned.
    """
    require(by, "late_fee.issue", company)
    if not party.is_business:
        raise Refused("late_fee.consumer", customer=party.name)
    seen = owed_fees.of(company, asked, party=party, by_itself=by_itself)
    with transaction.atomic():
        open_items.hold(company, [one.item for one in seen])
        found = owed_fees.of(company, _same(asked, seen), party=party, by_itself=by_itself) if seen else []
        charged = [(one.item, fee) for one in found for fee in one.fees]
        if not charged:
            raise next(
                (gap.refused for one in found for gap in one.gaps), Refused("late_fee.nothing", customer=party.name)
            )
        proposals.close(company, party, by=by, on=on)
        return [_issue(company, party, mine, by=by, on=on) for mine in _by_currency(charged)]


@transaction.atomic
def cancel(company: Company, fee: LateFee, *, reason: str, by: Actor, on: date) -> LateFee:
    """Take a charge back by a document of its own, which is returned; its days may be charged again.

    Refuses `reason.missing`, `late_fee.cancelled` for the second time or for a document that takes back, and
    `late_fee.paid` once something of it is settled.
    """
    require(by, "late_fee.cancel", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = LateFee.objects.select_for_update(of=("self",)).select_related("party").get(company=company, pk=fee.pk)
    if row.reverses_id or LateFee.objects.filter(reverses=row).exists():
        raise Refused("late_fee.cancelled", number=row.number)
    item = OpenItem.objects.get(company=company, document_kind=KIND, document_id=row.pk, part=1)
    open_items.hold(company, [item])
    if item.balance != item.amount:
        raise Refused("late_fee.paid", number=row.number)
    back = LateFee.objects.create(
        company=company,
        party=row.party,
        number=series.next_of(company, KIND, pattern=PATTERN, on=on),
        currency=row.currency,
        amount=row.amount,
        language=row.language,
        ours=row.ours,
        theirs=row.theirs,
        issued_on=on,
        due_on=on,
        issued_by_id=person_behind(by),
        reverses=row,
        reason=reason.strip()[:400],
    )
    for line in row.lines.all():
        line.live = False
        line.save(update_fields=["live"])
    entry = Entry.objects.get(company=company, kind=KIND, document_kind=KIND, document_id=row.pk, reverses=None)
    reversing = entries.reverse(company, entry, on=on, by=by, text=back.number)
    allocations.close_reversed(company, item, reversing, by=by, on=on)
    not_owed.close(company, row, on=on)
    events.record(
        "late_fee.cancelled", back, by=by, on=on, facts={**told(back), "takes_back": row.number}, reason=back.reason
    )
    return back


def told(row: LateFee) -> dict[str, object]:
    """What its events say of it."""
    return {
        "number": row.number,
        "customer": row.party.name,
        "amount": str(row.amount),
        "currency": row.currency,
        "due_on": row.due_on.isoformat(),
    }


def _same(asked: Asked, seen: Sequence[Chargeable]) -> Asked:
    """Only what is locked now: an item that became late meanwhile waits for the next time."""
    return replace(asked, items=frozenset(one.item.public_id for one in seen))


def _by_currency(charged: Sequence[Charged]) -> list[list[Charged]]:
    found: dict[str, list[Charged]] = defaultdict(list)
    for item, fee in charged:
        found[fee.amount.currency].append((item, fee))
    return [found[currency] for currency in sorted(found)]


def _issue(company: Company, party: Party, charged: Sequence[Charged], *, by: Actor, on: date) -> LateFee:
    currency = charged[0][1].amount.currency
    accounts = invoices.accounts_of(company)
    row = LateFee.objects.create(
        company=company,
        party=party,
        number=series.next_of(company, KIND, pattern=PATTERN, on=on),
        currency=currency,
        amount=sum((fee.amount.amount for _, fee in charged), Decimal(0)),
        language=correspondence.language_of(company, party),
        ours=semantic.seller_snapshot(company, iban=accounts.get(currency) or next(iter(accounts.values()), "")),
        theirs=semantic.buyer_snapshot(party),
        issued_on=on,
        due_on=calendar.due_date_in(company.country, on, days=DAYS_TO_PAY),
        issued_by_id=person_behind(by),
    )
    LateFeeLine.objects.bulk_create(_line(row, item, fee) for item, fee in charged)
    _post(company, row, charged, by=by)
    events.record("late_fee.issued", row, by=by, on=on, facts=told(row))
    return row


def _line(row: LateFee, item: OpenItem, fee: Fee) -> LateFeeLine:
    parts = [
        {
            "since": part.since.isoformat(),
            "until": part.until.isoformat(),
            "days": part.days,
            "base": str(part.base.amount),
            "percent": str(part.percent),
            "source": part.source,
        }
        for part in fee.parts
    ]
    return LateFeeLine(
        company=row.company,
        fee=row,
        item=item,
        rule=fee.rule,
        since=fee.since,
        until=fee.until,
        amount=fee.amount.amount,
        law=fee.law[:200],
        parts=parts,
    )


def _post(company: Company, row: LateFee, charged: Sequence[Charged], *, by: Actor) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for _, fee in charged:
        sums[ROLES[fee.rule]] += fee.amount.amount
    rate = rates.exchange(company, row.currency, on=row.issued_on)
    new = NewEntry(
        kind=KIND,
        document_kind=KIND,
        document_id=row.pk,
        document_number=row.number,
        posted_on=row.issued_on,
        postings=postings.for_late_fee(sums, rate=rate, party=row.party_id),
        due_on=row.due_on,
        text=row.party.name,
        reference=row.number,
    )
    entries.post(company, new, by=by)
