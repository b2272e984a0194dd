"""Terms of the model that FA(3) has no field for, as described values (DodatkowyOpis: a key and 256 characters)."""

from collections.abc import Iterator
from typing import Any

from kvit.core.einvoice.fa3.lines import DodatkowyOpis
from kvit.core.einvoice.model import Attribute, Invoice, Line

MOST = 256
DOCUMENT = {
    "buyer_reference": "Referencja nabywcy",
    "project_ref": "Projekt",
    "sales_order_ref": "Zamówienie sprzedaży",
    "receiving_ref": "Potwierdzenie odbioru",
    "tender_ref": "Przetarg",
    "buyer_accounting_ref": "Konto księgowe nabywcy",
    "payment_terms": "Warunki płatności",
}
LINE = {
    "note": "Uwaga do pozycji",
    "order_line_ref": "Pozycja zamówienia",
    "buyer_accounting_ref": "Konto księgowe nabywcy",
}
DESCRIPTION = "Opis pozycji"
BUYER_ITEM = "Indeks nabywcy"
ORIGIN = "Kraj pochodzenia"
_ITEM = {"description": DESCRIPTION, "buyer_id": BUYER_ITEM, "origin_country": ORIGIN}
_LABELS = frozenset([*LINE.values(), *_ITEM.values()])


def written(invoice: Invoice) -> tuple[DodatkowyOpis, ...]:
    """The described values of the document and of each line, in a fixed order. What is too long is left out."""
    found = [DodatkowyOpis(klucz=label, wartosc=getattr(invoice, term)) for term, label in DOCUMENT.items()]
    for number, line in enumerate(invoice.lines, 1):
        found += [DodatkowyOpis(nr_wiersza=number, klucz=key, wartosc=value) for key, value in _of_line(line)]
    return tuple(one for one in found if _fits(one.klucz) and _fits(one.wartosc))


def _fits(text: str | None) -> bool:
    return text is not None and 1 <= len(text) <= MOST


def _of_line(line: Line) -> Iterator[tuple[str | None, str | None]]:
    yield from ((label, getattr(line, term)) for term, label in LINE.items())
    yield from ((label, getattr(line.item, term)) for term, label in _ITEM.items())
    yield from ((one.name, one.value) for one in line.item.attributes)


def of_document(described: tuple[DodatkowyOpis, ...]) -> dict[str, Any]:
    """The terms of the document that the described values hold."""
    terms = {label: term for term, label in DOCUMENT.items()}
    return {terms[one.klucz]: one.wartosc or "" for one in described if one.nr_wiersza is None and one.klucz in terms}


def of_line(described: tuple[DodatkowyOpis, ...], number: int | None) -> dict[str, Any]:
    """The terms of a line (`note`, …) that the described values hold."""
    terms = {label: term for term, label in LINE.items()}
    return {terms[one.klucz]: one.wartosc or "" for one in described if one.nr_wiersza == number and one.klucz in terms}


def of_item(described: tuple[DodatkowyOpis, ...], number: int | None) -> dict[str, Any]:
    """The terms of a line's item that the described values hold."""
    terms = {label: term for term, label in _ITEM.items()}
    return {terms[one.klucz]: one.wartosc or "" for one in described if one.nr_wiersza == number and one.klucz in terms}


def attributes(described: tuple[DodatkowyOpis, ...], number: int | None) -> tuple[Attribute, ...]:
    """The properties of a line's item (BG-32): every described value of the line that is no other term."""
    mine = (one for one in described if one.nr_wiersza == number and one.klucz not in _LABELS)
    return tuple(Attribute(name=one.klucz, value=one.wartosc) for one in mine)
