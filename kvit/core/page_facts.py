"""What the pages of a bill say, as booking needs it; rule: docs/rules/bills.md, "Bills from pages"."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kvit.core.bill_facts import BillFacts, LineFacts, VatFacts
from kvit.core.countries import profile
from kvit.core.money import decimals, round_half_up
from kvit.core.reading.facts import BillLine, Reading

ZERO = Decimal(0)
V = TypeVar("V", str, date, Decimal)


def facts_of_pages(reading: Reading) -> BillFacts:
    """The facts of the reading as they were read, sure or not; what was not read stays missing."""
    rows = breakdown(reading)
    gross = _one(reading, "gross", Decimal)
    payable = _one(reading, "payable", Decimal)
    iban = _one(reading, "iban", str)
    return BillFacts(
        is_credit_note=reading.kind == "credit_note",
        number=_one(reading, "number", str) or "",
        issued_on=_one(reading, "issued_on", date),
        due_on=_one(reading, "due_on", date),
        currency=_one(reading, "currency", str) or "",
        seller_name=_one(reading, "seller_name", str) or "",
        seller_vat_id=_one(reading, "seller_vat_id", str) or "",
        seller_tax_id="",
        seller_country="",
        buyer_name="",
        buyer_vat_id=_one(reading, "buyer_vat_id", str) or "",
        ibans=(iban,) if iban else (),
        order_ref=_one(reading, "order_ref", str) or "",
        preceding="",
        net=_one(reading, "net", Decimal),
        vat=_one(reading, "vat", Decimal),
        gross=gross,
        prepaid=ZERO,
        rounding=ZERO,
        payable=payable if payable is not None else gross,
        lines=tuple(_lines(reading.lines, rate=rows[0].rate if rows else ZERO)),
        vat_totals=rows,
    )


def breakdown(reading: Reading) -> tuple[VatFacts, ...]:
    """The rows of VAT that the sums prove (EN 16931, BR-CO-17), none where anything else could be meant.

    Proven where net, VAT and total are sure, only rates of the seller's country are taken, and the VAT on each net
    comes to the VAT of the page: of the lines by their rates where all name one, else of the whole at the one rate
    that is printed. No VAT, unknown countries and everything else are for a person.
    """
    facts = [reading.fact(name) for name in ("net", "vat", "gross", "currency", "seller_vat_id")]
    if any(fact is None or not fact.sure for fact in facts):
        return ()
    net, vat, currency, seller = (reading.value(name) for name in ("net", "vat", "currency", "seller_vat_id"))
    assert isinstance(net, Decimal) and isinstance(vat, Decimal), "amounts are decimals"
    known = {code.rate for code in profile(str(seller)[:2]).vat_codes if code.rate}
    nets = _by_rate(reading.lines)
    if not nets:
        printed = known & {*reading.rates}
        nets = dict.fromkeys(printed, net) if len(printed) == 1 else {}
    rows = tuple(
        VatFacts(category="S", rate=rate, base=base, amount=round_half_up(base * rate / 100, decimals(str(currency))))
        for rate, base in sorted(nets.items())
    )
    proven = known >= {*nets} and sum(nets.values(), ZERO) == net and sum((one.amount for one in rows), ZERO) == vat
    return rows if proven and vat > 0 else ()


def _by_rate(lines: Sequence[BillLine]) -> dict[Decimal, Decimal]:
    """The nets of the lines by rate; none unless every line names both."""
    nets: dict[Decimal, Decimal] = {}
    for line in lines:
        if line.net is None or line.vat_rate is None:
            return {}
        nets[line.vat_rate] = nets.get(line.vat_rate, ZERO) + line.net
    return nets


def _one(reading: Reading, name: str, kind: type[V]) -> V | None:
    value = reading.value(name)
    return value if isinstance(value, kind) else None


def _lines(lines: Iterable[BillLine], *, rate: Decimal) -> Iterable[LineFacts]:
    """Those that say how many of what at which price: half a line is no line that an order can be held against."""
    for line in lines:
        if line.name and line.quantity is not None and line.price is not None and line.net is not None:
            yield LineFacts(
                name=line.name,
                quantity=line.quantity,
                unit=line.unit,
                price=line.price,
                net=line.net,
                vat_category="S" if rate else "",
                vat_rate=rate if line.vat_rate is None else line.vat_rate,
            )
