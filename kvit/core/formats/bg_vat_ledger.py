"""Bulgaria's VAT sales ledger as the authority takes it: PRODAGBI.TXT (ППЗДДС, чл. 113 и приложение № 12).

Fixed widths, Windows-1251, one record a document, each ended by CR LF. What was read for it, where the sources
disagree, and a worked example: `docs/rules/bg-vat-ledger.md`.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.countries import bg
from kvit.core.errors import Refused
from kvit.core.money import round_half_up

FILE_NAME = "PRODAGBI.TXT"
ENCODING = "cp1251"
END = "\r\n"
ZERO = Decimal(0)

DOCUMENTS = {"invoice": "01", "simplified": "01", "corrective": "02", "credit_note": "03"}
"""Вид на документа: фактура, дебитно известие, кредитно известие."""
PROTOCOL = "09"
"""A protocol, or another document: it stands in both ledgers."""

TAXED_BASES = ("11", "12", "26", "13", "14", "15", "16")
OTHER_BASES = ("17", "18", "19", "25")
VATS = ("21", "22", "23", "24")
AMOUNTS = ("10", "20", "11", "21", "12", "26", "22", "23", "13", "24", "14", "15", "16", "17", "18", "19", "25")
"""The columns of a record in their order: 10 is the sum of the taxed bases, 20 that of the VAT."""

RETURN_CELLS = ("01", "20", "11", "21", "12", "22", "23", "13", "24", "14", "15", "16", "17", "18", "19")
"""Cells of section A of the VAT return (справка-декларация) in the order of DEKLAR.TXT."""

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE"})
_MOST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Row:
    """A document of the ledger: amounts by column, in the currency of the period; below zero for a credit note."""

    document: str
    number: str
    issued_on: date
    partner_id: str
    partner: str
    goods: str
    amounts: Mapping[str, Decimal]

    def amount(self, column: str) -> Decimal:
        """What stands in a column, the two sums included."""
        if column == "10":
            return sum((self.amounts.get(one, ZERO) for one in TAXED_BASES), ZERO)
        if column == "20":
            return sum((self.amounts.get(one, ZERO) for one in VATS), ZERO)
        return self.amounts.get(column, ZERO)


@dataclass(frozen=True)
class Columns:
    """Where a treatment stands: the column of its base, and of its VAT where it has one."""

    base: str
    vat: str = ""


def columns(category: str, rate: Decimal, *, country: str) -> Columns:
    """The columns of a treatment, by the customer's country. Refuses `bg_ledger.no_column` where Kvit knows none.

    20 % and 9 %: чл. 66 ЗДДС; 0 % of глава трета (export too): 14; вътреобщностна доставка: 15; services of чл. 21,
    ал. 2 taxed in another member state: 17; place of supply outside the country, чл. 69, ал. 2: 18; exempt: 19.
    """
    if category == "S" and rate in (20, 9):
        return Columns("11", "21") if rate == 20 else Columns("13", "24")
    if category == "AE" and country not in ("", "BG"):
        return Columns("17")
    known = {"Z": "14", "G": "14", "K": "15", "O": "18", "E": "19"}
    if category not in known or rate:
        raise Refused("bg_ledger.no_column", category=category, rate=f"{rate.normalize():f}")
    return Columns(known[category])


def currency_of(first: date) -> str:
    """The currency of a period's figures: the lev until December 2025, the euro from January 2026."""
    former = bg.PROFILE.former_currency
    assert former is not None
    return former.currency if first <= former.ended_on else bg.PROFILE.currency


def declared(amount: Decimal, *, currency: str, first: date) -> Decimal:
    """An amount of the books as the period's file names it, rounded once to the stotinka or cent, half up.

    At the fixed rate where the books are kept in the other of the two. Refuses `bg_ledger.other_currency`.
    """
    former, wanted = bg.PROFILE.former_currency, currency_of(first)
    assert former is not None
    if currency == wanted:
        return round_half_up(amount, 2)
    if {currency, wanted} != {former.currency, bg.PROFILE.currency}:
        raise Refused("bg_ledger.other_currency", currency=currency, wanted=wanted)
    return round_half_up(amount * former.rate if wanted == former.currency else amount / former.rate, 2)


def letters(text: str) -> str:
    """The text in letters that Windows-1251 has: „ș“ becomes „s“; what has no such letter becomes a question mark."""
    line = " ".join(text.translate(_LETTERS).split())
    spelled = []
    for letter in line:
        plain = letter if _has(letter) else unicodedata.normalize("NFKD", letter)
        spelled.append("".join(one for one in plain if not unicodedata.combining(one)) if plain != letter else letter)
    return "".join(letter if _has(letter) else "?" for letter in "".join(spelled))


def write(rows: Iterable[Row], *, vat_id: str, first: date) -> bytes:
    """The file of the month that begins with `first`, records numbered from 1; empty where nothing was issued.

    Refuses `bg_ledger.too_long` where a number or amount does not fit: it may not be cut.
    """
    records = [record(row, vat_id=vat_id, first=first, position=i) for i, row in enumerate(rows, start=1)]
    return "".join(one + END for one in records).encode(ENCODING)


def record(row: Row, *, vat_id: str, first: date, position: int) -> str:
    """One record of 424 characters. Texts stand left, numbers right, both filled with blanks."""
    amounts = [cell(f"02-{column}", row.amount(column)) for column in AMOUNTS]
    # two blanks: 02-27, чл. 163а and 167а, see `columns`
    return "".join([head(row, "02", vat_id=vat_id, first=first, position=position), *amounts, "  "])


def head(row: Row, ledger: str, *, vat_id: str, first: date, position: int) -> str:
    """The fields 00 to 09, which the ledgers of sales (02) and purchases (03) have in common: 167 characters."""
    return "".join(
        [
            _exact(f"{ledger}-00", vat_id, 15),
            f"{first:%Y%m}",
            "0".rjust(4),  # no branch: the firm itself
            str(position).rjust(15),
            _exact(f"{ledger}-04", row.document, 2),
            _exact(f"{ledger}-05", row.number, 20),
            f"{row.issued_on:%d/%m/%Y}",
            _exact(f"{ledger}-07", row.partner_id, 15),
            letters(row.partner)[:50].ljust(50),
            letters(row.goods)[:30].ljust(30),
        ]
    )


def protocol_columns(treatment: str) -> Columns:
    """Where a protocol of чл. 117 stands among the sales: вътреобщностно придобиване in 12, what чл. 82, ал. 2 to 6
    makes the recipient owe in 26, the VAT of both in 22. Refuses `bg_ledger.domestic_charge` for чл. 163а, ал. 2, whose
    field 02-27 names a part of приложение № 2 that Kvit cannot tell.
    """
    if treatment == "domestic":
        raise Refused("bg_ledger.domestic_charge")
    return Columns("12" if treatment == "acquisition" else "26", "22")


def return_cells(rows: Sequence[Row]) -> dict[str, Decimal]:
    """The sales cells of the VAT return: the sums of the ledger's columns (cell 01 of 10, cell 12 of 12 and 26)."""
    sums = {column: sum((row.amount(column) for row in rows), ZERO) for column in AMOUNTS}
    of = {"01": sums["10"], "12": sums["12"] + sums["26"]}
    return {cell: of.get(cell, sums.get(cell, ZERO)) for cell in RETURN_CELLS}


def _has(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _exact(field: str, text: str, width: int) -> str:
    spelled = letters(text)
    if len(spelled) > width:
        raise Refused("bg_ledger.too_long", field=field, value=text[:60], width=width)
    return spelled.ljust(width)


def cell(field: str, amount: Decimal) -> str:
    """An amount in its 15 characters. Refuses `bg_ledger.too_long`."""
    if abs(amount) > _MOST:
        raise Refused("bg_ledger.too_long", field=field, value=f"{amount:f}", width=15)
    return f"{amount + 0:.2f}".rjust(15)  # + 0: no minus before nothing
