"""Posting entries: lines first, then `posted`; the database proves that they balance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.postings import Posting
from kvit.events import events
from kvit.ledger import accounts, periods
from kvit.ledger.models import Account, Entry, EntryLine, OpenItem


@dataclass(frozen=True)
class NewEntry:
    """What is to be posted for a document, named by kind and number; `due_on` and `discount` are for its open item.

    `in_book`: the cash book posts it, and has a line for it.
    """

    kind: str
    document_kind: str
    document_id: int
    posted_on: date
    postings: Sequence[Posting]
    document_number: str = ""
    due_on: date | None = None
    text: str = ""
    external_id: str = ""
    reference: str = ""
    discount: Decimal = Decimal(0)
    discount_until: date | None = None
    in_book: bool = False


def post(company: Company, entry: NewEntry, *, by: Actor) -> Entry:
    """Post one entry, in the caller's transaction."""
    return post_all(company, [entry], by=by)[0]


def post_all(company: Company, new: Sequence[NewEntry], *, by: Actor) -> list[Entry]:
    """Post many at once; an open item comes with each posting that asks for one.

    Refuses `period.locked`, `account.unknown`, `account.has_book`. The unique key (kind, document) makes a second
    posting of the same effect impossible.
    """
    assert connection.in_atomic_block, "an entry belongs into the transaction of its document"
    if not new:
        return []  # every document of the batch came to nothing
    require_open(company, [entry.posted_on for entry in new])
    roles = accounts.by_role(company)
    codes = accounts.by_code(company, {posting.account for one in new for posting in one.postings} - {""})
    now = timezone.now()
    entries = Entry.objects.bulk_create(
        Entry(
            company=company,
            kind=one.kind,
            document_kind=one.document_kind,
            document_id=one.document_id,
            document_number=one.document_number,
            posted_on=one.posted_on,
            text=one.text,
            at=now,
        )
        for one in new
    )
    lines, wanting = [], []
    for entry, one in zip(entries, new, strict=True):
        for posting in one.postings:
            if not posting.account and posting.role not in roles:
                raise Refused("account.no_role", country=company.country, role=posting.role)
            account = codes[posting.account] if posting.account else roles[posting.role]
            line = EntryLine(
                company=company,
                entry=entry,
                account=_bookable(account, in_book=one.in_book),
                party_id=posting.party,
                currency=posting.currency,
                amount=posting.amount,
                base_amount=posting.base_amount,
                vat_code=posting.vat_code,
                note=posting.note,
            )
            lines.append(line)
            if posting.open_item:
                wanting.append((line, one, "payable" if posting.role == "payable" else "receivable"))
    EntryLine.objects.bulk_create(lines)
    _seal(entries)
    _open_items(company, wanting)
    return entries


def require_open(company: Company, days: Sequence[date]) -> None:
    """Refuses `period.locked` for a day in a locked period."""
    periods.keep_open(company, min(days))


def reverse(
    company: Company,
    entry: Entry,
    *,
    on: date,
    by: Actor,
    text: str = "",
    in_book: bool = False,
    elsewhere: Mapping[int, Account] | None = None,
) -> Entry:
    """The entry that takes this one back, once; its lines are the same with the other sign.

    `elsewhere` names, by the key of an account with a book, the one that what stood there before the book goes to.
    Refuses `period.locked`, and `account.has_book` where a cash book must take back its own line.
    """
    require_open(company, [on])
    lines = list(entry.lines.select_related("account").order_by("id"))
    named = elsewhere or {}
    accounts_of = [
        named.get(line.account_id) or _bookable(line.account, in_book=in_book)  # the one named, else its own
        for line in lines
    ]
    back = Entry.objects.create(
        company=company,
        kind=entry.kind,
        document_kind=entry.document_kind,
        document_id=entry.document_id,
        document_number=entry.document_number,
        posted_on=on,
        text=text,
        reverses=entry,
        at=timezone.now(),
    )
    EntryLine.objects.bulk_create(
        EntryLine(
            company=company,
            entry=back,
            account=account,
            party_id=line.party_id,
            currency=line.currency,
            amount=-line.amount,
            base_amount=-line.base_amount,
            vat_code=line.vat_code,
            note=line.note,
        )
        for line, account in zip(lines, accounts_of, strict=True)
    )
    _seal([back])
    events.record("entry.reversed", back, by=by, on=on, facts={"entry": entry.public_id})
    return back


def open_reversed(company: Company, item: OpenItem, back: Entry) -> OpenItem:
    """The open item that faces a reversed one: the same line of the reversing entry, with the other sign."""
    line = EntryLine.objects.get(
        entry=back, account_id=item.line.account_id, party_id=item.party_id, amount=-item.amount, open_item__isnull=True
    )
    part = OpenItem.objects.filter(
        company=company, document_kind=item.document_kind, document_id=item.document_id
    ).count()
    return OpenItem.objects.create(
        company=company,
        line=line,
        party_id=item.party_id,
        document_kind=item.document_kind,
        document_id=item.document_id,
        document_number=item.document_number,
        part=part + 1,
        side=item.side,
        opened_on=back.posted_on,
        due_on=back.posted_on,
        currency=line.currency,
        amount=line.amount,
        balance=line.amount,
        base_amount=line.base_amount,
        base_balance=line.base_amount,
    )


def _bookable(account: Account, *, in_book: bool) -> Account:
    """The account. Refuses `account.has_book` for a line on a desk's account that is not in its book."""
    if account.has_book and not in_book:
        raise Refused("account.has_book", account=f"{account.code} {account.name}"[:80])
    return account


def _seal(entries: Sequence[Entry]) -> None:
    """Mark the entries posted; the trigger refuses one whose lines do not add up to zero."""
    for start in range(0, len(entries), 500):
        Entry.objects.filter(pk__in=[entry.pk for entry in entries[start : start + 500]]).update(posted=True)
    for entry in entries:
        entry.posted = True


def _open_items(company: Company, wanting: Sequence[tuple[EntryLine, NewEntry, str]]) -> None:
    parts: dict[tuple[str, int], int] = {}
    items = []
    for line, one, side in wanting:
        assert line.party_id is not None, "what is owed is owed by somebody"
        key = (one.document_kind, one.document_id)
        parts[key] = parts.get(key, 0) + 1
        items.append(
            OpenItem(
                company=company,
                line=line,
                party_id=line.party_id,
                document_kind=one.document_kind,
                document_id=one.document_id,
                document_number=one.document_number,
                part=parts[key],
                side=side,
                external_id=one.external_id,
                reference=one.reference,
                opened_on=one.posted_on,
                due_on=one.due_on or one.posted_on,
                discount=one.discount,
                discount_until=one.discount_until,
                currency=line.currency,
                amount=line.amount,
                balance=line.amount,
                base_amount=line.base_amount,
                base_balance=line.base_amount,
            )
        )
    OpenItem.objects.bulk_create(items)
