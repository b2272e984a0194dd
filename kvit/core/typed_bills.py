"""What a person types of a bill whose file does not say it for sure; only what is told is changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvit.core import identifiers
from kvit.core.bill_facts import VatFacts
from kvit.core.countries.codes import country_code
from kvit.core.errors import Refused
from kvit.core.money import decimals
from kvit.core.parsing.told import Told

FIELDS = frozenset(
    {"kind", "supplier", "number", "issued_on", "due_on", "currency", "vat_totals", "iban"}
    | {"prepaid", "withheld", "payable"}
)
SUPPLIER = frozenset({"id", "name", "vat_id", "tax_id", "country"})
ROW = frozenset({"category", "rate", "base", "amount"})
KINDS = ("bill", "credit_note")
CATEGORIES = ("S", "Z", "E", "AE", "K", "G", "O", "L", "M")
WITH_RATE = frozenset({"S", "L", "M"})
MOST_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class TypedSupplier:
    """Who the bill is from: one that is known by its id, else by name and numbers."""

    id: str = ""
    name: str = ""
    vat_id: str = ""
    tax_id: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class TypedBill:
    """The fields that a person typed, by the names of a bill; `due_on` may be none, where the bill has no such day.

    Amounts are positive on bills and credit notes.
    """

    supplier: TypedSupplier | None = None
    vat_totals: tuple[VatFacts, ...] = ()
    values: Mapping[str, str | date | Decimal | None] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Which fields were typed."""
        more = {"supplier"} if self.supplier else set()
        return frozenset({*self.values, *more, *({"vat_totals"} if self.vat_totals else ())})


def typed_bill(raw: object) -> TypedBill:
    """The fields as programs tell them. Refuses `bill.nothing_typed`, the `field.` codes, `iban.`, `currency.unknown`.

    `vat_totals` are the rows of EN 16931 BG-23; a rate stands only beside the categories that charge VAT.
    """
    told = Told(raw, FIELDS)
    values: dict[str, str | date | Decimal | None] = {}
    if "kind" in told:
        values["kind"] = told.one_of("kind", known=KINDS)
    if "number" in told:
        values["number"] = told.needed("number")
    if "issued_on" in told:
        values["issued_on"] = told.day("issued_on") or told.missing("issued_on")
    if "due_on" in told:
        values["due_on"] = told.day("due_on")
    if "currency" in told:
        values["currency"] = currency = told.needed("currency", most=3).upper()
        decimals(currency)
    for name in ("prepaid", "withheld", "payable"):
        if name in told:
            values[name] = _amount(told, name)
    if "iban" in told:
        values["iban"] = identifiers.check_iban(told.text("iban")) if told.text("iban") else ""
    typed = TypedBill(
        supplier=_supplier(told) if "supplier" in told else None,
        vat_totals=_rows(told) if "vat_totals" in told else (),
        values=values,
    )
    if not typed.names:
        raise Refused("bill.nothing_typed")
    return typed


def _supplier(told: Told) -> TypedSupplier:
    given = told.within("supplier", SUPPLIER)
    if given.text("id"):
        return TypedSupplier(id=given.text("id"))
    vat_id, country = given.text("vat_id", most=20), given.text("country", most=2)
    if vat_id:
        vat_id = identifiers.check_vat_id(country or country_code(vat_id[:2]), vat_id)
    return TypedSupplier(
        name=given.needed("name", most=200),
        vat_id=vat_id,
        tax_id=given.text("tax_id", most=30),
        country=country_code(country) if country else vat_id[:2].replace("EL", "GR"),
    )


def _rows(told: Told) -> tuple[VatFacts, ...]:
    rows = [_row(Told(raw, ROW, place=place)) for raw, place in told.each("vat_totals", most=MOST_ROWS)]
    if not rows:
        told.missing("vat_totals")
    return tuple(rows)


def _row(told: Told) -> VatFacts:
    category = told.one_of("category", known=CATEGORIES)
    rate, base, amount = (told.number(name, digits=4) for name in ("rate", "base", "amount"))
    if base is None:
        told.missing("base")
    if category not in WITH_RATE and (rate or amount):
        told.refuse("rate" if rate else "amount", "nothing, for no VAT is charged under this category")
    if category in WITH_RATE and (rate is None or amount is None):
        told.missing("rate" if rate is None else "amount")
    return VatFacts(category=category, rate=rate or Decimal(0), base=base, amount=amount or Decimal(0))


def _amount(told: Told, name: str) -> Decimal:
    value = told.number(name, digits=4)
    if value is None:
        told.missing(name)
    if value < 0:
        told.refuse(name, "an amount of 0 or more; what the supplier owes us is a credit note")
    return value
