"""What somebody tells of a payment: JSON read into values; what cannot be read is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.errors import Refused

NUMBER = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII)
FIELDS = frozenset(
    {
        "customer",
        "amount",
        "currency",
        "paid_on",
        "method",
        "account",
        "reference",
        "external_id",
        "invoice",
        "allocations",
        "bank_amount",
        "fee",
    }
)


@dataclass(frozen=True)
class Share:
    """How much of the payment goes to which document; all that fits when no amount is given."""

    document: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class PaymentRequest:
    """A payment as told. Without shares the documents are those that the reference names."""

    amount: Decimal
    paid_on: date | None = None
    customer: str = ""
    currency: str = ""
    method: str = "bank"
    account: str = ""
    reference: str = ""
    external_id: str = ""
    shares: tuple[Share, ...] = ()
    bank_amount: Decimal | None = None
    fee: Decimal = Decimal(0)


def read(raw: object) -> PaymentRequest:
    """One payment. Refuses `payment.not_an_object`, `payment.field_unknown`, `payment.field_missing`, `.bad_value`."""
    if not isinstance(raw, Mapping):
        raise Refused("payment.not_an_object")
    unknown = sorted(set(raw) - FIELDS)
    if unknown:
        raise Refused("payment.field_unknown", field=unknown[0], known=sorted(FIELDS))
    amount = _number(raw, "amount")
    if amount is None:
        raise Refused("payment.field_missing", field="amount")
    shares = tuple(_share(one) for one in _list(raw, "allocations"))
    if _text(raw, "invoice"):
        shares += (Share(_text(raw, "invoice")),)
    if not shares and not _text(raw, "customer"):
        raise Refused("payment.field_missing", field="customer")
    method = _text(raw, "method") or "bank"
    if method not in ("bank", "cash", "clearing"):
        raise Refused("payment.bad_value", field="method", value=method, wanted="bank, cash, clearing")
    return PaymentRequest(
        amount=amount,
        paid_on=_day(raw, "paid_on"),
        customer=_text(raw, "customer"),
        currency=_text(raw, "currency").upper(),
        method=method,
        account=_text(raw, "account").replace(" ", ""),
        reference=_text(raw, "reference", most=200),
        external_id=_text(raw, "external_id"),
        shares=shares,
        bank_amount=_number(raw, "bank_amount"),
        fee=_number(raw, "fee") or Decimal(0),
    )


def _share(raw: object) -> Share:
    if not isinstance(raw, Mapping) or set(raw) - {"document", "invoice", "amount"}:
        raise Refused("payment.bad_value", field="allocations", value=str(raw)[:60], wanted="document, amount")
    document = _text(raw, "document") or _text(raw, "invoice")
    if not document:
        raise Refused("payment.field_missing", field="allocations/document")
    return Share(document, _number(raw, "amount"))


def _list(raw: Mapping[str, object], name: str) -> list[object]:
    value = raw.get(name) or []
    if not isinstance(value, list) or len(value) > 1000:
        raise Refused("payment.bad_value", field=name, value=type(value).__name__, wanted="a list of 1,000 at most")
    return value


def _number(raw: Mapping[str, object], name: str) -> Decimal | None:
    value = raw.get(name)
    if value is None or value == "":
        return None
    written = str(value) if isinstance(value, str | Decimal) or type(value) is int else ""
    if len(written) > 20 or not NUMBER.fullmatch(written):
        raise Refused("payment.bad_value", field=name, value=str(value)[:40], wanted="an amount as text, such as 49.90")
    return Decimal(written)


def _text(raw: Mapping[str, object], name: str, *, most: int = 100) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or any(ord(letter) < 32 for letter in value):
        raise Refused("payment.bad_value", field=name, value=str(value)[:40], wanted=f"{most} characters at most")
    return value.strip()


def _day(raw: Mapping[str, object], name: str) -> date | None:
    value = raw.get(name)
    if value is None or value == "":
        return None
    try:
        return (
            date.fromisoformat(str(value))
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value))
            else _refuse(name, value)
        )
    except ValueError:
        return _refuse(name, value)


def _refuse(name: str, value: object) -> date:
    raise Refused("payment.bad_value", field=name, value=str(value)[:40], wanted="2026-03-01")
