"""Made-up bills with their truth, by seed: suppliers of four countries with right check digits, sums and days."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import schwifty
from stdnum.bg import vat as bulgarian
from stdnum.es import cif
from stdnum.pl import nip
from stdnum.ro import cui

COUNTRIES = ("RO", "BG", "ES", "PL")
CURRENCY = {"RO": "RON", "BG": "EUR", "ES": "EUR", "PL": "PLN"}
RATES = {"RO": ("21", "11"), "BG": ("20", "9"), "ES": ("21", "10"), "PL": ("23", "8")}
FIRMS = {
    "RO": ("Alfa Construct SRL", "Mobila Verde SRL", "Carpați Trans SA", "Delta Software SRL", "Apă și Foc SRL"),
    "BG": ("Балкан Строй ЕООД", "Роза Трейд ООД", "Витоша Софт АД", "Дунав Логистик ЕООД", "Зелена Поляна ООД"),
    "ES": ("Talleres Moreno SL", "Aceites del Sur SA", "Ibérica de Papel SL", "Norte Digital SL", "Casa Peñalver SA"),
    "PL": ("Zakład Wiśniewski Sp. z o.o.", "Bałtyk Trans S.A.", "Księgarnia Łąka Sp. z o.o.", "Młyn Polski S.A."),
}
STREETS = {
    "RO": ("Str. Lungă 14", "400001 Cluj-Napoca"),
    "BG": ("бул. Витоша 48", "1000 София"),
    "ES": ("Calle Mayor 12, 2º", "28013 Madrid"),
    "PL": ("ul. Długa 7/3", "00-238 Warszawa"),
}
GOODS = {
    "RO": ("Scaun de birou", "Hârtie A4 80 g", "Servicii de consultanță", "Transport marfă", "Cablu electric 3x2,5"),
    "BG": ("Офис стол", "Хартия А4", "Консултантски услуги", "Превоз на стоки", "Кабел 3x2,5"),
    "ES": ("Silla de oficina", "Papel A4 80 g", "Servicios de consultoría", "Transporte", "Cable eléctrico 3x2,5"),
    "PL": ("Krzesło biurowe", "Papier A4 80 g", "Usługi doradcze", "Transport towarów", "Przewód 3x2,5"),
}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class MadeLine:
    name: str
    quantity: int
    price: Decimal
    rate: Decimal

    @property
    def net(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Supplier:
    """Who sends the bills: what stays the same on all of them."""

    country: str
    name: str
    vat_id: str
    iban: str
    prefix: str


@dataclass(frozen=True)
class MadeBill:
    """One bill and its truth."""

    supplier: Supplier
    buyer: str
    buyer_vat_id: str
    number: str
    issued_on: date
    due_on: date
    lines: tuple[MadeLine, ...]

    @property
    def currency(self) -> str:
        return CURRENCY[self.supplier.country]

    def by_rate(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        """Rate, net and VAT, the VAT rounded once a rate."""
        nets: dict[Decimal, Decimal] = {}
        for line in self.lines:
            nets[line.rate] = nets.get(line.rate, Decimal(0)) + line.net
        return [(rate, net, (net * rate / 100).quantize(CENT, ROUND_HALF_UP)) for rate, net in sorted(nets.items())]

    @property
    def net(self) -> Decimal:
        return sum((net for _, net, _ in self.by_rate()), Decimal(0))

    @property
    def vat(self) -> Decimal:
        return sum((vat for _, _, vat in self.by_rate()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    def truth(self) -> dict[str, str]:
        """What a reader should find, by the names of the contract."""
        return {
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "seller_vat_id": self.supplier.vat_id,
            "iban": self.supplier.iban,
            "gross": str(self.gross),
            "vat": str(self.vat),
            "currency": self.currency,
        }


def _figures(draw: random.Random, count: int) -> str:
    return str(draw.randint(1, 9)) + "".join(str(draw.randint(0, 9)) for _ in range(count - 1))


def vat_id(draw: random.Random, country: str) -> str:
    """A number of the country with a right check digit."""
    while True:
        if country == "RO":
            body = _figures(draw, draw.randint(6, 8))
            number = body + cui.calc_check_digit(body)
        elif country == "BG":
            body = _figures(draw, 8)
            number = body + bulgarian.calc_check_digit_legal(body)
        elif country == "ES":
            body = draw.choice("AB") + _figures(draw, 7)
            number = body + cif.calc_check_digits(body)[0]
        else:
            body = _figures(draw, 9)
            number = body + str(nip.checksum(body + "0") % 11)
        if {"RO": cui, "BG": bulgarian, "ES": cif, "PL": nip}[country].is_valid(number):
            return country + number


def iban(draw: random.Random, country: str) -> str:
    parts = {
        "RO": ("BTRL", "", "RONCRT" + _figures(draw, 10)),
        "BG": ("STSA", "9300", _figures(draw, 8)),
        "ES": ("2100", "0418", _figures(draw, 10)),
        "PL": ("10901014", "", _figures(draw, 16)),
    }
    bank, branch, account = parts[country]
    if country == "BG":
        return str(
            schwifty.IBAN.generate("BG", bank_code=bank, branch_code=branch, account_code="10" + account[:8][:6])
        )
    return str(schwifty.IBAN.generate(country, bank_code=bank, branch_code=branch, account_code=account))


def supplier(draw: random.Random, country: str) -> Supplier:
    prefix = draw.choice(("F", "INV-", "2026/", "KV ", "FV/", "A-", ""))
    name = draw.choice(FIRMS[country])
    return Supplier(country, name, vat_id(draw, country), iban(draw, country), prefix)


def bill(draw: random.Random, of: Supplier) -> MadeBill:
    """A further bill of the supplier."""
    issued_on = date(2026, 1, 1) + timedelta(days=draw.randint(0, 330))
    rates = [Decimal(rate) for rate in RATES[of.country]]
    two = draw.random() < 0.3
    lines = tuple(
        MadeLine(
            name,
            draw.randint(1, 12),
            Decimal(draw.randint(150, 250_000)) / 100,
            rates[1] if two and index == 0 else rates[0],
        )
        for index, name in enumerate(draw.sample(GOODS[of.country], draw.randint(1, 4)))
    )
    return MadeBill(
        of,
        draw.choice(FIRMS[of.country]),
        vat_id(draw, of.country),
        (of.prefix if of.country != "BG" else "") + _figures(draw, 10 if of.country == "BG" else draw.randint(3, 7)),
        issued_on,
        issued_on + timedelta(days=draw.choice((7, 10, 14, 15, 30, 45, 60))),
        lines,
    )
