"""A bill that came as data: the XML is the truth, its amounts as written; Kvit's own sums stand beside them.

EN 16931: payable (BT-115) = total with VAT (BT-112) - paid (BT-113) + rounding (BT-114), BR-CO-16.
"""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.model import Invoice, Line
from kvit.core.errors import Finding
from kvit.core.reading.facts import BillLine, Fact, Reading, Value

NOTHING = Decimal(0)


def reading_of(invoice: Invoice) -> Reading:
    """The facts of the invoice, all of them sure; what its own sums contradict is a warning."""
    facts = tuple(
        Fact(name=name, value=value, confidence=Decimal(1), sure=True, source="xml")
        for name, value in _values(invoice)
        if value is not None and value != ""
    )
    return Reading(
        source="xml",
        facts=facts,
        lines=tuple(_line(line) for line in invoice.lines),
        findings=tuple(_findings(invoice)),
        suppliers=tuple(str(fact.value) for fact in facts if fact.name in ("seller_vat_id", "iban")),
    )


def _values(invoice: Invoice) -> Iterator[tuple[str, Value | None]]:
    totals = invoice.totals
    accounts = invoice.payment.credit_transfers if invoice.payment else ()
    yield "number", invoice.number
    yield "issued_on", invoice.issued_on
    yield "due_on", invoice.due_on
    yield "currency", invoice.currency
    yield "net", totals.total_without_vat
    yield "vat", totals.total_vat if totals.total_vat is not None else _untaxed(invoice)
    yield "gross", totals.total_with_vat
    yield "payable", totals.payable
    yield "seller_name", invoice.seller.name
    yield "seller_vat_id", invoice.seller.vat_id
    yield "buyer_vat_id", invoice.buyer.vat_id
    yield "iban", next((account.account for account in accounts if account.account), None)
    yield "order_ref", invoice.order_ref


def _untaxed(invoice: Invoice) -> Decimal | None:
    """No VAT in so many words, where net and total are the same and BT-110 is left out."""
    totals = invoice.totals
    same = totals.total_without_vat is not None and totals.total_without_vat == totals.total_with_vat
    return NOTHING if same else None


def _line(line: Line) -> BillLine:
    return BillLine(
        name=line.item.name or "",
        quantity=line.quantity,
        unit=line.unit or "",
        price=line.price.net,
        net=line.net,
        vat_rate=line.vat_rate,
    )


def _findings(invoice: Invoice) -> Iterator[Finding]:
    totals = invoice.totals
    if totals.total_with_vat is not None and totals.payable is not None:
        own = totals.total_with_vat - (totals.paid or NOTHING) + (totals.rounding or NOTHING)
        if own != totals.payable:
            yield Finding(
                "bill.payable_differs", "payable", "warning", {"payable": str(totals.payable), "own": str(own)}
            )
    if totals.total_without_vat is not None and totals.total_vat is not None and totals.total_with_vat is not None:
        own = totals.total_without_vat + totals.total_vat
        if own != totals.total_with_vat:
            yield Finding(
                "bill.gross_differs", "gross", "warning", {"gross": str(totals.total_with_vat), "own": str(own)}
            )
