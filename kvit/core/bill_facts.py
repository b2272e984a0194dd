"""What a supplier's invoice says, as far as paying and booking it need: taken from the semantic model as written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.countries.codes import country_code
from kvit.core.einvoice.model import Adjustment, Invoice
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up

ZERO = Decimal(0)
MOST = Decimal(10) ** 13
MOST_MEASURE = Decimal(10) ** 9
MOST_RATE = Decimal(1000)


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """A line as it stands on the bill; amounts in its currency, without VAT."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    net: Decimal
    vat_category: str
    vat_rate: Decimal
    order_line_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class VatFacts:
    """One category and rate of the breakdown (BG-23), as written."""

    category: str
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class BillFacts:
    """A supplier's invoice or credit note. Amounts are as written, positive on both; `payable` is BT-115.

    `withheld` is the part of `prepaid` that nobody paid: the buyer keeps it back and owes it to the tax office.
    `ibans` are the accounts it names for a credit transfer, `preceding` the number of the invoice it corrects.
    """

    is_credit_note: bool
    number: str
    issued_on: date | None
    due_on: date | None
    currency: str
    seller_name: str
    seller_vat_id: str
    seller_tax_id: str
    seller_country: str
    buyer_name: str
    buyer_vat_id: str
    ibans: tuple[str, ...]
    order_ref: str
    preceding: str
    net: Decimal | None
    vat: Decimal | None
    gross: Decimal | None
    prepaid: Decimal
    rounding: Decimal
    payable: Decimal | None
    lines: tuple[LineFacts, ...]
    vat_totals: tuple[VatFacts, ...]
    withheld: Decimal = ZERO


def facts_of(invoice: Invoice) -> BillFacts:
    """The facts of an e-invoice: nothing is computed, what is missing stays missing."""
    seller, totals = invoice.seller, invoice.totals
    transfers = invoice.payment.credit_transfers if invoice.payment else ()
    address = seller.address
    return BillFacts(
        is_credit_note=invoice.is_credit_note,
        number=invoice.number or "",
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        currency=invoice.currency or "",
        seller_name=seller.name or "",
        seller_vat_id=seller.vat_id or "",
        seller_tax_id=seller.tax_registration or (seller.legal_registration.value if seller.legal_registration else ""),
        seller_country=_country(address.country or "") if address else "",
        buyer_name=invoice.buyer.name or "",
        buyer_vat_id=invoice.buyer.vat_id or "",
        ibans=tuple(dict.fromkeys(_compact(one.account) for one in transfers if one.account)),
        order_ref=invoice.order_ref or "",
        preceding=next((one.number for one in invoice.preceding_invoices if one.number), ""),
        net=totals.total_without_vat,
        vat=totals.total_vat if totals.total_vat is not None else (ZERO if not _taxed(invoice) else None),
        gross=totals.total_with_vat,
        prepaid=totals.paid or ZERO,
        rounding=totals.rounding or ZERO,
        payable=totals.payable,
        lines=tuple(
            LineFacts(
                name=line.item.name or "",
                quantity=line.quantity if line.quantity is not None else Decimal(1),
                unit=line.unit or "",
                price=line.price.net if line.price.net is not None else ZERO,
                net=line.net if line.net is not None else ZERO,
                vat_category=line.vat_category or "",
                vat_rate=line.vat_rate or ZERO,
                order_line_ref=line.order_line_ref or "",
            )
            for line in invoice.lines
        ),
        vat_totals=tuple(
            VatFacts(
                category=one.category or "",
                rate=one.rate or ZERO,
                base=one.taxable if one.taxable is not None else ZERO,
                amount=one.tax if one.tax is not None else ZERO,
            )
            for one in invoice.vat_breakdown
        ),
    )


def unfit(facts: BillFacts) -> Decimal | None:
    """The first figure that the books cannot hold: too large, or finer than its kind allows.

    Totals have the decimals of the currency (ISO 4217; BR-DEC-09 to BR-DEC-20), lines four, rates four, prices and
    quantities six. Refuses `currency.unknown`.
    """
    digits = decimals(facts.currency) if facts.currency else 4
    totals = [facts.net, facts.vat, facts.gross, facts.prepaid, facts.rounding, facts.payable]
    totals += [value for one in facts.vat_totals for value in (one.base, one.amount)]
    nets = [line.net for line in facts.lines]
    rates = [one.vat_rate for one in facts.lines] + [one.rate for one in facts.vat_totals]
    measures = [value for line in facts.lines for value in (line.price, line.quantity)]
    limits = ((totals, digits, MOST), (nets, 4, MOST), (rates, 4, MOST_RATE), (measures, 6, MOST_MEASURE))
    for values, most_decimals, most in limits:
        for value in values:
            if value is not None and (_decimals(value) > most_decimals or abs(value) >= most):
                return value
    return None


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 99


def own_payable(invoice: Invoice) -> Decimal | None:
    """What the bill comes to by our own sums: lines, allowances and charges by category and rate, VAT rounded once on
    each (EN 16931, BR-CO-17), less what was paid (BT-113), with the rounding it names (BT-114).

    None where a line has no net amount, the currency is missing or a sum is beyond the books: then there is nothing
    to hold against it. Refuses `currency.unknown`.
    """
    if not invoice.currency or not invoice.lines or any(line.net is None for line in invoice.lines):
        return None
    nets: dict[tuple[str, Decimal], Decimal] = {}
    for line in invoice.lines:
        key = (line.vat_category or "", line.vat_rate or ZERO)
        nets[key] = nets.get(key, ZERO) + (line.net or ZERO)
    for sign, adjustments in ((-1, invoice.allowances), (1, invoice.charges)):
        _adjust(nets, adjustments, sign=sign)
    if any(abs(net) >= MOST for net in nets.values()):
        return None
    digits = decimals(invoice.currency)
    vat = sum((round_half_up(net * rate / 100, digits) for (_, rate), net in nets.items()), ZERO)
    totals = invoice.totals
    own = sum(nets.values(), ZERO) + vat - (totals.paid or ZERO) + (totals.rounding or ZERO)
    return round_half_up(own, digits)


def _adjust(nets: dict[tuple[str, Decimal], Decimal], adjustments: Iterable[Adjustment], *, sign: int) -> None:
    for one in adjustments:
        key = (one.vat_category or "", one.vat_rate or ZERO)
        nets[key] = nets.get(key, ZERO) + sign * (one.amount or ZERO)


def broken_down(rows: Iterable[tuple[Decimal, Decimal]], *, prepaid: Decimal, rounding: Decimal) -> Decimal | None:
    """What booking comes to: the breakdown (BG-23) as base and VAT, less what was paid, with the rounding it names.

    None where there is no breakdown.
    """
    told = [base + amount for base, amount in rows]
    return sum(told, ZERO) - prepaid + rounding if told else None


def _country(text: str) -> str:
    """Empty where it is none: who wrote the bill is looked at by a person anyway."""
    try:
        return country_code(text)
    except Refused:
        return ""


def _taxed(invoice: Invoice) -> bool:
    return any(one.tax for one in invoice.vat_breakdown)


def _compact(account: str) -> str:
    return "".join(account.split()).upper()
