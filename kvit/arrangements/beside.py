"""The facts beside a dispute: the line as invoiced, the price that was agreed, order and delivery, credit notes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.arrangements.models import Dispute
from kvit.catalog import prices
from kvit.catalog.prices import Offered
from kvit.companies.models import Company
from kvit.core import disputes
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.ledger import open_items
from kvit.receivables.models import Invoice, InvoiceLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class Facts:
    """What is known beside the customer's words. `listed` is what the price list says of one unit on the day of issue,
    none where it says nothing; `credited` what credit notes took of the line, net."""

    line: InvoiceLine
    gross: Money
    listed: Offered | None
    order_ref: str
    proforma: str
    delivered_on: date | None
    credited: Money

    @property
    def is_dearer(self) -> bool:
        """Whether the line costs more than the list says, where both are of one kind."""
        if self.listed is None or self.listed.includes_vat != self.line.invoice.prices_include_vat:
            return False
        return self.line.price / self.line.base_quantity > self.listed.amount


def of(company: Company, row: Dispute) -> Facts:
    """All of it, of a dispute that was read with its invoice and line."""
    invoice, line = row.invoice, row.line
    return Facts(
        line=line,
        gross=disputes.line_gross(Money(line.net, invoice.currency), line.charged_rate),
        listed=_listed(company, invoice, line),
        order_ref=invoice.order_ref,
        proforma=(invoice.proforma.number or "") if invoice.proforma is not None else "",
        delivered_on=invoice.delivered_on,
        credited=Money(_credited(company, line), invoice.currency),
    )


def correction(row: Dispute) -> tuple[str, dict[int, Decimal]]:
    """Why a credit note would correct it, empty where a person chooses, and how much of which line it would take."""
    gross = disputes.line_gross(Money(row.line.net, row.currency), row.line.charged_rate)
    taken = disputes.credit_quantity(row.line.quantity, gross=gross, amount=Money(row.amount, row.currency))
    return disputes.CREDIT_REASONS.get(row.reason, ""), {row.line.position: taken}


def most(company: Company, line: InvoiceLine) -> Money:
    """The most of the line that can be disputed now. Refuses `dispute.nothing_left`."""
    invoice = line.invoice
    items = open_items.of_customers(company).filter(document_kind="invoice", document_id=invoice.pk, balance__gt=0)
    balance = sum(items.values_list("balance", flat=True), ZERO)
    return disputes.disputable(
        Money(line.net, invoice.currency),
        line.charged_rate,
        credited=Money(_credited(company, line), invoice.currency),
        balance=Money(balance, invoice.currency),
    )


def _credited(company: Company, line: InvoiceLine) -> Decimal:
    notes = InvoiceLine.objects.filter(company=company, credits=line, invoice__status="issued")
    return sum(notes.values_list("net", flat=True), ZERO)


def _listed(company: Company, invoice: Invoice, line: InvoiceLine) -> Offered | None:
    if line.product is None:
        return None
    try:
        return prices.price_on(
            company,
            line.product,
            price_list_id=invoice.party.price_list_on(invoice.day),
            currency=invoice.currency,
            on=invoice.day,
        )
    except Refused:  # it has no price in this currency
        return None
