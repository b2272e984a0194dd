"""What FA(3) says of an advance, of its correction, and of the invoice that settles it (ustawa o VAT art. 106f)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest

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
AS_CORRECTED, ANOTHER_DAY = 1, 3
"""TypKorekty: when a correction counts."""
ZERO = Decimal(0)


def told(company: Company, row: Invoice, *, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """The model and the facts with what the law wants of an advance or a settlement; others as they are."""
    if row.advance and row.corrects is not None:
        return _raised(row, model, facts)
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
        advance=Advance(order=_order(row, row.advance), settled=settled),
        payment=Platnosc(zaplacono=True, data_zaplaty=received_on, forma_platnosci=TRANSFER),
    )
    return shaped, said


def _raised(row: Invoice, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """KOR_ZAL of what was received more, or of another order: both orders, and P_6 the day of the receipt.

    TypKorekty: VAT that was missing belongs to the day of the receipt, as that of the advance did (1); where the order
    alone changes none is due before the supply (3).
    """
    received_on = date.fromisoformat(str(row.advance["received_on"]))
    totals = replace(model.totals, paid=None, payable=model.totals.total_with_vat)
    shaped = replace(model, totals=totals, delivery=Delivery(delivered_on=received_on))
    said = replace(
        facts,
        kind="KOR_ZAL",
        lines=tuple(LineFacts(is_sum=True) for _ in model.lines),
        sums=None if row.gross else (("p_15", ZERO),),
        advance=Advance(order=_order(row, row.advance, before=_order_before(row))),
        correction=replace(_due_before(row, facts), effect=AS_CORRECTED if row.gross else ANOTHER_DAY),
    )
    return shaped, said


def _order_before(row: Invoice) -> Mapping[str, object]:
    """What the order of an advance was before this document: as the last correction has it, else the advance."""
    assert row.corrects is not None
    first = advances.first_of(row.corrects)
    earlier = [one for one in _earlier(row) if one.kind == "corrective"]
    return earlier[-1].advance if earlier else first.advance


def _earlier(row: Invoice) -> list[Invoice]:
    """What corrected the same advance before this document was issued."""
    assert row.corrects is not None
    found = advances.corrections_of(advances.first_of(row.corrects))
    return [one for one in found if one.status == "issued" and one.pk != row.pk and (not row.pk or one.pk < row.pk)]


def _correction(row: Invoice, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """KOR_ZAL: the difference of the sums, the amount before, and the order as it was and is (schema, P_15ZK)."""
    order = _order_before(row)
    said = replace(
        facts,
        kind="KOR_ZAL",
        lines=tuple(LineFacts(is_sum=True) for _ in model.lines),
        advance=Advance(order=_order(row, order, before=order)),
        correction=_due_before(row, facts),
    )
    return model, said


def _due_before(row: Invoice, facts: Facts) -> Correction:
    """P_15ZK: what the corrected document came to before this note."""
    assert row.corrects is not None
    changes = [-one.gross if one.kind == "credit_note" else one.gross for one in _earlier(row)]
    return replace(facts.correction, due_before=amount(sum(changes, advances.first_of(row.corrects).gross)))


def _reference(company: Company, advance: Invoice) -> FakturaZaliczkowa:
    """By the number that KSeF gave it; by its own where it has none."""
    known = outgoing.live(company, "invoice", id=advance.pk, network=networks.KSEF)
    if known is not None and known.official:
        return FakturaZaliczkowa(nr_ksef_fa_zaliczkowej=known.official)
    return FakturaZaliczkowa(nr_ksef_zn=True, nr_fa_zaliczkowej=advance.printed_number)


def _order(row: Invoice, kept: Mapping[str, object], *, before: Mapping[str, object] | None = None) -> Order:
    """The order with its value; of a correction each row as it was, then as it is."""
    now, then = (_rows(one, country=row.buyer.get("country")) for one in (kept, before or {"order": []}))
    rows: list[ZamowienieWiersz] = []
    for was, made in zip_longest(then, now):
        rows += [replace(was, stan_przed_z=True)] if was is not None else []
        rows += [made] if made is not None else []
    return Order(wartosc_zamowienia=Decimal(str(kept["worth"])), zamowienie_wiersz=tuple(rows))


def _rows(kept: Mapping[str, object], *, country: str | None) -> list[ZamowienieWiersz]:
    lines = kept["order"]
    assert isinstance(lines, list)
    return [_row(line, number=number, country=country) for number, line in enumerate(lines, 1)]


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
