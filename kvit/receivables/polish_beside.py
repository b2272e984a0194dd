"""What FA(3) says beside the sums: Rozliczenie, DodatkowyOpis and Zalacznik (ustawa o VAT art. 106gba)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kvit.core.einvoice.fa3.attachment import (
    BlokDanych,
    Kol,
    MetaDane,
    Suma,
    Tabela,
    Tekst,
    TMetaDane,
    TNaglowek,
    Wiersz,
    Zalacznik,
)
from kvit.core.einvoice.fa3.lines import DodatkowyOpis, FaWiersz
from kvit.core.einvoice.fa3.payment import Obciazenia, Odliczenia, Rozliczenie
from kvit.core.einvoice.fa3.semantic import texts, writing
from kvit.core.einvoice.fa3.semantic.facts import Facts, LineFacts
from kvit.core.einvoice.fa3.semantic.lines import rate_of
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.einvoice.model import Line, amount
from kvit.receivables import beside, semantic
from kvit.receivables.models import Invoice

ZERO = Decimal(0)
ONE = "C62"


def told(row: Invoice, model: Model, facts: Facts) -> tuple[Model, Facts]:
    """The model without the notes that FA(3) has better places for, and the facts with what was entered beside."""
    said = set(semantic.beside_notes(row))
    model = replace(model, notes=tuple(one for one in model.notes if one.text not in said))
    if row.beside:
        facts = replace(facts, settlement=_settlement(row))
    if row.remarks:
        described = tuple(DodatkowyOpis(klucz=one["name"], wartosc=one["value"]) for one in row.remarks)
        facts = replace(facts, descriptions=(*described, *texts.written(model)))
    if row.attachment:
        blocks = tuple(_block(one) for one in row.attachment)
        facts = replace(facts, attachment=Zalacznik(blok_danych=blocks), lines=_sums(model, facts))
    return model, facts


def _settlement(row: Invoice) -> Rozliczenie:
    """Charges and deductions with their reasons, and what is to be paid after them (DoZaplaty, DoRozliczenia).

    A credit note gives deposits back: they are deducted there, as its amounts stand below zero.
    """
    is_note = row.kind == "credit_note"
    charges = [one for one in row.beside if one["what"] != beside.DEDUCTION and not is_note]
    deductions = [one for one in row.beside if one["what"] == beside.DEDUCTION or is_note]
    charged, deducted = (sum((Decimal(one["amount"]) for one in each), ZERO) for each in (charges, deductions))
    due = amount((-1 if is_note else 1) * (row.gross + row.rounding) + charged - deducted)
    return Rozliczenie(
        obciazenia=tuple(Obciazenia(kwota=Decimal(one["amount"]), powod=one["reason"]) for one in charges),
        suma_obciazen=charged if charges else None,
        odliczenia=tuple(Odliczenia(kwota=Decimal(one["amount"]), powod=one["reason"]) for one in deductions),
        suma_odliczen=deducted if deductions else None,
        do_zaplaty=due if due >= 0 else None,
        do_rozliczenia=-due if due < 0 else None,
    )


def _sums(model: Model, facts: Facts) -> tuple[LineFacts, ...]:
    """A line of one is a sum of the attachment, which has its quantities and prices: it has none of its own."""
    setting = writing.setting_of(model, facts)

    def said(number: int, line: Line) -> LineFacts:
        known = facts.of_line(number - 1)
        if line.unit != ONE or line.quantity != 1 or line.allowances or line.charges:
            return known
        rate = rate_of(line, known, setting=setting)
        percent = line.vat_rate if rate is None and line.vat_category == "S" else None
        whole = FaWiersz(nr_wiersza_fa=number, p_7=line.item.name, p_11=line.net, p_12=rate, p_12_xii=percent)
        return replace(known, as_written=whole)

    return tuple(said(number, line) for number, line in enumerate(model.lines, 1))


def _block(kept: Mapping[str, Any]) -> BlokDanych:
    return BlokDanych(
        z_naglowek=kept["heading"] or None,
        meta_dane=tuple(MetaDane(z_klucz=one["name"], z_wartosc=one["value"]) for one in kept["facts"]),
        tekst=Tekst(akapit=tuple(kept["text"])) if kept["text"] else None,
        tabela=tuple(_table(one) for one in kept["tables"]),
    )


def _table(kept: Mapping[str, Any]) -> Tabela:
    columns: Iterable[Mapping[str, str]] = kept["columns"]
    rows: Sequence[Sequence[str]] = kept["rows"]
    return Tabela(
        t_meta_dane=tuple(TMetaDane(t_klucz=one["name"], t_wartosc=one["value"]) for one in kept["facts"]),
        opis=kept["title"] or None,
        t_naglowek=TNaglowek(kol=tuple(Kol(typ=one["kind"], n_kom=one["name"]) for one in columns)),
        wiersz=tuple(Wiersz(w_kom=tuple(row)) for row in rows),
        suma=Suma(s_kom=tuple(kept["sums"])) if kept["sums"] else None,
    )
