"""What a feed told of one account: new movements become lines, known ones stay, and the bank's balance is held to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kvit.archive import files
from kvit.banking import feeds, proposing, statements
from kvit.banking.models import FedAccount, FedMovement, Feed, Statement, StatementLine
from kvit.core import feeds as core
from kvit.core.errors import Finding
from kvit.core.feeds import Known
from kvit.core.formats import statement as formats
from kvit.core.formats.berlin_group import Balance, Movement
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import BankAccount
from kvit.ports.feed import Told

FEED_FORMAT = "feed."
"""How the format of a feed's statements begins."""


@dataclass
class Round:
    """What a round brought: movements told, lines that are new, announced ones left out, and what a person should see.

    `feed` is as it stands after it; `is_waiting`: its consent was not given yet.
    """

    feed: Feed
    told: int = 0
    new: int = 0
    pending: int = 0
    is_waiting: bool = False
    findings: list[Finding] = field(default_factory=list)


@transaction.atomic
def take(fed: FedAccount, told: Told, found: Round, *, since: date, by: Actor, on: date) -> None:
    """Lines for the movements that no feed told before, the account under lock, and how the balance stands."""
    bank = BankAccount.objects.select_for_update().get(pk=fed.bank_account_id)
    held = FedAccount.objects.select_for_update(of=("self",)).select_related("feed__company", "bank_account")
    row = held.get(pk=fed.pk)
    if not row.is_used:
        return  # the feed was removed while the bank was asked
    movements = [one for one in told.transactions.movements if one.line.currency == bank.currency]
    findings = list(told.transactions.findings)
    if len(movements) < len(told.transactions.movements):
        findings.append(Finding("feed.other_currency", "account", "warning", {"account": bank.iban}))
    known = _known(bank, movements, since=min([since, *(one.line.booked_on for one in movements)]))
    tied = core.tied(movements, known)
    named = [(one.id, line) for one, line in zip(movements, tied, strict=True) if line is not None]
    fresh = [one for one, line in zip(movements, tied, strict=True) if line is None]
    if fresh:
        rows = _kept(row, fresh, known, content=told.content, found=found, by=by, on=on)
        named += [(one.id, line.pk) for one, line in zip(fresh, rows, strict=True)]
    _name(row, named)
    _weigh(row, told.balance, by=by, on=on)
    found.told += len(movements)
    found.pending += told.transactions.pending
    found.findings += findings


def _known(bank: BankAccount, movements: Sequence[Movement], *, since: date) -> list[Known]:
    """The lines of feeds from that day on, and those of any day that the provider names now."""
    rows = StatementLine.objects.filter(bank_account=bank, statement__format__startswith=FEED_FORMAT)
    named = rows.filter(fed_names__name__in=[one.id for one in movements if one.id])
    both = [*rows.filter(booked_on__gte=since), *named.filter(booked_on__lt=since)]
    names: dict[int, set[str]] = {row.pk: set() for row in both}
    for line, name in FedMovement.objects.filter(line_id__in=names).values_list("line_id", "name"):
        names[line].add(name)
    lines = {row.pk: replace(proposing.told(row), remittance=row.remittance) for row in both}
    return [Known(key, frozenset(names[key]), lines[key]) for key in sorted(lines)]


def _kept(
    fed: FedAccount,
    fresh: Sequence[Movement],
    known: Sequence[Known],
    *,
    content: bytes,
    found: Round,
    by: Actor,
    on: date,
) -> list[StatementLine]:
    """A statement of what is new, the answer frozen beside it; what a notice or a statement told before is covered."""
    feed, bank = fed.feed, fed.bank_account
    name = f"{feed.provider}-{bank.iban}-{on.isoformat()}.json"
    file = files.keep(feed.company, content, media_type="application/json", name=name)
    days = [one.line.booked_on for one in fresh]
    statement = Statement.objects.create(
        company=feed.company,
        bank_account=bank,
        file=file,
        format=f"{FEED_FORMAT}{feed.provider}",
        currency=bank.currency,
        from_on=min(days),
        to_on=max(days),
        at=timezone.now(),
    )
    seen = Counter(core.says(one.line) for one in known)
    keyed = []
    for one in fresh:
        seen[core.says(one.line)] += 1
        nth = seen[core.says(one.line)]
        key = formats.fed_key(bank.iban, one.line, provider=feed.provider, name=one.id, nth=nth)
        keyed.append((one.line, key))
    rows, again, doubts = statements.keep_lines(statement, keyed)
    facts = {"lines": len(rows), "new": len(rows) - len(again), "file": file.public_id}
    events.record("statement.imported", file, by=by, on=on, facts=facts)
    found.new += len(rows) - len(again)
    found.findings += doubts
    return rows


def _name(fed: FedAccount, named: Sequence[tuple[str, int]]) -> None:
    """Remember under which names the provider tells the lines; a name is one line's for good."""
    rows = FedMovement.objects.filter(bank_account=fed.bank_account, provider=fed.feed.provider)
    there = set(rows.filter(name__in=[name for name, _ in named if name]).values_list("name", flat=True))
    mine = {"company_id": fed.company_id, "bank_account": fed.bank_account, "provider": fed.feed.provider}
    FedMovement.objects.bulk_create(
        FedMovement(name=name, line_id=line, **mine) for name, line in named if name and name not in there
    )


def _weigh(fed: FedAccount, balance: Balance | None, *, by: Actor, on: date) -> None:
    """Hold the account against the bank's balance: a difference that stands in two rounds is told to a person.

    The first balance says what was there before the first movement; without any nothing can be held against it.
    """
    if balance is not None and balance.currency != fed.bank_account.currency:
        balance = None
    before = fed.gap
    if balance is None:
        fed.balance, fed.balance_until, fed.gap = None, None, None
    else:
        made = moved(fed, until=balance.until)
        fed.base = balance.amount - made if fed.base is None else fed.base
        fed.balance, fed.balance_until = balance.amount, balance.until
        fed.gap = balance.amount - fed.base - made
    if fed.gap and before and not fed.is_gap_told:
        fed.is_gap_told = True
        feeds.record_gap("feed.gap_found", fed, by=by, on=on)
    elif not fed.gap and fed.is_gap_told:
        fed.is_gap_told = False
        feeds.record_gap("feed.gap_closed", fed, by=by, on=on)
    fed.known_until = fed.known_until if fed.gap else on
    fed.save(update_fields=["base", "balance", "balance_until", "gap", "is_gap_told", "known_until"])


def moved(fed: FedAccount, *, until: date | None) -> Decimal:
    """What all movements come to that feeds told of the account, to that day where one is named."""
    rows = StatementLine.objects.filter(bank_account=fed.bank_account, statement__format__startswith=FEED_FORMAT)
    rows = rows.filter(booked_on__lte=until) if until is not None else rows
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)
