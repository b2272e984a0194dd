"""What stands beside the sums of a document: deposits, what the account says, remarks, the attachment of a utility.

`docs/rules/beside-the-invoice.md`. Only the Polish invoice has places for it (FA(3): Rozliczenie, DodatkowyOpis,
Zalacznik).
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import decimals, round_half_up
from kvit.core.parsing.told import Told
from kvit.receivables.models import Invoice

ZERO = Decimal(0)
Beside = list[dict[str, object]]
DEPOSIT, CHARGE, DEDUCTION = WHATS = ("deposit", "charge", "deduction")
"""A deposit is owed by this document and to be given back; the others stand on the customer's account already."""
COUNTRIES = frozenset({"PL"})
MOST_ITEMS, MOST_BLOCKS, MOST_TABLES, MOST_ROWS, MOST_COLUMNS, MOST_PARAGRAPHS = 100, 100, 100, 1000, 20, 10
COLUMNS = ("txt", "date", "datetime", "time", "int", "dec")
TEXT, LONG = 256, 512


def settled(told: Told) -> Beside:
    """Deposits, charges and deductions of a request: what, amount from nothing on, reason."""
    found: Beside = []
    for raw, place in told.each("beside", most=MOST_ITEMS):
        one = Told(raw, frozenset({"what", "amount", "reason"}), place=place)
        amount = one.number("amount", digits=4)
        if amount is None:
            one.missing("amount")
        if amount < 0:
            one.refuse("amount", "an amount from 0 on")
        if "what" not in one:
            one.missing("what")
        what, reason = one.one_of("what", known=WHATS), one.needed("reason", most=TEXT)
        found.append({"what": what, "amount": format_exact(amount), "reason": reason})
    return found


def remarks(told: Told, name: str = "remarks") -> Beside:
    """Named values of a request, in their order."""
    found: Beside = []
    for raw, place in told.each(name, most=MOST_ITEMS):
        one = Told(raw, frozenset({"name", "value"}), place=place)
        found.append({"name": one.needed("name", most=TEXT), "value": one.needed("value", most=TEXT)})
    return found


def attachment(told: Told) -> Beside:
    """The blocks of a request's attachment: named values, paragraphs, tables (ustawa o VAT art. 106gba)."""
    found: Beside = []
    for raw, place in told.each("attachment", most=MOST_BLOCKS):
        one = Told(raw, frozenset({"heading", "facts", "text", "tables"}), place=place)
        facts = remarks(one, "facts")
        if not facts:
            one.missing("facts")
        tables = [_table(table, at) for table, at in one.each("tables", most=MOST_TABLES)]
        text = _cells(one, "text", most=MOST_PARAGRAPHS, long=LONG)
        found.append({"heading": one.text("heading", most=LONG), "facts": facts, "text": text, "tables": tables})
    return found


def put_on(row: Invoice) -> None:
    """The deposits onto what is to be paid (BT-113 is less by them: they are no part of the price).

    Refuses `beside.not_here`, `beside.of_an_advance` and `beside.not_whole_cents`.
    """
    if not (row.beside or row.remarks or row.attachment or row.other_parties):
        return
    if row.company.country not in COUNTRIES:
        raise Refused("beside.not_here", country=row.company.country)
    if row.beside and (row.advance or row.kind == "simplified"):
        raise Refused("beside.of_an_advance")
    for one in row.beside:
        amount = Decimal(str(one["amount"]))
        if round_half_up(amount, decimals(row.currency)) != amount:
            raise Refused("beside.not_whole_cents", amount=f"{amount:f}", currency=row.currency)
    held = deposits(row)
    row.prepaid -= held
    row.payable += held


def is_on(row: Invoice) -> bool:
    """Whether something stands beside the sums that only a program enters: a form would lose it."""
    return bool(row.beside or row.remarks or row.attachment or row.other_parties or row.place_of_issue)


def deposits(row: Invoice) -> Decimal:
    """What of the amount to pay is a deposit, to be given back."""
    return amount_of(row.beside, what=DEPOSIT)


def amount_of(beside: Iterable[Mapping[str, object]], *, what: str) -> Decimal:
    """The sum of the items of this kind."""
    return sum((Decimal(str(one["amount"])) for one in beside if one["what"] == what), ZERO)


def _table(raw: object, place: str) -> dict[str, object]:
    """A table: every row has a cell for each column, or one alone that heads what follows."""
    told = Told(raw, frozenset({"title", "facts", "columns", "rows", "sums"}), place=place)
    columns = []
    for column, at in told.each("columns", most=MOST_COLUMNS):
        one = Told(column, frozenset({"name", "kind"}), place=at)
        columns.append({"name": one.text("name", most=TEXT), "kind": one.one_of("kind", known=COLUMNS)})
    if not columns:
        told.missing("columns")
    rows = [_row(told, row, number, columns) for number, (row, _) in enumerate(told.each("rows", most=MOST_ROWS), 1)]
    if not rows:
        told.missing("rows")
    sums = _cells(told, "sums", most=MOST_COLUMNS, long=TEXT)
    if sums and len(sums) != len(columns):
        told.refuse("sums", f"{len(columns)} cells")
    return {
        "title": told.text("title", most=LONG),
        "facts": remarks(told, "facts"),
        "columns": columns,
        "rows": rows,
        "sums": sums,
    }


def _row(told: Told, row: object, number: int, columns: Sequence[object]) -> list[str]:
    name = f"rows/{number}"
    cells = _cells(Told({name: row}, frozenset({name}), place=told.place), name, most=MOST_COLUMNS, long=TEXT)
    if len(cells) not in (1, len(columns)):
        told.refuse(name, f"{len(columns)} cells, or one that heads the rows after it")
    return cells


def _cells(told: Told, name: str, *, most: int, long: int) -> list[str]:
    """A list of texts; an empty cell is one too."""
    named = {str(number): cell for number, (cell, _) in enumerate(told.each(name, most=most), 1)}
    cells = Told(named, frozenset(named), place=f"{told.place}/{name}".strip("/"))
    return [cells.text(number, most=long) for number in named]
