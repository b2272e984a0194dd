"""The sums: VAT of each rate (art. 106e ust. 1 pkt 13 to 15), the total, the lines under them, what is settled beside.

A correction holds differences, and may correct a VAT amount alone; its sums are only looked at (warnings).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3 import rates
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.lines import FaWiersz
from kvit.core.einvoice.fa3.rates import Bucket
from kvit.core.einvoice.fa3.rules.lines import CORRECTIONS
from kvit.core.errors import Finding, Severity

CENT = Decimal("0.01")
ORDINARY = frozenset({"VAT", "ZAL"})
"""Kinds whose sums are amounts and not differences or rests."""
RATES_CHANGED = date(2011, 1, 1)
"""23 and 8 % instead of 22 and 7 (art. 146ef); taxis bear 4 instead of 3."""


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-SUM-01 to FA-SUM-08."""
    yield from _vat(fa)
    yield from _without_sum(fa)
    yield from _total(fa)
    yield from _lines(fa)
    yield from _settled(fa)
    yield from _currency(fa)


def tolerance(fa: Fa) -> Decimal:
    """A grosz for each line or earlier document whose VAT may have been rounded alone (art. 106e ust. 10), and one."""
    orders = fa.zamowienie.zamowienie_wiersz if fa.zamowienie else ()
    rounded = len(fa.fa_wiersz) + len(orders) + len(fa.faktura_zaliczkowa) + len(fa.dane_fa_korygowanej)
    return CENT * (rounded + 1)


def _vat(fa: Fa) -> Iterator[Finding]:
    """VAT is the rate of the net: 23, 8, 5 or 4 %, before 2011 also 22, 7 and 3 %."""
    if fa.rodzaj_faktury in CORRECTIONS:
        return
    supplied = fa.p_6 or (fa.okres_fa and fa.okres_fa.p_6_do) or fa.p_1
    for bucket in rates.used(fa):
        net, vat = bucket.net_of(fa), bucket.vat_of(fa)
        if net is None or vat is None or not bucket.percents:
            continue
        percents = bucket.percents if supplied and supplied < RATES_CHANGED else bucket.percents[:1]
        wanted = [net * percent / 100 for percent in percents]
        if all(abs(one - vat) > tolerance(fa) for one in wanted):
            computed = wanted[0].quantize(CENT, "ROUND_HALF_UP")
            place = f"/Faktura/Fa/{rates.field_name(bucket.vat)}"
            yield breach("FA-SUM-01", place, rate=bucket.percents[0], vat=vat, computed=computed)


def _without_sum(fa: Fa) -> Iterator[Finding]:
    """Each rate of the lines has its sum, and each sum of a rate its lines."""
    if fa.rodzaj_faktury != "VAT" or not fa.fa_wiersz:
        return
    sold = [line for line in fa.fa_wiersz if _worth(line)]
    for rate in sorted({line.p_12 for line in sold if line.p_12}):
        bucket = next(rates.bucket_of(line) for line in sold if line.p_12 == rate)
        if bucket is not None and bucket.net_of(fa) is None and _sum_of(fa, bucket):
            place = f"/Faktura/Fa/{rates.field_name(bucket.net)}"
            yield breach("FA-SUM-02", place, rate=rate, field=rates.field_name(bucket.net))


def _worth(line: FaWiersz) -> Decimal:
    return line.p_11 or line.p_11a or Decimal(0)


def _total(fa: Fa) -> Iterator[Finding]:
    """P_15 is all nets and all VAT. Where foreign VAT is not told (OSS), it cannot be computed: a warning."""
    sums = list(rates.used(fa))
    if fa.p_15 is None or not sums:
        return
    wanted = sum(((one.net_of(fa) or 0) + (one.vat_of(fa) or 0) for one in sums), Decimal(0))
    if abs(wanted - fa.p_15) <= tolerance(fa) + CENT * len(sums):
        return
    untold = rates.SPECIAL in sums and rates.SPECIAL.vat_of(fa) is None
    severity: Severity = "error" if fa.rodzaj_faktury in ORDINARY and not untold else "warning"
    yield breach("FA-SUM-03", "/Faktura/Fa/P_15", severity=severity, total=fa.p_15, computed=wanted)


def _lines(fa: Fa) -> Iterator[Finding]:
    """The lines of a rate add up to its sum; on the other kinds they show more or less than what is due."""
    if fa.rodzaj_faktury != "VAT":
        return
    for bucket in rates.used(fa):
        summed = _sum_of(fa, bucket)
        net = bucket.net_of(fa)
        if summed is None or net is None or bucket is rates.MARGIN:
            continue
        if abs(summed - net) > tolerance(fa):
            place = f"/Faktura/Fa/{rates.field_name(bucket.net)}"
            yield breach("FA-SUM-04", place, severity="warning", total=net, computed=summed.quantize(CENT))


def _sum_of(fa: Fa, bucket: Bucket) -> Decimal | None:
    """The net of the bucket's lines; a gross line holds its VAT (art. 106e ust. 7). None where a line has no amount."""
    lines = [line for line in fa.fa_wiersz if rates.bucket_of(line) is bucket]
    if not lines or any(line.p_11 is None and line.p_11a is None for line in lines):
        return None
    percent = bucket.percents[0] if bucket.percents else 0
    return sum(
        (line.p_11 if line.p_11 is not None else (line.p_11a or Decimal(0)) * 100 / (100 + percent) for line in lines),
        Decimal(0),
    )


def _settled(fa: Fa) -> Iterator[Finding]:
    """Rozliczenie: charges and deductions add up, and what is to be paid follows from them and P_15."""
    held = fa.rozliczenie
    if held is None:
        return
    charged = sum((one.kwota or Decimal(0) for one in held.obciazenia), Decimal(0))
    deducted = sum((one.kwota or Decimal(0) for one in held.odliczenia), Decimal(0))
    to_pay = (fa.p_15 or Decimal(0)) + charged - deducted
    stated = (
        ("SumaObciazen", held.suma_obciazen, charged),
        ("SumaOdliczen", held.suma_odliczen, deducted),
        ("DoZaplaty", held.do_zaplaty, to_pay),
    )
    for name, amount, wanted in stated:
        if amount is not None and abs(amount - wanted) > CENT:
            place = f"/Faktura/Fa/Rozliczenie/{name}"
            yield breach("FA-SUM-05", place, severity="warning", total=amount, computed=wanted)


def _currency(fa: Fa) -> Iterator[Finding]:
    """VAT is stated in złoty (art. 106e ust. 11): beside every P_14 where the currency is another, and only there."""
    if fa.kod_waluty is None:
        return
    for bucket in rates.used(fa):
        if not bucket.percents:
            continue
        place = f"/Faktura/Fa/{rates.field_name(bucket.vat)}W"
        in_pln = bucket.vat_in_pln_of(fa)
        if fa.kod_waluty == "PLN" and in_pln is not None:
            yield breach("FA-CUR-01", place, severity="warning")
        if fa.kod_waluty != "PLN" and in_pln is None and bucket.vat_of(fa):
            yield breach("FA-CUR-02", place, severity="warning", currency=fa.kod_waluty)
