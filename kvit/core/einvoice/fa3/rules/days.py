"""Days that contradict each other. Whether P_1 lies in the future is asked with the day (`check.check`)."""

from collections.abc import Iterator
from datetime import date, timedelta

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.errors import Finding

EARLIEST = timedelta(days=60)
"""An invoice may be issued so long before the supply (art. 106i ust. 7), except for what runs over periods (ust. 8)."""


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-DAY-02: a period that ends before it starts; FA-DAY-03: issued more than 60 days before the supply."""
    period = fa.okres_fa
    if period is not None and period.p_6_od and period.p_6_do and period.p_6_do < period.p_6_od:
        yield breach("FA-DAY-02", "/Faktura/Fa/OkresFa", start=period.p_6_od.isoformat(), end=period.p_6_do.isoformat())
    if fa.p_1 is not None and fa.p_6 is not None and fa.p_6 - fa.p_1 > EARLIEST:
        yield breach("FA-DAY-03", "/Faktura/Fa/P_6", severity="warning", day=fa.p_6.isoformat())


def in_future(fa: Fa | None, on: date) -> Iterator[Finding]:
    """FA-DAY-01: KSeF refuses a day of issue after the day it takes the document (weryfikacja-faktury.md)."""
    if fa is not None and fa.p_1 is not None and fa.p_1 > on:
        yield breach("FA-DAY-01", "/Faktura/Fa/P_1", day=fa.p_1.isoformat(), today=on.isoformat())
