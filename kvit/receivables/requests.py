"""What somebody asks a draft to be: the JSON of a draft read into values; what cannot be read is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvit.core.errors import Refused

NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?", re.ASCII)
TEXT_LIMITS = {"name": 300, "reason": 200, "vat_reason": 300, "note": 4000, "description": 4000}
SHORT = 100

Raw = Mapping[str, object]


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
    note: str = ""
    language: str = ""
    retention_rate: Decimal | None = None


LINE_FIELDS = frozenset(LineRequest.__dataclass_fields__)
EXTRA_FIELDS = frozenset(ExtraRequest.__dataclass_fields__) - {"is_charge"}
DRAFT_FIELDS = frozenset(DraftRequest.__dataclass_fields__) - {"extras", "period_from", "period_to"} | {
    "allowances",
    "charges",
    "period",
}
PLACE_FIELDS = frozenset({"name", "street", "building", "post_code", "town", "region", "country"})


def read(raw: object) -> DraftRequest:
    """One draft. Refuses `draft.not_an_object`, `draft.field_unknown`, `draft.field_missing`, `draft.bad_value`."""
    facts = _object(raw, "", DRAFT_FIELDS)
    period = _object(facts.get("period") or {}, "period", frozenset({"from", "to"}))
    customer = facts.get("customer")
    if not customer or not isinstance(customer, str | Mapping):
        raise Refused("draft.field_missing", field="customer")
    lines = [_line(line, f"lines/{i}") for i, line in enumerate(_list(facts, "lines"), start=1)]
    extras = [_extra(one, f"allowances/{i}", False) for i, one in enumerate(_list(facts, "allowances"), start=1)]
    extras += [_extra(one, f"charges/{i}", True) for i, one in enumerate(_list(facts, "charges"), start=1)]
    kind = _text(facts, "kind", "") or "invoice"
    if kind not in ("invoice", "simplified"):
        raise Refused("draft.bad_value", field="kind", value=kind, wanted="invoice, simplified")
    return DraftRequest(
        customer=customer,
        lines=tuple(lines),
        extras=tuple(extras),
        kind=kind,
        currency=_text(facts, "currency", "").upper(),
        terms_days=_days(facts),
        prices_include_vat=_flag(facts, "prices_include_vat"),
        deliver_to=_object(facts.get("deliver_to") or {}, "deliver_to", PLACE_FIELDS),
        period_from=_day(period, "from", "period/"),
        period_to=_day(period, "to", "period/"),
        retention_rate=_number(facts, "retention_rate", ""),
        **{name: _day(facts, name, "") for name in ("issue_on", "tax_point_on", "delivered_on")},
        **{
            name: _text(facts, name, "")
            for name in ("external_id", "order_ref", "contract_ref", "buyer_reference", "note", "language")
        },
    )


def _line(raw: object, place: str) -> LineRequest:
    facts = _object(raw, place, LINE_FIELDS)
    quantity = _number(facts, "quantity", f"{place}/")
    base = _number(facts, "base_quantity", f"{place}/")
    if not facts.get("name") and not facts.get("product"):
        raise Refused("draft.field_missing", field=f"{place}/name")
    return LineRequest(
        quantity=Decimal(1) if quantity is None else quantity,
        base_quantity=Decimal(1) if base is None else base,
        **{
            name: _number(facts, name, f"{place}/")
            for name in ("price", "discount_percent", "discount_amount", "vat_rate")
        },
        **{
            name: _text(facts, name, f"{place}/")
            for name in ("name", "description", "product", "unit", "vat_category", "vat_reason", "vat_reason_code")
        },
    )


def _extra(raw: object, place: str, is_charge: bool) -> ExtraRequest:
    facts = _object(raw, place, EXTRA_FIELDS)
    amount = _number(facts, "amount", f"{place}/")
    if amount is None:
        raise Refused("draft.field_missing", field=f"{place}/amount")
    return ExtraRequest(
        amount=amount,
        is_charge=is_charge,
        vat_rate=_number(facts, "vat_rate", f"{place}/"),
        **{
            name: _text(facts, name, f"{place}/")
            for name in ("reason", "vat_category", "vat_reason", "vat_reason_code")
        },
    )


def _object(raw: object, place: str, known: frozenset[str]) -> Raw:
    if not isinstance(raw, Mapping):
        raise Refused("draft.not_an_object", place=place or "draft")
    unknown = sorted(set(raw) - known)
    if unknown:
        raise Refused("draft.field_unknown", field=f"{place}/{unknown[0]}".lstrip("/"), known=sorted(known))
    return raw


def _list(facts: Raw, name: str) -> list[object]:
    value = facts.get(name) or []
    if not isinstance(value, list) or len(value) > 10_000:
        raise Refused("draft.bad_value", field=name, value=type(value).__name__, wanted="a list of 10,000 at most")
    return value


def _number(facts: Raw, name: str, place: str) -> Decimal | None:
    value = facts.get(name)
    if value is None or value == "":
        return None
    written = str(value) if isinstance(value, str | Decimal) or type(value) is int else ""
    if len(written) > 20 or not NUMBER.fullmatch(written):
        shown = str(value)[:40] if isinstance(value, str) else type(value).__name__
        raise Refused("draft.bad_value", field=place + name, value=shown, wanted="a number as text, such as 49.90")
    return Decimal(written)


def _text(facts: Raw, name: str, place: str) -> str:
    value = facts.get(name)
    if value is None:
        return ""
    limit = TEXT_LIMITS.get(name, SHORT)
    if not isinstance(value, str) or len(value) > limit:
        raise Refused(
            "draft.bad_value", field=place + name, value=str(value)[:40], wanted=f"{limit} characters at most"
        )
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in value):
        raise Refused("draft.bad_value", field=place + name, value=repr(value)[:40], wanted="text")
    return value.strip()


def _day(facts: Raw, name: str, place: str) -> date | None:
    value = facts.get(name)
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Refused("draft.bad_value", field=place + name, value=str(value)[:40], wanted="2026-03-01") from None


def _days(facts: Raw) -> int | None:
    value = facts.get("terms_days")
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= 3650:
        raise Refused("draft.bad_value", field="terms_days", value=str(value)[:40], wanted="0 to 3650")
    return value


def _flag(facts: Raw, name: str) -> bool:
    value = facts.get(name, False)
    if not isinstance(value, bool):
        raise Refused("draft.bad_value", field=name, value=str(value)[:40], wanted="true, false")
    return value
