"""Electronic invoices for tests: any model that UBL can hold, sensible or not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kvit.core.einvoice import codes
from kvit.core.einvoice.model import (
    Address,
    Adjustment,
    Attachment,
    Attribute,
    Card,
    Contact,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Identifier,
    Invoice,
    Item,
    Line,
    Note,
    Party,
    Payee,
    Payment,
    Period,
    PrecedingInvoice,
    Price,
    SupportingDocument,
    TaxRepresentative,
    Totals,
    VatBreakdown,
)

CHARACTERS = st.one_of(
    st.sampled_from("&<>\"' \t\r\n#șțабвžł€ا"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
TEXTS = st.text(CHARACTERS, max_size=12).map(lambda text: text.strip(" \t\r\n"))
TEXT = st.none() | TEXTS
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False) | st.sampled_from(
    [Decimal("0"), Decimal("1E+3"), Decimal("-0.50"), Decimal("1E-6")]
)
NUMBER = st.none() | NUMBERS
DAY = st.none() | st.dates(min_value=date(1000, 1, 1))
CURRENCY = st.sampled_from(["EUR", "RON", "PLN", "JPY"])
IDENTIFIERS = st.builds(Identifier, TEXTS, st.none() | st.sampled_from(["0088", "9947", "X", ""]))
IDENTIFIER = st.none() | IDENTIFIERS


def few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


def maybe(strategy):
    return st.none() | strategy


ADDRESS = maybe(
    st.builds(Address, line_1=TEXT, line_2=TEXT, line_3=TEXT, city=TEXT, post_code=TEXT, subdivision=TEXT, country=TEXT)
)
CONTACT = maybe(st.builds(Contact, point=TEXT, telephone=TEXT, email=TEXT))
BUYERS = st.builds(
    Party,
    name=TEXT,
    trading_name=TEXT,
    identifiers=few(IDENTIFIERS),
    legal_registration=IDENTIFIER,
    vat_id=TEXT,
    electronic_address=IDENTIFIER,
    address=ADDRESS,
    contact=CONTACT,
)
SELLERS = st.builds(lambda party, tax, form: replace(party, tax_registration=tax, legal_form=form), BUYERS, TEXT, TEXT)
PERIOD = maybe(st.builds(Period, start_on=DAY, end_on=DAY))
LINE_ADJUSTMENTS = few(st.builds(Adjustment, amount=NUMBER, base=NUMBER, percent=NUMBER, reason=TEXT, reason_code=TEXT))
ADJUSTMENTS = few(
    st.builds(
        Adjustment,
        amount=NUMBER,
        base=NUMBER,
        percent=NUMBER,
        vat_category=TEXT,
        vat_rate=NUMBER,
        reason=TEXT,
        reason_code=TEXT,
    )
)
ITEMS = st.builds(
    Item,
    name=TEXT,
    description=TEXT,
    seller_id=TEXT,
    buyer_id=TEXT,
    standard_id=IDENTIFIER,
    classifications=few(st.builds(Identifier, TEXTS, TEXT, TEXT)),
    origin_country=TEXT,
    attributes=few(st.builds(Attribute, name=TEXT, value=TEXT)),
)


@st.composite
def prices(draw):
    gross, quantity = draw(NUMBER), draw(NUMBER)
    return Price(
        net=draw(NUMBER),
        discount=draw(NUMBER if gross is None else NUMBERS),
        gross=gross,
        base_quantity=quantity,
        base_unit=None if quantity is None else draw(TEXT),
    )


@st.composite
def lines(draw):
    quantity = draw(NUMBER)
    return Line(
        id=draw(TEXT),
        note=draw(TEXT),
        object_id=draw(IDENTIFIER),
        quantity=quantity,
        unit=None if quantity is None else draw(TEXT),
        net=draw(NUMBER),
        order_line_ref=draw(TEXT),
        buyer_accounting_ref=draw(TEXT),
        period=draw(PERIOD),
        allowances=draw(LINE_ADJUSTMENTS),
        charges=draw(LINE_ADJUSTMENTS),
        price=draw(prices()),
        vat_category=draw(TEXT),
        vat_rate=draw(NUMBER),
        item=draw(ITEMS),
    )


@st.composite
def notes(draw):
    if draw(st.booleans()):
        return Note(text=draw(TEXTS), subject=draw(st.sampled_from(sorted(codes.NOTE_SUBJECTS)[:5])))
    return Note(text=draw(TEXTS.filter(lambda text: not text.startswith("#"))))


@st.composite
def payments(draw):
    code = draw(TEXT)
    return Payment(
        means_code=code,
        means_text=None if code is None else draw(TEXT),
        remittance=draw(TEXT),
        credit_transfers=draw(few(st.builds(CreditTransfer, account=TEXT, account_name=TEXT, provider=TEXT))),
        card=draw(maybe(st.builds(Card, account=TEXT, holder=TEXT))),
        direct_debit=draw(maybe(st.builds(DirectDebit, mandate=TEXT, creditor_id=TEXT, account=TEXT))),
    )


SUPPORTING = st.builds(
    SupportingDocument,
    reference=TEXT,
    description=TEXT,
    location=TEXT,
    attachment=maybe(st.builds(Attachment, content=st.binary(max_size=40), mime_code=TEXT, filename=TEXT)),
)
BREAKDOWNS = few(
    st.builds(
        VatBreakdown,
        taxable=NUMBER,
        tax=NUMBER,
        category=TEXT,
        rate=NUMBER,
        exemption_reason=TEXT,
        exemption_code=TEXT,
    )
)


@st.composite
def any_invoices(draw):
    """Any model that UBL has a place for, sensible or not."""
    type_code = draw(st.sampled_from(["380", "389", "326", "381", "396", "999", ""]) | st.none())
    currency, vat_currency = draw(maybe(CURRENCY)), draw(maybe(CURRENCY))
    payment = draw(maybe(payments()))
    is_credit_note = type_code in codes.CREDIT_NOTE_TYPES
    tax_point_code = draw(st.sampled_from([None, "3", "432"]))
    period = draw(PERIOD)
    sums = {
        name: draw(NUMBER)
        for name in ("line_total_sum", "allowance_sum", "charge_sum", "total_without_vat", "total_vat")
        + ("total_with_vat", "paid", "rounding", "payable")
    }
    two_currencies = vat_currency not in (None, currency)
    references = ("buyer_reference", "project_ref", "contract_ref", "order_ref", "sales_order_ref", "receiving_ref")
    references += ("despatch_ref", "tender_ref", "buyer_accounting_ref", "payment_terms", "process_type")
    return Invoice(
        number=draw(TEXT),
        issued_on=draw(DAY),
        type_code=type_code,
        currency=currency,
        vat_currency=vat_currency,
        tax_point_on=draw(DAY),
        tax_point_code=tax_point_code,
        due_on=None if is_credit_note and payment is None else draw(DAY),
        object_id=draw(IDENTIFIER),
        notes=draw(few(notes())),
        specification_id=draw(TEXT),
        preceding_invoices=draw(few(st.builds(PrecedingInvoice, number=TEXT, issued_on=DAY))),
        seller=draw(SELLERS),
        buyer=draw(BUYERS),
        payee=draw(maybe(st.builds(Payee, name=TEXT, identifier=IDENTIFIER, legal_registration=IDENTIFIER))),
        tax_representative=draw(maybe(st.builds(TaxRepresentative, name=TEXT, vat_id=TEXT, address=ADDRESS))),
        delivery=draw(maybe(st.builds(Delivery, name=TEXT, location=IDENTIFIER, delivered_on=DAY, address=ADDRESS))),
        period=None if period == Period() and tax_point_code else period,
        payment=payment,
        allowances=draw(ADJUSTMENTS),
        charges=draw(ADJUSTMENTS),
        totals=Totals(**sums, total_vat_accounting=draw(NUMBER) if two_currencies else None),
        vat_breakdown=draw(BREAKDOWNS),
        supporting_documents=draw(few(SUPPORTING)),
        lines=draw(few(lines())),
        **{name: draw(TEXT.filter(lambda text: text != "NA")) for name in references},
    )
