"""Filling what follows from the facts of a draft, and saying so; what Kvit cannot know stays empty for the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kvit.catalog.models import Product
from kvit.catalog.prices import PriceBook
from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.core.countries.profile import CountryProfile
from kvit.core.errors import Finding, Refused
from kvit.core.identifiers import is_eu_member
from kvit.core.money import round_half_up
from kvit.parties.models import Party
from kvit.receivables.requests import DraftRequest, ExtraRequest, LineRequest

PRICE_DIGITS = 6
REASONED = frozenset({"E", "AE", "K", "G", "O"})


@dataclass(frozen=True)
class Filled:
    """The request with its gaps closed, and a note for each gap that Kvit closed by itself."""

    request: DraftRequest
    notes: tuple[Finding, ...]


def fill(
    company: Company,
    party: Party,
    request: DraftRequest,
    *,
    products: dict[str, Product],
    on: date,
    book: PriceBook | None = None,
) -> Filled:
    """Close the gaps of a draft that follow from company, customer, product and the law of the seller's country.

    `book` holds the prices of the products; many drafts share one.
    """
    notes: list[Finding] = []
    given = Context(
        company=company,
        party=party,
        law=profile(company.country),
        day=request.tax_point_on or request.delivered_on or request.issue_on or on,
        products=products,
        notes=notes,
        book=book or PriceBook(company, products),
        currency=currency_of(company, party, asked=request.currency),
        price_day=request.delivered_on or request.period_from or request.issue_on or on,
        with_vat=request.prices_include_vat,
    )
    lines = tuple(_line(line, i, given) for i, line in enumerate(request.lines, 1))
    extras = tuple(_extra(one, i, given, lines) for i, one in enumerate(request.extras, 1))
    deliver_to = dict(request.deliver_to)
    delivered_on = request.delivered_on
    if any(line.vat_category == "K" for line in lines):
        if not deliver_to.get("country") and party.country:
            deliver_to["country"] = party.country
            notes.append(_note("filled.deliver_to", "delivery/address/country", country=party.country))
        if delivered_on is None and request.period_from is None and request.period_to is None:
            delivered_on = request.issue_on or on
            notes.append(_note("filled.delivered_on", "delivery/delivered_on", on=delivered_on.isoformat()))
    filled = replace(
        request,
        lines=lines,
        extras=extras,
        deliver_to=deliver_to,
        delivered_on=delivered_on,
        currency=given.currency,
        language=request.language or party.language or company.language,
        buyer_reference=request.buyer_reference or party.buyer_reference,
    )
    return Filled(filled, tuple(notes))


def currency_of(company: Company, party: Party, *, asked: str) -> str:
    """What a document is in: what was asked for, else the customer's currency, else the company's."""
    return asked or party.currency or company.currency


@dataclass(frozen=True)
class Context:
    """What a line is filled from."""

    company: Company
    party: Party
    law: CountryProfile
    day: date
    products: dict[str, Product]
    notes: list[Finding]
    book: PriceBook
    currency: str
    price_day: date
    with_vat: bool


def _line(line: LineRequest, position: int, given: Context) -> LineRequest:
    product = given.products.get(line.product) if line.product else None
    if line.product and product is None:
        raise Refused("product.unknown", product=line.product[:100])
    if product is not None:
        line = replace(
            line,
            name=line.name or product.name,
            description=line.description or product.description,
            unit=line.unit or product.unit,
        )
    elif line.price is None:
        raise Refused("field.missing", field=f"lines/{position}/price")
    category, rate = line.vat_category, line.vat_rate
    if not category:
        category, rate = _usual_vat(given, product, rate)
        given.notes.append(_note("filled.vat", f"lines/{position}/vat", category=category, rate=f"{rate:f}"))
    if rate is None:
        rate = _standard_rate(given.law, given.day) if category == "S" else Decimal(0)
    code, text = _reason(category, line.vat_reason_code, line.vat_reason, given)
    if (code, text) != (line.vat_reason_code, line.vat_reason):
        given.notes.append(_note("filled.vat_reason", f"lines/{position}/vat_reason", code=code, text=text))
    if line.price is None and product is not None:
        line = replace(line, price=_price(product, f"lines/{position}/price", rate=rate, given=given))
    return replace(
        line,
        unit=line.unit or "C62",
        vat_category=category,
        vat_rate=rate,
        vat_reason_code=code,
        vat_reason=text,
    )


def _price(product: Product, place: str, *, rate: Decimal, given: Context) -> Decimal:
    """The price of the day by the customer's list or the product itself, brought to the document's way of saying it."""
    found = given.book.price(
        product, price_list_id=given.party.price_list_on(given.price_day), currency=given.currency, on=given.price_day
    )
    amount = found.amount
    if found.includes_vat and not given.with_vat:
        amount = round_half_up(amount * 100 / (100 + rate), PRICE_DIGITS)
    elif given.with_vat and not found.includes_vat:
        amount = round_half_up(amount * (100 + rate) / 100, PRICE_DIGITS)
    if found.valid_from is not None:
        facts = {"price": f"{amount:f}", "price_list": found.price_list, "on": found.valid_from.isoformat()}
        given.notes.append(_note("filled.price", place, **facts))
    return amount


def _extra(one: ExtraRequest, position: int, given: Context, lines: Sequence[LineRequest]) -> ExtraRequest:
    """An extra without VAT of its own takes that of the lines where they all have the same."""
    category, rate = one.vat_category, one.vat_rate
    place = f"extras/{position}"
    if not category:
        kinds = {(line.vat_category, line.vat_rate) for line in lines}
        if len(kinds) != 1:
            raise Refused("field.missing", field=f"{place}/vat_category")
        category, rate = kinds.pop()
    if rate is None:
        rate = _standard_rate(given.law, given.day) if category == "S" else Decimal(0)
    code, text = _reason(category, one.vat_reason_code, one.vat_reason, given)
    return replace(one, vat_category=category, vat_rate=rate, vat_reason_code=code, vat_reason=text)


def _usual_vat(given: Context, product: Product | None, rate: Decimal | None) -> tuple[str, Decimal]:
    """The treatment that follows from who sells what to whom (Directive 2006/112/EC, art. 44, 138, 146, 196)."""
    seller, buyer = given.company.country, given.party.country
    abroad = bool(buyer) and buyer != seller
    if abroad and given.party.is_business and given.party.vat_id and is_eu_member(buyer):
        return ("AE" if product is None or product.is_service else "K"), Decimal(0)
    if abroad and not is_eu_member(buyer) and product is not None and not product.is_service:
        return "G", Decimal(0)
    if product is not None and product.vat_code:
        code = given.law.vat_code(product.vat_code, on=given.day)
        return code.category, code.rate
    return "S", rate if rate is not None else _standard_rate(given.law, given.day)


def _standard_rate(law: CountryProfile, day: date) -> Decimal:
    rates = [code.rate for code in law.vat_codes_on(day) if code.category == "S"]
    if not rates:
        raise Refused("vat.no_standard_rate", country=law.country, on=day.isoformat())
    return max(rates)


def _reason(category: str, code: str, text: str, given: Context) -> tuple[str, str]:
    """The law's standard reason where none was given; for an exemption only the seller knows which one it is."""
    if category not in REASONED or code or text:
        return code, text
    buyer = given.party.country
    reason = given.law.reason(category, abroad=bool(buyer) and buyer != given.company.country)
    return reason.code, reason.texts[given.law.languages[0]]


def _note(rule: str, place: str, **facts: str) -> Finding:
    return Finding(rule, place, "note", dict(facts))
