"""Invented invoices of the four countries, their amounts reckoned by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.model import (
    Address,
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
    PrecedingInvoice,
    Price,
    Totals,
    VatBreakdown,
)

D = Decimal


def line(name: str, quantity: str, price: str, *, net: str, **more: object) -> Line:
    """A line with its sum; `more` may hold sub, unit, rate and category."""
    rate = more.get("rate", "21")
    return Line(
        id=str(more.get("id", name)),
        quantity=D(quantity),
        unit=str(more.get("unit", "H87")),
        net=D(net),
        price=Price(net=D(price)),
        vat_category=str(more.get("category", "S")),
        vat_rate=D(str(rate)),
        item=Item(name=name, description=str(more["sub"]) if "sub" in more else None),
    )


def breakdown(*rows: tuple[str, str, str, str]) -> tuple[VatBreakdown, ...]:
    """Category, rate, base, tax."""
    return tuple(VatBreakdown(category=c, rate=D(r), taxable=D(b), tax=D(t)) for c, r, b, t in rows)


def totals(net: str, vat: str, gross: str, *, paid: str = "0.00", payable: str = "") -> Totals:
    return Totals(
        line_total_sum=D(net),
        total_without_vat=D(net),
        total_vat=D(vat),
        total_with_vat=D(gross),
        paid=D(paid),
        payable=D(payable or gross),
    )


def bank(account: str, bic: str) -> Payment:
    return Payment(means_code="30", credit_transfers=(CreditTransfer(account=account, provider=bic),))


RO_SELLER = Party(
    name="Atelierul Nistorescu SRL",
    vat_id="RO45182735",
    legal_registration=Identifier("J2014002817125"),
    address=Address(line_1="Str. Cuptorarilor 14, ap. 3", post_code="400123", city="Cluj-Napoca", country="RO"),
    contact=Contact(telephone="0264 555 018", email="facturi@nistorescu.example"),
)
RO_BUYER = Party(
    name="Librăria Ștefan și Țîrlea SRL",
    vat_id="RO33629040",
    address=Address(line_1="Bd. Ștefan cel Mare și Sfânt 28", post_code="700259", city="Iași", country="RO"),
)
BG_BUYER = Party(
    name="Хлебозавод „Искра“ ЕАД",
    vat_id="BG115026744",
    legal_registration=Identifier("115026744"),
    address=Address(line_1="бул. „Цар Борис III Обединител“ 115", post_code="4003", city="Пловдив", country="BG"),
)
ES_BUYER = Party(
    name="Reformas Peñalver e Hijos, S.L.",
    vat_id="ESB84127539",
    address=Address(
        line_1="Avenida de la Constitución 41, bajo",
        post_code="28821",
        city="Coslada",
        subdivision="Madrid",
        country="ES",
    ),
)
PL_BUYER = Party(
    name="Przedsiębiorstwo Budowlane Łąkowa-Wschód sp. z o.o. sp. k.",
    vat_id="PL5251830463",
    address=Address(line_1="ul. Źródlana 118 lok. 4", post_code="03-791", city="Warszawa", country="PL"),
)

RO = Invoice(
    number="FKN 2026-0147",
    issued_on=date(2026, 11, 12),
    type_code="380",
    currency="RON",
    due_on=date(2026, 12, 12),
    order_ref="LST-4471 / 28.09.2026",
    despatch_ref="AV 0312",
    seller=RO_SELLER,
    buyer=RO_BUYER,
    delivery=Delivery(delivered_on=date(2026, 11, 10)),
    payment=bank("RO38BTRLRONCRT0451827301", "BTRLRO22"),
    notes=(Note(text="Vă mulțumim pentru comandă."),),
    lines=(
        line("Rafturi din lemn de stejar, montate", "6", "1845.50", net="11073.00", sub="Modul A2, 240 × 90 × 32 cm"),
        line("Masă de lectură, blat masiv", "2", "2260.00", net="4520.00", sub="180 × 85 cm, picioare din oțel"),
        line("Proiectare și măsurători la fața locului", "14.5", "165.00", net="2392.50", unit="HUR"),
        line("Catalog de expoziție „Lemn și carte”", "40", "38.00", net="1520.00", rate="11"),
    ),
    # 17985.50 × 21 % = 3776.955, half up; 1520.00 × 11 % = 167.20
    vat_breakdown=breakdown(("S", "21", "17985.50", "3776.96"), ("S", "11", "1520.00", "167.20")),
    totals=totals("19505.50", "3944.16", "23449.66"),
)
BG = Invoice(
    number="0000004127",
    issued_on=date(2026, 11, 12),
    type_code="380",
    currency="EUR",
    due_on=date(2026, 11, 26),
    seller=Party(
        name="Мелница Чавдарови ООД",
        vat_id="BG204883158",
        legal_registration=Identifier("204883158"),
        address=Address(line_1="ул. „Щърбанов“ 41, ет. 2", post_code="1202", city="София", country="BG"),
        contact=Contact(telephone="02 555 0142", email="smetki@chavdarovi.example"),
    ),
    buyer=BG_BUYER,
    delivery=Delivery(delivered_on=date(2026, 11, 10)),
    payment=bank("BG95UNCR70001020488315", "UNCRBGSF"),
    lines=(
        line("Брашно пшенично тип 500", "4200", "0.58", net="2436.00", unit="KGM", rate="20", sub="Партида 2026-318"),
        line("Брашно ръжено пълнозърнесто", "850", "0.94", net="799.00", unit="KGM", rate="20"),
        line("Транспорт София – Пловдив", "1", "120.00", net="120.00", unit="E48", rate="20"),
    ),
    vat_breakdown=breakdown(("S", "20", "3355.00", "671.00")),
    totals=totals("3355.00", "671.00", "4026.00"),
)
ES = Invoice(
    number="2026-A/0093",
    issued_on=date(2026, 11, 12),
    type_code="380",
    currency="EUR",
    due_on=date(2026, 12, 12),
    order_ref="RP-2026-118",
    seller=Party(
        name="Marta Ibáñez Quiroga",
        vat_id="ES51083274K",
        legal_form="Arquitecta técnica",
        address=Address(line_1="Calle del Pez 12, 3.º izq.", post_code="28004", city="Madrid", country="ES"),
        contact=Contact(telephone="910 555 027", email="facturas@ibanezquiroga.example"),
    ),
    buyer=ES_BUYER,
    delivery=Delivery(delivered_on=date(2026, 10, 31)),
    payment=bank("ES9121000418450200051332", "CAIXESBBXXX"),
    lines=(
        line("Dirección de ejecución de obra", "1", "2850.00", net="2850.00", sub="Certificación n.º 3"),
        line("Coordinación de seguridad y salud", "4", "145.00", net="580.00", unit="E48", sub="Octubre de 2026"),
        line("Informe de patologías", "1", "390.00", net="390.00", sub="Medianera norte"),
    ),
    vat_breakdown=breakdown(("S", "21", "3820.00", "802.20")),
    # 15 % of 3820.00 is kept back: 573.00
    totals=totals("3820.00", "802.20", "4622.20", paid="573.00", payable="4049.20"),
)
PL = Invoice(
    number="FA/2026/11/0219",
    issued_on=date(2026, 11, 12),
    type_code="380",
    currency="PLN",
    due_on=date(2026, 12, 12),
    order_ref="ZZ/884/2026",
    seller=Party(
        name="Kowalewicz Stal sp. z o.o.",
        vat_id="PL8792704151",
        legal_registration=Identifier("0000719263"),
        address=Address(line_1="ul. Żeglarska 7", post_code="87-100", city="Toruń", country="PL"),
        contact=Contact(email="faktury@kowalewicz.example"),
    ),
    buyer=PL_BUYER,
    delivery=Delivery(delivered_on=date(2026, 11, 10)),
    payment=bank("PL35109015060000000087927041", "WBKPPLPP"),
    lines=(
        line("Dwuteownik HEB 200, stal S235JR", "1860", "5.42", net="10081.20", unit="KGM", rate="23", id="1"),
        line("Blacha gorącowalcowana 10 mm", "2820", "4.86", net="13705.20", unit="KGM", rate="23", id="2"),
        line("Cięcie i transport HDS", "1", "980.00", net="980.00", unit="E48", rate="23", id="3"),
    ),
    # 24766.40 × 23 % = 5696.272
    vat_breakdown=breakdown(("S", "23", "24766.40", "5696.27")),
    totals=totals("24766.40", "5696.27", "30462.67"),
)
BY_COUNTRY = {"RO": RO, "BG": BG, "ES": ES, "PL": PL}
BUYERS = {"ro": RO_BUYER, "bg": BG_BUYER, "es": ES_BUYER, "pl": PL_BUYER}

STORNO = replace(
    RO,
    number="ST-2026-00012",
    type_code="381",
    issued_on=date(2026, 11, 18),
    due_on=None,
    payment=None,
    notes=(),
    preceding_invoices=(PrecedingInvoice(number="FKN 2026-0147", issued_on=date(2026, 11, 12)),),
    lines=(line("Rafturi din lemn de stejar, montate", "2", "1845.50", net="3691.00"),),
    # 3691.00 × 21 % = 775.11
    vat_breakdown=breakdown(("S", "21", "3691.00", "775.11")),
    totals=totals("3691.00", "775.11", "4466.11"),
)


def long(count: int) -> Invoice:
    """An invoice of so many lines of 10.00 each."""
    many: Sequence[Line] = [line(f"Baghetă profilată {at:03}", "1", "10.00", net="10.00") for at in range(1, count + 1)]
    net = D(10 * count).quantize(D("0.01"))
    vat = (net * 21 / 100).quantize(D("0.01"))
    sums = totals(str(net), str(vat), str(net + vat))
    return replace(RO, lines=tuple(many), totals=sums, vat_breakdown=breakdown(("S", "21", str(net), str(vat))))
