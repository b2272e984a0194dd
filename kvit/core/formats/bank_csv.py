"""Payment files as a table, for banks that take no other: a profile says its columns (`docs/rules/bank-files.md`)."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from kvit.core.formats.transfers import (
    Run,
    Transfer,
    check_domestic,
    documents_told,
    identification,
    plain,
    refuse,
    unsaid,
)
from kvit.core.latin import latin

FIELDS: dict[str, Callable[[Transfer, Run], str]] = {
    "key": lambda transfer, _: identification(transfer.key),
    "payer_iban": lambda _, run: run.payer.iban,
    "payer": lambda _, run: run.payer.name,
    "payee": lambda transfer, _: transfer.payee,
    "iban": lambda transfer, _: transfer.iban,
    "bic": lambda transfer, _: transfer.bic,
    "address": lambda transfer, _: " ".join(part for part in transfer.address.told() if part),
    "currency": lambda transfer, _: transfer.amount.currency,
}
"""What a column may hold beside `amount`, `on` and `text`."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, which field stands in it, and how many letters the bank takes."""

    heading: str
    field: str
    longest: int = 140


@dataclass(frozen=True)
class Profile:
    """How one bank, or one country's banks, want the table."""

    name: str
    country: str
    currency: str
    columns: tuple[Column, ...]
    separator: str = ";"
    decimal_mark: str = "."
    day: str = "%Y-%m-%d"
    encoding: str = "utf-8"
    has_headings: bool = True

    def __post_init__(self) -> None:
        unknown = {column.field for column in self.columns} - {*FIELDS, "amount", "on", "text"}
        if unknown:
            raise ValueError(f"no field of a transfer: {sorted(unknown)}")
        if not {"iban", "payee", "amount"} <= {column.field for column in self.columns}:
            raise ValueError("a table of payments names payee, account and amount")


POLISH = Profile(
    name="PLN CSV",
    country="PL",
    currency="PLN",
    columns=(
        Column("Data", "on"),
        Column("Rachunek nadawcy", "payer_iban"),
        Column("Rachunek odbiorcy", "iban"),
        Column("Nazwa odbiorcy", "payee", 70),
        Column("Adres odbiorcy", "address", 70),
        Column("Kwota", "amount"),
        Column("Waluta", "currency"),
        Column("Tytuł", "text", 140),
        Column("Referencje", "key"),
    ),
    decimal_mark=",",
    encoding="cp1250",
)
ROMANIAN = Profile(
    name="RON CSV",
    country="RO",
    currency="RON",
    columns=(
        Column("Data", "on"),
        Column("IBAN plătitor", "payer_iban"),
        Column("IBAN beneficiar", "iban"),
        Column("Nume beneficiar", "payee", 70),
        Column("Suma", "amount"),
        Column("Moneda", "currency"),
        Column("Detalii plată", "text", 140),
        Column("Referință", "key"),
    ),
    day="%d.%m.%Y",
)


def write(run: Run, profile: Profile) -> bytes:
    """The table of a run, rows by day and key, the same bytes whenever it is written.

    Refuses `run.findings`, with the codes.
    """
    found = check_domestic(run, country=profile.country, currency=profile.currency)
    refuse(found + unsaid(run, format=profile.name))
    table = io.StringIO()
    rows = csv.writer(table, delimiter=profile.separator, lineterminator="\r\n")
    if profile.has_headings:
        rows.writerow([column.heading for column in profile.columns])
    for transfer in sorted(run.transfers, key=lambda one: (one.on, one.key)):
        rows.writerow([_cell(column, transfer, run=run, profile=profile) for column in profile.columns])
    return table.getvalue().encode(profile.encoding)


def _cell(column: Column, transfer: Transfer, *, run: Run, profile: Profile) -> str:
    if column.field == "amount":
        return plain(transfer.amount).replace(".", profile.decimal_mark)
    if column.field == "on":
        return f"{transfer.on:{profile.day}}"
    if column.field == "text":  # a number of a document is left out and counted, never cut in half
        return documents_told([_harmless(number) for number in transfer.told], longest=column.longest)
    return _harmless(FIELDS[column.field](transfer, run))[: column.longest].rstrip()


def _harmless(text: str) -> str:
    """In the letters of the set, and nothing that a spreadsheet would run."""
    return latin(text).lstrip("+- ")
