"""Polish invoices for tests: one that is right in every sum, and any number of them with their facts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from kvit.core.einvoice.fa3.annotations import Adnotacje, NoweSrodkiTransportu, PMarzy, Zwolnienie
from kvit.core.einvoice.fa3.characters import discouraged
from kvit.core.einvoice.fa3.document import Fa, Faktura, Naglowek
from kvit.core.einvoice.fa3.lines import FaWiersz, Zamowienie, ZamowienieWiersz
from kvit.core.einvoice.fa3.parties import Adres, DaneNabywcy, DaneSprzedawcy, Podmiot1, Podmiot2
from kvit.core.einvoice.fa3.semantic.facts import Advance, Correction, Facts, LineFacts
from kvit.core.einvoice.model import (
    Address,
    Adjustment,
    Contact,
    CreditTransfer,
    Delivery,
    Identifier,
    Invoice,
    Item,
    Line,
    Note,
    Party,
    Payment,
    Period,
    PrecedingInvoice,
    Price,
    Totals,
    VatBreakdown,
)
from kvit.core.tests.einvoices import CHARACTERS

WARSAW = Adres(kod_kraju="PL", adres_l1="ul. Sadowa 1", adres_l2="00-002 Kraków")
NOTHING_SAID = Adnotacje(
    p_16=False,
    p_17=False,
    p_18=False,
    p_18a=False,
    zwolnienie=Zwolnienie(p_19n=True),
    nowe_srodki_transportu=NoweSrodkiTransportu(p_22n=True),
    p_23=False,
    p_marzy=PMarzy(p_pmarzy_n=True),
)
SOUND = Faktura(
    naglowek=Naglowek(data_wytworzenia_fa=datetime(2026, 2, 15, 9, 30, tzinfo=UTC), system_info="Kvit"),
    podmiot1=Podmiot1(
        dane_identyfikacyjne=DaneSprzedawcy(nip="5265877635", nazwa="Alfa sp. z o.o."),
        adres=WARSAW,
    ),
    podmiot2=Podmiot2(
        dane_identyfikacyjne=DaneNabywcy(nip="1111111111", nazwa="Beta S.A."), adres=WARSAW, jst=False, gv=False
    ),
    fa=Fa(
        kod_waluty="PLN",
        p_1=date(2026, 2, 15),
        p_2="FV/2026/00001",
        p_6=date(2026, 2, 10),
        p_13_1=Decimal("200.00"),
        p_14_1=Decimal("46.00"),
        p_15=Decimal("246.00"),
        adnotacje=NOTHING_SAID,
        rodzaj_faktury="VAT",
        fa_wiersz=(
            FaWiersz(
                nr_wiersza_fa=1,
                uu_id="a1",
                p_7="Deska",
                p_8a="szt.",
                p_8b=Decimal(4),
                p_9a=Decimal("25.00"),
                p_11=Decimal("100.00"),
                p_12="23",
            ),
            FaWiersz(
                nr_wiersza_fa=2,
                uu_id="a2",
                p_7="Montaż",
                p_8a="godz.",
                p_8b=Decimal(1),
                p_9a=Decimal("100.00"),
                p_11=Decimal("100.00"),
                p_12="23",
            ),
        ),
    ),
)
"""An ordinary invoice of two lines at 23 %, without a finding."""


def with_fa(document=SOUND, **changed):
    """The document with fields of its part Fa changed."""
    return replace(document, fa=replace(document.fa, **changed))


SENT = CHARACTERS.filter(lambda one: not discouraged(one))
TEXT = st.text(SENT, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
WORDS = ["śruba", "łożysko", "гайка", "țeavă", "Żarówka", "&<>", "12-A"]
NAMES = TEXT | TEXT | st.lists(st.sampled_from(WORDS), min_size=20, max_size=30).map(" ".join)
MONEY = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)
HOME = Address(line_1="ul. Polna 1", post_code="00-001", city="Warszawa", country="PL")
ABROAD = Address(line_1="Hauptstr. 1", line_2="10115 Berlin", country="DE")
UNITED_STATES = Address(line_1="1 Main St", line_2="Springfield", country="US")
NIPS = ("1111111111", "2222222222", "3333333333", "5451824119")
BUYERS = {
    "PL": lambda name, nip: Party(name=name, vat_id=f"PL{nip}", address=HOME),
    "DE": lambda name, nip: Party(name=name, vat_id="DE123456788", address=ABROAD),
    "US": lambda name, nip: Party(name=name, legal_registration=Identifier("US-77"), address=UNITED_STATES),
}
CATEGORIES = {
    "PL": [("S", "23"), ("S", "8"), ("S", "5"), ("Z", "0"), ("E", "0"), ("AE", "0")],
    "DE": [("S", "23"), ("K", "0"), ("AE", "0"), ("O", None)],
    "US": [("G", "0"), ("O", None), ("S", "23")],
}
REASONS = {"K": "VATEX-EU-IC", "G": "VATEX-EU-G", "AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}
ORDER = ["S23", "S8", "S5", "Z", "K", "G", "E", "O", "AE"]
"""The order of P_13_1 to P_13_11."""


def half_up(value):
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@st.composite
def sold_lines(draw, country):
    """Lines of a few categories; discounts on some, every term that FA(3) has for a line."""
    made = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        category, rate = draw(st.sampled_from(CATEGORIES[country]))
        quantity, price = draw(st.decimals(Decimal("0.001"), 999, places=3)), draw(st.decimals(0, 9999, places=4))
        allowed = draw(st.none() | st.decimals(Decimal("0.01"), 5, places=2))
        made.append(
            Line(
                id=str(number),
                quantity=quantity,
                unit=draw(st.sampled_from(["H87", "HUR", "KGM", "XPX"])),
                net=half_up(quantity * price - (allowed or 0)),
                period=draw(st.none() | st.just(Period(end_on=date(2026, 2, 20)))),
                note=draw(st.none() | TEXT),
                allowances=(Adjustment(amount=allowed, reason_code="95"),) if allowed else (),
                price=Price(net=price),
                vat_category=category,
                vat_rate=None if rate is None else Decimal(rate),
                item=Item(name=draw(NAMES), seller_id=draw(st.none() | TEXT), description=draw(st.none() | TEXT)),
            )
        )
    return tuple(made)


def breakdown(sold):
    groups = {}
    for line in sold:
        groups[line.vat_category, line.vat_rate] = groups.get((line.vat_category, line.vat_rate), 0) + line.net
    made = [
        VatBreakdown(
            taxable=taxable,
            tax=half_up(taxable * (rate or 0) / 100),
            category=category,
            rate=rate,
            exemption_reason="art. 43 ust. 1 pkt 20 ustawy o VAT" if category == "E" else None,
            exemption_code=REASONS.get(category),
        )
        for (category, rate), taxable in groups.items()
    ]
    return tuple(sorted(made, key=lambda one: ORDER.index(f"{one.category}{one.rate or ''}")))


def totals(sold, groups, *, paid, rate):
    net = sum((one.taxable for one in groups), Decimal(0))
    vat = sum((one.tax for one in groups), Decimal(0))
    taxed = any(one.category == "S" for one in groups)
    return Totals(
        line_total_sum=sum((line.net for line in sold), Decimal(0)),
        total_without_vat=net,
        total_vat=vat,
        total_vat_accounting=half_up(vat * rate) if rate and taxed else None,
        total_with_vat=net + vat,
        paid=paid,
        payable=net + vat - (paid or 0),
    )


@st.composite
def polish_invoices(draw):
    """Any ordinary, self-billed or advance invoice, credit note or correction upward, with its facts."""
    country = draw(st.sampled_from(sorted(BUYERS)))
    sold = draw(sold_lines(country))
    groups = breakdown(sold)
    rate = draw(st.none() | st.decimals(Decimal("3.5"), 5, places=4))
    kind = draw(st.sampled_from(["380", "381", "384", "386", "389"]))
    paid = draw(st.none() | MONEY) if kind == "380" else None
    summed = totals(sold, groups, paid=paid, rate=rate)
    if kind in ("381", "384") and summed.total_with_vat <= 0:
        kind = "380"  # a correction downwards reads back as a credit note: amounts above zero, the sign turned
    corrects = kind in ("381", "384")
    invoice = Invoice(
        number=draw(TEXT),
        issued_on=date(2026, 2, 25),
        type_code=kind,
        currency=draw(st.sampled_from(["EUR", "USD", "JPY"])) if rate else "PLN",
        vat_currency="PLN" if summed.total_vat_accounting is not None else None,
        due_on=draw(st.none() | st.just(date(2026, 3, 10))),
        buyer_reference=draw(st.none() | TEXT),
        contract_ref=draw(st.none() | TEXT),
        order_ref=draw(st.none() | TEXT),
        notes=tuple(Note(text=text) for text in draw(st.lists(TEXT, max_size=3))),
        preceding_invoices=(PrecedingInvoice(number="FV/1", issued_on=date(2026, 2, 1)),) if corrects else (),
        seller=Party(
            name=draw(NAMES),
            vat_id="PL5265877635",
            legal_registration=draw(st.none() | st.just(Identifier("0000099999"))),
            address=HOME,
            contact=draw(st.none() | st.just(Contact(email="a@alfa.pl", telephone="+48 22 123 45"))),
        ),
        buyer=BUYERS[country](draw(NAMES), draw(st.sampled_from(NIPS))),
        delivery=draw(st.none() | st.just(Delivery(delivered_on=date(2026, 2, 20)))),
        payment=draw(st.none() | st.just(transfer())),
        totals=summed,
        vat_breakdown=groups,
        lines=sold,
    )
    return invoice, draw(facts_of(invoice, rate=rate, corrects=corrects))


def transfer():
    account = CreditTransfer(account="PL73111111111111111111111111", provider="BREXPLPW")
    return Payment(means_code="30", credit_transfers=(account,))


@st.composite
def facts_of(draw, invoice, *, rate, corrects):
    known = draw(st.none() | st.just("5265877635-20250916-0200A0D6723E-C2")) if corrects else None
    correction = Correction(
        reason=draw(st.none() | TEXT),
        effect=draw(st.sampled_from([None, 1, 2, 3])),
        ksef_numbers=(known,) if known else (),
    )
    return Facts(
        created_at=datetime(2026, 2, 25, 12, 0, 0, 500000, tzinfo=UTC),
        issued_in=draw(st.none() | TEXT),
        exchange_rate=rate,
        correction=correction if corrects else Correction(),
        advance=Advance(order=order_of(invoice)) if invoice.type_code == "386" else Advance(),
        is_for_receipt=draw(st.booleans()),
        is_between_related=draw(st.booleans()),
        lines=tuple(
            LineFacts(
                gtu=draw(st.sampled_from([None, "GTU_01", "GTU_13"])),
                procedure=draw(st.sampled_from([None, "TT_D"])),
                pkwiu=draw(st.none() | TEXT),
                universal_id=f"id-{line.id}",
            )
            for line in invoice.lines
        ),
    )


def order_of(invoice):
    """An order of one line that is worth what the advance is."""
    row = ZamowienieWiersz(
        nr_wiersza_zam=1,
        p_7z="Dom",
        p_11_netto_z=invoice.totals.total_without_vat,
        p_11_vat_z=invoice.totals.total_vat,
    )
    return Zamowienie(wartosc_zamowienia=invoice.totals.total_with_vat, zamowienie_wiersz=(row,))
