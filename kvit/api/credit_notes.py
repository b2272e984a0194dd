"""Credit notes, and annulments of what was issued by mistake."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import customers, invoices, lists
from kvit.api.asking import Asking
from kvit.api.invoice_shapes import InvoiceHead, InvoiceShown
from kvit.api.operations import changes, reads
from kvit.api.values import Given, GivenAmount, GivenDay, Id, Text
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.receivables import annulments, credit_notes, outside, period_discounts, standings
from kvit.tables import page

router = Router()
Reason = Literal[
    "whole", "duplicate", "price", "quantity", "return", "discount_after", "vat", "customer", "customer_data"
]


class LineCredited(Given):
    """How much of which line."""

    line: Annotated[int, Field(ge=1, le=10_000, description="Its position.")]
    quantity: GivenAmount | None = Field(None, description="The rest of the line when left out.")


class CreditGiven(Given):
    """What is credited, and why."""

    reason: Reason
    lines: list[LineCredited] | None = Field(None, min_length=1, max_length=10_000, description="All when left out.")
    text: Text = ""

    def quantities(self) -> Mapping[int, Decimal | None] | None:
        """Quantities by line. Refuses a line that is given twice."""
        if self.lines is None:
            return None
        found: dict[int, Decimal | None] = {}
        for one in self.lines:
            if one.line in found:
                raise Refused("credit.line_twice", line=one.line)
            found[one.line] = None if one.quantity is None else Decimal(one.quantity)
        return found


def _judge_ahead(request: Asking, id: str, *, given: CreditGiven) -> None:
    """The official judge is asked before the transaction begins; what it said is remembered for it."""
    credit_notes.judge_ahead(
        request.company,
        invoices.found(request, id),
        reason=given.reason,
        by=request.actor,
        on=request.today,
        quantities=given.quantities(),
        text=given.text,
    )


@changes(router, "/invoices/{id}/credit", gives=InvoiceShown, status=201, key_required=True, ahead=_judge_ahead)
def credit(request: Asking, id: str, *, given: CreditGiven) -> object:
    """Issue a credit note for what is left of an invoice, or for some lines; it settles the invoice at once."""
    note = credit_notes.issue(
        request.company,
        invoices.found(request, id),
        reason=given.reason,
        by=request.actor,
        on=request.today,
        quantities=given.quantities(),
        text=given.text,
    )
    return invoices.shown(request, note)


class CorrectedPeriodGiven(Given):
    """A period, both days in it."""

    from_: GivenDay = Field(alias="from")
    to: GivenDay


class GoodsGiven(Given):
    """What was bought; the law lets it be left out."""

    name: Annotated[str, Field(max_length=300)] = ""
    quantity: GivenAmount | None = None
    unit: Annotated[str, Field(max_length=3, description="A code of UN/ECE recommendation 20, such as H87.")] = ""
    cn: Annotated[str, Field(max_length=50, description="The code in the Combined Nomenclature.")] = ""


class PeriodDiscountGiven(Given):
    """A discount agreed afterwards on what the customer bought in a period."""

    period: CorrectedPeriodGiven = Field(description="The days of supply.")
    period_name: Annotated[str, Field(max_length=256, description="As the note says it; its days when left out.")] = ""
    invoices: list[Id] | None = Field(None, min_length=1, max_length=1000, description="All of them when left out.")
    amount: GivenAmount = Field(description="With VAT.")
    reason: Annotated[str, Field(min_length=1, max_length=400)]
    goods: GoodsGiven | None = None
    place_of_issue: Annotated[str, Field(max_length=256)] = ""


def _judge_discount_ahead(request: Asking, id: str, *, given: PeriodDiscountGiven) -> None:
    period_discounts.judge_ahead(request.company, _of_customer(request, id, given), by=request.actor, on=request.today)


@changes(
    router,
    "/customers/{id}/period_discount",
    gives=InvoiceShown,
    status=201,
    key_required=True,
    ahead=_judge_discount_ahead,
)
def discount_period(request: Asking, id: str, *, given: PeriodDiscountGiven) -> object:
    """Lower many invoices of a customer by one note that settles them (Poland, ustawa o VAT art. 106j ust. 3)."""
    asked = _of_customer(request, id, given)
    note = period_discounts.issue(request.company, asked, by=request.actor, on=request.today)
    return invoices.shown(request, note)


def _of_customer(request: Asking, id: str, given: PeriodDiscountGiven) -> Mapping[str, object]:
    return given.told() | {"customer": customers.found(request, id).public_id}


class AnnulGiven(Given):
    """Why; kept with the annulment."""

    text: Text


@changes(router, "/invoices/{id}/annul", gives=InvoiceShown, key_required=True)
def annul(request: Asking, id: str, *, given: AnnulGiven) -> object:
    """Annul an invoice that should never have been, because there was no sale (Spain, RD 1007/2023 art. 11)."""
    row = invoices.found(request, id)
    annulments.annul(request.company, row, text=given.text, by=request.actor, on=request.today)
    return invoices.shown(request, row)


@reads(router, "/credit_notes", gives=lists.Listed[InvoiceHead])
def listed(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """Credit notes, the newest first."""
    require(request.actor, "invoice.view", request.company)
    rows = standings.listed(request.company, kind="credit_note", on=request.today)
    return lists.of_page(
        page(rows, "-id", size=asked.limit, after=asked.after),
        lambda some: outside.listed(request.company, some, on=request.today),
    )


@reads(router, "/credit_notes/{id}", gives=InvoiceShown)
def show(request: Asking, id: str) -> object:
    """One credit note."""
    row = invoices.found(request, id)
    if row.kind != "credit_note":
        raise Refused("credit.unknown")
    return invoices.shown(request, row)
