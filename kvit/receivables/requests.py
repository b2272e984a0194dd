"""What somebody asks a draft to be: the JSON of a draft read into values; what cannot be read is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvit.core.parsing.told import Told
from kvit.receivables import beside, other_parties
from kvit.receivables.beside import Beside

Raw = Mapping[str, object]
MOST_LINES = 10_000
MOST_ADVANCES = 100
MOST_DIGITS = 9
"""Digits before the point of a price or quantity: more would not fit the tables."""


@dataclass(frozen=True)
class LineRequest:
    """A position as asked for; what is None is filled from the product or the law."""

    name: str = ""
    description: str = ""
    product: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    price: Decimal | None = None
    base_quantity: Decimal = Decimal(1)
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    vat_category: str = ""
    vat_rate: Decimal | None = None
    vat_reason: str = ""
    vat_reason_code: str = ""
    takes_back: int | None = None
    """The advance that this line takes back: written by Kvit, never asked for."""


@dataclass(frozen=True)
class AdvanceRequest:
    """Money that came before the supply; the lines of its draft are the order it came for.

    `corrects`: the advance invoice that said too little of it, or named another order; `reason` says why.
    """

    received: Decimal
    received_on: date
    corrects: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ExtraRequest:
    """An allowance or a charge on the document as asked for."""

    amount: Decimal
    is_charge: bool
    reason: str = ""
    vat_category: str = ""
    vat_rate: Decimal | None = None
    vat_reason: str = ""
    vat_reason_code: str = ""
    is_reward: bool = False
    """What points of the customer's take off: written by Kvit, never asked for."""


@dataclass(frozen=True)
class DraftRequest:
    """A draft as asked for. `customer` is a public id, an external id, or the customer's own facts."""

    customer: str | Raw
    lines: tuple[LineRequest, ...]
    extras: tuple[ExtraRequest, ...] = ()
    external_id: str = ""
    kind: str = "invoice"
    currency: str = ""
    issue_on: date | None = None
    terms_days: int | None = None
    prices_include_vat: bool = False
    tax_point_on: date | None = None
    delivered_on: date | None = None
    period_from: date | None = None
    period_to: date | None = None
    deliver_to: Raw = field(default_factory=dict)
    order_ref: str = ""
    contract_ref: str = ""
    buyer_reference: str = ""
    place_of_issue: str = ""
    note: str = ""
    language: str = ""
    retention_rate: Decimal | None = None
    advance: AdvanceRequest | None = None
    settles: tuple[str, ...] = ()
    beside: Beside = field(default_factory=list)
    remarks: Beside = field(default_factory=list)
    attachment: Beside = field(default_factory=list)
    other_parties: Beside = field(default_factory=list)


LINE_FIELDS = frozenset(LineRequest.__dataclass_fields__) - {"takes_back"}
EXTRA_FIELDS = frozenset(ExtraRequest.__dataclass_fields__) - {"is_charge", "is_reward"}
DRAFT_FIELDS = frozenset(DraftRequest.__dataclass_fields__) - {"extras", "period_from", "period_to"} | {
    "allowances",
    "charges",
    "period",
}
ADVANCE_FIELDS = frozenset(AdvanceRequest.__dataclass_fields__)
PLACE_FIELDS = frozenset({"name", "street", "building", "post_code", "town", "region", "country"})


def read(raw: object) -> DraftRequest:
    """One draft. Refuses `field.not_an_object`, `field.unknown`, `field.missing`, `field.bad_value`."""
    told = Told(raw, DRAFT_FIELDS)
    period = told.within("period", frozenset({"from", "to"}))
    customer = told.raw.get("customer")
    if not customer or not isinstance(customer, str | Mapping):
        told.missing("customer")
    extras = [_extra(one, place, is_charge=False) for one, place in told.each("allowances")]
    extras += [_extra(one, place, is_charge=True) for one, place in told.each("charges")]
    return DraftRequest(
        customer=customer,
        lines=tuple(_line(one, place) for one, place in told.each("lines", most=MOST_LINES)),
        extras=tuple(extras),
        external_id=told.text("external_id"),
        kind=told.one_of("kind", known=("invoice", "simplified")),
        currency=told.text("currency").upper(),
        issue_on=told.day("issue_on"),
        terms_days=told.whole("terms_days", most=3650),
        prices_include_vat=told.flag("prices_include_vat"),
        tax_point_on=told.day("tax_point_on"),
        delivered_on=told.day("delivered_on"),
        period_from=period.day("from"),
        period_to=period.day("to"),
        deliver_to=_place(told.within("deliver_to", PLACE_FIELDS)),
        order_ref=told.text("order_ref"),
        contract_ref=told.text("contract_ref"),
        buyer_reference=told.text("buyer_reference"),
        place_of_issue=told.text("place_of_issue", most=256),
        note=told.text("note", most=4000),
        language=told.text("language"),
        retention_rate=told.number("retention_rate", digits=4, most=3),
        advance=_advance(told),
        settles=_settles(told),
        beside=beside.settled(told),
        remarks=beside.remarks(told),
        attachment=beside.attachment(told),
        other_parties=other_parties.read(told),
    )


def _advance(told: Told) -> AdvanceRequest | None:
    if told.raw.get("advance") is None:
        return None
    within = told.within("advance", ADVANCE_FIELDS)
    received, received_on = within.number("received", digits=4), within.day("received_on")
    if received is None:
        within.missing("received")
    if received_on is None:
        within.missing("received_on")
    corrects = within.text("corrects")
    reason = within.needed("reason", most=256) if corrects else ""
    return AdvanceRequest(received, received_on, corrects, reason)


def _settles(told: Told) -> tuple[str, ...]:
    named = told.raw.get("settles") or []
    if not isinstance(named, list) or len(named) > MOST_ADVANCES or not all(isinstance(one, str) for one in named):
        told.refuse("settles", f"a list of {MOST_ADVANCES} invoices at most")
    return tuple(dict.fromkeys(named))


def _place(told: Told) -> dict[str, str]:
    return {name: told.text(name, most=150) for name in sorted(PLACE_FIELDS) if told.text(name, most=150)}


def _line(raw: object, place: str) -> LineRequest:
    told = Told(raw, LINE_FIELDS, place=place)
    quantity = told.number("quantity", most=MOST_DIGITS)
    base = told.number("base_quantity", most=MOST_DIGITS)
    product = told.text("product")
    return LineRequest(
        name=told.text("name", most=300) if product else told.needed("name", most=300),
        description=told.text("description", most=4000),
        product=product,
        quantity=Decimal(1) if quantity is None else quantity,
        unit=told.text("unit", most=3),
        price=told.number("price", most=MOST_DIGITS),
        base_quantity=Decimal(1) if base is None else base,
        discount_percent=told.number("discount_percent", digits=4, most=3),
        discount_amount=told.number("discount_amount", digits=4),
        vat_category=told.text("vat_category", most=2).upper(),
        vat_rate=told.number("vat_rate", digits=4, most=3),
        vat_reason=told.text("vat_reason", most=300),
        vat_reason_code=told.text("vat_reason_code", most=30),
    )


def _extra(raw: object, place: str, *, is_charge: bool) -> ExtraRequest:
    told = Told(raw, EXTRA_FIELDS, place=place)
    amount = told.number("amount", digits=4)
    if amount is None:
        told.missing("amount")
    return ExtraRequest(
        amount=amount,
        is_charge=is_charge,
        reason=told.text("reason", most=200),
        vat_category=told.text("vat_category", most=2).upper(),
        vat_rate=told.number("vat_rate", digits=4, most=3),
        vat_reason=told.text("vat_reason", most=300),
        vat_reason_code=told.text("vat_reason_code", most=30),
    )
