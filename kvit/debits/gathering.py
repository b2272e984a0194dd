"""What a run may collect: due open items of customers with a mandate of their own, and why others are left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from kvit.arrangements import queries as arranged
from kvit.companies.models import Company
from kvit.core import calendar, debits
from kvit.core.checkout_lifecycle import UNANSWERED
from kvit.core.errors import Fact, errors
from kvit.core.formatting import format_plain
from kvit.debits import mandates, papers
from kvit.debits.models import LAST, LIVE, PRESENTED, Creditor, DebitItem, Mandate
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.suppliers import surviving
from kvit.payments.models import HELD, OffsetItem

EURO = "EUR"
LeftOut = dict[str, object]
Kept = tuple[str, dict[str, Fact]]


@dataclass
class Gathered:
    """What may be collected, and what is left out with the reasons."""

    rows: list[DebitItem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def gather(company: Company, creditor: Creditor, *, until: date, on: date) -> Gathered:
    """Every open item due until the day of customers with a mandate, the oldest first; of others nothing is told."""
    owed = open_items.owed(company).exclude(document_kind="payment").filter(due_on__lte=until)
    items = list(owed.select_related("party__merged_into"))
    known = _mandates(company, items)
    items = [item for item in items if surviving(item.party).pk in known]
    kept = _kept_out(company, items)
    history = History(company, known.values())
    found = Gathered()
    for item in items:
        mandate = known[surviving(item.party).pk]
        row = DebitItem(company=company, item=item, mandate=mandate, party_id=mandate.party_id)
        row.number, row.amount = item.document_number, item.balance
        rule, facts = kept.get(item.pk) or history.refuses(row) or ("", {})
        if not rule:
            day_of(row, creditor, on=on)
            history.mark(row)
            rule, facts = _late(row) or _unwritable(company, creditor, row) or ("", {})
        if rule:
            found.left_out.append(left_out_of(row, rule, facts))
            continue
        history.took(row)
        found.rows.append(row)
    return found


def day_of(row: DebitItem, creditor: Creditor, *, on: date) -> None:
    """The day of its collection, if the customer is told and the file written on the day given."""
    closed = calendar.closed_days(calendar.TARGET, since=on, until=max(on, row.item.due_on) + timedelta(days=90))
    days = row.mandate.notice_days or creditor.notice_days
    row.collect_on = debits.collection_day(row.item.due_on, told_on=on, notice_days=days, closed=closed)


class History:
    """What was collected under mandates before, and in the run so far; a changed account is the same mandate."""

    def __init__(self, company: Company, rows: Iterable[Mandate]) -> None:
        references = {row.reference for row in rows}
        before = DebitItem.objects.filter(company=company, mandate__reference__in=references)
        self._presented: set[str] = set()
        self._accounts: set[int] = set()
        self._ended: set[str] = set()
        self._refused: dict[tuple[int, int], list[str]] = defaultdict(list)
        told = ("mandate__reference", "mandate_id", "item_id", "status", "sequence", "reason")
        for reference, mandate, item, status, sequence, reason in before.order_by("pk").values_list(*told):
            if status in PRESENTED:
                self._note(reference, mandate, sequence)
            if status == "returned" or (status == "rejected" and reason):
                self._refused[item, mandate].append(reason)

    def refuses(self, row: DebitItem) -> Kept | None:
        """Why the item is not collected under its mandate, by what was before; None where nothing speaks against."""
        if row.mandate.reference in self._ended:
            return "debit.mandate_used_up", {"reference": row.mandate.reference}
        codes = self._refused[row.item_id, row.mandate_id]
        if not debits.may_try_again(codes):
            return "debit.came_back", {"reasons": codes}
        return None

    def mark(self, row: DebitItem) -> None:
        """The sequence type of the item, and whether the account is another than last time."""
        mandate = row.mandate
        was_presented = mandate.reference in self._presented
        kind: debits.Kind = "one_off" if mandate.kind == "one_off" else "recurring"
        row.sequence = debits.sequence_type(kind, was_presented=was_presented, is_last=mandate.ends_with_next)
        row.account_changed = was_presented and mandate.amends_id is not None and mandate.pk not in self._accounts

    def took(self, row: DebitItem) -> None:
        """The item is in the run: what comes after it comes later."""
        self._note(row.mandate.reference, row.mandate_id, row.sequence)

    def _note(self, reference: str, mandate: int, sequence: str) -> None:
        self._presented.add(reference)
        self._accounts.add(mandate)
        if sequence in LAST:
            self._ended.add(reference)


def kept_out(company: Company, items: Sequence[OpenItem]) -> dict[int, Kept]:
    """Which of these items may not be collected for what they are, aside of live runs: the rule and its facts."""
    found: dict[int, Kept] = {}
    credit = _credits(company, {item.party_id for item in items})
    disputed, in_plan = arranged.disputed(company, items), arranged.holding(company, items)
    held = OffsetItem.objects.filter(company=company, item__in=[item.pk for item in items], status=HELD)
    offsets = dict(held.values_list("item_id", "offset__public_id"))
    paying = _being_paid(company, items)
    for item in items:
        if item.currency != EURO:
            found[item.pk] = "debit.other_currency", {"currency": item.currency}
        elif item.pk in offsets:
            found[item.pk] = "run.in_offset", {"offset": offsets[item.pk]}
        elif item.pk in paying:
            found[item.pk] = "debit.being_paid", {}
        elif item.pk in disputed:
            found[item.pk] = "debit.disputed", {}
        elif item.pk in in_plan:
            found[item.pk] = "debit.in_plan", {}
        elif item.party_id in credit:
            found[item.pk] = "debit.credit_open", {"amount": format_plain(credit[item.party_id], EURO)}
    return found


def _being_paid(company: Company, items: Sequence[OpenItem]) -> set[int]:
    """What is being paid online now, by the items' own relation: checkouts stand above and ask this room likewise."""
    keys = [item.pk for item in items]
    undecided = Q(checkout_items__is_live=True) | Q(checkout_items__checkout__told=UNANSWERED)
    found = OpenItem.objects.filter(undecided, company=company, pk__in=keys)
    return set(found.values_list("pk", flat=True))


def _kept_out(company: Company, items: Sequence[OpenItem]) -> dict[int, Kept]:
    live = DebitItem.objects.filter(company=company, item__in=[item.pk for item in items], status__in=LIVE)
    others: dict[int, Kept] = {
        item: ("debit.in_another", {"run": run}) for item, run in live.values_list("item_id", "run__public_id")
    }
    return {**kept_out(company, items), **others}


def _credits(company: Company, parties: set[int]) -> dict[int, Decimal]:
    rows = open_items.of_customers(company).exclude(balance=0).filter(balance__lt=0, currency=EURO, party__in=parties)
    return {party: -total for party, total in rows.order_by().values_list("party_id").annotate(Sum("balance"))}


def _mandates(company: Company, items: Sequence[OpenItem]) -> Mapping[int, Mandate]:
    """By the key of the party that is kept: its newest standing mandate, whichever of its records signed it.

    One that presented its last collection is told only where there is no other.
    """
    kept = {item.party_id: surviving(item.party).pk for item in items}
    parties = {**kept, **{pk: pk for pk in kept.values()}}
    standing: dict[int, list[Mandate]] = defaultdict(list)
    for party, rows in mandates.standing(company, parties).items():
        standing[parties[party]] += rows
    over = mandates.used_up(company, [row for rows in standing.values() for row in rows])
    return {party: max(rows, key=lambda row: (row.pk not in over, row.pk)) for party, rows in standing.items()}


def _late(row: DebitItem) -> Kept | None:
    until = mandates.holds_until(row.mandate)
    return ("debit.mandate_over", {"until": until.isoformat()}) if row.collect_on > until else None


def _unwritable(company: Company, creditor: Creditor, row: DebitItem) -> Kept | None:
    said = errors(papers.findings_of(company, creditor, row))
    return (said[0].rule, said[0].facts) if said else None


def left_out_of(row: DebitItem, rule: str, facts: Mapping[str, Fact]) -> LeftOut:
    """What is kept of an item that is not collected, and why."""
    return {
        "item": row.item.public_id,
        "customer": row.item.party.name,
        "number": row.number,
        "amount": format_plain(row.amount, row.item.currency),
        "currency": row.item.currency,
        "due_on": row.item.due_on.isoformat(),
        "rule": rule,
        "facts": dict(facts),
    }
