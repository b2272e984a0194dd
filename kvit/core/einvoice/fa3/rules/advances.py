"""Advance invoices and their settlement (ustawa o VAT art. 106f)."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.lines import Zamowienie
from kvit.core.einvoice.fa3.rules.lines import CORRECTIONS
from kvit.core.errors import Finding


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-ADV-01 to FA-ADV-06."""
    kind, order = fa.rodzaj_faktury, fa.zamowienie
    if kind == "ZAL" and order is None:
        yield breach("FA-ADV-01", "/Faktura/Fa/Zamowienie")
    if kind == "ROZ" and not fa.faktura_zaliczkowa:
        yield breach("FA-ADV-02", "/Faktura/Fa/FakturaZaliczkowa", severity="warning")
    if order is None:
        return
    if kind not in (None, "ZAL", "KOR_ZAL"):
        yield breach("FA-ADV-03", "/Faktura/Fa/Zamowienie", severity="warning", kind=kind)
    if kind not in CORRECTIONS:
        yield from _rows(order)
    worth = order.wartosc_zamowienia
    if kind == "ZAL" and fa.p_15 is not None and worth is not None and fa.p_15 > worth:
        yield breach("FA-ADV-06", "/Faktura/Fa/P_15", severity="warning", paid=fa.p_15, order=worth)


def _rows(order: Zamowienie) -> Iterator[Finding]:
    """The rows add up to the order (ust. 1 pkt 4), and none is as it was: there is nothing before it."""
    rows = order.zamowienie_wiersz
    stated = [(row.p_11_netto_z, row.p_11_vat_z) for row in rows]
    if order.wartosc_zamowienia is not None and all(net is not None for net, _ in stated):
        summed = sum(((net or 0) + (vat or 0) for net, vat in stated), Decimal(0))
        if abs(summed - order.wartosc_zamowienia) > Decimal("0.01") * (len(rows) + 1):
            place = "/Faktura/Fa/Zamowienie/WartoscZamowienia"
            yield breach("FA-ADV-04", place, severity="warning", total=order.wartosc_zamowienia, computed=summed)
    for index, row in enumerate(rows, 1):
        if row.stan_przed_z:
            yield breach("FA-ADV-05", f"/Faktura/Fa/Zamowienie/ZamowienieWiersz[{index}]/StanPrzedZ")
