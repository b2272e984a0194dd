"""What the columns of a file are, and how the headings over them are compared.

A heading is compared without accents, marks, capitals and the currency behind it: `Amount (EUR)`, `AMOUNT` and `amount`
are one, so are `InvoiceDate` and `invoice_date`. The earlier a word stands, the surer it is.
"""

import re
from dataclasses import dataclass
from typing import Literal

from babel.core import get_global

from kvit.core.parsing.dates import folded

Kind = Literal["text", "day", "amount", "number"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name in Kvit, what its cells are, and the headings it goes by, the surest first."""

    name: str
    kind: Kind
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file is read for: its fields, and the groups of them of which a file must have at least one each."""

    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]


def field(name: str, kind: Kind, words: str) -> Field:
    """A field whose own name is its surest heading; the others are parted by commas."""
    return Field(name, kind, tuple(dict.fromkeys(heading(word) for word in [name, *words.split(",")] if word.strip())))


def heading(text: str) -> str:
    """A heading in the form in which headings are compared."""
    parted = re.sub(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я][a-zа-я])|(?<=[a-z])(?=ID\b|Id\b)", " ", text.strip())
    words = re.sub(r"[^\w%#]+|_", " ", folded(parted.replace("№", " no ").replace("º", "o")))
    return " ".join(words.split())


def heading_currency(text: str) -> tuple[str, str]:
    """The heading without a currency at its end, and that currency or nothing: `Betrag (EUR)` is `betrag`, `EUR`."""
    match = re.fullmatch(r"(.+?)[\s,(\[/]+([A-Z]{3})[)\]]?", text.strip())
    if match and match[2] in get_global("all_currencies"):
        return heading(match[1]), match[2]
    return heading(text), ""
