"""The totals of a Facturae, and how they follow from BG-22 and the taxes withheld (docs/rules/facturae.md).

InvoiceTotal is BT-112 less what is withheld; what was paid before leads to TotalOutstandingAmount; what the payer
keeps as a guarantee to TotalExecutableAmount, which is BT-115.
"""

from dataclasses import dataclass
from decimal import Decimal

from kvit.core.einvoice.facturae import party, write_lines
from kvit.core.einvoice.facturae.facts import Advance, Facts
from kvit.core.einvoice.markup import element, group
from kvit.core.einvoice.model import Invoice
from kvit.core.money import round_half_up

ZERO = Decimal(0)
BATCH = 70


@dataclass(frozen=True, slots=True)
class Sums:
    """What the document comes to, in the sign it is written with."""

    withheld: Decimal
    total: Decimal
    outstanding: Decimal
    executable: Decimal
    advances: tuple[Advance, ...]


def paid_before(invoice: Invoice, facts: Facts) -> Decimal:
    """What of BT-113 was money: the rest is withheld, or kept as a guarantee."""
    kept = sum((one.amount for one in facts.withheld), ZERO) + (facts.guarantee.amount if facts.guarantee else ZERO)
    return (invoice.totals.paid or ZERO) - kept


def sums(invoice: Invoice, facts: Facts) -> Sums:
    """The totals; money paid before without a day of its own counts as paid on the day of issue."""
    assert invoice.issued_on is not None  # `losses.missing` was asked
    withheld = sum((one.amount for one in facts.withheld), ZERO)
    paid = paid_before(invoice, facts)
    advances = facts.advances or ((Advance(amount=paid, paid_on=invoice.issued_on),) if paid else ())
    total = (invoice.totals.total_with_vat or ZERO) - withheld
    outstanding = total - sum((one.amount for one in advances), ZERO)
    kept = facts.guarantee.amount if facts.guarantee else ZERO
    return Sums(withheld, total, outstanding, outstanding - kept, advances)


def batch(invoice: Invoice, facts: Facts, known: Sums) -> str:
    """The batch of one that every file is."""
    number = party.tax_number(invoice.seller, facts.seller)
    name = f"{number}{(invoice.number or '').removeprefix(facts.series)}{facts.series}"
    return group(
        "Batch",
        element("BatchIdentifier", name[:BATCH])
        + element("InvoicesCount", "1")
        + write_lines.amount("TotalInvoicesAmount", known.total, _in_euros(known.total, facts))
        + write_lines.amount("TotalOutstandingAmount", known.outstanding, _in_euros(known.outstanding, facts))
        + write_lines.amount("TotalExecutableAmount", known.executable, _in_euros(known.executable, facts))
        + element("InvoiceCurrencyCode", invoice.currency),
    )


def _in_euros(value: Decimal, facts: Facts) -> Decimal | None:
    if facts.exchange_rate is None:
        return None
    return round_half_up(value * facts.exchange_rate, 2)


def totals(invoice: Invoice, facts: Facts, known: Sums) -> str:
    """InvoiceTotals."""
    stated = invoice.totals
    paid = sum((one.amount for one in known.advances), ZERO)
    return group(
        "InvoiceTotals",
        element("TotalGrossAmount", write_lines.cents(stated.line_total_sum))
        + write_lines.adjustments("Discount", "GeneralDiscounts", invoice.allowances)
        + write_lines.adjustments("Charge", "GeneralSurcharges", invoice.charges)
        + (element("TotalGeneralDiscounts", write_lines.cents(stated.allowance_sum)) if invoice.allowances else "")
        + (element("TotalGeneralSurcharges", write_lines.cents(stated.charge_sum)) if invoice.charges else "")
        + element("TotalGrossAmountBeforeTaxes", write_lines.cents(stated.total_without_vat))
        + element("TotalTaxOutputs", write_lines.cents(stated.total_vat))
        + element("TotalTaxesWithheld", write_lines.cents(known.withheld))
        + element("InvoiceTotal", write_lines.cents(known.total))
        + group("PaymentsOnAccount", "".join(_advance(one) for one in known.advances))
        + element("TotalOutstandingAmount", write_lines.cents(known.outstanding))
        + (element("TotalPaymentsOnAccount", write_lines.cents(paid)) if known.advances else "")
        + _guarantee(facts)
        + element("TotalExecutableAmount", write_lines.cents(known.executable)),
    )


def _advance(one: Advance) -> str:
    return group(
        "PaymentOnAccount",
        element("PaymentOnAccountDate", one.paid_on) + element("PaymentOnAccountAmount", write_lines.cents(one.amount)),
    )


def _guarantee(facts: Facts) -> str:
    kept = facts.guarantee
    if kept is None:
        return ""
    return group(
        "AmountsWithheld",
        element("WithholdingReason", kept.reason)
        + (element("WithholdingRate", write_lines.cents(kept.rate)) if kept.rate is not None else "")
        + element("WithholdingAmount", write_lines.cents(kept.amount)),
    )
