"""What somebody tells of a payment: JSON read into values; what cannot be read is refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.parsing.told import Told

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
    """One payment. Refuses `field.not_an_object`, `field.unknown`, `field.missing`, `field.bad_value`."""
    told = Told(raw, FIELDS)
    amount = told.number("amount", digits=4)
    if amount is None:
        told.missing("amount")
    if amount <= 0:
        told.refuse("amount", "an amount above zero")
    bank_amount, fee = told.number("bank_amount", digits=4), told.number("fee", digits=4) or Decimal(0)
    if bank_amount is not None and bank_amount <= 0:
        told.refuse("bank_amount", "an amount above zero")
    if fee < 0:
        told.refuse("fee", "zero or an amount above")
    shares = tuple(_share(one, place) for one, place in told.each("allocations", most=1000))
    if told.text("invoice"):
        shares += (Share(told.text("invoice")),)
    if not shares and not told.text("customer"):
        told.missing("customer")
    return PaymentRequest(
        amount=amount,
        paid_on=told.day("paid_on"),
        customer=told.text("customer"),
        currency=told.text("currency").upper(),
        method=told.one_of("method", known=("bank", "cash", "clearing")),
        account=told.text("account").replace(" ", ""),
        reference=told.text("reference", most=200),
        external_id=told.text("external_id"),
        shares=shares,
        bank_amount=bank_amount,
        fee=fee,
    )


def floor(raw: object) -> Decimal | None:
    """The balance that nothing goes below, None where nothing is told. Refuses `field.bad_value`."""
    return Told({"floor": raw}, frozenset({"floor"})).number("floor", digits=4)


def came_back(raw: object) -> Decimal:
    """What a supplier paid back. Refuses `field.missing`, `field.bad_value`."""
    told = Told({"amount": raw}, frozenset({"amount"}))
    amount = told.number("amount", digits=4)
    if amount is None:
        told.missing("amount")
    return amount


def _share(raw: object, place: str) -> Share:
    told = Told(raw, frozenset({"document", "invoice", "amount"}), place=place)
    document = told.text("document") or told.text("invoice")
    if not document:
        told.missing("document")
    return Share(document, told.number("amount", digits=4))
