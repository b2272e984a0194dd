"""What FA(3) says of an advance, of its correction, and of the invoice that settles it (ustawa o VAT art. 106f)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice.fa3.lines import FakturaZaliczkowa, ZamowienieWiersz
from kvit.core.einvoice.fa3.lines import Zamowienie as Order
from kvit.core.einvoice.fa3.payment import Platnosc
from kvit.core.einvoice.fa3.semantic import categories, units
from kvit.core.einvoice.fa3.semantic.facts import Advance, Correction, Facts, LineFacts
from kvit.core.einvoice.model import Delivery, amount
from kvit.core.einvoice.model import Invoice as Model
from kvit.networks import outgoing
from kvit.receivables import advances
from kvit.receivables.models import Invoice, InvoiceLine

TRANSFER = 6
"""FormaPlatnosci."""
ZERO = Decimal(0)


def told(company: Company, row: Invoice, *, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """The model and the facts with what the law wants of an advance or a settlement; others as they are."""
    if row.advance:
        return _advance(company, row, model, facts)
    if row.corrects is not None and row.corrects.advance:
        return _correction(row, model, facts)
    if row.corrects is not None and advances.settled_of(row.corrects):
        return model, replace(facts, kind="KOR_ROZ", correction=_due_before(row, facts))
    settled = advances.settled_of(row) if row.kind == "invoice" else []
    if not settled:
        return model, facts
    lines = InvoiceLine.objects.filter(company=company, invoice=row).order_by("position")
    of_lines = tuple(LineFacts(is_sum=line.takes_back_id is not None) for line in lines)
    advance = Advance(settled=tuple(_reference(company, one) for one in settled))
    return model, replace(facts, kind="ROZ", lines=of_lines, advance=advance)


def _advance(company: Company, row: Invoice, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """ZAL: the sums are what was received, P_6 the day it was; the rows are those of the order (ust. 1)."""
    received_on = date.fromisoformat(str(row.advance["received_on"]))
    totals = replace(model.totals, paid=None, payable=model.totals.total_with_vat)
    shaped = replace(model, totals=totals, delivery=Delivery(delivered_on=received_on))
    settled = tuple(_reference(company, one) for one in advances.settled_of(row))
    said = replace(
        facts,
        lines=tuple(LineFacts(is_sum=True) for _ in model.lines),
        advance=Advance(order=_order(row, row.advance, both_states=False), settled=settled),
        payment=Platnosc(zaplacono=True, data_zaplaty=received_on, forma_platnosci=TRANSFER),
    )
    return shaped, said


def _correction(row: Invoice, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """KOR_ZAL: the difference of the sums, the amount before, and the order as it was and is (schema, P_15ZK)."""
    original = row.corrects
    assert original is not None
    said = replace(
        facts,
        kind="KOR_ZAL",
        lines=tuple(LineFacts(is_sum=True) for _ in model.lines),
        advance=Advance(order=_order(original, original.advance, both_states=True)),
        correction=_due_before(row, facts),
    )
    return model, said


def _due_before(row: Invoice, facts: Facts) -> Correction:
    """P_15ZK: what the corrected document came to before this note."""
    original = row.corrects
    assert original is not None
    earlier = Invoice.objects.filter(company_id=row.company_id, corrects=original, status="issued")
    earlier = earlier.filter(pk__lt=row.pk) if row.pk else earlier
    return replace(facts.correction, due_before=amount(original.gross - sum((one.gross for one in earlier), ZERO)))


def _reference(company: Company, advance: Invoice) -> FakturaZaliczkowa:
    """By the number that KSeF gave it; by its own where it has none."""
    known = outgoing.live(company, "invoice", id=advance.pk, network=networks.KSEF)
    if known is not None and known.official:
        return FakturaZaliczkowa(nr_ksef_fa_zaliczkowej=known.official)
    return FakturaZaliczkowa(nr_ksef_zn=True, nr_fa_zaliczkowej=advance.printed_number)


def _order(row: Invoice, kept: Mapping[str, object], *, both_states: bool) -> Order:
    lines = kept["order"]
    assert isinstance(lines, list)
    rows: list[ZamowienieWiersz] = []
    for number, line in enumerate(lines, 1):
        made = _row(line, number=number, country=row.buyer.get("country"))
        rows += [replace(made, stan_przed_z=True), made] if both_states else [made]
    return Order(wartosc_zamowienia=Decimal(str(kept["worth"])), zamowienie_wiersz=tuple(rows))


def _row(line: Mapping[str, object], *, number: int, country: str | None) -> ZamowienieWiersz:
    """A row of the order; its net price is what one comes to (P_9AZ)."""
    asked = line["asked"]
    assert isinstance(asked, dict)
    category, percent = str(asked["vat_category"]), Decimal(str(asked["vat_rate"]))
    rate = categories.rate_of(category, percent, country=country)
    return ZamowienieWiersz(
        nr_wiersza_zam=number,
        p_7z=str(asked["name"]),
        p_8az=units.written(str(asked["unit"])),
        p_8bz=Decimal(str(asked["quantity"])),
        p_9az=_each(Decimal(str(line["net_price"])), Decimal(str(asked["base_quantity"]))),
        p_11_netto_z=Decimal(str(line["net"])),
        p_11_vat_z=Decimal(str(line["vat"])),
        p_12z=rate,
        p_12z_xii=percent if rate is None and category == "S" else None,
    )


def _each(price: Decimal, base: Decimal) -> Decimal:
    return price if base == 1 else (price / base).quantize(Decimal("0.00000001")).normalize() + 0


def awaited(company: Company, row: Invoice) -> Iterator[str]:
    """The numbers of the advances of this settlement that KSeF has not answered for."""
    for one in advances.settled_of(row):
        known = outgoing.live(company, "invoice", id=one.pk, network=networks.KSEF)
        if known is not None and known.status != "accepted":
            yield one.printed_number
