"""The fields of a bill as they were read of its pages or typed: each with confidence and place, all of them kept."""

from datetime import date
from decimal import Decimal

from kvit.companies import hands
from kvit.companies.models import Company
from kvit.core.bill_facts import VatFacts
from kvit.core.formatting import format_exact
from kvit.core.reading.facts import Reading, Value
from kvit.core.typed_bills import TypedBill
from kvit.payables.models import Bill, BillFact

ENTERS = frozenset({"bill.captured", "bill.completed"})
KIND_TOLD = Decimal("0.95")


def current(bill: Bill) -> dict[str, BillFact]:
    """The fact that holds of every name: what was typed or read last."""
    return {one.name: one for one in bill.facts.order_by("pk")}


def places(bill: Bill) -> dict[str, BillFact]:
    """Where each field was last read on the pages, whatever was typed since."""
    return {one.name: one for one in bill.facts.exclude(source="typed").order_by("pk")}


def keep_read(bill: Bill, read: Reading) -> None:
    """The facts of a reading. Of which kind it is, is sure where the pages call themselves one kind only."""
    rows = [
        BillFact(
            company=bill.company,
            bill=bill,
            name=fact.name,
            value=plain(fact.value),
            source=fact.source,
            confidence=fact.confidence,
            sure=fact.sure,
            page=fact.page,
            box=list(fact.box) if fact.box else None,
            paper=list(read.sizes[fact.page - 1]) if fact.page and fact.page <= len(read.sizes) else None,
        )
        for fact in read.facts
    ]
    is_told = bool(read.kind) and not any(finding.place == "xml" for finding in read.findings)
    kind = BillFact(
        company=bill.company,
        bill=bill,
        name="kind",
        value=read.kind or None,
        source=read.source,
        confidence=KIND_TOLD if is_told else Decimal("0.5"),
        sure=is_told,
    )
    BillFact.objects.bulk_create([*rows, kind])


def keep_typed(bill: Bill, typed: TypedBill, *, person: int) -> None:
    """What a person typed, beside what was read."""
    told: dict[str, object] = {name: plain(value) for name, value in typed.values.items()}
    if typed.supplier is not None:
        told["supplier"] = dict(bill.supplier)
    if typed.vat_totals:
        told["vat_totals"] = [row_of(one) for one in typed.vat_totals]
    BillFact.objects.bulk_create(
        BillFact(
            company=bill.company,
            bill=bill,
            name=name,
            value=value,
            source="typed",
            confidence=1,
            sure=True,
            typed_by_id=person,
        )
        for name, value in told.items()
    )


def entered_by(bill: Bill) -> frozenset[int]:
    """Everybody who added the bill or typed anything of it: somebody else decides it, and pays it.

    With those who made the keys through which that was done.
    """
    typed = bill.facts.exclude(typed_by=None).values_list("typed_by_id", flat=True)
    added = () if bill.added_by_id is None else (bill.added_by_id,)
    return hands.acted(bill.company, "bill", bill.pk, names=ENTERS).union(typed, added)


def entered_by_person(company: Company, person: int) -> set[int]:
    """The bills of which `entered_by` names the person."""
    added = Bill.objects.filter(company=company, added_by_id=person).values_list("pk", flat=True)
    typed = BillFact.objects.filter(company=company, typed_by_id=person).values_list("bill_id", flat=True)
    return {*added, *typed} | hands.through_made_keys(company, person, kind="bill", names=ENTERS)


def plain(value: Value | None) -> str | None:
    """As the table keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return format_exact(value) if isinstance(value, Decimal) else value


def row_of(one: VatFacts) -> dict[str, str]:
    """One row of VAT as text."""
    figures = {"rate": one.rate, "base": one.base, "amount": one.amount}
    return {"category": one.category, **{name: format_exact(value) for name, value in figures.items()}}
