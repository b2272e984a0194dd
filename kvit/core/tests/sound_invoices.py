"""Electronic invoices for tests that keep every rule: their sums are computed here, not by the product.

Every VAT category; invoices, corrections, advances, self-billed ones, credit notes; currencies of no, two and other
decimals; allowances and charges of the whole and of lines; every group of the standard; long names in three scripts.
"""

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
    Contact,
    CreditTransfer,
    Delivery,
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
from kvit.core.tests.einvoices import TEXTS

RATES = {"S": ["21", "19", "9", "5.5"], "L": ["7", "3"], "M": ["4", "0.5"]}
REASONS = {
    "E": "VATEX-EU-132",
    "AE": "VATEX-EU-AE",
    "K": "VATEX-EU-IC",
    "G": "VATEX-EU-G",
    "O": "VATEX-EU-O",
}
CURRENCIES = {"EUR": 2, "RON": 2, "PLN": 2, "USD": 2, "HUF": 2, "JPY": 0, "KRW": 0}
"""Currencies and their decimals; more than two the standard does not allow (BR-DEC)."""

WORDS = [
    "Șurub",
    "țeavă",
    "Świder",
    "łożysko",
    "Tornillo",
    "año",
    "Гайка",
    "щъркел",
    "Żarówka",
    "&<>'\"",
    "12-A",
    "Schrauben",
]
NAMED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
LONG = st.lists(st.sampled_from(WORDS), min_size=12, max_size=18).map(lambda words: " ".join(words)[:100].strip())
NAMES = NAMED | NAMED | LONG | TEXTS.filter(str.strip)
MAY_NAME = st.none() | NAMED
ELSEWHERE = Address(line_1="Unter den Linden 1", city="Berlin", post_code="10117", country="DE")
ITSELF = ("380", "384", "389", "386", "326", "381", "396")


def rate_of(draw, category):
    if category == "O":
        return None
    return Decimal(draw(st.sampled_from(RATES[category]))) if category in RATES else Decimal(0)


def half_up(value, places=2):
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def part_of(amount, percent, places):
    return half_up(amount * percent / 100, places)


@st.composite
def line_adjustments(draw, places, reason_code):
    """At most one allowance or charge of a line, as an amount or as a percentage of something."""
    if draw(st.integers(0, 2)):
        return ()
    if draw(st.booleans()):
        return (Adjustment(amount=draw(st.decimals(0, 50, places=places)), reason_code=reason_code),)
    # parts that come out even: Peppol allows two cents of rounding, in currencies without cents too (R040)
    base, percent = 40 * draw(st.integers(0, 12).map(Decimal)), draw(st.sampled_from([Decimal(5), Decimal("12.5")]))
    return (Adjustment(amount=part_of(base, percent, places), base=base, percent=percent, reason="agreed"),)


@st.composite
def prices(draw):
    """A net price for one or for ten, with or without the discount that made it."""
    net = draw(st.decimals(0, 9999, places=4))
    discount = draw(st.none() | st.decimals(0, 9, places=2))
    ten = draw(st.booleans())
    return Price(
        net=net,
        discount=discount,
        gross=None if discount is None else net + discount,
        base_quantity=Decimal(10) if ten else None,
        base_unit="H87" if ten else None,
    )


ITEMS = st.builds(
    Item,
    name=NAMES,
    description=MAY_NAME,
    seller_id=MAY_NAME,
    buyer_id=MAY_NAME,
    standard_id=st.none() | st.just(Identifier("4012345000009", "0160")),
    classifications=st.sampled_from([(), (Identifier("65434568", "STI", "1.0"),)]),
    origin_country=st.none() | st.just("PL"),
    attributes=st.lists(st.builds(Attribute, name=NAMED, value=NAMED), max_size=2).map(tuple),
)


@st.composite
def sold_lines(draw, categories, places):
    """One to four lines; a quantity below zero takes something back."""
    made = []
    for index in range(draw(st.integers(1, 4))):
        code, price = draw(st.sampled_from(categories)), draw(prices())
        quantity = draw(st.decimals(-99, 999, places=3))
        allowances, charges = draw(line_adjustments(places, "95")), draw(line_adjustments(places, "FC"))
        net = half_up(quantity * price.net / (price.base_quantity or 1), places)
        net += sum(one.amount for one in charges) - sum(one.amount for one in allowances)
        made.append(
            Line(
                id=str(index + 1),
                note=draw(MAY_NAME),
                quantity=quantity,
                unit="H87" if price.base_unit else draw(st.sampled_from(["H87", "HUR", "KGM"])),
                net=net,
                order_line_ref=draw(st.none() | st.just("7")),
                buyer_accounting_ref=draw(MAY_NAME),
                period=draw(st.none() | st.just(Period(start_on=date(2026, 2, 1), end_on=date(2026, 2, 20)))),
                allowances=allowances,
                charges=charges,
                price=price,
                vat_category=code,
                vat_rate=rate_of(draw, code),
                item=draw(ITEMS),
            )
        )
    return tuple(made)


@st.composite
def sound_invoices(draw):
    """A document that keeps every rule of EN 16931, in UBL and in CII."""
    alone = draw(st.booleans()) and draw(st.booleans())
    categories = (
        ["O"] if alone else draw(st.lists(st.sampled_from(["S", "Z", "E", "AE", "K", "G", "L", "M"]), min_size=1))
    )
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    places = CURRENCIES[currency]
    sold = draw(sold_lines(categories, places))

    def adjustment(reason_code):
        code = draw(st.sampled_from(categories))
        return Adjustment(
            amount=draw(st.decimals(min_value=0, max_value=10**6, places=places)),
            vat_category=code,
            vat_rate=rate_of(draw, code),
            reason=draw(NAMED),
            reason_code=reason_code,
        )

    allowances = tuple(adjustment("95") for _ in range(draw(st.integers(0, 2))))
    charges = tuple(adjustment("FC") for _ in range(draw(st.integers(0, 2))))
    bare = _summed(draw, currency, (sold, allowances, charges))
    return draw(detailed(bare)) if draw(st.booleans()) else bare


def _breakdown(sold, allowances, charges, places):
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
            tax=half_up(taxable * (rate or 0) / 100, places),
            category=code,
            rate=rate,
            exemption_code=REASONS.get(code),
        )
        for (code, rate), taxable in groups.items()
    )


def _totals(draw, counted, groups, places):
    sold, allowances, charges = counted
    line_sum = sum((line.net for line in sold), Decimal(0))
    allowed = sum((one.amount for one in allowances), Decimal(0))
    charged = sum((one.amount for one in charges), Decimal(0))
    net = line_sum - allowed + charged
    vat = sum((one.tax for one in groups), Decimal(0))
    paid = draw(st.none() | st.decimals(0, 100, places=places))
    rounding = draw(st.none() | st.decimals(Decimal("-0.05"), Decimal("0.05"), places=2)) if places else None
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


def _summed(draw, currency, counted):
    sold, allowances, charges = counted
    groups = _breakdown(sold, allowances, charges, CURRENCIES[currency])
    totals = _totals(draw, counted, groups, CURRENCIES[currency])
    outside = any(line.vat_category == "O" for line in sold)
    return Invoice(
        number=draw(st.sampled_from(["KV-1", "2026/00001", "ФА-7"])),
        issued_on=date(2026, 3, 1),
        due_on=date(2026, 3, 31),
        type_code=draw(st.sampled_from(ITSELF)),
        currency=currency,
        vat_currency=None if totals.total_vat_accounting is None else "RON" if currency == "EUR" else "EUR",
        specification_id="urn:cen.eu:en16931:2017",
        seller=Party(
            name=draw(NAMED),
            vat_id=None if outside else "RO1",
            legal_registration=Identifier("J12/1/2020"),
            address=Address(country="RO"),
        ),
        buyer=Party(name=draw(NAMED), vat_id=None if outside else "DE2", address=Address(country="DE")),
        delivery=Delivery(delivered_on=date(2026, 2, 27), address=Address(country="DE")),
        payment=Payment(means_code="30", credit_transfers=(CreditTransfer(account="RO49AAAA1B31007593840000"),)),
        allowances=allowances,
        charges=charges,
        totals=totals,
        vat_breakdown=groups,
        lines=sold,
    )


CONTACT = st.none() | st.builds(
    Contact, point=NAMED, telephone=st.just("+40 264 123456"), email=st.just("ana@example.com")
)
SUPPORTING = st.builds(
    SupportingDocument,
    reference=NAMED,
    description=MAY_NAME,
    location=st.none() | st.just("https://example.com/a.pdf"),
    attachment=st.none()
    | st.builds(
        Attachment,
        content=st.binary(min_size=1, max_size=40),
        mime_code=st.just("application/pdf"),
        filename=st.just("a.pdf"),
    ),
)
REFERENCES = ("buyer_reference", "project_ref", "contract_ref", "order_ref", "sales_order_ref", "receiving_ref")
REFERENCES += ("despatch_ref", "tender_ref", "buyer_accounting_ref", "payment_terms")


@st.composite
def detailed(draw, invoice):
    """The document with what else the standard knows: references, notes, a payee, a representative, files."""
    outside = invoice.seller.vat_id is None
    represented = not outside and draw(st.booleans())
    corrects = invoice.type_code in ("381", "384", "396") or draw(st.booleans())
    return replace(
        invoice,
        notes=tuple(
            draw(st.lists(st.builds(Note, text=NAMED, subject=st.none() | st.sampled_from(["AAI", "REG"])), max_size=2))
        ),
        period=draw(st.none() | st.just(Period(start_on=date(2026, 1, 1), end_on=date(2026, 2, 28)))),
        tax_point_on=draw(st.none() | st.just(date(2026, 2, 28))),
        preceding_invoices=(PrecedingInvoice(number="KV-0", issued_on=date(2026, 1, 5)),) if corrects else (),
        object_id=draw(st.none() | st.just(Identifier("meter 7", "AVE"))),
        seller=replace(invoice.seller, trading_name=draw(MAY_NAME), contact=draw(CONTACT)),
        buyer=replace(invoice.buyer, trading_name=draw(MAY_NAME), contact=draw(CONTACT)),
        payee=draw(st.none() | st.just(Payee(name="Фактор АД", legal_registration=Identifier("123456")))),
        tax_representative=TaxRepresentative(name=draw(NAMED), vat_id="DE123456788", address=ELSEWHERE)
        if represented
        else None,
        supporting_documents=tuple(draw(st.lists(SUPPORTING, max_size=2))),
        **{name: draw(MAY_NAME) for name in REFERENCES},
    )


assert set(ITSELF) <= codes.INVOICE_TYPES | codes.CREDIT_NOTE_TYPES
