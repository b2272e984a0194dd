"""The lines between the model and FA(3), and the allowances and charges of the document, which FA(3) has as lines."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from kvit.core.einvoice.fa3.lines import DodatkowyOpis, FaWiersz
from kvit.core.einvoice.fa3.semantic import categories, texts, units
from kvit.core.einvoice.fa3.semantic.facts import Facts, LineFacts
from kvit.core.einvoice.model import Adjustment, Identifier, Invoice, Item, Line, Period, Price, VatBreakdown

CENT, PRICE = Decimal("0.01"), Decimal("0.00000001")
GTIN = "0160"
DISCOUNT, SURCHARGE = "95", "ZZZ"
"""UNTDID 5189 and 7161: what P_10 is, which gives no reason."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the lines of one document share: which way its amounts point, where the buyer is, the currency's rate."""

    sign: int
    country: str | None
    margin: bool = False
    exchange_rate: Decimal | None = None

    def sign_of(self, said: LineFacts) -> int:
        """The line as it was before a correction points the other way: after less before is the difference."""
        return -self.sign if said.is_before else self.sign


def rate_of(line: Line, said: LineFacts, *, setting: Setting) -> str | None:
    """P_12 of the line."""
    if said.rate is not None:
        return said.rate
    if setting.margin and line.vat_category == "E":
        return None
    return categories.rate_of(line.vat_category, line.vat_rate, country=setting.country)


def written(line: Line, said: LineFacts, *, number: int, setting: Setting) -> FaWiersz:
    """The line as FaWiersz. A margin scheme has gross prices and no rate (art. 106e ust. 2 and 3)."""
    if said.as_written is not None:
        return replace(said.as_written, nr_wiersza_fa=number)
    sign = setting.sign_of(said)
    rate = rate_of(line, said, setting=setting)
    price, net = _price(line.price), _times(line.net, sign)
    is_margin = setting.margin and line.vat_category == "E"
    foreign = line.vat_rate if line.vat_category == "S" and rate is None else None
    item = line.item
    return FaWiersz(
        nr_wiersza_fa=number,
        uu_id=said.universal_id,
        p_6a=line.period.end_on if line.period and line.period.start_on in (None, line.period.end_on) else None,
        p_7=item.name,
        indeks=item.seller_id,
        gtin=item.standard_id.value if item.standard_id and item.standard_id.scheme == GTIN else None,
        pkwiu=said.pkwiu,
        cn=said.cn,
        pkob=said.pkob,
        p_8a=units.written(line.unit),
        p_8b=_times(line.quantity, sign),
        p_9a=None if is_margin else price,
        p_9b=price if is_margin else None,
        p_10=_discount(line, sign),
        p_11=None if is_margin else net,
        p_11a=net if is_margin else None,
        p_12=rate,
        p_12_xii=foreign,
        p_12_zal_15=said.is_annex_15 or None,
        kwota_akcyzy=said.excise,
        gtu=said.gtu,
        procedura=said.procedure,
        kurs_waluty=said.exchange_rate or setting.exchange_rate,
        stan_przed=said.is_before or None,
    )


def _times(value: Decimal | None, sign: int) -> Decimal | None:
    return None if value is None else value * sign + 0


def _price(price: Price) -> Decimal | None:
    if price.net is None:
        return None
    base = price.base_quantity or Decimal(1)
    each = price.net / base
    return each if base == 1 else each.quantize(PRICE, ROUND_HALF_UP).normalize() + 0


def _discount(line: Line, sign: int) -> Decimal | None:
    if not line.allowances and not line.charges:
        return None
    allowed = sum((one.amount or Decimal(0) for one in line.allowances), Decimal(0))
    charged = sum((one.amount or Decimal(0) for one in line.charges), Decimal(0))
    return (allowed - charged) * sign


def of_adjustments(invoice: Invoice, *, first: int, setting: Setting) -> Iterator[FaWiersz]:
    """A line without quantity for each allowance (below zero) and charge of the document (BG-20, BG-21)."""
    turned = [(one, -1) for one in invoice.allowances] + [(one, 1) for one in invoice.charges]
    for number, (one, direction) in enumerate(turned, first):
        rate = categories.rate_of(one.vat_category, one.vat_rate, country=setting.country)
        yield FaWiersz(
            nr_wiersza_fa=number,
            p_7=one.reason or ("Rabat" if direction < 0 else "Opłata"),
            p_11=_times(one.amount, direction * setting.sign),
            p_12=rate,
            p_12_xii=one.vat_rate if one.vat_category == "S" and rate is None else None,
        )


def read(
    row: FaWiersz, described: tuple[DodatkowyOpis, ...], *, setting: Setting, position: int
) -> tuple[Line, LineFacts]:
    """The line of the model, and what it has no term for; the row itself where the two do not give it again."""
    number = row.nr_wiersza_fa or position
    said = _facts(row, setting)
    sign = setting.sign_of(said)
    category, percent = categories.category_of(row)
    net, quantity, price = _amounts(row, percent, sign=sign)
    line = Line(
        id=str(number),
        quantity=quantity,
        unit=units.code_of(row.p_8a),
        net=net,
        period=Period(end_on=row.p_6a) if row.p_6a else None,
        allowances=_adjustments(row.p_10, sign, code=DISCOUNT, direction=1),
        charges=_adjustments(row.p_10, sign, code=SURCHARGE, direction=-1),
        price=Price(net=price),
        vat_category=category,
        vat_rate=percent,
        item=Item(
            name=row.p_7,
            seller_id=row.indeks,
            standard_id=Identifier(row.gtin, GTIN) if row.gtin else None,
            attributes=texts.attributes(described, number),
            **texts.of_item(described, number),
        ),
        **texts.of_line(described, number),
    )
    rate = None if rate_of(line, LineFacts(), setting=setting) == row.p_12 else row.p_12
    said = replace(said, rate=rate)
    again = written(line, said, number=position, setting=setting)
    return line, said if again == row else replace(said, as_written=row)


def _facts(row: FaWiersz, setting: Setting) -> LineFacts:
    return LineFacts(
        is_before=bool(row.stan_przed),
        gtu=row.gtu,
        procedure=row.procedura,
        is_annex_15=bool(row.p_12_zal_15),
        pkwiu=row.pkwiu,
        cn=row.cn,
        pkob=row.pkob,
        universal_id=row.uu_id,
        excise=row.kwota_akcyzy,
        exchange_rate=None if row.kurs_waluty == setting.exchange_rate else row.kurs_waluty,
    )


def _amounts(
    row: FaWiersz, percent: Decimal | None, *, sign: int
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Net, quantity and net price. Gross ones lose their VAT; a row with an amount alone is one of something."""
    within = (percent or Decimal(0)) if row.p_12 is not None or row.p_12_xii is not None else Decimal(0)
    net, price = row.p_11, row.p_9a
    if net is None and row.p_11a is not None:
        net = (row.p_11a * 100 / (100 + within)).quantize(CENT, ROUND_HALF_UP)
    if price is None and row.p_9b is not None:
        price = row.p_9b if not within else (row.p_9b * 100 / (100 + within)).quantize(PRICE, ROUND_HALF_UP)
    net = _times(net, sign)
    quantity = _times(row.p_8b, sign)
    if quantity is None and net is not None:
        quantity, price = Decimal(-1 if net < 0 else 1), abs(net)
    return net, quantity, price


def _adjustments(discount: Decimal | None, sign: int, *, code: str, direction: int) -> tuple[Adjustment, ...]:
    amount = (discount or Decimal(0)) * sign * direction
    return (Adjustment(amount=amount, reason_code=code),) if amount > 0 else ()


def of_sums(breakdown: tuple[VatBreakdown, ...], name: str) -> tuple[tuple[Line, ...], tuple[LineFacts, ...]]:
    """A line for each sum of a document that has none of its own (an advance, a correction of a whole period)."""
    made = tuple(
        Line(
            id=str(number),
            quantity=Decimal(-1 if (one.taxable or 0) < 0 else 1),
            unit=units.UNKNOWN,
            net=one.taxable,
            price=Price(net=abs(one.taxable or Decimal(0))),
            vat_category=one.category,
            vat_rate=one.rate,
            item=Item(name=name),
        )
        for number, one in enumerate(breakdown, 1)
    )
    return made, tuple(LineFacts(is_sum=True) for _ in made)


def all_written(invoice: Invoice, facts: Facts, *, setting: Setting) -> tuple[FaWiersz, ...]:
    """Every line of the document, numbered from 1, without those that only stand for its sums."""
    rows: list[FaWiersz] = []
    for index, line in enumerate(invoice.lines):
        said = facts.of_line(index)
        if not said.is_sum:
            number = said.as_written.nr_wiersza_fa if said.as_written else None
            rows.append(written(line, said, number=number or len(rows) + 1, setting=setting))
    return (*rows, *of_adjustments(invoice, first=len(rows) + 1, setting=setting))
