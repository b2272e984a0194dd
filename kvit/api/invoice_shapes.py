"""What programs see of an invoice or credit note."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from kvit.api.values import Amount, Id, Moment, Shown


class CustomerNamedShown(Shown):
    """Whom a document is for."""

    id: Id
    external_id: str
    name: str


class InvoiceHead(Shown):
    """A document as lists show it."""

    id: Id
    number: str | None
    kind: Literal["invoice", "simplified", "credit_note", "corrective"]
    status: Literal["draft", "issued", "discarded"]
    settlement: Literal["open", "partly_paid", "paid", "overpaid", "written_off", "annulled"] | None
    overdue: bool
    external_id: str
    customer: CustomerNamedShown
    issued_on: date | None
    due_on: date | None
    currency: str
    net: Amount
    vat: Amount
    gross: Amount
    payable: Amount
    balance: Amount | None


class PeriodShown(Shown):
    """The days that were billed."""

    from_: date | None = Field(alias="from")
    to: date | None


class TreatedShown(Shown):
    """A VAT treatment with the law's reason where it needs one."""

    vat_category: str
    vat_rate: Amount
    vat_reason: str
    vat_reason_code: str


class LineShown(TreatedShown):
    """A position with what it comes to."""

    position: int
    name: str
    description: str
    quantity: Amount
    unit: str
    price: Amount
    base_quantity: Amount
    discount_percent: Amount | None
    discount_amount: Amount | None
    net: Amount


class ExtraShown(TreatedShown):
    """An allowance or charge on the whole document."""

    amount: Amount
    reason: str


class VatShown(Shown):
    """One category and rate of the VAT breakdown (BG-23)."""

    category: str
    rate: Amount
    base: Amount
    vat: Amount
    reason: str
    reason_code: str


class MentionShown(Shown):
    """Words that the law wants on the document."""

    predicate: str
    text: str
    law: str


class FilledShown(Shown):
    """What Kvit filled in by itself, and by which rule."""

    rule: str
    place: str
    severity: str
    facts: dict[str, Any]


class AdvanceShown(Shown):
    """What was received before the supply, and what the whole order comes to with VAT."""

    received: Amount
    received_on: date
    worth: Amount


class CorrectedShown(Shown):
    """An invoice that a note of several lowers, and by how much with VAT."""

    id: Id
    number: str
    gross: Amount


class InvoiceShown(InvoiceHead):
    """The whole document."""

    type_code: str
    version: int
    issue_on: date | None
    terms_days: int
    tax_point_on: date | None
    delivered_on: date | None
    period: PeriodShown | None
    rate: Amount | None
    rate_source: str
    rate_on: date | None
    prices_include_vat: bool
    vat_on_payment: bool
    seller: dict[str, Any]
    buyer: dict[str, Any]
    deliver_to: dict[str, Any]
    order_ref: str
    contract_ref: str
    buyer_reference: str
    place_of_issue: str
    beside: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    attachment: list[dict[str, Any]]
    other_parties: list[dict[str, Any]]
    note: str
    language: str
    lines: list[LineShown]
    allowances: list[ExtraShown]
    charges: list[ExtraShown]
    line_sum: Amount
    allowance_sum: Amount
    charge_sum: Amount
    prepaid: Amount
    rounding: Amount
    vat_accounting: Amount | None
    retention: Amount
    retention_rate: Amount
    vat_breakdown: list[VatShown]
    ksef_number: str | None = Field(description="The number that Poland's KSeF gave it.")
    payment_title: str | None = Field(
        description="What the payer is to write: the KSeF number where art. 108g of the VAT act wants it, else its own."
    )
    advance: AdvanceShown | None
    settles: list[Id]
    settled_by: Id | None = Field(description="The document that takes this advance back.")
    corrects: Id | None
    correction_period: str = Field(description="The name of the period that a note for a later discount lowers.")
    correction_goods: dict[str, str] = Field(description="What was bought in it: name, quantity, unit, cn.")
    corrected: list[CorrectedShown] = Field(description="What such a note takes off each invoice.")
    correction_reason: str
    mentions: list[MentionShown]
    filled: list[FilledShown]
    created_at: Moment
    issued_at: Moment | None
