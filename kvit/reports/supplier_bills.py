"""What a supplier sees in the portal of the bills they sent: `docs/rules/portal.md`.

Names of colleagues, notes, checks and other suppliers are never among it: only what stands here leaves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, QuerySet

from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company
from kvit.core import portal_states
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.portal_states import State
from kvit.events import queries as happened
from kvit.ledger import open_items
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.payables import holds
from kvit.payables.models import Bill, BillHold
from kvit.payments import remittance_queries
from kvit.payments.models import Remittance, RunItem

NEWEST = 100
IN_FLIGHT = ("planned", "sent")
RELEASED = ("released", "exported")
TOLD = {
    "bill.captured": "checking",
    "bill.supplier_asked": "asked",
    "bill.supplier_answered": "answered",
    "bill.approved": "approved",
    "bill.rejected": "refused",
    "run.released": "planned",
    "item.settled": "paid",
    "item.reopened": "reopened",
}
"""Events that a supplier is told of, and as what; any other stays with us."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A bill as its supplier sees it; of a file that is not theirs for sure only its name and state."""

    id: str
    file: str
    received_on: date
    state: State
    number: str = ""
    is_credit: bool = False
    issued_on: date | None = None
    due_on: date | None = None
    amount: Money | None = None
    expected_on: date | None = None
    paid_on: date | None = None
    reason: str = ""
    held: Money | None = None
    held_reason: str = ""

    @property
    def not_held(self) -> Money | None:
        """The part that is paid or can be."""
        return None if self.amount is None or self.held is None else self.amount - self.held


def listed(company: Company, party: Party, *, on: date) -> list[Seen]:
    """The supplier's bills and the files they brought, the newest first."""
    rows = list(_theirs(company, party)[:NEWEST])
    items = open_items.of_documents(company, "bill", ids=[row.pk for row in rows])
    runs = _runs(company, [item.pk for item in items.values()])
    paid = _paid_on(company, [item.pk for item in items.values() if not item.balance])
    held = holds.of_bills(company, [row.pk for row in rows])
    seen = [
        _seen(row, items.get(row.pk), party=party, runs=runs, paid=paid, hold=held.get(row.pk), on=on) for row in rows
    ]
    unread = CapturedDocument.objects.filter(company=company, brought_by__in=_records(company, party), bill=None)
    waiting = [
        Seen(id="", file=one.name, received_on=one.received_on, state="received")
        for one in unread.order_by("-pk")[:NEWEST]
    ]
    return [*waiting, *seen]


def find(company: Company, party: Party, public_id: str, *, on: date) -> tuple[Bill, Seen]:
    """The supplier's bill of that id; refuses `bill.unknown` for every other, be there one or not."""
    row = _theirs(company, party).filter(public_id=public_id).first()
    if row is None:
        raise Refused("bill.unknown", bill=public_id[:40])
    item = open_items.of_document(company, "bill", document_id=row.pk)
    keys = [] if item is None else [item.pk]
    runs, paid, hold = _runs(company, keys), _paid_on(company, keys), holds.of_bill(company, row)
    return row, _seen(row, item, party=party, runs=runs, paid=paid, hold=hold, on=on)


def history(company: Company, bill: Bill) -> list[tuple[str, date]]:
    """What the supplier is told that happened, and on which day, the oldest first."""
    item = open_items.of_document(company, "bill", document_id=bill.pk)
    subjects = [("bill", bill.pk)]
    if item is not None:
        subjects.append(("open_item", item.pk))
        runs = RunItem.objects.filter(company=company, item=item, status__in=(*IN_FLIGHT, "paid"))
        subjects += [("payment_run", key) for key in runs.values_list("run_id", flat=True)]
    told = [
        (TOLD[event.name], event.acted_on) for event in happened.of_subjects(company, subjects) if event.name in TOLD
    ]
    return [("received", bill.document.received_on), *told]


def advices(company: Company, party: Party) -> list[Remittance]:
    """What the supplier was told that we paid, the newest first; what came back of it is marked."""
    return remittance_queries.of_suppliers(company, _records(company, party))


def find_advice(company: Company, party: Party, public_id: str) -> Remittance:
    """The supplier's advice of that id; refuses `remittance.unknown` for every other, be there one or not."""
    row = remittance_queries.find(company, public_id)
    if row.party_id not in _records(company, party):
        raise Refused("remittance.unknown", remittance=public_id[:40])
    return row


def is_theirs(bill: Bill, party: Party) -> bool:
    """Whether the bill is the supplier's, and not only brought by them."""
    return bill.party is not None and party.pk in (bill.party.pk, bill.party.merged_into_id)


def _theirs(company: Company, party: Party) -> QuerySet[Bill]:
    records = _records(company, party)
    found = Bill.objects.filter(Q(party__in=records) | Q(document__brought_by__in=records), company=company)
    return found.select_related("party", "document").order_by("-pk")


def _records(company: Company, party: Party) -> list[int]:
    """The supplier's record, and those that were merged into it."""
    return list(linked.merged(company, party).values_list("pk", flat=True))


def _runs(company: Company, keys: Sequence[int]) -> dict[int, RunItem]:
    """Of these open items, the row of the payment run that they are in."""
    rows = RunItem.objects.filter(company=company, item__in=keys, status__in=IN_FLIGHT).select_related("run")
    return {row.item_id: row for row in rows}


def _paid_on(company: Company, keys: Sequence[int]) -> dict[int, date]:
    """The day of the last thing that settled each of these open items."""
    found: dict[int, date] = {}
    for side in ("item", "against"):
        rows = Allocation.objects.filter(company=company, undoes=None, undone_by=None, **{f"{side}__in": keys})
        for key, last in rows.values_list(side).annotate(Max("allocated_on")):
            found[key] = max(found.get(key, last), last)
    return found


def _seen(
    row: Bill,
    item: OpenItem | None,
    *,
    party: Party,
    runs: dict[int, RunItem],
    paid: dict[int, date],
    hold: BillHold | None,
    on: date,
) -> Seen:
    run = runs.get(item.pk) if item is not None else None
    planned_on = run.pay_on if run is not None else None
    released_on = planned_on if run is not None and run.run.status in RELEASED else None
    is_settled = row.payable == Decimal(0) if item is None else item.balance == 0
    state = portal_states.state(row.status, is_settled=is_settled, released_on=released_on)
    seen = {"id": row.public_id, "file": row.document.name, "received_on": row.document.received_on}
    if not is_theirs(row, party):
        return Seen(**seen, state=state, reason=row.reason)  # type: ignore[arg-type]
    is_open = state not in ("paid", "refused")
    return Seen(
        **seen,  # type: ignore[arg-type]
        state=state,
        number=row.number,
        is_credit=row.kind == "credit_note",
        issued_on=row.issued_on,
        due_on=row.due_on,
        amount=Money(row.payable, row.currency) if row.payable is not None and row.currency else None,
        expected_on=portal_states.expected_on(row.due_on, planned_on=planned_on, on=on) if is_open else None,
        paid_on=paid.get(item.pk) if state == "paid" and item is not None else None,
        reason=row.reason,
        held=Money(hold.held, row.currency) if hold is not None and is_open else None,
        held_reason=hold.reason if hold is not None and hold.why == "disputed" else "",
    )
