"""Random documents of Romanian firms as they are before they take the form of a network."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from kvit.core.einvoice.model import Address, Contact, Delivery, Identifier, Item, Note, PrecedingInvoice
from kvit.core.tests.sound_invoices import CURRENCIES, half_up, sound_invoices

VOCABULARY = ["livrare", "factură", "termen", "șuruburi", "conform", "contract", "14", "și", "țeavă"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1)
IN_ROMANIA = st.sampled_from(
    [
        ("Str. Lungă 1", "Cluj-Napoca", "400001", "CJ"),
        ("Bd. Unirii 2", "Târgu Mureș", "540001", "jud. Mureș"),
        ("Calea Victoriei 3", "București, sector 3", "030001", "București"),
        ("Str. Doamnei 4", "Sectorul 1", "010001", "RO-B"),
        ("Str. Mică 5", "București", "061071", None),
        ("Str. Mare 6", "SECTOR2", "020001", "B"),
        ("Bd. Eroilor 7", "Voluntari", "077190", "Ilfov"),
        ("Str. Gării 8", "Satu Mare", "440001", "RO-SM"),
    ]
).map(lambda held: Address(line_1=held[0], city=held[1], post_code=held[2], subdivision=held[3], country="RO"))
ABROAD = st.sampled_from(
    [
        Address(line_1="Unter den Linden 1", city="Berlin", post_code="10117", subdivision="BE", country="DE"),
        Address(line_1="ул. Шипка 2", city="София", post_code="1000", subdivision="Sofia", country="BG"),
        Address(line_1="Calle Mayor 3", city="Madrid", post_code="28001", subdivision="M", country="ES"),
    ]
)


@st.composite
def romanian_invoices(draw):
    """Every VAT category, lei and other currencies, credit notes, long and many notes, Bucharest in many spellings."""
    document = draw(sound_invoices())
    has_cents = CURRENCIES[document.currency] > 0
    lei = has_cents and draw(st.booleans())
    currency = "RON" if lei else draw(st.sampled_from(["EUR", "USD", "PLN"])) if has_cents else document.currency
    vat_in_lei = half_up(document.totals.total_vat * Decimal("4.9756"))
    outside = document.vat_breakdown[0].category == "O"
    crossing = any(one.category in {"AE", "K"} for one in document.vat_breakdown)
    home, guest = draw(IN_ROMANIA), draw(IN_ROMANIA | ABROAD)
    notes = draw(st.lists(WORDS.map(" ".join), max_size=30))
    seller = replace(
        document.seller,
        vat_id=None if outside else "RO14399840",
        address=home,
        contact=Contact(point="Ana", telephone="0264 123456", email="ana@example.com"),
    )
    buyer = replace(
        document.buyer,
        vat_id=None if outside or (draw(st.booleans()) and not crossing) else f"{guest.country}2816464",
        legal_registration=Identifier("J40/1/2020"),
        address=guest,
    )
    if buyer.vat_id is None:
        buyer = replace(buyer, legal_registration=Identifier("2816464"))
    totals = replace(document.totals, total_vat_accounting=None)
    invoice = replace(
        document,
        currency=currency,
        vat_currency=None,
        totals=totals,
        seller=seller,
        buyer=buyer,
        buyer_reference=draw(st.sampled_from(["4711", "Compartiment achiziții"])),
        delivery=Delivery(delivered_on=document.delivery.delivered_on, address=draw(IN_ROMANIA | ABROAD)),
        notes=tuple(Note(text=text, subject=draw(st.sampled_from([None, "AAI"]))) for text in notes),
        preceding_invoices=draw(st.sampled_from([(), (PrecedingInvoice(number="KV-0"),)])),
        lines=tuple(_long_named(line, draw(st.integers(1, 40))) for line in document.lines),
    )
    return invoice, None if lei else vat_in_lei


def _long_named(line, times):
    name = " ".join([line.item.name.strip()[:3] or "x", *["șurub"] * times])
    return replace(line, item=Item(name=name[:200].strip()))
