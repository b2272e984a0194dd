"""The lines of a bill where it has a table: rows under its headings, whose quantity times price is their amount."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kvit.core.parsing.numbers import readings
from kvit.core.reading.amounts import Amount, rates_in
from kvit.core.reading.document_numbers import cells
from kvit.core.reading.facts import BillLine
from kvit.core.reading.labelling import Sheet
from kvit.core.reading.rows import Row, Span, bare

HEADS = {
    "name": "description item product article service bezeichnung beschreibung artikel leistung designation libelle"
    " denumire denumirea produs descriere наименование описание стока услуга descripcion concepto articulo nazwa opis"
    " omschrijving",
    "quantity": "qty quantity menge anzahl quantite qte cant cantitate количество кво кол cantidad uds"
    " unidades ilosc aantal",
    "price": "price preis einzelpreis prix pret pretul цена precio cena prijs stueckpreis",
    "amount": "amount total betrag gesamt summe gesamtpreis montant valoare valoarea suma стойност сума importe wartosc"
    " kwota netto bedrag",
}
_WORDS = {word: field for field, words in HEADS.items() for word in words.split()}
LEAST_HEADS = 3
_QUANTITY = re.compile(r"(?<![\w.,])(\d{1,6}(?:[.,]\d{1,4})?)(?![\w%]|[.,]\d| ?%)")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class _Table:
    at: int
    row: Row
    name: Span | None


def lines_of(sheet: Sheet, amounts: Sequence[Amount]) -> Iterator[BillLine]:
    """The lines, from the first table with headings for what, how many and how much, to its sums."""
    by_row: dict[int, list[Amount]] = {}
    for amount in amounts:
        by_row.setdefault(id(amount.span.row), []).append(amount)
    table = next((found for at in range(len(sheet.rows)) if (found := _table(sheet, at))), None)
    if table is None:
        return
    began, gap = False, 0
    for at in range(table.at + 1, len(sheet.rows)):
        row = sheet.rows[at]
        on_row = by_row.get(id(row), [])
        if any(
            label.span.start == 0 and label.field in ("net", "vat", "gross", "payable") for label in sheet.labels[at]
        ):
            return
        line = _line(row, on_row)
        if line is not None:
            began, gap = True, 0
            yield line
        elif began and (gap := gap + 1) > 6:
            return


def _table(sheet: Sheet, at: int) -> _Table | None:
    """The row as the head of a table, where it has words for three of its columns, each in a cell of its own."""
    row = sheet.rows[at]
    heads = [(head, cell) for cell in cells(row) if (head := _head(cell.text))]
    if len({head for head, _ in heads}) < LEAST_HEADS:
        return None
    return _Table(at, row, next((cell for head, cell in heads if head == "name"), None))


def _head(text: str) -> str:
    return next((field for word in text.split() if (field := _WORDS.get(bare(word), ""))), "")


def _line(row: Row, on_row: Sequence[Amount]) -> BillLine | None:
    """The row as a line: words, then figures of which the last amount is the line's; none where it has no words."""
    if not on_row:
        return None
    first = min(amount.span.start for amount in on_row)
    rate = next(iter(rates_in(row)), None)
    quantity, price, net = _product(row, on_row)
    start = min([first, *([quantity[1].start] if quantity else []), *([rate.span.start] if rate else [])])
    name = re.sub(r"^\d{1,4}[.)]?\s+", "", row.text[:start].replace("\t", " ").strip())
    if sum(letter.isalpha() for letter in name) < 2:
        return None
    return BillLine(
        name=name,
        quantity=quantity[0] if quantity else None,
        price=price,
        net=net,
        vat_rate=rate.value if rate else None,
        page=row.page,
    )


def _product(row: Row, on_row: Sequence[Amount]) -> tuple[tuple[Decimal, Span] | None, Decimal | None, Decimal | None]:
    """Quantity, price and amount of which the first two make the third; else only the last amount."""
    counts = [
        (max(values.values()), Span(row, match.start(), match.end()))
        for match in _QUANTITY.finditer(row.text)
        if (values := readings(match[1])) and len(set(values.values())) == 1
    ]
    for net in reversed(on_row):
        for price in on_row:
            for count in counts:
                others = price is not net and count[1].start not in (price.span.start, net.span.start)
                if others and count[0] and abs(count[0] * price.value - net.value) <= CENT / 2:
                    return count, price.value, net.value
    return None, None, on_row[-1].value
