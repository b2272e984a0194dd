"""What the laws say of an act with cash: asked with all that was moved before, in the company's currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from kvit.cashbook.models import CashLine, Desk
from kvit.companies.models import Company
from kvit.core import cash, cash_limits
from kvit.core.cash_limits import ABROAD, BUSINESS, CONSUMER, Ceiling, Facts, Over
from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.ledger import rates
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving
from kvit.receivables.models import Invoice

WAYS = {cash_limits.IN: (cash.RECEIVED,), cash_limits.OUT: (cash.PAID, cash.EXPENSE, cash.REFUND)}
REFUSALS: Mapping[str, str] = {
    "day_of_party": "cash.over_day_of_party",
    "day": "cash.over_day",
    "document": "cash.over_document",
    "deal": "cash.over_deal",
}


@dataclass(frozen=True)
class Act:
    """Cash that is about to move at a desk: which way, with whom, for what."""

    way: str
    amount: Decimal
    on: date
    party: Party | None = None
    item: OpenItem | None = None


def require_within(company: Company, desk: Desk, act: Act) -> None:
    """Refuses what the law of the company's country forbids: `cash.over_day_of_party`, `cash.over_day`,
    `cash.over_document`, `cash.over_deal`, `cash.deal_reached`, each with the law and its sum."""
    for over in _found(company, _facts(company, desk, act), on=act.on):
        if not over.ceiling.warns:
            code = "cash.deal_reached" if over.ceiling.reached else REFUSALS[over.ceiling.counted]
            raise Refused(code, **_told(company, over))


def warnings(company: Company, desk: Desk, *, balance: Decimal, on: date) -> list[dict[str, str]]:
    """What a person must see to: so much in the desk in the evening that the law wants it at the bank."""
    if not balance or not any(one.warns for one in cash_limits.in_force(company.country, on=on)):
        return []
    worth = rates.exchange(company, desk.currency, on=on).worth(balance)
    nothing = Decimal(0)
    facts = Facts("", "", nothing, nothing, nothing, nothing, desk=worth)
    return [_told(company, over) for over in _found(company, facts, on=on) if over.ceiling.warns]


def _found(company: Company, facts: Facts, *, on: date) -> list[Over]:
    def worth(ceiling: Ceiling) -> Decimal:
        return rates.exchange(company, ceiling.currency, on=on).worth(ceiling.most)

    return list(cash_limits.exceeded(company.country, facts, on=on, worth=worth))


def _facts(company: Company, desk: Desk, act: Act) -> Facts:
    rate = rates.exchange(company, desk.currency, on=act.on)
    worth = rate.worth(act.amount)
    kind = _kind_of(company, act.party)
    lines = CashLine.objects.filter(
        company=company, kind__in=WAYS[act.way], reverses__isnull=True, reversed_by__isnull=True
    )
    that_day = lines.filter(booked_on=act.on)
    records = linked.records(company, surviving(act.party)) if act.party else []
    with_party = that_day.filter(party__in=records)
    alike = that_day.filter(Q(party=None) | Q(party__is_business=True)) if kind == BUSINESS else that_day
    deal, before = worth, Decimal(0)
    if act.item is not None:
        named = {"document_kind": act.item.document_kind, "document_id": act.item.document_id}
        parts = OpenItem.objects.filter(company=company, side=act.item.side, **named)
        deal = max(rate.worth(_whole(parts, act.item)), _deals_behind(company, act.item))
        before = _settled_by(lines, parts)
    else:
        deal += _sum(with_party.filter(item=None))
    return Facts(
        way=act.way,
        party=kind,
        party_day=_sum(with_party) + worth,
        day=_sum(alike) + worth,
        deal=max(deal, worth),
        document_cash=before + worth,
    )


def _whole(parts: Iterable[OpenItem], item: OpenItem) -> Decimal:
    """What the document comes to, of the item's own side."""
    return abs(sum((one.amount for one in parts if one.amount * item.amount > 0), Decimal(0)))


def _deals_behind(company: Company, credit: OpenItem) -> Decimal:
    """What goes back to a customer belongs to the deal that it was paid for: the invoice that a note corrects, the
    documents that a payment settles; of several the one worth the most, in company currency."""
    if credit.side != "receivable" or credit.amount >= 0:
        return Decimal(0)
    if credit.document_kind == "invoice":
        notes = Invoice.objects.filter(company=company, pk=credit.document_id)
        keys = set(notes.values_list("corrects_id", flat=True))
    else:
        standing = Allocation.objects.filter(company=company, undoes__isnull=True, undone_by__isnull=True)
        settled = standing.filter(against=credit, item__document_kind="invoice")
        keys = set(settled.values_list("item__document_id", flat=True))
    rows = OpenItem.objects.filter(
        company=company, document_kind="invoice", document_id__in=keys - {None}, amount__gt=0
    )
    sums = rows.order_by().values("document_id").annotate(sum=Sum("base_amount"))
    return max((row["sum"] for row in sums), default=Decimal(0))


def _sum(lines: QuerySet[CashLine]) -> Decimal:
    return abs(lines.aggregate(sum=Sum("base_amount"))["sum"] or Decimal(0))


def _settled_by(lines: QuerySet[CashLine], parts: QuerySet[OpenItem]) -> Decimal:
    """What of a document is settled now by that cash, be it taken for the document or as an advance before it."""
    paid = lines.exclude(payment=None).values("payment")
    standing = Allocation.objects.filter(undoes__isnull=True, undone_by__isnull=True)
    came = standing.filter(item__in=parts, against__document_kind="payment", against__document_id__in=paid)
    went = standing.filter(against__in=parts, item__document_kind="payment", item__document_id__in=paid)
    sums = came.aggregate(sum=Sum("against_base"))["sum"], went.aggregate(sum=Sum("item_base"))["sum"]
    return sum((abs(one) for one in sums if one), Decimal(0))


def _kind_of(company: Company, party: Party | None) -> str:
    """Who is on the other side; somebody unknown is taken for a business, which the laws bind the most."""
    if party is None or party.is_business or party.is_public:
        return BUSINESS
    return ABROAD if party.country and party.country != company.country else CONSUMER


def _told(company: Company, over: Over) -> dict[str, str]:
    return {
        "law": over.ceiling.law,
        "most": format_plain(over.ceiling.most, over.ceiling.currency),
        "currency": over.ceiling.currency,
        "counted": format_plain(over.counted, company.currency),
        "own_currency": company.currency,
    }
