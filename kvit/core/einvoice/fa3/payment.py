"""What is settled beside the invoice in FA(3), and how it is paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.fa3 import kinds


@content("Kwota, Powod")
@dataclass(frozen=True, slots=True, kw_only=True)
class Obciazenia:
    """An amount that is added to what is due."""

    kwota: Decimal | None = term("Kwota", kinds.AMOUNT)
    powod: str | None = term("Powod", kinds.T256)


@content("Kwota, Powod")
@dataclass(frozen=True, slots=True, kw_only=True)
class Odliczenia:
    """An amount that is taken from what is due."""

    kwota: Decimal | None = term("Kwota", kinds.AMOUNT)
    powod: str | None = term("Powod", kinds.T256)


@content("Obciazenia{0,100}, SumaObciazen?, Odliczenia{0,100}, SumaOdliczen?, (DoZaplaty | DoRozliczenia)?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Rozliczenie:
    """What is settled with the invoice and is not part of it."""

    obciazenia: tuple[Obciazenia, ...] = terms("Obciazenia", Obciazenia)
    suma_obciazen: Decimal | None = term("SumaObciazen", kinds.AMOUNT)
    odliczenia: tuple[Odliczenia, ...] = terms("Odliczenia", Odliczenia)
    suma_odliczen: Decimal | None = term("SumaOdliczen", kinds.AMOUNT)
    do_zaplaty: Decimal | None = term("DoZaplaty", kinds.AMOUNT)
    do_rozliczenia: Decimal | None = term("DoRozliczenia", kinds.AMOUNT)


@content("KwotaZaplatyCzesciowej, DataZaplatyCzesciowej, (FormaPlatnosci | PlatnoscInna, OpisPlatnosci)?")
@dataclass(frozen=True, slots=True, kw_only=True)
class ZaplataCzesciowa:
    """A payment of a part."""

    kwota_zaplaty_czesciowej: Decimal | None = term("KwotaZaplatyCzesciowej", kinds.AMOUNT)
    data_zaplaty_czesciowej: date | None = term("DataZaplatyCzesciowej", kinds.PAYMENT_DAY)
    forma_platnosci: int | None = term("FormaPlatnosci", kinds.PAYMENT_FORM)
    platnosc_inna: bool | None = term("PlatnoscInna", kinds.YES)
    opis_platnosci: str | None = term("OpisPlatnosci", kinds.T256)


@content("Ilosc, Jednostka, ZdarzeniePoczatkowe")
@dataclass(frozen=True, slots=True, kw_only=True)
class TerminOpis:
    """A term of payment as so many units after an event."""

    ilosc: int | None = term("Ilosc", kinds.INTEGER)
    jednostka: str | None = term("Jednostka", kinds.T50)
    zdarzenie_poczatkowe: str | None = term("ZdarzeniePoczatkowe", kinds.T256)


@content("Termin?, TerminOpis?")
@dataclass(frozen=True, slots=True, kw_only=True)
class TerminPlatnosci:
    """When it falls due."""

    termin: date | None = term("Termin", kinds.PAYMENT_DAY)
    termin_opis: TerminOpis | None = term("TerminOpis", TerminOpis)


@content("(NrRB, SWIFT?), RachunekWlasnyBanku?, NazwaBanku?, OpisRachunku?")
@dataclass(frozen=True, slots=True, kw_only=True)
class RachunekBankowy:
    """An account to pay to."""

    nr_rb: str | None = term("NrRB", kinds.ACCOUNT)
    swift: str | None = term("SWIFT", kinds.SWIFT)
    rachunek_wlasny_banku: int | None = term("RachunekWlasnyBanku", kinds.OWN_ACCOUNT)
    nazwa_banku: str | None = term("NazwaBanku", kinds.T256)
    opis_rachunku: str | None = term("OpisRachunku", kinds.T256)


@content("WarunkiSkonta, WysokoscSkonta")
@dataclass(frozen=True, slots=True, kw_only=True)
class Skonto:
    """A discount for paying early."""

    warunki_skonta: str | None = term("WarunkiSkonta", kinds.T256)
    wysokosc_skonta: str | None = term("WysokoscSkonta", kinds.T256)


@content(
    "(Zaplacono, DataZaplaty | ZnacznikZaplatyCzesciowej, ZaplataCzesciowa{1,100})?, "
    "TerminPlatnosci{0,100}, (FormaPlatnosci | PlatnoscInna, OpisPlatnosci)?, RachunekBankowy{0,100}, "
    "RachunekBankowyFaktora{0,20}, Skonto?, LinkDoPlatnosci?, IPKSeF?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Platnosc:
    """How and when it is paid."""

    zaplacono: bool | None = term("Zaplacono", kinds.YES)
    data_zaplaty: date | None = term("DataZaplaty", kinds.PAYMENT_DAY)
    znacznik_zaplaty_czesciowej: bool | None = term("ZnacznikZaplatyCzesciowej", kinds.YES_NO)
    zaplata_czesciowa: tuple[ZaplataCzesciowa, ...] = terms("ZaplataCzesciowa", ZaplataCzesciowa)
    termin_platnosci: tuple[TerminPlatnosci, ...] = terms("TerminPlatnosci", TerminPlatnosci)
    forma_platnosci: int | None = term("FormaPlatnosci", kinds.PAYMENT_FORM)
    platnosc_inna: bool | None = term("PlatnoscInna", kinds.YES)
    opis_platnosci: str | None = term("OpisPlatnosci", kinds.T256)
    rachunek_bankowy: tuple[RachunekBankowy, ...] = terms("RachunekBankowy", RachunekBankowy)
    rachunek_bankowy_faktora: tuple[RachunekBankowy, ...] = terms("RachunekBankowyFaktora", RachunekBankowy)
    skonto: Skonto | None = term("Skonto", Skonto)
    link_do_platnosci: str | None = term("LinkDoPlatnosci", kinds.PAYMENT_LINK)
    ip_ksef: str | None = term("IPKSeF", kinds.PAYMENT_ID)
