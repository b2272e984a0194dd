"""Credit notes: an issued document credited whole or by line, settled against it at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import corrections, tax
from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.tax import Line, Vat
from kvit.events import events
from kvit.receivables import advances, beside, credited_rewards, drafts, invoices, queries, shares, sums
from kvit.receivables.models import CorrectedDocument, Invoice, InvoiceExtra, InvoiceLine, InvoiceVat

ZERO = Decimal(0)
CREDIT_NOTE = "381"
KEPT_OF_INVOICE = [
    "company_id",
    "party_id",
    "currency",
    "rate",
    "rate_source",
    "rate_on",
    "prices_include_vat",
    "vat_on_payment",
    "tax_point_on",
    "delivered_on",
    "period_from",
    "period_to",
    "deliver_to",
    "other_parties",
    "order_ref",
    "contract_ref",
    "buyer_reference",
    "language",
    "retention_rate",
    "surcharge",
    "terms_days",
]
KEPT_OF_LINE = [
    "company_id",
    "product_id",
    "name",
    "description",
    "unit",
    "price",
    "base_quantity",
    "discount_percent",
    "vat_category",
    "vat_rate",
    "vat_reason",
    "vat_reason_code",
    "charged_rate",
    "net_price",
]


@dataclass(frozen=True)
class Credited:
    """How much of one line is credited."""

    line: InvoiceLine
    quantity: Decimal

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the line is left."""
        return self.quantity == self.line.quantity


def issue(
    company: Company,
    invoice: Invoice,
    *,
    reason: str,
    by: Actor,
    on: date,
    quantities: Mapping[int, Decimal | None] | None = None,
    text: str = "",
) -> Invoice:
    """Credit the document: what is left of it, or quantities by line position (None: the rest of the line).
    The note settles it at once.

    Refuses `credit.not_issued`, `credit.annulled`, `credit.nothing_left`, `credit.too_much`, `credit.unknown_line`,
    `credit.beyond_whole`, `advance.held_by_draft`, and reasons for which the seller's law wants another act
    (`credit.other_act`).
    """
    note = draft(company, invoice, reason=reason, by=by, on=on, quantities=quantities, text=text)
    try:
        return invoices.issue(company, note, by=by, on=on)
    except Refused:
        drafts.discard(company, note, by=by, on=on)
        raise


def judge_ahead(
    company: Company,
    invoice: Invoice,
    *,
    reason: str,
    by: Actor,
    on: date,
    quantities: Mapping[int, Decimal | None] | None = None,
    text: str = "",
) -> None:
    """Ask the official judge about the note before a transaction of the caller's issues it; nothing of it is kept
    but what the judge said. Refuses what `draft` refuses."""
    with transaction.atomic():
        note = draft(company, invoice, reason=reason, by=by, on=on, quantities=quantities, text=text)
        ready = invoices.written(company, [note], on=on)
        transaction.set_rollback(True)
    invoices.ask_ahead(ready)


@transaction.atomic
def draft(
    company: Company,
    invoice: Invoice,
    *,
    reason: str,
    by: Actor,
    on: date,
    quantities: Mapping[int, Decimal | None] | None = None,
    text: str = "",
) -> Invoice:
    """The note as a draft; amounts are positive, as a credit note prints them."""
    require(by, "invoice.credit", company)
    original = Invoice.objects.select_for_update().filter(company=company, pk=invoice.pk, status="issued").first()
    if original is None or original.kind == "credit_note":
        raise Refused("credit.not_issued", invoice=invoice.number or invoice.public_id)
    if queries.annulment_of(company, original) is not None:
        raise Refused("credit.annulled", invoice=original.number)
    advances.refuse_held(original)
    act = corrections.act(company.country, reason, simplified=original.kind == "simplified")
    if act.kind not in ("credit_note", "corrective"):
        raise Refused("credit.other_act", reason=reason, act=act.kind, law=act.law)
    discounted = shares.of_originals([original])
    left = _left(original)
    chosen = _chosen(left, quantities)
    completes = all(one.quantity == left[one.line.position][1] for one in chosen) and len(chosen) == _open_lines(left)
    note = Invoice(
        kind="credit_note",
        type_code=CREDIT_NOTE,
        corrects=original,
        correction_reason=reason,
        correction_text=text.strip()[:400],
        issue_on=max(on, original.day),
        created_at=timezone.now(),
        created_by_id=by.id if by.kind == "user" else None,
        **{name: getattr(original, name) for name in KEPT_OF_INVOICE},
    )
    if completes:
        _rest_of(note, original, discounted)
    else:
        _part_of(note, original, chosen)
        _refuse_beyond_whole(note, original, discounted)
    events.record("credit_note.drafted", note, by=by, on=on, facts={"invoice": original.number, "reason": reason})
    return note


def _left(original: Invoice) -> dict[int, tuple[InvoiceLine, Decimal]]:
    """Every line with the quantity that no note has credited yet, drafts included."""
    lines = list(original.lines.order_by("position"))
    gone: dict[int, Decimal] = defaultdict(lambda: ZERO)
    notes = InvoiceLine.objects.filter(
        company_id=original.company_id, credits__in=lines, invoice__status__in=["draft", "issued"]
    )
    for line in notes:
        gone[line.credits_id or 0] += line.quantity
    return {line.position: (line, line.quantity - gone[line.pk]) for line in lines}


def _open_lines(left: Mapping[int, tuple[InvoiceLine, Decimal]]) -> int:
    return sum(1 for _, quantity in left.values() if quantity)


def _chosen(
    left: Mapping[int, tuple[InvoiceLine, Decimal]], quantities: Mapping[int, Decimal | None] | None
) -> list[Credited]:
    if not _open_lines(left):
        raise Refused("credit.nothing_left")
    if quantities is None:
        return [Credited(line, quantity) for line, quantity in left.values() if quantity]
    chosen = []
    for position, wanted in sorted(quantities.items()):
        if position not in left:
            raise Refused("credit.unknown_line", line=position)
        line, most = left[position]
        quantity = most if wanted is None else wanted
        if quantity * line.quantity <= 0 or abs(quantity) > abs(most):
            raise Refused("credit.too_much", line=position, quantity=f"{quantity:f}", left=f"{most.normalize():f}")
        chosen.append(Credited(line, quantity))
    if not chosen:
        raise Refused("credit.nothing_left")
    return chosen


def _part_of(note: Invoice, original: Invoice, chosen: Sequence[Credited]) -> None:
    """Some lines: computed anew from the agreed prices; discounts in money and what points took off go by share."""
    pairs = [(one.line, one.quantity) for one in chosen]
    rewards = credited_rewards.of_lines(original, pairs, earlier=_earlier(original))
    totals = tax.totals(
        [
            Line(
                quantity=one.quantity,
                price=one.line.price,
                vat=Vat(one.line.vat_category, one.line.vat_rate),
                discount_percent=one.line.discount_percent,
                discount_amount=_share(one, note.currency),
                base_quantity=one.line.base_quantity,
            )
            for one in chosen
        ],
        currency=note.currency,
        allowances=credited_rewards.as_extras(rewards),
        prices_include_vat=note.prices_include_vat,
        accounting_rate=note.rate,
        accounting_currency=note.company.currency,
        retention_rate=note.retention_rate,
        with_surcharge=note.surcharge,
    )
    if original.advance:
        totals = advances.as_held(original, totals, whole=[one.line for one in chosen if one.is_whole])
    sums.put(note, totals)
    note.save(force_insert=True)
    lines = [
        _line(note, one, position, net=row.net, discount=row.discount)
        for position, (one, row) in enumerate(zip(chosen, totals.lines, strict=True), start=1)
    ]
    InvoiceLine.objects.bulk_create(lines)
    extras = [_copy(one, note) for one in rewards]
    for at, (extra, net) in enumerate(zip(extras, totals.allowances, strict=True), start=1):
        extra.position, extra.net = at, net
    InvoiceExtra.objects.bulk_create(extras)
    InvoiceVat.objects.bulk_create(sums.vat_rows(note, totals, [*lines, *extras]))


def _share(one: Credited, currency: str) -> Decimal | None:
    if one.line.discount_amount is None:
        return None
    return round_half_up(one.line.discount_amount * one.quantity / one.line.quantity, decimals(currency))


def _refuse_beyond_whole(note: Invoice, original: Invoice, discounted: Sequence[CorrectedDocument]) -> None:
    """Lines are worth more than the document where an allowance or a later discount lowers it, or where cents were
    rounded up."""
    left = original.gross - sum((one.gross for one in _earlier(original) if one.pk != note.pk), ZERO)
    left -= shares.gross_of(discounted)
    if note.gross > left or (discounted and shares.overdrawn([original])):  # what this note takes is counted
        raise Refused(
            "credit.beyond_whole",
            amount=format_plain(note.gross, note.currency),
            left=format_plain(left, note.currency),
            currency=note.currency,
            invoice=original.number or original.public_id,
        )


def _earlier(original: Invoice) -> list[Invoice]:
    """The notes that credited something of it already, drafts included."""
    notes = Invoice.objects.filter(company_id=original.company_id, corrects=original, kind="credit_note")
    return list(notes.exclude(status="discarded"))


def _rest_of(note: Invoice, original: Invoice, discounted: Sequence[CorrectedDocument]) -> None:
    """All that is left: each amount is the original's less what notes have credited, so that nothing remains.

    A discount given on a whole period stands on it as an allowance, since its lines are worth what they were sold for.
    """
    earlier = _earlier(original)
    for name in sums.SUMS:
        before = [getattr(one, name) for one in earlier]
        whole = getattr(original, name)
        setattr(note, name, None if whole is None else whole - sum(before, ZERO))
    _less_discounts(note, discounted)
    if discounted and note.gross <= 0:
        raise Refused("credit.nothing_left")
    note.beside = [one for one in original.beside if one["what"] == beside.DEPOSIT]  # they go back with the last of it
    if original.advance:  # what the note gives back is not paid yet
        note.prepaid, note.payable = ZERO, note.gross
    note.save(force_insert=True)
    gone = _grouped(InvoiceLine, earlier, key=lambda line: line.credits_id)
    lines: list[InvoiceLine] = []
    for line in original.lines.order_by("position"):
        before = gone.get(line.pk, [])
        quantity = line.quantity - sum((one.quantity for one in before), ZERO)
        net = line.net - sum((one.net for one in before), ZERO)
        if quantity or net:
            discount = line.discount - sum((one.discount for one in before), ZERO)
            lines.append(_line(note, Credited(line, quantity), len(lines) + 1, net=net, discount=discount))
    InvoiceLine.objects.bulk_create(lines)
    extras = [_copy(extra, note) for extra in credited_rewards.left(original, earlier=earlier)]
    for at, extra in enumerate(extras, start=1):
        extra.position = at
    extras += _allowances(note, discounted, first=len(extras) + 1)
    InvoiceExtra.objects.bulk_create(extras)
    vats = _grouped(InvoiceVat, earlier, key=lambda row: (row.category, row.rate))
    for share in discounted:
        vats[share.category, share.rate].append(share)
    rates = {(one.vat_category, one.charged_rate) for one in (*lines, *extras)}
    rest = [_vat_rest(note, row, vats) for row in original.vat_totals.order_by("pk")]
    # A rate of which all was credited before has no row (BR-S-08).
    InvoiceVat.objects.bulk_create(row for row in rest if row.base or row.amount or (row.category, row.rate) in rates)


def _less_discounts(note: Invoice, discounted: Sequence[CorrectedDocument]) -> None:
    base, gross = sum((share.base for share in discounted), ZERO), shares.gross_of(discounted)
    note.allowance_sum += base
    note.net -= base
    note.vat -= gross - base
    note.gross -= gross
    note.payable -= gross


def _allowances(note: Invoice, discounted: Sequence[CorrectedDocument], *, first: int) -> list[InvoiceExtra]:
    """What earlier discounts took off the document, each named by its note."""
    return [
        InvoiceExtra(
            company_id=note.company_id,
            invoice=note,
            position=position,
            is_charge=False,
            amount=share.base + share.amount if note.prices_include_vat else share.base,
            net=share.base,
            reason=f"{share.invoice.number or ''}: {share.invoice.correction_text}".removeprefix(": ")[:200],
            vat_category=share.category,
            vat_rate=share.rate,
            charged_rate=share.rate,
        )
        for position, share in enumerate(discounted, start=first)
    ]


def _vat_rest(
    note: Invoice, row: InvoiceVat, gone: Mapping[object, list[InvoiceVat | CorrectedDocument]]
) -> InvoiceVat:
    rest = _copy(row, note)
    for before in gone.get((row.category, row.rate), []):
        rest.base -= before.base
        rest.amount -= before.amount
        if rest.amount_accounting is not None and isinstance(before, InvoiceVat):
            rest.amount_accounting -= before.amount_accounting
    return rest


def _line(note: Invoice, one: Credited, position: int, *, net: Decimal, discount: Decimal) -> InvoiceLine:
    return InvoiceLine(
        invoice=note,
        position=position,
        credits=one.line,
        quantity=one.quantity,
        discount_amount=_share(one, note.currency),
        net=net,
        discount=discount,
        **{name: getattr(one.line, name) for name in KEPT_OF_LINE},
    )


def _copy(row: Any, note: Invoice) -> Any:
    row.pk = None
    row._state.adding = True
    row.invoice = note
    return row


def _grouped(kind: Any, notes: Sequence[Invoice], *, key: Callable[[Any], object]) -> dict[object, list[Any]]:
    groups: dict[object, list[Any]] = defaultdict(list)
    for row in kind.objects.filter(invoice__in=notes):
        groups[key(row)].append(row)
    return groups
