"""The lines of FA(3), and of the order that an advance invoice belongs to (ustawa o VAT art. 106f)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.fa3 import kinds


@content("P_6Z, P_15Z, KursWalutyZW?")
@dataclass(frozen=True, slots=True, kw_only=True)
class ZaliczkaCzesciowa:
    """One of several payments that an advance invoice records."""

    p_6z: date | None = term("P_6Z", kinds.DAY)  # received on
    p_15z: Decimal | None = term("P_15Z", kinds.AMOUNT)  # amount
    kurs_waluty_zw: Decimal | None = term("KursWalutyZW", kinds.QUANTITY)


@content("NrWiersza?, Klucz, Wartosc")
@dataclass(frozen=True, slots=True, kw_only=True)
class DodatkowyOpis:
    """A key and a value, of the document or of one line."""

    nr_wiersza: int | None = term("NrWiersza", kinds.NATURAL)
    klucz: str | None = term("Klucz", kinds.T256)
    wartosc: str | None = term("Wartosc", kinds.T256)


@content("(NrKSeFZN, NrFaZaliczkowej | NrKSeFFaZaliczkowej)")
@dataclass(frozen=True, slots=True, kw_only=True)
class FakturaZaliczkowa:
    """An earlier advance invoice: by its KSeF number, or by its own if it was issued outside."""

    nr_ksef_zn: bool | None = term("NrKSeFZN", kinds.YES)
    nr_fa_zaliczkowej: str | None = term("NrFaZaliczkowej", kinds.T256)
    nr_ksef_fa_zaliczkowej: str | None = term("NrKSeFFaZaliczkowej", kinds.KSEF_NUMBER)


@content(
    "NrWierszaFa, UU_ID?, P_6A?, P_7?, Indeks?, GTIN?, PKWiU?, CN?, PKOB?, P_8A?, P_8B?, P_9A?, P_9B?, "
    "P_10?, P_11?, P_11A?, P_11Vat?, P_12?, P_12_XII?, P_12_Zal_15?, KwotaAkcyzy?, GTU?, Procedura?, "
    "KursWaluty?, StanPrzed?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class FaWiersz:
    """A line."""

    nr_wiersza_fa: int | None = term("NrWierszaFa", kinds.NATURAL)
    uu_id: str | None = term("UU_ID", kinds.T50)
    p_6a: date | None = term("P_6A", kinds.DAY)  # supplied on
    p_7: str | None = term("P_7", kinds.T512)  # what was sold
    indeks: str | None = term("Indeks", kinds.T50)
    gtin: str | None = term("GTIN", kinds.T20)
    pkwiu: str | None = term("PKWiU", kinds.T50)
    cn: str | None = term("CN", kinds.T50)
    pkob: str | None = term("PKOB", kinds.T50)
    p_8a: str | None = term("P_8A", kinds.T256)  # unit
    p_8b: Decimal | None = term("P_8B", kinds.QUANTITY)  # quantity
    p_9a: Decimal | None = term("P_9A", kinds.PRICE)  # net price
    p_9b: Decimal | None = term("P_9B", kinds.PRICE)  # gross price (art. 106e ust. 7)
    p_10: Decimal | None = term("P_10", kinds.PRICE)  # discounts not in the price
    p_11: Decimal | None = term("P_11", kinds.AMOUNT)  # net
    p_11a: Decimal | None = term("P_11A", kinds.AMOUNT)  # gross
    p_11vat: Decimal | None = term("P_11Vat", kinds.AMOUNT)  # VAT (art. 106e ust. 10)
    p_12: str | None = term("P_12", kinds.RATE)  # rate
    p_12_xii: Decimal | None = term("P_12_XII", kinds.PERCENT)  # rate of another state
    p_12_zal_15: bool | None = term("P_12_Zal_15", kinds.YES)  # of annex 15
    kwota_akcyzy: Decimal | None = term("KwotaAkcyzy", kinds.AMOUNT)
    gtu: str | None = term("GTU", kinds.GTU)
    procedura: str | None = term("Procedura", kinds.PROCEDURE)
    kurs_waluty: Decimal | None = term("KursWaluty", kinds.QUANTITY)
    stan_przed: bool | None = term("StanPrzed", kinds.YES)  # the line as it was


@content(
    "NrWierszaZam, UU_IDZ?, P_7Z?, IndeksZ?, GTINZ?, PKWiUZ?, CNZ?, PKOBZ?, P_8AZ?, P_8BZ?, P_9AZ?, "
    "P_11NettoZ?, P_11VatZ?, P_12Z?, P_12Z_XII?, P_12Z_Zal_15?, GTUZ?, ProceduraZ?, KwotaAkcyzyZ?, "
    "StanPrzedZ?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ZamowienieWiersz:
    """A line of the order."""

    nr_wiersza_zam: int | None = term("NrWierszaZam", kinds.NATURAL)
    uu_idz: str | None = term("UU_IDZ", kinds.T50)
    p_7z: str | None = term("P_7Z", kinds.T512)
    indeks_z: str | None = term("IndeksZ", kinds.T50)
    gtinz: str | None = term("GTINZ", kinds.T20)
    pkwiuz: str | None = term("PKWiUZ", kinds.T50)
    cnz: str | None = term("CNZ", kinds.T50)
    pkobz: str | None = term("PKOBZ", kinds.T50)
    p_8az: str | None = term("P_8AZ", kinds.T256)
    p_8bz: Decimal | None = term("P_8BZ", kinds.QUANTITY)
    p_9az: Decimal | None = term("P_9AZ", kinds.PRICE)
    p_11_netto_z: Decimal | None = term("P_11NettoZ", kinds.AMOUNT)
    p_11_vat_z: Decimal | None = term("P_11VatZ", kinds.AMOUNT)
    p_12z: str | None = term("P_12Z", kinds.RATE)
    p_12z_xii: Decimal | None = term("P_12Z_XII", kinds.PERCENT)
    p_12z_zal_15: bool | None = term("P_12Z_Zal_15", kinds.YES)
    gtuz: str | None = term("GTUZ", kinds.GTU)
    procedura_z: str | None = term("ProceduraZ", kinds.ORDER_PROCEDURE)
    kwota_akcyzy_z: Decimal | None = term("KwotaAkcyzyZ", kinds.AMOUNT)
    stan_przed_z: bool | None = term("StanPrzedZ", kinds.YES)


@content("WartoscZamowienia, ZamowienieWiersz{1,10000}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Zamowienie:
    """The order or contract of an advance invoice (art. 106f ust. 1 pkt 4)."""

    wartosc_zamowienia: Decimal | None = term("WartoscZamowienia", kinds.AMOUNT)
    zamowienie_wiersz: tuple[ZamowienieWiersz, ...] = terms("ZamowienieWiersz", ZamowienieWiersz)
