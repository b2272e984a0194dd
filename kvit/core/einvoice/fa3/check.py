"""Kvit's own verdict on an FA(3) document: its file, the schema's structure, and the rules that the schema misses."""

from datetime import date

from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3 import file, rules
from kvit.core.einvoice.fa3.rules import days
from kvit.core.errors import Finding


def check(content: bytes, *, on: date | None = None) -> list[Finding]:
    """Every finding, errors and warnings. `on` is the day it goes to KSeF, which then looks at the file and at P_1.

    Refuses what `fa3.inspect` refuses.
    """
    reading = fa3.inspect(content)
    document = reading.document
    found = [
        *file.check(content, has_attachment=document.zalacznik is not None, is_sent=on is not None),
        *reading.findings,
    ]
    found += rules.check(document)
    if on is not None:
        found += days.in_future(document.fa, on)
    return found
