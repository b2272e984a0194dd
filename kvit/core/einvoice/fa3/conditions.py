"""The conditions of the deal in FA(3): contracts, orders, lots, delivery, transport."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.fa3 import kinds
from kvit.core.einvoice.fa3.parties import Adres, DaneNabywcy


@content("DataUmowy?, NrUmowy?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Umowy:
    """A contract."""

    data_umowy: date | None = term("DataUmowy", kinds.CONTRACT_DAY)
    nr_umowy: str | None = term("NrUmowy", kinds.T256)


@content("DataZamowienia?, NrZamowienia?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Zamowienia:
    """An order of the buyer."""

    data_zamowienia: date | None = term("DataZamowienia", kinds.CONTRACT_DAY)
    nr_zamowienia: str | None = term("NrZamowienia", kinds.T256)


@content("DaneIdentyfikacyjne, AdresPrzewoznika")
@dataclass(frozen=True, slots=True, kw_only=True)
class Przewoznik:
    """Who carries."""

    dane_identyfikacyjne: DaneNabywcy | None = term("DaneIdentyfikacyjne", DaneNabywcy)
    adres_przewoznika: Adres | None = term("AdresPrzewoznika", Adres)


@content(
    "(RodzajTransportu | TransportInny, OpisInnegoTransportu), Przewoznik?, NrZleceniaTransportu?, "
    "((OpisLadunku | LadunekInny, OpisInnegoLadunku), JednostkaOpakowania?), (DataGodzRozpTransportu?, "
    "DataGodzZakTransportu?, WysylkaZ?, WysylkaPrzez{0,20}, WysylkaDo?)?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """One transport."""

    rodzaj_transportu: int | None = term("RodzajTransportu", kinds.TRANSPORT)
    transport_inny: bool | None = term("TransportInny", kinds.YES)
    opis_innego_transportu: str | None = term("OpisInnegoTransportu", kinds.T50)
    przewoznik: Przewoznik | None = term("Przewoznik", Przewoznik)
    nr_zlecenia_transportu: str | None = term("NrZleceniaTransportu", kinds.T256)
    opis_ladunku: int | None = term("OpisLadunku", kinds.LOAD)
    ladunek_inny: bool | None = term("LadunekInny", kinds.YES)
    opis_innego_ladunku: str | None = term("OpisInnegoLadunku", kinds.T50)
    jednostka_opakowania: str | None = term("JednostkaOpakowania", kinds.T256)
    data_godz_rozp_transportu: datetime | None = term("DataGodzRozpTransportu", kinds.MOMENT)
    data_godz_zak_transportu: datetime | None = term("DataGodzZakTransportu", kinds.MOMENT)
    wysylka_z: Adres | None = term("WysylkaZ", Adres)
    wysylka_przez: tuple[Adres, ...] = terms("WysylkaPrzez", Adres)
    wysylka_do: Adres | None = term("WysylkaDo", Adres)


@content(
    "Umowy{0,100}, Zamowienia{0,100}, NrPartiiTowaru{0,1000}, WarunkiDostawy?, (KursUmowny, "
    "WalutaUmowna)?, Transport{0,20}, PodmiotPosredniczacy?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class WarunkiTransakcji:
    """The conditions of the deal."""

    umowy: tuple[Umowy, ...] = terms("Umowy", Umowy)
    zamowienia: tuple[Zamowienia, ...] = terms("Zamowienia", Zamowienia)
    nr_partii_towaru: tuple[str, ...] = terms("NrPartiiTowaru", kinds.T256)
    warunki_dostawy: str | None = term("WarunkiDostawy", kinds.T256)
    kurs_umowny: Decimal | None = term("KursUmowny", kinds.QUANTITY)
    waluta_umowna: str | None = term("WalutaUmowna", kinds.CURRENCY)
    transport: tuple[Transport, ...] = terms("Transport", Transport)
    podmiot_posredniczacy: bool | None = term("PodmiotPosredniczacy", kinds.YES)
