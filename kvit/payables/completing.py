"""What a person typed becomes the fields of a bill that came as pages, or as nothing that could be read."""

from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import duplicates
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.typed_bills import TypedBill, TypedSupplier
from kvit.parties import suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from kvit.payables import taking_in
from kvit.payables.facts import plain
from kvit.payables.models import Bill

ZERO = Decimal(0)
Told = dict[str, str | None]
TOLD = ("kind", "number", "issued_on", "due_on", "currency", "net", "vat", "gross", "prepaid", "withheld", "payable")


def fill(company: Company, row: Bill, typed: TypedBill, *, by: Actor, on: date) -> tuple[Told, Told]:
    """The bill says what was typed; given is what of it changed, before and after. The caller saves.

    Refuses `bill.bad_amount`, `bill.withheld_beyond`, `bill.unknown_supplier` and what naming a supplier refuses.
    """
    before = _told(row)
    for name, value in typed.values.items():
        if name == "iban":
            row.ibans = [value] if value else []
        else:
            setattr(row, name, value)
    if row.withheld > row.prepaid:
        raise Refused("bill.withheld_beyond", withheld=f"{row.withheld:f}", prepaid=f"{row.prepaid:f}")
    row.number_key = duplicates.number_key(row.number)[:100]
    if typed.supplier is not None:
        _name(company, row, typed.supplier, by=by, on=on)
    if typed.vat_totals:
        _total(row, typed)
    _refuse_what_no_book_holds(row, typed)
    after = _told(row)
    return ({name: before[name] for name in after if after[name] != before[name]}, _changed(before, after))


def _changed(before: Told, after: Told) -> Told:
    return {name: value for name, value in after.items() if value != before[name]}


def _total(row: Bill, typed: TypedBill) -> None:
    """Net, VAT and total are those of the rows; our own sum is at their rates (EN 16931, BR-CO-17)."""
    if row.source == "none":
        row.source = "typed"
        row.save()  # the guard of its rows asks where it comes from
    taking_in.keep_rows(row, typed.vat_totals)
    digits = decimals(row.currency) if row.currency else 2
    row.net = sum((one.base for one in typed.vat_totals), ZERO)
    row.vat = sum((one.amount for one in typed.vat_totals), ZERO)
    row.gross = row.net + row.vat
    own = row.net + sum((round_half_up(one.base * one.rate / 100, digits) for one in typed.vat_totals), ZERO)
    row.own_payable = own - row.prepaid


def _refuse_what_no_book_holds(row: Bill, typed: TypedBill) -> None:
    digits = decimals(row.currency) if row.currency else 4
    amounts = [row.prepaid, row.withheld, row.payable]
    amounts += [value for one in typed.vat_totals for value in (one.base, one.amount)]
    for value in amounts:
        if value is not None and round_half_up(value, digits) != value:
            raise Refused("bill.bad_amount", value=str(value)[:40])


def _name(company: Company, row: Bill, told: TypedSupplier, *, by: Actor, on: date) -> None:
    """A known one by its id or VAT id; else one that nobody knew before, unless it is as it was."""
    if told.id:
        parties = Party.objects.filter(company=company, is_supplier=True, archived_at=None)
        known = parties.filter(public_id=told.id).first()
        if known is None:
            raise Refused("bill.unknown_supplier", supplier=told.id[:40])
        known = suppliers.surviving(known)
        told = TypedSupplier(
            id=told.id, name=known.name, vat_id=known.vat_id, tax_id=known.tax_id, country=known.country
        )
        row.party = known
    named = Named(name=told.name, vat_id=told.vat_id, tax_id=told.tax_id, country=told.country)
    shown = {"name": named.name, "vat_id": named.vat_id, "tax_id": named.tax_id, "country": named.country}
    if row.party is None or (not told.id and shown != row.supplier):
        row.party, _ = suppliers.take(company, named, by=by, on=on)
    row.supplier = shown


def _told(row: Bill) -> Told:
    told = {name: plain(getattr(row, name)) for name in TOLD}
    rows = ", ".join(f"{one.category} {one.rate:f}: {one.base:f} + {one.amount:f}" for one in row.vat_totals.all())
    supplier = " ".join(str(row.supplier.get(name, "")) for name in ("name", "vat_id")).strip()
    return {**told, "iban": ", ".join(row.ibans), "supplier": supplier, "vat_totals": rows}
