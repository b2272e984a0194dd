"""Electronic invoices for tests: any model that UBL can hold, and models whose sums are computed by hand."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

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


# -- documents whose sums are right, computed here and not by the product

RATES = {"S": ["21", "19", "9", "5.5"], "L": ["7", "0"], "M": ["4", "0.5"]}
REASONS = {
    "E": "VATEX-EU-132",
    "AE": "VATEX-EU-AE",
    "K": "VATEX-EU-IC",
    "G": "VATEX-EU-G",
    "O": "VATEX-EU-O",
}
CENT = Decimal("0.01")


def rate_of(draw, category):
    if category == "O":
        return None
    return Decimal(draw(st.sampled_from(RATES[category]))) if category in RATES else Decimal(0)


def half_up(value):
    return value.quantize(CENT, ROUND_HALF_UP)


@st.composite
def sound_invoices(draw):
    """A document that keeps every rule: any VAT category, allowances, charges, an accounting currency, a prepayment."""
    alone = draw(st.booleans())
    categories = (
        ["O"] if alone else draw(st.lists(st.sampled_from(["S", "Z", "E", "AE", "K", "G", "L", "M"]), min_size=1))
    )
    category = st.sampled_from(categories)
    money = st.decimals(min_value=0, max_value=10**6, places=2)
    sold = []
    for index in range(draw(st.integers(1, 4))):
        code = draw(category)
        quantity, price = draw(st.decimals(-99, 999, places=3)), draw(st.decimals(0, 9999, places=4))
        sold.append(
            Line(
                id=str(index + 1),
                quantity=quantity,
                unit=draw(st.sampled_from(["H87", "HUR", "KGM"])),
                net=half_up(quantity * price),
                price=Price(net=price),
                vat_category=code,
                vat_rate=rate_of(draw, code),
                item=Item(name=draw(TEXTS.filter(lambda text: text.strip()))),
            )
        )

    def adjustment(reason_code):
        code = draw(category)
        return Adjustment(
            amount=draw(money),
            vat_category=code,
            vat_rate=rate_of(draw, code),
            reason="agreed",
            reason_code=reason_code,
        )

    allowances = tuple(adjustment("95") for _ in range(draw(st.integers(0, 2))))
    charges = tuple(adjustment("FC") for _ in range(draw(st.integers(0, 2))))
    return _summed(draw, tuple(sold), allowances, charges)


def _breakdown(sold, allowances, charges):
    """One group for each category and rate, its tax rounded once."""
    groups = {}
    for item, sign, amount in (
        *((line, 1, line.net) for line in sold),
        *((one, -1, one.amount) for one in allowances),
        *((one, 1, one.amount) for one in charges),
    ):
        key = (item.vat_category, item.vat_rate)
        groups[key] = groups.get(key, Decimal(0)) + sign * amount
    return tuple(
        VatBreakdown(
            taxable=taxable,
            tax=half_up(taxable * (rate or 0) / 100),
            category=code,
            rate=rate,
            exemption_code=REASONS.get(code),
        )
        for (code, rate), taxable in groups.items()
    )


def _totals(draw, sold, allowances, charges):
    line_sum = sum((line.net for line in sold), Decimal(0))
    allowed = sum((one.amount for one in allowances), Decimal(0))
    charged = sum((one.amount for one in charges), Decimal(0))
    net = line_sum - allowed + charged
    vat = sum((one.tax for one in _breakdown(sold, allowances, charges)), Decimal(0))
    paid = draw(st.none() | st.decimals(0, 100, places=2))
    rounding = draw(st.none() | st.decimals(Decimal("-0.05"), Decimal("0.05"), places=2))
    return Totals(
        line_total_sum=line_sum,
        allowance_sum=allowed if allowances else None,
        charge_sum=charged if charges else None,
        total_without_vat=net,
        total_vat=vat,
        total_vat_accounting=half_up(vat * 5) if draw(st.booleans()) else None,
        total_with_vat=net + vat,
        paid=paid,
        rounding=rounding,
        payable=net + vat - (paid or 0) + (rounding or 0),
    )


def _summed(draw, sold, allowances, charges):
    totals = _totals(draw, sold, allowances, charges)
    outside = any(line.vat_category == "O" for line in sold)
    return Invoice(
        number="KV-1",
        issued_on=date(2026, 3, 1),
        due_on=date(2026, 3, 31),
        type_code=draw(st.sampled_from(["380", "384", "389", "386", "381", "396"])),
        currency="EUR",
        vat_currency=None if totals.total_vat_accounting is None else "RON",
        specification_id="urn:cen.eu:en16931:2017",
        seller=Party(
            name="Beta SRL",
            vat_id=None if outside else "RO1",
            legal_registration=Identifier("J12/1/2020"),
            address=Address(country="RO"),
        ),
        buyer=Party(name="Alfa", vat_id=None if outside else "DE2", address=Address(country="DE")),
        delivery=Delivery(delivered_on=date(2026, 2, 27), address=Address(country="DE")),
        payment=Payment(means_code="30", credit_transfers=(CreditTransfer(account="RO49AAAA1B31007593840000"),)),
        allowances=allowances,
        charges=charges,
        totals=totals,
        vat_breakdown=_breakdown(sold, allowances, charges),
        lines=sold,
    )
