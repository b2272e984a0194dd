"""A supplier's statement of account held against our books: what agrees, what differs, what one side does not have.

Rule and worked example: docs/rules/supplier-statements.md.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kvit.core.duplicates import number_key
from kvit.core.money import Money
from kvit.core.parsing.delimited import Sheet
from kvit.core.parsing.fields import Layout, field
from kvit.core.parsing.tables import Chosen, Understood, Value, rows_of, understand

Kind = Literal["bill", "credit_note", "payment"]
Outcome = Literal["agrees", "differs", "settled_here", "missing_here", "missing_there"]
NEAR_DAYS = 7
"""Days that two bookings of one thing are apart at most where no number names it: a transfer, a posting day."""
LAYOUT = Layout(
    fields=(
        field(
            "on",
            "day",
            """
            date, document date, invoice date, issue date, posting date, data, data documentului, data document, data
            facturii, data emiterii, дата, дата на документ, дата на фактура, fecha, fecha factura, fecha documento,
            fecha de emision, data wystawienia, data dokumentu, data ksiegowania, datum, belegdatum, rechnungsdatum
            """,
        ),
        field(
            "number",
            "text",
            """
            document, document number, document no, invoice, invoice number, invoice no, no, reference, numar, nr, nr
            document, numar document, numar factura, nr factura, document nr, номер, документ, номер на документ,
            фактура, номер на фактура, numero, n factura, numero factura, num factura, factura, documento, n documento,
            numer, nr dokumentu, numer dokumentu, nr faktury, numer faktury, faktura, beleg, belegnummer,
            rechnungsnummer
            """,
        ),
        field("charged", "amount", "debit, charges, invoiced, facturat, дебит, debe, cargo, wn, winien, soll"),
        field("credited", "amount", "credit, payments, paid, incasat, платено, кредит, haber, abono, ma, haben"),
        field(
            "amount",
            "amount",
            """
            total, gross, open amount, suma, valoare, sold document, сума, стойност, importe, pendiente, kwota, brutto,
            do zaplaty, betrag
            """,
        ),
        field(
            "text",
            "text",
            "description, details, type, explicatii, tip, описание, вид, concepto, tipo, opis, typ, text",
        ),
        field("currency", "text", "ccy, moneda, валута, divisa, waluta, wahrung"),
    ),
    needed=(("number", "text"), ("amount", "charged")),
)
"""The columns of statements of account as suppliers' programs head them."""


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """A row of the statement; `amount` is above zero where we owe by it, below where we paid or were credited."""

    row: int
    on: date | None
    number: str
    amount: Money
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Ours:
    """A bill, credit note or payment of our books, signed as the supplier would; `is_open`: something of it is left."""

    key: str
    kind: Kind
    number: str
    on: date
    amount: Money
    is_open: bool = True


@dataclass(frozen=True)
class Held:
    """What became of a row of theirs, or of something of ours that they do not have."""

    outcome: Outcome
    theirs: Theirs | None
    ours: Ours | None

    @property
    def difference(self) -> Decimal:
        """What they say that we owe above what our books say of it."""
        theirs = self.theirs.amount.amount if self.theirs else Decimal(0)
        return theirs - (self.ours.amount.amount if self.ours else Decimal(0))


@dataclass(frozen=True)
class Read:
    """The rows of a statement with how it was understood, and the numbers of rows that could not be read."""

    rows: tuple[Theirs, ...]
    understood: Understood
    unread: tuple[int, ...]


def read(sheet: Sheet, *, currency: str, chosen: Chosen | None = None) -> Read:
    """The statement in a table; rows of other currencies, of balances and sums are not among them.

    Refuses what `understand` refuses.
    """
    understood = understand(sheet, LAYOUT, chosen=chosen)
    rows, unread = [], []
    for row in rows_of(sheet, LAYOUT, understood=understood):
        if row.rejected:
            unread.append(row.number)
            continue
        amount, named = _amount(row.values), str(row.values.get("number") or "")
        told = str(row.values.get("currency") or understood.currency or currency).upper()
        on = row.values.get("on")
        if not amount or told != currency or not (isinstance(on, date) or (named and "on" not in understood.places)):
            continue  # a row without a day among rows that have one is a heading, a balance or a sum
        money, text = Money(amount, currency), str(row.values.get("text") or "")
        day = on if isinstance(on, date) else None
        rows.append(Theirs(row=row.number, on=day, number=named or text, amount=money, text=text))
    return Read(tuple(rows), understood, tuple(unread))


def _amount(values: dict[str, Value]) -> Decimal | None:
    """What the row adds to what they say that we owe: charged less credited, else its amount with its own sign."""
    charged, credited, amount = (values.get(name) for name in ("charged", "credited", "amount"))
    if isinstance(charged, Decimal) or isinstance(credited, Decimal):
        into = charged if isinstance(charged, Decimal) else Decimal(0)
        return into - (credited if isinstance(credited, Decimal) else Decimal(0))
    return amount if isinstance(amount, Decimal) else None


def span(theirs: Sequence[Theirs]) -> tuple[date, date] | None:
    """The first and the last day of the rows; none where no row has a day."""
    days = [one.on for one in theirs if one.on is not None]
    return (min(days), max(days)) if days else None


def compare(theirs: Sequence[Theirs], ours: Sequence[Ours]) -> tuple[Held, ...]:
    """Each row of theirs once, in its order, then what of ours in the days of the statement they do not have.

    First by number in the writing that does not count (`copies.md`), the one with the equal amount before others; then
    by amount and day, where both are alone with it. A list of open invoices, on which nothing is paid or credited, says
    nothing of what we settled: a row of it that we settled is told, and nothing settled is missing there.
    """
    is_list = all(one.amount.amount > 0 for one in theirs)
    left = {one.key: one for one in ours}
    found: dict[int, Ours] = {}
    _by_number(theirs, left, found, fits=lambda one, other: one.amount == other.amount)
    _by_number(theirs, left, found, fits=lambda one, other: one.amount.amount * other.amount.amount > 0)
    _by_day(theirs, left, found)
    held = [_held(one, found.get(at), is_list=is_list) for at, one in enumerate(theirs)]
    days = span(theirs)
    for other in sorted(left.values(), key=lambda one: (one.on, one.key)):
        if days and days[0] <= other.on <= days[1] and (other.is_open or not is_list):
            held.append(Held("missing_there", None, other))
    return tuple(held)


def _by_number(
    theirs: Sequence[Theirs],
    left: dict[str, Ours],
    found: dict[int, Ours],
    *,
    fits: Callable[[Theirs, Ours], bool],
) -> None:
    by_key: dict[str, list[Ours]] = defaultdict(list)
    for other in left.values():
        if other.number:
            by_key[number_key(other.number)].append(other)
    for at, one in enumerate(theirs):
        key = number_key(one.number) if at not in found and one.number else ""
        match = next((other for other in by_key.get(key, ()) if other.key in left and fits(one, other)), None)
        if key and match is not None:
            found[at] = left.pop(match.key)


def _by_day(theirs: Sequence[Theirs], left: dict[str, Ours], found: dict[int, Ours]) -> None:
    """What is named otherwise: payments mostly. Only where each side has one thing of that amount in those days."""

    def near(one: Theirs, other: Ours) -> bool:
        return one.on is not None and one.amount == other.amount and abs((one.on - other.on).days) <= NEAR_DAYS

    waiting = {at: one for at, one in enumerate(theirs) if at not in found}
    for at, one in waiting.items():
        alike = [other for other in left.values() if near(one, other)]
        if len(alike) == 1 and sum(near(another, alike[0]) for another in waiting.values()) == 1:
            found[at] = left.pop(alike[0].key)


def _held(one: Theirs, other: Ours | None, *, is_list: bool) -> Held:
    if other is None:
        return Held("missing_here", one, None)
    if one.amount != other.amount:
        return Held("differs", one, other)
    return Held("settled_here" if is_list and not other.is_open else "agrees", one, other)
