"""The part of an approved bill that is held while the rest is paid: `docs/rules/held-parts.md`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from kvit.companies import hands
from kvit.companies.models import Company, User
from kvit.companies.permissions import automation, person_behind, require, require_person
from kvit.core import calendar, held_parts
from kvit.core.errors import Refused
from kvit.core.held_parts import PartLine
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.parties import linked, suppliers
from kvit.payables import facts as facts_of
from kvit.payables import order_match
from kvit.payables.models import Bill, BillHold, BillLine, OrderMatch
from kvit.purchasing.models import GoodsReceipt

DAYS, DISPUTED_DAYS = 7, 14
"""Until when its owner looks after what is held, and after what is disputed."""
ZERO = Decimal(0)


def goes_on_in_part(bill: Bill) -> bool:
    """Whether some of the bill agrees with its order, and some does not."""
    held = expected(bill)
    return held is not None and bill.payable is not None and ZERO < held < bill.payable


def expected(bill: Bill) -> Decimal | None:
    """What would be held by the last match of its lines; None of a credit note, and without an order."""
    matches = [one.match for one in bill.lines.select_related("match").order_by("position") if hasattr(one, "match")]
    if bill.kind != "bill" or bill.payable is None or not matches:
        return None
    return _gross(bill, [_part(one) for one in matches])


def of_bills(company: Company, ids: Iterable[int]) -> dict[int, BillHold]:
    """What holds of these bills now, by bill; of those alone of which something is held."""
    rows = (
        BillHold.objects.filter(company=company, bill__in=list(ids))
        .select_related("owner", "bill__party")
        .order_by("nth")
    )
    return {key: row for key, row in {row.bill_id: row for row in rows}.items() if row.held}


def of_bill(company: Company, bill: Bill) -> BillHold | None:
    """What of the bill is held now; None where nothing is."""
    return of_bills(company, [bill.pk]).get(bill.pk)


def accepted_by(bill: Bill) -> set[int]:
    """The persons who said that a held rest of the bill is owed all the same, with whoever made a key for that."""
    said = BillHold.objects.filter(bill=bill, why="accepted").values_list("said_by_id", flat=True)
    people = {one for one in said if one is not None}
    return people | hands.acted_last(bill.company, "bill", bill.pk, name="bill.part_released") if people else people


def follow(company: Company, bill: Bill, *, by: Actor, on: date) -> None:
    """What the approval of a bill or a credit note makes: its own part is held, or less of those of its supplier."""
    if bill.kind == "credit_note":
        ever_held = Bill.objects.filter(company=company, kind="bill", status="approved", holds__nth=1)
        _look_again(company, _of_supplier(bill, ever_held), why="credited", by=by, on=on)
        return
    order = bill.checks.filter(name="order", outcome="failed", stops=False, accepted_by=None)
    held = expected(bill) if order.exists() else None
    if held:
        owner = _owner(bill)
        row = _keep(company, bill, held=held, why="matched", owner=owner, days=DAYS, by=by, on=on)
        told = {**_told(row), "until": row.until_on.isoformat()}
        events.record("bill.part_held", bill, by=by, on=on, facts=told | _responsible(owner))


def on_received(event: Event) -> Callable[[], None] | None:
    """Goods came for an order: less of its bills is held, or none."""
    row = GoodsReceipt.objects.filter(pk=event.subject_id).select_related("company").first()
    if row is None or row.company_id != event.company_id:
        return None
    company = row.company
    bills = Bill.objects.filter(company=company, status="approved", lines__match__order=row.order_id).distinct()

    def write() -> None:
        by = automation("bills", company)
        _look_again(company, bills, why="arrived", by=by, on=event.acted_on)

    return write


@transaction.atomic
def accept(company: Company, bill: Bill, *, reason: str, by: Actor, on: date) -> BillHold:
    """A named person says that the rest is owed all the same: it may be paid.

    Refuses `bill.nothing_held`, `reason.missing`, `bill.no_person`, and `bill.own` for who added or typed the bill.
    """
    row = _decided(company, bill, why="accepted", reason=reason, by=by, on=on)
    events.record("bill.part_released", row.bill, by=by, on=on, facts=_told(row), reason=row.reason)
    return row


@transaction.atomic
def dispute(company: Company, bill: Bill, *, reason: str, by: Actor, on: date) -> BillHold:
    """A named person says that the rest is not owed; it stays held, and the supplier reads why. Refuses as `accept`."""
    row = _decided(company, bill, why="disputed", reason=reason, by=by, on=on)
    told = {**_told(row), "until": row.until_on.isoformat()} | _responsible(row.owner)
    events.record("bill.rest_disputed", row.bill, by=by, on=on, facts=told, reason=row.reason)
    return row


DECISIONS = {"accept": accept, "dispute": dispute}
"""What a person may say of the held part."""


def _decided(company: Company, bill: Bill, *, why: str, reason: str, by: Actor, on: date) -> BillHold:
    require(by, "bill.accept", company)
    if not reason.strip():
        raise Refused("reason.missing")
    require_person(by, Refused("bill.no_person"))
    row = _locked(company, bill.pk)
    held = of_bill(company, row)
    if held is None:
        raise Refused("bill.nothing_held", number=row.number or row.document.name)
    if hands.people(by) & facts_of.entered_by(row):
        raise Refused("bill.own", number=row.number)
    left, days = (ZERO, DAYS) if why == "accepted" else (held.held, DISPUTED_DAYS)
    owner = held.owner
    return _keep(company, row, held=left, why=why, owner=owner, days=days, by=by, on=on, reason=reason.strip()[:400])


def _look_again(company: Company, bills: Iterable[Bill], *, why: str, by: Actor, on: date) -> None:
    """What is held of these bills by the match of today; it only falls."""
    for key, before in sorted(of_bills(company, [one.pk for one in bills]).items()):
        order_match.hold_order(company, before.bill)  # before the bill, as who approves a credit note has it already
        bill = _locked(company, key)
        matches = order_match.now(company, bill)
        if not matches:
            continue
        parts = held_parts.less_credited([_part(one) for one in matches], _credited(company, bill))
        held = _gross(bill, parts)
        if held >= before.held:
            continue
        _keep_matches(company, bill, matches, parts)
        row = _keep(company, bill, held=held, why=why, owner=before.owner, days=DAYS, by=by, on=on)
        events.record("bill.part_released", bill, by=by, on=on, facts=_told(row))


def _keep_matches(company: Company, bill: Bill, matches: Sequence[OrderMatch], parts: Sequence[PartLine]) -> None:
    """Beside its lines stands what holds today."""
    OrderMatch.objects.filter(company=company, bill_line__bill=bill).delete()
    for one, part in zip(matches, parts, strict=True):
        one.payable, one.held = part.net - part.held, part.held
        one.findings = one.findings if part.held or one.order_line_id is None else []
    OrderMatch.objects.bulk_create(matches)


def _credited(company: Company, bill: Bill) -> dict[str, Decimal]:
    """What approved credit notes of the bill take back, by what their lines are of."""
    notes = Bill.objects.filter(company=company, kind="credit_note", status="approved", preceding=bill.number)
    lines = BillLine.objects.filter(company=company, bill__in=_of_supplier(bill, notes))
    found: dict[str, Decimal] = {}
    for line in lines.select_related("match"):
        key = _key(line, getattr(line, "match", None))
        found[key] = found.get(key, ZERO) + max(line.net, ZERO)
    return found


def _of_supplier(bill: Bill, others: QuerySet[Bill]) -> list[Bill]:
    """Those of the bill's supplier, under whichever record."""
    assert bill.party is not None, "the database holds no approved bill without its supplier"
    return list(others.filter(party__in=linked.with_merged(bill.company, [suppliers.surviving(bill.party)])))


def _part(match: OrderMatch) -> PartLine:
    line = match.bill_line
    vat = f"{line.vat_category}{line.vat_rate.normalize():f}"
    return PartLine(vat=vat, net=line.net, held=match.held, key=_key(line, match))


def _key(line: BillLine, match: OrderMatch | None) -> str:
    """The line of the order, else the words of the line."""
    if match is not None and match.order_line_id is not None:
        return str(match.order_line_id)
    return " ".join(line.name.casefold().split())


def _gross(bill: Bill, parts: Sequence[PartLine]) -> Decimal:
    assert bill.payable is not None, "looked at before"
    wholes: dict[str, Money] = {}
    for one in bill.vat_totals.all():
        vat = f"{one.category}{one.rate.normalize():f}"
        wholes[vat] = wholes.get(vat, Money.zero(bill.currency)) + Money(one.base + one.amount, bill.currency)
    payable, withheld = Money(bill.payable, bill.currency), Money(bill.withheld, bill.currency)
    return held_parts.held_gross(parts, vat_totals=wholes, payable=payable, withheld=withheld).amount


def _owner(bill: Bill) -> User | None:
    """Who ordered it, and so knows whether the rest will come; else who added the bill."""
    match = OrderMatch.objects.filter(company=bill.company, bill_line__bill=bill).select_related("order__ordered_by")
    row = match.first()
    return bill.added_by if row is None or row.order.ordered_by is None else row.order.ordered_by


def _keep(
    company: Company,
    bill: Bill,
    *,
    held: Decimal,
    why: str,
    owner: User | None,
    days: int,
    by: Actor,
    on: date,
    reason: str = "",
) -> BillHold:
    return BillHold.objects.create(
        company=company,
        bill=bill,
        nth=BillHold.objects.filter(company=company, bill=bill).count() + 1,
        held=held,
        why=why,
        reason=reason,
        owner=owner,
        until_on=calendar.due_date_in(company.country, on, days=days),
        said_by_id=person_behind(by),
        said_on=on,
    )


def _locked(company: Company, key: int) -> Bill:
    rows = Bill.objects.select_for_update(of=("self",)).select_related("party", "document", "company", "added_by")
    return rows.get(company=company, pk=key)


def _told(row: BillHold) -> dict[str, object]:
    bill = row.bill
    supplier = bill.party if bill.party is None else suppliers.surviving(bill.party)
    return {
        "number": bill.number,
        "supplier": "" if supplier is None else supplier.name,
        "held": str(row.held),
        "currency": bill.currency,
        "why": row.why,
    }


def _responsible(owner: User | None) -> dict[str, object]:
    return {} if owner is None else {"responsible": owner.public_id}
