"""The lines: each number once, no negative quantities outside corrections, amounts that follow from the prices."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.lines import FaWiersz
from kvit.core.errors import Finding, Severity

CORRECTIONS = frozenset({"KOR", "KOR_ZAL", "KOR_ROZ"})
WITHOUT_LINES = frozenset({"ZAL", *CORRECTIONS})
"""Kinds that may have no line (the schema on FaWiersz; art. 106j ust. 3 pkt 2)."""


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-LINE-01 to FA-LINE-06."""
    corrects = fa.rodzaj_faktury in CORRECTIONS
    yield from _twice(fa, corrects=corrects)
    if not fa.fa_wiersz and fa.rodzaj_faktury not in {None, *WITHOUT_LINES}:
        yield breach("FA-LINE-05", "/Faktura/Fa/FaWiersz", severity="warning")
    for index, line in enumerate(fa.fa_wiersz, 1):
        place = f"/Faktura/Fa/FaWiersz[{index}]"
        number = line.nr_wiersza_fa or index
        if not corrects and line.p_8b is not None and line.p_8b < 0:
            yield breach("FA-LINE-03", f"{place}/P_8B", line=number, quantity=line.p_8b)
        if not corrects and line.stan_przed:
            yield breach("FA-LINE-04", f"{place}/StanPrzed", line=number)
        wanted = amount(line)
        stated = line.p_11a if line.p_9a is None else line.p_11
        if wanted is not None and stated is not None and abs(wanted - stated) > Decimal("0.01"):
            yield breach("FA-LINE-06", place, severity="warning", line=number, amount=stated, computed=wanted)


def _twice(fa: Fa, *, corrects: bool) -> Iterator[Finding]:
    """A number stands once; in a correction once for the line as it was and once as it is (art. 106j ust. 2 pkt 5)."""
    numbers = Counter((one.nr_wiersza_fa, bool(one.stan_przed)) for one in fa.fa_wiersz if one.nr_wiersza_fa)
    for (number, _), times in numbers.items():
        if times > 1:
            severity: Severity = "warning" if corrects else "error"
            place = "/Faktura/Fa/FaWiersz/NrWierszaFa"
            yield breach("FA-LINE-01", place, severity=severity, line=number, times=times)
    if corrects:
        return
    for universal, times in Counter(one.uu_id for one in fa.fa_wiersz if one.uu_id).items():
        if times > 1:
            yield breach("FA-LINE-02", "/Faktura/Fa/FaWiersz/UU_ID", id=universal, times=times)


def amount(line: FaWiersz) -> Decimal | None:
    """Quantity times price without the discount, in whole grosze; None where the line does not give both."""
    price = line.p_9b if line.p_9a is None else line.p_9a
    if line.p_8b is None or price is None:
        return None
    return (line.p_8b * price - (line.p_10 or 0)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
