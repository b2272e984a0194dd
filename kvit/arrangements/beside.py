"""The facts beside a dispute: the line as invoiced, the price that was agreed, order and delivery, credit notes."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from kvit.arrangements.models import Dispute
from kvit.catalog import prices
from kvit.catalog.prices import Offered
from kvit.companies.models import Company
from kvit.core import disputes
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
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
    return _most(line, line.invoice, credited=_credited(company, line), left=left_of(company, line.invoice))


def most_of_each(company: Company, invoice: Invoice, lines: Sequence[InvoiceLine]) -> dict[int, Money]:
    """The same of each of its lines, by its key; a line of which nothing can be disputed is left out."""
    left = left_of(company, invoice)
    notes = InvoiceLine.objects.filter(company=company, credits__invoice=invoice, invoice__status="issued")
    credited: dict[int, Decimal] = defaultdict(Decimal)
    for key, net in notes.values_list("credits_id", "net"):
        credited[key] += net
    found: dict[int, Money] = {}
    for line in lines:
        with suppress(Refused):
            found[line.pk] = _most(line, invoice, credited=credited[line.pk], left=left)
    return found


def items_of(company: Company, invoice: Invoice) -> QuerySet[OpenItem]:
    """The open items of the invoice, settled or not."""
    return open_items.of_customers(company).filter(document_kind="invoice", document_id=invoice.pk)


def left_of(company: Company, invoice: Invoice) -> Money:
    """What is open of the invoice."""
    owed = items_of(company, invoice).filter(balance__gt=0).values_list("balance", flat=True)
    return Money(sum(owed, ZERO), invoice.currency)


def _most(line: InvoiceLine, invoice: Invoice, *, credited: Decimal, left: Money) -> Money:
    net = Money(line.net, invoice.currency)
    return disputes.disputable(net, line.charged_rate, credited=Money(credited, invoice.currency), balance=left)


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
