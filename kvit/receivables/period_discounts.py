"""One note for a discount agreed afterwards on what a customer bought in a period: it lowers many invoices at once.

ustawa o VAT art. 106j ust. 3; `docs/rules/period-discounts.md`. It says the difference in total; what of it falls on
each invoice is kept beside it (`CorrectedDocument`), so that no invoice is ever credited beyond its whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from kvit.archive.pages.units import unit_word
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import period_discounts
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.parsing.told import Told
from kvit.core.period_discounts import Part
from kvit.core.permissions import Actor
from kvit.core.tax import Vat
from kvit.events import events
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.receivables import drafts, invoices, shares
from kvit.receivables.credit_notes import CREDIT_NOTE
from kvit.receivables.models import CorrectedDocument, Invoice, InvoiceLine, InvoiceVat

ZERO, ONE = Decimal(0), Decimal(1)
PIECE = "C62"
REASON = "discount_after"
MOST = 1000
"""So many invoices one note lowers at most."""
FIELDS = frozenset({"customer", "period", "period_name", "invoices", "amount", "goods", "reason", "place_of_issue"})
GOODS = frozenset({"name", "quantity", "unit", "cn"})


@dataclass(frozen=True)
class Discount:
    """What was agreed: with whom, on which days' invoices, how much with VAT, and what the note says of it."""

    customer: str
    since: date
    until: date
    period_name: str
    invoices: tuple[str, ...]
    amount: Decimal
    goods: Mapping[str, str]
    reason: str
    place_of_issue: str


def read(raw: object) -> Discount:
    """The request as values. Refuses what `Told` refuses, and `period_discount.reversed`."""
    told = Told(raw, FIELDS)
    period = told.within("period", frozenset({"from", "to"}))
    since, until = period.day("from") or period.missing("from"), period.day("to") or period.missing("to")
    if since > until:
        raise Refused("period_discount.reversed")
    amount = told.number("amount", digits=4)
    if amount is None:
        told.missing("amount")
    named = {str(at): one for at, (one, _) in enumerate(told.each("invoices", most=MOST), 1)}
    listed = Told(named, frozenset(named), place="invoices")
    reason = told.needed("reason", most=400)
    return Discount(
        customer=told.needed("customer"),
        since=since,
        until=until,
        period_name=told.text("period_name", most=256) or period_discounts.period_words(since, until),
        invoices=tuple(listed.needed(name) for name in named),
        amount=amount,
        goods=_goods(told.within("goods", GOODS)),
        reason=reason,
        place_of_issue=told.text("place_of_issue", most=256),
    )


def issue(company: Company, raw: object, *, by: Actor, on: date) -> Invoice:
    """Issue the note: booked, and settled against each invoice as far as it is still owed.

    Refuses what `draft` and issuing refuse; then nothing is kept of it.
    """
    note = draft(company, raw, by=by, on=on)
    try:
        return invoices.issue(company, note, by=by, on=on)
    except Refused:
        drafts.discard(company, note, by=by, on=on)
        raise


def judge_ahead(company: Company, raw: object, *, by: Actor, on: date) -> None:
    """Ask the official judge before a transaction of the caller's issues the note; nothing of it is kept."""
    with transaction.atomic():
        note = draft(company, raw, by=by, on=on)
        ready = invoices.written(company, [note], on=on)
        transaction.set_rollback(True)
    invoices.ask_ahead(ready)


@transaction.atomic
def draft(company: Company, raw: object, *, by: Actor, on: date) -> Invoice:
    """The note as a draft; it holds what it takes off each invoice from now on.

    Refuses `period_discount.not_here`, `period_discount.nothing_covered`, `period_discount.not_covered`,
    `period_discount.two_methods` and what `core.period_discounts.split` refuses.
    """
    require(by, "invoice.credit", company)
    told = read(raw)
    if company.country not in period_discounts.LAWS:
        raise Refused("period_discount.not_here", country=company.country)
    party = customers.find(company, told.customer)
    covered = _covered(company, party, told)
    shares.hold(covered)
    left = shares.left_of(covered)
    parts = period_discounts.split(told.amount, [left[row.pk] for row in covered], currency=company.currency)
    breakdown = period_discounts.summed(parts)
    note = _note(company, covered[-1], told, by=by, on=max([on, *(row.day for row in covered)]))
    _put_sums(note, breakdown)
    note.save(force_insert=True)
    _write_parts(note, told, covered, breakdown)
    CorrectedDocument.objects.bulk_create(
        CorrectedDocument(
            company=company, invoice=note, original=row, category=vat.category, rate=vat.rate, base=p.base, amount=p.vat
        )
        for row, taken in zip(covered, parts, strict=True)
        for vat, p in taken.items()
    )
    numbers = [row.printed_number for row, taken in zip(covered, parts, strict=True) if taken]
    events.record("credit_note.drafted", note, by=by, on=on, facts={"invoices": numbers, "reason": REASON})
    return note


def may_be_covered(company: Company, party: Party) -> "QuerySet[Invoice]":
    """The invoices that such a note may lower: whole ones in the company's currency. What is an advance or takes one
    back has its own way."""
    rows = Invoice.objects.filter(
        company=company, party=party, status="issued", kind="invoice", currency=company.currency
    )
    return rows.filter(advance={}, settled=None, corrects=None).order_by("issued_on", "pk")


def _covered(company: Company, party: Party, told: Discount) -> list[Invoice]:
    """The invoices for what was supplied in the period, or those of them that are named, the oldest first."""
    rows = may_be_covered(company, party).annotate(supplied_on=Coalesce("delivered_on", "issued_on"))
    found: list[Invoice] = list(rows.filter(supplied_on__gte=told.since, supplied_on__lte=told.until)[: MOST + 1])
    known = {row.public_id for row in found}
    strange = next((name for name in told.invoices if name not in known), None)
    if strange is not None:
        raise Refused("period_discount.not_covered", invoice=strange[:60])
    if told.invoices:
        found = [row for row in found if row.public_id in told.invoices]
    if not found or len(found) > MOST:
        raise Refused("period_discount.nothing_covered", found=len(found), most=MOST)
    if len({row.vat_on_payment for row in found}) > 1:
        raise Refused("period_discount.two_methods")
    return found


def _note(company: Company, last: Invoice, told: Discount, *, by: Actor, on: date) -> Invoice:
    """The row of the note, in the language of the latest invoice."""
    return Invoice(
        company=company,
        kind="credit_note",
        type_code=CREDIT_NOTE,
        party=last.party,
        issue_on=on,
        currency=company.currency,
        vat_on_payment=last.vat_on_payment,
        period_from=told.since,
        period_to=told.until,
        place_of_issue=told.place_of_issue,
        language=last.language,
        correction_reason=REASON,
        correction_text=told.reason,
        correction_period=told.period_name,
        correction_goods=dict(told.goods),
        created_at=timezone.now(),
        created_by_id=by.id if by.kind == "user" else None,
    )


def _put_sums(note: Invoice, breakdown: dict[Vat, Part]) -> None:
    note.line_sum = note.net = sum((part.base for part in breakdown.values()), ZERO)
    note.vat = sum((part.vat for part in breakdown.values()), ZERO)
    note.gross = note.payable = note.net + note.vat


def _write_parts(note: Invoice, told: Discount, covered: Sequence[Invoice], breakdown: dict[Vat, Part]) -> None:
    """A line for each VAT rate, and the breakdown with the law's reasons. Nothing comes back, so no line says how many:
    what was bought stands in its words."""
    rows = InvoiceVat.objects.filter(company_id=note.company_id, invoice__in=covered).order_by("pk")
    reasons = {Vat(one.category, one.rate.normalize()): one for one in rows}
    name, description = told.goods.get("name", told.reason[:300]), _words(told.goods, language=note.language)
    lines, vats = [], []
    for position, (vat, part) in enumerate(breakdown.items(), start=1):
        said = {"vat_reason": reasons[vat].reason, "vat_reason_code": reasons[vat].reason_code}
        lines.append(
            InvoiceLine(
                company_id=note.company_id,
                invoice=note,
                position=position,
                gives_back=False,
                name=name,
                description=description,
                quantity=ONE,
                unit=PIECE,
                price=part.base,
                net_price=part.base,
                net=part.base,
                vat_category=vat.category,
                vat_rate=vat.rate,
                charged_rate=vat.rate,
                **said,
            )
        )
        vats.append(
            InvoiceVat(
                company_id=note.company_id,
                invoice=note,
                category=vat.category,
                rate=vat.rate,
                base=part.base,
                amount=part.vat,
                reason=reasons[vat].reason,
                reason_code=reasons[vat].reason_code,
            )
        )
    InvoiceLine.objects.bulk_create(lines)
    InvoiceVat.objects.bulk_create(vats)


def _goods(told: Told) -> dict[str, str]:
    """What was bought, as the note names it: the law lets each of it be left out."""
    quantity = told.number("quantity")
    if quantity is not None and quantity <= 0:
        told.refuse("quantity", "a quantity above zero")
    found = {"name": told.text("name", most=300), "cn": told.text("cn", most=50)}
    if quantity is not None:
        found |= {"quantity": format_exact(quantity), "unit": told.text("unit", most=3) or PIECE}
    return {name: value for name, value in found.items() if value}


def _words(goods: Mapping[str, str], *, language: str) -> str:
    """How much of it, and its code, for people."""
    with translation.override(language):
        much = f"{goods['quantity']} {unit_word(goods['unit'])}" if "quantity" in goods else ""
    return ", ".join(part for part in (much, f"CN {goods['cn']}" if "cn" in goods else "") if part)
