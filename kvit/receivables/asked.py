"""A draft as the JSON that asks for it: what a person changes one field of, and what a copy begins with."""

from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formatting import format_exact
from kvit.receivables import advances
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine

Asked = dict[str, object]
TEXTS = (
    "currency",
    "external_id",
    "order_ref",
    "contract_ref",
    "buyer_reference",
    "place_of_issue",
    "note",
    "language",
)


def of(company: Company, row: Invoice) -> Asked:
    """The request that `requests.read` turns into this very draft."""
    lines = InvoiceLine.objects.filter(company=company, invoice=row).select_related("product").order_by("position")
    lines = lines.filter(takes_back=None)
    extras = list(InvoiceExtra.objects.filter(company=company, invoice=row, is_reward=False).order_by("position"))
    asked: Asked = {
        "customer": row.party.public_id,
        "kind": row.kind,
        "terms_days": row.terms_days,
        "prices_include_vat": row.prices_include_vat,
        "deliver_to": dict(row.deliver_to),
        "retention_rate": format_exact(Decimal(row.retention_rate)),
        "lines": [_line(line) for line in lines],
        "allowances": [_extra(one) for one in extras if not one.is_charge],
        "charges": [_extra(one) for one in extras if one.is_charge],
    }
    for name in TEXTS:
        asked[name] = getattr(row, name)
    for name in ("issue_on", "tax_point_on", "delivered_on"):
        asked[name] = _day(getattr(row, name))
    if row.advance:
        asked["lines"] = [dict(one["asked"]) for one in row.advance["order"]]
        asked["prices_include_vat"] = row.advance["prices_include_vat"]
        received: Asked = {name: row.advance[name] for name in ("received", "received_on")}
        asked["tax_point_on"] = None
        if row.corrects is not None:
            asked["kind"] = "invoice"
            received |= {"corrects": row.corrects.public_id, "reason": row.correction_text}
        asked["advance"] = received
    asked |= {name: list(getattr(row, name)) for name in ("beside", "remarks", "attachment", "other_parties")}
    asked["settles"] = [one.public_id for one in advances.settled_of(row)]
    asked["period"] = {"from": _day(row.period_from), "to": _day(row.period_to)}
    return asked


def _line(line: InvoiceLine) -> Asked:
    asked: Asked = {name: getattr(line, name) for name in ("name", "description", "unit", "vat_category")} | _reason(
        line
    )
    for name in ("quantity", "price", "base_quantity", "discount_percent", "discount_amount", "vat_rate"):
        value = getattr(line, name)
        asked[name] = None if value is None else format_exact(Decimal(value))
    if line.product is not None:
        asked["product"] = line.product.public_id
    return asked


def _extra(one: InvoiceExtra) -> Asked:
    asked: Asked = {"amount": format_exact(one.amount), "reason": one.reason, "vat_category": one.vat_category}
    return asked | {"vat_rate": format_exact(Decimal(one.vat_rate))} | _reason(one)


def _reason(one: InvoiceLine | InvoiceExtra) -> Asked:
    return {"vat_reason": one.vat_reason, "vat_reason_code": one.vat_reason_code}


def _day(day: object) -> str | None:
    return None if day is None else str(day)
