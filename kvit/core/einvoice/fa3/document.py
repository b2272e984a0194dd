"""FA(3) as a whole: `Faktura`, with its head, its part `Fa`, its foot and its attachment."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.fa3 import kinds
from kvit.core.einvoice.fa3.annotations import Adnotacje
from kvit.core.einvoice.fa3.attachment import Zalacznik
from kvit.core.einvoice.fa3.conditions import WarunkiTransakcji
from kvit.core.einvoice.fa3.corrections import DaneFaKorygowanej, Podmiot1K, Podmiot2K
from kvit.core.einvoice.fa3.lines import DodatkowyOpis, FakturaZaliczkowa, FaWiersz, ZaliczkaCzesciowa, Zamowienie
from kvit.core.einvoice.fa3.parties import Podmiot1, Podmiot2, Podmiot3, PodmiotUpowazniony
from kvit.core.einvoice.fa3.payment import Platnosc, Rozliczenie


@content("KodFormularza, WariantFormularza, DataWytworzeniaFa, SystemInfo?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Naglowek:
    """The head: which form, when it was made, by what."""

    kod_formularza: str | None = term("KodFormularza", kinds.FORM, "FA")
    wariant_formularza: int | None = term("WariantFormularza", kinds.VARIANT, 3)
    data_wytworzenia_fa: datetime | None = term("DataWytworzeniaFa", kinds.CREATED)
    system_info: str | None = term("SystemInfo", kinds.T256)


@content("P_6_Od, P_6_Do")
@dataclass(frozen=True, slots=True, kw_only=True)
class OkresFa:
    """The period that the document is for."""

    p_6_od: date | None = term("P_6_Od", kinds.DAY)  # from
    p_6_do: date | None = term("P_6_Do", kinds.DAY)  # until


@content(
    "KodWaluty, P_1, P_1M?, P_2, WZ{0,1000}, (P_6 | OkresFa)?, (P_13_1, P_14_1, P_14_1W?)?, (P_13_2, "
    "P_14_2, P_14_2W?)?, (P_13_3, P_14_3, P_14_3W?)?, (P_13_4, P_14_4, P_14_4W?)?, (P_13_5, P_14_5?)?, "
    "P_13_6_1?, P_13_6_2?, P_13_6_3?, P_13_7?, P_13_8?, P_13_9?, P_13_10?, P_13_11?, P_15, KursWalutyZ?, "
    "Adnotacje, RodzajFaktury, (PrzyczynaKorekty?, TypKorekty?, DaneFaKorygowanej{1,50000}, "
    "OkresFaKorygowanej?, NrFaKorygowany?, Podmiot1K?, Podmiot2K{0,101}, (P_15ZK, KursWalutyZK?)?)?, "
    "ZaliczkaCzesciowa{0,31}, FP?, TP?, DodatkowyOpis{0,10000}, FakturaZaliczkowa{0,100}, ZwrotAkcyzy?, "
    "FaWiersz{0,10000}, Rozliczenie?, Platnosc?, WarunkiTransakcji?, Zamowienie?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Fa:
    """The invoice itself."""

    kod_waluty: str | None = term("KodWaluty", kinds.CURRENCY)
    p_1: date | None = term("P_1", kinds.DAY)  # issued on
    p_1m: str | None = term("P_1M", kinds.T256)  # issued at
    p_2: str | None = term("P_2", kinds.T256)  # number
    wz: tuple[str, ...] = terms("WZ", kinds.T256)
    p_6: date | None = term("P_6", kinds.DAY)  # supplied or paid on
    okres_fa: OkresFa | None = term("OkresFa", OkresFa)
    p_13_1: Decimal | None = term("P_13_1", kinds.AMOUNT)  # net at 23 or 22 %
    p_14_1: Decimal | None = term("P_14_1", kinds.AMOUNT)  # its VAT
    p_14_1w: Decimal | None = term("P_14_1W", kinds.AMOUNT)  # its VAT in PLN, as below
    p_13_2: Decimal | None = term("P_13_2", kinds.AMOUNT)  # net at 8 or 7 %
    p_14_2: Decimal | None = term("P_14_2", kinds.AMOUNT)
    p_14_2w: Decimal | None = term("P_14_2W", kinds.AMOUNT)
    p_13_3: Decimal | None = term("P_13_3", kinds.AMOUNT)  # net at 5 %
    p_14_3: Decimal | None = term("P_14_3", kinds.AMOUNT)
    p_14_3w: Decimal | None = term("P_14_3W", kinds.AMOUNT)
    p_13_4: Decimal | None = term("P_13_4", kinds.AMOUNT)  # net at the lump rate of taxis
    p_14_4: Decimal | None = term("P_14_4", kinds.AMOUNT)
    p_14_4w: Decimal | None = term("P_14_4W", kinds.AMOUNT)
    p_13_5: Decimal | None = term("P_13_5", kinds.AMOUNT)  # net under division XII chapter 6a (OSS)
    p_14_5: Decimal | None = term("P_14_5", kinds.AMOUNT)
    p_13_6_1: Decimal | None = term("P_13_6_1", kinds.AMOUNT)  # at 0 % in the country
    p_13_6_2: Decimal | None = term("P_13_6_2", kinds.AMOUNT)  # intra-Community supply of goods
    p_13_6_3: Decimal | None = term("P_13_6_3", kinds.AMOUNT)  # export
    p_13_7: Decimal | None = term("P_13_7", kinds.AMOUNT)  # exempt
    p_13_8: Decimal | None = term("P_13_8", kinds.AMOUNT)  # taxed outside Poland, but not the next
    p_13_9: Decimal | None = term("P_13_9", kinds.AMOUNT)  # services under art. 100 ust. 1 pkt 4
    p_13_10: Decimal | None = term("P_13_10", kinds.AMOUNT)  # domestic reverse charge
    p_13_11: Decimal | None = term("P_13_11", kinds.AMOUNT)  # under a margin scheme
    p_15: Decimal | None = term("P_15", kinds.AMOUNT)  # due in all
    kurs_waluty_z: Decimal | None = term("KursWalutyZ", kinds.QUANTITY)
    adnotacje: Adnotacje | None = term("Adnotacje", Adnotacje)
    rodzaj_faktury: str | None = term("RodzajFaktury", kinds.DOCUMENT_KIND)
    przyczyna_korekty: str | None = term("PrzyczynaKorekty", kinds.T256)
    typ_korekty: int | None = term("TypKorekty", kinds.CORRECTION_EFFECT)
    dane_fa_korygowanej: tuple[DaneFaKorygowanej, ...] = terms("DaneFaKorygowanej", DaneFaKorygowanej)
    okres_fa_korygowanej: str | None = term("OkresFaKorygowanej", kinds.T256)
    nr_fa_korygowany: str | None = term("NrFaKorygowany", kinds.T256)
    podmiot1k: Podmiot1K | None = term("Podmiot1K", Podmiot1K)
    podmiot2k: tuple[Podmiot2K, ...] = terms("Podmiot2K", Podmiot2K)
    p_15zk: Decimal | None = term("P_15ZK", kinds.AMOUNT)  # paid or due before the correction
    kurs_waluty_zk: Decimal | None = term("KursWalutyZK", kinds.QUANTITY)
    zaliczka_czesciowa: tuple[ZaliczkaCzesciowa, ...] = terms("ZaliczkaCzesciowa", ZaliczkaCzesciowa)
    fp: bool | None = term("FP", kinds.YES)  # art. 109 ust. 3d
    tp: bool | None = term("TP", kinds.YES)  # related parties
    dodatkowy_opis: tuple[DodatkowyOpis, ...] = terms("DodatkowyOpis", DodatkowyOpis)
    faktura_zaliczkowa: tuple[FakturaZaliczkowa, ...] = terms("FakturaZaliczkowa", FakturaZaliczkowa)
    zwrot_akcyzy: bool | None = term("ZwrotAkcyzy", kinds.YES)
    fa_wiersz: tuple[FaWiersz, ...] = terms("FaWiersz", FaWiersz)
    rozliczenie: Rozliczenie | None = term("Rozliczenie", Rozliczenie)
    platnosc: Platnosc | None = term("Platnosc", Platnosc)
    warunki_transakcji: WarunkiTransakcji | None = term("WarunkiTransakcji", WarunkiTransakcji)
    zamowienie: Zamowienie | None = term("Zamowienie", Zamowienie)


@content("StopkaFaktury?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Informacje:
    """A text at the foot."""

    stopka_faktury: str | None = term("StopkaFaktury", kinds.FOOTER)


@content("PelnaNazwa?, KRS?, REGON?, BDO?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Rejestry:
    """Numbers in other registers."""

    pelna_nazwa: str | None = term("PelnaNazwa", kinds.T256)
    krs: str | None = term("KRS", kinds.KRS)
    regon: str | None = term("REGON", kinds.REGON)
    bdo: str | None = term("BDO", kinds.BDO)


@content("Informacje{0,3}, Rejestry{0,100}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Stopka:
    """The foot."""

    informacje: tuple[Informacje, ...] = terms("Informacje", Informacje)
    rejestry: tuple[Rejestry, ...] = terms("Rejestry", Rejestry)


@content("Naglowek, Podmiot1, Podmiot2, Podmiot3{0,100}, PodmiotUpowazniony?, Fa, Stopka?, Zalacznik?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Faktura:
    """The document element."""

    naglowek: Naglowek | None = term("Naglowek", Naglowek)
    podmiot1: Podmiot1 | None = term("Podmiot1", Podmiot1)
    podmiot2: Podmiot2 | None = term("Podmiot2", Podmiot2)
    podmiot3: tuple[Podmiot3, ...] = terms("Podmiot3", Podmiot3)
    podmiot_upowazniony: PodmiotUpowazniony | None = term("PodmiotUpowazniony", PodmiotUpowazniony)
    fa: Fa | None = term("Fa", Fa)
    stopka: Stopka | None = term("Stopka", Stopka)
    zalacznik: Zalacznik | None = term("Zalacznik", Zalacznik)
