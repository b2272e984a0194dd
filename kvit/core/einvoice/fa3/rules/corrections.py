"""Corrections: what they name of the corrected document (ustawa o VAT art. 106j ust. 2)."""

from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.rules.lines import CORRECTIONS
from kvit.core.errors import Finding


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-COR-01 to FA-COR-06. A reason is not asked for: it may stand (art. 106j ust. 2a)."""
    if fa.rodzaj_faktury is None:
        return
    corrects = fa.rodzaj_faktury in CORRECTIONS
    place = "/Faktura/Fa/DaneFaKorygowanej"
    if corrects and not fa.dane_fa_korygowanej:
        yield breach("FA-COR-01", place)
    if not corrects and fa.dane_fa_korygowanej:
        yield breach("FA-COR-02", place, kind=fa.rodzaj_faktury)
    if fa.rodzaj_faktury in ("KOR_ZAL", "KOR_ROZ") and fa.p_15zk is None:
        yield breach("FA-COR-03", "/Faktura/Fa/P_15ZK", severity="warning")
    seller = document.podmiot1 and document.podmiot1.dane_identyfikacyjne
    for index, corrected in enumerate(fa.dane_fa_korygowanej, 1):
        day = corrected.data_wyst_fa_korygowanej
        if day is not None and fa.p_1 is not None and day > fa.p_1:
            there = f"{place}[{index}]/DataWystFaKorygowanej"
            yield breach("FA-COR-04", there, severity="warning", day=day.isoformat(), issued=fa.p_1.isoformat())
        number = corrected.nr_ksef_fa_korygowanej or ""
        if number and seller and seller.nip and number[:10] != seller.nip:
            there = f"{place}[{index}]/NrKSeFFaKorygowanej"
            yield breach("FA-COR-05", there, severity="warning", number=number, nip=seller.nip)
    yield from _changed_nip(document, fa)


def _changed_nip(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """A wrong NIP is not corrected: the document is corrected to zero and issued anew (the schema on Podmiot2K)."""
    buyer = document.podmiot2 and document.podmiot2.dane_identyfikacyjne
    known = {buyer.nip if buyer else None} | {
        one.dane_identyfikacyjne.nip for one in document.podmiot3 if one.dane_identyfikacyjne
    }
    for index, before in enumerate(fa.podmiot2k, 1):
        nip = before.dane_identyfikacyjne.nip if before.dane_identyfikacyjne else None
        if nip is not None and nip not in known:
            place = f"/Faktura/Fa/Podmiot2K[{index}]/DaneIdentyfikacyjne/NIP"
            yield breach("FA-COR-06", place, severity="warning", nip=nip)
