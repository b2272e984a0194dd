"""Annulling an invoice that was issued by mistake, for a sale that never was: it stays, and counts no more.

RD 1007/2023 art. 11; docs/rules/corrections.md. Nothing of the invoice is changed and its number is not used again: its
entry is reversed, its open item closed and a record of cancellation sealed behind the end of the chain, all in one
transaction. Where there was a sale, a rectificativa is the way.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import corrections, networks
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, entries, open_items
from kvit.ledger.models import Entry
from kvit.networks import outgoing
from kvit.receivables import advances, chained, queries
from kvit.receivables.models import Annulment, Invoice

REASON = "mistake"
KINDS = ("invoice", "simplified")
WITH_FACE = ("validated", "submitted", "accepted", "unknown")
"""Where a public body has the invoice, or will have it."""


@transaction.atomic
def annul(company: Company, invoice: Invoice, *, text: str, by: Actor, on: date) -> Annulment:
    """The annulment of the invoice, with the reason in words.

    Refuses `reason.missing`, `annulment.not_issued`, `annulment.done`, `annulment.other_act` where the law of the
    country wants a document, `annulment.not_chained`, `annulment.corrected`, `annulment.paid`, `annulment.advance`,
    `annulment.at_face`.
    """
    require(by, "invoice.credit", company)
    if not text.strip():
        raise Refused("reason.missing")
    found = Invoice.objects.select_for_update(of=("self",)).select_related("party")
    row = found.filter(company=company, pk=invoice.pk, status="issued", kind__in=KINDS).first()
    if row is None:
        raise Refused("annulment.not_issued", invoice=invoice.number or invoice.public_id)
    law = _law_of(company, row)
    _refuse_where_it_counts(company, row)
    day, now = max(on, row.day), timezone.now()
    _take_back(company, row, by=by, on=day, text=text)
    made = Annulment.objects.create(
        company=company,
        invoice=row,
        number=row.printed_number,
        annulled_on=day,
        reason=REASON,
        text=text.strip()[:400],
        law=law,
        drawn_up_by=by.name[:200],
        at=now,
    )
    chained.seal_annulment(company, made, at=now)
    chained.retire(company, row, by=by, on=on)
    facts = {"number": row.number, "annulment": made.public_id}
    events.record("invoice.annulled", row, by=by, on=on, reason=made.text, facts=facts)
    return made


def may_be(company: Company, row: Invoice) -> bool:
    """Whether the law of the company's country knows this act for the document, and nobody did it yet."""
    is_kind = row.status == "issued" and row.kind in KINDS
    law = is_kind and corrections.act(company.country, REASON).kind == "annulment"
    return law and chained.is_on_this_side(company, row) and queries.annulment_of(company, row) is None


def _law_of(company: Company, row: Invoice) -> str:
    act = corrections.act(company.country, REASON)
    if act.kind != "annulment":
        raise Refused("annulment.other_act", number=row.number, law=act.law)
    if queries.annulment_of(company, row) is not None:
        raise Refused("annulment.done", number=row.number)
    if not chained.is_on_this_side(company, row):
        raise Refused("annulment.not_chained", number=row.number)
    return act.law


def _refuse_where_it_counts(company: Company, row: Invoice) -> None:
    """What was corrected or paid had a sale behind it; what a public body has is taken back there first."""
    notes = Invoice.objects.filter(company=company, corrects=row).exclude(status="discarded").order_by("pk")
    named = [note.number or note.public_id for note in notes]
    if named:
        raise Refused("annulment.corrected", number=row.number, corrections=named)
    items, settled_by = queries.settling(company, row)
    open_items.hold(company, items)
    if settled_by or any(item.balance != item.amount for item in queries.settling(company, row)[0]):
        raise Refused("annulment.paid", number=row.number)
    if advances.is_of_one(row):
        raise Refused("annulment.advance", number=row.number)
    face = outgoing.live(company, "invoice", id=row.pk, network=networks.FACE)
    if face is not None and face.status in WITH_FACE:
        raise Refused("annulment.at_face", number=row.number)


def _take_back(company: Company, row: Invoice, *, by: Actor, on: date, text: str) -> None:
    """The entry reversed, and its open item closed by the reverse of it; nothing for what came to nothing."""
    booked = Entry.objects.filter(company=company, document_kind="invoice", document_id=row.pk, kind=row.kind)
    entry = booked.filter(reverses=None).first()
    if entry is None:
        entries.require_open(company, [on])
        return
    item = open_items.of_document(company, "invoice", document_id=row.pk)
    back = entries.reverse(company, entry, on=on, by=by, text=text.strip()[:200])
    if item is None:
        return
    allocations.close_reversed(company, item, back, by=by, on=on)
