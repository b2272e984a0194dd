"""What a program sends to draft an invoice; the same JSON as the command line reads."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from kvit.api.values import Currency, Given, GivenAmount, GivenDay, Text


class AddressGiven(Given):
    """Where somebody is; street and building together are BT-35."""

    name: Text | None = None
    street: Text | None = None
    building: Text | None = None
    post_code: Text | None = None
    town: Text | None = None
    region: Text | None = Field(None, description="ISO 3166-2, such as RO-CJ.")
    country: Text | None = Field(None, description="ISO 3166-1, two letters.")


class PartyAddressGiven(Given):
    """Where a customer is."""

    street: Text | None = None
    building: Text | None = None
    post_code: Text | None = None
    town: Text | None = None
    region: Text | None = Field(None, description="ISO 3166-2, such as RO-CJ.")
    country: Text | None = Field(None, description="ISO 3166-1, two letters.")


class OfficesGiven(Given):
    """The offices of a Spanish public body by their DIR3 codes, such as L01280796."""

    accounting: Text | None = None
    managing: Text | None = None
    processing: Text | None = None


class CustomerGiven(Given):
    """A customer's facts. A known `external_id` changes that customer."""

    external_id: Text | None = None
    name: Text | None = None
    trading_name: Text | None = None
    country: Text | None = None
    vat_id: Text | None = None
    tax_id: Text | None = None
    register_id: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    text_consent_on: GivenDay | None = Field(
        None, description="Since when they agree to short messages and calls at `phone`; null takes it back."
    )
    text_consent_source: Text | None = Field(None, description="How they agreed, such as the contract.")
    language: Text | None = None
    currency: Text | None = None
    electronic_scheme: Text | None = None
    electronic_address: Text | None = None
    buyer_reference: Text | None = None
    customer_number: Text | None = Field(None, description="By which the customer names itself (BT-46).")
    note: Text | None = None
    address: PartyAddressGiven | None = None
    terms_days: int | None = Field(None, ge=0, le=3650)
    is_business: bool = True
    is_public: bool = False
    public_offices: OfficesGiven | None = None
    surcharge: bool = False
    retention_rate: GivenAmount = "0"
    credit_limit: GivenAmount | None = Field(None, description="In company currency; over it, an invoice warns.")


class PeriodGiven(Given):
    """The days that were billed."""

    from_: GivenDay | None = Field(None, alias="from")
    to: GivenDay | None = None


class LineGiven(Given):
    """A position. What is left out is filled from the product or the law."""

    name: Text | None = None
    description: Text | None = None
    product: Text | None = Field(None, description="Id, external id or code of a product.")
    quantity: GivenAmount | None = None
    unit: Text | None = Field(None, description="UN/ECE Recommendation 20 or 21, such as H87 or HUR.")
    price: GivenAmount | None = None
    base_quantity: GivenAmount | None = None
    discount_percent: GivenAmount | None = None
    discount_amount: GivenAmount | None = None
    vat_category: Text | None = Field(None, description="S Z E AE K G O L M.")
    vat_rate: GivenAmount | None = None
    vat_reason: Text | None = None
    vat_reason_code: Text | None = None


class ExtraGiven(Given):
    """An allowance or charge on the whole document."""

    amount: GivenAmount
    reason: Text | None = None
    vat_category: Text | None = None
    vat_rate: GivenAmount | None = None
    vat_reason: Text | None = None
    vat_reason_code: Text | None = None


def _kind_of_customer(value: object) -> str:
    return "<id>" if isinstance(value, str) else "<facts>"


CustomerNamed = Annotated[
    Annotated[str, Field(max_length=100), Tag("<id>")] | Annotated[CustomerGiven, Tag("<facts>")],
    Discriminator(_kind_of_customer),
]
"""A customer's id or external id, or the facts of one."""


class AdvanceGiven(Given):
    """Money that was received before the supply; the draft's lines are the order it was received for."""

    received: GivenAmount
    received_on: GivenDay
    corrects: Text | None = Field(None, description="Id of the advance that said too little, or named another order.")
    reason: Text | None = Field(None, description="Why it is corrected.")


class OtherPartyGiven(Given):
    """Who receives, pays or buys with a share beside the buyer (Poland)."""

    role: Literal["recipient", "additional_buyer", "payer", "factor", "local_unit", "group_member"]
    name: str = Field(max_length=512)
    vat_id: str = Field("", max_length=20)
    address: PartyAddressGiven | None = None
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    customer_number: str = Field("", max_length=256)
    share: GivenAmount | None = Field(None, description="Of an additional buyer, in percent; the rest is the buyer's.")


class BesideGiven(Given):
    """What is settled with the invoice and is no part of its price."""

    what: Literal["deposit", "charge", "deduction"] = Field(
        description="A deposit is owed by this invoice; the others stand on the account."
    )
    amount: GivenAmount
    reason: str = Field(max_length=256)


class NamedGiven(Given):
    """A value with its name."""

    name: str = Field(max_length=256)
    value: str = Field(max_length=256)


class ColumnGiven(Given):
    """A column of a table, with the kind of its values."""

    name: str = Field("", max_length=256)
    kind: Literal["txt", "date", "datetime", "time", "int", "dec"] = "txt"


Cell = Annotated[str, Field(max_length=256)]


class AttachedTableGiven(Given):
    """A table; a row has a cell for each column, or one alone that heads the rows after it."""

    title: str = Field("", max_length=512)
    facts: list[NamedGiven] = Field([], max_length=100)
    columns: list[ColumnGiven] = Field(max_length=20)
    rows: list[list[Cell]] = Field(max_length=1000)
    sums: list[Cell] = Field([], max_length=20)


class BlockGiven(Given):
    """A block of the attachment of an invoice, such as one meter of a utility."""

    heading: str = Field("", max_length=512)
    facts: list[NamedGiven] = Field(max_length=100)
    text: list[Annotated[str, Field(max_length=512)]] = Field([], max_length=10)
    tables: list[AttachedTableGiven] = Field([], max_length=100)


class DraftChanges(Given):
    """What of a draft is to change; lists are given whole."""

    customer: CustomerNamed | None = None
    lines: list[LineGiven] | None = Field(None, max_length=10_000)
    allowances: list[ExtraGiven] | None = Field(None, max_length=10_000)
    charges: list[ExtraGiven] | None = Field(None, max_length=10_000)
    kind: Literal["invoice", "simplified"] = "invoice"
    currency: Currency | None = None
    issue_on: GivenDay | None = None
    terms_days: int | None = Field(None, ge=0, le=3650)
    prices_include_vat: bool = False
    tax_point_on: GivenDay | None = None
    delivered_on: GivenDay | None = None
    period: PeriodGiven | None = None
    deliver_to: AddressGiven | None = None
    order_ref: Text | None = None
    contract_ref: Text | None = None
    buyer_reference: Text | None = None
    place_of_issue: Text | None = None
    note: Text | None = None
    language: Text | None = None
    retention_rate: GivenAmount | None = None
    advance: AdvanceGiven | None = Field(None, description="An advance invoice over this amount, VAT within it.")
    settles: list[Text] | None = Field(None, max_length=100, description="Ids of the advances to take back.")
    beside: list[BesideGiven] | None = Field(None, max_length=100, description="FA(3): Rozliczenie.")
    remarks: list[NamedGiven] | None = Field(None, max_length=100, description="FA(3): DodatkowyOpis.")
    attachment: list[BlockGiven] | None = Field(None, max_length=100, description="FA(3): Zalacznik.")
    other_parties: list[OtherPartyGiven] | None = Field(None, max_length=100, description="FA(3): Podmiot3.")
    external_id: Text | None = None


class DraftGiven(DraftChanges):
    """An invoice to be drafted."""

    customer: CustomerNamed
    lines: list[LineGiven] = Field(max_length=10_000)
