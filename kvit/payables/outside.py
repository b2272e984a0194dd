"""How a bill looks to programs: values that the command line and the API give as they are."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.countries.self_charge import LAWS
from kvit.core.discounts import taken_off
from kvit.core.formatting import format_exact, format_plain
from kvit.core.money import Money
from kvit.core.payment_day import yearly_return
from kvit.core.settlement import settlement
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.payables import discounts, facts, holds, self_charge_queries
from kvit.payables.models import Bill, BillCheck, BillFact, BillLine, Discount, SelfCharge
from kvit.wording import sentence

Shape = dict[str, object]
SUMS = ("net", "vat", "gross", "prepaid", "withheld", "rounding", "payable")


def listed(company: Company, rows: Sequence[Bill]) -> list[Shape]:
    """Bills as a list shows them."""
    items = open_items.of_documents(company, "bill", ids=[row.pk for row in rows])
    return [_head(row, items.get(row.pk)) for row in rows]


def whole(company: Company, row: Bill) -> Shape:
    """The whole bill with its checks; `own_payable` is our own sum beside the payable as written."""
    item = open_items.of_document(company, "bill", document_id=row.pk)
    return {
        **_head(row, item),
        "version": row.version,
        "buyer": row.buyer,
        "ibans": row.ibans,
        "order_ref": row.order_ref,
        "preceding": row.preceding,
        "own_payable": _amount(row, row.own_payable),
        "lines": [
            {
                "name": one.name,
                "quantity": format_exact(one.quantity),
                "unit": one.unit,
                "price": format_exact(one.price),
                "net": _amount(row, one.net),
                "vat_category": one.vat_category,
                "vat_rate": format_exact(one.vat_rate),
                "match": matched(row, one),
            }
            for one in row.lines.all()
        ],
        "vat_totals": [
            {
                "category": one.category,
                "rate": format_exact(one.rate),
                "base": _amount(row, one.base),
                "amount": _amount(row, one.amount),
            }
            for one in row.vat_totals.all()
        ],
        "discounts": [offered(row, one) for one in discounts.of_bill(company, row)],
        "fields": {name: _field(one) for name, one in facts.current(row).items()},
        "checks": [checked(one) for one in row.checks.all()],
        "completed_by": None if row.completed_by is None else str(row.completed_by),
        "approved_by": None if row.approved_by is None else str(row.approved_by),
        "approved_on": row.approved_on,
        "reason": row.reason,
        "self_charge": self_charged(company, row),
        "parts": parts(company, row, item),
    }


def parts(company: Company, row: Bill, item: OpenItem | None) -> Shape | None:
    """What of the bill goes on and what is held, by its last match or as it was approved; None where nothing is."""
    hold = holds.of_bill(company, row)
    if hold is not None and item is not None:
        return {
            "state": "disputed" if hold.why == "disputed" else "held",
            "goes_on": _amount(row, max(-item.balance - hold.held, Decimal(0))),
            "held": _amount(row, hold.held),
            "owner": None if hold.owner is None else str(hold.owner),
            "until": hold.until_on,
            "reason": hold.reason,
        }
    held = holds.expected(row) if row.status == "to_approve" else None
    if not held or row.payable is None:
        return None
    told = {"goes_on": _amount(row, row.payable - held), "held": _amount(row, held)}
    return {"state": "to_hold", **told, "owner": None, "until": None, "reason": ""}


def self_charged(company: Company, row: Bill) -> Shape | None:
    """The VAT that we charged ourselves on the bill; None where we did not."""
    made = self_charge_queries.of_bill(company, row)
    return None if made is None else self_charge(company, made)


def self_charge(company: Company, made: SelfCharge) -> Shape:
    """One document, or what stands in its place; amounts in the company's currency."""
    original = made.corrects
    return {
        "id": made.public_id,
        "bill": made.bill.public_id,
        "bill_number": made.bill.number,
        "number": made.number,
        "issued_on": made.issued_on,
        "tax_point_on": made.tax_point_on,
        "counts_on": made.counts_on,
        "until_on": made.until_on,
        "currency": company.currency,
        "rate": None if made.rate is None else format_exact(made.rate),
        "rate_on": made.rate_on,
        "corrects": None if original is None else original.public_id,
        "rows": [
            {
                "treatment": one.treatment,
                "law": LAWS[company.country].grounds[one.treatment],
                "rate": format_exact(one.rate),
                "base": format_plain(one.base, company.currency),
                "vat": format_plain(one.vat, company.currency),
            }
            for one in made.rows.all()
        ],
    }


def checked(one: BillCheck) -> Shape:
    """One check, with a sentence for each finding."""
    return {
        "name": one.name,
        "outcome": one.outcome,
        "stops": one.stops,
        "findings": [{**_kept(found), "message": said(found)} for found in one.findings],
        "accepted_by": None if one.accepted_by is None else str(one.accepted_by),
        "accepted_reason": one.accepted_reason,
    }


def offered(row: Bill, one: Discount) -> Shape:
    """What a discount takes off all of the bill, what is then paid, and its yearly return beside paying when due."""
    owed = Money(row.payable, row.currency) if row.payable is not None and row.currency else None
    early = None if owed is None else taken_off(owed, percent=one.percent)
    days = (row.due_on - one.until_on).days if row.due_on and one.until_on else 0
    yearly = None if early is None else yearly_return(early, days=days)
    return {
        "id": one.public_id,
        "percent": format_exact(one.percent),
        "until": one.until_on,
        "source": one.source,
        "confidence": None if one.confidence is None else float(one.confidence),
        "page": one.page,
        "stands": one.source in discounts.SURE,
        "takes_off": None if early is None else _amount(row, early.discount.amount),
        "pays": None if early is None else _amount(row, early.payable.amount),
        "yearly_return": None if yearly is None else format_exact(yearly),
    }


def matched(row: Bill, line: BillLine) -> Shape | None:
    """What the line's order says of it: the order's line, what may be paid and what is held; None without an order."""
    found = getattr(line, "match", None)
    if found is None:
        return None
    return {
        "order": found.order.number,
        "line": None if found.order_line is None else found.order_line.position,
        "payable": _amount(row, found.payable),
        "held": _amount(row, found.held),
        "findings": [{"rule": one["rule"], "message": sentence(one["rule"], one["facts"])} for one in found.findings],
    }


def said(found: Mapping[str, object]) -> str:
    """The sentence of a finding as it is kept."""
    facts = found.get("facts")
    told = dict(facts) if isinstance(facts, dict) else {}
    return str(told.get("message") or sentence(str(found["rule"]), told))


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The bill of that number as it stands now, for a webhook; then without its lines."""
    row = Bill.objects.filter(company=company, pk=id).first()
    if row is not None:
        shape = whole(company, row)
        yield shape
        yield {**shape, "lines": [], "checks": [], "fields": {}}


def _head(row: Bill, item: OpenItem | None) -> Shape:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "status": row.status,
        "settlement": None if item is None else settlement(-item.amount, -item.balance),
        "balance": None if item is None else _amount(row, -item.balance),
        "supplier": {"id": row.party.public_id if row.party else None, **row.supplier},
        "number": row.number,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "currency": row.currency,
        **{name: _amount(row, getattr(row, name)) for name in SUMS},
        "source": row.source,
        "document": row.document.public_id,
        "file": row.document.name,
        "received_on": row.document.received_on,
    }


def _field(one: BillFact) -> Shape:
    """Where and how surely it was read, as `kvit bill read` tells it: boxes in points."""
    return {
        "value": one.value,
        "source": one.source,
        "confidence": float(one.confidence),
        "sure": one.sure,
        "page": one.page,
        "box": None if one.box is None else [edge / 10 for edge in one.box],
    }


def _amount(row: Bill, value: Decimal | None) -> str | None:
    if value is None:
        return None
    return format_plain(value, row.currency) if row.currency else format_exact(value)


def _kept(found: Mapping[str, object]) -> Shape:
    return {name: str(found.get(name, "")) for name in ("rule", "place", "severity")}
