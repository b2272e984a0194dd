"""What a correcting FA(3) document names of the one it corrects (ustawa o VAT art. 106j ust. 2)."""

from dataclasses import dataclass
from datetime import date

from kvit.core.einvoice.bound.element import content, term
from kvit.core.einvoice.fa3 import kinds
from kvit.core.einvoice.fa3.parties import Adres, DaneNabywcy, DaneSprzedawcy


@content("DataWystFaKorygowanej, NrFaKorygowanej, (NrKSeF, NrKSeFFaKorygowanej | NrKSeFN)")
@dataclass(frozen=True, slots=True, kw_only=True)
class DaneFaKorygowanej:
    """A corrected invoice: its day, its number, and its KSeF number or that it has none."""

    data_wyst_fa_korygowanej: date | None = term("DataWystFaKorygowanej", kinds.DAY)
    nr_fa_korygowanej: str | None = term("NrFaKorygowanej", kinds.T256)
    nr_ksef: bool | None = term("NrKSeF", kinds.YES)
    nr_ksef_fa_korygowanej: str | None = term("NrKSeFFaKorygowanej", kinds.KSEF_NUMBER)
    nr_ksef_n: bool | None = term("NrKSeFN", kinds.YES)


@content("PrefiksPodatnika?, DaneIdentyfikacyjne, Adres")
@dataclass(frozen=True, slots=True, kw_only=True)
class Podmiot1K:
    """The seller as the corrected invoice has him."""

    prefiks_podatnika: str | None = term("PrefiksPodatnika", kinds.EU_COUNTRY)
    dane_identyfikacyjne: DaneSprzedawcy | None = term("DaneIdentyfikacyjne", DaneSprzedawcy)
    adres: Adres | None = term("Adres", Adres)


@content("DaneIdentyfikacyjne, Adres?, IDNabywcy?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Podmiot2K:
    """A buyer as the corrected invoice has him."""

    dane_identyfikacyjne: DaneNabywcy | None = term("DaneIdentyfikacyjne", DaneNabywcy)
    adres: Adres | None = term("Adres", Adres)
    id_nabywcy: str | None = term("IDNabywcy", kinds.T32)
