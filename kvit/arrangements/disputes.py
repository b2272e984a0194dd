"""Disputes: opened by the customer or noted for them, rejected, withdrawn, ended by a credit note or by payment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.arrangements import beside, letters, queries
from kvit.arrangements.models import Dispute
from kvit.companies.models import Company
from kvit.companies.permissions import automation, person_behind, require
from kvit.core import calendar, disputes, lifecycle
from kvit.core.arrangement_lifecycle import DISPUTE
from kvit.core.errors import Refused
from kvit.core.money import Money, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.parties import correspondence
from kvit.receivables.models import Invoice, InvoiceLine

AUTOMATION = "disputes"
MOST_DELIVERED = Decimal(999_999_999)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is said to be wrong with which line; without an amount all of it is disputed."""

    position: int
    reason: str
    text: str
    amount: Decimal | None = None


@transaction.atomic
def open(company: Company, invoice: Invoice, asked: Asked, *, by: Actor, on: date) -> Dispute:
    """The customer says what is wrong with a line: that part alone is not asked for until somebody answers.

    Refuses `dispute.bad_reason`, `dispute.no_words`, `dispute.no_line`, `dispute.known` while the line is disputed
    already, `dispute.nothing_left`, `dispute.bad_amount`, `dispute.not_issued`.
    """
    require(by, "dispute.open", company)
    if asked.reason not in disputes.REASONS:
        raise Refused("dispute.bad_reason", reason=asked.reason[:20], known=list(disputes.REASONS))
    if not asked.text.strip():
        raise Refused("dispute.no_words", field="text")
    row = Invoice.objects.select_for_update(of=("self",), no_key=True).get(company=company, pk=invoice.pk)
    if row.status != "issued" or row.kind == "credit_note":
        raise Refused("dispute.not_issued", invoice=row.number or row.public_id)
    line = row.lines.filter(position=asked.position).first()
    if line is None:
        raise Refused("dispute.no_line", line=asked.position, invoice=row.number)
    if Dispute.objects.filter(company=company, line=line, status="open").exists():
        raise Refused("dispute.known", line=line.name[:60], invoice=row.number)
    open_items.hold(company, beside.items_of(company, row))  # nobody settles it or puts it into a plan meanwhile
    wanted = None if asked.amount is None else Money(asked.amount, row.currency)
    made = Dispute.objects.create(
        company=company,
        party=row.party,
        invoice=row,
        line=line,
        reason=asked.reason,
        text=asked.text.strip()[:1000],
        currency=row.currency,
        amount=disputes.disputed(beside.most(company, line), wanted).amount,
        opened_on=on,
        answer_by=calendar.due_date_in(company.country, on, days=disputes.DAYS_TO_ANSWER),
        noted_by_id=person_behind(by),
    )
    owner = correspondence.responsible(company, row.party)
    events.record("dispute.opened", made, by=by, on=on, facts={**told(made), "responsible": owner.public_id})
    return made


@transaction.atomic
def reject(company: Company, dispute: Dispute, *, answer: str, by: Actor, on: date) -> Dispute:
    """The invoice is right: the customer gets the answer by mail, and is reminded of all of it again.

    Refuses `reason.missing`, `dispute.not_open`.
    """
    require(by, "dispute.answer", company)
    if not answer.strip():
        raise Refused("reason.missing", field="answer")
    row = _locked(company, dispute)
    row.answer = answer.strip()[:1000]
    _end(row, "reject", by=by, on=on)
    letters.rejected(company, row, by=by, on=on)
    return row


@transaction.atomic
def note_delivery(company: Company, dispute: Dispute, *, quantity: Decimal, paper: str, by: Actor, on: date) -> Dispute:
    """How much of the line reached the customer by the delivery note that a colleague looked up; the last word counts.

    Refuses `dispute.bad_quantity`, `dispute.not_open`.
    """
    require(by, "dispute.answer", company)
    row = _locked(company, dispute)
    if not quantity.is_finite() or not 0 <= quantity <= MOST_DELIVERED or quantity != round_half_up(quantity, 6):
        raise Refused("dispute.bad_quantity", field="delivered", quantity=str(quantity)[:20])
    row.delivered, row.delivery_note = quantity, paper.strip()[:100]
    row.save(update_fields=["delivered", "delivery_note"])
    facts = {**told(row), "delivered": f"{quantity.normalize():f}", "paper": row.delivery_note}
    events.record("dispute.delivery_noted", row, by=by, on=on, facts=facts)
    return row


@transaction.atomic
def withdraw(company: Company, dispute: Dispute, *, by: Actor, on: date) -> Dispute:
    """The customer takes it back, themselves or at their word. Refuses `dispute.not_open`."""
    require(by, "dispute.withdraw", company)
    row = _locked(company, dispute)
    _end(row, "withdraw", by=by, on=on)
    return row


def on_credited(event: Event) -> Callable[[], None] | None:
    """What follows when a credit note was issued: the open disputes of the lines that it credits are corrected."""
    company = Company.objects.get(pk=event.company_id or 0)
    credited = InvoiceLine.objects.filter(company=company, invoice_id=event.subject_id).values("credits")
    rows = list(Dispute.objects.filter(company=company, status="open", line__in=credited))
    return (lambda: _end_all(company, rows, on=event.acted_on)) if rows else None


def on_settled(event: Event) -> Callable[[], None] | None:
    """What follows when an item is settled: once nothing of the invoice is open, nothing of it is disputed."""
    company = Company.objects.get(pk=event.company_id or 0)
    rows = queries.open_of_item(company, event.subject_id)
    return (lambda: _end_all(company, rows, on=event.acted_on)) if rows else None


def on_reopened(event: Event) -> Callable[[], None] | None:
    """What follows when an item is open again: so are the disputes of it that ended because all was settled."""
    company = Company.objects.get(pk=event.company_id or 0)
    rows = queries.settled_of_item(company, event.subject_id)
    return (lambda: _reopen_all(company, rows, on=event.acted_on)) if rows else None


def told(row: Dispute) -> dict[str, object]:
    """What its events say of it."""
    return {
        "customer": row.party.name,
        "party": row.party.public_id,
        "number": row.invoice.number,
        "line": row.line.name[:80],
        "reason": row.reason,
        "amount": str(row.amount),
        "currency": row.currency,
    }


@transaction.atomic
def _end_all(company: Company, rows: list[Dispute], *, on: date) -> None:
    """Corrected by the first credit note that was issued for the line since; else settled, if nothing is open."""
    by = automation(AUTOMATION, company)
    for dispute in rows:
        try:
            row = _locked(company, dispute)
        except Refused:  # somebody else was first
            continue
        note = queries.note_since(company, row)
        if note is not None:
            row.corrected_by = note
            _end(row, "correct", by=by, on=on)
        elif queries.is_settled(company, row.invoice):
            _end(row, "settle", by=by, on=on)


@transaction.atomic
def _reopen_all(company: Company, rows: list[Dispute], *, on: date) -> None:
    """Each that is still settled while its invoice is not, once; a line disputed anew meanwhile has its own."""
    by = automation(AUTOMATION, company)
    Invoice.objects.select_for_update(of=("self",), no_key=True).get(company=company, pk=rows[0].invoice_id)
    for dispute in rows:
        found = Dispute.objects.select_for_update(of=("self",)).select_related("party", "invoice", "line")
        row = found.get(company=company, pk=dispute.pk)
        again = Dispute.objects.filter(company=company, line=row.line_id, pk__gt=row.pk)
        if row.status != "settled" or again.exists() or queries.is_settled(company, row.invoice):
            continue
        row.status, row.ended_on = lifecycle.after(DISPUTE, row.status, "reopen"), None
        row.answer_by = calendar.due_date_in(company.country, on, days=disputes.DAYS_TO_ANSWER)
        row.save(update_fields=["status", "ended_on", "answer_by"])
        owner = correspondence.responsible(company, row.party)
        events.record("dispute.reopened", row, by=by, on=on, facts={**told(row), "responsible": owner.public_id})


def _locked(company: Company, dispute: Dispute) -> Dispute:
    """The row, held, while it is open. Refuses `dispute.not_open`."""
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("party", "invoice", "line")
    row = rows.get(company=company, pk=dispute.pk)
    if row.status != DISPUTE.first:
        raise Refused("dispute.not_open", status=row.status)
    return row


def _end(row: Dispute, verb: str, *, by: Actor, on: date) -> None:
    row.status, row.ended_on = lifecycle.after(DISPUTE, row.status, verb), on
    row.save(update_fields=["status", "ended_on", "answer", "corrected_by"])
    extra: dict[str, object] = {"corrected_by": row.corrected_by.number} if row.corrected_by else {}
    events.record(f"dispute.{row.status}", row, by=by, on=on, facts={**told(row), **extra}, reason=row.answer)
