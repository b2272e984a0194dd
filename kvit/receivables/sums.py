"""What a request comes to, and the rows that keep it."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.core import tax
from kvit.core.tax import Extra, Line, Totals, Vat
from kvit.ledger.models import Rate
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine, InvoiceVat
from kvit.receivables.requests import DraftRequest, ExtraRequest

ZERO = Decimal(0)
SUMS = [
    "line_sum",
    "allowance_sum",
    "charge_sum",
    "net",
    "vat",
    "vat_accounting",
    "gross",
    "prepaid",
    "rounding",
    "payable",
    "retention",
]


def compute(
    request: DraftRequest, company: Company, *, rate: Rate | None, retention: Decimal, surcharge: bool
) -> Totals:
    """The totals of a filled request, with the VAT in company currency where the document has another."""
    return tax.totals(
        [
            Line(
                quantity=line.quantity,
                price=line.price if line.price is not None else Decimal(0),
                vat=Vat(line.vat_category, line.vat_rate or ZERO),
                discount_percent=line.discount_percent,
                discount_amount=line.discount_amount,
                base_quantity=line.base_quantity,
            )
            for line in request.lines
        ],
        currency=request.currency,
        allowances=[_extra(one) for one in request.extras if not one.is_charge],
        charges=[_extra(one) for one in request.extras if one.is_charge],
        prices_include_vat=request.prices_include_vat,
        accounting_rate=rate.rate if rate else None,
        accounting_currency=company.currency,
        retention_rate=retention,
        with_surcharge=surcharge,
    )


def put(invoice: Invoice, totals: Totals) -> None:
    """The sums onto the document's row."""
    for name in SUMS:
        setattr(invoice, name, getattr(totals, name))


def line_rows(
    invoice: Invoice, request: DraftRequest, totals: Totals, *, products: dict[str, Product]
) -> list[InvoiceLine]:
    """The positions with what each comes to."""
    return [
        InvoiceLine(
            company_id=invoice.company_id,
            invoice=invoice,
            position=position,
            product=products.get(line.product),
            name=line.name,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            price=line.price or ZERO,
            base_quantity=line.base_quantity,
            discount_percent=line.discount_percent,
            discount_amount=line.discount_amount,
            vat_category=line.vat_category,
            vat_rate=line.vat_rate or ZERO,
            vat_reason=line.vat_reason,
            vat_reason_code=line.vat_reason_code,
            takes_back_id=line.takes_back,
            charged_rate=sums.vat.rate,
            net_price=sums.net_price,
            discount=sums.discount,
            net=sums.net,
        )
        for position, (line, sums) in enumerate(zip(request.lines, totals.lines, strict=True), start=1)
    ]


def extra_rows(invoice: Invoice, request: DraftRequest, totals: Totals) -> list[InvoiceExtra]:
    """The allowances and charges with their amounts without VAT."""
    nets = {False: list(totals.allowances), True: list(totals.charges)}
    charged = {row.vat.rate for row in totals.breakdown}
    return [
        InvoiceExtra(
            company_id=invoice.company_id,
            invoice=invoice,
            position=position,
            is_charge=one.is_charge,
            is_reward=one.is_reward,
            amount=one.amount,
            net=nets[one.is_charge].pop(0),
            reason=one.reason,
            vat_category=one.vat_category,
            vat_rate=one.vat_rate or ZERO,
            vat_reason=one.vat_reason,
            vat_reason_code=one.vat_reason_code,
            charged_rate=_charged(one.vat_rate or ZERO, charged),
        )
        for position, one in enumerate(request.extras, start=1)
    ]


def vat_rows(invoice: Invoice, totals: Totals, parts: Sequence[InvoiceLine | InvoiceExtra]) -> list[InvoiceVat]:
    """The VAT breakdown, with the reason that the lines of each category give."""
    reasons: dict[str, tuple[str, str]] = {}
    for part in parts:
        if part.vat_reason or part.vat_reason_code:
            reasons.setdefault(part.vat_category, (part.vat_reason, part.vat_reason_code))
    rows = []
    for row in totals.breakdown:
        text, code = reasons.get(row.vat.category, ("", ""))
        rows.append(
            InvoiceVat(
                company_id=invoice.company_id,
                invoice=invoice,
                category=row.vat.category,
                rate=row.vat.rate,
                base=row.base,
                amount=row.amount,
                amount_accounting=row.amount_accounting,
                reason=text,
                reason_code=code,
            )
        )
    return rows


def _extra(one: ExtraRequest) -> Extra:
    return Extra(one.amount, Vat(one.vat_category, one.vat_rate or ZERO))


def _charged(rate: Decimal, charged: set[Decimal]) -> Decimal:
    """The rate as the breakdown names it: with the recargo where the document has one."""
    if rate in charged:
        return rate
    return rate + tax.SURCHARGES.get(rate, Decimal(0))
