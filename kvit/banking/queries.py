"""Reading statements: lines that wait, what may settle them, how far matching has come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch, Q

from kvit.banking.holding import WAITING
from kvit.banking.models import Booking, FedAccount, Feed, Match, Proposal, Statement, StatementLine
from kvit.banking.recorded import Untied
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.models import KnownIban
from kvit.payments.models import Payment
from kvit.tables import Page, page

MOST = 1000
OFFERED = 25
NO_SIGN = re.compile(r"[\W_]+")
SHORTEST_NUMBER = 4
"""A shorter one stands in many a text by chance."""


@dataclass(frozen=True)
class Progress:
    """How many lines of the statements at hand are done, of how many; `sure` may be accepted at once."""

    left: int
    of: int
    sure: int

    @property
    def done(self) -> int:
        return self.of - self.left


def waiting(company: Company, *, size: int = 10, after: str = "", before: str = "") -> Page[StatementLine]:
    """A page of the lines that wait for somebody, the oldest first, each with its proposals."""
    ways = Proposal.objects.select_related("line", "account", "own_account", "rule", "payment__party", "party")
    ranked = Prefetch("proposals", queryset=ways.order_by("rank"))
    found = StatementLine.objects.filter(company=company, status__in=WAITING)
    return page(
        found.select_related("bank_account", "statement").prefetch_related(ranked),
        "booked_on",
        "id",
        size=size,
        after=after,
        before=before,
    )


def find(company: Company, public_id: str) -> StatementLine:
    """The line of that id, with its proposals. Refuses `statement_line.unknown`."""
    ranked = Prefetch("proposals", queryset=Proposal.objects.order_by("rank"))
    found = StatementLine.objects.filter(company=company, public_id=public_id)
    row = found.select_related("bank_account", "statement").prefetch_related(ranked).first()
    if row is None:
        raise Refused("statement_line.unknown", line=public_id[:60])
    return row


def proposal(company: Company, line: StatementLine, *, rank: int = 0, mark: str = "") -> Proposal:
    """One way to settle a line: the one that somebody saw, by its mark, else by its rank.

    Refuses `statement_line.not_proposed` when it is proposed no more.
    """
    found = Proposal.objects.filter(company=company, line=line)
    rows = found.select_related("line", "account", "own_account", "rule", "payment__party", "party").order_by("rank")
    row = next((one for one in rows if (one.mark == mark if mark else one.rank == rank)), None)
    if row is None:
        raise Refused("statement_line.not_proposed")
    return row


def progress(company: Company) -> Progress:
    """Counted over the first thousand lines of the statements that still have a line waiting."""
    lines = StatementLine.objects.filter(company=company)
    left = lines.filter(status__in=WAITING)
    statements = left.values("statement_id")
    count = left.order_by()[:MOST].count()
    of = lines.filter(statement_id__in=statements).order_by()[:MOST].count() if count else 0
    sure = Proposal.objects.filter(company=company, is_sure=True).order_by()[:MOST].count()
    return Progress(count, max(of, count), sure)


def items_of(company: Company, proposals: Sequence[Proposal]) -> dict[str, OpenItem]:
    """The open items that these proposals name, by their public id."""
    wanted = {public_id for one in proposals for public_id, _amount in one.items}
    if not wanted:
        return {}
    found = OpenItem.objects.filter(company=company, public_id__in=wanted).select_related("party")
    return {item.public_id: item for item in found}


def recorded_for(company: Company, line: StatementLine) -> list[Payment]:
    """The payments, recorded by hand, that the line may be: its money, on a day near to it."""
    return Untied(company, [line]).of(line)


def offered(company: Company, line: StatementLine, *, text: str = "") -> list[OpenItem]:
    """Open items to choose from by hand: what the text names, else what comes nearest to the line's amount first."""
    side = Q(balance__gt=0) if line.amount > 0 else Q(balance__lt=0)
    found = open_items.of_customers(company).filter(side, currency=line.currency).exclude(document_kind="payment")
    if text:
        found = found.filter(Q(document_number__icontains=text) | Q(party__name__icontains=text))
    near = list(found.select_related("party").order_by("due_on", "id")[:200])
    return sorted(near, key=lambda item: abs(abs(item.balance) - abs(line.amount)))[:OFFERED]


def matched(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[StatementLine]:
    """A page of the lines that are done, the newest first, each with its match."""
    current = Prefetch("matches", queryset=Match.objects.filter(undone=False).select_related("payment__party"))
    bookings = Booking.objects.filter(undone=False).select_related("account", "own_account")
    found = StatementLine.objects.filter(company=company, status__in=("reconciled", "ignored"))
    found = found.prefetch_related(current, Prefetch("bookings", queryset=bookings))
    return page(found, "-booked_on", "-id", size=size, after=after, before=before)


def statements(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Statement]:
    """A page of the statements that were imported, the newest first."""
    found = Statement.objects.filter(company=company).select_related("bank_account", "file")
    return page(found, "-id", size=size, after=after, before=before)


def feeds(company: Company) -> list[Feed]:
    """The company's feeds that are used, the oldest first, each with its accounts."""
    shown = Prefetch("accounts", queryset=FedAccount.objects.filter(is_used=True).select_related("bank_account"))
    return list(company.feeds.filter(is_used=True).prefetch_related(shown).order_by("pk"))


def feed(company: Company, public_id: str) -> Feed:
    """The feed of that id. Refuses `feed.unknown`, of one that was removed too."""
    row = next((one for one in feeds(company) if one.public_id == public_id), None)
    if row is None:
        raise Refused("feed.unknown", feed=public_id[:60])
    return row


def known_until(company: Company) -> date | None:
    """The day up to which the bank's figures are known: of the accounts that have any, the one that is behind most.

    An account that was closed is behind nothing. A feed whose balance fits knows the account until its last round.
    """
    reached: dict[int, date] = {}
    own = {"company": company, "bank_account__archived_at": None}
    notice = "camt.054"  # it tells some movements, and never that there are no others
    told = Statement.objects.filter(**own).exclude(format__startswith=notice).order_by()
    booked = StatementLine.objects.filter(**own).exclude(statement__format__startswith=notice).order_by()
    statements_to, lines_to = told.values_list("bank_account_id"), booked.values_list("bank_account_id")
    for found in (statements_to.annotate(Max("to_on")), lines_to.annotate(Max("booked_on"))):
        for account, day in found:
            if day is not None:
                reached[account] = max(day, reached.get(account, day))
    fed = FedAccount.objects.filter(company=company, is_used=True, bank_account__archived_at=None)
    for account, day in fed.values_list("bank_account_id", "known_until"):
        if day is not None:
            reached[account] = max(day, reached.get(account, day))
    return min(reached.values(), default=None)


def in_flight(company: Company, items: Sequence[OpenItem]) -> set[int]:
    """Which of these items, by their keys, money that came in and waits to be matched may be for.

    A line names an item among its proposals, or its number where nobody looked at the line yet, or it comes from an
    account from which the customer paid before.
    """
    waiting = StatementLine.objects.filter(company=company, status__in=WAITING, amount__gt=0)
    if not waiting.exists():
        return set()
    named = {
        public_id
        for told in Proposal.objects.filter(company=company, line__in=waiting).values_list("items", flat=True)
        for public_id, _amount in told
    }
    ibans = waiting.exclude(counterparty_iban="").values("counterparty_iban")
    payers = set(KnownIban.objects.filter(company=company, iban__in=ibans).values_list("party_id", flat=True))
    unread = waiting.filter(proposals=None).values_list("remittance", "structured_reference")
    text = "\n".join(NO_SIGN.sub("", one).upper() for told in unread for one in told)
    return {
        item.pk
        for item in items
        if item.public_id in named or item.party_id in payers or _stands_in(text, item.document_number)
    }


def _stands_in(text: str, number: str) -> bool:
    plain = NO_SIGN.sub("", number).upper()
    return len(plain) >= SHORTEST_NUMBER and plain in text
