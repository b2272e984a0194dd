"""The facts beside a dispute: the line as invoiced, the price that was agreed, order and delivery, credit notes."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from kvit.arrangements.models import Dispute
from kvit.catalog import prices
from kvit.catalog.prices import Offered
from kvit.companies.models import Company
from kvit.core import disputes
from kvit.core.disputes import NOTHING, Known
from kvit.core.errors import Refused
from kvit.core.money import Money, round_half_up
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.receivables.models import Invoice, InvoiceLine

ZERO = Decimal(0)
FIGURES = frozenset({"quantity", "price", "base_quantity", "discount_percent", "discount_amount"})


@dataclass(frozen=True)
class Facts:
    """What is known beside the customer's words. `listed` is what the price list says of one unit on the day of issue,
    none where it says nothing; `ordered` what the proforma says that became the invoice; `delivered` what a colleague
    found on the delivery note; `credited` what credit notes took of the line, net. `shown` is how much of the line a
    credit note takes by all of that: 0 where it agrees with it, None where it says nothing; `shown_gross` its sum.
    """

    line: InvoiceLine
    invoiced: Known
    gross: Money
    listed: Offered | None
    ordered: Known
    delivered: Known
    delivery_note: str
    order_ref: str
    proforma: str
    delivered_on: date | None
    credited: Money
    shown: Decimal | None
    shown_gross: Money

    @property
    def price_known(self) -> Known:
        """What the price list says, where both are of one kind: with VAT or without."""
        if self.listed is None or self.listed.includes_vat != self.line.invoice.prices_include_vat:
            return NOTHING
        return Known(price=self.listed.amount)

    @property
    def is_dearer(self) -> bool:
        """Whether the line costs more than the list says, where both are of one kind."""
        if self.listed is None or self.listed.includes_vat != self.line.invoice.prices_include_vat:
            return False
        return self.line.price / self.line.base_quantity > self.listed.amount


def of(company: Company, row: Dispute) -> Facts:
    """All of it, of a dispute that was read with its invoice and line."""
    invoice, line = row.invoice, row.line
    found = Facts(
        line=line,
        invoiced=_invoiced(line),
        gross=disputes.line_gross(Money(line.net, invoice.currency), line.charged_rate),
        listed=_listed(company, invoice, line),
        ordered=_ordered(invoice, line),
        delivered=Known(quantity=row.delivered),
        delivery_note=row.delivery_note,
        order_ref=invoice.order_ref,
        proforma=(invoice.proforma.number or "") if invoice.proforma is not None else "",
        delivered_on=invoice.delivered_on,
        credited=Money(_credited(company, line), invoice.currency),
        shown=None,
        shown_gross=Money.zero(invoice.currency),
    )
    return _with_shown(row, found)


def correction(company: Company, row: Dispute) -> tuple[str, dict[int, Decimal]]:
    """Why a credit note would correct it, empty where a person chooses, and how much of which line it would take: as
    much as the facts show, else the part that is disputed."""
    found = of(company, row)
    taken = found.shown or disputes.credit_quantity(
        row.line.quantity, gross=found.gross, amount=Money(row.amount, row.currency)
    )
    return disputes.CREDIT_REASONS.get(row.reason, ""), {row.line.position: taken}


def _with_shown(row: Dispute, found: Facts) -> Facts:
    """With what the facts show, less what credit notes took already."""
    shown = disputes.shown_quantity(
        row.reason, found.invoiced, ordered=found.ordered, delivered=found.delivered, listed=found.price_known
    )
    if not shown:
        return replace(found, shown=shown)
    line = found.line
    credited = line.quantity * found.credited.amount / line.net if line.net else ZERO
    shown = max(round_half_up(shown - credited, 6), ZERO)
    gross = found.gross.times(shown / line.quantity).rounded()
    return replace(found, shown=shown, shown_gross=gross)


def _invoiced(line: InvoiceLine) -> Known:
    price = disputes.unit_price(
        line.price,
        base=line.base_quantity,
        quantity=line.quantity,
        percent=line.discount_percent,
        amount=line.discount_amount,
    )
    return Known(line.quantity, price)


def _ordered(invoice: Invoice, line: InvoiceLine) -> Known:
    """What the proforma says of the line: of its product, else of its name; nothing where it names that twice."""
    if invoice.proforma is None:
        return NOTHING
    draft = invoice.proforma.draft
    product = line.product.public_id if line.product is not None else ""
    told = [
        one for one in draft["lines"] if one.get("product", "") == product and (product or one["name"] == line.name)
    ]
    if len(told) != 1:
        return NOTHING
    said: dict[str, Decimal] = {name: Decimal(str(one)) for name, one in told[0].items() if name in FIGURES and one}
    quantity = said.get("quantity", Decimal(1))
    price = disputes.unit_price(
        said.get("price", ZERO),
        base=said.get("base_quantity", Decimal(1)),
        quantity=quantity,
        percent=said.get("discount_percent"),
        amount=said.get("discount_amount"),
    )
    of_one_kind = bool(draft.get("prices_include_vat")) == invoice.prices_include_vat
    return Known(quantity, price if of_one_kind else None)


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
