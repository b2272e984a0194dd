"""The semantic model of an electronic invoice (EN 16931-1), with the standard's terms in English.

Everything may be missing: the model holds what a document says, `rules.check` says what it lacks. Amounts are in the
document's currency (BT-5) except BT-111, which is in BT-6. Texts carry no white space at their ends. `None` means the
term is absent; an empty text means it is there with nothing in it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.codes import CREDIT_NOTE_TYPES


def amount(value: Decimal) -> Decimal:
    """The amount as the standard writes it: two decimals, more only where they are not zero (for BR-DEC)."""
    cents = value.quantize(Decimal("0.01"))
    return (cents if cents == value else value) + 0  # which makes minus zero zero


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier with the list that issued it (an ICD, EAS, UNTDID 1153 or 7143 code)."""

    value: str
    scheme: str | None = None
    version: str | None = None  # only BT-158


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address: BG-5 seller, BG-8 buyer, BG-12 tax representative, BG-15 deliver to."""

    line_1: str | None = None  # BT-35, 50, 64, 75
    line_2: str | None = None  # BT-36, 51, 65, 76
    line_3: str | None = None  # BT-162, 163, 164, 165
    city: str | None = None  # BT-37, 52, 66, 77
    post_code: str | None = None  # BT-38, 53, 67, 78
    subdivision: str | None = None  # BT-39, 54, 68, 79
    country: str | None = None  # BT-40, 55, 69, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask: BG-6 at the seller, BG-9 at the buyer."""

    point: str | None = None  # BT-41, 56
    telephone: str | None = None  # BT-42, 57
    email: str | None = None  # BT-43, 58


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7)."""

    name: str | None = None  # BT-27, 44
    trading_name: str | None = None  # BT-28, 45
    identifiers: tuple[Identifier, ...] = ()  # BT-29; BT-46 (a buyer has one at most)
    legal_registration: Identifier | None = None  # BT-30, 47
    vat_id: str | None = None  # BT-31, 48
    tax_registration: str | None = None  # BT-32, seller only
    legal_form: str | None = None  # BT-33, seller only: additional legal information
    electronic_address: Identifier | None = None  # BT-34, 49
    address: Address | None = None  # BG-5, BG-8
    contact: Contact | None = None  # BG-6, BG-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Who is paid, where it is not the seller (BG-10)."""

    name: str | None = None  # BT-59
    identifier: Identifier | None = None  # BT-60
    legal_registration: Identifier | None = None  # BT-61


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRepresentative:
    """The seller's tax representative (BG-11)."""

    name: str | None = None  # BT-62
    vat_id: str | None = None  # BT-63
    address: Address | None = None  # BG-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From and to, both included: BG-14 of the document, BG-26 of a line."""

    start_on: date | None = None  # BT-73, 134
    end_on: date | None = None  # BT-74, 135


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where and when it was delivered (BG-13)."""

    name: str | None = None  # BT-70
    location: Identifier | None = None  # BT-71
    delivered_on: date | None = None  # BT-72
    address: Address | None = None  # BG-15


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """An account to pay to (BG-17)."""

    account: str | None = None  # BT-84, an IBAN or a national account
    account_name: str | None = None  # BT-85
    provider: str | None = None  # BT-86, a BIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card that was used to pay (BG-18)."""

    account: str | None = None  # BT-87, at most the first six and last four digits
    holder: str | None = None  # BT-88


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """The mandate to collect by (BG-19)."""

    mandate: str | None = None  # BT-89
    creditor_id: str | None = None  # BT-90
    account: str | None = None  # BT-91, the account that is debited


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How to pay (BG-16)."""

    means_code: str | None = None  # BT-81, UNTDID 4461
    means_text: str | None = None  # BT-82
    remittance: str | None = None  # BT-83
    credit_transfers: tuple[CreditTransfer, ...] = ()  # BG-17
    card: Card | None = None  # BG-18
    direct_debit: DirectDebit | None = None  # BG-19


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on the whole document (BG-1)."""

    text: str  # BT-22
    subject: str | None = None  # BT-21, UNTDID 4451


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedingInvoice:
    """An earlier invoice this one corrects or settles (BG-3)."""

    number: str | None = None  # BT-25
    issued_on: date | None = None  # BT-26


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the document (BT-125)."""

    content: bytes
    mime_code: str | None = None
    filename: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportingDocument:
    """A document that backs the invoice (BG-24)."""

    reference: str | None = None  # BT-122
    description: str | None = None  # BT-123
    location: str | None = None  # BT-124, an address on the web
    attachment: Attachment | None = None  # BT-125


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An allowance or a charge on the document (BG-20, BG-21) or on a line (BG-27, BG-28, without VAT)."""

    amount: Decimal | None = None  # BT-92, 99, 136, 141; never with a minus in front to turn its meaning
    base: Decimal | None = None  # BT-93, 100, 137, 142
    percent: Decimal | None = None  # BT-94, 101, 138, 143
    vat_category: str | None = None  # BT-95, 102
    vat_rate: Decimal | None = None  # BT-96, 103
    reason: str | None = None  # BT-97, 104, 139, 144
    reason_code: str | None = None  # BT-98 (UNTDID 5189), 105 (UNTDID 7161), 140, 145


@dataclass(frozen=True, slots=True, kw_only=True)
class VatBreakdown:
    """The tax of one category and rate (BG-23)."""

    taxable: Decimal | None = None  # BT-116
    tax: Decimal | None = None  # BT-117
    category: str | None = None  # BT-118
    rate: Decimal | None = None  # BT-119
    exemption_reason: str | None = None  # BT-120
    exemption_code: str | None = None  # BT-121, VATEX


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price of an item (BG-29), without VAT."""

    net: Decimal | None = None  # BT-146
    discount: Decimal | None = None  # BT-147
    gross: Decimal | None = None  # BT-148
    base_quantity: Decimal | None = None  # BT-149
    base_unit: str | None = None  # BT-150


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A property of an item (BG-32)."""

    name: str | None = None  # BT-160
    value: str | None = None  # BT-161


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What was sold (BG-31)."""

    name: str | None = None  # BT-153
    description: str | None = None  # BT-154
    seller_id: str | None = None  # BT-155
    buyer_id: str | None = None  # BT-156
    standard_id: Identifier | None = None  # BT-157
    classifications: tuple[Identifier, ...] = ()  # BT-158
    origin_country: str | None = None  # BT-159
    attributes: tuple[Attribute, ...] = ()  # BG-32


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line (BG-25) with its VAT (BG-30)."""

    id: str | None = None  # BT-126
    note: str | None = None  # BT-127
    object_id: Identifier | None = None  # BT-128
    quantity: Decimal | None = None  # BT-129
    unit: str | None = None  # BT-130
    net: Decimal | None = None  # BT-131
    order_line_ref: str | None = None  # BT-132
    buyer_accounting_ref: str | None = None  # BT-133
    period: Period | None = None  # BG-26
    allowances: tuple[Adjustment, ...] = ()  # BG-27
    charges: tuple[Adjustment, ...] = ()  # BG-28
    price: Price = Price()  # BG-29
    vat_category: str | None = None  # BT-151
    vat_rate: Decimal | None = None  # BT-152
    item: Item = Item()  # BG-31


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The totals of the document (BG-22)."""

    line_total_sum: Decimal | None = None  # BT-106
    allowance_sum: Decimal | None = None  # BT-107
    charge_sum: Decimal | None = None  # BT-108
    total_without_vat: Decimal | None = None  # BT-109
    total_vat: Decimal | None = None  # BT-110
    total_vat_accounting: Decimal | None = None  # BT-111, in BT-6
    total_with_vat: Decimal | None = None  # BT-112
    paid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114
    payable: Decimal | None = None  # BT-115


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or a credit note: what the type code (BT-3) says it is."""

    number: str | None = None  # BT-1
    issued_on: date | None = None  # BT-2
    type_code: str | None = None  # BT-3, UNTDID 1001
    currency: str | None = None  # BT-5
    vat_currency: str | None = None  # BT-6
    tax_point_on: date | None = None  # BT-7
    tax_point_code: str | None = None  # BT-8, UNTDID 2005: 3, 35 or 432
    due_on: date | None = None  # BT-9
    buyer_reference: str | None = None  # BT-10
    project_ref: str | None = None  # BT-11
    contract_ref: str | None = None  # BT-12
    order_ref: str | None = None  # BT-13
    sales_order_ref: str | None = None  # BT-14
    receiving_ref: str | None = None  # BT-15
    despatch_ref: str | None = None  # BT-16
    tender_ref: str | None = None  # BT-17
    object_id: Identifier | None = None  # BT-18
    buyer_accounting_ref: str | None = None  # BT-19
    payment_terms: str | None = None  # BT-20
    notes: tuple[Note, ...] = ()  # BG-1
    process_type: str | None = None  # BT-23
    specification_id: str | None = None  # BT-24
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()  # BG-3
    seller: Party = Party()  # BG-4
    buyer: Party = Party()  # BG-7
    payee: Payee | None = None  # BG-10
    tax_representative: TaxRepresentative | None = None  # BG-11
    delivery: Delivery | None = None  # BG-13
    period: Period | None = None  # BG-14
    payment: Payment | None = None  # BG-16
    allowances: tuple[Adjustment, ...] = ()  # BG-20
    charges: tuple[Adjustment, ...] = ()  # BG-21
    totals: Totals = Totals()  # BG-22
    vat_breakdown: tuple[VatBreakdown, ...] = ()  # BG-23
    supporting_documents: tuple[SupportingDocument, ...] = ()  # BG-24
    lines: tuple[Line, ...] = ()  # BG-25

    @property
    def is_credit_note(self) -> bool:
        """Whether the standard binds the type code to a UBL credit note; every other one is an invoice."""
        return self.type_code in CREDIT_NOTE_TYPES
