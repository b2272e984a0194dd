"""What of an invoice does not reach FA(3): told before it is sent, by looking for every term in what was written."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.core.einvoice.bound.simple import collapsed
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Faktura
from kvit.core.einvoice.fa3.semantic.facts import Facts
from kvit.core.einvoice.fa3.semantic.reading import to_invoice
from kvit.core.einvoice.fa3.semantic.writing import from_invoice
from kvit.core.einvoice.model import Invoice
from kvit.core.errors import Finding

OF_OTHER_FORMATS = frozenset({"specification_id", "process_type"})
"""Terms that say by which rules another format was written (BT-23, BT-24)."""


def dropped(invoice: Invoice, facts: Facts) -> list[Finding]:
    """FA-DROP-01 for every term that FA(3) does not carry: neither as that term, nor anywhere in the document."""
    document = from_invoice(invoice, facts)
    again, _ = to_invoice(document)
    carried = _Carried(document)
    return [
        breach("FA-DROP-01", place, severity="warning", term=place, value=str(value)[:80])
        for place, value in _terms(invoice, again)
        if place not in OF_OTHER_FORMATS and value not in carried
    ]


class _Carried:
    """The values of a document: its texts as one, its numbers and its days."""

    def __init__(self, document: Faktura) -> None:
        leaves = list(_leaves(document))
        self._text = "\n".join(collapsed(one) for one in leaves if isinstance(one, str))
        self._others = {one for one in leaves if not isinstance(one, str)}

    def __contains__(self, value: object) -> bool:
        if isinstance(value, str):
            return re.search(rf"(?<!\w){re.escape(collapsed(value))}(?!\w)", self._text) is not None
        return value in self._others or (isinstance(value, Decimal) and (not value or -value in self._others))


def _leaves(value: Any) -> Iterator[str | Decimal | date]:
    if is_dataclass(value):
        for one in fields(value):
            yield from _leaves(getattr(value, one.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, str | Decimal | date):
        yield value


def _terms(before: Any, after: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """The terms that are not the same again, by their places in the model."""
    if before == after or before is None:
        return
    if is_dataclass(before):
        for one in fields(before):
            there = getattr(after, one.name, None)
            yield from _terms(getattr(before, one.name), there, f"{place}/{one.name}".strip("/"))
    elif isinstance(before, tuple):
        others = after if isinstance(after, tuple) else ()
        for index, part in enumerate(before):
            yield from _terms(part, others[index] if index < len(others) else None, f"{place}/{index + 1}")
    else:
        yield place, before
