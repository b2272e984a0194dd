"""The VAT journals as programs get them."""

from datetime import date

from pydantic import Field

from kvit.api.values import Amount, Id, Shown


class VatSum(Shown):
    """What the documents of a period come to under one treatment."""

    category: str
    rate: Amount
    base: Amount
    vat: Amount
    documents: int


class VatRow(Shown):
    """A document under one treatment; below zero for a credit note."""

    invoice: Id
    number: str
    kind: str
    issued_on: date
    tax_point_on: date
    customer: str
    vat_id: str
    country: str
    category: str
    rate: Amount
    base: Amount
    vat: Amount
    on_payment: bool


class PurchaseVatSum(VatSum):
    """What the bills of a period come to under one treatment, and how much of the VAT is input VAT."""

    deductible: Amount


class PurchaseVatRow(Shown):
    """A bill under one treatment, or what we charged ourselves on it; below zero for a credit note."""

    bill: Id
    self_charge: Id = Field(description="Empty for what the supplier charged.")
    number: str
    kind: str
    issued_on: date
    tax_point_on: date
    counts_on: date = Field(description="The day of its entry.")
    supplier: str
    vat_id: str
    country: str
    category: str
    treatment: str
    rate: Amount
    base: Amount
    vat: Amount
    deductible: Amount


class VatReportShown(Shown):
    """The VAT journals of sales, of bills and of what we charged ourselves, in company currency."""

    since: date
    until: date
    currency: str
    sums: list[VatSum] = Field(description="Sales.")
    purchases: list[PurchaseVatSum]
    self_charged: list[PurchaseVatSum]
    output_vat: Amount = Field(description="Of sales and self-charged.")
    input_vat: Amount = Field(description="Deductible VAT of bills and self-charged.")
    balance: Amount = Field(description="Output less input VAT.")
    rows: list[VatRow] | None = None
    purchase_rows: list[PurchaseVatRow] | None = None


class WithheldRowShown(Shown):
    """What of a quarter's payments to a supplier was withheld; `base` is without VAT. A credit note takes off."""

    quarter: str = Field(examples=["2026-Q1"])
    supplier: Id
    name: str
    tax_number: str
    base: Amount
    tax: Amount


class WithheldShown(Shown):
    """Tax withheld from suppliers, in the company's currency, with the sum of each quarter."""

    since: date
    until: date
    currency: str
    quarters: dict[str, Amount]
    rows: list[WithheldRowShown]
