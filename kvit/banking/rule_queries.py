"""Reading bank rules: how often each was used, and a rehearsal of what it would do with past lines."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Prefetch

from kvit.banking.bookings import TRANSFER
from kvit.banking.models import BankRule, Booking, Match, StatementLine
from kvit.banking.proposing import told
from kvit.companies.models import Company
from kvit.core import bank_rules
from kvit.core.bank_rules import Rule
from kvit.core.errors import Refused
from kvit.ledger import tolerances

DAYS, MOST = 366, 5000
WAITS, SAME, OTHERWISE, SETTLED, IGNORED = "waits", "same", "otherwise", "settled", "ignored"


@dataclass(frozen=True)
class Rehearsed:
    """A past line that the rule fits, and what became of it; `settled`: it paid documents, so the rule is too wide."""

    line: StatementLine
    became: str


def every(company: Company) -> list[BankRule]:
    """The rules in their order."""
    return list(BankRule.objects.filter(company=company, archived=False).order_by("place", "id"))


def used(company: Company) -> dict[int, int]:
    """How many lines stand booked by each rule, by its key."""
    stand = Booking.objects.filter(company=company, undone=False, rule__isnull=False).order_by()
    return dict(stand.values_list("rule_id").annotate(Count("id")))


def find(company: Company, public_id: str) -> BankRule:
    """The rule of that id. Refuses `bank_rule.unknown`."""
    row = BankRule.objects.filter(company=company, public_id=public_id, archived=False).first()
    if row is None:
        raise Refused("bank_rule.unknown", rule=public_id[:40])
    return row


def rehearse(company: Company, rule: Rule, *, on: date, days: int = DAYS) -> list[Rehearsed]:
    """The lines of the last days that the rule fits, the newest first. It writes nothing."""
    now = Prefetch("bookings", queryset=Booking.objects.filter(undone=False).select_related("account", "own_account"))
    matches = Prefetch("matches", queryset=Match.objects.filter(undone=False))
    lines = StatementLine.objects.filter(company=company, booked_on__gte=on - timedelta(days=days))
    lines = lines.select_related("bank_account").prefetch_related(now, matches).order_by("-booked_on", "-id")[:MOST]
    return [
        Rehearsed(line, _became(line, rule))
        for line in lines
        if bank_rules.holds(rule, told(line), own_account=line.bank_account.public_id)
    ]


def tolerance(company: Company, currency: str, *, on: date) -> Decimal:
    """The most of the currency that a person may write off on the day."""
    return tolerances.of(company, currency, on=on)


def _became(line: StatementLine, rule: Rule) -> str:
    if line.matches.all():
        return SETTLED
    for booking in line.bookings.all():
        account = booking.account.code if booking.account else ""
        own = booking.own_account.public_id if booking.own_account and booking.kind == TRANSFER else ""
        return SAME if (account, own) == (rule.target.account, rule.target.own_account) else OTHERWISE
    return IGNORED if line.status == "ignored" else WAITS
