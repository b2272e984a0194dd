"""Payment advices: what a run paid a supplier, put together once; and told again when a payment came back.

`docs/rules/remittance.md` says when, what and to whom.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from kvit.companies import series
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import remittance
from kvit.core.money import Money
from kvit.core.netting import Pair
from kvit.core.remittance import Document, Line
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.payables.models import Bill
from kvit.payments import gathering, run_papers, runs
from kvit.payments.models import DISCOUNT_TAKEN, Payment, PaymentRun, Remittance, RemittanceCorrection, RunItem
from kvit.receivables import semantic

AUTOMATION = "remit"
PATTERN = "PA-{year}-{n:05}"


def on_item(event: Event) -> Callable[[], None] | None:
    """What follows when the bank paid or refused a transfer: an advice for who has nothing in flight any more."""
    company = Company.objects.get(pk=event.company_id or 0)
    run = PaymentRun.objects.get(company=company, pk=event.subject_id)
    return lambda: _make_all(company, run, on=event.acted_on)


def on_reopened(event: Event) -> Callable[[], None] | None:
    """What follows when a payment came back or was undone: the advice that told of it is corrected, once."""
    company = Company.objects.get(pk=event.company_id or 0)
    payment = Payment.objects.filter(company=company, public_id=str(event.facts.get("payment", ""))).first()
    if payment is None:
        return None
    return lambda: _correct(company, payment, run_id=event.subject_id, on=event.acted_on)


def _make_all(company: Company, run: PaymentRun, *, on: date) -> None:
    """For each supplier of the run of whom nothing is in flight: what was paid and nobody told them yet."""
    row = runs.locked(company, run)
    told = {line["payment"] for one in row.remittances.all() for line in one.lines}
    of_party: dict[int, list[RunItem]] = defaultdict(list)
    related = ("item", "party", "payment", "bank_detail")
    for one in row.items.exclude(status="removed").select_related(*related).order_by("pk"):
        of_party[one.party_id].append(one)
    for rows in of_party.values():
        if any(one.status == "sent" for one in rows):
            continue
        fresh = [one for one in rows if one.payment is not None and one.payment.public_id not in told]
        if fresh:
            _make(company, row, rows=rows, fresh=fresh, on=on)


def _make(
    company: Company, run: PaymentRun, *, rows: Sequence[RunItem], fresh: Sequence[RunItem], on: date
) -> Remittance:
    party = fresh[0].party
    credits = [one for one in rows if one.item.amount > 0]
    lines, amount = _lines(company, [*fresh, *credits], pairs=_pairs(company, rows), currency=run.currency)
    before = Remittance.objects.filter(company=company).order_by("-pk").first()
    day = on if before is None else max(on, before.made_on)  # what follows may be done out of order; numbers are not
    row = Remittance.objects.create(
        company=company,
        run=run,
        party=party,
        nth=Remittance.objects.filter(company=company, run=run, party=party).count() + 1,
        number=series.next_of(company, "remittance", pattern=PATTERN, on=day),
        made_on=day,
        paid_on=max(one.payment.paid_on for one in fresh if one.payment is not None),
        currency=run.currency,
        amount=amount,
        language=correspondence.language_of(company, party),
        ours=semantic.seller_snapshot(company),
        theirs=semantic.buyer_snapshot(party),
        lines=lines,
    )
    facts = {"number": row.number, "supplier": party.name, "amount": str(amount), "run": run.public_id}
    events.record("remittance.made", row, by=automation(AUTOMATION, company), on=on, facts=facts)
    return row


def _pairs(company: Company, rows: Sequence[RunItem]) -> list[Pair]:
    """Which credit note made which transfer smaller: found as the release found it."""
    by_record: dict[int, list[RunItem]] = defaultdict(list)
    for one in rows:
        by_record[one.item.party_id].append(one)
    return [pair for some in by_record.values() for pair in gathering.netted(company, some).pairs]


def _lines(
    company: Company, rows: Sequence[RunItem], *, pairs: Sequence[Pair], currency: str
) -> tuple[list[dict[str, str]], Decimal]:
    """The rows as they are kept, and their sum: the transfers."""
    payments = {one.item.public_id: one.payment for one in rows if one.payment is not None}
    keys = [one.pk for one in payments.values()]
    booked = OpenItem.objects.filter(company=company, document_kind=DISCOUNT_TAKEN, document_id__in=keys)
    taken = set(booked.values_list("document_id", flat=True))
    found = remittance.advice([_document(one, taken) for one in rows], pairs, currency=currency)
    transferred = sum((one.pays for one in rows if one.item.public_id in payments), Decimal(0))
    assert found.sum.amount == transferred, "an advice tells exactly what was transferred"
    bills = Bill.objects.filter(company=company).in_bulk([one.item.document_id for one in rows])
    by_key = {one.item.public_id: one for one in rows}
    return [
        _kept(line, by_key[line.key], bills[by_key[line.key].item.document_id]) for line in found.lines
    ], transferred


def _document(one: RunItem, taken: set[int]) -> Document:
    currency = one.item.currency
    return Document(
        key=one.item.public_id,
        amount=Money(abs(one.item.amount), currency),
        balance=Money(one.balance, currency),
        discount=Money(one.discount, currency),
        held=Money(one.held, currency),
        is_credit=one.item.amount > 0,
        is_taken=one.payment_id in taken,
    )


def _kept(line: Line, row: RunItem, bill: Bill) -> dict[str, str]:
    amounts = {name: getattr(line, name).amount for name in ("amount", "before", "discount", "later", "paid")}
    payment = row.payment
    return {
        "kind": bill.kind,
        "number": row.number,
        "issued_on": bill.issued_on.isoformat() if bill.issued_on else "",
        **{name: f"{amount:f}" for name, amount in amounts.items()},
        "payment": payment.public_id if payment else "",
        "paid_on": payment.paid_on.isoformat() if payment else "",
        "transfer": run_papers.key(row) if payment else "",
        "iban": row.bank_detail.iban if row.bank_detail and payment else "",
    }


def _correct(company: Company, payment: Payment, *, run_id: int, on: date) -> None:
    run = runs.locked(company, PaymentRun.objects.get(company=company, pk=run_id))
    for row in Remittance.objects.filter(company=company, run=run).select_related("party").order_by("pk"):
        line = next((one for one in row.lines if one["payment"] == payment.public_id), None)
        if line is None or row.corrections.filter(payment=payment).exists():
            continue
        made = RemittanceCorrection.objects.create(
            company=company,
            remittance=row,
            payment=payment,
            number=line["number"],
            amount=payment.amount,
            made_on=on,
        )
        row.corrected_on = on
        row.save(update_fields=["corrected_on"])
        facts = {"number": row.number, "supplier": row.party.name, "document": made.number, "amount": str(made.amount)}
        events.record("remittance.corrected", made, by=automation(AUTOMATION, company), on=on, facts=facts)
