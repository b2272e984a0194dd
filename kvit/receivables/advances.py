"""Advances: a draft that invoices money received before the supply, and one that takes advances back at the end.

`docs/rules/advances.md`: Directive 2006/112/EC art. 65; Poland: ustawa o VAT art. 106f.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.core import advances
from kvit.core.countries import words
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_exact
from kvit.core.money import decimals, round_half_up
from kvit.core.tax import Totals, Vat, VatTotals
from kvit.receivables.models import Invoice, InvoiceLine, InvoiceVat, SettledAdvance
from kvit.receivables.requests import AdvanceRequest, DraftRequest, LineRequest

ZERO = Decimal(0)
ADVANCE = "386"
CORRECTED = "384"
CORRECTED_UPWARDS = frozenset({"PL"})
"""Where an advance that said too little is corrected (ustawa o VAT art. 106j); elsewhere a further one is issued."""
NO_REST_IS_INVOICED = frozenset({"PL"})
"""Where the last advance is the final invoice (ustawa o VAT art. 106f ust. 4)."""


@dataclass(frozen=True)
class Taken:
    """What a document takes back of one advance."""

    advance: Invoice
    rows: tuple[VatTotals, ...]


@dataclass(frozen=True)
class Written:
    """A draft as it is written: the request with the lines that stand on it, its totals, and what it takes back."""

    request: DraftRequest
    totals: Totals
    taken: tuple[Taken, ...] = ()


def hold(company: Company, asked: Iterable[DraftRequest]) -> None:
    """Lock the advances that drafts name, so that what is left of them stays as it is read."""
    corrected = {request.advance.corrects for request in asked if request.advance and request.advance.corrects}
    named = sorted({public_id for request in asked for public_id in request.settles} | corrected)
    if named:
        list(Invoice.objects.select_for_update().filter(company=company, public_id__in=named).order_by("pk"))


def put_on(row: Invoice, request: DraftRequest, order: Totals, *, products: Mapping[str, Product]) -> Written:
    """What the request is written as: an ordinary invoice as it stands, an advance or a settlement by its own totals.

    Refuses `advance.with_extras`, `advance.with_retention`, `advance.only_invoice`, what `core.advances` refuses, for
    what is taken back or corrected what `_open` refuses, `advance.nothing_to_settle`, and for a correction
    `advance.not_corrected_here` and `advance.corrects_and_settles`.
    """
    if row.advance and row.corrects is not None:  # a draft that corrected an advance may be anything else now
        row.corrects, row.correction_text = None, ""
    row.advance = {}
    if request.advance is None and not request.settles:
        return Written(request, order)
    if row.kind != "invoice":
        raise Refused("advance.only_invoice")
    if row.retention_rate:
        raise Refused("advance.with_retention")
    taken = tuple(_open(row, public_id) for public_id in request.settles)
    if request.advance is not None:
        return _advance(row, request, order, taken=taken, products=products)
    totals = advances.settled(order, _rows(taken), rate=_rate(row))
    if not totals.gross and row.company.country in NO_REST_IS_INVOICED:
        raise Refused("advance.nothing_to_settle")
    lines = tuple(_taken_line(row, one.advance, vat) for one in taken for vat in one.rows)
    return Written(replace(request, lines=(*request.lines, *lines)), totals, taken)


def keep(rows: Sequence[Invoice], written: Sequence[Written]) -> None:
    """What the drafts take back, in the place of what they took before; the constraint refuses a second taker."""
    SettledAdvance.objects.filter(invoice__in=[row for row in rows if row.pk]).delete()
    SettledAdvance.objects.bulk_create(
        SettledAdvance(
            company_id=row.company_id,
            invoice=row,
            advance=one.advance,
            category=vat.vat.category,
            rate=vat.vat.rate,
            base=vat.base,
            amount=vat.amount,
        )
        for row, each in zip(rows, written, strict=True)
        for one in each.taken
        for vat in one.rows
    )


def let_go(row: Invoice) -> None:
    """A draft that is discarded takes nothing back any more."""
    SettledAdvance.objects.filter(company_id=row.company_id, invoice=row).delete()


def first_of(row: Invoice) -> Invoice:
    """The advance that a correction of one raised or changed; any other document is its own."""
    return row.corrects if row.advance and row.corrects is not None else row


def corrections_of(advance: Invoice) -> list[Invoice]:
    """What corrects an advance, in order, drafts too: corrections that raise it, notes of it and notes of those."""
    rows = Invoice.objects.filter(company_id=advance.company_id).exclude(status="discarded")
    return list(rows.filter(Q(corrects=advance) | Q(corrects__corrects=advance)).order_by("pk"))


def settled_by(row: Invoice) -> Invoice | None:
    """The document that takes this advance back, a draft too."""
    found = SettledAdvance.objects.filter(company_id=row.company_id, advance=row).select_related("invoice").first()
    return found.invoice if found is not None else None


def settled_of(row: Invoice) -> list[Invoice]:
    """The advances that this document takes back, the oldest first."""
    keys = SettledAdvance.objects.filter(company_id=row.company_id, invoice=row).values("advance_id")
    return list(Invoice.objects.filter(company_id=row.company_id, pk__in=keys).order_by("issued_on", "pk"))


def as_held(advance: Invoice, note: Totals, *, whole: Sequence[InvoiceLine]) -> Totals:
    """The totals of a note: a line that is credited whole gives back the very VAT that was taken out of its gross."""
    rates = {Vat(line.vat_category, line.charged_rate) for line in whole}
    held = {Vat(one.category, one.rate): one.amount for one in advance.vat_totals.all()}
    return advances.with_vat(note, {vat: amount for vat, amount in held.items() if vat in rates})


def is_of_one(row: Invoice) -> bool:
    """Whether the document is an advance or takes advances back."""
    return bool(row.advance) or SettledAdvance.objects.filter(company_id=row.company_id, invoice=row).exists()


def refuse_held(row: Invoice) -> None:
    """Refuses `advance.held_by_draft` for an advance that a draft is about to take back, and `advance.note_waits` for
    one that a draft is about to correct."""
    if not row.advance:
        return
    taker = settled_by(first_of(row))
    if taker is not None and taker.status == "draft":
        raise Refused("advance.held_by_draft", number=row.printed_number, draft=taker.public_id)
    if any(one.status == "draft" and one.kind == "corrective" for one in corrections_of(first_of(row))):
        raise Refused("advance.note_waits", number=row.printed_number)


def _advance(
    row: Invoice,
    request: DraftRequest,
    order: Totals,
    *,
    taken: tuple[Taken, ...],
    products: Mapping[str, Product],
) -> Written:
    assert request.advance is not None
    if request.extras:
        raise Refused("advance.with_extras")
    received = request.advance.received
    if request.advance.corrects:
        totals = _corrected(row, request, order, asked=request.advance)
    elif taken:
        totals = advances.last(order, _rows(taken), received, rate=_rate(row))
    else:
        totals = advances.advance(order, received, currency=row.currency, rate=_rate(row))
    row.type_code = CORRECTED if request.advance.corrects else ADVANCE
    row.tax_point_on = request.advance.received_on
    row.prices_include_vat = False
    row.advance = _kept(request, order, advance=request.advance, products=products, digits=decimals(row.currency))
    named = words.ADVANCE_FOR_ORDER if request.order_ref else words.ADVANCE
    name = named.get(request.language, named["en"]).replace("{order}", request.order_ref)
    reasons = {line.vat_category: (line.vat_reason, line.vat_reason_code) for line in request.lines}
    lines = [_line(name, Decimal(1), one.net, one.vat, reasons=reasons) for one in totals.lines]
    return Written(replace(request, lines=tuple(lines), prices_include_vat=False), totals, taken)


def _corrected(row: Invoice, request: DraftRequest, order: Totals, *, asked: AdvanceRequest) -> Totals:
    """What the correction of an advance comes to; the row becomes one, at the rate of what it corrects."""
    if row.company.country not in CORRECTED_UPWARDS:
        raise Refused("advance.not_corrected_here", country=row.company.country)
    if request.settles:
        raise Refused("advance.corrects_and_settles")
    stands = _open(row, asked.corrects)
    first = stands.advance
    if settled_of(first):
        raise Refused("advance.pays_the_rest", number=first.number)
    row.kind, row.corrects, row.correction_text = "corrective", first, asked.reason
    row.rate, row.rate_source, row.rate_on = first.rate, first.rate_source, first.rate_on
    return advances.corrected(order, stands.rows, asked.received, currency=row.currency, rate=_rate(row))


def _kept(
    request: DraftRequest, order: Totals, *, advance: AdvanceRequest, products: Mapping[str, Product], digits: int
) -> dict[str, object]:
    """The order as it was asked for, with what each line comes to: net and VAT, and the whole with VAT."""
    lines = []
    for line, sums in zip(request.lines, order.lines, strict=True):
        told: dict[str, object] = {
            name: value if isinstance(value, str) or value is None else format_exact(value)
            for name in ASKED_OF_LINE
            if (value := getattr(line, name)) not in (None, "")
        }
        if line.product:
            told["product"] = products[line.product].public_id
        vat = round_half_up(sums.net * sums.vat.rate / 100, digits)
        printed = {"net_price": sums.net_price, "net": sums.net, "vat": vat}
        lines.append({"asked": told, **{name: format_exact(value) for name, value in printed.items()}})
    return {
        "received": format_exact(advance.received),
        "received_on": advance.received_on.isoformat(),
        "prices_include_vat": request.prices_include_vat,
        "worth": format_exact(order.gross),
        "order": lines,
    }


ASKED_OF_LINE = (
    "name",
    "description",
    "quantity",
    "unit",
    "price",
    "base_quantity",
    "discount_percent",
    "discount_amount",
    "vat_category",
    "vat_rate",
    "vat_reason",
    "vat_reason_code",
)


def _open(row: Invoice, public_id: str) -> Taken:
    """What is left of an advance. Refuses `advance.unknown`, `advance.of_another`, `advance.settled`,
    `advance.note_waits`, `advance.nothing_left`."""
    found = Invoice.objects.filter(company=row.company, public_id=public_id, status="issued").first()
    if found is None or not found.advance or found.corrects_id is not None or hasattr(found, "annulment"):
        raise Refused("advance.unknown", invoice=public_id[:60])
    if (found.party_id, found.currency) != (row.party_id, row.currency):
        raise Refused("advance.of_another", number=found.number, currency=found.currency)
    taker = settled_by(found)
    if taker is not None and taker.pk != row.pk:
        raise Refused("advance.settled", number=found.number, settlement=taker.number or taker.public_id)
    later = [one for one in corrections_of(found) if one.pk != row.pk]
    if any(one.status == "draft" for one in later):
        raise Refused("advance.note_waits", number=found.number)
    notes = {one.pk for one in later if one.kind == "credit_note"}
    left: dict[Vat, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for one in InvoiceVat.objects.filter(company=row.company, invoice__in=[found, *later]).order_by("pk"):
        sign = -1 if one.invoice_id in notes else 1
        sums = left[Vat(one.category, one.rate.normalize())]
        sums[0] += sign * one.base
        sums[1] += sign * one.amount
    rows = tuple(VatTotals(vat, base, amount) for vat, (base, amount) in left.items() if base or amount)
    if not rows:
        raise Refused("advance.nothing_left", number=found.number)
    return Taken(found, rows)


def _rows(taken: Iterable[Taken]) -> list[VatTotals]:
    return [row for one in taken for row in one.rows]


def _taken_line(row: Invoice, advance: Invoice, vat: VatTotals) -> LineRequest:
    language = row.language
    text = words.ADVANCE_TAKEN_BACK.get(language, words.ADVANCE_TAKEN_BACK["en"])
    name = text.replace("{day}", format_date(advance.day, language)).replace("{number}", advance.printed_number)
    reasons = {one.category: (one.reason, one.reason_code) for one in advance.vat_totals.all()}
    line = _line(name, Decimal(-1), vat.base, vat.vat, reasons=reasons)
    return replace(line, takes_back=advance.pk)


def _line(
    name: str, quantity: Decimal, price: Decimal, vat: Vat, *, reasons: Mapping[str, tuple[str, str]]
) -> LineRequest:
    reason, code = reasons.get(vat.category, ("", ""))
    return LineRequest(
        name=name,
        quantity=quantity,
        unit="C62",
        price=price,
        vat_category=vat.category,
        vat_rate=vat.rate,
        vat_reason=reason,
        vat_reason_code=code,
    )


def _rate(row: Invoice) -> Decimal | None:
    return row.rate if row.currency != row.company.currency else None
