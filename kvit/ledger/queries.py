"""Reading the books: open items, allocations, entries, accounts, bank accounts, rates."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger import open_items as items
from kvit.ledger.models import Account, Allocation, BankAccount, Entry, EntryLine, OpenItem, Rate
from kvit.tables import Page, page


def open_items(
    company: Company,
    *,
    owed: bool = True,
    party_id: int | None = None,
    size: int = 25,
    after: str = "",
    before: str = "",
) -> Page[OpenItem]:
    """What customers owe us by due day, or (not `owed`) what we owe them: payments and credits not used yet."""
    found = items.of_customers(company).select_related("party")
    found = found.exclude(balance=0)
    found = found.filter(balance__gt=0) if owed else found.filter(balance__lt=0)
    if party_id is not None:
        found = found.filter(party_id=party_id)
    return page(found, "due_on", "id", size=size, after=after, before=before)


def find_item(company: Company, public_id: str) -> OpenItem:
    """The open item of that id, settled or not. Refuses `open_item.unknown`."""
    item = OpenItem.objects.filter(company=company, public_id=public_id).select_related("party").first()
    if item is None:
        raise Refused("open_item.unknown")
    return item


def find_allocation(company: Company, public_id: str) -> Allocation:
    """The allocation of that id. Refuses `allocation.unknown`."""
    found = Allocation.objects.filter(company=company, public_id=public_id).select_related("item", "against").first()
    if found is None:
        raise Refused("allocation.unknown")
    return found


def entries(
    company: Company,
    *,
    since: date | None = None,
    until: date | None = None,
    size: int = 25,
    after: str = "",
    before: str = "",
) -> Page[Entry]:
    """The journal with its lines, the newest day first."""
    found = _with_lines(company)
    if since is not None:
        found = found.filter(posted_on__gte=since)
    if until is not None:
        found = found.filter(posted_on__lte=until)
    return page(found, "-posted_on", "-id", size=size, after=after, before=before)


def find_entry(company: Company, public_id: str) -> Entry:
    """The entry of that id with its lines. Refuses `entry.unknown`."""
    entry = _with_lines(company).filter(public_id=public_id).first()
    if entry is None:
        raise Refused("entry.unknown")
    return entry


def accounts(company: Company) -> list[Account]:
    """The chart of accounts by code."""
    return list(Account.objects.filter(company=company).order_by("code"))


def bank_accounts(company: Company) -> list[BankAccount]:
    """Our own accounts at banks, the main ones first."""
    return list(BankAccount.objects.filter(company=company).order_by("-is_main", "id"))


def rates(company: Company, *, currency: str = "", size: int = 25, after: str = "", before: str = "") -> Page[Rate]:
    """Exchange rates, the newest day first."""
    found = Rate.objects.filter(company=company)
    if currency:
        found = found.filter(currency=currency)
    return page(found, "-valid_on", "-id", size=size, after=after, before=before)


def _with_lines(company: Company) -> QuerySet[Entry]:
    lines = EntryLine.objects.filter(company=company).select_related("account", "party").order_by("id")
    return Entry.objects.filter(company=company).select_related("reverses").prefetch_related(Prefetch("lines", lines))
