"""How a document looks to programs: values that the command line and the API give as they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kvit.companies import whose
from kvit.companies.models import Company
from kvit.core.errors import Finding, errors
from kvit.core.formatting import format_exact, format_plain
from kvit.receivables import advances, papers, payment_titles, shares, standings
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine, InvoiceVat
from kvit.receivables.standings import Standing
from kvit.receivables.sums import SUMS
from kvit.wording import sentence

Shape = dict[str, object]
BESIDE = ("beside", "remarks", "attachment", "other_parties")
PLAIN_TEXTS = ("order_ref", "contract_ref", "buyer_reference", "place_of_issue", "note", "language")


def issued(row: Invoice) -> Shape:
    """What issuing a draft gave."""
    return {
        "id": row.public_id,
        "number": row.number,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "currency": row.currency,
        **{name: format_plain(getattr(row, name), row.currency) for name in ("net", "vat", "gross", "payable")},
    }


def listed(company: Company, rows: Sequence[Invoice], *, on: date) -> list[Shape]:
    """Documents as a list shows them."""
    standing = standings.of(company, rows, on=on)
    return [_head(row, standing[row.pk]) for row in rows]


def checked(found: Sequence[Finding]) -> Shape:
    """What the rules say of a draft, and whether nothing but a person's consent is missing."""
    return {
        "ready": not errors(list(found)),
        "findings": [
            {"rule": one.rule, "place": one.place, "severity": one.severity, "message": sentence(one.rule, one.facts)}
            for one in found
        ],
    }


def whole(company: Company, row: Invoice, *, on: date) -> Shape:
    """The whole document with where it stands."""
    paper = papers.load(company, [row])[0]
    standing = standings.of(company, [row], on=on)[row.pk]
    extras = {
        is_charge: [_extra(one, row) for one in paper.extras if one.is_charge is is_charge] for is_charge in (0, 1)
    }
    return {
        **_head(row, standing),
        "type_code": row.type_code,
        "version": row.version,
        "issue_on": row.issue_on,
        "terms_days": row.terms_days,
        "tax_point_on": row.tax_point_on,
        "delivered_on": row.delivered_on,
        "period": {"from": row.period_from, "to": row.period_to} if row.period_from or row.period_to else None,
        "rate": None if row.rate is None else format_exact(row.rate),
        "rate_source": row.rate_source,
        "rate_on": row.rate_on,
        "prices_include_vat": row.prices_include_vat,
        "vat_on_payment": row.vat_on_payment,
        "seller": row.seller,
        "buyer": row.buyer,
        "deliver_to": row.deliver_to,
        **{name: getattr(row, name) for name in (*PLAIN_TEXTS, *BESIDE)},
        "lines": [_line(one, row) for one in paper.lines],
        "allowances": extras[0],
        "charges": extras[1],
        **{name: format_plain(getattr(row, name), row.currency) for name in SUMS if name != "vat_accounting"},
        "vat_accounting": None if row.vat_accounting is None else format_plain(row.vat_accounting, company.currency),
        "retention_rate": format_exact(Decimal(row.retention_rate)),
        "vat_breakdown": [_vat(one, row) for one in paper.vat_totals],
        "ksef_number": payment_titles.ksef_number(company, row) or None,
        "payment_title": payment_titles.title(company, row, on=on) or None,
        "proforma": row.proforma.public_id if row.proforma else None,
        "advance": {name: row.advance[name] for name in ("received", "received_on", "worth")} if row.advance else None,
        "settles": [one.public_id for one in advances.settled_of(row)],
        "settled_by": _settled_by(row),
        "corrects": row.corrects.public_id if row.corrects else None,
        "correction_period": row.correction_period,
        "correction_goods": row.correction_goods,
        "corrected": _corrected(row),
        "correction_reason": row.correction_reason,
        "mentions": row.mentions,
        "filled": row.filled,
        "created_at": row.created_at,
        "issued_at": row.issued_at,
    }


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The document of that number as it stands now for a webhook: whole, then as a list shows it."""
    row = Invoice.objects.filter(company=company, pk=id).select_related("party").first()
    if row is not None:
        on = whose.today(company.zone)
        yield whole(company, row, on=on)
        yield listed(company, [row], on=on)[0]


def _head(row: Invoice, standing: Standing) -> Shape:
    return {
        "id": row.public_id,
        "number": row.number,
        "kind": row.kind,
        "status": row.status,
        "settlement": standing.settlement,
        "overdue": standing.overdue,
        "external_id": row.external_id,
        "customer": {
            "id": row.party.public_id,
            "external_id": row.party.external_id,
            "name": row.buyer.get("name") or row.party.name,
        },
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "currency": row.currency,
        **{name: format_plain(getattr(row, name), row.currency) for name in ("net", "vat", "gross", "payable")},
        "balance": None if standing.balance is None else format_plain(standing.balance, row.currency),
    }


def _settled_by(row: Invoice) -> str | None:
    taker = advances.settled_by(row) if row.advance else None
    return taker.public_id if taker is not None else None


def _line(one: InvoiceLine, row: Invoice) -> Shape:
    return {
        "position": one.position,
        "name": one.name,
        "description": one.description,
        "quantity": format_exact(one.quantity),
        "unit": one.unit,
        "price": format_plain(one.price, row.currency),
        "base_quantity": format_exact(one.base_quantity),
        "discount_percent": None if one.discount_percent is None else format_exact(one.discount_percent),
        "discount_amount": None if one.discount_amount is None else format_plain(one.discount_amount, row.currency),
        **_treatment(one),
        "net": format_plain(one.net, row.currency),
    }


def _corrected(row: Invoice) -> list[Shape]:
    """What a note for a discount on a period takes off each invoice, with VAT."""
    taken = shares.by_document(shares.of_note(row)) if row.correction_period else {}
    return [
        {"id": one.public_id, "number": one.number, "gross": format_plain(gross, row.currency)}
        for one, gross in taken.items()
    ]


def _extra(one: InvoiceExtra, row: Invoice) -> Shape:
    return {"amount": format_plain(one.amount, row.currency), "reason": one.reason, **_treatment(one)}


def _treatment(one: InvoiceLine | InvoiceExtra) -> Shape:
    return {
        "vat_category": one.vat_category,
        "vat_rate": format_exact(one.vat_rate),
        "vat_reason": one.vat_reason,
        "vat_reason_code": one.vat_reason_code,
    }


def _vat(one: InvoiceVat, row: Invoice) -> Shape:
    return {
        "category": one.category,
        "rate": format_exact(one.rate),
        "base": format_plain(one.base, row.currency),
        "vat": format_plain(one.amount, row.currency),
        "reason": one.reason,
        "reason_code": one.reason_code,
    }
